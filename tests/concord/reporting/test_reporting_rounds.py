"""Rounds: the three-year cycle of article 9.1, and what is known of each round, with its date and nothing invented."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations.packs import using
from concord.declarations.read import read_yaml
from concord.errors import Invalid, NotFound
from concord.reporting.rounds import cycle, is_round_year, report_year, round_of, rounds

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "cases" / "reporting" / "rounds.yaml")
TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_rule(case: dict[str, Any]) -> None:
    given = dict(case["given"])
    found = cycle(dt.date.fromisoformat(given.pop("on")), **given)
    assert {"last_round": found.last_round, "next_round": found.next_round} == case["expect"]


@given(st.dates(dt.date(2012, 1, 1), dt.date(2200, 1, 1)))
def test_a_day_lies_in_its_round_and_before_the_next(on: dt.date) -> None:
    found = cycle(on)
    assert found.last_round is not None
    assert found.last_round <= on.year < found.next_round
    assert found.next_round - found.last_round == 3
    assert is_round_year(found.last_round)


def test_declared_rounds_follow_the_cycle_and_their_reports_a_year_later() -> None:
    declared = rounds()
    assert [each.year for each in declared] == [2012, 2015, 2018, 2021, 2024, 2027]
    assert [each.number for each in declared] == [1, 2, 3, 4, 5, 6]
    assert all(each.report_year == report_year(each.year) for each in declared)


def test_counts_that_were_checked_are_those_of_the_documents() -> None:
    assert round_of("2012").count("national-reports").value == 56
    assert round_of("2012").count("designated-authorities").value == 85
    assert round_of("2015").count("national-reports").value == 74
    latest = round_of("2018").count("designated-authorities")
    assert (latest.value, latest.as_of, sum(latest.by_region.values())) == (108, "2018-09", 108)


def test_a_count_that_was_only_recalled_is_not_given_as_fact() -> None:
    third = round_of("2018")
    assert any(each.value == 80 and not each.is_fact for each in third.counts["national-reports"])
    assert third.count("national-reports").value == 40
    assert round_of("2015").count("designated-authorities") is None


def test_a_count_is_not_known_before_its_day() -> None:
    assert round_of("2018").count("national-reports", dt.date(2018, 9, 9)) is None
    assert round_of("2018").count("national-reports", dt.date(2018, 9, 10)).value == 40


@pytest.mark.parametrize("id", ["2021", "2024", "2027"])
def test_what_is_not_known_of_a_round_is_none_and_not_zero(id: str) -> None:
    assert round_of(id).count("national-reports", TODAY) is None
    assert "national-reports" in round_of(id).not_found


def test_an_unknown_round_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NotFound) as refused:
        round_of("2025")
    assert refused.value.code == "reporting.round.unknown"
    assert "2024" in refused.value.hint


def test_a_round_in_a_year_without_reports_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rounds").mkdir()
    given = "id: '2025'\nnumber: 7\ntitle: {en: T}\nyear: 2025\nreport_year: 2026\nassembly: A\nstatus: closed\n"
    (tmp_path / "rounds" / "2025.yaml").write_text(given + "code_version: '2010'\nfacts: []\n", encoding="utf-8")
    with using(tmp_path), pytest.raises(Invalid) as refused:
        rounds()
    assert refused.value.code == "reporting.round.wrong-year"
