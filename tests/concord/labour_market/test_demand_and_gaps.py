"""Demand, the gaps between the curves, and people and posts that do not find each other."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations.messages import known_codes
from concord.errors import Invalid
from concord.labour_market import demand, gaps
from concord.labour_market.curves import Curve, Kind, Range

INCOMES = [500 * 1.2**at for at in range(30)]


def refused(code: str, what: Any) -> None:
    with pytest.raises(Invalid) as caught:
        what()
    assert caught.value.code == code
    assert code in known_codes()


def curve(kind: Kind, points: dict[int, Range | float], occupations: tuple[str, ...] = ()) -> Curve:
    return Curve(kind, {year: Range.of(each) for year, each in points.items()}, occupations)


# --- By income -------------------------------------------------------------------------------------------------------
def test_points_on_a_line_are_found_again_and_leave_nothing_over() -> None:
    found = demand.fit([(income, 0.02 * income**0.7) for income in INCOMES])
    assert found.slope == pytest.approx(0.7, abs=1e-9)
    assert math.exp(found.intercept) == pytest.approx(0.02, rel=1e-9)
    assert (found.r2, found.countries) == (pytest.approx(1.0), 30)
    assert found.density(1000.0).value == pytest.approx(0.02 * 1000**0.7)


def test_the_range_is_what_the_middle_eight_of_ten_miss_by() -> None:
    points = [(income, 10 * math.exp(0.1 * (at % 10))) for at, income in enumerate(INCOMES)]
    found = demand.fit(points)
    missed = sorted(math.log(y) - found.intercept - found.slope * math.log(x) for x, y in points)
    assert sum(found.low <= each <= found.high for each in missed) == 24
    bounds = found.density(2000.0)
    assert bounds.low < bounds.value < bounds.high


def test_a_line_is_not_asked_beyond_the_incomes_that_went_in() -> None:
    found = demand.fit([(income, income) for income in INCOMES])
    refused("labour-market.demand.beyond", lambda: found.density(499.0))
    refused("labour-market.demand.beyond", lambda: found.density(INCOMES[-1] * 1.01))


def test_too_few_countries_or_one_income_make_no_line() -> None:
    refused("labour-market.demand.few", lambda: demand.fit([(1.0, 1.0)] * 29))
    refused("labour-market.demand.one-income", lambda: demand.fit([(1.0, 1.0)] * 30))
    refused("labour-market.demand.not-above-zero", lambda: demand.fit([*[(2.0, 1.0)] * 30, (1.0, 0.0)]))


def test_demand_grows_with_the_assumed_growth_of_income_and_says_so() -> None:
    fitted = demand.fit([(income, 0.01 * income) for income in INCOMES])
    found = demand.by_income(
        fitted, 1000, {2020: 1e6, 2021: 1e6, 2019: 1e6}, base=2020, growth=Range(0.1, 0.0, 0.2), occupations=["221"]
    )
    assert found.years == (2020, 2021)
    assert found.at(2020).value == pytest.approx(1000)
    assert found.at(2021).value == pytest.approx(1100)
    assert found.at(2021).low == pytest.approx(1000)
    assert found.at(2021).high == pytest.approx(1200)
    assert (found.standing, found.assumptions) == ("assumed", ("income-benchmark", "income-growth"))


def test_the_declared_growth_is_a_range_with_a_reason() -> None:
    assumed = demand.declared().assumptions["income-growth"]
    assert assumed.range == Range(0.02, 0.0, 0.04)
    assert len(assumed.reason) > 40


# --- By budget and posts ---------------------------------------------------------------------------------------------
def test_a_budget_pays_for_as_many_posts_as_it_holds_costs() -> None:
    found = demand.by_budget({2024: 1_000_000, 2025: 1_200_000}, {2024: 10_000, 2025: Range(12_000, 10_000, 15_000)})
    assert found.at(2024) == Range.exact(100)
    assert found.at(2025) == Range(100, 80, 120)
    refused("labour-market.demand.no-cost", lambda: demand.by_budget({2024: 1.0}, {2023: 1.0}))
    refused("labour-market.range.by-zero", lambda: demand.by_budget({2024: 1.0}, 0.0))


def test_vacancies_are_funded_posts_less_filled_ones_where_both_are_known() -> None:
    found = demand.vacancies({2023: 50, 2024: 100, 2025: 0}, {2024: 80, 2025: 0, 2026: 5})
    assert [(each.year, each.vacant, each.share) for each in found] == [(2024, 20, 0.2), (2025, 0, None)]
    assert demand.by_posts({2024: 100}).standing == "normal"


@pytest.mark.parametrize("filled", [101, -1])
def test_a_negative_vacancy_is_refused_not_hidden(filled: float) -> None:
    refused("labour-market.demand.more-filled", lambda: demand.vacancies({2024: 100}, {2024: filled}))


# --- Gaps ------------------------------------------------------------------------------------------------------------
def test_the_three_gaps_are_told_apart() -> None:
    found = gaps.gaps(
        need=curve("need", {2025: 100, 2030: 120}),
        demand=curve("demand", {2025: Range(60, 50, 70)}),
        supply=curve("supply", {2025: Range(65, 60, 75), 2030: 70}),
    )
    assert [(each.year, each.distance, each.sign) for each in found.unmet] == [
        (2025, Range(35, 25, 40), "above"), (2030, Range.exact(50), "above"),
    ]  # fmt: skip
    assert [(each.distance, each.sign) for each in found.vacant] == [(Range(-5, -25, 10), "unclear")]
    assert [each.sign for each in found.unfunded] == ["above"]


@pytest.mark.parametrize(
    ("distance", "sign"),
    [(Range(2, 1, 3), "above"), (Range(-2, -3, -1), "below"), (Range(0, 0, 1), "unclear"), (Range.exact(0), "equal")],
)
def test_a_sign_is_sure_only_where_the_range_does_not_hold_zero(distance: Range, sign: str) -> None:
    assert gaps.gap(2025, distance).sign == sign


def test_a_gap_between_different_people_is_none() -> None:
    first, second = curve("need", {2025: 1}, ("221",)), curve("supply", {2025: 1}, ("222",))
    refused("labour-market.gaps.occupations", lambda: gaps.gaps(need=first, supply=second))
    refused("labour-market.gaps.kind", lambda: gaps.gaps(need=curve("supply", {2025: 1})))
    assert gaps.gaps(need=first).unmet == ()


# --- People and posts ------------------------------------------------------------------------------------------------
COUNTS = st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)), min_size=1, max_size=12)


@given(COUNTS, st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1), st.floats(0, 1))
def test_people_and_posts_are_neither_made_nor_lost(
    rows: list[tuple[float, float]], sought: float, vacant: float, mismatch: float, leaving: float
) -> None:
    entrants = {2020 + at: each[0] for at, each in enumerate(rows)}
    openings = {2020 + at: each[1] for at, each in enumerate(rows)}
    found = gaps.hiring(entrants, openings, sought=sought, vacant=vacant, mismatch=mismatch, leaving=leaving)
    people, posts = sought, vacant
    for each in found:
        assert (each.sought_before, each.open_before) == (people, posts)
        assert each.sought_before + each.entrants == pytest.approx(each.hired + each.left + each.sought, abs=1e-3)
        assert each.open_before + each.openings == pytest.approx(each.hired + each.vacant, abs=1e-3)
        assert min(each.hired, each.left, each.sought, each.vacant, each.beyond) >= -1e-6
        people, posts = each.sought, each.vacant
    whole = sum(each.hired + each.left for each in found) + people
    assert sought + sum(entrants.values()) == pytest.approx(whole, rel=1e-9, abs=1e-3)


def test_training_more_than_the_system_can_hire_piles_up() -> None:
    found = gaps.hiring(dict.fromkeys((2024, 2025, 2026), 1000.0), dict.fromkeys((2024, 2025, 2026), 600.0))
    assert [(each.hired, each.sought, each.vacant, each.beyond) for each in found] == [
        (600, 400, 0, 400), (600, 800, 0, 400), (600, 1200, 0, 400),
    ]  # fmt: skip
    assert not any(each.is_both for each in found)


def test_a_mismatch_leaves_people_and_posts_at_once() -> None:
    first, second = gaps.hiring({2024: 100.0, 2025: 0.0}, {2024: 100.0, 2025: 0.0}, mismatch=0.25)
    assert (first.hired, first.sought, first.vacant, first.is_both) == (75, 25, 25, True)
    assert (second.hired, second.sought, second.vacant) == (18.75, 6.25, 6.25)


def test_who_is_not_hired_may_leave_and_is_then_not_counted_again() -> None:
    first, second = gaps.hiring({2024: 100.0, 2025: 0.0}, {2024: 40.0, 2025: 0.0}, leaving=0.5)
    assert (first.left, first.sought) == (30, 30)
    assert (second.left, second.sought) == (15, 15)


@pytest.mark.parametrize(
    ("entrants", "openings", "more", "code"),
    [
        ({2024: 1.0}, {2025: 1.0}, {}, "years"),
        ({2024: 1.0, 2026: 1.0}, {2024: 1.0, 2026: 1.0}, {}, "years"),
        ({2024: -1.0}, {2024: 1.0}, {}, "negative"),
        ({2024: 1.0}, {2024: 1.0}, {"sought": -1}, "negative"),
        ({2024: 1.0}, {2024: 1.0}, {"mismatch": 1.1}, "share"),
        ({2024: 1.0}, {2024: 1.0}, {"leaving": -0.1}, "share"),
    ],
)
def test_hiring_refuses_gaps_in_its_inputs(entrants: Any, openings: Any, more: Any, code: str) -> None:
    refused(f"labour-market.hiring.{code}", lambda: gaps.hiring(entrants, openings, **more))


@pytest.mark.parametrize(
    ("unemployed", "vacant", "kind", "rest"),
    [(900, 400, "mismatch", (400, 0, 500)), (100, 400, "mismatch", (100, 300, 0)), (0, 4, "shortage", (0, 4, 0)),
     (4, 0, "surplus", (0, 0, 4)), (0, 0, "balance", (0, 0, 0))],
)  # fmt: skip
def test_unemployed_and_vacant_at_once(unemployed: float, vacant: float, kind: str, rest: tuple[float, ...]) -> None:
    found = gaps.both(2024, unemployed=unemployed, vacant=vacant)
    assert found.kind == kind
    assert (found.could_meet, found.short, found.idle) == rest


def test_below_zero_is_nobody_known() -> None:
    refused("labour-market.hiring.negative", lambda: gaps.both(2024, unemployed=-1, vacant=1))
