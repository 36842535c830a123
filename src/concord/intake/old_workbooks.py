"""What a workbook of 1997 would make its reader reserve, found before it is read.

The reader reserves all cells between the first and the last; both stand in the records of a sheet, which is walked
here once. Layout: [MS-XLS], sections 2.1.4 and 2.4.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from concord.intake import compound
from concord.intake.limits import Limits
from concord.intake.remarks import Remarks

BEGIN, SHEET, DIMENSIONS, SEVERAL = 0x0809, 0x0085, 0x0200, 0x00BD
#: Records of one cell: a formula, rich text, shared text, a number, a text, true or false, a number in short.
CELL = frozenset({0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
#: What calamine reserves for a cell, in bytes.
CELL_BYTES = 40
RECORD = struct.Struct("<HH")
LARGE, SMALL = struct.Struct("<4xI2xH"), struct.Struct("<2xH2xH")


@dataclass(slots=True)
class Extent:
    """How far a sheet reaches: rows and columns, counted from 1."""

    name: str
    rows: int = 0
    columns: int = 0

    def reaches(self, rows: int, columns: int) -> None:
        """There is something so far down and so far to the right."""
        self.rows, self.columns = max(self.rows, rows), max(self.columns, columns)


def check(data: bytes, limits: Limits, remarks: Remarks) -> None:
    """Refuse a workbook whose container is unsound, or of which a sheet would need more memory than there may be.

    Args:
        data: The whole file.
        limits: How much memory there may be.
        remarks: Where the refusal is said.

    Raises:
        Stop: the workbook is not to be read.
    """
    try:
        stream = compound.Container(data).stream("Workbook", "WORKBOOK", "Book", "BOOK")
    except compound.Unsound as error:
        raise remarks.stop("intake.package.markup") from error
    for sheet in _extents(stream or b""):
        reserved = sheet.rows * sheet.columns * CELL_BYTES
        if limits.memory_bytes is not None and reserved > 0.7 * limits.memory_bytes:
            raise remarks.stop("intake.limit.far-cell", sheet=sheet.name, row=sheet.rows)


def _extents(stream: bytes) -> Iterator[Extent]:
    names: dict[int, str] = {}
    sheet = Extent("")
    at, end = 0, len(stream) - RECORD.size - LARGE.size
    while at <= end:
        kind, length = RECORD.unpack_from(stream, at)
        body = at + RECORD.size
        if kind in CELL and length >= RECORD.size:
            row, column = RECORD.unpack_from(stream, body)
            if row >= sheet.rows or column >= sheet.columns:
                sheet.reaches(row + 1, column + 1)
        elif kind == SEVERAL and length >= 6:
            row, column = RECORD.unpack_from(stream, body)
            sheet.reaches(row + 1, column + (length - 6) // 6 + 1)
        elif kind == DIMENSIONS and length >= SMALL.size:
            sheet.reaches(*(LARGE if length >= LARGE.size else SMALL).unpack_from(stream, body))
        elif kind == SHEET and length >= 8:
            place, name = _named(stream[body : body + length])
            names[place] = name
        elif kind == BEGIN:
            yield sheet
            sheet = Extent(names.get(at, ""))
        at = body + length
    yield sheet


def _named(record: bytes) -> tuple[int, str]:
    """Where a sheet begins in the stream, and its name."""
    (place,) = struct.unpack_from("<I", record)
    wide = record[7] & 1
    text = record[8 : 8 + (record[6] << wide)]
    return place, text.decode("utf-16-le" if wide else "latin-1", "replace")
