"""Reads what an analysis is made of: series of one area from tables, populations to come, incomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.declarations.read import read_csv
from concord.labour_market.analysis_model import DOCTORS, Pair, Point, Row
from concord.labour_market.curves import Range
from concord.vocabulary.provenance import Input

if TYPE_CHECKING:
    from concord.vocabulary.structures import Table

Tables = Mapping[str, "Table"]
POPULATION, GDP = "methods/need-population.csv", "methods/demand-gdp.csv"


class Same:
    """Tables that are the same where those of some structures are the same objects: a key for what is kept of them.

    It holds on to the tables, so that no other object can come to stand at their place while something is kept.
    """

    def __init__(self, tables: Tables, *structures: str) -> None:
        self.tables = tables
        self.key = tuple(id(tables[name].frame) if name in tables else 0 for name in structures)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.key == other.key


def rows(tables: Tables, structure: str, **where: object) -> Iterator[dict[str, Any]]:
    """Rows of a table in which columns have given values; none where the table is not there."""
    import polars as pl

    if structure not in tables:
        return
    frame = tables[structure].frame
    for name, value in where.items():
        frame = frame.filter(pl.col(name) == value)
    yield from frame.iter_rows(named=True)


def row_of(given: Mapping[str, Any]) -> Row:
    """Where a row stands at its publisher's."""
    return Row(given.get("source") or "", given.get("source_file") or "", int(given.get("source_row") or 0))


def series(tables: Tables, structure: str, measure: str, **where: object) -> tuple[Point, ...]:
    """A series in order of years, hidden and missing values as None."""
    found = [Point(row["year"], row[measure], row["status"], row_of(row)) for row in rows(tables, structure, **where)]
    return tuple(sorted(found, key=lambda point: point.year))


def newest(given: tuple[Point, ...], until: int | None = None) -> Point | None:
    """The newest point with a value, no later than a year."""
    known = [each for each in given if each.value is not None and (until is None or each.year <= until)]
    return known[-1] if known else None


def pairs(tables: Tables, column: str, area: str, *, until: int, occupation: str = DOCTORS) -> tuple[Pair, ...]:
    """Pairs of the newest year of each destination in which one side is ``area``, largest first; hidden ones left out.

    Args:
        tables: With ``mds-stock-by-training``.
        column: ``area`` for those who work in it, ``origin`` for those it trained.
        area: Alpha-3.
        until: The last year that is used.
        occupation: Doctors, as the bundled table has no other.
    """
    wanted = {column: area, "row_kind": "origin", "occupation": occupation}
    found = [row for row in rows(tables, "mds-stock-by-training", **wanted) if row["year"] <= until]
    last: dict[str, int] = {}
    for row in found:
        last[row["area"]] = max(last.get(row["area"], 0), row["year"])
    kept = [
        Pair(row["origin"], row["area"], row["year"], row["headcount"], row_of(row))
        for row in found
        if row["origin"] != row["area"] and row["year"] == last[row["area"]] and row["headcount"]
    ]
    return tuple(sorted(kept, key=lambda each: (-each.persons, each.origin, each.destination)))


def inputs(tables: Tables) -> tuple[Input, ...]:
    """Every file that the tables were read from, and those that come with the methods."""
    named = {each for table in tables.values() for each in table.provenance.inputs}
    own = {Input(name, digest_of(packs.find(name)), "") for name in (POPULATION, GDP)}
    return tuple(sorted(named | own, key=lambda each: (each.id, each.digest)))


@lru_cache(maxsize=1)
def _populations() -> Mapping[str, Mapping[int, Range]]:
    found: dict[str, dict[int, Range]] = {}
    for row in read_csv(packs.find(POPULATION)).rows:
        persons, low, high = (float(row[name]) for name in ("persons", "low", "high"))
        found.setdefault(row["area"], {})[int(row["year"])] = Range(persons, min(low, persons), max(high, persons))
    return found


def populations_to_come(area: str) -> Mapping[int, Range]:
    """Mid-year persons 2025-2045 with 80 % bounds (World Population Prospects 2024); empty where not projected."""
    return _populations().get(area, {})


@lru_cache(maxsize=1)
def _gdp() -> Mapping[tuple[str, int], tuple[float, Row]]:
    file = read_csv(packs.find(GDP))
    source = file.meta.get("source", "")
    return {
        (row["area"], int(row["year"])): (
            float(row["gdp_usd"]),
            Row(source, row["source_file"], int(row["source_row"])),
        )
        for row in file.rows
    }


def gdp(area: str, year: int) -> tuple[float, Row] | None:
    """Gross domestic product in current US$ with its row; None where it is not known."""
    return _gdp().get((area, year))
