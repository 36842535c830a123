"""Rows that are set aside: of regions, of all occupations, of parts of other rows. Each kind is told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from concord.findings import Finding
from concord.mds.harmonise.model import Asked
from concord.mds.harmonise.settle import ROWS_NAMED, Settled, named_rows
from concord.mds.readers.records import Records

if TYPE_CHECKING:
    import polars as pl


def left_out(records: Records, frame: pl.DataFrame, code: str, role: str) -> tuple[pl.DataFrame, list[Finding]]:
    """The rows that are no aggregates, and a note on those that were left out."""
    import polars as pl

    out = frame.filter(pl.col("aggregate").fill_null(False))
    kept = frame.filter(~pl.col("aggregate").fill_null(False)).drop("aggregate")
    if out.is_empty():
        return kept, []
    rows = out["row"].unique().sort()
    names = pl.coalesce(pl.col(role), pl.lit(""))
    examples = ", ".join(out.select(names.unique(maintain_order=True)).to_series().head(5).to_list())
    params = {"count": len(rows), "rows": named_rows(rows.head(ROWS_NAMED).to_list(), len(rows)), "examples": examples}
    return kept, [Finding(code, "note", records.place(rows[0], role), params)]


def parts(records: Records, frame: pl.DataFrame, asked: Asked) -> Settled:
    """Rows that are a part (an age group, a sex, a residence) of another row of the publisher's are left out."""
    import polars as pl

    if "part" not in records.marks:
        return Settled(frame)
    marked = frame.with_columns((pl.col("part").fill_null("") != "").alias("aggregate"))
    kept, notes = left_out(records, marked, "mds.row.part", "part")
    return Settled(kept, notes)
