"""The year of every row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from concord.findings import Finding
from concord.mds.harmonise import decide
from concord.mds.harmonise.model import Asked
from concord.mds.harmonise.settle import Settled, settle
from concord.mds.readers.records import Records

if TYPE_CHECKING:
    import polars as pl


def years(records: Records, frame: pl.DataFrame, asked: Asked) -> Settled:
    """The year of every row: of its column, of the sheet, of the profile, or of the call."""
    import polars as pl

    given = asked.profile.year or asked.year or records.extra.get("year")
    said = pl.coalesce(pl.when(pl.col("year") != "").then("year"), pl.lit(str(given) if given else None))
    if "year" not in records.marks and frame["year"].null_count() == frame.height:
        frame = frame.with_columns(said.alias("year"))
    frame = frame.rename({"year": "year_typed"}).with_columns(pl.col("year_typed").fill_null(""))
    settled = settle(
        records,
        frame,
        ("year_typed", "year_kind"),
        lambda key: decide.year(key["year_typed"], key["year_kind"]),
        role="year",
        schema={"year": pl.Int64},
    )
    return _one_year(records, settled, asked)


def _one_year(records: Records, settled: Settled, asked: Asked) -> Settled:
    import polars as pl

    if asked.year is None:
        return settled
    other = settled.frame.filter(pl.col("year") != asked.year)
    if not other.is_empty():
        settled.frame = settled.frame.filter(pl.col("year").is_null() | (pl.col("year") == asked.year))
        params = {"count": other.height, "year": asked.year}
        settled.findings.append(Finding("mds.year.left-out", "note", records.place(other["row"][0], "year"), params))
    return settled
