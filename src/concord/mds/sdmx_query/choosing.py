"""The rows that a question asks for.

What names values alone goes to the store as filters (:func:`pushed`), so that it gives few rows; everything is decided
once more over those rows (:func:`chosen`), value by distinct value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from concord.mds.sdmx_query.asked import DataQuestion
from concord.mds.sdmx_query.keys import Key
from concord.mds.writers.sdmx.shape import NOTHING, Component, Shape, said_as, shape, text_of
from concord.vocabulary.structures import Table

if TYPE_CHECKING:
    import polars as pl

Wanted = Callable[[str | None], bool]


def pushed(question: DataQuestion) -> dict[str, list[object]]:
    """Columns and the values they may have, as the store filters; never fewer rows than the question asks for."""
    found = shape(question.structure)
    filters: dict[str, list[object]] = {}
    for place, each in enumerate(found.of("dimension")):
        named = _named(each, place, question)
        if each.column and named is not None and NOTHING not in named:
            filters[each.column] = [*sorted(_ours(each, named))]
    return filters


def _named(each: Component, place: int, question: DataQuestion) -> frozenset[str] | None:
    """The values that the keys and conditions name for a dimension; None where any may do."""
    said = [key[place] for key in question.keys]
    named = None if None in said or not said else frozenset().union(*(values for values in said if values))
    for condition in question.conditions:
        if condition.component.id == each.id and condition.exactly is not None:
            named = condition.exactly if named is None else named & condition.exactly
    return named


def _ours(each: Component, said: frozenset[str]) -> set[str]:
    """Our codes for codes of SDMX; a code that is nobody's stays as it is."""
    back: dict[str, set[str]] = {}
    for ours, theirs in said_as(each.codes).items():
        back.setdefault(theirs, set()).add(ours)
    return set().union(*(back.get(code, {code}) for code in said)) if said else set()


def chosen(table: Table, question: DataQuestion) -> Table:
    """The rows of a table that a question asks for, in the table's order."""
    found = shape(question.structure)
    frame = table.frame.filter(_wanted(table.frame, found, question.keys, question))
    if question.first or question.last:
        frame = _ends(frame, found, question.first, question.last)
    return Table(table.structure, frame, table.provenance)


def _wanted(frame: pl.DataFrame, found: Shape, keys: Sequence[Key], question: DataQuestion) -> pl.Expr:
    import polars as pl

    wanted = pl.lit(True)
    for condition in question.conditions:
        wanted = wanted & _where(frame, condition.component, condition.holds)
    return wanted & _of_keys(frame, found, keys) if keys else wanted


def _of_keys(frame: pl.DataFrame, found: Shape, keys: Sequence[Key]) -> pl.Expr:
    import polars as pl

    any_key = pl.lit(False)
    for key in keys:
        this = pl.lit(True)
        for each, values in zip(found.of("dimension"), key, strict=True):
            if values is not None:
                this = this & _where(frame, each, values.__contains__)
        any_key = any_key | this
    return any_key


def _where(frame: pl.DataFrame, each: Component, holds: Wanted | Callable[[object], bool]) -> pl.Expr:
    """Rows in which a component says something wanted: asked once for each distinct value."""
    import polars as pl

    if not each.column:
        return pl.lit(bool(holds(each.constant)))
    said = said_as(each.codes)
    values = frame[each.column].unique().to_list()
    kept = [value for value in values if holds(text_of(each, value, said))]
    return pl.col(each.column).is_in(kept, nulls_equal=True) if kept else pl.lit(False)


def series_columns(found: Shape) -> list[str]:
    """The columns that make a series."""
    return [each.column for each in found.of("dimension") if each.column]


def _ends(frame: pl.DataFrame, found: Shape, first: int, last: int) -> pl.DataFrame:
    """The first and the last observations of each series."""
    import polars as pl

    (time,) = found.of("time")
    of = series_columns(found)
    place = pl.col(time.column).rank("ordinal").over(of)
    kept = place <= first if first else pl.lit(False)
    if last:
        kept = kept | (place > pl.len().over(of) - last)
    return frame.filter(kept)


def without(question: DataQuestion, place: int, component: str) -> DataQuestion:
    """The same question with nothing asked of one component (``place`` in the key, -1 for none)."""
    from dataclasses import replace

    keys = tuple((*key[:place], None, *key[place + 1 :]) for key in question.keys) if place >= 0 else question.keys
    conditions = tuple(each for each in question.conditions if each.component.id != component)
    return replace(question, keys=keys, conditions=conditions)


Filters = Mapping[str, Sequence[object]]
