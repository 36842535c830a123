"""A country's own figures: told as given, never zero for what is missing, in place of those of an analysis."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.agreements.needs import Kept, proposals
from concord.agreements.needs_own import GIVEN, Own, joined
from concord.declarations.messages import known_codes
from concord.errors import Invalid
from concord.labour_market.analysis_model import Figure
from concord.labour_market.curves import Range

ON = date(2026, 11, 22)


def told(**numbers: float) -> dict[str, float]:
    return {each.id: each.range.value for each in Own(2025, ON, **numbers).figures()}


def test_what_is_not_given_is_not_told() -> None:
    assert told() == {}
    assert told(graduates=0) == {"graduates": 0}


def test_vacancies_are_posts_that_are_not_filled() -> None:
    assert told(posts=100, filled=90) == {"posts": 100, "vacant": 10}
    assert told(posts=100) == {"posts": 100}


def test_vacant_posts_and_people_without_one_could_meet() -> None:
    assert told(posts=100, filled=90, unemployed=4)["could-meet"] == 4
    assert "could-meet" not in told(posts=100, filled=100, unemployed=4)


def test_people_beyond_openings_are_told_where_there_are_any() -> None:
    assert told(entrants=50, openings=20)["beyond"] == 30
    assert "beyond" not in told(entrants=20, openings=20)


@pytest.mark.parametrize(
    ("numbers", "code"),
    [({"posts": 5, "filled": 6}, "agreements.need.filled"), ({"graduates": -1}, "agreements.need.negative")],
)
def test_what_cannot_be_is_refused(numbers: dict[str, float], code: str) -> None:
    with pytest.raises(Invalid) as caught:
        Own(2025, ON, **numbers)
    assert caught.value.code == code
    assert code in known_codes()


def test_own_figures_take_the_place_of_published_ones_and_propose() -> None:
    kept = Kept(
        ON, figures=(Figure("graduates", Range.exact(7), "persons", 2019), Figure("places", Range.exact(8), "count"))
    )
    both = joined(kept, Own(2025, ON, graduates=9, entrants=50, openings=20))
    assert both is not None
    assert {each.id: each.range.value for each in both.figures} == {
        "places": 8, "graduates": 9, "entrants": 50, "beyond": 30,
    }  # fmt: skip
    assert [each.rule.id for each in proposals(both)] == ["beyond"]
    assert joined(kept, None) is kept
    assert joined(None, Own(2025, ON)) is None


NUMBERS = st.none() | st.floats(0, 1e6)


@given(st.fixed_dictionaries(dict.fromkeys(GIVEN, NUMBERS)), st.sampled_from(["", "Pay roll"]))
def test_written_and_read_is_the_same(numbers: dict[str, Any], source: str) -> None:
    if numbers["posts"] is not None and numbers["filled"] is not None:
        numbers["filled"] = min(numbers["filled"], numbers["posts"])
    own = Own(2025, ON, source=source, **numbers)
    assert Own.from_json(own.to_json()) == own
