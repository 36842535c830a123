"""Parquet sent piece by piece, on an officer's own computer alone; its head counts as physical row 1."""

from __future__ import annotations

import os
from typing import Any, BinaryIO

from concord.intake.columns import letter
from concord.intake.landing import coded, sending
from concord.intake.landing.arrays import texts_of
from concord.intake.landing.pieces import Head
from concord.intake.limits import Limits, exceeds
from concord.intake.remarks import Remarks
from concord.intake.source import Source

ROWS = 1 << 18
#: Columns that are read at a time.
MOST_THREADS = 4


def warm() -> None:
    """Read a small file of every kind of column, so that nothing is left to be imported once the locks are up.

    No thread is started: those that are started under the locks are held by them too.
    """
    from datetime import date, datetime
    from io import BytesIO

    import pyarrow as pa
    import pyarrow.parquet as pq

    pa.set_cpu_count(min(MOST_THREADS, os.cpu_count() or 1))
    whole = {"a": ["x", None], "b": [1, None], "c": [0.5, None], "d": [date(2020, 1, 1), None], "e": [True, None]}
    held = BytesIO()
    pq.write_table(pa.table({**whole, "f": [datetime(2020, 1, 1, 1), None]}), held)
    send(Source("", held.getvalue()), Limits.none(), Remarks(), BytesIO(), threads=False)


def send(source: Source, limits: Limits, remarks: Remarks, out: BinaryIO, *, threads: bool = True) -> dict[str, object]:
    """Send the table of a Parquet file; the facts of how it was read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        buffer = pa.py_buffer(source.data)
        texts = [f.name for f in pq.read_schema(pa.BufferReader(buffer)) if _is_text(f.type)]
        file = pq.ParquetFile(pa.BufferReader(buffer), read_dictionary=texts)
        names = tuple(str(name) for name in file.schema_arrow.names)
        if exceeds(len(names), limits.columns):
            raise remarks.stop("intake.limit.columns", sheet=None, columns=len(names), limit=limits.columns)
        sending.send_head(out, Head(names, tuple(letter(i) for i in range(len(names))), (1,)))
        out.flush()
        row = 2
        for batch in file.iter_batches(batch_size=ROWS, use_threads=threads):
            sending.send_piece(out, [_as_text(column) for column in batch.columns], row)
            row += batch.num_rows
            if exceeds(row - 2, limits.text_rows):
                raise remarks.stop("intake.limit.rows", sheet=None, limit=limits.text_rows, row=row)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise remarks.stop("intake.file.broken") from error
    if row == 2:
        remarks.add("intake.table.no-rows", "hard", sheet=None, row=1)
    return {"rows": row - 2, "lines": row - 1}


def _is_text(type_: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(type_) or pa.types.is_large_string(type_))


def _as_text(column: Any) -> Any:
    """Any column as coded texts: a null is an empty text, a date ISO, a whole number without a point."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode() if not pa.types.is_null(column.type) else column
    if pa.types.is_null(column.type):
        column = texts_of([""] * len(column)).dictionary_encode()
    values = _texts(column.dictionary)
    codes = column.indices.cast(pa.int32())
    if codes.null_count:
        codes = pc.fill_null(codes, len(values))
        values = pa.concat_arrays([values, texts_of([""])])
    if len(values) == 0:
        values = texts_of([""])
    made = pa.DictionaryArray.from_arrays(codes, values)
    return made.cast(pa.string()) if coded._mostly_distinct(made) else made


def _texts(values: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    if _is_text(values.type):
        return pc.fill_null(values.cast(pa.string()), "")
    if pa.types.is_floating(values.type):
        shown = [_number(value) for value in values.to_pylist()]
        return texts_of(shown)
    if pa.types.is_timestamp(values.type):
        shown = ["" if v is None else v.isoformat().removesuffix("T00:00:00") for v in values.to_pylist()]
        return texts_of(shown)
    if pa.types.is_integer(values.type) or pa.types.is_date(values.type) or pa.types.is_boolean(values.type):
        return pc.fill_null(pc.cast(values, pa.string()), "")
    return texts_of(["" if value is None else str(value) for value in values.to_pylist()])


def _number(value: float | None) -> str:
    from concord.intake.workbooks import _number as plain

    return "" if value is None or value != value else plain(value)
