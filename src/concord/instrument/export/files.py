"""Exports as files: CSV by table, one workbook, one archive; no cell is a formula, nothing is cut."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from concord.errors import Invalid
from concord.instrument.export.rounds import COLUMNS as ALIGNED
from concord.instrument.export.rounds import AlignedRow, flat
from concord.instrument.export.rows import COLUMNS, AnswerRow
from concord.instrument.export.wide import Table
from concord.intake.out import write_csv
from concord.intake.out_table import OutColumn, plain_number
from concord.intake.out_xlsx import EXACT, MOST_ROWS, write_text

MOST_COLUMNS = 16_384
_FIRST = (1980, 1, 1, 0, 0, 0)


def long_csv(rows: Iterable[AnswerRow], *, excel: bool = False) -> bytes:
    """The rows as CSV (UTF-8)."""
    stream = io.BytesIO()
    write_csv(stream, COLUMNS, (asdict(row) for row in rows), excel=excel)
    return stream.getvalue()


def aligned_csv(rows: Iterable[AlignedRow], *, excel: bool = False) -> bytes:
    """Several rounds beside one another as CSV (UTF-8)."""
    stream = io.BytesIO()
    write_csv(stream, ALIGNED, (flat(row) for row in rows), excel=excel)
    return stream.getvalue()


def table_csv(table: Table, *, excel: bool = False) -> bytes:
    """One table as CSV (UTF-8)."""
    stream = io.BytesIO()
    write_csv(stream, [OutColumn(column.header, kind=column.kind) for column in table.columns], table.rows, excel=excel)
    return stream.getvalue()


def tables_zip(tables: Sequence[Table]) -> bytes:
    """All tables as CSV files in one archive; the same tables give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in zip(_names(tables, 100), tables, strict=True):
            archive.writestr(zipfile.ZipInfo(f"{name}.csv", _FIRST), table_csv(table), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def tables_xlsx(tables: Sequence[Table]) -> bytes:
    """All tables as sheets of one workbook.

    Raises:
        Invalid: ``instrument.export.too-wide``; or a table has more rows than a sheet: nothing is cut.
    """
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        head = book.add_format({"bold": True, "bottom": 2})
        for name, table in zip(_names(tables, 31), tables, strict=True):
            _sheet(book.add_worksheet(name), table, head)
    return stream.getvalue()


def _sheet(sheet: Any, table: Table, head: Any) -> None:
    if len(table.columns) > MOST_COLUMNS:
        params = {"table": table.name, "columns": len(table.columns), "limit": MOST_COLUMNS}
        raise Invalid("instrument.export.too-wide", params=params)
    if len(table.rows) >= MOST_ROWS:
        raise Invalid("intake.out.too-many-rows", params={"limit": MOST_ROWS - 1})
    sheet.freeze_panes(1, 1)
    for index, column in enumerate(table.columns):
        write_text(sheet, 0, index, column.header, head)
        for place, row in enumerate(table.rows, start=1):
            _cell(sheet, place, index, row.get(column.header))


def _cell(sheet: Any, row: int, index: int, value: object) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < EXACT:
        plain_number(value)
        sheet.write_number(row, index, value)
    else:
        write_text(sheet, row, index, str(value))


def _names(tables: Sequence[Table], longest: int) -> list[str]:
    """Names for sheets and files: no sign that either refuses, none too long, none twice."""
    names: list[str] = []
    for table in tables:
        plain = re.sub(r"[\[\]:*?/\\'<>|\"]+", "_", table.name)[:longest] or "table"
        name, count = plain, 1
        while name.casefold() in {each.casefold() for each in names}:
            count += 1
            name = f"{plain[: longest - len(str(count)) - 1]}_{count}"
        names.append(name)
    return names
