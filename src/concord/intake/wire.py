"""The message in which the reading process hands back what it read: lines of JSON, and columns as plain bytes.

Nothing in it is executed when it is read: no pickle, no Arrow. It is read by :mod:`concord.intake.message`.
"""

from __future__ import annotations

import json
import sys
from array import array
from typing import BinaryIO

from concord.intake.columns import Column
from concord.intake.remarks import Remarks
from concord.intake.sheets import Sheet

VERSION = 1
LONGEST_TEXT = 4_000


def _line(stream: BinaryIO, kind: str, **values: object) -> None:
    text = json.dumps({"is": kind, **values}, ensure_ascii=True, separators=(",", ":"))
    stream.write(text.encode("ascii") + b"\n")


def write_begin(stream: BinaryIO) -> None:
    """The first line."""
    _line(stream, "begin", version=VERSION)


def write_remarks(stream: BinaryIO, remarks: Remarks) -> None:
    """Everything remarked."""
    for remark in remarks:
        _line(stream, "remark", **remark.as_dict())
    if remarks.left_out:
        _line(stream, "left-out", count=remarks.left_out)


def write_sheet(stream: BinaryIO, sheet: Sheet) -> None:
    """A sheet: one line about it, its rows, its columns."""
    contiguous = isinstance(sheet.rows, range)
    _line(
        stream,
        "sheet",
        name=sheet.name,
        hidden=sheet.hidden,
        header_rows=sheet.header_rows,
        columns=len(sheet.columns),
        rows=len(sheet.rows),
        first_row=sheet.rows[0] if contiguous and len(sheet.rows) else None,
        merged=sheet.merged,
        aside=[[aside.row, aside.reason, [cell[:LONGEST_TEXT] for cell in aside.cells]] for aside in sheet.aside],
    )
    if not contiguous:
        stream.write(_little(array("Q", sheet.rows)))
    columns = list(reversed(sheet.columns))
    del sheet
    # What has been written is let go, so that the two processes hold the cells once between them.
    while columns:
        _write_column(stream, columns.pop())


def _write_column(stream: BinaryIO, column: Column) -> None:
    formulas = array("Q", sorted(column.formulas))
    _line(
        stream,
        "column",
        header=column.header,
        letter=column.letter,
        bytes=len(column.blob),
        width=column.ends.itemsize,
        kinds=len(column.kinds),
        formulas=len(formulas),
        percent=column.percent,
    )
    stream.write(_little(column.ends))
    stream.write(column.kinds)
    stream.write(_little(formulas))
    stream.write(column.blob)


def write_end(stream: BinaryIO, facts: dict[str, object]) -> None:
    """The last line, with the facts of the reading."""
    _line(stream, "end", facts=facts)


def _little(values: array[int]) -> bytes:
    if sys.byteorder == "big":
        values = array(values.typecode, values)
        values.byteswap()
    return values.tobytes()
