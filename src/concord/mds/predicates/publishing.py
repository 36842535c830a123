"""Predicates asked before tables are published: whole keys, known codes, small counts and what gives them away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from concord.mds.beside import Given
from concord.mds.rowwise import SERIES, Offence, divided, rows_of
from concord.mds.rules import Rule
from concord.vocabulary.areas import areas
from concord.vocabulary.codelists import codelist
from concord.vocabulary.structures import structure

if TYPE_CHECKING:
    import polars as pl


def required(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A row without a part of its key: of the columns given, those that its structure requires."""
    import polars as pl

    for column in rule.columns:
        ids = [id for id in frame["structure"].drop_nulls().unique().sort() if _requires(id, column)]
        lacking = pl.col(column).is_null() & pl.col("structure").is_in(ids)
        for row in rows_of(frame.filter(lacking)):
            yield row, {"lacking": column}


def _requires(id: str, name: str) -> bool:
    return any(column.name == name and column.required for column in structure(id).columns)


def in_codelist(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A code that its list does not know."""
    import polars as pl

    for column, list_id in rule.params["lists"].items():
        if column not in frame.columns:
            continue
        ids = [id for id in frame["structure"].drop_nulls().unique() if column in structure(id).names]
        known = [each.code for each in areas(former=True)] if list_id == "area" else list(codelist(list_id).codes)
        said = pl.col("structure").is_in(ids) & pl.col(column).is_not_null()
        for row in rows_of(frame.filter(said & ~pl.col(column).is_in(known))):
            yield row, {"value": row[column], "list": list_id, "dimension": column}


def small(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A count so small that it may point to persons, in a table that was made of rows of persons."""
    import polars as pl

    if not given.of_persons:
        return
    for row in rows_of(frame.filter((pl.col("number") >= 1) & (pl.col("number") < rule.params["below"]))):
        yield row, {"below": rule.params["below"]}


def hidden_alone(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """The one hidden count of a series whose total and other parts are all shown: subtraction gives it away."""
    import polars as pl

    keys, parts = [*SERIES, *divided(frame)], rule.params["parts"]
    of_parts = pl.col("row_kind").is_in(parts)
    added = frame.group_by(keys).agg(
        pl.col("number").filter(of_parts).is_null().sum().alias("without"),
        pl.col("number").filter(pl.col("row_kind") == rule.params["total"]).count().alias("totals"),
        of_parts.sum().alias("of"),
    )
    hidden = frame.filter(of_parts & (pl.col("status") == "suppressed") & pl.col("number").is_null())
    joined = hidden.join(added, on=keys, nulls_equal=True, maintain_order="left")
    for row in rows_of(joined.filter((pl.col("without") == 1) & (pl.col("totals") > 0))):
        yield row, {"parts": row["of"], "area": row["area"], "year": row["year"]}
