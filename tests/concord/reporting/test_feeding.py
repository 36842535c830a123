"""Published answers feed indicators: with the year they are of, the digest of their report, and never over a table."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from concord.indicators.compute import compute
from concord.indicators.model import Facts, Told
from concord.instrument import library
from concord.reporting.feeding import fed
from concord.reporting.publication import Published
from concord.vocabulary.structures import table

FORM, DIGEST = library.load("nri-2027"), "ab" * 32
SHARE = "foreign-trained-share"


def report(**more: Any) -> Published:
    given: dict[str, Any] = {
        "answers": {"stock_date": "2026-06-30", "stock_doctors_all": 200, "stock_doctors_abroad": 50},
        "calculated": {"stock_doctors_share": 25.0}, "area": "KEN", "reference": "NR-2027-KEN-1", "round": "2027",
    }  # fmt: skip
    return Published(FORM, **{**given, **more})


def told(**more: Any) -> tuple[Told, ...]:
    return tuple(fed(report(**more), DIGEST))


def facts(said: tuple[Told, ...], **tables: Any) -> Facts:
    return Facts(tables, {"2023": frozenset()}, dt.date(2027, 9, 1), told=said)


def test_a_number_is_taken_with_its_year_and_the_digest_of_its_report() -> None:
    (found,) = told()
    assert (found.indicator, found.area, found.year, found.occupation, found.value) == (SHARE, "KEN", 2026, "221", 25.0)
    assert (found.row.source, found.row.file) == ("national-reports", f"NR-2027-KEN-1 {DIGEST[:16]}")
    assert found.row.row > 0


@pytest.mark.parametrize(
    "more", [{"calculated": {}}, {"answers": {}}, {"answers": {"stock_date": {"status": "not-known"}}}]
)
def test_what_is_confidential_or_has_no_year_is_not_taken(more: dict[str, Any]) -> None:
    assert told(**more) == ()


def test_the_indicator_is_computed_from_it_where_no_table_gives_the_figure() -> None:
    (result,) = compute(facts(told()), only=[SHARE])
    assert (result.area, result.year, result.value, result.status) == ("KEN", 2026, 25.0, "normal")
    assert (result.unit, result.note, result.rows[0].source) == ("percent", "as-reported", "national-reports")


def test_a_table_of_the_same_year_outranks_what_the_report_says() -> None:
    places = {"source": ["case"], "source_file": ["case.csv"], "source_row": [2]}
    key = {"area": ["KEN"], "year": [2026], "occupation": ["221"], "status": ["normal"]}
    trained = table("mds-stock-by-training", **key, origin=["UGA"], row_kind=["origin"], headcount=[30], **places)
    all = table("mds-totals", **key, row_kind=["total"], headcount=[100], **places)
    held = {"mds-stock-by-training": trained, "mds-totals": all}
    (result,) = compute(facts(told(), **held), only=[SHARE])
    assert (result.value, result.rows[0].source) == (30.0, "case")
    without = {"mds-stock-by-training": trained}
    (result,) = compute(facts(told(), **without), only=[SHARE])
    assert (result.value, result.rows[0].source) == (25.0, "national-reports")


def test_indicators_that_no_report_feeds_stay_as_they_are() -> None:
    others = [each for each in compute(facts(told())) if each.indicator != SHARE]
    assert others == list(compute(facts(()), only=None))
