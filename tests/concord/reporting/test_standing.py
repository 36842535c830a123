"""Where countries stand in a round as of any day: what is counted, and that it adds up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.documents.figures import Style
from concord.reporting import standing, standing_curve
from concord.reporting.rounds import rounds
from concord.reporting.standing import IN, STATES, STEPS, Happened, curve, reached, standings, states
from concord.reporting.standing_known import earlier

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "cases" / "reporting" / "standing.yaml")
DUE = dt.date(2027, 8, 31)
FIRST = dt.date(2027, 5, 1)
AREAS = ("KEN", "NOR", "PHL", "EGY")


def _happened(text: str) -> Happened:
    what, day, *of = text.split()
    return Happened("KEN", what, dt.date.fromisoformat(day), of[0] if of else "")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_country_stands_where_its_steps_put_it(case: dict[str, Any]) -> None:
    steps = [_happened(each) for each in case["given"]["steps"]]
    on = dt.date.fromisoformat(case["given"]["on"])
    found = standings(steps, areas=["KEN"], as_of=on, due={"KEN": DUE})["KEN"]
    assert {key: getattr(found, key) for key in case["expect"]} == case["expect"]


days = st.integers(0, 240).map(lambda n: FIRST + dt.timedelta(n))
steps = st.lists(
    st.builds(Happened, st.sampled_from(AREAS), st.sampled_from((*STEPS, "undesignated")), days, st.sampled_from("ab")),
    max_size=60,
)


@settings(max_examples=50, deadline=None)
@given(steps, days, days)
def test_what_was_reached_never_falls_as_days_pass(happened: list[Happened], one: dt.date, other: dt.date) -> None:
    early, late = sorted((one, other))
    before = reached(standings(happened, areas=AREAS, as_of=early).values())
    after = reached(standings(happened, areas=AREAS, as_of=late).values())
    assert all(before[step] <= after[step] for step in STEPS)


@settings(max_examples=50, deadline=None)
@given(steps, days)
def test_states_add_up_to_all_areas_and_so_do_regions(happened: list[Happened], on: dt.date) -> None:
    found = standings(happened, areas=AREAS, as_of=on)
    assert sum(states(found.values()).values()) == len(AREAS)
    groups = standing.by_group(found.values(), {"KEN": "AFR", "NOR": "EUR", "PHL": "WPR"})
    assert sum(len(each) for each in groups.values()) == len(AREAS)
    for step in STEPS:
        assert sum(reached(each)[step] for each in groups.values()) == reached(found.values())[step]
    for state in STATES:
        assert sum(states(each)[state] for each in groups.values()) == states(found.values())[state]


@settings(max_examples=30, deadline=None)
@given(steps, st.integers(1, 9))
def test_a_course_never_falls_and_ends_with_the_plain_count(happened: list[Happened], every: int) -> None:
    last = FIRST + dt.timedelta(240)
    for step in STEPS:
        points = curve(happened, step, areas=AREAS, first=FIRST, last=last, every=every)
        counts = [count for _day, count in points]
        assert counts == sorted(counts)
        plain = reached(standings(happened, areas=AREAS, as_of=last).values())[step]
        assert points[-1] == (last, plain)


@settings(max_examples=50, deadline=None)
@given(steps, days)
def test_order_of_countries_and_steps_of_others_change_nothing(happened: list[Happened], on: dt.date) -> None:
    others = [Happened("XMA", each.what, each.on, each.of) for each in happened]
    assert standings([*happened, *others], areas=AREAS, as_of=on) == standings(happened, areas=AREAS, as_of=on)


@settings(max_examples=50, deadline=None)
@given(steps, days)
def test_what_is_late_and_not_in_has_days_that_are_over(happened: list[Happened], on: dt.date) -> None:
    for each in standings(happened, areas=AREAS, as_of=on, due=dict.fromkeys(AREAS, DUE)).values():
        assert (each.state in IN) == each.is_in
        assert (each.days_left is None) == each.is_in
        if each.is_late and not each.is_in:
            assert each.days_left is not None
            assert each.days_left < 0


def test_earlier_rounds_are_only_what_was_verified_and_only_placed_where_both_days_are_known() -> None:
    found = earlier("submitted", rounds(), before=2027)
    assert [(each.round, each.value, each.after_deadline) for each in found] == [
        ("2012", 56, None), ("2015", 74, None), ("2018", 40, 26),
    ]  # fmt: skip
    assert [each.value for each in earlier("designated", rounds(), before=2027)] == [85, 108]
    assert earlier("accepted", rounds(), before=2027) == ()
    assert [each.round for each in earlier("submitted", rounds(), before=2015)] == ["2012"]


def _words() -> standing_curve.Said:
    return standing_curve.Said("Reports", "By day", "2027", "due date", "Day", "Submitted", "Earlier")


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_drawing_has_its_table_and_every_placed_count(language: str) -> None:
    known = earlier("submitted", rounds(), before=2027)
    points = curve([_happened("submitted 2027-06-10")], "submitted", areas=AREAS, first=FIRST, last=DUE)
    drawn = standing_curve.draw(
        points, known, due_on=DUE, until=dt.date(2027, 12, 31), style=Style.web(language), said=_words()
    )
    assert drawn.svg.count("<circle") == 2  # the end of the line, and the one count that can be placed
    assert ">2018: 40<" in drawn.svg
    assert "2015" not in drawn.svg
    assert drawn.table.columns[0] == "Day"
    assert len(drawn.table.rows) >= len(points) // 7
    assert drawn.table.rows[-1][2] == "2018: 40"


def test_a_round_of_one_day_is_drawn() -> None:
    points = curve([], "submitted", areas=AREAS, first=FIRST, last=FIRST)
    drawn = standing_curve.draw(points, (), due_on=FIRST, until=FIRST, style=Style.web("en"), said=_words())
    assert drawn.svg.startswith("<svg")
    assert drawn.table.columns == ("Day", "Submitted")
