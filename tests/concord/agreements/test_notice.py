"""What becomes public by itself after signature: a table that a lawyer can read, and what must never happen."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.agreements import notice
from concord.declarations.read import read_yaml

TABLE = Path(__file__).parents[2] / "cases" / "agreements" / "public-at-signature.yaml"
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
MAYBE = st.none() | DAYS


def day(value: Any) -> date | None:
    return date.fromisoformat(str(value)) if value else None


@pytest.mark.parametrize("case", read_yaml(TABLE), ids=lambda case: case["name"])
def test_the_table(case: dict[str, Any]) -> None:
    found = notice.goes_out(
        noted=[day(each) for each in case["noted"]], changed=day(case["changed"]),
        withheld=[day(each) for each in case.get("withheld", ())], is_finished=case.get("finished") != "no",
        has_left=case.get("left") == "yes",
    )  # fmt: skip
    assert found == day(case["expect"])


@given(noted=st.lists(MAYBE, max_size=4), changed=MAYBE, withheld=st.lists(MAYBE, max_size=3))
def test_nothing_goes_out_sooner_than_its_notice_after_anything_that_anybody_said_or_changed(
    noted: list[date | None], changed: date | None, withheld: list[date | None]
) -> None:
    found = notice.goes_out(noted=noted, changed=changed, withheld=withheld)
    if found is not None:
        said = [*noted, changed, *withheld]
        assert None not in said
        assert all(found >= each + timedelta(days=notice.notice_days()) for each in said if each is not None)


def test_the_notice_is_no_word_alone() -> None:
    assert notice.notice_days() >= 14
