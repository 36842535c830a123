"""Leaving, staying away, coming back: hand-worked spells, Kaplan and Meier's own figures, bounds from tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.flows.circular import Spell, circular
from concord.flows.circular_rows import spells
from concord.flows.circular_tables import bounds

DECLARED = read_yaml(Path(__file__).parents[2] / "cases" / "flows" / "circular.yaml")


@pytest.mark.parametrize("case", DECLARED["cases"], ids=lambda case: case["name"])
def test_spells_are_told_as_worked_out_by_hand(case: dict[str, Any]) -> None:
    found = circular([Spell(*each) for each in case["spells"]], since=case["since"], until=case["until"])
    assert {key: getattr(found, key) for key in case["expect"]} == pytest.approx(case["expect"])
    assert {key: list(value) for key, value in found.by_destination.items()} == case["by_destination"]
    back = {int(each.years): each.share for each in found.back}
    for years, share in (case.get("back") or {}).items():
        assert back[int(years)] == pytest.approx(share)
    assert [each.code for each in found.findings] == (case.get("findings") or [])


def test_the_curve_and_its_band_are_kaplan_and_meiers_of_the_leukaemia_trial() -> None:
    """Freireich 1963, the 21 patients on 6-MP (weeks, + censored): 6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 …

    Its survival is printed in every text book: 0.857 after 6, 0.753 after 10, 0.690 after 13, 0.627 after 16.
    """
    weeks = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    # a "week" is a year here; who is censored ends (dies, retires) abroad
    made: list[Spell] = []
    for number, length in enumerate(weeks):
        made += [Spell(f"e{number}", 0, 1), Spell(f"e{number}", 1 + length)]
    made += [Spell(f"c{number}", 0, 1, "", 1 + length) for number, length in enumerate(censored)]
    found = circular(made, since=0, until=100)
    ten = next(each for each in found.back if each.years == 10)
    assert 1 - ten.share == pytest.approx(0.7529, abs=5e-5)
    # standard error 0.0963 (Greenwood); log-log band 0.503 to 0.889
    assert (1 - ten.high, 1 - ten.low) == pytest.approx((0.503, 0.889), abs=1e-3)
    assert found.median_abroad == 23
    assert ten.at_risk == 15


def test_a_rate_has_the_band_of_a_count() -> None:
    made = [Spell(str(number), 0, 10 if number < 10 else None) for number in range(100)]
    rate = circular(made, since=0, until=10).leaving_rate
    assert rate.share == pytest.approx(10 / 1000)
    # exact Poisson limits of ten: 4.795 and 18.39
    assert (rate.low * 1000, rate.high * 1000) == pytest.approx((4.795, 18.39), abs=0.02)
    assert circular([Spell("a", 0)], since=0, until=1).leaving_rate.low == 0


def test_nobody_is_shown_beyond_what_was_watched() -> None:
    found = circular([Spell("a", 2010, 2017, "GBR")], since=2010, until=2020)
    assert [each.years for each in found.back] == [1, 2, 3]
    # one who was seen not to come back allows nearly everything
    assert (found.back[0].low, found.back[0].high) == pytest.approx((0, 0.975))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 10), st.integers(0, 12)), max_size=30))
def test_shares_stay_shares_and_nobody_is_lost(lived: list[tuple[int, int, int]]) -> None:
    made: list[Spell] = []
    for number, (entered, stay, away) in enumerate(lived):
        made.append(Spell(str(number), 2000 + entered, 2000 + entered + stay, "GBR"))
        if away:
            made.append(Spell(str(number), 2000 + entered + stay + away))
    found = circular(made, since=2000, until=2020)
    shares = [each.share for each in found.back]
    assert shares == sorted(shares)
    assert all(
        0 <= each.low <= each.share + 1e-12 and each.share <= each.high + 1e-12 <= 1 + 1e-9 for each in found.back
    )
    left = sum(2000 + entered + stay <= 2020 for entered, stay, _ in lived)
    came = sum(away > 0 and 2000 + entered + stay + away <= 2020 for entered, stay, away in lived)
    assert (found.leavers, found.returners) == (left, came)
    assert sum(seen for seen, _ in found.by_destination.values()) == left
    at_home = sum(min(stay, 20 - entered) for entered, stay, _ in lived)
    back_home = sum(max(0, 20 - entered - stay - away) for entered, stay, away in lived if away)
    assert found.person_years == pytest.approx(at_home + back_home)


def test_rows_of_a_register_are_spells_with_dates_in_the_middle_of_what_they_mean() -> None:
    rows = [
        {"person": "a", "entered": "2010-07-02", "left": "2012", "left_for": "GBR", "returned": "2015-01"},
        {"person": "b", "entered": "2010"},
    ]
    made, found = spells(rows)
    assert not list(found)
    assert [(each.person, each.left_for) for each in made] == [("a", "GBR"), ("a", ""), ("b", "")]
    assert [each.entered for each in made] == pytest.approx([2010.5, 2015 + 15.5 / 365, 2010.5], abs=0.01)
    assert made[0].left == pytest.approx(2012.5)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"entered": "2010"}, "person"),
        ({"person": "a"}, "entered"),
        ({"person": "a", "entered": "yesterday"}, "entered"),
        ({"person": "a", "entered": "2010", "returned": "2012"}, "left"),
    ],
)
def test_a_row_that_is_no_spell_is_told_with_its_row(row: dict[str, str], column: str) -> None:
    made, found = spells([{"person": "z", "entered": "2001"}, row])
    assert [each.person for each in made] == ["z"]
    (finding,) = found
    assert (finding.code, finding.where.row, finding.params["column"]) == ("flows.circular.row", 2, column)


@pytest.mark.parametrize("case", DECLARED["bounds"], ids=lambda case: case["name"])
def test_tables_allow_bounds_and_no_more(case: dict[str, Any]) -> None:
    asked = dict(case["given"])
    if "abroad_at_start" in asked:
        asked["abroad_at_start"] = tuple(asked["abroad_at_start"])
    found = bounds(**asked)
    assert {key: getattr(found, key) for key in case["expect"]} == pytest.approx(case["expect"])


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_whatever_happened_lies_within_the_bounds(of_before: int, stayed: int, came_back: int) -> None:
    """``of_before`` had left earlier and came back; of those who left now ``came_back`` did, ``stayed`` did not."""
    departures = stayed + came_back
    told = bounds(
        departures=departures, returns=of_before + came_back, years=5, abroad_at_start=(of_before, of_before + 9)
    )
    if departures:
        assert told.back_low is not None
        assert told.back_high is not None
        assert told.back_low - 1e-12 <= came_back / departures <= told.back_high + 1e-12
    assert told.away_high is not None
    assert told.away_low <= stayed <= told.away_high + 1e-12


@pytest.mark.parametrize(
    "asked",
    [
        {"departures": -1, "returns": 0, "years": 1},
        {"departures": 5, "returns": 9, "years": 1, "abroad_at_start": (1, 2)},
        {"departures": 5, "returns": 1, "years": 1, "abroad_at_start": (3, 2)},
    ],
)
def test_counts_that_cannot_be_are_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match=r"flows\.circular\.counts"):
        bounds(**asked)


def test_a_window_that_is_none_is_refused() -> None:
    with pytest.raises(Invalid, match=r"flows\.circular\.window"):
        circular([], since=2020, until=2020)
