"""Cells: what is counted, whichever tables and releases say it; one count is one cell, wherever it stands.

The total of a series stands in the table of totals and in each table by origin; hiding it in one of them hides
nothing. So rows that count the same persons are one cell here. A row that says otherwise than its namesake is a cell
of its own: two sources, two counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from concord.mds.citation import SENT
from concord.vocabulary.structures import Table, structure

#: measure, area, year, occupation, activity
Series = tuple[str, str, int, str, str | None]
#: What of a series is counted: a kind of row, an origin on a base, or a place in the table in detail.
What = tuple[str | None, ...]
#: Whether an attacker may think that a hidden row of origins stands for nobody.
Zeros = Literal["shown", "may-hide"]

TOTAL: What = ("total",)
NATIVE: What = ("native-foreign",)
DETAIL = "detail"
#: The divisions of the table in detail, and the code under which each of them is not divided.
DIVISIONS = {"sex": "T", "age_band": "_T", "sector": "_T", "subnational": "_T"}
SUPPRESSED = "suppressed"


@dataclass(slots=True)
class Cell:
    """One count.

    Args:
        series, what: What is counted.
        release: The first release in which it stands so.
        value: Persons, as far as whoever builds the cells knows them.
        least: What is known of it even where it is hidden.
        hidden: Whether it is hidden where it was published (or came hidden).
        free: Whether it may be hidden now.
        spots: Where it stands: release, table, row.
        among_places: Whether it stands in a table that lists origins or destinations.
    """

    series: Series
    what: What
    release: int
    value: int | None
    least: int = 0
    hidden: bool = False
    free: bool = True
    spots: list[tuple[int, int, int]] = field(default_factory=list)
    among_places: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table as a count; ``given`` is its value, None where it has none."""

    table: int
    row: int
    series: Series
    what: What
    given: int | None
    hidden: bool
    sent: bool
    among_places: bool


def counts_persons(id: str) -> bool:
    """Whether the rows of a structure are counts of health personnel, which may point to persons."""
    declared = structure(id)
    first = next((column for column in declared.columns if column.role == "measure"), None)
    return first is not None and first.unit == "persons" and {"area", "year", "occupation"} <= set(declared.names)


def measure_of(id: str) -> str:
    """``stock``, ``inflow``, ``outflow`` or ``return``: what the rows of a structure count."""
    if id == "mds-return":
        return "return"
    return str(structure(id).extra.get("measure_of") or "stock")


def base_of(id: str) -> str:
    """On which base the rows of a structure are foreign; for flows without one, their own name."""
    return str(structure(id).extra.get("base") or ("training" if id == "mds-totals" else measure_of(id)))


def rows_of(tables: Sequence[Table]) -> Iterator[Row]:
    """The counts of all tables that count persons."""
    for number, table in enumerate(tables):
        if counts_persons(table.structure):
            yield from _rows(number, table)


def _rows(number: int, table: Table) -> Iterator[Row]:
    names = table.frame.columns
    measure, base = measure_of(table.structure), base_of(table.structure)
    value = structure(table.structure).of("measure")[0]
    place = next((name for name in ("origin", "destination") if name in names), None)
    divisions = [name for name in DIVISIONS if name in names]
    for at, row in enumerate(table.frame.iter_rows(named=True)):
        if "row_kind" in names:
            what = _what(row["row_kind"], base, row[place] if place else None)
        else:
            what = (DETAIL, *(row[name] for name in divisions))
        series = (measure, row["area"], row["year"], row["occupation"], row.get("activity"))
        hidden = row[value] is None and row.get("status") == SUPPRESSED
        given = None if row[value] is None else int(row[value])
        sent = row.get("source") in (*SENT, None)
        yield Row(number, at, series, what, given, hidden, sent, place is not None)


def _what(kind: str, base: str, place: str | None) -> What:
    if kind == "origin":
        return (base, "origin", place)
    return (kind,) if kind in ("total", "native-foreign") else (base, kind)


def pattern_width(what: What) -> int:
    """By how many divisions a place in the table in detail is divided."""
    return sum(code != total for code, total in zip(what[1:], DIVISIONS.values(), strict=True))


def omits_zeros(what: What) -> bool:
    """Whether rows of this kind are there only where there is somebody: origins, and places in the table in detail."""
    return what[0] == DETAIL or (len(what) == 3 and what[1] == "origin")
