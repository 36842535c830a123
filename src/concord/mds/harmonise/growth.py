"""Comparing years of a series: never across a break, over a gap, or from zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from concord.mds.harmonise.breaks import keys_of

if TYPE_CHECKING:
    import polars as pl


def segments(frame: pl.DataFrame, *, keys: Sequence[str] = (), number: str = "number") -> pl.DataFrame:
    """With ``segment``: years of one series with the same segment can be compared; each break begins the next (from 0).

    A break in a year without a number (missing, suppressed) still divides the years before from those after.
    """
    import polars as pl

    by: list[Any] = list(keys_of(frame, keys)) or [pl.lit(1)]
    is_break = (pl.col("status") == "break").fill_null(False).cast(pl.Int64)
    return frame.sort("year").with_columns(is_break.cum_sum().over(by).alias("segment"))


def growth(frame: pl.DataFrame, *, keys: Sequence[str] = (), number: str = "number") -> pl.DataFrame:
    """With ``growth_percent``: the change from the year before; null across a break, over a gap, from zero.

    Example:
        >>> import polars as pl
        >>> series = pl.DataFrame({"year": [2010, 2011, 2012], "number": [100.0, 110.0, 300.0],
        ...                        "status": ["normal", "normal", "break"]})
        >>> growth(series)["growth_percent"].to_list()
        [None, 10.0, None]
    """
    import polars as pl

    divided = segments(frame, keys=keys, number=number)
    by = [*(keys_of(frame, keys)), "segment"]
    before, before_year = pl.col(number).shift(1).over(by), pl.col("year").shift(1).over(by)
    comparable = (pl.col("year") == before_year + 1) & (before > 0)
    percent = ((pl.col(number) - before) * 100 / before).round(9)
    return divided.with_columns(pl.when(comparable).then(percent).alias("growth_percent")).drop("segment")
