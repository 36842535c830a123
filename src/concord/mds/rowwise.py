"""Predicates that look at one row, or at rows of one key; see :mod:`concord.mds.predicates`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from concord.mds.beside import DIVIDED_BY, Given
from concord.mds.harmonise.settle import ROWS_NAMED, named_rows
from concord.mds.rules import Rule
from concord.vocabulary.structures import structure

if TYPE_CHECKING:
    import polars as pl

#: An offending row (by name) and values for the wording.
Offence = tuple[dict[str, Any], dict[str, object]]
#: What makes one series of origins.
SERIES = ("structure", "area", "year", "occupation", "activity")


def plain(number: float | None) -> str:
    """A number without a needless fraction."""
    if number is None:
        return "–"
    return str(int(number)) if number == int(number) else f"{number:g}"


def divided(frame: pl.DataFrame, *besides: str) -> list[str]:
    """The columns by which the rows of one key are divided in this frame, but for those named."""
    return [name for name in DIVIDED_BY if name in frame.columns and name not in besides]


def total_sex(frame: pl.DataFrame) -> pl.DataFrame:
    """No sex and both sexes are the same thing said in two ways."""
    import polars as pl

    return frame.with_columns(pl.col("sex").replace("T", None)) if "sex" in frame.columns else frame


def kept(frame: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """The rows that a rule is about."""
    import polars as pl

    for column, wanted in rule.where.items():
        if column == "measure":
            whole_ids = [id for id in frame["structure"].unique() if id and _is_whole(id)]
            frame = frame.filter(pl.col("structure").is_in(whole_ids))
        elif column == "above_zero":
            frame = frame.filter(pl.col("number") > 0)
        elif column == "zero":
            frame = frame.filter(pl.col("number") == 0)
        else:
            frame = frame.filter(pl.col(column).is_in(wanted))
    return frame


def _is_whole(id: str) -> bool:
    measures = structure(id).of("measure")
    return any(column.name == measures[0] and column.type == "integer" for column in structure(id).columns)


def rows_of(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows by name."""
    yield from frame.iter_rows(named=True)


def one_each(frame: pl.DataFrame, keys: Sequence[str], number: str) -> pl.DataFrame:
    """One row for each key, that with the largest number, so that the order of doubled rows does not matter."""
    return frame.sort(number, descending=True, nulls_last=True).unique(list(keys), keep="first", maintain_order=True)


def cells_of(rows: Iterable[tuple[int | None, str | None]]) -> str:
    """Cells as a spreadsheet names them (``D4, D9``); those without a place are left out."""
    return ", ".join(f"{letter}{row}" for row, letter in rows if row and letter)


def at_least(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A value below the least."""
    import polars as pl

    column = rule.columns[0]
    for row in rows_of(frame.filter(pl.col(column) < rule.params["least"])):
        yield row, {"value": plain(row[column])}


def between(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A value below the least or above the most."""
    import polars as pl

    column, least = rule.columns[0], rule.params["least"]
    most = given.as_of if rule.params["most"] == "as-of" else rule.params["most"]
    for row in rows_of(frame.filter((pl.col(column) < least) | (pl.col(column) > most))):
        yield row, {"value": plain(row[column]), "least": plain(least), "most": plain(most)}


def whole(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A value with decimals."""
    import polars as pl

    column = rule.columns[0]
    for row in rows_of(frame.filter(pl.col(column) != pl.col(column).round(0))):
        yield row, {"value": plain(row[column])}


def unique(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """Rows of a key that stands more than once: one offence for each key, at its second row, naming all."""
    import polars as pl

    keys = [*rule.columns, *divided(frame, *rule.columns)]
    named = pl.col("origin").is_not_null() | (pl.col("row_kind") != "origin")
    complete = frame.filter(named & pl.all_horizontal(pl.col("area", "year", "row_kind").is_not_null()))
    twice = complete.filter(pl.len().over(keys) > 1).sort("file", "sheet", "row", maintain_order=True, nulls_last=True)
    for _, group in twice.group_by(keys, maintain_order=True):
        rows = group["row"].to_list()
        values = ", ".join(plain(number) for number in group["number"].to_list()[:ROWS_NAMED])
        second = group.row(1, named=True)
        same = group.filter(pl.col("file").eq_missing(second["file"]) & pl.col("sheet").eq_missing(second["sheet"]))
        said = {"rows": named_rows(rows, len(rows)), "count": len(rows), "values": values}
        yield second, {**said, "cells": cells_of(same.select("row", "letter").rows())}


def differ(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """Two columns that must differ and are equal."""
    import polars as pl

    first, second = rule.columns
    for row in rows_of(frame.filter(pl.col(first) == pl.col(second))):
        yield row, {"area": row["area"], "value": plain(row["number"])}


def explained(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A status that asks for a word, without one."""
    import polars as pl

    for row in rows_of(frame.filter(pl.col(rule.columns[0]).is_null())):
        yield row, {"year": row["year"]}


def some_above_zero(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A reporter's rows of origins, all of them zero."""
    import polars as pl

    keys = [*SERIES, *divided(frame, "sex")]
    origins = frame.filter(pl.col("row_kind") == "origin").sort("row", maintain_order=True, nulls_last=True)
    zeros = (pl.col("number") == 0).all() & (pl.col("number").count() > 0)
    for _, group in origins.filter(zeros.over(keys)).group_by(keys, maintain_order=True):
        yield group.row(0, named=True), {"area": group["area"][0], "year": group["year"][0], "count": group.height}
