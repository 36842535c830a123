"""Records of a text table, also where a cell begins with a quotation mark that opens no quotation: ``"old" ward``.

Such a row is taken as it is written where only one way of parting it gives the columns of the table; it is noted with
its place. A row that can be parted in two ways, or in none, is refused: nobody but the sender knows what is in it.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Iterator

from concord.intake.columns import letter
from concord.intake.delimiters import Dialect
from concord.intake.remarks import Remarks

LONGEST_CELL = 131_072
#: Records from which the width of the table is told.
LOOKED_AT = 400
#: Rows of a file that are taken as they are written; one that needs more is refused.
MOST = 1_000
#: Quotation marks of a row that may be stray; more can be parted in too many ways to be tried.
MOST_IN_ROW = 24
MOST_TRIED = 500
#: Rows after one whose quotation mark never closes that have to be regular.
AHEAD = 20


class Records:
    """The records of a text, each with the physical row it begins on.

    Args:
        lines: The text.
        dialect: How its cells are parted.
        remarks: Where to say what was found.
        sheet: Name of the entry, where the text came in an archive.
        line: Physical lines before the first of ``lines``.
        width: Columns of the table, where they are known; else what most records have.
        says: Whether to note the rows that are taken as they are written; another reading of the same rows does.
    """

    def __init__(
        self,
        lines: Iterator[str],
        dialect: Dialect,
        remarks: Remarks,
        sheet: str | None,
        *,
        line: int = 0,
        width: int = 0,
        says: bool = True,
    ) -> None:
        self._lines, self._dialect, self._remarks, self._sheet = lines, dialect, remarks, sheet
        self._again: deque[str] = deque()
        self._held: list[str] = []
        self._widths: Counter[int] = Counter()
        self._width, self._says, self._taken = width, says, 0
        self.line = line

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(LONGEST_CELL)
        while True:
            begun, start = self.line, self.line + 1
            reader = csv.reader(self._read(), **self._dialect.options())
            try:
                for record in reader:
                    yield start, record
                    if start <= LOOKED_AT and record:
                        self._widths[len(record)] += 1
                    self._held.clear()
                    self.line = begun + reader.line_num
                    start = self.line + 1
                return
            except csv.Error as error:
                cells = self._as_written(start)
                if cells is None:
                    self.line = begun + reader.line_num
                    raise self._broken(str(error), start, self.line) from error
            self._again.extendleft(reversed(self._held[1:]))
            self._held.clear()
            self.line = start
            yield start, cells

    def _read(self) -> Iterator[str]:
        """The lines, kept until the record they belong to is known."""
        while True:
            line = self._again.popleft() if self._again else next(self._lines, None)
            if line is None:
                return
            self._held.append(line)
            yield line

    def _as_written(self, row: int) -> list[str] | None:
        """The cells of a row with a stray quotation mark, or None where it cannot be told how they part."""
        delimiter, quote = self._dialect.delimiter, self._dialect.quote
        width = self._width or self._usual()
        if width < 2 or not delimiter or self._taken >= MOST or len(self._held[0]) > LONGEST_CELL:
            return None
        following = self._held[1 : 1 + AHEAD]
        blank = next((at for at, line in enumerate(following) if not line.strip()), len(following))
        readings = [parted(line, delimiter, quote, width) for line in (self._held[0], *following[:blank])]
        if any(each is None for each in readings) or readings[0] is None:
            return None
        cells, stray = readings[0]
        self._taken += 1
        for at in stray if self._says else ():
            where = letter(at)
            self._remarks.cells("intake.text.quote-as-written", "note", [row], sheet=self._sheet, letter=where)
        return cells

    def _usual(self) -> int:
        """Columns of most records so far and of the lines after the one in question."""
        delimiter, quote = self._dialect.delimiter, self._dialect.quote
        without = (line for line in self._held[1:LOOKED_AT] if line.strip() and quote not in line)
        known = self._widths + Counter(line.count(delimiter) + 1 for line in without)
        width, records = max(known.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
        return width if 2 * records > known.total() else 0

    def _broken(self, problem: str, start: int, line: int) -> Exception:
        if "unexpected end of data" in problem:
            return self._remarks.stop("intake.text.quote-not-closed", sheet=self._sheet, row=start)
        if "field limit" in problem:
            return self._remarks.stop("intake.text.cell-too-long", sheet=self._sheet, row=start, limit=LONGEST_CELL)
        return self._remarks.stop("intake.text.quote-stray", sheet=self._sheet, row=max(start, line))


def parted(line: str, delimiter: str, quote: str, width: int) -> tuple[list[str], list[int]] | None:
    """The cells of a line, and which of them begin with a quotation mark that opens nothing.

    None where no way of parting it gives ``width`` cells, or more than one does.

    Example:
        >>> parted('"old" ward,2020', ",", '"', 2)
        (['"old" ward', '2020'], [0])
        >>> parted('"old, "small" ward",2020', ",", '"', 2)
        (['old, "small" ward', '2020'], [0])
        >>> parted('"a, "b",c', ",", '"', 2), parted('"a", "b",c,"d', ",", '"', 3)
        ((['a, "b', 'c'], [0]), None)
    """
    text = line.rstrip("\r\n")
    if text.count(quote) > MOST_IN_ROW:
        return None
    found = _Parting(text, delimiter, quote).ways(width)
    return found[0] if len(found) == 1 else None


class _Parting:
    """The ways of parting a line into cells; two are enough to know that nobody can tell."""

    def __init__(self, text: str, delimiter: str, quote: str) -> None:
        self._text, self._delimiter, self._quote = text, delimiter, quote
        mark, sign = re.escape(quote), re.escape(delimiter)
        self._closed = re.compile(rf"{mark}((?:[^{mark}]|{mark}{mark})*){mark} *(?={sign}|$)")
        self._ends = re.compile(rf"{mark}(?= *(?:{sign}|$))")

    def ways(self, width: int) -> list[tuple[list[str], list[int]]]:
        """Cells, and which of them begin with a stray sign; none where too many ways would have to be tried."""
        found: list[tuple[list[str], list[int]]] = []
        waiting: list[tuple[int, list[str], list[int]]] = [(0, [], [])]
        tried = 0
        while waiting and len(found) < 2:
            at, cells, stray = waiting.pop()
            tried += 1
            if tried > MOST_TRIED + width:
                return []
            for cell, end, is_stray in self._cells(at):
                more, marked = [*cells, cell], [*stray, len(cells)] if is_stray else stray
                if end < len(self._text) and len(more) < width:
                    waiting.append((end + len(self._delimiter), more, marked))
                elif end >= len(self._text) and len(more) == width:
                    found.append((more, marked))
        return found

    def _cells(self, at: int) -> Iterator[tuple[str, int, bool]]:
        """What the cell at a place may be: its text, where it ends, and whether its first sign opens nothing."""
        text, plain = self._text, self._text.find(self._delimiter, at)
        plain = len(text) if plain < 0 else plain
        if not text.startswith(self._quote, at):
            yield text[at:plain], plain, False
            return
        closed = self._closed.match(text, at)
        if closed is not None:
            yield closed[1].replace(self._quote * 2, self._quote), closed.end(), False
            return
        yield text[at:plain], plain, True
        for end in self._ends.finditer(text, at + 1):
            after = text.find(self._delimiter, end.end())
            after = len(text) if after < 0 else after
            if after != plain:
                yield text[at + 1 : end.start()], after, True
