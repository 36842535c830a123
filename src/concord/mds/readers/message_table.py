"""One table of a message, gathered row by row while the message is read: components become columns as they appear.

Runs in the limited reading process, so it imports nothing but the plain parts of :mod:`concord.intake`.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from itertools import pairwise

from concord.intake.columns import Column, ColumnBuilder, letter
from concord.intake.limits import Limits, exceeds
from concord.intake.remarks import Remarks
from concord.intake.sheets import Sheet

PIECE = 4_096


def unlike(name: str, taken: Sequence[str]) -> str:
    """The name, with a number where another table has it already: two data sets may be of one structure."""
    number = 1
    shown = name
    while shown in taken:
        number += 1
        shown = f"{name} {number}"
    return shown


class TableBuilder:
    """Gathers rows whose columns are not known beforehand.

    Args:
        file: Name of the file.
        name: Name of the table, such as the id of its structure.
        remarks: Where a limit that is passed is said.
        limits: Rows and columns that are too many.
        first: Columns that stand first, whether or not a row fills them.
    """

    def __init__(self, file: str, name: str, remarks: Remarks, limits: Limits, first: Sequence[str] = ()) -> None:
        self.file, self.name = file, name
        self._remarks, self._limits = remarks, limits
        self._builders: dict[str, ColumnBuilder] = {header: ColumnBuilder() for header in first}
        self._waiting: list[Mapping[str, str]] = []
        self._places: array[int] = array("Q")
        self._done = 0

    def __len__(self) -> int:
        return len(self._places)

    def add(self, place: int, values: Mapping[str, str]) -> None:
        """One more row, with the line of the file (or the number of the item) in which it stands."""
        self._places.append(place)
        self._waiting.append(values)
        if len(self._waiting) >= PIECE:
            self._flush()

    def _flush(self) -> None:
        for row in self._waiting:
            for header in row:
                if header not in self._builders:
                    self._grow(header)
        for header, builder in self._builders.items():
            builder.extend([row.get(header, "") for row in self._waiting])
        self._done += len(self._waiting)
        self._waiting = []
        if exceeds(self._done, self._limits.text_rows):
            raise self._remarks.stop("intake.limit.rows", limit=self._limits.text_rows, sheet=self.name)

    def _grow(self, header: str) -> None:
        builder = self._builders[header] = ColumnBuilder()
        builder.extend([""] * self._done)
        if exceeds(len(self._builders), self._limits.columns):
            count, limit = len(self._builders), self._limits.columns
            raise self._remarks.stop("intake.limit.columns", columns=count, limit=limit, sheet=self.name)

    def sheet(self) -> tuple[Sheet, bool]:
        """The table, and whether its rows are numbered as the places given.

        Where two rows stand on one line (a message without line breaks) the rows are counted from 1 instead.
        """
        self._flush()
        rising = all(a < b for a, b in pairwise(self._places))
        rows: Sequence[int] = self._places if rising else range(1, len(self._places) + 1)
        columns = tuple(self._column(at, header) for at, header in enumerate(self._builders))
        return Sheet(self.file, self.name or None, "", (), columns, rows), rising

    def _column(self, at: int, header: str) -> Column:
        return self._builders[header].column(header, letter(at))
