"""Reads the message of the reading process (:mod:`concord.intake.wire`), trusting none of it.

Every length and type is checked, since the process that wrote it has been near a hostile file.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterator
from typing import Any, BinaryIO

from concord.intake.columns import KINDS, SMALL, Column
from concord.intake.sheets import Aside, Hidden, Sheet
from concord.intake.wire import VERSION

LONGEST_LINE = 8 * 1024 * 1024


class Garbled(Exception):
    """The message is not one."""


class Message:
    """Reads a message: remarks, sheets and facts.

    Args:
        stream: Where it comes from.
        file: Name of the file that was read.
        most: How many bytes it may have in all, or None.
    """

    def __init__(self, stream: BinaryIO, file: str, most: int | None) -> None:
        self._stream = stream
        self._file = file
        self._left = most
        self.remarks: list[dict[str, Any]] = []
        self.left_out = 0
        self.sheets: list[Sheet] = []
        self.facts: dict[str, object] = {}

    def read(self) -> None:
        """Read to the end.

        Raises:
            Garbled: It is cut short or is not a message of this version.
        """
        if self._next().get("version") != VERSION:
            raise Garbled("version")
        for line in self._lines():
            match line.get("is"):
                case "remark":
                    self.remarks.append(line)
                case "left-out":
                    self.left_out = _whole(line, "count")
                case "sheet":
                    self.sheets.append(self._sheet(line))
                case _:
                    self.other(line)

    def other(self, line: dict[str, Any]) -> None:
        """A line of another kind; a message that has further kinds says what they are."""
        raise Garbled("line")

    def _lines(self) -> Iterator[dict[str, Any]]:
        while True:
            line = self._next()
            if line.get("is") == "end":
                facts = line.get("facts")
                self.facts = facts if isinstance(facts, dict) else {}
                return
            yield line

    def _next(self) -> dict[str, Any]:
        line = self._stream.readline(LONGEST_LINE)
        self._spend(len(line))
        if not line.endswith(b"\n"):
            raise Garbled("cut short")
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise Garbled("not JSON") from error
        if not isinstance(value, dict):
            raise Garbled("not a line")
        return value

    def _spend(self, size: int) -> None:
        if self._left is not None:
            self._left -= size
            if self._left < 0:
                raise Garbled("too long")

    def _bytes(self, size: int) -> bytes:
        self._spend(size)
        data = self._stream.read(size)
        if len(data) != size:
            raise Garbled("cut short")
        return data

    def _numbers(self, code: str, count: int) -> array[int]:
        values = array(code)
        values.frombytes(self._bytes(count * values.itemsize))
        if sys.byteorder == "big":
            values.byteswap()
        return values

    def _sheet(self, line: dict[str, Any]) -> Sheet:
        rows = _whole(line, "rows")
        first = line.get("first_row")
        if rows and first is None:
            placed: range | array[int] = self._numbers("Q", rows)
        else:
            start = first if isinstance(first, int) else 1
            placed = range(start, start + rows)
        if len(placed) and not (placed[0] > 0 and placed[-1] <= SMALL and _ascends(placed)):
            raise Garbled("rows")
        columns = tuple(self._column(rows) for _ in range(_whole(line, "columns")))
        return Sheet(
            file=self._file,
            name=_text_or_none(line.get("name")),
            hidden=_hidden(line.get("hidden")),
            header_rows=tuple(int(row) for row in line.get("header_rows", ())),
            columns=columns,
            rows=placed,
            aside=tuple(aside_of(value) for value in line.get("aside", ())),
            merged=tuple(str(value) for value in line.get("merged", ())),
        )

    def _column(self, rows: int) -> Column:
        line = self._next()
        if line.get("is") != "column":
            raise Garbled("column")
        size, kinds, formulas = _whole(line, "bytes"), _whole(line, "kinds"), _whole(line, "formulas")
        if kinds not in (0, rows) or formulas > rows:
            raise Garbled("column")
        ends = self._numbers("Q" if line.get("width") == 8 else "I", rows + 1)
        kind_codes = self._bytes(kinds)
        calculated = self._numbers("Q", formulas)
        blob = self._bytes(size)
        _check_column(ends, kind_codes, blob)
        return Column(
            header=str(line.get("header", "")),
            letter=str(line.get("letter", "")),
            blob=blob,
            ends=ends,
            kinds=kind_codes,
            formulas=frozenset(calculated),
            percent=line.get("percent") is True,
        )


def _ascends(numbers: range | array[int]) -> bool:
    return isinstance(numbers, range) or sorted(set(numbers)) == numbers.tolist()


def _check_column(ends: array[int], kinds: bytes, blob: bytes) -> None:
    listed = ends.tolist()
    if ends[0] != 0 or ends[-1] != len(blob) or sorted(listed) != listed:
        raise Garbled("ends")
    if kinds and max(kinds) >= len(KINDS):
        raise Garbled("kinds")
    try:
        blob.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Garbled("text") from error
    if not blob.isascii() and any(end < len(blob) and blob[end] & 0xC0 == 0x80 for end in listed):
        raise Garbled("a cell that ends within a character")


def _whole(line: dict[str, Any], key: str) -> int:
    value = line.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Garbled(key)
    return value


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _hidden(value: object) -> Hidden:
    if value == "hidden":
        return "hidden"
    return "very-hidden" if value == "very-hidden" else ""


def aside_of(value: object) -> Aside:
    """A row that is not part of the table, as it was sent."""
    match value:
        case [int(row), ("title" | "note" | "header-again") as reason, list(cells)]:
            return Aside(row, reason, tuple(str(cell) for cell in cells))
        case _:
            raise Garbled("aside")
