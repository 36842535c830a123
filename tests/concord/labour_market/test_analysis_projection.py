"""The projection of an analysis begins with its stock, keeps its range, and is the same for the same seed."""

from __future__ import annotations

import datetime as dt

import pytest

from concord.labour_market.analysis import analyse
from concord.labour_market.analysis_projection import projected
from concord.labour_market.scenarios import read_plan
from concord.mds.facts import bundled

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def tables():
    return {id: bundled(id) for id in ("density", "population", "mds-totals", "mds-stock-by-training", "uhc-index")}


def test_supply_fills_the_section_and_the_gap_of_the_base_year_stays_that_of_what_was_published(tables) -> None:
    supply = projected("KEN", tables, as_of=TODAY, draws=100)
    found, without = (analyse("KEN", tables, as_of=TODAY, projection=each) for each in (supply, None))
    assert supply is not None
    assert found.figure("supply-horizon").year == 2035
    assert "supply-ahead" not in found.missing
    assert found.figure("unmet") == without.figure("unmet")
    assert next(each for each in found.gaps["sdg-2016"].unmet if each.year == 2035).sign == "above"
    assert not any(each.year == 2035 for each in without.gaps["sdg-2016"].unmet)
    assert found.seed == 1
    assert any(each.startswith("supply-") for each in found.assumptions)
    stock = next(each for each in supply.used if each.quantity == "stock" and each.occupation == "222_322")
    core = found.figure("now-nurses").range
    assert (stock.low, stock.central, stock.high) == (core.low, core.value, core.high)


def test_the_same_seed_gives_the_same_supply_and_a_scenario_another(tables) -> None:
    once, again = (projected("KEN", tables, as_of=TODAY, draws=100, horizon=2028) for _ in range(2))
    assert once == again
    other = projected("KEN", tables, as_of=TODAY, draws=100, horizon=2028, plan=read_plan("training"))
    assert other.plan
    assert other.curve.points[2028].value > once.curve.points[2028].value


def test_a_country_with_a_recent_series_is_calibrated_to_it(tables) -> None:
    supply = projected("DEU", tables, as_of=TODAY, draws=50, horizon=2026)
    stock = next(each for each in supply.used if each.quantity == "stock" and each.occupation == "221")
    assert (stock.kind, stock.central, stock.year) == ("data", 378_629, 2021)


def test_nothing_is_projected_of_a_country_whose_stock_is_not_known(tables) -> None:
    assert projected("KEN", {"population": tables["population"]}, as_of=TODAY, draws=50) is None
