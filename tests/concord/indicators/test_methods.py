"""Indicators follow their case table; nothing is invented where a fact is missing; every result leads to its rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations import packs
from concord.declarations.messages import known_codes
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.errors import NotFound
from concord.indicators.compute import METHODS, compute, latest
from concord.indicators.model import Facts, Result, indicators
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.structures import structures, table

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "cases" / "indicators" / "methods.yaml")


def facts(tables: dict[str, dict[str, list[Any]]], lists: dict[str, list[str]] | None = None) -> Facts:
    sourced = {}
    for id, columns in tables.items():
        rows = len(next(iter(columns.values())))
        places = {"source": ["case"] * rows, "source_file": ["case.csv"] * rows, "source_row": list(range(2, rows + 2))}
        sourced[id] = table(id, **columns, **places)
    named = {edition: frozenset(members) for edition, members in (lists or {"2023": []}).items()}
    return Facts(sourced, named, date(2026, 1, 1))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case: dict[str, Any]) -> None:
    results = compute(facts(case["tables"], case.get("lists")), only=[case["indicator"]])
    said = [
        {key: getattr(result, key) for key in wanted} for result, wanted in zip(results, case["expect"], strict=True)
    ]
    for got, wanted in zip(said, case["expect"], strict=True):
        assert got == {**wanted, "value": None if wanted["value"] is None else pytest.approx(wanted["value"])}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_value_is_absent_exactly_when_its_status_says_so_and_else_leads_to_rows(case: dict[str, Any]) -> None:
    for result in compute(facts(case["tables"], case.get("lists")), only=[case["indicator"]]):
        assert (result.value is None) == (result.status in {"missing", "not-applicable", "suppressed"})
        assert result.value is None or result.rows
        assert all(row.file and row.row for row in result.rows)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=12))
def test_concentration_lies_between_one_nth_and_one(counts: list[int]) -> None:
    codes = ["GBR", "IND", "AUS", "USA", "ZAF", "DEU", "FRA", "IRL", "LKA", "PAK", "NGA", "EGY"][: len(counts)]
    rows = len(counts)
    columns = {
        "area": ["NZL"] * rows,
        "year": [2018] * rows,
        "occupation": ["221"] * rows,
        "origin": codes,
        "row_kind": ["origin"] * rows,
        "headcount": counts,
    }
    (result,) = compute(facts({"mds-stock-by-training": columns}), only=["concentration"])
    if sum(counts) == 0:
        assert result.status == "missing"
    else:
        assert result.value is not None
        assert 1 / rows - 1e-9 <= result.value <= 1 + 1e-9


def test_filters_keep_only_what_was_asked() -> None:
    columns = {"area": ["KEN", "NZL"], "year": [2019, 2020], "occupation": ["221"] * 2, "headcount": [1, 2]}
    columns["row_kind"] = ["total"] * 2
    people = {"area": ["KEN", "NZL"], "year": [2019, 2020], "persons": [10, 10]}
    given = facts({"mds-totals": columns, "population": people})
    assert {each.area for each in compute(given, only=["density"], areas={"NZL"})} == {"NZL"}
    assert {each.year for each in compute(given, only=["density"], years={2019})} == {2019}


def test_the_latest_value_is_no_later_than_asked() -> None:
    results = [Result("x", "KEN", year, value, "percent", "normal") for year, value in ((2018, 1.0), (2020, 2.0))]
    results.append(Result("x", "KEN", 2021, None, "percent", "missing"))
    assert latest(results)["x", "KEN", ""].year == 2020
    assert latest(results, until=2019)["x", "KEN", ""].year == 2018


def test_an_unknown_indicator_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NotFound) as refused:
        compute(facts({}), only=["happiness"])
    assert "density" in str(refused.value.params["known"])


def test_every_declared_indicator_follows_its_schema_and_can_be_computed() -> None:
    folder = packs.find("indicators/schema.json")
    for path in packs.each("indicators"):
        declared = read_yaml(path)
        assert not problems(declared, folder, file=path.name)
        assert declared["id"] == path.stem
    for each in indicators().values():
        assert each.method in METHODS
        assert set(each.needs) <= set(structures())
        assert set(each.title) == set(each.definition) == set(LANGUAGES), each.id


def test_the_rooms_refusals_have_wording() -> None:
    assert {"indicators.indicator.unknown", "indicators.method.unknown"} <= known_codes()
