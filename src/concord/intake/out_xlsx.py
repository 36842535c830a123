"""Workbooks out: one table, a sheet of notes, code lists for the cells' choices; row by row, in constant memory."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import IO, Any

from concord.errors import Invalid
from concord.intake.columns import letter
from concord.intake.neutral import neutralised, writable
from concord.intake.out_table import Meta, OutColumn, Row, cells_of, columns_of, plain_number
from concord.intake.workbook_remarks import OWN_CODES_SHEET
from concord.vocabulary.languages import direction

MOST_ROWS = 1_048_576
LONGEST_TEXT = 32_767
# Beyond these a spreadsheet's numbers are not exact: such integers are written as text.
EXACT = 10**15
_FORMATS = {"integer": "#,##0", "decimal": "#,##0.0###", "percent": "0.0%", "date": "yyyy-mm-dd", "text": "General"}
Codes = Mapping[str, Sequence[tuple[str, str]]]


def write(
    stream: IO[bytes],
    columns: Iterable[str | OutColumn],
    rows: Iterable[Row],
    meta: Meta | None = None,
    *,
    sheet: str = "data",
    notes_sheet: str = "notes",
    codes: Codes,
    in_memory: bool = False,
) -> int:
    """Write a workbook.

    Args:
        stream: Where to; opened for bytes.
        columns: The columns; those with ``codes`` offer the list's codes as choices.
        rows: Sequences in the columns' order, or mappings.
        meta: Written on a sheet of its own, and as the file's properties.
        sheet: Name of the table's sheet.
        notes_sheet: Name of the sheet of notes.
        codes: Code lists by name, each of codes and their names; kept on a very hidden sheet.
        in_memory: Whether nothing of it may be written to a disk on the way; it then needs memory for all its rows.

    Returns:
        How many rows were written.

    Raises:
        Invalid: More rows than a sheet holds, a text longer than a cell holds, or a row that does not fit: never cut.
    """
    import xlsxwriter

    made = columns_of(columns)
    about = meta or Meta()
    with _options(in_memory) as options, xlsxwriter.Workbook(stream, options) as book:
        _properties(book, about)
        written = _Table(book, sheet, made, about, codes).write(rows)
        if meta is not None and meta.lines():
            _notes(book, notes_sheet, meta)
        if codes:
            _codes(book, codes)
    return written


@contextmanager
def _options(in_memory: bool) -> Iterator[dict[str, Any]]:
    """How a workbook is written, and where its parts are kept until they are put together."""
    always = {"strings_to_formulas": False, "strings_to_urls": False}
    if in_memory:
        yield {**always, "in_memory": True}
        return
    with tempfile.TemporaryDirectory(prefix="concord-") as folder:
        yield {**always, "constant_memory": True, "tmpdir": folder}


def _properties(book: Any, meta: Meta) -> None:
    book.set_properties(
        {
            "title": writable(meta.title),
            "comments": writable(meta.citation),
            "author": "Concord",
            "created": dt.datetime(meta.created.year, meta.created.month, meta.created.day),
        }
    )


class _Table:
    def __init__(self, book: Any, name: str, columns: list[OutColumn], meta: Meta, codes: Codes) -> None:
        self.columns = columns
        self.codes = codes
        self.sheet = book.add_worksheet(name)
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2})
        self.formats = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
        if direction(meta.language) == "rtl":
            self.sheet.right_to_left()
        self.sheet.freeze_panes(1, 0)

    def write(self, rows: Iterable[Row]) -> int:
        for index, column in enumerate(self.columns):
            self.sheet.set_column(index, index, column.width)
            if column.codes:
                self._offer(index, column)
        for index, column in enumerate(self.columns):
            self._text(0, index, column.header, self.head)
        written = 0
        for row in rows:
            written += 1
            if written >= MOST_ROWS:
                raise Invalid("intake.out.too-many-rows", params={"limit": MOST_ROWS - 1})
            for index, cell in enumerate(cells_of(row, self.columns)):
                self._cell(written, index, cell)
        return written

    def _offer(self, index: int, column: OutColumn) -> None:
        if column.codes not in self.codes:
            raise Invalid("intake.out.no-such-codes", params={"codes": column.codes})
        place = list(self.codes).index(column.codes)
        where = letter(2 * place)
        last = len(self.codes[column.codes]) + 1
        source = f"='{OWN_CODES_SHEET}'!${where}$2:${where}${last}"
        self.sheet.data_validation(
            1, index, MOST_ROWS - 1, index, {"validate": "list", "source": source, "error_type": "warning"}
        )

    def _cell(self, row: int, index: int, value: object) -> None:
        shown = self.formats[self.columns[index].kind]
        match value:
            case None | "":
                return
            case bool():
                self.sheet.write_boolean(row, index, value)
            case int() if abs(value) >= EXACT:
                self._text(row, index, str(value))
            case int():
                self.sheet.write_number(row, index, value, shown)
            case float():
                plain_number(value)
                self.sheet.write_number(row, index, value, shown)
            case Decimal():
                self._decimal(row, index, value, shown)
            case dt.datetime() | dt.date() if value.year >= 1900 and getattr(value, "tzinfo", None) is None:
                self.sheet.write_datetime(row, index, value, self.formats["date"])
            case dt.datetime() | dt.date():
                self._text(row, index, value.isoformat())
            case _:
                self._text(row, index, str(value))

    def _decimal(self, row: int, index: int, value: Decimal, shown: Any) -> None:
        """A decimal as a number where the spreadsheet's number is the same; as text where it would be rounded."""
        if value.is_finite() and Decimal(repr(float(value))) == value:
            self.sheet.write_number(row, index, float(value), shown)
        elif value.is_finite():
            self._text(row, index, format(value, "f"))
        else:
            raise Invalid("intake.out.not-a-number")

    def _text(self, row: int, index: int, text: str, shown: Any = None) -> None:
        write_text(self.sheet, row, index, text, shown)


def write_text(sheet: Any, row: int, index: int, text: str, shown: Any = None) -> None:
    """A cell of text: neutralised, and refused where it is longer than a cell holds.

    Raises:
        Invalid: It would be cut.
    """
    safe = neutralised(writable(text))
    if len(safe.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise Invalid("intake.out.cell-too-long", params={"row": row + 1, "limit": LONGEST_TEXT})
    if safe:
        sheet.write_string(row, index, safe, shown)


def _notes(book: Any, name: str, meta: Meta) -> None:
    sheet = book.add_worksheet(name)
    if direction(meta.language) == "rtl":
        sheet.right_to_left()
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 110)
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    for row, (label, text) in enumerate(meta.lines()):
        write_text(sheet, row, 0, label, bold)
        write_text(sheet, row, 1, text, wrapped)


def _codes(book: Any, codes: Codes) -> None:
    """Two columns a list, code and name, on a sheet that is not offered for unhiding."""
    sheet = book.add_worksheet(OWN_CODES_SHEET)
    sheet.very_hidden()
    for place, name in enumerate(codes):
        write_text(sheet, 0, 2 * place, name)
        write_text(sheet, 0, 2 * place + 1, f"{name} (name)")
    longest = max((len(listed) for listed in codes.values()), default=0)
    for index in range(longest):
        for place, listed in enumerate(codes.values()):
            if index < len(listed):
                code, label = listed[index]
                write_text(sheet, index + 1, 2 * place, code)
                write_text(sheet, index + 1, 2 * place + 1, label)
