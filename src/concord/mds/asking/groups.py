"""Groups of areas by row: the region and income group that held at the end of the row's year."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from concord.errors import NotFound
from concord.mds.asking import occupations
from concord.mds.asking.question import OCCUPATION_GROUP
from concord.vocabulary import areas

if TYPE_CHECKING:
    import polars as pl


@lru_cache(maxsize=200_000)
def of_area(kind: str, code: str | None, year: int) -> tuple[str, ...]:
    """Groups of one kind that an area was in at the end of a year; none for a code that is no area.

    Example:
        >>> of_area("region", "IDN", 2024), of_area("region", "IDN", 2025), of_area("income", None, 2018)
        (('SEAR',), ('WPR',), ())
    """
    if not code:
        return ()
    try:
        found = areas.area(code)
    except NotFound:
        return ()
    if kind == "group":
        return found.groups(year)
    held = found.region(year) if kind == "region" else found.income(year)
    return (held,) if held else ()


def with_group(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """A frame with the column of a grouping in which a row is in one group at most; null where it is in none."""
    import polars as pl

    if name == OCCUPATION_GROUP:
        said = {code: occupations.broadest(code) for code in frame["occupation"].unique().to_list() if code}
        return frame.with_columns(pl.col("occupation").replace_strict(said, default=None).alias(name))
    column, _, kind = name.rpartition("_")
    pairs = frame.select(column, "year").unique()
    held = [next(iter(of_area(kind, code, year)), None) for code, year in pairs.iter_rows()]
    pairs = pairs.with_columns(pl.Series(name, held, dtype=pl.String))
    return frame.join(pairs, on=[column, "year"], how="left", nulls_equal=True, maintain_order="left")


def in_groups(frame: pl.DataFrame, name: str, wanted: tuple[str, ...]) -> pl.DataFrame:
    """The rows whose area or occupation is in one of some groups."""
    import polars as pl

    if name == OCCUPATION_GROUP:
        return frame.filter(pl.col("occupation").is_in(sorted(occupations.expanded(wanted))))
    column, _, kind = name.rpartition("_")
    pairs = frame.select(column, "year").unique()
    held = [bool(set(of_area(kind, code, year)) & set(wanted)) for code, year in pairs.iter_rows()]
    kept = pairs.filter(pl.Series(held, dtype=pl.Boolean))
    return frame.join(kept, on=[column, "year"], how="semi", nulls_equal=True)
