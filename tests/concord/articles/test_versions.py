"""Versions of the Code: which is in force when, and what is known of how they differ."""

from __future__ import annotations

from datetime import date

import pytest

from concord import articles
from concord.errors import NotFound


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2010, 5, 20), None),
        (date(2010, 5, 21), "2010"),
        (date(2026, 5, 25), "2010"),
        (date(2026, 5, 28), "2010"),
        (date(2026, 5, 29), "2026"),
        (date(2030, 1, 1), "2026"),
    ],
)
def test_a_version_is_in_force_from_the_latest_day_reported(on: date, year: str | None) -> None:
    version = articles.version_at(on)
    assert (version.id if version else None) == year


def test_the_day_of_the_amendments_is_told_as_contested() -> None:
    first, second = articles.versions()
    assert not first.is_contested
    assert second.is_contested
    assert second.reported_days == ("2026-05-26", "2026-05-29")
    assert second.verification == "contested"


def test_the_amended_version_keeps_the_words_of_2010_beside_three_changes_of_unknown_place() -> None:
    before, after = articles.load("2010"), articles.load("2026")
    assert after.obligations == before.obligations
    assert before.amendments == ()
    assert len(after.amendments) == 3
    assert all(change.paragraphs is None for change in after.amendments)


def test_a_comparison_says_what_it_does_not_know() -> None:
    comparison = articles.compare("2010", "2026")
    assert len(comparison.stayed) == 62
    assert (comparison.changed, comparison.came, comparison.went) == ((), (), ())
    assert [change.id for change in comparison.unplaced] == ["2026-1", "2026-2", "2026-3"]
    assert not comparison.is_complete


def test_versions_compare_in_the_order_of_time_whatever_the_order_given() -> None:
    assert articles.compare("2026", "2010") == articles.compare("2010", "2026")
    same = articles.compare("2010", "2010")
    assert same.is_complete
    assert len(same.stayed) == 62


def test_an_unknown_version_is_refused_with_those_known() -> None:
    with pytest.raises(NotFound) as refused:
        articles.load("2015")
    assert refused.value.code == "articles.version.unknown"
    assert refused.value.params["known"] == "2010, 2026"
