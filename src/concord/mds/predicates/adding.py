"""Predicates about what must add up: totals and their parts, sexes, age groups, broader and narrower codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from concord.mds.beside import Given
from concord.mds.rowwise import SERIES, Offence, divided, one_each, plain, rows_of
from concord.mds.rules import Rule
from concord.vocabulary.codelists import codelist

if TYPE_CHECKING:
    import polars as pl


def _added(parts: Sequence[str], name: str) -> list[pl.Expr]:
    """Sum of the rows of these kinds, and whether all of them have a number."""
    import polars as pl

    of = pl.col("row_kind").is_in(parts)
    return [
        pl.col("number").filter(of).sum().alias(name),
        pl.col("number").filter(of).is_not_null().all().alias(f"{name}_complete"),
    ]


def sum_equals(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A total row that is not the sum of its parts; where a part has no number, only a sum above the total is wrong."""
    import polars as pl

    said, keys = rule.params, [*SERIES, *divided(frame)]
    needs = [(pl.col("row_kind") == kind).any() for kind in said.get("needs", ["origin"])]
    added = frame.group_by(keys, maintain_order=True).agg(
        pl.all_horizontal(needs).alias("has_parts"),
        *_added(said["parts"], "sum"),
        *_added(said.get("or_parts", said["parts"]), "or_sum"),
    )
    totals = frame.filter((pl.col("row_kind") == said["total"]) & pl.col("number").is_not_null())
    joined = totals.join(added.filter("has_parts"), on=keys, nulls_equal=True, maintain_order="left")
    wrong = _unequal("sum") & _unequal("or_sum")
    for row in rows_of(joined.filter(wrong)):
        gap = row["sum"] - row["number"]
        values: dict[str, object] = {"total": plain(row["number"]), "sum": plain(row["sum"]), "difference": plain(gap)}
        yield row, {**values, "within": abs(gap) <= (row["tolerance"] or 0)}


def _unequal(name: str) -> pl.Expr:
    import polars as pl

    above = pl.col(name) > pl.col("number")
    return above | ((pl.col(name) != pl.col("number")) & pl.col(f"{name}_complete"))


def not_above(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A part above its whole."""
    import polars as pl

    keys, part, whole_kind = [*SERIES, *divided(frame)], rule.params["part"], rule.params["whole"]
    wholes = frame.filter(pl.col("row_kind") == whole_kind).select(*keys, pl.col("number").alias("whole"))
    parts = frame.filter(pl.col("row_kind") == part)
    joined = parts.join(one_each(wholes, keys, "whole"), on=keys, nulls_equal=True, maintain_order="left")
    for row in rows_of(joined.filter(pl.col("number") > pl.col("whole"))):
        yield row, {"part": plain(row["number"]), "whole": plain(row["whole"])}


def sexes_add(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """Women, men, other and not known that do not add up to the total of both."""
    import polars as pl

    keys = [*SERIES, "origin", "row_kind", *divided(frame, "sex")]
    added = frame.filter(pl.col("sex").is_in(["F", "M", "X", "U"])).group_by(keys, maintain_order=True).agg(
        _of_sexes("F").alias("women"),
        _of_sexes("M").alias("men"),
        _of_sexes("X", "U").alias("others"),
        pl.col("number").is_null().any().alias("gaps"),
        pl.col("sex").is_in(["F", "M"]).sum().alias("sexes"),
    )  # fmt: skip
    joined = frame.filter(pl.col("sex").fill_null("T") == "T").join(
        added, on=keys, nulls_equal=True, maintain_order="left"
    )
    joined = joined.with_columns((pl.col("women") + pl.col("men") + pl.col("others")).alias("sum"))
    complete = ~pl.col("gaps") & (pl.col("sexes") == 2)
    wrong = (complete & (pl.col("sum") != pl.col("number"))) | (pl.col("sum") > pl.col("number"))
    for row in rows_of(joined.filter(wrong)):
        named = {name: plain(row[name]) for name in ("women", "men", "others", "sum")}
        yield row, {"total": plain(row["number"]), **named}


def _of_sexes(*sexes: str) -> pl.Expr:
    import polars as pl

    return pl.col("number").filter(pl.col("sex").is_in(sexes)).sum()


def parts_add(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """Rows of the codes of one dimension that do not add up to the row of all of them."""
    import polars as pl

    dimension, all_of = rule.params["dimension"], rule.params["all"]
    if dimension not in frame.columns:
        return
    keys = [*SERIES, "origin", "row_kind", *divided(frame, dimension)]
    is_all = pl.col(dimension).is_null() | pl.col(dimension).is_in(all_of)
    added = frame.filter(~is_all).group_by(keys).agg(
        pl.col("number").sum().alias("sum"),
        pl.col("number").is_null().any().alias("gaps"),
        pl.len().alias("parts"),
    )  # fmt: skip
    joined = frame.filter(is_all).join(added, on=keys, nulls_equal=True, maintain_order="left")
    unequal = (pl.col("sum") != pl.col("number")) & ~pl.col("gaps") & (pl.col("parts") > 1)
    for row in rows_of(joined.filter(unequal | (pl.col("sum") > pl.col("number")))):
        gap = row["sum"] - row["number"]
        said: dict[str, object] = {"total": plain(row["number"]), "sum": plain(row["sum"]), "difference": plain(gap)}
        yield row, {**said, "parts": row["parts"]}


def narrower_within(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A code of a list whose narrower codes, all together, count more than it does."""
    import polars as pl

    column = rule.columns[1]
    keys = [*(name for name in SERIES if name != column), "origin", "row_kind", *divided(frame)]
    wider = _wider(column, frame)
    narrow = frame.join(wider, on=column, how="inner", nulls_equal=False)
    added = narrow.group_by([*keys, "wider"]).agg(
        pl.col("number").sum().alias("sum"), pl.col(column).unique().sort().str.join(", ").alias("narrower")
    )
    joined = frame.join(
        added, left_on=[*keys, column], right_on=[*keys, "wider"], nulls_equal=True, maintain_order="left"
    )
    for row in rows_of(joined.filter(pl.col("sum") > pl.col("number"))):
        said: dict[str, object] = {"total": plain(row["number"]), "sum": plain(row["sum"])}
        yield row, {**said, "code": row[column], "narrower": row["narrower"]}


def _wider(column: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Each code that occurs and the codes right above it: its parent, and the sums it is a part of."""
    import polars as pl

    listed = codelist(column).codes.values()
    above = [(code.code, code.parent) for code in listed if code.parent]
    above += [(part, code.code) for code in listed for part in code.extra.get("parts") or ()]
    there = set(frame[column].drop_nulls().unique().to_list())
    used = [pair for pair in above if there.issuperset(pair)]
    return pl.DataFrame(used, schema={column: pl.String, "wider": pl.String}, orient="row")


def nested(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A narrower level of a dimension that counts more than a wider one: more practising than licensed."""
    import polars as pl

    column, order = rule.columns[1], rule.params["order"]
    keys = [*(name for name in SERIES if name != column), "origin", "row_kind", *divided(frame)]
    for at, narrow in enumerate(order):
        for wide in order[at + 1 :]:
            wides = frame.filter(pl.col(column) == wide).select(*keys, pl.col("number").alias("whole"))
            wides = one_each(wides, keys, "whole")
            parts = frame.filter(pl.col(column) == narrow)
            joined = parts.join(wides, on=keys, nulls_equal=True, maintain_order="left")
            for row in rows_of(joined.filter(pl.col("number") > pl.col("whole"))):
                said: dict[str, object] = {"part": plain(row["number"]), "whole": plain(row["whole"])}
                yield row, {**said, "narrow": narrow, "wide": wide}


def share_at_most(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A part with more than its share of the whole: of the total row, else of everybody counted."""
    import polars as pl

    total = pl.col("number").filter(pl.col("row_kind") == "total").first()
    counted = pl.col("number").filter(pl.col("row_kind").is_in(["origin", "domestic", "unknown", "foreign"])).sum()
    with_all = frame.with_columns(pl.coalesce(total, counted).over([*SERIES, *divided(frame)]).alias("all"))
    part = with_all.filter((pl.col("row_kind") == rule.params["part"]) & (pl.col("all") > 0))
    for row in rows_of(part.filter(pl.col("number") * 100 > pl.col("all") * rule.params["most_percent"])):
        percent = 100 * row["number"] / row["all"]
        yield row, {"percent": f"{percent:.1f}", "most": plain(rule.params["most_percent"])}
