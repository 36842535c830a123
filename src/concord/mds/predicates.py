"""The closed set of predicates, evaluated with Polars: each gives the offending rows and values for their wording.

A predicate sees rows in standard columns (see :mod:`concord.mds.harmonise`) and never looks at wording or places. Those
that compare rows with each other are here, those that look at single rows in :mod:`concord.mds.rowwise`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from concord.mds import rowwise
from concord.mds.rowwise import SERIES, Offence, plain, rows_of
from concord.mds.rules import Rule

if TYPE_CHECKING:
    import polars as pl

Predicate = Callable[["pl.DataFrame", Rule, int], Iterator[Offence]]
_BY_SEX = (*SERIES, "sex")


def _added(parts: list[str], name: str) -> list[pl.Expr]:
    """Sum of the rows of these kinds, and whether all of them have a number."""
    import polars as pl

    of = pl.col("row_kind").is_in(parts)
    return [
        pl.col("number").filter(of).sum().alias(name),
        pl.col("number").filter(of).is_not_null().all().alias(f"{name}_complete"),
    ]


def sum_equals(frame: pl.DataFrame, rule: Rule, as_of: int) -> Iterator[Offence]:
    """A total row that is not the sum of its parts; where a part has no number, only a sum above the total is wrong."""
    import polars as pl

    said = rule.params
    needs = [(pl.col("row_kind") == kind).any() for kind in said.get("needs", ["origin"])]
    added = frame.group_by(_BY_SEX, maintain_order=True).agg(
        pl.all_horizontal(needs).alias("has_parts"),
        *_added(said["parts"], "sum"),
        *_added(said.get("or_parts", said["parts"]), "or_sum"),
    )
    totals = frame.filter((pl.col("row_kind") == said["total"]) & pl.col("number").is_not_null())
    joined = totals.join(added.filter("has_parts"), on=_BY_SEX, nulls_equal=True, maintain_order="left")
    wrong = _unequal("sum") & _unequal("or_sum")
    for row in rows_of(joined.filter(wrong)):
        gap = row["sum"] - row["number"]
        values: dict[str, object] = {"total": plain(row["number"]), "sum": plain(row["sum"]), "difference": plain(gap)}
        yield row, {**values, "within": abs(gap) <= (row["tolerance"] or 0)}


def _unequal(name: str) -> pl.Expr:
    import polars as pl

    above = pl.col(name) > pl.col("number")
    return above | ((pl.col(name) != pl.col("number")) & pl.col(f"{name}_complete"))


def not_above(frame: pl.DataFrame, rule: Rule, as_of: int) -> Iterator[Offence]:
    """A part above its whole."""
    import polars as pl

    part, whole_kind = rule.params["part"], rule.params["whole"]
    wholes = frame.filter(pl.col("row_kind") == whole_kind).select(*_BY_SEX, pl.col("number").alias("whole"))
    joined = frame.filter(pl.col("row_kind") == part).join(wholes, on=_BY_SEX, nulls_equal=True)
    for row in rows_of(joined.filter(pl.col("number") > pl.col("whole"))):
        yield row, {"part": plain(row["number"]), "whole": plain(row["whole"])}


def sexes_add(frame: pl.DataFrame, rule: Rule, as_of: int) -> Iterator[Offence]:
    """Women, men, other and not known that do not add up to the total of both."""
    import polars as pl

    keys = [*SERIES, "origin", "row_kind"]
    added = frame.filter(pl.col("sex").is_in(["F", "M", "X", "U"])).group_by(keys, maintain_order=True).agg(
        _of_sexes("F").alias("women"),
        _of_sexes("M").alias("men"),
        _of_sexes("X", "U").alias("others"),
        pl.col("number").is_null().any().alias("gaps"),
        pl.col("sex").is_in(["F", "M"]).sum().alias("sexes"),
    )  # fmt: skip
    joined = frame.filter(pl.col("sex").fill_null("T") == "T").join(added, on=keys, nulls_equal=True)
    joined = joined.with_columns((pl.col("women") + pl.col("men") + pl.col("others")).alias("sum"))
    complete = ~pl.col("gaps") & (pl.col("sexes") == 2)
    wrong = (complete & (pl.col("sum") != pl.col("number"))) | (pl.col("sum") > pl.col("number"))
    for row in rows_of(joined.filter(wrong)):
        named = {name: plain(row[name]) for name in ("women", "men", "others", "sum")}
        yield row, {"total": plain(row["number"]), **named}


def _of_sexes(*sexes: str) -> pl.Expr:
    import polars as pl

    return pl.col("number").filter(pl.col("sex").is_in(sexes)).sum()


def flow_within_stock(frame: pl.DataFrame, rule: Rule, as_of: int) -> Iterator[Offence]:
    """An inflow above the stock of the same origin at the end of the year."""
    import polars as pl

    keys = ["area", "year", "occupation", "activity", "origin", "row_kind", "sex"]
    stock = frame.filter(pl.col("structure") == rule.params["stock"]).select(*keys, pl.col("number").alias("stock"))
    flows = frame.filter(pl.col("structure") == rule.params["flow"]).join(stock, on=keys, nulls_equal=True)
    for row in rows_of(flows.filter(pl.col("number") > pl.col("stock"))):
        yield row, {"inflow": plain(row["number"]), "stock": plain(row["stock"])}


def share_at_most(frame: pl.DataFrame, rule: Rule, as_of: int) -> Iterator[Offence]:
    """A part with more than its share of the whole: of the total row, else of everybody counted."""
    import polars as pl

    total = pl.col("number").filter(pl.col("row_kind") == "total").first()
    counted = pl.col("number").filter(pl.col("row_kind").is_in(["origin", "domestic", "unknown", "foreign"])).sum()
    with_all = frame.with_columns(pl.coalesce(total, counted).over(_BY_SEX).alias("all"))
    part = with_all.filter((pl.col("row_kind") == rule.params["part"]) & (pl.col("all") > 0))
    for row in rows_of(part.filter(pl.col("number") * 100 > pl.col("all") * rule.params["most_percent"])):
        percent = 100 * row["number"] / row["all"]
        yield row, {"percent": f"{percent:.1f}", "most": plain(rule.params["most_percent"])}


def jump(frame: pl.DataFrame, rule: Rule, as_of: int) -> Iterator[Offence]:
    """A change from the year before beyond the threshold, where neither year is a break."""
    import polars as pl

    keys = ["structure", "area", "occupation", "activity", "origin", "row_kind", "sex"]
    frame = frame.filter(pl.col("structure").str.starts_with("mds-"))
    before = frame.select(
        *keys, (pl.col("year") + 1).alias("year"), pl.col("number").alias("before"), pl.col("row").alias("before_row")
    )
    joined = frame.join(before, on=[*keys, "year"], nulls_equal=True, maintain_order="left")
    change = (pl.col("number") - pl.col("before")).abs() * 100
    large = pl.max_horizontal("number", "before") >= rule.params.get("from_persons", 1)
    beyond = change > rule.params["most_percent"] * pl.col("before")
    for row in rows_of(joined.filter(beyond & large & (pl.col("status") != "break") & (pl.col("before") > 0))):
        percent = 100 * (row["number"] - row["before"]) / row["before"]
        said = {"before": plain(row["before"]), "value": plain(row["number"]), "before_row": row["before_row"]}
        yield (
            row,
            {**said, "percent": f"{percent:+.0f}", "most": plain(rule.params["most_percent"]), "year": row["year"]},
        )


PREDICATES: Mapping[str, Predicate] = {
    "at-least": rowwise.at_least,
    "between": rowwise.between,
    "whole": rowwise.whole,
    "unique": rowwise.unique,
    "differ": rowwise.differ,
    "explained": rowwise.explained,
    "some-above-zero": rowwise.some_above_zero,
    "sum-equals": sum_equals,
    "not-above": not_above,
    "sexes-add": sexes_add,
    "flow-within-stock": flow_within_stock,
    "share-at-most": share_at_most,
    "jump": jump,
}
