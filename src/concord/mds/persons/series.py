"""Year-on-year jumps in what is counted of rows of persons: by occupation, and by occupation and origin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from concord.findings import Finding, Place
from concord.mds.persons.typed_rows import TypedRows
from concord.mds.profile import Break
from concord.mds.rules import Rule

if TYPE_CHECKING:
    import polars as pl

#: Structures of what is there at the end of a year.
STOCKS = frozenset({"mds-stock-by-training", "mds-totals", "mds-stock-detail"})
#: Jumps of one rule that get a finding of their own.
SAID_AT_MOST = 25


def counted(register: TypedRows) -> pl.DataFrame:
    """Rows there at the end of the year, by what makes a series."""
    keys = [c for c in ("area", "year", "occupation", "activity", "training") if c in register.columns]
    return register.counted(keys, where="stock")


def jumps(
    counts: pl.DataFrame, rule: Rule, columns: Sequence[str], where: Place, breaks: Sequence[Break] = ()
) -> tuple[list[Finding], int]:
    """Changes from the year before beyond the threshold, the largest first; how many there are.

    A series is compared only with the year directly before; of an origin, only where the origin is known; and not with
    the year before a break, since other things were counted then.
    """
    import polars as pl

    keys = [column for column in columns if column in counts.columns]
    rows = counts.group_by([*keys, "year"]).agg(pl.col("headcount").sum())
    if "training" in keys:
        rows = rows.filter(pl.col("training").is_not_null())
    before = rows.select(*keys, (pl.col("year") + 1).alias("year"), pl.col("headcount").alias("before"))
    years = rows.group_by("area").agg(pl.col("year").unique().alias("years"))
    whole = rows.join(before, on=[*keys, "year"], how="full", nulls_equal=True, coalesce=True)
    whole = whole.join(years, on="area", how="left").filter(pl.col("year").is_in(pl.col("years")))
    whole = whole.filter((pl.col("year") - 1).is_in(pl.col("years")))
    whole = whole.with_columns(pl.col("headcount").fill_null(0), pl.col("before").fill_null(0)).with_columns(
        (pl.col("headcount").cast(pl.Int64) - pl.col("before").cast(pl.Int64)).alias("change")
    )
    large = pl.max_horizontal("headcount", "before") >= rule.params.get("from_persons", 1)
    beyond = pl.col("change").abs() * 100 > pl.col("before") * rule.params["most_percent"]
    found = whole.filter(large & beyond & (pl.col("before") > 0) & ~_broken(breaks, keys))
    found = found.sort([pl.col("change").abs(), *keys, "year"], descending=[True, *[False] * (len(keys) + 1)])
    said = [_finding(rule, row, where) for row in found.head(SAID_AT_MOST).iter_rows(named=True)]
    if found.height > SAID_AT_MOST:
        more = {"count": found.height - SAID_AT_MOST, "check": rule.id}
        said.append(Finding("mds.check.more", rule.level, where, more))
    return said, found.height


def _broken(breaks: Sequence[Break], keys: Sequence[str]) -> pl.Expr:
    """Whether the year of a series is the first under another definition, as the officer says."""
    import polars as pl

    said = pl.lit(False)
    for one in breaks:
        of = pl.col("year") == one.year
        for column, value in one.series.items():
            of = of & _is_of(column, value, keys)
        said = said | of
    return said


def _is_of(column: str, value: object, keys: Sequence[str]) -> pl.Expr:
    """Whether a series is one of those a break names; what is said of a part of it does not break the whole."""
    import polars as pl

    if column == "structure":
        return pl.lit(value in STOCKS)
    if column in ("origin", "training", "row_kind"):
        if "training" not in keys:
            return pl.lit(value == "total" if column == "row_kind" else value is None)
        at_home = pl.col("training") == pl.col("area")
        if column == "row_kind":
            return pl.when(at_home).then(pl.lit(value == "domestic")).otherwise(pl.lit(value == "origin"))
        return pl.col("training").eq_missing(pl.lit(value))
    if column in keys:
        return pl.col(column).eq_missing(pl.lit(value))
    return pl.lit(column in ("area", "occupation", "activity") or value in (None, "T", "_T"))


def _finding(rule: Rule, row: dict[str, object], where: Place) -> Finding:
    before, now = row["before"], row["headcount"]
    assert isinstance(before, int)
    assert isinstance(now, int)
    params: dict[str, object] = {
        key: row.get(key) or "–" for key in ("area", "year", "occupation", "activity", "training")
    }
    params |= {"before": before, "value": now, "percent": f"{100 * (now - before) / before:+.0f}"}
    params["most"] = rule.params["most_percent"]
    item = " ".join(str(row[key]) for key in ("area", "year", "occupation", "activity", "training") if row.get(key))
    place = Place(where.file, where.sheet, None, None, None, item)
    return Finding(rule.id, rule.level, place, params, str(now), rule.source)
