"""Cells as they stand on a sheet → rows by column; nothing is understood yet but which row is the header."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from concord.instrument.sheets import Row, Sheet
from concord.instrument.xlsform.columns import SENTENCES, base, clean, normal, uses_double_colons
from concord.intake.columns import letter
from concord.intake.neutral import restored


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet's cells.

    Args:
        name: Of the sheet, as written.
        rows: Physical row number from 1, and its cells from column A.
        hidden: "" where everybody sees it, else ``hidden`` or ``very-hidden``.
        first: Number of columns that stand before the first (a single CSV has the sheet's name in column A).
        dates: Cells that the program holds as dates, as (row, column from 0).
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    hidden: str = ""
    first: int = 0
    dates: frozenset[tuple[int, int]] = frozenset()


@dataclass(slots=True)
class Header:
    """What the header says: normal names by position, how written, and which are there twice."""

    at: dict[int, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    twice: list[tuple[str, str, str]] = field(default_factory=list)  # header, letter, the other's letter
    nameless: list[int] = field(default_factory=list)


def header_of(sheet: str, cells: Sequence[str], first: int = 0) -> Header:
    """The header's columns; the second of two that mean the same is left out and named."""
    written = tuple(clean(cell) for cell in cells)
    double = uses_double_colons(written)
    found = Header()
    for position, text in enumerate(written):
        if not text:
            found.nameless.append(position)
            continue
        name = normal(sheet, text, double)
        where = letter(position + first)
        if name in found.letters:
            found.twice.append((text, where, found.letters[name]))
            continue
        found.at[position] = name
        found.headers[name] = text
        found.letters[name] = where
    return found


def sheet_of(name: str, grid: Grid) -> tuple[Sheet, Header]:
    """The sheet of a grid: its first filled row is the header, every filled row below it a row."""
    filled = [(number, cells) for number, cells in grid.rows if any(cell.strip() for cell in cells)]
    if not filled:
        return Sheet(name), Header()
    header = header_of(name, filled[0][1], grid.first)
    rows = tuple(row for number, cells in filled[1:] if (row := _row(number, cells, header.at)) is not None)
    columns = tuple(header.at.values())
    return Sheet(name, columns, rows, MappingProxyType(header.headers), MappingProxyType(header.letters)), header


def _row(number: int, cells: Sequence[str], at: Mapping[int, str]) -> Row | None:
    filled = {at[place]: _cell(cell, at[place]) for place, cell in enumerate(cells) if place in at and cell.strip()}
    return Row(number, MappingProxyType(filled)) if filled else None


def _cell(text: str, column: str) -> str:
    """The cell as its author meant it: without spaces at its ends, and without the apostrophe we give a formula sign.

    In an expression an apostrophe that has its partner opens a text and stays.
    """
    text = text.replace("\u00a0", " ").strip()
    paired = base(column) not in SENTENCES and text.count("'") % 2 == 0
    return text if paired else restored(text)


def numbered(rows: Iterable[Sequence[str]]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Rows with their numbers, from 1."""
    return tuple((number, tuple(cells)) for number, cells in enumerate(rows, start=1))
