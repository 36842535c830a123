"""Small tables for people, of the tables that were made: what adds up to what, by occupation and by origin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from concord.mds.tabulate import sums, total
from concord.vocabulary.structures import Table, structure

#: Years and origins that are shown; the tables themselves hold all.
MOST_YEARS = 12
MOST_ORIGINS = 15


def told(table: Table) -> dict[str, Any]:
    """What is said of a table: structure, rows, total, sums by kind of row."""
    return {"structure": table.structure, "rows": len(table), "total": total(table), "sums": sums(table)}


def _measure(table: Table) -> str:
    return structure(table.structure).of("measure")[0]


def shares(table: Table) -> dict[str, Any]:
    """Year → occupation → kind of row → number; null where no row of a kind has a number."""
    import polars as pl

    frame = table.frame
    if not {"year", "occupation", "row_kind"} <= set(frame.columns) or frame.is_empty():
        return {}
    measure = pl.col(_measure(table))
    added = pl.when(measure.count() > 0).then(measure.sum()).alias("n")
    grouped = frame.group_by("year", "occupation", "row_kind", maintain_order=True).agg(added)
    found: dict[str, Any] = {}
    for year, occupation, kind, number in grouped.sort("year", descending=True).iter_rows():
        if str(year) in found or len(found) < MOST_YEARS:
            found.setdefault(str(year), {}).setdefault(occupation or "", {})[kind or "row"] = number
    return found


def origins(table: Table) -> dict[str, Any]:
    """Year → place of origin → number over all occupations, the largest of the newest years."""
    import polars as pl

    frame = table.frame
    place = next((name for name in ("origin", "destination") if name in frame.columns), None)
    if place is None or "year" not in frame.columns or frame.is_empty():
        return {}
    rows = frame.filter(pl.col(place).is_not_null())
    if "row_kind" in frame.columns:
        rows = rows.filter(pl.col("row_kind") == "origin")
    if "activity" in rows.columns and rows["activity"].n_unique() > 1:  # levels contain one another: take the widest
        rows = rows.filter(pl.col("activity") == rows.group_by("activity").len().sort("len")["activity"][-1])
    grouped = rows.group_by("year", place).agg(pl.col(_measure(table)).sum().alias("n"))
    found: dict[str, Any] = {}
    for year, name, number in grouped.sort(["year", "n", place], descending=[True, True, False]).iter_rows():
        if len(found) >= MOST_YEARS and str(year) not in found:
            break
        held = found.setdefault(str(year), {})
        if len(held) < MOST_ORIGINS:
            held[name] = number
    return found


def covers(tables: Iterable[Table]) -> tuple[tuple[str, int | None, str | None, str | None], ...]:
    """The series of the tables: structure, year, occupation, activity."""
    import polars as pl

    found: dict[tuple[str, int | None, str | None, str | None], None] = {}
    for table in tables:
        frame = table.frame
        absent = [name for name in ("year", "occupation", "activity") if name not in frame.columns]
        frame = frame.with_columns(pl.lit(None).alias(name) for name in absent)
        for year, occupation, activity in frame.select("year", "occupation", "activity").unique().iter_rows():
            found[(table.structure, year, occupation, activity)] = None
    return tuple(sorted(found, key=lambda each: (each[0], each[1] or 0, each[2] or "", each[3] or "")))
