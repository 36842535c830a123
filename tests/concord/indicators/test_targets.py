"""Targets are judged at their dates by verified counts alone; what is not known is said to be unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.indicators.targets import Denominator, Known, Rules, Target, judge, rules
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.periods import PartialDate

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "cases" / "strategy" / "judging.yaml")
BY = Rules(date(2010, 5, 21), 366)
TARGET = Target(
    id="target-9.9",
    objective="objective-9",
    wanted=20,
    unit="percent-of-member-states",
    comparison="at-least",
    date="2012-12-31",
    date_text="end 2012",
    measures="a report received",
    indicator="share",
    formula="reports / states",
    measure="reports",
    round="2012",
    denominator=Denominator("invented", 100, "invented for this test"),
)


def known(value: int | bool, as_of: str, **more: Any) -> Known:
    given = {"measure": "reports", "source": "invented for this test", "verification": "verified", "round": "2012"}
    return Known(value=value, as_of=as_of, **{**given, **more})


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_rule(case: dict[str, Any]) -> None:
    more = {key: case[key] for key in ("verification", "round") if key in case}
    history = [known(value, as_of, **more) for as_of, value in case["counts"].items()]
    as_of = PartialDate.parse(case["as_of"]).last if "as_of" in case else None
    (judged,) = judge([TARGET], history, as_of, by=BY)
    seen = {
        "status": judged.status,
        "reason": judged.reason,
        "value": judged.value,
        "stands_in": judged.stands_in,
    }
    assert {key: seen[key] for key in case["expect"]} == case["expect"]


def test_the_declared_rules_are_those_the_cases_are_written_for() -> None:
    assert rules() == BY


@pytest.mark.parametrize(
    ("percent", "states", "needed"), [(20, 193, 39), (100, 193, 193), (40, 194, 78), (10, 100, 10)]
)
def test_states_needed_are_rounded_up(percent: int, states: int, needed: int) -> None:
    target = replace(TARGET, wanted=percent, denominator=Denominator("x", states, "x"))
    assert target.needed == needed


def test_something_to_be_finished_is_met_when_it_is() -> None:
    target = replace(TARGET, wanted=True, unit="completion", denominator=None)
    assert [each.status for each in judge([target], [known(True, "2011-12")], by=BY)] == ["met"]
    assert [each.status for each in judge([target], [known(False, "2012-12-31")], by=BY)] == ["missed"]
    assert [each.status for each in judge([target], [known(True, "2013-02")], by=BY)] == ["unknown"]
    assert [each.status for each in judge([target], [], by=BY)] == ["unknown"]


def test_an_amount_of_money_is_judged_against_what_was_wanted() -> None:
    target = replace(TARGET, wanted=2_300_000, unit="usd", denominator=None)
    (judged,) = judge([target], [known(1_150_000, "2012-12-31")], by=BY)
    assert (judged.status, judged.percent) == ("missed", Decimal("50.0"))


def test_an_unknown_result_has_no_number() -> None:
    (judged,) = judge([TARGET], [], by=BY)
    assert (judged.value, judged.percent, judged.known) == (None, None, None)
    assert judged.note() == "No count is known that would tell."


def test_a_note_names_the_counts_own_date() -> None:
    (judged,) = judge([TARGET], [known(15, "2013-03")], by=BY)
    assert "March 2013" in judged.note()
    assert "31 December 2012" in judged.note()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_note_can_be_said_in_every_language(language: str) -> None:
    (judged,) = judge([TARGET], [known(15, "2013-03")], by=BY)
    assert "15" in judged.note(language)
    assert "{" not in judged.note(language)


days = st.dates(min_value=date(2010, 6, 1), max_value=date(2016, 12, 31))
counts = st.lists(st.builds(lambda day, value: known(value, day.isoformat()), days, st.integers(0, 100)), max_size=6)


@given(counts, st.none() | days)
def test_what_is_met_was_enough_and_in_time_and_what_is_missed_was_not_enough(
    history: list[Known], as_of: date | None
) -> None:
    (judged,) = judge([TARGET], history, as_of, by=BY)
    if judged.status == "met":
        assert judged.known is not None
        assert judged.known.value >= 20
        assert judged.known.day <= TARGET.day
    if judged.status == "missed":
        assert judged.known is not None
        assert judged.known.value < 20
    if judged.known is not None and as_of is not None:
        assert judged.known.day <= as_of
    if judged.status == "on-course":
        assert as_of is not None
        assert as_of < TARGET.day


@given(counts, days)
def test_a_count_made_after_the_day_of_judging_changes_nothing(history: list[Known], as_of: date) -> None:
    later = known(99, (as_of + timedelta(days=1)).isoformat())
    assert judge([TARGET], [*history, later], as_of, by=BY) == judge([TARGET], history, as_of, by=BY)


@given(counts)
def test_the_order_of_the_counts_does_not_matter(history: list[Known]) -> None:
    unique = list({each.day: each for each in history}.values())
    assert judge([TARGET], unique, by=BY) == judge([TARGET], unique[::-1], by=BY)
