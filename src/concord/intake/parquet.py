"""Parquet, on an officer's own computer alone: its makers treat such files as trusted, so a site refuses them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from concord.intake.layout import Built, Plan, Raw, build
from concord.intake.limits import Limits, exceeds
from concord.intake.remarks import Remarks
from concord.intake.source import Source
from concord.intake.workbooks import convert


def read(source: Source, limits: Limits, remarks: Remarks) -> tuple[list[Built], dict[str, object]]:
    """The table of a Parquet file; its first physical row, the header, counts as row 1."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(pa.BufferReader(source.whole()))
        names = [str(name) for name in table.schema_arrow.names]
        if exceeds(len(names), limits.columns):
            raise remarks.stop("intake.limit.columns", columns=len(names), limit=limits.columns)
        plan = Plan(source.name, None, _converted, remarks, row_limit=limits.text_rows, width=len(names))
        built = build(_rows(table, names), plan)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise remarks.stop("intake.file.broken") from error
    return ([] if built is None else [built]), {"rows": table.metadata.num_rows}


def _rows(table: Any, names: list[str]) -> Iterator[Raw]:
    yield 1, names
    number = 1
    for batch in table.iter_batches(batch_size=4096, use_threads=False):
        columns = [column.to_pylist() for column in batch.columns]
        for cells in zip(*columns, strict=True):
            number += 1
            yield number, ["" if cell is None else cell for cell in cells]


def _converted(cells: Sequence[object]) -> tuple[list[str], list[int] | None]:
    known = (str, float, int, bool)
    return convert([cell if isinstance(cell, known) or hasattr(cell, "isoformat") else str(cell) for cell in cells])
