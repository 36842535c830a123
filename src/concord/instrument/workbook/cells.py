"""All cells of a workbook with their places, whatever the reader took for a header, a title or a note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from concord.findings import Place
from concord.instrument.workbook.values import Typed
from concord.instrument.workbook.wordings import fold
from concord.intake.columns import letter
from concord.intake.sheets import Sheet

At = tuple[int, int]


@dataclass(frozen=True)
class RawSheet:
    """A sheet's filled cells by row and column, both from 1."""

    file: str
    name: str
    hidden: str
    cells: Mapping[At, Typed]

    @cached_property
    def rows(self) -> Mapping[int, Mapping[int, Typed]]:
        """Cells by row, then by column."""
        found: dict[int, dict[int, Typed]] = {}
        for (row, column), cell in sorted(self.cells.items()):
            found.setdefault(row, {})[column] = cell
        return found

    def folded(self, row: int) -> Mapping[int, str]:
        """A row's texts as they are compared, by column."""
        return {column: fold(cell.text) for column, cell in self.rows.get(row, {}).items()}

    def at(self, row: int, column: int) -> Typed:
        """A cell, empty where nothing stands."""
        found = self.cells.get((row, column))
        return found or Typed("", "empty", Place(self.file, self.name, row, None, letter(column - 1)))


def raw(sheet: Sheet) -> RawSheet:
    """A sheet's cells; a header of two rows is taken apart again."""
    cells: dict[At, Typed] = {}
    for row, column, text, kind in _all(sheet):
        if text.strip():
            where = Place(sheet.file, sheet.name, row, None, letter(column - 1))
            cells[row, column] = Typed(text, kind, where)
    return RawSheet(sheet.file, sheet.name or "", sheet.hidden, cells)


def _all(sheet: Sheet) -> Iterator[tuple[int, int, str, str]]:
    for aside in sheet.aside:
        for column, text in enumerate(aside.cells, start=1):
            yield aside.row, column, text, "text"
    for column, its in enumerate(sheet.columns, start=1):
        upper, _, lower = its.header.rpartition(" / ") if len(sheet.header_rows) == 2 else ("", "", its.header)
        for row, text in zip(sheet.header_rows, (upper, lower)[-len(sheet.header_rows) :], strict=True):
            yield row, column, text, "text"
        for index, row in enumerate(sheet.rows):
            yield row, column, its.text(index), its.kind(index)
