"""Tables of a register are what one gets by counting on one's fingers: every kind of row exact, nobody dropped."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.mds.persons.in_duckdb import opened
from concord.mds.persons.tabulating import tables
from concord.mds.tabulate import sums
from concord.vocabulary.structures import Table

PLACE = st.sampled_from([None, "NZL", "PHL", "IND"])
YEAR = st.none() | st.integers(2022, 2025)
ROW = st.fixed_dictionaries(
    {
        "year": st.sampled_from([2023, 2024]), "occupation": st.sampled_from(["2221", "2211"]),
        "activity": st.sampled_from([None, "practising"]), "sex": st.sampled_from([None, "F", "M"]),
        "birth_year": st.none() | st.integers(1950, 2005), "training": PLACE, "birth": PLACE, "nationality": PLACE,
        "sector": st.sampled_from([None, "public"]), "subnational": st.sampled_from([None, "North", "South"]),
        "fte": st.sampled_from([None, 1.0, 0.5]), "entered": YEAR, "left": YEAR, "left_for": PLACE, "returned": YEAR,
        "gone": st.sampled_from([None, None, None, "retired"]),
    }
)  # fmt: skip
TYPES = {
    "year": pl.Int16,
    "birth_year": pl.Int16,
    "entered": pl.Int16,
    "left": pl.Int16,
    "returned": pl.Int16,
    "fte": pl.Float64,
}
KEYS = ("year", "occupation", "activity")


def made(rows: list[dict[str, Any]], folder: Path) -> dict[str, Table]:
    schema = {key: TYPES.get(key, pl.String) for key in rows[0]}
    frame = pl.DataFrame(rows, schema=schema).with_columns(
        pl.lit("NZL").alias("area"), pl.Series("row", range(2, len(rows) + 2)),
        pl.Series("person", [f"P{i}" for i in range(len(rows))]),
    )  # fmt: skip
    path = folder / "rows.parquet"
    frame.write_parquet(path)
    with opened(path) as register:
        return {table.structure: table for table in tables(register, file="r.csv")}


def is_there(row: dict[str, Any]) -> bool:
    """At the end of the year: not gone, and not left by then without having come back."""
    back = row["returned"] is not None and row["left"] is not None and row["left"] <= row["returned"] <= row["year"]
    return row["gone"] is None and (row["left"] is None or row["left"] > row["year"] or back)


def by_hand(rows: list[dict[str, Any]], base: str) -> Counter[tuple[Any, ...]]:
    found: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        keys = tuple(row[key] for key in KEYS)
        place = row[base]
        kind = "unknown" if place is None else "domestic" if place == "NZL" else "origin"
        found[(*keys, place if kind == "origin" else None, kind)] += 1
        found[(*keys, None, "total")] += 1
        found[(*keys, None, "foreign")] += kind == "origin"
        found[(*keys, None, "native-foreign")] += kind == "origin" and row["birth"] == "NZL"
        found[(*keys, None, "domestic")] += 0
        found[(*keys, None, "unknown")] += 0
    return found


def cells(table: Table, place: str = "origin") -> dict[tuple[Any, ...], int]:
    names = [*KEYS, place, "row_kind", "headcount"]
    return {tuple(row[:-1]): row[-1] for row in table.frame.select(names).iter_rows()}


@settings(max_examples=40, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=40))
def test_every_cell_is_what_one_counts_by_hand(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]
) -> None:
    found = made(rows, tmp_path_factory.mktemp("rows"))
    there = [row for row in rows if is_there(row)]
    if not there:
        assert "mds-stock-by-training" not in found
        return
    assert cells(found["mds-stock-by-training"]) == dict(by_hand(there, "training"))
    for base in ("birth", "nationality"):
        wanted = {key: n for key, n in by_hand(there, base).items() if key[-1] != "native-foreign"}
        assert cells(found[f"mds-stock-by-{base}"]) == wanted
    totals = found["mds-totals"].frame.filter(row_kind="total")["headcount"].sum()
    detail = found["mds-stock-detail"].frame
    assert totals == detail["headcount"].sum() == len(there)
    assert detail.select("year", "occupation", "activity", "sex", "age_band", "sector", "subnational").is_unique().all()
    assert not detail.select(pl.any_horizontal(pl.col("sex", "age_band").is_null().any())).item()
    known = [row["fte"] for row in there]
    if None not in known:
        assert detail["fte"].sum() == pytest.approx(sum(known))
    entered = [row for row in rows if row["entered"] == row["year"]]
    if entered:
        assert cells(found["mds-inflow-by-training"]) == dict(by_hand(entered, "training"))
    left = [row for row in rows if row["left"] == row["year"]]
    if left:
        assert sums(found["mds-outflow"])["total"] == len(left)
        known = sum(row["left_for"] is not None for row in left)
        assert (sums(found["mds-outflow"]).get("origin") or 0) == known
    returned = [row for row in rows if row["returned"] == row["year"]]
    if returned:
        assert sums(found["mds-return"])["total"] == len(returned)


def test_a_register_without_countries_gives_totals_alone(tmp_path: Path) -> None:
    found = made([{"year": 2024, "occupation": "2221", "activity": "licensed"}] * 3, tmp_path)
    assert set(found) == {"mds-totals", "mds-stock-detail"}
    assert sums(found["mds-totals"]) == {"total": 3}
    assert found["mds-stock-detail"]["sex"].to_list() == ["T"]
    assert found["mds-stock-detail"]["age_band"].to_list() == ["_T"]


def test_a_sex_not_said_and_one_said_to_be_unknown_are_one_row_with_one_note_about_both(tmp_path: Path) -> None:
    rows = [{"year": 2024, "occupation": "2221", "sex": sex, "fte": fte} for sex, fte in
            ((None, None), ("U", 0.5), ("U", None), ("F", 1.0))]  # fmt: skip
    detail = made(rows, tmp_path)["mds-stock-detail"].frame.select("sex", "headcount", "fte", "note").rows()
    assert detail == [("F", 1, 1.0, None), ("U", 3, None, "full-time equivalents are known of 1 of 3 persons")]
