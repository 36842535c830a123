"""The rows that a question asks for.

What names values alone goes to the store as filters (:func:`pushed`), so that it gives few rows; everything is decided
once more over those rows (:func:`chosen`), value by distinct value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

    said, wanted = _Said(frame), pl.lit(True)
    for condition in question.conditions:
        wanted = wanted & said.where(condition.component, condition.wanted())
    return wanted & _of_keys(said, found, keys) if keys else wanted


def _of_keys(said: _Said, found: Shape, keys: Sequence[Key]) -> pl.Expr:
    import polars as pl

    any_key = pl.lit(False)
    for key in keys:
        this = pl.lit(True)
        for each, values in zip(found.of("dimension"), key, strict=True):
            if values is not None:
                this = this & said.where(each, values.__contains__)
        any_key = any_key | this
    return any_key


class _Said:
    """What the rows of a frame say: each distinct value of a column with its text, looked up once."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame
        self._known: dict[str, list[tuple[object, str | None]]] = {}

    def where(self, each: Component, holds: Wanted) -> pl.Expr:
        """Rows in which a component says something wanted."""
        import polars as pl

        if not each.column:
            return pl.lit(bool(holds(each.constant)))
        kept = [value for value, text in self._distinct(each) if holds(text)]
        return pl.col(each.column).is_in(kept, nulls_equal=True) if kept else pl.lit(False)

    def _distinct(self, each: Component) -> list[tuple[object, str | None]]:
        if each.id not in self._known:
            words = said_as(each.codes)
            values = self._frame[each.column].unique().to_list()
            self._known[each.id] = [(value, text_of(each, value, words)) for value in values]
        return self._known[each.id]


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
        kept = kept | (place.cast(pl.Int64) > pl.len().over(of).cast(pl.Int64) - last)
    return frame.filter(kept)


def without(question: DataQuestion, place: int, component: str) -> DataQuestion:
    """The same question with nothing asked of one component (``place`` in the key, -1 for none)."""
    from dataclasses import replace

    keys = tuple((*key[:place], None, *key[place + 1 :]) for key in question.keys) if place >= 0 else question.keys
    conditions = tuple(each for each in question.conditions if each.component.id != component)
    return replace(question, keys=keys, conditions=conditions)
