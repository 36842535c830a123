"""A text in blocks of whole records, as UTF-8: cut at line ends, never within quotes, with the physical row of each."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from concord.intake.delimiters import Dialect
from concord.intake.encodings import Encoding
from concord.intake.quotes import LONGEST_CELL
from concord.intake.source import Source, let_go

SIZE = 8 << 20
#: The last lines of a file may be notes below the table; they are a block of their own.
TAIL_LINES = 64
_READ = 4 << 20


@dataclass(slots=True)
class Block:
    """Whole records.

    Args:
        data: UTF-8, ending with a line end except at the end of the file.
        line: Physical row of its first line, from 1.
        lines: How many lines it has.
        quote: The quote, where one stands anywhere in it.
        last: Whether it is the end of the file.
    """

    data: bytes
    line: int
    lines: int
    quote: int | None = None
    last: bool = False

    @property
    def stray(self) -> bool:
        """Whether a quote stands where none may, so that the rows have to be read one by one.

        That is one with neither before nor after it a delimiter, a line end or another quote; or an empty quotation
        with words after it (``""b``). Delimiters are told by what may stand beside a quote: anything that is neither a
        letter, a figure, a blank nor part of a longer character.
        """
        import numpy as np

        if self.quote is None or len(self.data) < 3:
            return False
        letters = np.frombuffer(self.data, dtype=np.uint8)
        quotes, apart = letters == self.quote, ~np.take(_beside(), letters)
        if bool((quotes[1:-1] & apart[:-2] & apart[2:]).any()):
            return True
        first = np.flatnonzero(quotes & ~np.concatenate(([False], quotes[:-1])))
        last = np.flatnonzero(quotes & ~np.concatenate((quotes[1:], [False])))
        empty = (last - first) % 2 == 1
        begins = (first == 0) | ~apart[first - 1]
        return bool((empty & begins & (last + 1 < len(letters)) & apart[np.minimum(last + 1, len(letters) - 1)]).any())


def blocks(source: Source, encoding: Encoding, dialect: Dialect, begin: int, *, size: int = SIZE) -> Iterator[Block]:
    """The blocks from physical row ``begin`` on; the last one holds the last lines and may be empty.

    Args:
        source: The file.
        encoding: Of the file.
        dialect: Delimiter and quote.
        begin: Physical row (from 1) of the first row of data.
        size: About how many bytes a block has.
    """
    line, skip, rest = 1, begin - 1, b""
    for piece in _pieces(source, encoding, size):
        data = rest + piece if rest else piece
        if skip:
            data, skipped = _without_lines(data, skip)
            skip, line = skip - skipped, line + skipped
            if skip:
                rest = data
                continue
        cut = _cut(data, dialect)
        if cut > 0:
            block = _block(data[:cut], line, dialect.quote)
            line += block.lines
            yield block
        rest = data[cut:]
    yield from _ending(rest, line, dialect)


def _ending(rest: bytes, line: int, dialect: Dialect) -> Iterator[Block]:
    """What is left, with its last lines apart."""
    cut = _cut(rest, dialect)
    if cut:
        block = _block(rest[:cut], line, dialect.quote)
        line += block.lines
        yield block
    tail = _block(rest[cut:], line, dialect.quote)
    tail.last = True
    yield tail


def _block(data: bytes, line: int, quote: str) -> Block:
    lines = data.count(b"\n") + (1 if data and not data.endswith((b"\n", b"\r")) else 0)
    if b"\r" in data:  # a return alone ends a line too
        lines += data.count(b"\r") - data.count(b"\r\n")
    mark = quote.encode()
    return Block(data, line, lines, mark[0] if mark in data else None)


@cache
def _beside() -> Any:
    """Of each byte whether it may stand beside a quote."""
    import numpy as np

    may = np.zeros(256, dtype=bool)
    may[list(b'"\r\n,;\t|\x1f')] = True
    return may


def _cut(data: bytes, dialect: Dialect) -> int:
    """Where a whole record ends that leaves the last lines uncut, or 0 where none does."""
    cut = data.rfind(b"\n") + 1
    for _ in range(TAIL_LINES):
        cut = data.rfind(b"\n", 0, max(0, cut - 1)) + 1
    return _before_opened(data, cut, dialect) if data.find(dialect.quote.encode(), 0, cut) >= 0 else cut


def _before_opened(data: bytes, cut: int, dialect: Dialect) -> int:
    """The place itself, or where the line begins whose quotation is open there.

    A sign within a cell (``a 5" tube``) opens nothing, and neither does one that would make a cell longer than any is.
    """
    opened = None
    for begin, end in _odd_lines(data, cut, dialect.quote):
        if opened is not None and begin - opened <= 4 * LONGEST_CELL:
            opened = None
        else:
            opened = begin if _opens(data[begin:end], dialect) else None
    return cut if opened is None or cut - opened > 4 * LONGEST_CELL else opened


def _odd_lines(data: bytes, cut: int, quote: str) -> Iterator[tuple[int, int]]:
    """Where the lines begin and end that have an odd number of quotes."""
    import numpy as np

    letters = np.frombuffer(data, dtype=np.uint8, count=cut)
    begins = np.concatenate(([0], np.flatnonzero(letters[:-1] == ord("\n")) + 1))
    quotes = np.add.reduceat((letters == ord(quote)).view(np.uint8), begins, dtype=np.uint8)
    for line in np.flatnonzero(quotes % 2).tolist():
        yield int(begins[line]), int(begins[line + 1]) if line + 1 < len(begins) else cut


def _opens(line: bytes, dialect: Dialect) -> bool:
    """Whether a line, begun outside quotes, ends within them."""
    try:
        for _ in csv.reader([line.decode("utf-8", "replace")], **dialect.options()):
            pass
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _without_lines(data: bytes, lines: int) -> tuple[bytes, int]:
    """The data after so many lines, and how many were taken off."""
    at, taken = 0, 0
    while taken < lines:
        end = data.find(b"\n", at)
        if end < 0:
            break
        at, taken = end + 1, taken + 1
    return data[at:], taken


def _pieces(source: Source, encoding: Encoding, size: int) -> Iterator[bytes]:
    """The text as UTF-8; what was read of a mapped file is let go, so that it does not stay in memory."""
    data: Any = source.data
    if encoding.name in ("utf-8", "ascii"):
        for at in range(encoding.mark, len(data), size):
            yield data[at : at + size]
            let_go(data, at, size)
        return
    decoder = codecs.getincrementaldecoder(encoding.decoder)("strict")
    for at in range(encoding.mark, len(data), _READ):
        piece = data[at : at + _READ]
        yield decoder.decode(piece, final=at + _READ >= len(data)).encode("utf-8")
        let_go(data, at, _READ)
