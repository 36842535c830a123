"""Reads who joined and left an occupation from a small table of one's own, for self-sufficiency.

One row for each area, year, occupation and kind: ``area,year,occupation,kind,persons,low,high,source``. ``low`` and
``high`` are left empty for a count; a row that has them is a declared assumption, and what follows from it is
``estimated``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, cast, get_args

from concord.declarations.read import read_csv
from concord.errors import Invalid
from concord.indicators.model import Movement, MovementKind, RowRef
from concord.vocabulary.areas import area

COLUMNS: Final = ("area", "year", "occupation", "kind", "persons", "low", "high", "source")


def read_movements(path: Path) -> tuple[Movement, ...]:
    """The movements of a CSV file, each with the file and its physical row.

    Raises:
        Invalid: ``indicators.movements.columns`` where a column is lacking, ``indicators.movements.row`` where a kind
            is unknown, a number is none, is below zero or lies outside its own bounds, or a key stands there twice.
        NotFound: ``areas.area.unknown``.
    """
    table = read_csv(path)
    lacking = [name for name in COLUMNS if name not in table.header]
    if lacking:
        raise Invalid("indicators.movements.columns", params={"file": path.name, "lacking": ", ".join(lacking)})
    found: dict[tuple[str, ...], Movement] = {}
    for place, row in enumerate(table.rows):
        key = (row["area"], row["year"], row["occupation"], row["kind"])
        if key in found:
            raise _wrong(path, table.line(place), "kind")
        found[key] = _movement(path, table.line(place), row)
    return tuple(found.values())


def _wrong(path: Path, line: int, column: str) -> Invalid:
    return Invalid("indicators.movements.row", params={"file": path.name, "row": line, "column": column})


def _movement(path: Path, line: int, row: dict[str, str]) -> Movement:
    if row["kind"] not in get_args(MovementKind):
        raise _wrong(path, line, "kind")
    if not row["year"].isdigit():
        raise _wrong(path, line, "year")
    persons = _number(path, line, row, "persons")
    low, high = (_number(path, line, row, name) if row[name].strip() else None for name in ("low", "high"))
    if (low is not None and low > persons) or (high is not None and high < persons):
        raise _wrong(path, line, "low" if low is not None and low > persons else "high")
    is_assumed = low is not None or high is not None
    return Movement(
        area(row["area"]).code, int(row["year"]), row["occupation"], cast("MovementKind", row["kind"]), persons,
        RowRef(row["source"], path.name, line), low, high, "estimated" if is_assumed else "normal",
    )  # fmt: skip


def _number(path: Path, line: int, row: dict[str, str], column: str) -> float:
    try:
        number = float(row[column])
    except ValueError:
        raise _wrong(path, line, column) from None
    if not 0 <= number < float("inf"):
        raise _wrong(path, line, column)
    return number
