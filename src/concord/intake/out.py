"""Safe tables out: CSV and XLSX in which no cell is a formula and nothing is cut; same input, same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO

from concord.errors import Invalid
from concord.intake import out_xlsx
from concord.intake.neutral import neutralised, writable
from concord.intake.out_table import Kind, Meta, OutColumn, Row, cells_of, columns_of, plain_number

__all__ = ["Kind", "Meta", "OutColumn", "Row", "write_csv", "write_xlsx"]

PIECE = 2_000


def text_of(value: object) -> str:
    """A value as CSV has it: text neutralised, numbers plain, dates ISO, nothing for None."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return plain_number(value)
        case Decimal():
            if not value.is_finite():
                raise Invalid("intake.out.not-a-number")
            return format(value, "f")
        case datetime() | date():
            return value.isoformat()
        case _:
            return neutralised(writable(str(value)))


def write_csv(
    stream: IO[bytes],
    columns: Iterable[str | OutColumn],
    rows: Iterable[Row],
    meta: Meta | None = None,
    *,
    delimiter: str = ",",
    excel: bool = False,
) -> int:
    """Write a table as CSV (UTF-8, CRLF), row by row; lines about it stand first as ``# name: text``.

    Args:
        stream: Where to; opened for bytes.
        columns: The columns.
        rows: Sequences in the columns' order, or mappings.
        meta: Lines about the table, or None for the table alone.
        delimiter: Comma, semicolon or tab.
        excel: Whether a mark that makes Excel read UTF-8 stands first.

    Returns:
        How many rows were written.

    Raises:
        Invalid: A row does not fit the columns, or a number is not one.
    """
    made = columns_of(columns)
    stream.write(b"\xef\xbb\xbf" if excel else b"")
    for name, text in meta.lines() if meta else ():
        stream.write(f"# {writable(name)}: {writable(text)}\r\n".encode())
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([text_of(column.header) for column in made])
    written = 0
    for row in rows:
        writer.writerow([text_of(cell) for cell in cells_of(row, made)])
        written += 1
        if written % PIECE == 0:
            _flush(buffer, stream)
    _flush(buffer, stream)
    return written


def _flush(buffer: io.StringIO, stream: IO[bytes]) -> None:
    stream.write(buffer.getvalue().encode("utf-8"))
    buffer.seek(0)
    buffer.truncate()


def write_xlsx(
    stream: IO[bytes],
    columns: Iterable[str | OutColumn],
    rows: Iterable[Row],
    meta: Meta | None = None,
    *,
    sheet: str = "data",
    notes_sheet: str = "notes",
    codes: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    in_memory: bool = False,
) -> int:
    """Write a table as a workbook; see :func:`concord.intake.out_xlsx.write`."""
    return out_xlsx.write(
        stream, columns, rows, meta, sheet=sheet, notes_sheet=notes_sheet, codes=codes or {}, in_memory=in_memory
    )
