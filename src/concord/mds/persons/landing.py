"""From a file to a register on disk: large text tables and Parquet in pieces, workbooks and small tables by sheet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from concord.findings import Finding
from concord.intake.landing.pieces import Head, Piece
from concord.intake.landing.receiving import Landing, land
from concord.intake.limits import Limits
from concord.intake.sheets import Sheet
from concord.mds.persons.landed import Landed, Writer

#: Text tables from this size on are landed in pieces; smaller ones are read as every table is.
LARGE = 1 << 20
#: Files that can be landed in pieces, by the end of their name.
PIECEWISE = (".csv", ".tsv", ".tab", ".txt", ".parquet", ".pq")
#: Rows of a sheet that are taken at a time.
ROWS = 1 << 17
Progress = Callable[[str, int], None]


@dataclass(slots=True)
class Taken:
    """What came of landing one file in pieces: a register, or nothing where its head is of another kind of table."""

    landed: Landed | None
    landing: Landing

    @property
    def findings(self) -> list[Finding]:
        """What the reading has to say."""
        return list(self.landing.reading.findings)


class _Takes:
    """Takes a table where its head is that of a register."""

    def __init__(
        self,
        file: str,
        path: Path,
        wanted: Callable[[Head], bool],
        decided: Callable[[Head], Collection[str]],
        progress: Progress | None,
    ) -> None:
        self._file, self._path, self._wanted, self._progress = file, path, wanted, progress
        self._decided = decided
        self.writer: Writer | None = None

    def begin(self, head: Head) -> bool:
        if not self._wanted(head):
            return False
        self.writer = Writer(Landed(self._file, None, self._path, head, decided=self._decided(head)))
        return True

    def take(self, piece: Piece) -> None:
        assert self.writer is not None
        self.writer.take(piece)
        if self._progress is not None:
            self._progress("reading", self.writer.landed.count)


def is_large(path: Path) -> bool:
    """Whether a file is landed in pieces."""
    name = path.name.lower()
    return name.endswith((".parquet", ".pq")) or (name.endswith(PIECEWISE) and path.stat().st_size >= LARGE)


def land_file(
    path: Path,
    folder: Path,
    *,
    wanted: Callable[[Head], bool],
    decided: Callable[[Head], Collection[str]] = lambda _: (),
    limits: Limits,
    encoding: str | None = None,
    progress: Progress | None = None,
) -> Taken:
    """Land a file in pieces, if its head is wanted.

    Args:
        path: The file; it is opened in the limited process alone.
        folder: Where our own Parquet is written.
        wanted: Asked of the head; a table that is not wanted is not read on.
        decided: Letters of the columns of a head whose texts are decided one by one, however many there are.
        limits: What is too much.
        encoding: Where the officer has confirmed it.
        progress: Told how many rows have landed.
    """
    takes = _Takes(path.name, folder / "landed.parquet", wanted, decided, progress)
    try:
        done = land(path, takes, name=path.name, limits=limits, encoding=encoding)
    finally:
        if takes.writer is not None:
            takes.writer.__exit__()
    landed = takes.writer.landed if takes.writer is not None and takes.writer.landed.count else None
    return Taken(landed, done)


def land_sheet(sheet: Sheet, folder: Path, *, decided: Callable[[Head], Collection[str]] = lambda _: ()) -> Landed:
    """Land a sheet that was read as every table is; ``decided`` as of :func:`land_file`."""
    head = Head(sheet.headers, tuple(c.letter for c in sheet.columns), sheet.header_rows, sheet.aside)
    landed = Landed(sheet.file, sheet.name, folder / "landed.parquet", head, decided=decided(head))
    with Writer(landed) as writer:
        for piece in _pieces(sheet):
            writer.take(piece)
    return landed


def _pieces(sheet: Sheet) -> Iterator[Piece]:
    import numpy as np

    rows = np.fromiter(sheet.rows, dtype=np.uint32, count=len(sheet))
    columns = [_texts(column) for column in sheet.columns]
    coded = [column if _mostly_distinct(column) else column.dictionary_encode() for column in columns]
    for at in range(0, len(rows), ROWS):
        yield Piece(rows[at : at + ROWS], tuple(_part(column, at) for column in coded))


def _part(column: Any, at: int) -> Any:
    import pyarrow as pa

    part = column.slice(at, ROWS)
    if not pa.types.is_dictionary(part.type):
        return part
    return part.cast(pa.string()).dictionary_encode() if part.offset else part


def _texts(column: Any) -> Any:
    """A column's texts as Arrow has them, without copying a cell."""
    from array import array

    import pyarrow as pa

    ends = column.ends if column.ends.typecode == "Q" else array("Q", column.ends)
    texts = pa.Array.from_buffers(pa.large_string(), len(column), [None, pa.py_buffer(ends), pa.py_buffer(column.blob)])
    texts.validate(full=True)
    return texts.cast(pa.string())


def _mostly_distinct(texts: Any) -> bool:
    import pyarrow.compute as pc

    return len(texts) > 40_000 and int(pc.count_distinct(texts).as_py()) > len(texts) // 2
