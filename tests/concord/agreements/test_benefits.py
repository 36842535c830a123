"""Benefits and costs: compounding as in the publication, worst cases together, chance with a seed."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.agreements import benefits
from concord.agreements.benefits_declared import declared
from concord.agreements.benefits_draws import Triangle, drawn, quantiles
from concord.declarations.messages import known_codes
from concord.errors import Invalid, NotFound
from concord.labour_market.curves import Range

PEOPLE, DEATHS, LIFE = Triangle(1, 90, 100, 110), Triangle(2, 0.5, 2, 5), Triangle(3, 20_000, 50_000, 200_000)


def refused(code: str, what: Any) -> None:
    with pytest.raises(Invalid) as caught:
        what()
    assert caught.value.code == code
    assert code in known_codes()


# --- Cost of training ------------------------------------------------------------------------------------------------
def test_cost_is_compounded_from_the_end_of_training() -> None:
    found = benefits.training_cost({0.0: 10, 2.0: 20}, 50_000, price_year=2020, rate=Range.exact(0.1))
    assert found.usd.value == pytest.approx(10 * 50_000 + 20 * 50_000 * 1.21)
    assert found.usd.is_exact
    assert found.persons == Range.exact(30)
    assert found.each_usd.value == pytest.approx(found.usd.value / 30)
    assert (found.status, found.assumptions, found.bounds) == ("estimated", (), "worst-cases")


def test_without_a_rate_the_declared_one_is_taken_and_named() -> None:
    found = benefits.training_cost({10.0: Range(100, 90, 110)}, Range(30_000, 20_000, 40_000), price_year=2020)
    assert found.usd.low == pytest.approx(90 * 20_000)
    assert found.usd.value == pytest.approx(100 * 30_000 * 1.03**10)
    assert found.usd.high == pytest.approx(110 * 40_000 * 1.06**10)
    assert ([each.id for each in found.assumptions], found.status) == (["discount-rate"], "assumed")
    assert found.inputs == (declared().input,)


@given(st.floats(0, 1e4), st.floats(0, 1e6), st.floats(0, 30), st.floats(0, 0.2))
def test_a_known_cost_has_a_closed_form(people: float, cost: float, years: float, rate: float) -> None:
    found = benefits.training_cost({years: people}, cost, price_year=2020, rate=Range.exact(rate))
    assert found.usd.value == pytest.approx(people * cost * math.exp(years * math.log1p(rate)), rel=1e-9)
    assert found.usd.is_exact


@pytest.mark.parametrize("wrong", [{-1.0: 1}, {1.0: -1}, {1.0: float("nan")}])
def test_nobody_leaves_before_the_end_of_training_and_nobody_is_below_zero(wrong: dict[float, float]) -> None:
    with pytest.raises(Invalid) as caught:
        benefits.training_cost(wrong, 1, price_year=2020)
    assert caught.value.code in ("agreements.benefits.negative", "labour-market.range.order")


def test_no_group_is_not_a_cost_of_nothing() -> None:
    refused("agreements.benefits.nobody", lambda: benefits.training_cost({}, 1, price_year=2020))
    none = benefits.training_cost({1.0: 0}, 100, price_year=2020, rate=Range.exact(0.0))
    assert (none.usd, none.each_usd) == (Range.exact(0), Range.exact(0))


# --- What the destination saves --------------------------------------------------------------------------------------
def test_a_destination_saves_what_it_would_have_spent_on_its_own() -> None:
    found = benefits.destination_saving(Range(1000, 900, 1100), Range(200_000, 150_000, 250_000), price_year=2020)
    assert found.usd == Range(200e6, 135e6, 275e6)
    assert found.each_usd == Range(200_000, 150_000, 250_000)
    refused("agreements.benefits.negative", lambda: benefits.destination_saving(-1, 1, price_year=2020))


def test_amounts_of_different_prices_are_not_compared() -> None:
    first, second = (benefits.destination_saving(10, 100, price_year=year) for year in (2020, 2021))
    refused("agreements.benefits.prices", lambda: benefits.ratio(first, second))
    assert benefits.ratio(first, benefits.destination_saving(Range(10, 5, 20), 100, price_year=2020)) == Range(
        1, 0.5, 2
    )


# --- What deaths cost ------------------------------------------------------------------------------------------------
def test_the_same_seed_gives_the_same_figures_to_the_last_bit_and_another_others() -> None:
    once, again, other = (
        benefits.mortality_cost(PEOPLE, DEATHS, LIFE, price_year=2020, seed=seed) for seed in (1, 1, 2)
    )
    assert once == again
    assert once.usd != other.usd
    assert (once.seed, once.draws, once.bounds) == (1, 10_000, "quantiles")
    assert once.usd.low < once.usd.value < once.usd.high


def test_the_bounds_are_the_declared_quantiles_of_the_product() -> None:
    import numpy as np

    rows = drawn((PEOPLE, DEATHS, LIFE), seed=1, draws=10_000)
    wanted = np.quantile(rows[0] * rows[1] * rows[2], (0.025, 0.5, 0.975))
    found = benefits.mortality_cost(PEOPLE, DEATHS, LIFE, price_year=2020, seed=1).usd
    assert (found.low, found.value, found.high) == pytest.approx(tuple(wanted), rel=1e-12)


def test_the_mean_is_the_product_of_means_as_independence_asks() -> None:
    found = benefits.mortality_cost(PEOPLE, DEATHS, LIFE, price_year=2020, seed=11, draws=200_000)
    assert found.mean_usd == pytest.approx(PEOPLE.mean * DEATHS.mean * LIFE.mean, rel=0.01)


def test_where_everything_is_known_there_is_no_range() -> None:
    known = [Triangle(key, value, value, value) for key, value in ((1, 10), (2, 2), (3, 1000))]
    found = benefits.mortality_cost(*known, price_year=2020, seed=1)
    assert found.usd == Range.exact(20_000)


def test_draws_follow_the_triangle() -> None:
    import numpy as np

    rows = drawn((Triangle(1, 0, 1, 4),), seed=3, draws=100_000)[0]
    assert rows.min() >= 0
    assert rows.max() <= 4
    assert float(np.mean(rows <= 1)) == pytest.approx(1 / 4, abs=0.005)
    assert float(np.mean(rows <= 2)) == pytest.approx(1 - (4 - 2) ** 2 / (4 * 3), abs=0.005)
    assert quantiles(rows, (0.1, 0.9)).low == pytest.approx(math.sqrt(0.1 * 4 * 1), abs=0.02)


def test_an_input_has_chance_of_its_own() -> None:
    alone, beside = drawn((DEATHS,), seed=5, draws=100), drawn((PEOPLE, DEATHS), seed=5, draws=100)
    assert (alone[0] == beside[1]).all()


def test_too_few_draws_and_lives_below_zero_are_refused() -> None:
    refused(
        "agreements.benefits.draws",
        lambda: benefits.mortality_cost(PEOPLE, DEATHS, LIFE, price_year=1, seed=1, draws=99),
    )
    below = Triangle(2, -1, 0, 1)
    refused("agreements.benefits.negative", lambda: benefits.mortality_cost(PEOPLE, below, LIFE, price_year=1, seed=1))


# --- Declared --------------------------------------------------------------------------------------------------------
def test_what_publications_say_stands_beside_and_never_goes_in() -> None:
    said = {each.id: each for each in declared().published}
    assert set(said) == {"mills-2011", "saluja-2020", "appg-2026"}
    assert all("not public" in each.why_not for each in said.values())
    with pytest.raises(NotFound) as caught:
        declared().assumption("mills-2011")
    assert caught.value.code in known_codes()
