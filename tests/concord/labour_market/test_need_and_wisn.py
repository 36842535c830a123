"""Need: thresholds as declared, norms by service and facility, and the published example of WISN."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations.messages import known_codes
from concord.declarations.read import read_yaml
from concord.errors import Invalid, NotFound
from concord.labour_market import need, wisn
from concord.labour_market.curves import Curve, Range, total

CASES = Path(__file__).parents[2] / "cases" / "labour_market"
NEED = read_yaml(CASES / "need.yaml")
SOME = st.floats(min_value=0, max_value=1e9, allow_nan=False)


def ranged(given: Any) -> Range:
    return Range(given["value"], given["low"], given["high"]) if isinstance(given, dict) else Range.exact(given)


def ranges() -> st.SearchStrategy[Range]:
    return st.tuples(SOME, SOME, SOME).map(sorted).map(lambda each: Range(each[1], each[0], each[2]))


# --- Ranges and curves -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("values", [(1, 2, 3), (5, 0, 4), (1, float("nan"), 2), (1, 0, float("inf"))])
def test_a_value_outside_its_bounds_is_refused(values: tuple[float, float, float]) -> None:
    with pytest.raises(Invalid) as refused:
        Range(*values)
    assert refused.value.code == "labour-market.range.order"


@given(ranges(), ranges())
def test_a_difference_is_as_wide_as_both_together_and_turns_with_its_sides(a: Range, b: Range) -> None:
    left = a - b
    assert left.high - left.low == pytest.approx((a.high - a.low) + (b.high - b.low), rel=1e-9, abs=1e-6)
    assert (b - a) == left.turned()
    assert (a + b) == (b + a)


@given(ranges(), st.floats(min_value=0.001, max_value=1e6))
def test_dividing_by_what_was_multiplied_gives_the_same(a: Range, by: float) -> None:
    back = a * by / by
    assert (back.low, back.value, back.high) == pytest.approx((a.low, a.value, a.high))


def test_products_and_quotients_of_what_may_be_below_zero_or_nothing_are_refused() -> None:
    below = Range(0, -1, 1)
    for wrong, code in (
        (lambda: below * 2, "negative"), (lambda: Range.exact(2) * below, "negative"),
        (lambda: Range.exact(1) / 0, "by-zero"), (lambda: Range.exact(1) / Range(1, 0, 1), "by-zero"),
        (lambda: below / 2, "negative"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            wrong()
        assert refused.value.code == f"labour-market.range.{code}"


def test_a_quotient_has_its_least_where_the_divisor_is_greatest() -> None:
    assert Range(10, 8, 12) / Range(2, 1, 4) == Range(5, 2, 12)


def test_a_sum_of_curves_speaks_of_the_years_that_all_speak_of_and_is_as_sure_as_the_least_sure() -> None:
    first = Curve("demand", {2020: Range.exact(1), 2021: Range.exact(2)}, ("221",), standing="normal")
    second = Curve("demand", {2021: Range(3, 2, 4)}, ("222",), standing="assumed", assumptions=("x",), seed=7)
    found = total((first, second), kind="demand", method="sum", version="1")
    assert found.points == {2021: Range(5, 4, 6)}
    assert (found.standing, found.occupations, found.assumptions, found.seed) == ("assumed", ("221", "222"), ("x",), 7)
    assert total((), kind="need", method="sum", version="1").points == {}


# --- Thresholds ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("case", NEED["gaps"], ids=lambda case: case["name"])
def test_the_gap_to_a_threshold(case: dict[str, Any]) -> None:
    asked, expect = case["given"], case["expect"]
    by = need.own_threshold(asked["per_10k"])
    found = need.density_gap(ranged(asked["stock"]), ranged(asked["population"]), by)
    said = (found.needed.value, found.gap.value, found.gap.low, found.gap.high)
    assert said == pytest.approx(tuple(expect[name] for name in ("needed", "gap", "low", "high")), rel=1e-12)
    assert found.standing == expect["standing"]


@pytest.mark.parametrize("case", NEED["stands"], ids=lambda case: case["on"])
def test_a_threshold_stands_from_the_day_it_was_published(case: dict[str, Any]) -> None:
    on = dt.date.fromisoformat(case["on"])
    assert [each.id for each in need.thresholds(on)] == case["expect"]


def test_the_declared_thresholds_are_the_three_that_are_in_use() -> None:
    assert {each.id: each.per_10k for each in need.thresholds()} == {
        "whr-2006": 22.8, "sdg-2016": 44.5, "list-median": 48.6,
    }  # fmt: skip
    assert need.declared().default == "sdg-2016"
    for each in need.thresholds():
        assert each.source
        assert each.from_ is not None
        assert each.occupations == ("221", "222_322")


def test_need_by_a_threshold_keeps_the_range_of_the_population_and_names_its_file() -> None:
    curve = need.by_threshold({2030: Range(2e6, 1e6, 3e6), 2025: 1e6}, need.threshold("sdg-2016"))
    assert curve.years == (2025, 2030)
    assert curve.at(2030) == Range(8900, 4450, 13350)
    assert curve.at(2026) is None
    assert (curve.kind, curve.method, curve.inputs[0].digest) == ("need", "threshold-sdg-2016", need.declared().digest)
    assert need.by_threshold({2025: 1e6}, need.own_threshold(30)).inputs == ()


@pytest.mark.parametrize("per_10k", [0, -1, 10_000, float("nan")])
def test_a_threshold_that_is_none_is_refused(per_10k: float) -> None:
    with pytest.raises(Invalid) as refused:
        need.own_threshold(per_10k)
    assert refused.value.code == "labour-market.threshold.not-above-zero"


def test_a_threshold_that_nobody_declared_is_not_found() -> None:
    with pytest.raises(NotFound) as refused:
        need.threshold("who-knows")
    assert refused.value.code == "labour-market.threshold.unknown"


# --- Norms -----------------------------------------------------------------------------------------------------------
def test_services_are_share_times_contacts_times_minutes_over_the_hours_of_one() -> None:
    service = need.Service("antenatal", Range.exact(0.03), Range.exact(8), Range.exact(30))
    curve = need.by_services({2025: 1_000_000}, [service, service], hours=1200, occupations=["222"])
    assert curve.at(2025).value == pytest.approx(2 * 1_000_000 * 0.03 * 8 * 0.5 / 1200)
    assert (curve.kind, curve.standing, curve.occupations) == ("need", "assumed", ("222",))


def test_the_range_of_services_holds_every_worst_case() -> None:
    service = need.Service("visits", Range(0.5, 0.4, 0.6), Range(2, 1, 3), Range(10, 5, 15))
    found = need.by_services({2025: 6000}, [service], hours=Range(1000, 500, 2000)).at(2025)
    assert (found.low, found.value, found.high) == pytest.approx((0.1, 1.0, 5.4))


def test_facilities_each_have_their_norm_and_none_is_left_out() -> None:
    found = need.by_facilities(
        {2025: {"clinic": 100, "hospital": 3}}, {"clinic": Range(2, 1, 3), "hospital": Range.exact(50)}
    )
    assert found.at(2025) == Range(350, 250, 450)
    with pytest.raises(Invalid) as refused:
        need.by_facilities({2025: {"clinic": 1}, 2026: {"post": 1}}, {"clinic": Range.exact(2)})
    assert (refused.value.code, refused.value.params) == ("labour-market.need.no-norm", {"kind": "post"})


def test_no_service_is_not_no_need() -> None:
    with pytest.raises(Invalid) as refused:
        need.by_services({2025: 1.0}, [], hours=1)
    assert refused.value.code == "labour-market.need.no-services"


# --- WISN ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("case", read_yaml(CASES / "wisn.yaml"), ids=lambda case: case["name"])
def test_staff_that_the_work_of_a_facility_requires(case: dict[str, Any]) -> None:
    asked, expect = case["given"], case["expect"]
    found = wisn.needed(
        [wisn.Activity(**each) for each in asked["activities"]],
        wisn.Available(**asked["available"]),
        support_share=asked.get("support_share", 0.0),
        individuals=[wisn.Individual(**each) for each in asked.get("individuals", ())],
        existing=asked.get("existing"),
    )
    for name, wanted in expect.items():
        got = getattr(found, name)
        assert got is None if wanted is None else got == pytest.approx(wanted, abs=6e-4), name


def test_the_published_example_to_the_digits_it_is_published_with() -> None:
    work = [wisn.Activity("visits", 100_000, 0.25)]
    found = wisn.needed(work, wisn.Available(179, 8), support_share=10 / 179)
    assert 100_000 * 0.25 / 8 == 3125
    assert round(found.basic, 2) == 17.46
    assert round(found.category_factor, 4) == 1.0592
    assert round(found.required, 2) == 18.49


def test_the_time_of_one_is_the_week_less_what_is_taken_off() -> None:
    assert wisn.Available.of_weeks(5, 8, holidays=14, leave=21, sick=10, other=6) == wisn.Available(209, 8)
    assert wisn.Available(209, 8).hours == 1672


@given(
    st.lists(st.tuples(SOME, st.floats(0, 100)), min_size=1, max_size=6), st.floats(0, 0.9), st.floats(1, 10),
)  # fmt: skip
def test_more_time_for_each_never_needs_more_staff(work: list[tuple[float, float]], share: float, more: float) -> None:
    activities = [wisn.Activity(str(at), *each) for at, each in enumerate(work)]
    less = wisn.needed(activities, wisn.Available(180, 8), support_share=share)
    assert wisn.needed(activities, wisn.Available(180 * more, 8), support_share=share).required <= less.required + 1e-9
    assert sum(staff for _, staff in less.by_activity) == pytest.approx(less.basic)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"activities": []}, "nothing"),
        ({"available": wisn.Available(0, 8)}, "no-time"),
        ({"available": wisn.Available(100, 25)}, "no-time"),
        ({"support_share": 1.0}, "share"),
        ({"support_share": -0.1}, "share"),
        ({"activities": [wisn.Activity("x", -1, 1)]}, "negative"),
        ({"activities": [wisn.Activity("x", 1, float("nan"))]}, "negative"),
        ({"existing": -1}, "negative"),
    ],
)
def test_what_cannot_be_worked_out_is_refused(wrong: dict[str, Any], code: str) -> None:
    asked: dict[str, Any] = {"activities": [wisn.Activity("x", 1, 1)], "available": wisn.Available(200, 8), **wrong}
    with pytest.raises(Invalid) as refused:
        wisn.needed(asked.pop("activities"), asked.pop("available"), **asked)
    assert refused.value.code == f"labour-market.wisn.{code}"
    assert refused.value.code in known_codes()


def test_a_week_that_is_all_leave_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        wisn.Available.of_weeks(1, 8, leave=52)
    assert refused.value.code == "labour-market.wisn.no-time"
