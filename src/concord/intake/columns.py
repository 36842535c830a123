"""A column of cells as it was read: one run of UTF-8 text, where each cell ends, and what kind each cell is.

A million cells cost their letters and five bytes each, not an object each; the layout is also that of Arrow's string
arrays, so that a data frame is made of it without copying a cell.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate, pairwise
from typing import Literal

Kind = Literal["empty", "text", "number", "date", "boolean", "error"]
KINDS: tuple[Kind, ...] = ("empty", "text", "number", "date", "boolean", "error")
EMPTY, TEXT, NUMBER, DATE, BOOLEAN, ERROR = range(6)
Value = str | float | int | bool | date | datetime | None
SMALL = 0xFFFF_FFFF


def letter(index: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def index_of(letters: str) -> int:
    """The number, from 0, of a column's letters."""
    number = 0
    for character in letters:
        number = number * 26 + ord(character) - 64
    return number - 1


def value_of(kind: Kind, text: str) -> Value:
    """A cell's value from its kind and text: a number, a date, a truth value, text, or None (empty, error)."""
    match kind:
        case "number":
            return int(text) if text.lstrip("-").isdigit() else float(text)
        case "date":
            return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
        case "boolean":
            return text == "true"
        case "text":
            return text
        case _:
            return None


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column of a sheet: header, letter, and cells that are made when asked for.

    Args:
        header: The header as typed (two header rows are joined with " / "); may be empty.
        letter: Letter of the column in the file.
        blob: All texts, one after another, UTF-8.
        ends: Where each text begins and the last one ends, one more than there are cells.
        kinds: One code per cell, or empty where every cell that is not empty is text.
        formulas: Indices of the cells whose value was calculated by a formula.
        percent: Whether the publisher's format shows its numbers as percent (0.25 as 25 %).
    """

    header: str
    letter: str
    blob: bytes
    ends: array[int]
    kinds: bytes = b""
    formulas: frozenset[int] = field(default_factory=frozenset)
    percent: bool = False

    def __len__(self) -> int:
        return len(self.ends) - 1

    def text(self, index: int) -> str:
        """The text of one cell, as typed; of a number or date its exact plain form."""
        return self.blob[self.ends[index] : self.ends[index + 1]].decode("utf-8", "replace")

    def kind(self, index: int) -> Kind:
        """What kind of cell it is."""
        if self.kinds:
            return KINDS[self.kinds[index]]
        return "empty" if self.ends[index] == self.ends[index + 1] else "text"

    def value(self, index: int) -> Value:
        """The cell's value: text, int, float, date, datetime, bool, or None where it is empty or an error."""
        return value_of(self.kind(index), self.text(index))

    def texts(self) -> list[str]:
        """All texts, in order."""
        if self.blob.isascii():
            whole = self.blob.decode("ascii")
            return [whole[start:end] for start, end in pairwise(self.ends)]
        return [self.blob[start:end].decode("utf-8", "replace") for start, end in pairwise(self.ends)]

    def values(self) -> Iterator[Value]:
        """All values, in order."""
        return (self.value(index) for index in range(len(self)))


class ColumnBuilder:
    """Gathers a column piece by piece."""

    def __init__(self) -> None:
        self.blob = bytearray()
        self.ends: array[int] = array("I", [0])
        self.kinds = bytearray()
        self._typed = False

    def extend(self, texts: Sequence[str], kinds: Sequence[int] | None = None) -> None:
        """Add cells; ``kinds`` is needed only where some cell is neither text nor empty."""
        joined = "".join(texts)
        data = joined.encode("utf-8", "replace")
        sizes = map(len, texts) if len(data) == len(joined) else (len(t.encode("utf-8", "replace")) for t in texts)
        start = len(self.blob)
        if start + len(data) > SMALL and self.ends.typecode == "I":
            self.ends = array("Q", self.ends)
        ends = accumulate(sizes, initial=start)
        next(ends)
        if kinds is not None and not self._typed:
            self.kinds.extend(TEXT if a < b else EMPTY for a, b in pairwise(self.ends))
            self._typed = True
        if self._typed:
            self.kinds.extend(kinds if kinds is not None else (TEXT if text else EMPTY for text in texts))
        self.ends.extend(ends)
        self.blob += data

    def __len__(self) -> int:
        return len(self.ends) - 1

    def column(self, header: str, where: str) -> Column:
        """The finished column."""
        return Column(header, where, bytes(self.blob), self.ends, bytes(self.kinds))
