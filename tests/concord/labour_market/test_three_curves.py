"""Need, demand and supply of one run side by side: gaps are their differences, and what is not known is not filled."""

from __future__ import annotations

import json
from datetime import date
from functools import cache

import pytest

from concord.errors import NotFound
from concord.labour_market import told
from concord.labour_market.analysis import analyse
from concord.labour_market.analysis_inputs import populations_to_come
from concord.labour_market.analysis_model import Given
from concord.labour_market.inputs import from_tables, occupations
from concord.labour_market.projection import Projection, project
from concord.labour_market.three_curves import three
from concord.mds.facts import bundled
from concord.vocabulary.structures import Table


@cache
def tables() -> dict[str, Table]:
    return {id: bundled(id) for id in ("density", "population", "mds-totals", "mds-stock-by-training")}


@cache
def ran(*whom: str) -> Projection:
    inputs = [from_tables("KEN", each, tables(), year=2024) for each in whom or occupations("KEN", tables())]
    return project(inputs, since=2024, to=2030, draws=100)


def test_gaps_are_the_differences_of_the_three_curves_year_by_year() -> None:
    found = three("KEN", tables(), ran())
    assert found is not None
    assert found.demand is not None
    assert found.threshold == "sdg-2016"
    assert set(found.need) == {"whr-2006", "sdg-2016", "list-median"}
    assert found.supply.years == tuple(range(2024, 2031))
    for id, need in found.need.items():
        for each in found.gaps[id].unmet:
            wanted, there = need.points[each.year], found.supply.points[each.year]
            assert each.distance.value == pytest.approx(wanted.value - there.value)
            assert each.distance.low == pytest.approx(wanted.low - there.high)
            assert each.distance.high == pytest.approx(wanted.high - there.low)
        assert {each.year for each in found.gaps[id].unmet} == set(need.points)
    assert {each.year for each in found.gaps["sdg-2016"].vacant} == set(found.demand.points)


def test_supply_is_both_occupations_added_and_need_a_threshold_times_the_people() -> None:
    found = three("KEN", tables(), ran())
    assert found is not None
    parts = [ran().curve("KEN", each) for each in occupations("KEN", tables())]
    assert found.supply.points[2030].value == pytest.approx(sum(each.median[-1] for each in parts))
    assert found.supply.points[2030].low == pytest.approx(sum(each.range(80)[-1][0] for each in parts))
    people = populations_to_come("KEN")[2030]
    assert found.need["whr-2006"].points[2030].value == pytest.approx(22.8 * people.value / 10_000)
    assert found.need["whr-2006"].points[2030].high == pytest.approx(22.8 * people.high / 10_000)
    assert found.supply.seed == 1


def test_ones_own_threshold_comes_first_and_the_declared_ones_stay() -> None:
    found = three("KEN", tables(), ran(), per_10k=30)
    assert found is not None
    assert (found.threshold, next(iter(found.need)), len(found.need)) == ("own", "own", 4)
    chosen = three("KEN", tables(), ran(), threshold="whr-2006")
    assert chosen is not None
    assert next(iter(chosen.need)) == "whr-2006"
    with pytest.raises(NotFound):
        three("KEN", tables(), ran(), threshold="none")


def test_nothing_is_told_of_doctors_alone_or_without_a_population() -> None:
    assert three("KEN", tables(), ran("221")) is None
    without = {id: table for id, table in tables().items() if id != "population"}
    assert three("KEN", without, ran()) is None


def test_without_an_income_there_is_no_demand_and_no_gap_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concord.labour_market.analysis_known.gdp", lambda area, year: None)
    found = three("KEN", tables(), ran())
    assert found is not None
    assert found.demand is None
    assert not found.gaps["sdg-2016"].vacant
    assert found.gaps["sdg-2016"].unmet


# --- As rows ---------------------------------------------------------------------------------------------------------
def test_rows_say_every_curve_and_gap_once_with_method_and_range() -> None:
    found = three("KEN", tables(), ran())
    assert found is not None
    rows = list(told.curve_rows("KEN", need=found.need, demand=found.demand, supply=found.supply))
    assert {tuple(row) for row in rows} == {told.CURVE_COLUMNS}
    assert len({(row["kind"], row["id"], row["year"]) for row in rows}) == len(rows)
    assert {row["kind"]: row["method"] for row in rows if row["kind"] != "need"} == {
        "demand": "income-benchmark",
        "supply": "projection-supply",
    }
    assert all(row["low"] <= row["value"] <= row["high"] for row in rows)
    gaps = list(told.gap_rows("KEN", found.gaps))
    assert {tuple(row) for row in gaps} == {told.GAP_COLUMNS}
    assert len({(row["kind"], row["threshold"], row["year"]) for row in gaps}) == len(gaps)
    assert {row["threshold"] for row in gaps if row["kind"] == "vacant"} == {""}
    assert {row["threshold"] for row in gaps if row["kind"] == "unmet"} == set(found.need)


def test_an_analysis_is_told_whole_and_can_be_written_as_json() -> None:
    found = analyse("KEN", tables(), as_of=date(2026, 11, 22), given=Given(unemployed={2023: 9.0}))
    said = json.loads(json.dumps(told.analysis(found), allow_nan=False))
    assert [each["id"] for each in said["steps"]] == [each.id for each in found.steps]
    assert said["missing"] == list(found.missing)
    figures = {one["id"]: one for each in said["steps"] for one in each["figures"]}
    assert figures["density-doctors"]["rows"][0]["row"] > 0
    assert (figures["abroad-doctors"]["at_least"], figures["abroad-doctors"]["value"]) == (True, 76)
    assert (said["method"], said["version"], said["status"]) == ("labour-market-analysis", found.version, "estimated")
    assert all(each["digest"] for each in said["inputs"])
