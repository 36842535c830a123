"""Indicators of the Code follow their case table; a range holds its value; what is lacking is told and never filled."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations.messages import known_codes
from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.indicators import spans
from concord.indicators.compute import compute, provenance
from concord.indicators.model import Facts, Movement, Result, RowRef, indicator, indicators
from concord.indicators.movements import COLUMNS, read_movements
from concord.indicators.thresholds import above
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.structures import table

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "cases" / "indicators" / "code.yaml")
SPANS: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "cases" / "indicators" / "spans.yaml")
FIELDS = ("area", "year", "value", "low", "high", "status", "note", "at_least")


def facts(case: dict[str, Any]) -> Facts:
    sourced = {}
    for id, columns in case.get("tables", {}).items():
        rows = len(next(iter(columns.values())))
        places = {
            "source": ["case"] * rows,
            "source_file": [f"{id}.csv"] * rows,
            "source_row": list(range(2, rows + 2)),
        }
        sourced[id] = table(id, **columns, **places)
    moved = [
        Movement(**each, row=RowRef("case", "movements.csv", n)) for n, each in enumerate(case.get("movements", ()), 2)
    ]
    return Facts(sourced, {}, dt.date(2026, 1, 1), movements=tuple(moved))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases_of_the_code(case: dict[str, Any]) -> None:
    results = compute(facts(case), only=[case["indicator"]])
    got = [{name: getattr(each, name) for name in FIELDS if name in wanted}
           for each, wanted in zip(results, case["expect"], strict=True)]  # fmt: skip
    assert got == [
        {name: pytest.approx(value, abs=1e-12) if isinstance(value, float) else value for name, value in wanted.items()}
        for wanted in case["expect"]
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_range_holds_its_value_and_every_value_leads_to_rows(case: dict[str, Any]) -> None:
    for each in compute(facts(case), only=[case["indicator"]]):
        assert (each.value is None) == (each.status in {"missing", "not-applicable", "suppressed"})
        assert each.value is None or each.rows
        assert each.value is None or each.low is None or each.low <= each.value + 1e-9
        assert each.value is None or each.high is None or each.high >= each.value - 1e-9
        assert all(row.file and row.row for row in each.rows)


counts = st.integers(0, 500)


def stock(origins: list[int], domestic: int | None, unknown: int | None, total: int | None) -> dict[str, Any]:
    codes = ["GBR", "IND", "AUS", "ZAF"][: len(origins)]
    rows = [("origin", code, count) for code, count in zip(codes, origins, strict=True)]
    rows += [(kind, None, count) for kind, count in (("domestic", domestic), ("unknown", unknown)) if count is not None]
    told = {
        "area": ["NZL"] * len(rows), "year": [2018] * len(rows), "occupation": ["221"] * len(rows),
        "origin": [row[1] for row in rows], "row_kind": [row[0] for row in rows], "headcount": [row[2] for row in rows],
    }  # fmt: skip
    tables: dict[str, Any] = {"mds-stock-by-training": told}
    if total is not None:
        whole = {"area": ["NZL"], "year": [2018], "occupation": ["221"], "row_kind": ["total"], "headcount": [total]}
        tables["mds-totals"] = whole
    return {"tables": tables}


@settings(max_examples=40, deadline=None)
@given(
    origins=st.lists(counts, min_size=1, max_size=4), domestic=st.none() | counts, unknown=st.none() | counts,
    total=st.none() | st.integers(0, 3000),
)  # fmt: skip
def test_reliance_lies_in_its_range_and_the_range_within_hundred(
    origins: list[int], domestic: int | None, unknown: int | None, total: int | None
) -> None:
    (found,) = compute(facts(stock(origins, domestic, unknown, total)), only=["reliance"])
    ends = [end for end in (found.low, found.value, found.high) if end is not None]
    assert ends == sorted(ends)
    assert all(-1e-9 <= end <= 100 + 1e-9 for end in ends)


@settings(max_examples=30, deadline=None)
@given(foreign=st.integers(1, 500), domestic=counts, unknown=counts, of_unknown=st.integers(0, 100))
def test_wherever_the_unknown_were_trained_reliance_was_in_its_range(
    foreign: int, domestic: int, unknown: int, of_unknown: int
) -> None:
    (told,) = compute(facts(stock([foreign], domestic, unknown, None)), only=["reliance"])
    abroad = unknown * of_unknown // 100
    (true,) = compute(facts(stock([foreign + abroad], domestic + unknown - abroad, 0, None)), only=["reliance"])
    assert told.low is not None
    assert told.high is not None
    assert true.value is not None
    assert told.low - 1e-9 <= true.value <= told.high + 1e-9


@settings(max_examples=30, deadline=None)
@given(
    origins=st.lists(st.integers(1, 500), min_size=1, max_size=4), rest=st.integers(1, 500), share=st.integers(0, 100)
)
def test_wherever_the_unnamed_were_trained_concentration_was_in_its_range(
    origins: list[int], rest: int, share: int
) -> None:
    case = stock(origins, None, None, None)
    told = case["tables"]["mds-stock-by-training"]
    for column, value in (("area", "NZL"), ("year", 2018), ("occupation", "221"), ("origin", None),
                          ("row_kind", "foreign"), ("headcount", sum(origins) + rest)):  # fmt: skip
        told[column].append(value)
    whole = sum(origins) + rest
    joined = rest * share // 100
    true = [*origins, rest - joined]
    true[origins.index(max(origins))] += joined
    for id, value in (("concentration", sum((each / whole) ** 2 for each in true)),
                      ("largest-origin-share", 100 * max(true) / whole)):  # fmt: skip
        (found,) = compute(facts(case), only=[id])
        assert found.low is not None
        assert found.high is not None
        assert found.low - 1e-9 <= value <= found.high + 1e-9


@pytest.mark.parametrize("case", SPANS, ids=lambda case: case["name"])
def test_spans(case: dict[str, Any]) -> None:
    told = [Result("x", "KEN", int(year), value, "persons", status) for year, (value, status) in case["series"].items()]
    (found,) = spans.changes(told, *case["span"])
    assert {name: getattr(found, name) for name in case["expect"]} == {
        name: pytest.approx(value) if isinstance(value, float) else value for name, value in case["expect"].items()
    }


def test_the_range_of_a_change_goes_from_the_greatest_start_to_the_least_end() -> None:
    ends = (Result("x", "KEN", 2010, 50.0, "percent", "normal", low=40.0, high=60.0),
            Result("x", "KEN", 2020, 90.0, "percent", "normal", low=75.0, high=100.0))  # fmt: skip
    (found,) = spans.changes(ends, 2010, 2020)
    assert (found.percent, found.low, found.high) == (pytest.approx(80.0), pytest.approx(25.0), pytest.approx(150.0))
    open_start = Result("x", "KEN", 2010, 50.0, "percent", "normal", low=50.0)
    (found,) = spans.changes((open_start, ends[1]), 2010, 2020)
    assert (found.low, found.high) == (None, pytest.approx(100.0))


@given(st.dictionaries(st.integers(2000, 2020), st.integers(1, 10**6), min_size=2))
def test_a_change_there_and_the_change_back_cancel(series: dict[int, int]) -> None:
    first, last = min(series), max(series)
    (there,) = spans.changes(
        (Result("x", "KEN", y, float(v), "persons", "normal") for y, v in series.items()), first, last
    )
    ends = (Result("x", "KEN", first, float(series[last]), "persons", "normal"),
            Result("x", "KEN", last, float(series[first]), "persons", "normal"))  # fmt: skip
    (back,) = spans.changes(ends, first, last)
    assert there.percent is not None
    assert back.percent is not None
    assert (1 + there.percent / 100) * (1 + back.percent / 100) == pytest.approx(1, abs=1e-9)


def test_a_span_backwards_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        spans.changes((), 2020, 2020)
    assert refused.value.code == "indicators.span.backwards"


def told(area: str, value: float | None, low: float | None = None, high: float | None = None, **more: Any) -> Result:
    return Result("x", area, more.pop("year", 2018), value, "percent", "normal" if value is not None else "missing",
                  low=low, high=high, **more)  # fmt: skip


def test_areas_above_a_threshold_are_counted_with_those_that_may_be() -> None:
    results = [
        told("AUS", 30.0), told("AUT", 20.0), told("CAN", 30.0, 15.0, 40.0), told("CHE", 10.0, 5.0, 25.0),
        told("DEU", 10.0, 10.0, None, at_least=True), told("EST", 10.0, 5.0, 15.0), told("FRA", None),
        told("GRC", None, None, 35.0), told("NZL", 25.0, 25.0, None, at_least=True),
        told("ISR", 30.0, year=2010), told("ISR", 10.0, year=2018), told("LVA", 30.0, year=2010),
        told("LVA", None, year=2018), told("LTU", None, None, 12.0),
    ]  # fmt: skip
    found = above(results, 20)
    assert found.above == ("AUS", "CAN", "LVA", "NZL")
    assert found.surely == ("AUS", "LVA", "NZL")
    assert found.possibly == ("CHE", "DEU", "GRC")
    assert found.below == ("AUT", "EST", "ISR", "LTU")
    assert found.unknown == ("FRA",)
    assert (found.low, found.count, found.high) == (3, 4, 7)


@given(st.lists(st.floats(0, 100), max_size=12), st.floats(0, 100))
def test_every_area_is_counted_once(values: list[float], threshold: float) -> None:
    found = above([told(f"A{n:02}", value) for n, value in enumerate(values)], threshold)
    assert len(found.above) + len(found.possibly) + len(found.below) + len(found.unknown) == len(values)
    assert found.low <= found.count <= found.high


def test_every_indicator_has_a_formula_a_version_and_says_in_six_languages_what_is_needed() -> None:
    for each in indicators().values():
        assert each.formula, each.id
        assert each.version, each.id
        assert not dict(each.needed) or set(each.needed) == set(LANGUAGES), each.id


def test_provenance_names_declaration_and_tables_with_digests() -> None:
    from concord.mds.facts import bundled

    given = Facts({"mds-totals": bundled("mds-totals")}, {}, dt.date(2026, 1, 1))
    made = provenance(indicator("personnel-change"), given)
    assert [each.id for each in made.inputs] == [
        "indicators/personnel-change.yaml",
        "facts/oecd-doctors-nurses-2010-2021.csv",
    ]
    assert all(len(each.digest) == 64 for each in made.inputs)
    assert (made.method, made.version, made.as_of) == ("personnel-change", "1", "2026-01-01")


def test_an_at_least_result_is_bounded_by_itself() -> None:
    case = next(each for each in CASES if each["indicator"] == "emigration-per-1000")
    (found,) = compute(facts(case), only=["emigration-per-1000"])
    assert found.at_least
    assert (found.low, found.high) == (found.value, None)


HEAD = ",".join(COLUMNS)


def moved(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "movements.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


def test_movements_are_read_with_file_and_row_and_bounds_make_an_assumption(tmp_path: Path) -> None:
    counted, assumed = read_movements(
        moved(tmp_path, "KEN,2020,221,entered,90,,,council", "KEN,2020,221,died,5,4,8,own")
    )
    assert (counted.persons, counted.low, counted.status, counted.row) == (
        90,
        None,
        "normal",
        RowRef("council", "movements.csv", 2),
    )
    assert (assumed.least, assumed.most, assumed.status) == (4, 8, "estimated")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("KEN,2020,221,vanished,90,,,x", "kind"), ("KEN,twenty,221,died,90,,,x", "year"),
        ("KEN,2020,221,died,many,,,x", "persons"), ("KEN,2020,221,died,-1,,,x", "persons"),
        ("KEN,2020,221,died,inf,,,x", "persons"), ("KEN,2020,221,died,5,6,,x", "low"),
        ("KEN,2020,221,died,5,,4,x", "high"), ("KEN,2020,221,entered,5,,,x", "kind"),
    ],
)  # fmt: skip
def test_a_movement_that_cannot_be_is_refused_with_its_place(tmp_path: Path, row: str, column: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_movements(moved(tmp_path, "KEN,2020,221,entered,90,,,x", row))
    assert refused.value.code == "indicators.movements.row"
    assert (refused.value.params["row"], refused.value.params["column"]) == (3, column)


def test_a_table_of_movements_without_a_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        read_movements(moved(tmp_path, "KEN,2020", head="area,year"))
    assert refused.value.code == "indicators.movements.columns"


def test_the_refusals_of_the_room_have_wording() -> None:
    ends = (
        "span.backwards",
        "span.unreadable",
        "movements.columns",
        "movements.row",
        "headline.unknown",
        "headline.kind",
    )
    assert {f"indicators.{end}" for end in ends} <= known_codes()
