"""Which cells of a sheet the findings mean."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from concord.findings import LEVELS, Finding, Level
from concord.intake.columns import index_of
from concord.intake.sheets import Sheet

_CELLS = re.compile(r"([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?")
#: Cells of one finding that carry its sentence; the others are filled alone.
COMMENTED = 10


@dataclass(slots=True)
class Marks:
    """The cells of one sheet that findings mean.

    Args:
        level: (physical row, column from 0) → the gravest level there.
        said: The same key → the findings whose sentence stands at the cell.
    """

    level: dict[tuple[int, int], Level] = field(default_factory=dict)
    said: dict[tuple[int, int], list[Finding]] = field(default_factory=dict)

    def add(self, finding: Finding, cells: Iterable[tuple[int, int]]) -> None:
        """Mark cells, in order; the first ones carry the sentence."""
        for number, cell in enumerate(cells):
            there = self.level.get(cell)
            if there is None or LEVELS.index(finding.level) < LEVELS.index(there):
                self.level[cell] = finding.level
            if number < COMMENTED:
                self.said.setdefault(cell, []).append(finding)


def marks(sheet: Sheet, findings: Iterable[Finding]) -> Marks:
    """The cells of a sheet that these findings mean; those about other files and sheets mean none of it."""
    found = Marks()
    for finding in findings:
        place = finding.where
        if place.sheet == sheet.name and place.file in (None, sheet.file):
            found.add(finding, dict.fromkeys(_cells(sheet, finding)))
    return found


def first_cell(finding: Finding) -> tuple[int, str] | None:
    """Row and letter of the cell a finding is shown at, for a link; None where it has neither row nor column."""
    place = finding.where
    named = _CELLS.match(str(finding.params.get("cells") or ""))
    if place.row is None and named is not None:
        return int(named[2]), named[1]
    if place.row is None and place.letter is None:
        return None
    return place.row or 1, place.letter or "A"


def _cells(sheet: Sheet, finding: Finding) -> Iterator[tuple[int, int]]:
    place, cells = finding.where, str(finding.params.get("cells") or "")
    if place.row is None and place.letter:
        yield from ((row, index_of(place.letter)) for row in sheet.header_rows[-1:])
    if cells:
        yield from _named(cells)
    elif place.row is None and place.letter:
        yield from ((row, index_of(place.letter)) for row in sheet.rows)
    elif place.row is not None:
        first = (place.row, index_of(place.letter or "A"))
        yield first
        if place.letter and finding.value is not None and finding.params.get("count", 1) != 1:
            yield from _alike(sheet, place.letter, place.row)


def _named(cells: str) -> Iterator[tuple[int, int]]:
    for left, first, right, last in _CELLS.findall(cells):
        for row in range(int(first), int(last or first) + 1):
            for column in range(index_of(left), index_of(right or left) + 1):
                yield row, column


def _alike(sheet: Sheet, letter: str, row: int) -> Iterator[tuple[int, int]]:
    """The other cells of a column that say what this one says: a finding names ten rows, and means them all."""
    column = next((column for column in sheet.columns if column.letter == letter), None)
    at = position(sheet.rows, row)
    if column is None or at is None:
        return
    texts = column.texts()
    for index, text in enumerate(texts):
        if text == texts[at]:
            yield sheet.rows[index], index_of(letter)


def position(rows: Sequence[int], row: int) -> int | None:
    """The number, from 0, of a physical row among the rows of data; None where it is no row of data."""
    at = bisect_left(rows, row)
    return at if at < len(rows) and rows[at] == row else None
