"""Makes tables coarser before anything is hidden: what is too small to be divided is not divided.

Half of all corridors are of a few persons, and the full cross of sex, age, sector and area is nearly all of ones and
twos. Hidden one by one they fill tables with marks that say nothing. So series of few persons are given by their total
alone, small origins stay in "all foreign", and the table in detail is cut into views by one or two divisions. What is
left out of a sum is a remainder that everybody can work out; it is protected as a count of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from concord.mds.citation import SENT
from concord.mds.protect.cells import DETAIL, DIVISIONS, counts_persons, measure_of
from concord.mds.protect.declared import Coarse
from concord.mds.protect.views import views
from concord.vocabulary.structures import Table, structure

if TYPE_CHECKING:
    import polars as pl

#: What is judged over all its years at once, so that a series has one shape.
GROUP = ("area", "occupation", "activity")


def coarse(tables: Sequence[Table], by: Coarse, *, threshold: int) -> tuple[Table, ...]:
    """The tables as far divided as they may be; rows of publishers and tables that count no persons stay as they are.

    Args:
        tables: All tables of a release.
        by: How small is too small.
        threshold: Counts below it are small.
    """
    counting = [table for table in tables if counts_persons(table.structure)]
    sizes = _sizes(counting)
    return tuple(_coarse(table, by, sizes, threshold) if table in counting else table for table in tables)


def _sizes(tables: Sequence[Table]) -> pl.DataFrame:
    """Persons of each measure and group in the year in which they are most."""
    import polars as pl

    frames = []
    for table in tables:
        value = structure(table.structure).of("measure")[0]
        whole = table.frame
        if "row_kind" in whole.columns:
            whole = whole.filter(pl.col("row_kind") == "total")
        else:
            finest = [pl.col(name) != all_of for name, all_of in DIVISIONS.items() if name in whole.columns]
            divided = pl.any_horizontal([each.fill_null(True) for each in finest])
            whole = whole.filter(divided) if whole.filter(~divided).is_empty() else whole.filter(~divided)
        sums = whole.group_by([*GROUP, "year"]).agg(pl.col(value).sum().alias("persons"))
        frames.append(sums.with_columns(pl.lit(measure_of(table.structure)).alias("measure")))
    added = pl.concat(frames) if frames else pl.DataFrame()
    return added.group_by([*GROUP, "measure"]).agg(pl.col("persons").max()) if frames else added


def _coarse(table: Table, by: Coarse, sizes: pl.DataFrame, threshold: int) -> Table:
    import polars as pl

    value = structure(table.structure).of("measure")[0]
    mine = sizes.filter(pl.col("measure") == measure_of(table.structure)).drop("measure")
    sent = pl.col("source").is_in(list(SENT)) | pl.col("source").is_null()
    theirs = table.frame.filter(~sent)
    sized = table.frame.filter(sent).join(mine, on=list(GROUP), how="left", nulls_equal=True, maintain_order="left")
    sized = sized.filter(pl.col("persons").fill_null(0) >= by.series_from)
    if "row_kind" in sized.columns:
        whole = pl.col("row_kind") == "total"
        kept = sized.filter(whole | (pl.col("persons") >= by.breakdown_from))
        kept = _origins(kept, value, by.origins_from)
    else:
        kept = _in_views(replace(table, frame=sized.drop("persons")), sized, by, threshold)
    return replace(table, frame=pl.concat([theirs, kept.select(table.frame.columns)]))


def _origins(frame: pl.DataFrame, value: str, least: int) -> pl.DataFrame:
    """Without origins (destinations) that come to ``least`` persons in no year; what they are part of must be there."""
    import polars as pl

    place = next((name for name in ("origin", "destination") if name in frame.columns), None)
    if place is None:
        return frame
    kind = pl.col("row_kind")
    most = pl.col(value).max().over([*GROUP, place, "row_kind"])
    whole = kind.is_in(["foreign", "total"]) & pl.col(value).is_not_null()
    remains = whole.any().over([*GROUP, "year"])
    return frame.filter(~((kind == "origin") & remains & (most < least)).fill_null(False))


def _in_views(table: Table, sized: pl.DataFrame, by: Coarse, threshold: int) -> pl.DataFrame:
    """The table in detail by those views of which few enough rows are small, series by series."""
    import polars as pl

    if sized.is_empty():
        return sized
    undivided = [pl.col(name) == all_of for name, all_of in DIVISIONS.items()]
    is_cut = not sized.filter(pl.all_horizontal(undivided)).is_empty()
    cut = (table if is_cut else views(table, by.views)).frame
    divided = [(~each).fill_null(True) for each in undivided]
    cut = cut.with_columns(pl.concat_str(*(each.cast(pl.Int8) for each in divided)).alias(DETAIL))
    small = pl.col("headcount").is_between(1, threshold - 1).mean().over([*GROUP, DETAIL])
    few = (small <= by.small_at_most) & (pl.col("persons") >= by.breakdown_from)
    persons = sized.select(*GROUP, "persons").unique()
    cut = cut.join(persons, on=list(GROUP), how="left", nulls_equal=True, maintain_order="left")
    return cut.filter(few | pl.all_horizontal(undivided).fill_null(False)).drop(DETAIL, "persons")
