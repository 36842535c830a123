"""A register on disk, run of rows by run of rows: of each column the numbers of its texts, as narrow as they come.

Nothing is packed or encoded: what the reading process sent is written as it is, and mapped when it is looked at, so
that a register takes as much memory as one run of rows has. The file stands in a folder that is deleted with the rows.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from concord.intake.source import let_go

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Codes:
    """A column of a run of rows whose texts are numbered.

    Args:
        numbers: Code → number of its text among the :class:`~concord.mds.persons.texts.Texts` of the column.
        width: Bytes of a code (1, 2 or 4).
        at: Where the codes begin in the file.
    """

    numbers: Any
    width: int
    at: int


@dataclass(frozen=True, slots=True)
class Plain:
    """A column of a run of rows whose texts stand one after another.

    Args:
        ends: Where it begins in the file that is said where each text ends (32 bits).
        at: Where the texts begin.
        size: Bytes of the texts.
        neat: Whether no text is empty or has a blank at its ends.
    """

    ends: int
    at: int
    size: int
    neat: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A run of rows.

    Args:
        count: Rows.
        first: Physical row of the first where the rows follow each other, else None.
        rows: Where the physical rows stand in the file (32 bits), where they do not.
        columns: In order.
        begin, end: The part of the file that it takes.
    """

    count: int
    first: int | None
    rows: int
    columns: tuple[Codes | Plain, ...]
    begin: int
    end: int


class Heap:
    """A file of numbers and texts, first written and then mapped."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._out: BinaryIO | None = path.open("wb", buffering=1 << 20)
        self._map: mmap.mmap | None = None

    def put(self, data: Any) -> int:
        """Write something that is bytes or has a buffer of them; where it begins."""
        assert self._out is not None
        view = memoryview(data).cast("B") if len(memoryview(data)) else memoryview(b"")
        gap = -self.size % 8
        self._out.write(b"\0" * gap)
        self._out.write(view)
        at = self.size + gap
        self.size = at + len(view)
        return at

    def close(self) -> None:
        """Nothing is written any more."""
        if self._out is not None:
            self._out.close()
            self._out = None

    def let_go(self) -> None:
        """The file is not looked at any more, so that every system lets it be deleted."""
        self.close()
        self._map = None

    def array(self, at: int, dtype: str, count: int) -> Any:
        """Numbers, where they stand in the file."""
        import numpy as np

        return np.frombuffer(self._mapped(), dtype=dtype, count=count, offset=at)

    def texts(self, column: Plain, count: int) -> pa.StringArray:
        """Texts, where they stand in the file."""
        import pyarrow as pa

        whole = pa.py_buffer(self._mapped())
        ends, data = whole.slice(column.ends, 4 * (count + 1)), whole.slice(column.at, column.size)
        return pa.Array.from_buffers(pa.string(), count, [None, ends, data])

    def _mapped(self) -> Any:
        if self._map is None:
            self.close()
            with self.path.open("rb") as stream:
                self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        return self._map

    def one_by_one(self, parts: list[Part]) -> Iterator[Part]:
        """The parts; what was read of each is let go when the next is asked for, so that it stays on disk alone."""
        for part in parts:
            yield part
            let_go(self._mapped(), part.begin, part.end - part.begin)

    def rows(self, part: Part) -> Any:
        """The physical rows of a part (``uint32``)."""
        import numpy as np

        if part.first is None:
            return self.array(part.rows, "<u4", part.count)
        return np.arange(part.first, part.first + part.count, dtype=np.uint32)

    def codes(self, part: Part, column: Codes) -> Any:
        """The codes of a column, unsigned."""
        return self.array(column.at, f"<u{column.width}", part.count)
