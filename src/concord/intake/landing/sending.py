"""How the reading process sends a table in pieces: lines of JSON, and columns as plain bytes.

Nothing in it is executed when it is read: no pickle, no Arrow. Read by :mod:`concord.intake.landing.receiving`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from concord.intake.landing.arrays import numpy_of
from concord.intake.landing.pieces import Head

if TYPE_CHECKING:
    import pyarrow as pa

#: Something with a buffer of bytes.
Written = bytes | memoryview
#: Bytes of a row's code, by how many distinct texts there are.
WIDTHS = ((1 << 8, 1), (1 << 16, 2), (1 << 31, 4))


def _line(kind: str, **values: object) -> bytes:
    """One line about what follows."""
    return json.dumps({"is": kind, **values}, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def send_head(stream: BinaryIO, head: Head) -> None:
    """The head of the table."""
    aside = [[each.row, each.reason, each.cells] for each in head.aside]
    told = {"headers": head.headers, "letters": head.letters, "header_rows": head.header_rows, "aside": aside}
    stream.write(_line("table", **told))


def send_piece(stream: BinaryIO, columns: Sequence[pa.Array], first: int | None, rows: Sequence[int] = ()) -> None:
    """A run of rows; arguments as of :func:`piece`."""
    send(stream, piece(columns, first, rows))


def send(stream: BinaryIO, written: Iterable[Written]) -> None:
    """What has been put into bytes."""
    for each in written:
        stream.write(each)
    stream.flush()


def piece(columns: Sequence[pa.Array], first: int | None, rows: Sequence[int] = ()) -> list[Written]:
    """A run of rows in bytes.

    Args:
        columns: Dictionary arrays (``int32`` codes of strings) or arrays of strings, without nulls.
        first: Physical row of the first, where the rows follow each other; else None.
        rows: Physical rows, where they do not.
    """
    from array import array

    count = len(columns[0]) if columns else 0
    written: list[Written] = [_line("piece", rows=count, first=first)]
    if first is None:
        written.append(array("I", rows).tobytes())
    for column in columns:
        written += _column(column)
    return written


def _column(column: Any) -> list[Written]:
    import numpy as np
    import pyarrow as pa

    if not pa.types.is_dictionary(column.type):
        return _texts(column, "texts")
    width = next(bytes_ for least, bytes_ in WIDTHS if len(column.dictionary) <= least)
    codes = numpy_of(column.indices, np.int32)
    return [*_texts(column.dictionary, "codes"), codes.astype(f"<u{width}").data]


def _texts(texts: Any, kind: str) -> list[Written]:
    """Distinct texts, or one for each row: where each ends, then all of them one after another."""
    import numpy as np
    import pyarrow as pa

    texts = texts.cast(pa.large_string()) if texts.type != pa.large_string() else texts
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    begun, ended = (int(ends[0]), int(ends[-1])) if len(ends) else (0, 0)
    head = _line(kind, values=len(texts), bytes=ended - begun)
    return [head, (ends - begun).astype("<u4").data, memoryview(data)[begun:ended] if ended > begun else b""]
