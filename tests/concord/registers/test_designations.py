"""Designations in time: the cases of the rule, and what holds for every row of acts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.errors import Refusal
from concord.registers.designations import Act, in_force, overlap, placed, standing
from concord.vocabulary.periods import PartialDate

CASES = read_yaml(Path(__file__).parents[2] / "cases" / "registers" / "designations.yaml")
TODAY = dt.date(2026, 11, 22)
days = st.dates(dt.date(2010, 1, 1), TODAY)


def _date(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_new_act_joins_those_before_it_as_the_case_says(case: dict[str, Any]) -> None:
    known = [
        Act(number, PartialDate.parse(since), _date(until), _date(runs))
        for number, (since, until, runs) in enumerate(case["known"])
    ]
    new = Act("new", PartialDate.parse(case["new"][0]), runs_until=_date(case["new"][1]))
    expected = case["expect"]
    if "refused" in expected:
        with pytest.raises(Refusal) as refusal:
            placed(new, known, today=TODAY)
        assert refusal.value.code == expected["refused"]
        return
    found = placed(new, known, today=TODAY)
    assert found.is_history == expected["history"]
    assert (str(found.ends.until) if found.ends else None) == expected.get("ends")


@given(st.lists(days, min_size=1, max_size=6, unique=True))
def test_acts_that_follow_one_another_never_overlap_and_one_is_in_force_from_the_first_on(begun: list[dt.date]) -> None:
    acts: list[Act] = []
    for number, day in enumerate(sorted(begun)):
        new = Act(number, PartialDate(day.year, day.month, day.day))
        found = placed(new, acts, today=TODAY)
        acts = [found.ends if found.ends and act.id == found.ends.id else act for act in acts] + [new]
    assert sum(act.until is None for act in acts) == 1
    assert not any(overlap(one, other) for one in acts for other in acts if one.id < other.id)  # type: ignore[operator]
    for day in begun:
        held = in_force(acts, day)
        assert held is not None
        assert held.since.first == day
    assert in_force(acts, min(begun) - dt.timedelta(days=1)) is None


@pytest.mark.parametrize(("runs", "review", "expected"), [
    ("", "", "in-force"), ("2026-11-21", "", "expired"), ("2026-11-22", "", "ends-soon"),
    ("2027-01-21", "", "ends-soon"),
    ("2027-01-22", "", "in-force"), ("", "2027-01-21", "review-soon"), ("", "2026-11-21", "review-passed"),
    ("2027-01", "2026-01", "review-passed"), ("2026", "", "ends-soon"),
])  # fmt: skip
def test_an_act_is_spoken_of_sixty_days_before_and_is_expired_the_day_after(
    runs: str, review: str, expected: str
) -> None:
    act = Act(1, PartialDate(2020), None, _date(runs), _date(review))
    assert standing(act, today=TODAY, warn_days=60) == expected


def test_an_act_that_ran_out_is_not_in_force() -> None:
    act = Act(1, PartialDate(2020), runs_until=PartialDate(2022, 6))
    assert in_force([act], dt.date(2022, 6, 30)) is act
    assert in_force([act], dt.date(2022, 7, 1)) is None
