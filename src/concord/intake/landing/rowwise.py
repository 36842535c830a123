"""Pieces that are not regular, read row by row as every table is: quoted line ends, rows too short or long, notes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from concord.intake import header
from concord.intake.columns import Column
from concord.intake.delimiters import Dialect
from concord.intake.landing.arrays import texts_of
from concord.intake.landing.blocks import Block
from concord.intake.landing.pieces import Head
from concord.intake.layout import _restore
from concord.intake.layout_remarks import on_layout
from concord.intake.quotes import LONGEST_CELL, Records
from concord.intake.remarks import Remarks
from concord.intake.sheets import Aside, Sheet

#: Rows of each kind that are remembered; the rest is only counted.
REMEMBERED = 10_000


class Rowwise:
    """Reads irregular blocks and remembers what there is to say about them."""

    def __init__(self, file: str, head: Head, first_cells: list[str], dialect: Dialect, remarks: Remarks) -> None:
        self._file, self._head, self._dialect, self._remarks = file, head, dialect, remarks
        self._width = len(head.headers)
        said = [cell.strip() for cell in first_cells] + [""] * self._width
        self._header = said[: self._width]
        self._first = first_cells[0] if first_cells else ""
        self._blank: list[int] = []
        self._long: list[int] = []
        self._short: list[int] = []
        self._aside: list[Aside] = list(head.aside)
        self._neutralised = 0

    def has_something_to_say(self, columns: Sequence[Any]) -> bool:
        """Whether a piece parsed fast holds the header again, blank rows, apostrophes to take off, or long cells."""
        import pyarrow as pa
        import pyarrow.compute as pc

        nothing = texts_of([""])[0]
        texts = [c.dictionary if pa.types.is_dictionary(c.type) else c for c in columns]
        first = texts[0]
        if self._first and bool(pc.any(pc.equal(first, texts_of([self._first])[0])).as_py()):
            return True
        if any(bool(pc.any(pc.starts_with(text, "'")).as_py()) for text in texts):
            return True
        if any(int(pc.max(pc.binary_length(text)).as_py() or 0) > LONGEST_CELL // 4 for text in texts):
            return True
        return bool(pc.any(pc.equal(first, nothing)).as_py()) and _blank_row(columns)

    def read(self, block: Block) -> tuple[list[int], list[list[str]]]:
        """Physical rows and cells of the rows of data in a block."""
        records = list(self._records(block))
        if block.last:
            records = self._without_notes(records)
        rows: list[int] = []
        kept: list[list[str]] = []
        for row, cells in records:
            fitted = self._fitted(row, cells)
            if not any(fitted):
                _remember(self._blank, row)
            elif cells[0] == self._first and [cell.strip() for cell in fitted] == self._header:
                self._aside.append(Aside(row, "header-again", tuple(fitted)))
            else:
                self._neutralised += _restore(fitted)
                rows.append(row)
                kept.append(fitted)
        return rows, kept

    def _records(self, block: Block) -> Iterator[tuple[int, list[str]]]:
        stream = io.TextIOWrapper(io.BytesIO(bytes(block.data)), encoding="utf-8", newline="")
        records = Records(stream, self._dialect, self._remarks, None, line=block.line - 1, width=self._width)
        for row, record in records:
            yield row, record or [""]

    def _without_notes(self, records: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
        """The last rows without the notes below the table, and without the blank rows before these."""
        texts = [cells for _, cells in records]
        start = header.footer_start(texts, self._width)
        for row, cells in records[start:]:
            if header.filled(cells):
                self._aside.append(Aside(row, "note", tuple(cells)))
        while start and not header.filled(texts[start - 1]):
            start -= 1
        return records[:start]

    def _fitted(self, row: int, cells: list[str]) -> list[str]:
        if len(cells) == self._width:
            return list(cells)
        if any(cell.strip() for cell in cells[self._width :]):
            _remember(self._long, row)
        fitted = cells[: self._width]
        if len(fitted) < self._width and any(cell.strip() for cell in fitted):
            _remember(self._short, row)
        return fitted + [""] * (self._width - len(fitted))

    def remark(self, count: int) -> None:
        """Say all of it."""
        from array import array

        head = self._head
        columns = tuple(
            Column(name, where, b"" if name else b"?", array("I", [0]))
            for name, where in zip(head.headers, head.letters, strict=True)
        )
        sheet = Sheet(self._file, None, "", head.header_rows, columns, range(1, count + 1), tuple(self._aside))
        on_layout(
            sheet, self._remarks, blank=self._blank, long=self._long, short=self._short,
            neutralised=self._neutralised,
        )  # fmt: skip


def _remember(rows: list[int], row: int) -> None:
    if len(rows) < REMEMBERED:
        rows.append(row)


def _blank_row(columns: Sequence[Any]) -> bool:
    """Whether some row is empty in every column."""
    import pyarrow.compute as pc

    blank, nothing = None, texts_of([""])[0]
    for column in columns:
        empty = pc.equal(column, nothing)
        blank = empty if blank is None else pc.and_(blank, empty)
        if not bool(pc.any(blank).as_py()):
            return False
    return True
