"""How the reading process sends a table in pieces: lines of JSON, and columns as plain bytes.

Nothing in it is executed when it is read: no pickle, no Arrow. Read by :mod:`concord.intake.landing.receiving`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from concord.intake.landing.arrays import numpy_of
from concord.intake.landing.pieces import Head

if TYPE_CHECKING:
    import pyarrow as pa

#: Bytes of a row's code, by how many distinct texts there are.
WIDTHS = ((1 << 8, 1), (1 << 16, 2), (1 << 31, 4))


def line(stream: BinaryIO, kind: str, **values: object) -> None:
    """One line about what follows."""
    stream.write(json.dumps({"is": kind, **values}, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n")


def send_head(stream: BinaryIO, head: Head) -> None:
    """The head of the table."""
    line(
        stream,
        "table",
        headers=head.headers,
        letters=head.letters,
        header_rows=head.header_rows,
        aside=[[aside.row, aside.reason, aside.cells] for aside in head.aside],
    )


def send_piece(stream: BinaryIO, columns: Sequence[pa.Array], first: int | None, rows: Sequence[int] = ()) -> None:
    """A run of rows.

    Args:
        stream: Where it goes.
        columns: Dictionary arrays (``int32`` codes of strings) or arrays of strings, without nulls.
        first: Physical row of the first, where the rows follow each other; else None.
        rows: Physical rows, where they do not.
    """
    from array import array

    count = len(columns[0]) if columns else 0
    line(stream, "piece", rows=count, first=first)
    if first is None:
        stream.write(array("I", rows).tobytes())
    for column in columns:
        _send_column(stream, column)
    stream.flush()


def _send_column(stream: BinaryIO, column: Any) -> None:
    import numpy as np
    import pyarrow as pa

    if not pa.types.is_dictionary(column.type):
        _send_texts(stream, column, "texts")
        return
    _send_texts(stream, column.dictionary, "codes")
    width = next(bytes_ for least, bytes_ in WIDTHS if len(column.dictionary) <= least)
    codes = numpy_of(column.indices, np.int32)
    stream.write(codes.astype(f"<u{width}").data)


def _send_texts(stream: BinaryIO, texts: Any, kind: str) -> None:
    """Distinct texts, or one for each row: where each ends, then all of them one after another."""
    import numpy as np
    import pyarrow as pa

    texts = texts.cast(pa.large_string()) if texts.type != pa.large_string() else texts
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    begun, ended = (int(ends[0]), int(ends[-1])) if len(ends) else (0, 0)
    line(stream, kind, values=len(texts), bytes=ended - begun)
    stream.write((ends - begun).astype("<u4").data)
    if ended > begun:
        stream.write(memoryview(data)[begun:ended])
