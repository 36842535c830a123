"""The coarse model of the world, and the back-test: closed forms, conservation, exact quantiles, honest coverage."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from concord.errors import Invalid, Unavailable
from concord.labour_market.backtest import Checked, backtest
from concord.labour_market.projection import PROBABILITIES
from concord.labour_market.world import WorldInputs, at_ranks, world
from concord.vocabulary.structures import Table, table

AREAS = 12
ENGINES = [
    "numpy",
    pytest.param("compiled", marks=pytest.mark.skipif(find_spec("numba") is None, reason="numba is not installed")),
]


def made(spread: float = 0.0, occupations: int = 2, **given: Any) -> WorldInputs:
    chance = np.random.default_rng(5)
    shape = (AREAS, occupations)
    routes = chance.random((AREAS, AREAS))
    np.fill_diagonal(routes, 0)
    routes /= routes.sum(axis=1, keepdims=True)
    stock = chance.uniform(100, 10_000, shape)
    held: dict[str, Any] = {
        "stock": stock, "loss": chance.uniform(0.02, 0.05, shape), "loss_sd": np.full(shape, spread * 0.01),
        "out": chance.uniform(0, 0.03, shape), "out_sd": np.full(shape, spread * 0.005), "entries": stock * 0.04,
        "entries_sd": stock * spread * 0.01, "swing": np.full(occupations, spread * 0.1), "routes": routes, **given,
    }  # fmt: skip
    return WorldInputs(tuple(f"X{i:02d}" for i in range(AREAS)), tuple("abcdef"[:occupations]), **held)


@pytest.mark.parametrize("engine", ENGINES)
def test_without_spread_the_world_follows_its_matrix(engine: Any) -> None:
    inputs = made()
    found = world(inputs, years=8, draws=11, engine=engine)
    for o in range(2):
        state = inputs.stock[:, o]
        matrix = np.diag(1 - inputs.loss[:, o] - inputs.out[:, o]) + inputs.routes.T * inputs.out[:, o]
        for year in range(8):
            state = matrix @ state + inputs.entries[:, o]
            assert np.allclose(found.mean[year, :, o], state, rtol=1e-9)
            assert np.allclose(found.quantiles[year, :, o], state[:, None], rtol=1e-9)
    assert found.sd.max() <= 1e-9 * found.mean.max()


@pytest.mark.parametrize("engine", ENGINES)
def test_with_all_rates_zero_the_world_stands_still(engine: Any) -> None:
    zero = np.zeros((AREAS, 2))
    inputs = made(loss=zero, out=zero, entries=zero)
    found = world(inputs, years=5, draws=7, engine=engine)
    assert np.allclose(found.mean, inputs.stock[None], rtol=1e-12)


@pytest.mark.parametrize("engine", ENGINES)
def test_moves_make_and_lose_nobody(engine: Any) -> None:
    zero = np.zeros((AREAS, 2))
    inputs = made(1.0, loss=zero, loss_sd=zero, entries=zero, entries_sd=zero)
    found = world(inputs, years=10, draws=200, engine=engine)
    assert np.allclose(found.mean.sum(axis=1), inputs.stock.sum(axis=0)[None], rtol=1e-9)
    assert found.sd.max() > 0


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("draws", [1, 2, 37, 2500])
def test_quantiles_are_those_of_all_draws(engine: Any, draws: int) -> None:
    """One area's draws worked out again by themselves."""
    from concord.labour_market.streams import generator, key_of

    zero = np.zeros((AREAS, 1))
    inputs = made(1.0, 1, out=zero, out_sd=zero)
    found = world(inputs, years=1, draws=draws, engine=engine, seed=3)
    chance = generator(3, key_of("world", "a"), 0)
    loss, _, entries = (chance.standard_normal((AREAS, draws)) for _ in range(3))
    swing = np.exp(0.1 * chance.standard_normal((1, draws)) - 0.005)
    rates = np.clip(inputs.loss + loss * inputs.loss_sd, 0, 1)
    expected = inputs.stock * (1 - rates) + np.maximum(0, inputs.entries + entries * inputs.entries_sd) * swing
    assert np.allclose(found.quantiles[0, :, 0], np.quantile(expected, PROBABILITIES, axis=1).T, rtol=1e-9)
    assert np.allclose(found.mean[0, :, 0], expected.mean(axis=1), rtol=1e-9)
    assert np.allclose(found.sd[0, :, 0], expected.std(axis=1), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_world_has_the_same_bytes_on_one_and_two_threads(engine: Any) -> None:
    one, two = (world(made(1.0, 4), years=3, draws=300, threads=n, engine=engine, seed=9) for n in (1, 2))
    for name in ("mean", "sd", "quantiles"):
        assert getattr(one, name).tobytes() == getattr(two, name).tobytes()
    assert world(made(1.0, 4), years=3, draws=300, engine=engine, seed=10).mean.tobytes() != one.mean.tobytes()


@pytest.mark.skipif(find_spec("numba") is None, reason="numba is not installed")
def test_both_kernels_say_the_same() -> None:
    plain, fast = (world(made(1.0), years=10, draws=900, engine=each) for each in ("numpy", "compiled"))
    assert np.allclose(plain.mean, fast.mean, rtol=1e-8)
    assert np.allclose(plain.quantiles, fast.quantiles, rtol=1e-6)


@pytest.mark.skipif(find_spec("numba") is not None, reason="numba is installed")
def test_without_a_compiler_it_is_said_so_and_the_plain_kernel_serves() -> None:
    with pytest.raises(Unavailable) as refused:
        world(made(), years=1, draws=1, engine="compiled")
    assert refused.value.code == "labour-market.world.no-compiler"
    assert world(made(), years=1, draws=3000).engine == "numpy"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"stock": np.ones((3, 2))}, "shape"), ({"swing": np.ones(3)}, "shape"),
        ({"loss": -np.ones((AREAS, 2))}, "negative"), ({"entries": np.full((AREAS, 2), np.nan)}, "negative"),
        ({"routes": np.full((AREAS, AREAS), 1 / AREAS)}, "routes"), ({"routes": np.zeros((AREAS, AREAS))}, "routes"),
    ],
)  # fmt: skip
def test_inputs_that_do_not_fit_are_refused(given: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        made(**given)
    assert refused.value.code == f"labour-market.world.{code}"


def test_ranks_are_linear_between_order_statistics() -> None:
    ordered = np.sort(np.random.default_rng(1).random((4, 23)), axis=1)
    assert np.allclose(at_ranks(ordered, PROBABILITIES), np.quantile(ordered, PROBABILITIES, axis=1).T)


def totals(counts: dict[int, float], broken: int = 0) -> Table:
    years = list(counts)
    status = ["break" if year == broken else "normal" for year in years]
    same = {"area": "DEU", "occupation": "221", "row_kind": "total", "source": "s"}
    columns = {name: [value] * len(years) for name, value in same.items()}
    return table("mds-totals", **columns, year=years, headcount=[counts[year] for year in years], status=status)


def test_a_backtest_uses_nothing_published_later() -> None:
    known = {2010: 1000.0, 2011: 1010.0}
    late = backtest({"mds-totals": totals({**known, 2012: 1020.0})}, draws=40)
    changed = backtest({"mds-totals": totals({**known, 2012: 9000.0})}, draws=40)
    assert [each.quantiles for each in late.tested] == [each.quantiles for each in changed.tested]
    assert [each.inside(95) for each in late.tested] == [True, True]
    assert [each.inside(95) for each in changed.tested] == [True, False]
    both = changed.coverage()
    assert (both.count, both.inside_95, both.above, both.below) == (2, 0.5, 1, 0)
    assert changed.coverage(last=True).inside_95 == 0
    assert changed.coverage(broken=True).count == 0


def test_a_backtest_tells_what_it_could_not_test_and_where_a_series_breaks() -> None:
    alone = backtest({"mds-totals": totals({2010: 1000.0})}, draws=5)
    assert alone.left_out == (("DEU", "221", "fewer-than-two-years"),)
    broken = backtest({"mds-totals": totals({2010: 1000.0, 2011: 1000.0, 2012: 2000.0, 2013: 2000.0}, 2012)}, draws=5)
    assert [each.broken for each in broken.tested] == [False, True, True]


def test_inside_is_between_the_bounds_of_its_interval() -> None:
    one = Checked("DEU", "221", 2010, 2011, 9.0, (1, 2, 5, 8, 9), False, True, False, 4.0, None)
    assert (one.inside(80), one.inside(95)) == (False, True)
    assert one.error_percent == pytest.approx(100 * (5 / 9 - 1))


def test_older_densities_count_for_growth_alone() -> None:
    years = list(range(2001, 2011))
    tables = {
        "mds-totals": totals({2010: 5000.0, 2011: 5100.0}),
        "density": table(
            "density", area=["DEU"] * 10, year=years, occupation=["221"] * 10, source=["s"] * 10,
            per_10k=[10 * 1.02**i for i in range(10)],
        ),
        "population": table("population", area=["DEU"] * 10, year=years, persons=[1_000_000] * 10, source=["s"] * 10),
    }  # fmt: skip
    found = backtest(tables, draws=40)
    assert [each.calibrated for each in found.tested] == [True]
    assert found.tested[0].same_growth == pytest.approx(5100)
    assert found.tested[0].quantiles[2] == pytest.approx(5100, rel=0.02)
    assert not backtest(tables, draws=40, calibrate=False).tested[0].calibrated
