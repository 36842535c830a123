"""``land``: a large table from the limited process to whoever takes its pieces; nothing that comes is trusted."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Protocol, cast

from concord.findings import Findings
from concord.intake import process, reading
from concord.intake.landing.arrays import coded
from concord.intake.landing.pieces import Head, Piece
from concord.intake.landing.sending import WIDTHS
from concord.intake.limits import MEBIBYTE, Limits, exceeds
from concord.intake.message import Garbled, Message, aside_of
from concord.intake.reading import Reading

if TYPE_CHECKING:
    import pyarrow as pa

ENTRY = "concord.intake.landing.child"
READERS = ("pyarrow", "numpy")
MOST_COLUMNS = 20_000


class Takes(Protocol):
    """Who takes a table: its head first, then its pieces."""

    def begin(self, head: Head) -> bool:
        """Whether the table is wanted at all."""
        ...

    def take(self, piece: Piece) -> None:
        """A run of rows."""
        ...


class _NotWanted(Exception):
    """The table is something else than what is being looked for."""


@dataclass(frozen=True, slots=True)
class Landing:
    """How it went.

    Args:
        reading: Name, size, digest, findings and facts, as of any reading; ``sheets`` only where the file had to be
            read row by row as a whole.
        wanted: False where the head was shown and the table was not wanted: nothing else was read then.
    """

    reading: Reading
    wanted: bool = True
    facts: dict[str, Any] = field(default_factory=dict)


def land(
    file: str | os.PathLike[str] | IO[bytes],
    takes: Takes,
    *,
    name: str | None = None,
    limits: Limits | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    digest: bool = True,
) -> Landing:
    """Read a large text table (or, where the limits allow it, Parquet) in the limited process, piece by piece.

    Args:
        file: Path or binary stream.
        takes: Gets the head and the pieces while the rest is still being read.
        name: The name it was sent under.
        limits: What is too much; by default a site's limits.
        encoding: The encoding, where the uploader has confirmed it.
        delimiter: The delimiter, where the uploader has confirmed it.
        digest: Whether to compute the SHA-256 of the file.
    """
    limits = limits or Limits()
    with reading.opened(file) as stream:
        shown = reading.plain_name(name or reading.name_of(file, stream))
        size = stream.seek(0, os.SEEK_END)
        if size == 0:
            return Landing(reading._refused(shown, 0, "", "intake.file.empty"))
        if exceeds(size, limits.packed_bytes):
            params = {"size_mb": -(-size // MEBIBYTE), "limit_mb": (limits.packed_bytes or 0) // MEBIBYTE}
            return Landing(reading._refused(shown, size, "", "intake.limit.packed", params))
        request = {"encoding": encoding, "delimiter": delimiter}
        taken = _hashed(file) if digest else None
        stream.seek(0)
        try:
            outcome = process.run(
                stream, shown, limits, request, entry=ENTRY, message=_message_for(takes), needs=READERS
            )
        except _NotWanted:
            nothing = Reading(shown, size, "", None, None, None, (), Findings(), 0, {})
            return Landing(nothing, wanted=False)
        sha256 = taken() if taken is not None else ""
    if outcome.failure:
        return Landing(reading._refused(shown, size, sha256, outcome.failure, outcome.params))
    return Landing(reading._reading(shown, size, sha256, outcome.message, outcome.peak_bytes))


def _hashed(file: object) -> Callable[[], str]:
    """The digest of a file on disk, worked out beside the reading; of a stream, afterwards."""
    import hashlib
    from threading import Thread

    found: list[str] = []

    def work() -> None:
        if isinstance(file, (str, os.PathLike)):
            with Path(file).open("rb") as stream:
                found.append(hashlib.file_digest(stream, "sha256").hexdigest())
        else:
            found.append(reading.digest(cast("IO[bytes]", file)))

    thread = Thread(target=work, name="intake-digest", daemon=True)
    if isinstance(file, (str, os.PathLike)):
        thread.start()

    def result() -> str:
        if thread.ident is None:
            work()
        else:
            thread.join()
        return found[0]

    return result


def _message_for(takes: Takes) -> Callable[[BinaryIO, str, int | None], Message]:
    def made(stream: BinaryIO, file: str, most: int | None) -> Message:
        return _Pieces(stream, file, most, takes)

    return made


class _Pieces(Message):
    """The ordinary message, with pieces of one table in it."""

    def __init__(self, stream: BinaryIO, file: str, most: int | None, takes: Takes) -> None:
        super().__init__(stream, file, most)
        self._takes = takes
        self._width = 0
        self._last = 0

    def other(self, line: dict[str, Any]) -> None:
        """A line that the ordinary message does not have."""
        match line.get("is"):
            case "table":
                self._begin(line)
            case "piece":
                self._takes.take(self._piece(line))
            case _:
                raise Garbled("line")

    def _begin(self, line: dict[str, Any]) -> None:
        headers, letters = line.get("headers"), line.get("letters")
        if not isinstance(headers, list) or not isinstance(letters, list) or len(headers) != len(letters):
            raise Garbled("table")
        if not 0 < len(headers) <= MOST_COLUMNS or self._width:
            raise Garbled("table")
        self._width = len(headers)
        rows = tuple(int(row) for row in line.get("header_rows", ()))
        head = Head(
            tuple(map(str, headers)), tuple(map(str, letters)), rows, tuple(map(aside_of, line.get("aside", ())))
        )
        if not self._takes.begin(head):
            raise _NotWanted

    def _piece(self, line: dict[str, Any]) -> Piece:
        import numpy as np

        count, first = line.get("rows"), line.get("first")
        if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count < 1 << 31 or not self._width:
            raise Garbled("piece")
        if first is None:
            rows = np.frombuffer(self._bytes(4 * count), dtype="<u4").astype(np.uint32)
        else:
            if not isinstance(first, int) or not 0 < first <= (1 << 32) - count - 1:
                raise Garbled("piece")
            rows = np.arange(first, first + count, dtype=np.uint32)
        if count and (rows[0] <= self._last or (first is None and not (rows[1:] > rows[:-1]).all())):
            raise Garbled("rows")
        self._last = int(rows[-1]) if count else self._last
        return Piece(rows, tuple(self._column_of(count) for _ in range(self._width)))

    def _column_of(self, rows: int) -> pa.Array:
        import numpy as np
        import pyarrow as pa

        line = self._next()
        kind, values, size = line.get("is"), line.get("values"), line.get("bytes")
        if not isinstance(values, int) or not isinstance(size, int) or values < 0 or size < 0 or size >= 1 << 31:
            raise Garbled("column")
        if (kind == "texts" and values != rows) or kind not in ("texts", "codes"):
            raise Garbled("column")
        ends = self._bytes(4 * (values + 1))
        texts = pa.Array.from_buffers(pa.string(), values, [None, pa.py_buffer(ends), pa.py_buffer(self._bytes(size))])
        _valid(texts)
        if kind == "texts":
            return texts
        width = next(bytes_ for least, bytes_ in WIDTHS if values <= least)
        codes = np.frombuffer(self._bytes(width * rows), dtype=f"<u{width}")
        if rows and (not values or int(codes.max()) >= values):
            raise Garbled("codes")
        return coded(codes, texts)


def _valid(texts: pa.Array) -> None:
    import pyarrow as pa

    try:
        texts.validate(full=True)
    except pa.ArrowInvalid as error:
        raise Garbled("texts") from error
