"""A register as a workbook of one sheet, row by row, in constant memory."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from concord.errors import Invalid
from concord.mds.generating.breaking import DATES
from concord.mds.generating.marking import SENTENCE
from concord.mds.generating.styles import Style
from concord.mds.generating.tables import Register, tables
from concord.vocabulary.languages import direction

MOST_ROWS = 1_048_576
PIECE = 20_000
_EXCEL = {"YYYY": "yyyy", "MM": "mm", "DD": "dd"}


def write_sheet(made: Register, part: Path, advance: Callable[[int], None]) -> None:
    """Write the workbook.

    Raises:
        Invalid: ``mds.generating.too-many-rows`` when a sheet cannot hold them.
    """
    import xlsxwriter

    style, wish = made.style, made.plan.wish
    lines = len(style.above) + len(style.below) + 1
    if made.rows + lines > MOST_ROWS:
        raise Invalid("mds.generating.too-many-rows", params={"rows": made.rows, "limit": MOST_ROWS - lines})
    with tempfile.TemporaryDirectory(prefix="concord-") as folder:
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(str(part), options) as book:
            book.set_properties(_properties(wish.area, wish.year))
            sheet = book.add_worksheet(style.sheet)
            if direction(style.language) == "rtl":
                sheet.right_to_left()
            write = _Rows(book, sheet, style)
            write.lines(style.lines(style.above, wish=wish, rows=made.plan.rows))
            write.row([column.header for column in style.columns], write.bold)
            for table in tables(made, typed=True, piece=PIECE):
                write.rows(table)
                advance(len(table))
            write.lines(style.lines(style.below, wish=wish, rows=made.plan.rows))


def _properties(area: str, year: int) -> dict[str, Any]:
    return {
        "title": f"Generated register of health personnel, {area}",
        "subject": "generated",
        "author": "Concord",
        "comments": SENTENCE,
        "created": datetime.datetime(year, 12, 31),
    }


class _Rows:
    """Rows one below the other."""

    def __init__(self, book: Any, sheet: Any, style: Style) -> None:
        self.sheet, self.at = sheet, 0
        self.bold = book.add_format({"bold": True})
        code = style.date
        for ours, theirs in _EXCEL.items():
            code = code.replace(ours, theirs)
        self.date = book.add_format({"num_format": code.replace("M", "m").replace("D", "d")})
        for index, column in enumerate(style.columns):
            width = 12 if column.role in DATES or not column.header else min(30, max(8, len(column.header) + 2))
            sheet.set_column(index, index, width)

    def row(self, cells: list[Any], format: Any = None) -> None:
        """One row."""
        for index, cell in enumerate(cells):
            if cell is None:
                continue
            if isinstance(cell, datetime.date):
                self.sheet.write_datetime(self.at, index, datetime.datetime(cell.year, cell.month, cell.day), self.date)
            elif isinstance(cell, str):
                self.sheet.write_string(self.at, index, cell, format)
            else:
                self.sheet.write_number(self.at, index, cell, format)
        self.at += 1

    def lines(self, lines: list[str]) -> None:
        """Lines of one cell each."""
        for line in lines:
            self.row([line or None])

    def rows(self, table: Any) -> None:
        """The rows of a table."""
        columns = [column.to_pylist() for column in table.columns]
        for cells in zip(*columns, strict=True):
            self.row(list(cells))
