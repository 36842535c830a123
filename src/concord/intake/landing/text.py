"""A text table sent piece by piece: its head found as for any text, the rest parsed fast where it is regular."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

from concord.intake import delimiters, encodings, header, text_tables
from concord.intake.columns import letter
from concord.intake.delimiters import SAMPLE_LINES, Dialect
from concord.intake.encodings import Encoding
from concord.intake.landing import coded, sending
from concord.intake.landing.blocks import Block, blocks
from concord.intake.landing.pieces import Head
from concord.intake.landing.rowwise import Rowwise
from concord.intake.layout import HEAD, _width
from concord.intake.limits import Limits, exceeds
from concord.intake.neutral import restored
from concord.intake.remarks import Remarks
from concord.intake.sheets import Aside
from concord.intake.source import Source
from concord.intake.tables import Hints

#: Blocks that are parsed at a time.
MOST_THREADS = 4


class NotRegular(Exception):
    """The file has to be read row by row as a whole."""


def send(source: Source, limits: Limits, remarks: Remarks, hints: Hints, out: BinaryIO) -> dict[str, object]:
    """Send the table of a text file; the facts of how it was read.

    Raises:
        NotRegular: Its lines end in another way, or no header was found: nothing has been sent then.
        Stop: It has to be refused; the reason is in ``remarks``.
    """
    found = encodings.detect(source.data, hints.encoding)
    facts: dict[str, object] = {"encoding": found.name, "encoding_confidence": found.confidence}
    if not encodings.remark_on(found, source.data, remarks):
        return facts
    with text_tables.decoded(source, found) as stream:
        sample = list(islice(stream, SAMPLE_LINES))
    dialect = delimiters.detect(sample, source.name.rpartition(".")[2].lower(), remarks, hints.delimiter)
    ends = text_tables._line_end(sample)
    if any(line.endswith("\r") for line in sample) or not dialect.delimiter or dialect.stated or dialect.quote != '"':
        raise NotRegular
    sending_ = _Sending(source, found, dialect, limits, remarks, out)
    return facts | {"delimiter": dialect.delimiter, "quote": dialect.quote, "line_end": ends} | sending_.run()


def warm() -> None:
    """Import what makes threads; the threads themselves are started under the locks, which hold for them too."""
    import concurrent.futures.thread  # noqa: F401

    ThreadPoolExecutor(1).shutdown()


class _Sending:
    """One file on its way."""

    def __init__(
        self, source: Source, encoding: Encoding, dialect: Dialect, limits: Limits, remarks: Remarks, out: BinaryIO
    ) -> None:
        self._source, self._encoding, self._dialect = source, encoding, dialect
        self._limits, self._remarks, self._out = limits, remarks, out
        self._plain: tuple[int, ...] | None = None
        self._count = 0

    def run(self) -> dict[str, object]:
        head, first_cells, begin = self._head()
        if exceeds(len(head.headers), self._limits.columns):
            count, limit = len(head.headers), self._limits.columns
            raise self._remarks.stop("intake.limit.columns", sheet=None, columns=count, limit=limit)
        sending.send_head(self._out, head)
        self._out.flush()
        rowwise = Rowwise(self._source.name, head, first_cells, self._dialect, self._remarks)
        line = 0
        for block, parsed in self._ahead(begin, rowwise, len(head.headers)):
            self._send(block, parsed, rowwise, len(head.headers))
            line = block.line + block.lines
        rowwise.remark(self._count)
        if line in text_tables.CUT_AT:
            self._remarks.add("intake.rows.cut", "soft", sheet=None, row=line, count=line)
        return {"lines": line, "rows": self._count}

    def _ahead(self, begin: int, rowwise: Rowwise, width: int) -> Iterator[tuple[Block, _Parsed | None]]:
        """The blocks in order, each with what fast parsing made of it; the next ones are parsed meanwhile.

        The first is parsed alone, since it decides which columns are sent plain.
        """
        threads = min(MOST_THREADS, os.cpu_count() or 1)
        waiting: deque[tuple[Block, Future[_Parsed | None]]] = deque()
        with ThreadPoolExecutor(threads) as pool:
            for block in blocks(self._source, self._encoding, self._dialect, begin):
                waiting.append((block, pool.submit(self._fast, block, width, rowwise)))
                while waiting and (self._plain is None or len(waiting) > threads):
                    yield self._known(*waiting.popleft())
            while waiting:
                yield self._known(*waiting.popleft())

    def _known(self, block: Block, parsing: Future[_Parsed | None]) -> tuple[Block, _Parsed | None]:
        parsed = parsing.result()
        if parsed is not None and self._plain is None:
            self._plain = parsed.plain
        return block, parsed

    def _head(self) -> tuple[Head, list[str], int]:
        """The head, its cells as typed, and the physical row of the first row of data."""
        with text_tables.decoded(self._source, self._encoding) as stream:
            records = text_tables.records_of(stream, self._dialect, self._remarks, None, says=False)
            raw = list(islice(records, HEAD))
        while raw and not any(str(cell).strip() for cell in raw[0][1]):
            raw.pop(0)
        texts = [[str(cell) for cell in cells] for _, cells in raw]
        width = _width(texts) if texts else 1
        found = header.find(texts, [None] * len(texts), width)
        if not found.at or found.first >= len(raw):
            raise NotRegular
        width = max(width, header_width(texts[found.at[-1]]))
        found = header.find(texts, [None] * len(texts), width)
        rows = tuple(raw[index][0] for index in found.at)
        aside = tuple(
            Aside(raw[index][0], "title", tuple(texts[index]))
            for index in range(found.first)
            if index not in found.at and header.filled(texts[index])
        )
        names = tuple(restored(name) for name in found.names)
        letters = tuple(letter(index) for index in range(len(names)))
        return Head(names, letters, rows, aside), texts[found.at[0]], raw[found.first][0]

    def _send(self, block: Block, parsed: _Parsed | None, rowwise: Rowwise, width: int) -> None:
        if b"\x00" in block.data:
            text_tables.refuse_zeros(self._source, self._encoding, self._remarks)
        if parsed is not None:
            self._counted(block.lines, block.line)
            sending.send(self._out, parsed.written)
            return
        rows, cells = rowwise.read(block)
        self._counted(len(rows), rows[-1] if rows else block.line)
        if rows:
            sending.send_piece(self._out, coded.of_rows(cells, width), None, rows)

    def _counted(self, rows: int, row: int) -> None:
        self._count += rows
        if exceeds(self._count, self._limits.text_rows):
            limit = self._limits.text_rows
            raise self._remarks.stop("intake.limit.rows", sheet=None, limit=limit, row=row)

    def _fast(self, block: Block, width: int, rowwise: Rowwise) -> _Parsed | None:
        """A regular block, ready to be sent, or None where its rows have to be read one by one."""
        if block.last or block.stray:
            return None
        try:
            table = coded.parse(block.data, width, self._dialect, self._plain or (), quoted=block.quote is not None)
        except (ValueError, KeyError, NotImplementedError):  # Arrow's errors are kinds of these
            return None
        if table.num_rows != block.lines:
            return None
        columns = coded.columns_of(table)
        if rowwise.has_something_to_say(columns) or (block.quote is not None and _ends_within(columns)):
            return None
        plain = tuple(i for i, column in enumerate(columns) if not hasattr(column, "dictionary"))
        return _Parsed(sending.piece(columns, block.line), plain)


def _ends_within(columns: Sequence[Any]) -> bool:
    """Whether the last cell of a block holds a line end: the block was cut within quotes, which the parser allows."""
    return any("\n" in (text := str(column[-1])) or "\r" in text for column in columns)


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A block in bytes, and which of its columns are plain."""

    written: list[sending.Written]
    plain: tuple[int, ...]


def header_width(cells: list[str]) -> int:
    """How far the header reaches."""
    return max((index + 1 for index, cell in enumerate(cells) if cell.strip()), default=1)
