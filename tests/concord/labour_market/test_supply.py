"""Supply: closed forms to 1e-9, nobody made or lost, one flow for both countries, same bytes on any threads."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.errors import Invalid, NotFound
from concord.labour_market import cohorts
from concord.labour_market.calibration import fitted
from concord.labour_market.inputs import Inputs, assumed, care_workers, from_tables, occupations
from concord.labour_market.levers import Lever
from concord.labour_market.method import Method, method
from concord.labour_market.projection import MEASURES, Projection, project
from concord.labour_market.quantities import Assumed, Given, declared
from concord.labour_market.scenarios import read_plan
from concord.labour_market.supply import central
from concord.mds.facts import bundled
from concord.vocabulary.structures import Table, table

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "cases" / "labour_market" / "supply.yaml")
TABLES = ("mds-totals", "density", "population", "mds-stock-by-training")


@cache
def tables() -> dict[str, Table]:
    return {id: bundled(id) for id in TABLES}


def still(area: str = "KEN", stock: float = 1000, **rates: float) -> Inputs:
    """Every rate given: zero but for those named; nobody retires."""
    zero = {id: 0.0 for id, each in declared().items() if each.unit in ("percent", "per_100", "per_1000")}
    fixed = {
        "aged-55": 0.0, "female-share": 0.5, "foreign-share": 0.0, "abroad-share": 0.0, "enters-share": 1.0,
        "fte-female": 0.8, "fte-male": 1.0, "year-to-year": 0.0, "retirement-age": 1e6, "corridor-share": 0.25,
    }  # fmt: skip
    given = {**zero, **fixed, **rates}
    names = {
        id.replace("-", "_"): value
        for id, value in given.items()
        if id not in ("wage-elasticity", "care-workers-per-nurse")
    }
    return assumed(area, "221", 2020, stock, **names)


def flat(**more: Any) -> Method:
    """The method with moves at all ages alike."""
    return replace(method(), mobile_until=200, mobile_end=100, **more)


def persons(found: Projection, area: str = "KEN", measure: str = "persons") -> tuple[float, ...]:
    return found.curve(area, "221", measure).mean


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_closed_forms(case: dict[str, Any]) -> None:
    expect = {int(year): value for year, value in case["expect"].items()}
    years = max(expect)
    found = project([still(stock=case["stock"], **case["rates"])], to=2020 + years, draws=3, how=flat())
    curve = persons(found)
    for year, expected in expect.items():
        assert curve[year] == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_with_all_rates_zero_every_measure_stands_still_in_every_quantile() -> None:
    found = project([still(foreign_share=0.3, abroad_share=0.2)], to=2045, draws=10)
    for measure in ("persons", "fte", "home-trained", "foreign-trained", "abroad"):
        curve = found.curve("KEN", "221", measure)
        assert np.ptp(curve.quantiles) <= 1e-9 * curve.mean[0]
        assert max(curve.sd) <= 1e-9 * curve.mean[0]
    assert all(max(found.curve("KEN", "221", each).mean) == 0 for each in MEASURES[5:])


def test_full_time_equivalents_weigh_women_and_men_by_their_own_hours() -> None:
    found = project([still(female_share=0.75)], to=2021, draws=1)
    assert persons(found, measure="fte")[0] == pytest.approx(1000 * (0.75 * 0.8 + 0.25 * 1.0), rel=1e-12)


def test_retirement_leaves_the_ratio_of_the_survival_function() -> None:
    how = method()
    mean = np.array([62.0])
    hazard = cohorts.retirement(mean, how)[:, 0]
    ages = how.ages
    survival = 1 / (1 + np.exp((ages - 62.0) / how.retirement_spread))
    kept = np.cumprod(1 - hazard[ages >= 50])
    start = survival[ages == 50][0]
    after = 1 / (1 + np.exp((ages[ages >= 50] + 1 - 62.0) / how.retirement_spread))
    assert np.allclose(kept, after / start, rtol=1e-9)


def test_mortality_grows_by_the_slope_and_is_lower_for_women() -> None:
    how = method()
    women, men = cohorts.mortality(np.array([2.0]), how)[:, :, 0]
    at = {int(age): i for i, age in enumerate(how.ages)}
    assert men[at[40]] == pytest.approx(0.002)
    assert men[at[50]] / men[at[40]] == pytest.approx(np.exp(10 * how.mortality_slope))
    assert women[at[60]] / men[at[60]] == pytest.approx(how.female_mortality)


def test_persons_grow_older_a_year_at_a_time() -> None:
    how = flat()
    group = np.zeros((2, len(how.ages), 1))
    group[0, 5] = 100
    one = cohorts.Part(
        "KEN",
        "221",
        100,
        {id: np.zeros(1) for id in declared()},
        np.ones(1),
        {0: group, 1: np.zeros_like(group)},
        np.zeros_like(group),
    )
    one.draws = {
        **one.draws,
        "retirement-age": np.full(1, 1e6),
        "fte-female": np.ones(1),
        "fte-male": np.ones(1),
        "female-share": np.ones(1),
    }
    ran = cohorts.run([one], 60, how)
    assert ran.parts[0].groups[0][0, -1, 0] == pytest.approx(100)
    again = cohorts.Part(
        "KEN", "221", 100, one.draws, np.ones(1), {0: group, 1: np.zeros_like(group)}, np.zeros_like(group)
    )
    ran = cohorts.run([again], 7, how)
    assert ran.parts[0].groups[0][0, 12, 0] == pytest.approx(100)


def test_two_countries_follow_the_power_of_their_matrix() -> None:
    """S[t] = M^t S[0] for those trained in the first: at home, in the second, elsewhere."""
    first = still("KEN", 1000, emigration_rate=10, return_rate=5, corridor_share=0.4)
    second = still("GBR", 5000)
    found = project([first, second], to=2040, draws=2, how=flat())
    matrix = np.array([[0.9, 0.05, 0.05], [0.04, 0.95, 0.0], [0.06, 0.0, 0.95]])
    state = np.array([1000.0, 0.0, 0.0])
    for year in range(21):
        assert persons(found)[year] == pytest.approx(state[0], rel=1e-9)
        assert persons(found, "GBR", "foreign-trained")[year] == pytest.approx(state[1], rel=1e-9, abs=1e-9)
        assert persons(found, measure="abroad")[year] == pytest.approx(state[2], rel=1e-9, abs=1e-9)
        state = matrix @ state


def test_a_destination_gains_what_the_origin_loses_in_the_same_draw() -> None:
    rich = still("GBR", 5000)
    alone = project([still("KEN", 1000), rich], to=2030, draws=50, how=flat())
    moved = project([still("KEN", 1000, emigration_rate=3), rich], to=2030, draws=50, how=flat())
    lost = np.array(persons(alone)) - np.array(persons(moved)) - np.array(persons(moved, measure="abroad"))
    gained = np.array(persons(moved, "GBR")) - np.array(persons(alone, "GBR"))
    assert np.allclose(lost, gained, rtol=1e-9, atol=1e-9)
    assert np.allclose(np.diff(gained), moved.corridors[0].mean, rtol=1e-9)


@given(
    emigration=st.floats(0, 60), back=st.floats(0, 40), exits=st.floats(0, 60), deaths=st.floats(0, 50),
    foreign=st.floats(0, 1), abroad=st.floats(0, 2), inflow=st.floats(0, 20), leaving=st.floats(0, 90),
    share=st.floats(0, 1), age=st.floats(50, 75), most=st.floats(0, 50), old=st.floats(0, 1),
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_people_are_neither_made_nor_lost(
    emigration: float, back: float, exits: float, deaths: float, foreign: float, abroad: float, inflow: float,
    leaving: float, share: float, age: float, most: float, old: float,
) -> None:  # fmt: skip
    rates = {
        "emigration_rate": emigration, "return_rate": back, "exit_rate": exits, "mortality_40": deaths,
        "foreign_share": foreign, "abroad_share": abroad, "inflow_per_100": inflow, "foreign_leaving_rate": leaving,
        "corridor_share": share, "retirement_age": age, "aged_55": old, "graduates_per_100": 4.0,
    }  # fmt: skip
    areas = ("KEN", "IND", "GBR")
    inputs = [still(area, stock, **rates) for area, stock in zip(areas, (1000, 4000, 9000), strict=True)]
    plan = read_plan(f"ceiling:{most}")
    found = project(inputs, to=2024, draws=2, plan=plan)
    total = {m: sum(np.array(persons(found, area, m)) for area in areas) for m in MEASURES}
    for area in areas:
        p = {m: np.array(persons(found, area, m)) for m in MEASURES}
        came = p["entered"] + p["arrived"] + p["returned"]
        went = p["retired"] + p["died"] + p["left-job"] + p["emigrated"] + p["foreign-left"]
        assert np.allclose(np.diff(p["persons"]), (came - went)[1:], atol=1e-6, rtol=0)
        assert np.allclose(p["persons"], p["home-trained"] + p["foreign-trained"], atol=1e-6)
        assert all((values >= -1e-9).all() for values in p.values())
    between = sum(np.array(each.mean) for each in found.corridors)
    home = total["persons"] + total["abroad"]
    left = total["retired"] + total["died"] + total["left-job"] + total["lost-abroad"]
    sent = total["emigrated"][1:] - between
    assert (sent >= -1e-6).all()
    back_home = total["returned"][1:] + total["entered"][1:]
    # those trained elsewhere come from and go to places that are not modelled: arrivals less corridors, and who leaves
    # again
    from_outside = total["arrived"][1:] - between
    went_home = np.diff(home) - total["entered"][1:] - from_outside + left[1:]
    assert np.allclose(-went_home, _left_for_good(found, areas), atol=1e-6)
    assert (back_home >= -1e-9).all()


def _left_for_good(found: Projection, areas: tuple[str, ...]) -> np.ndarray[Any, Any]:
    """Foreign-trained who leave for places that are not modelled: who leave less who return home.

    Everybody who returns comes from elsewhere or from a partner; the abroad of an area loses the former.
    """
    gone = np.zeros(len(found.years) - 1)
    for area in areas:
        p = {m: np.array(persons(found, area, m)) for m in MEASURES}
        to_pool = p["emigrated"][1:] - sum(np.array(c.mean) for c in found.corridors if c.origin == area)
        from_pool = to_pool - p["lost-abroad"][1:] - np.diff(p["abroad"])
        gone += p["foreign-left"][1:] - (p["returned"][1:] - from_pool)
    return gone


def test_a_ceiling_holds_in_every_draw_and_who_may_not_go_stays() -> None:
    first, second = still("KEN", 10_000, emigration_rate=5, corridor_share=0.5), still("GBR", 5000)
    free = project([first, second], to=2025, draws=5, how=flat())
    capped = project([first, second], to=2025, draws=5, plan=read_plan("ceiling:100"), how=flat())
    assert free.corridors[0].mean[0] == pytest.approx(250)
    assert all(value == pytest.approx(100) for row in capped.corridors[0].quantiles for value in row)
    assert persons(capped)[1] - persons(free)[1] == pytest.approx(150)
    assert persons(capped, "GBR")[1] - persons(free, "GBR")[1] == pytest.approx(-150)


@pytest.mark.parametrize("threads", [2, 3])
def test_the_same_seed_gives_the_same_bytes_on_any_number_of_threads(threads: int) -> None:
    inputs = [
        assumed("KEN", "221", 2020, 10_000),
        assumed("GBR", "221", 2020, 200_000),
        assumed("KEN", "2221_3221", 2020, 5000),
    ]
    one = project(inputs, to=2023, draws=520, seed=7)
    many = project(inputs, to=2023, draws=520, seed=7, threads=threads)
    assert one == many
    assert repr(one.curves) == repr(many.curves)
    assert project(inputs, to=2023, draws=520, seed=8).curves != one.curves


def test_every_block_has_draws_of_its_own() -> None:
    small = replace(method(), block=50)
    one = project([assumed("KEN", "221", 2020, 10_000)], to=2022, draws=50, how=small)
    two = project([assumed("KEN", "221", 2020, 10_000)], to=2022, draws=100, how=small)
    assert one.curves[0].sd[2] != two.curves[0].sd[2]


@pytest.mark.parametrize(
    ("assumption", "probability", "value"),
    [
        (Assumed(0, 2, 10), 0.0, 0.0), (Assumed(0, 2, 10), 0.2, 2.0), (Assumed(0, 2, 10), 1.0, 10.0),
        (Assumed(0, 2, 10), 0.8, 10 - (0.2 * 10 * 8) ** 0.5), (Assumed(0, 2, 10, "uniform"), 0.3, 3.0),
        (Assumed(0, 2, 10, "fixed"), 0.9, 2.0), (Assumed(5, 5, 5), 0.9, 5.0), (Assumed(0, 0, 4), 0.75, 2.0),
    ],
)  # fmt: skip
def test_draws_follow_the_declared_distribution(assumption: Assumed, probability: float, value: float) -> None:
    assert assumption.draws(np.array([probability]))[0] == pytest.approx(value)


@given(low=st.floats(-10, 10), one=st.floats(0, 10), two=st.floats(0, 10))
def test_draws_stay_inside_the_range_and_rise_with_the_probability(low: float, one: float, two: float) -> None:
    drawn = Assumed(low, low + one, low + one + two).draws(np.linspace(0, 1, 50))
    assert drawn.min() >= low - 1e-9
    assert drawn.max() <= low + one + two + 1e-9
    assert (np.diff(drawn) >= -1e-9).all()


@pytest.mark.parametrize("triple", [(2, 1, 3), (0, 5, 4), (float("nan"), 1, 2), (0, 1, float("inf"))])
def test_a_range_out_of_order_is_refused(triple: tuple[float, float, float]) -> None:
    with pytest.raises(Invalid) as refused:
        Assumed(*triple)
    assert refused.value.code == "labour-market.assumption.range"


def test_a_calibrated_model_passes_through_a_series_made_by_itself() -> None:
    """The multiplier that made the series is found again, to the digit."""
    start = assumed("KEN", "221", 2010, 10_000)
    how = method()
    middle = dict(start.quantities)
    history = _made_by(start, 1.7, how)
    known = replace(
        assumed("KEN", "221", 2020, history[-1][1], **{k.replace("-", "_"): v for k, v in middle.items()}),
        history=history,
    )
    fit = fitted(known, central(known, how), how)
    assert fit.kind == "series"
    assert fit.error_percent == pytest.approx(0, abs=1e-7)
    assert fit.weight > 0.99


def _made_by(start: Inputs, scale: float, how: Method) -> tuple[tuple[int, float], ...]:
    from concord.labour_market.starting import first_state

    draws = central(start, how)
    groups, abroad = first_state(
        np.array([10_000.0]), draws, how, index=0, elsewhere=1, graduates=how.graduates_at("221")
    )
    part = cohorts.Part("KEN", "221", 10_000, draws, np.array([scale]), groups, abroad, first=-10)
    ran = cohorts.run([part], 10, how)
    return tuple((2010 + i, float(v[0])) for i, v in enumerate(ran.measures[0]["persons"]))


def test_without_a_series_the_stock_has_grown_as_the_range_says() -> None:
    known = assumed("KEN", "221", 2020, 10_000, growth_before=3.0)
    fit = fitted(known, central(known, method()), method())
    assert (fit.kind, fit.weight) == ("range", 0.0)
    faster = fitted(known.given(growth_before=6.0), central(known.given(growth_before=6.0), method()), method())
    assert faster.scale > fit.scale


def test_given_graduates_are_taken_as_they_are() -> None:
    known = assumed("KEN", "221", 2020, 10_000, graduates_per_100=4.0)
    assert fitted(known, central(known, method()), method()).kind == "none"


def test_a_jumping_series_counts_less_than_a_smooth_one() -> None:
    smooth = tuple((2010 + i, 1000 * 1.02**i) for i in range(11))
    jumping = tuple((year, count * (1.6 if year % 2 else 1)) for year, count in smooth)
    start = assumed("KEN", "221", 2020, smooth[-1][1])
    weights = [fitted(replace(start, history=h), central(start, method()), method()).weight for h in (smooth, jumping)]
    assert weights[0] > 0.9 > weights[1] > 0


def test_an_older_stock_is_brought_forward_by_the_model_and_said_to_be() -> None:
    found = project([still(exit_rate=10)], since=2022, to=2024, draws=1, how=flat())
    assert found.years == (2022, 2023, 2024)
    assert persons(found) == pytest.approx((810, 729, 656.1))
    assert "stock-brought-forward" in {each.id for each in found.notes}


def test_no_figure_after_the_year_is_used() -> None:
    early = from_tables("DEU", "221", tables(), year=2015)
    assert (early.year, early.stock.span[1]) == (2015, 339_728)
    assert max(year for year, _ in early.history) == 2015
    assert "foreign-share" in early.quantities
    assert not isinstance(early.quantities["foreign-share"], Given)
    late = from_tables("DEU", "221", tables(), year=2021)
    share = late.quantities["foreign-share"]
    assert isinstance(share, Given)
    assert share.at_least
    assert share.year == 2018
    with pytest.raises(NotFound) as refused:
        from_tables("DEU", "221", {"mds-totals": tables()["mds-totals"]}, year=2005)
    assert refused.value.code == "labour-market.stock.none"


def test_growth_across_a_break_is_not_used() -> None:
    known = from_tables("SWE", "221", tables(), year=2020)
    assert min(year for year, _ in known.history) == 2015


def test_a_density_becomes_persons_and_says_so() -> None:
    small = {
        "density": table("density", area=["KEN"], year=[2019], occupation=["221"], per_10k=[2.0], source=["s"]),
        "population": table("population", area=["KEN"], year=[2019], persons=[50_000_000], source=["s"]),
    }
    known = from_tables("KEN", "221", small, year=2021)
    assert known.stock.span[1] == pytest.approx(10_000)
    assert known.stock_note == "density-times-population"
    assert occupations("KEN", small) == ("221",)
    found = project([known], since=2021, to=2022, draws=5)
    assert {each.id for each in found.notes} == {"stock-estimated", "stock-brought-forward", "entries-assumed"}


def test_destinations_that_publish_see_the_least_of_those_abroad() -> None:
    known = from_tables("KEN", "221", tables(), year=2021)
    abroad = known.quantities["abroad-share"]
    assert isinstance(abroad, Assumed)
    assert abroad.low * known.stock.span[1] == pytest.approx(76)
    assert abroad.high >= declared()["abroad-share"].assumed.high
    assert sum(known.destinations.values()) == pytest.approx(1)


def test_every_quantity_is_told_with_its_range_and_kind() -> None:
    found = project([from_tables("DEU", "221", tables(), year=2021)], to=2023, draws=5)
    told = {each.quantity: each for each in found.used}
    assert told["stock"].kind == "data"
    assert told["stock"].source == "oecd-wfmi-totals"
    assert told["exit-rate"].kind == "assumption"
    assert (told["exit-rate"].low, told["exit-rate"].high) == (0.2, 2.2)
    assert all(each.low <= each.central <= each.high for each in found.used)
    names = {each.id for each in found.inputs}
    assert {"scenarios/assumptions.yaml", "methods/supply.yaml", "facts/oecd-doctors-nurses-2010-2021.csv"} <= names
    assert all(len(each.digest) == 64 for each in found.inputs)
    assert (found.status, found.method, found.seed, found.draws) == ("estimated", "supply", 1, 5)


def test_care_workers_rest_on_an_assumption_for_each_nurse() -> None:
    nurses = assumed("DEU", "2221_3221", 2020, 1000)
    added = care_workers(nurses)
    assert added.stock.span == pytest.approx((200, 600, 1300))
    found = project([nurses], to=2022, draws=5, plan=read_plan("care-workers"))
    assert found.pairs == (("DEU", "2221_3221"), ("DEU", "532"))
    assert "stock-assumed" in {each.id for each in found.notes}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"to": 2020}, "labour-market.project.years"), ({"to": 2200}, "labour-market.project.years"),
        ({"since": 2019}, "labour-market.project.years"), ({"draws": 0}, "labour-market.project.draws"),
        ({"plan": "training@DEU"}, "labour-market.project.area"),
    ],
)  # fmt: skip
def test_what_cannot_be_projected_is_refused(change: dict[str, Any], code: str) -> None:
    asked = {"to": 2025, "draws": 5, **change}
    if "plan" in asked:
        asked["plan"] = read_plan(asked["plan"])
    with pytest.raises(Invalid) as refused:
        project([still()], **asked)
    assert refused.value.code == code


def test_nothing_and_the_same_twice_are_refused() -> None:
    for inputs, code in ([], "nothing"), ([still(), still()], "twice"):
        with pytest.raises(Invalid) as refused:
            project(inputs, to=2025)
        assert refused.value.code == f"labour-market.project.{code}"
    with pytest.raises(Invalid) as refused:
        still().given(no_such_thing=1)
    assert refused.value.code == "labour-market.quantity.unknown-given"


def test_a_run_stops_where_its_listener_says_so() -> None:
    seen: list[tuple[int, int]] = []

    def stop(done: int, all: int) -> None:
        seen.append((done, all))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        project([assumed("KEN", "221", 2020, 100)], to=2022, draws=1000, threads=2, progress=stop)
    assert seen == [(1, 4)]


def test_a_lever_grows_over_its_phase_and_ends() -> None:
    lever = Lever("KEN", "exit-rate", "percent", -20, start=2, phase=4, until=8)
    assert [lever.level(year) for year in range(9)] == [0, 0, 0.25, 0.5, 0.75, 1, 1, 1, 0]


def test_arrivals_from_a_partner_are_part_of_those_a_destination_expects() -> None:
    sends, takes = still("KEN", 10_000, emigration_rate=1, corridor_share=0.3), still("GBR", 5000, inflow_per_100=1)
    found = project([sends, takes], to=2021, draws=2, how=flat())
    assert found.corridors[0].mean == pytest.approx((30,))
    assert persons(found, "GBR", "arrived")[1] == pytest.approx(50)
    many = project([sends.given(corridor_share=1.0), takes], to=2021, draws=2, how=flat())
    assert persons(many, "GBR", "arrived")[1] == pytest.approx(100)


def test_those_already_in_the_partner_country_are_told_apart_and_can_come_home() -> None:
    sends = still("KEN", 1000, abroad_share=0.5, corridor_share=0.4, return_rate=10)
    found = project([sends, still("GBR", 5000, foreign_share=0.1)], to=2021, draws=2, how=flat())
    assert persons(found, measure="abroad") == pytest.approx((300, 270))
    assert persons(found, measure="returned")[1] == pytest.approx(50)
    assert persons(found, "GBR", "foreign-left")[1] == pytest.approx(20)
    assert persons(found, "GBR", "foreign-trained") == pytest.approx((500, 480))


def test_no_assumption_sends_people_from_the_later_named_to_the_earlier() -> None:
    found = project([still("KEN"), still("GBR", 5000, emigration_rate=2)], to=2022, draws=2, how=flat())
    assert [(each.origin, each.destination) for each in found.corridors] == [("KEN", "GBR")]
    assert persons(found, measure="arrived") == (0, 0, 0)


def test_swings_of_entries_keep_their_mean_and_stay_on_in_part() -> None:
    how = method()
    entered = project([still(graduates_per_100=10, year_to_year=0.2)], to=2023, draws=4000, how=how).curve(
        "KEN", "221", "entered"
    )
    assert entered.mean[1:] == pytest.approx((100, 100, 100), rel=0.02)
    first = np.sqrt(np.exp(0.04) - 1)
    second = np.sqrt(np.exp(0.04 * (1 + how.shock_memory**2)) - 1)
    assert entered.sd[1] == pytest.approx(100 * first, rel=0.05)
    assert entered.sd[2] == pytest.approx(100 * second, rel=0.05)


@given(old=st.floats(0, 1), mean=st.floats(50, 80))
@settings(max_examples=30, deadline=None)
def test_the_first_stock_has_the_share_of_old_that_is_given(old: float, mean: float) -> None:
    from concord.labour_market.starting import ages

    how = method()
    made = ages(np.array([old]), np.array([mean]), how, graduates=how.graduates_at("221"))[:, 0]
    assert made.sum() == pytest.approx(1)
    assert made[how.ages >= 55].sum() == pytest.approx(old, abs=1e-12)
    assert (made >= 0).all()
    assert made[how.ages == 22][0] < made[how.ages == 40][0] + 1e-12


def test_moves_count_fully_while_young_and_not_at_all_late() -> None:
    how = method()
    weight = dict(zip(how.ages, how.mobility, strict=True))
    assert (weight[30], weight[40], weight[50], weight[60], weight[79]) == (1, 1, 0.5, 0, 0)
    assert how.graduates_at("221").sum() == pytest.approx(1)
    assert how.graduates_at("221")[(how.ages < 24) | (how.ages > 29)].sum() == 0


def test_a_country_can_give_its_own_ranges_in_a_pack(tmp_path: Path) -> None:
    from concord.declarations import packs

    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "assumptions-KEN.yaml").write_text(
        'id: assumptions-KEN\ntitle: "Kenya"\nsource: own\nquantities:\n'
        '  - {id: exit-rate, areas: {KEN: {low: 3, central: 4, high: 5, source: own, reason: "Counted."}}}\n'
    )
    with packs.using(tmp_path):
        assert declared()["exit-rate"].of("KEN", "221").span == (3, 4, 5)
        assert declared()["exit-rate"].of("GBR", "221").span == (0.2, 0.8, 2.2)
    assert declared()["exit-rate"].of("KEN", "221").span == (0.2, 0.8, 2.2)


def test_a_series_of_another_level_counts_for_its_growth_alone() -> None:
    series = tuple((2012 + i, 1000 * 1.03**i) for i in range(9))
    start = assumed("KEN", "221", 2020, series[-1][1])
    known = replace(start, history=series)
    doubled = replace(start, history=tuple((year, 2 * count) for year, count in series))
    one, two = (fitted(each, central(each, method()), method()) for each in (known, doubled))
    assert one.scale == pytest.approx(two.scale)
    assert two.points[-1][1] == pytest.approx(series[-1][1])


def test_the_weight_lies_between_the_range_and_the_series() -> None:
    from concord.labour_market.calibration import begin

    series = tuple((2012 + i, 1000 * 1.08**i) for i in range(9))
    known = replace(assumed("KEN", "221", 2020, series[-1][1]), history=series)
    middle = central(known, method())
    stock = np.array([series[-1][1]])
    scales = [
        begin(known, middle, stock, method(), index=0, elsewhere=1, error=0, weight=w, noise=None).scale[0]
        for w in (0.0, 0.25, 1.0)
    ]
    assert scales[2] > scales[0]
    assert scales[1] == pytest.approx(0.75 * scales[0] + 0.25 * scales[2])


def test_the_error_of_the_stock_is_there_from_the_first_year() -> None:
    sure, unsure = still(), still().given(stock_error=Assumed(-2, 0, 2))
    assert project([sure], to=2021, draws=100).curve("KEN", "221").sd[0] == pytest.approx(0, abs=1e-9)
    spread = project([unsure], to=2021, draws=2000).curve("KEN", "221").quantiles[0]
    assert spread[0] == pytest.approx(1000 * (0.98 + 0.02 * (2 * 0.025) ** 0.5), rel=1e-3)


def test_growth_of_entries_counts_from_the_year_of_the_stock() -> None:
    known = still(graduates_per_100=10, graduates_growth=10)
    late = project([known], since=2023, to=2025, draws=1).curve("KEN", "221", "entered").mean
    assert late[1:] == pytest.approx((133.1, 146.41))


def test_the_wider_interval_holds_the_narrower_one() -> None:
    curve = project([assumed("KEN", "221", 2020, 1000)], to=2025, draws=200).curve("KEN", "221")
    for (low80, high80), (low95, high95), middle in zip(curve.range(80), curve.range(95), curve.median, strict=True):
        assert low95 < low80 < middle < high80 < high95
