"""Hidden rows and indicators: a sum leaves them out and says so; what would need one has no value."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord import safeguards
from concord.indicators.compute import compute
from concord.indicators.model import Facts, Result
from concord.vocabulary.structures import table

LISTS = {edition.id: frozenset(edition.areas) for edition in safeguards.editions()}


def results(
    *origins: tuple[str, int | None, str], total: int | None = 1000, status: str = "normal"
) -> dict[str, Result]:
    count = len(origins)
    stock = table(
        "mds-stock-by-training", area=["KEN"] * count, year=[2024] * count, occupation=["221"] * count,
        origin=[each[0] for each in origins], row_kind=["origin"] * count, headcount=[each[1] for each in origins],
        status=[each[2] for each in origins],
    )  # fmt: skip
    whole = table("mds-totals", area=["KEN"], year=[2024], occupation=["221"], row_kind=["total"], headcount=[total],
                  status=[status])  # fmt: skip
    people = table("population", area=["KEN"], year=[2024], persons=[50_000_000])
    facts = Facts(
        {"mds-stock-by-training": stock, "mds-totals": whole, "population": people}, LISTS, dt.date(2026, 11, 22)
    )
    return {each.indicator: each for each in compute(facts) if each.area == "KEN"}


def told(found: Result) -> tuple[Any, ...]:
    return (found.value, found.status, found.at_least, found.note)


def test_a_sum_leaves_hidden_rows_out_and_says_so() -> None:
    found = results(("GBR", 100, "normal"), ("IND", None, "suppressed"), ("UGA", 20, "estimated"))
    assert told(found["foreign-trained"]) == (120.0, "estimated", True, "hidden")
    assert told(found["foreign-trained-share"]) == (12.0, "estimated", True, "hidden")


def test_what_would_need_a_hidden_row_is_hidden() -> None:
    found = results(("GBR", 100, "normal"), ("IND", None, "suppressed"))
    assert told(found["concentration"]) == (None, "suppressed", False, "hidden")
    assert told(found["from-listed-share"]) == (None, "suppressed", False, "hidden")


def test_where_all_rows_are_hidden_nothing_is_said_of_zeros() -> None:
    found = results(("GBR", None, "suppressed"), ("IND", None, "suppressed"))
    assert told(found["foreign-trained"]) == (None, "suppressed", False, "hidden")


def test_a_hidden_total_hides_share_and_density() -> None:
    found = results(("GBR", 100, "normal"), total=None, status="suppressed")
    assert found["foreign-trained-share"].status == "suppressed"
    assert found["density"].status == "suppressed"


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(st.tuples(st.sampled_from(["GBR", "IND", "UGA", "NGA"]), st.integers(0, 99), st.booleans()),
                     min_size=1, max_size=4, unique_by=lambda each: each[0]))  # fmt: skip
def test_a_result_has_no_value_exactly_where_its_status_allows_none(rows: list[tuple[str, int, bool]]) -> None:
    lines = [
        (origin, None if hidden else count, "suppressed" if hidden else "normal") for origin, count, hidden in rows
    ]
    for each in results(*lines).values():
        assert (each.value is None) == (each.status in ("missing", "not-applicable", "suppressed"))


@pytest.mark.parametrize("hidden", [False, True])
def test_nothing_changes_where_no_row_is_hidden(hidden: bool) -> None:
    found = results(("GBR", 100, "normal"), *([("IND", None, "suppressed")] if hidden else []))
    assert found["foreign-trained"].at_least is hidden
