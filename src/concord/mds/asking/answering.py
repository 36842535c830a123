"""Rows and sums of a released table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from concord.mds.asking import adding, groups
from concord.mds.asking.adding import Plan
from concord.mds.asking.question import AREAS, EMPTY, EXCLUSIVE, OCCUPATION_GROUP, Question, check
from concord.vocabulary.structures import Table, structure

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Answered:
    """The whole answer, in a fixed order, and how it was made; ``plan`` is None for rows as they are."""

    frame: pl.DataFrame
    plan: Plan | None = None


def pushed(question: Question) -> dict[str, list[object]]:
    """Columns and the values they may have, as the store filters; never fewer rows than the question asks for."""
    found: dict[str, list[object]] = {}
    for name, values in question.filters.items():
        if EMPTY not in values:
            found[name] = [int(each) for each in values if _is_year(each)] if name == "year" else list(values)
    return found


def rows(table: Table, question: Question) -> Answered:
    """The rows that a question asks for, as they were published.

    Args:
        table: Rows of the table, all or what :func:`pushed` left.
        question: Its ``keep`` is not read.

    Raises:
        Invalid: As :func:`~concord.mds.asking.question.check`.
    """
    check(question)
    return Answered(in_order(_filtered(table.frame, question), question, _dimensions(question)))


def sums(table: Table, question: Question) -> Answered:
    """Sums of the rows that a question asks for, kept apart by ``keep``.

    Args:
        table: Rows of the table, all or what :func:`pushed` left.
        question: What is asked.

    Raises:
        Invalid: As :func:`~concord.mds.asking.question.check`, and ``mds.asking.not-added``, ``mds.asking.kinds``,
            ``mds.asking.overlap``.
    """
    check(question)
    declared = structure(question.structure)
    plan = adding.plan(question)
    frame = _filtered(table.frame, question)
    for name in plan.keep:
        if name not in frame.columns:
            frame = groups.with_group(frame, name)
    made = adding.added(adding.addable(frame, plan, declared), plan)
    return Answered(in_order(made, question, plan.keep), plan)


def _filtered(frame: pl.DataFrame, question: Question) -> pl.DataFrame:
    import polars as pl

    for name, values in question.filters.items():
        wanted: list[object] = [None if each == EMPTY else each for each in values]
        if name == "year":
            wanted = [int(each) for each in values if _is_year(each)]
        frame = frame.filter(pl.col(name).is_in(wanted, nulls_equal=True) if wanted else pl.lit(False))
    first, last = question.years
    if first is not None:
        frame = frame.filter(pl.col("year") >= first)
    if last is not None:
        frame = frame.filter(pl.col("year") <= last)
    for name, codes in question.groups.items():
        frame = groups.in_groups(frame, name, codes)
    return frame


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == 4


def _dimensions(question: Question) -> tuple[str, ...]:
    names = structure(question.structure).names
    last = [name for name in ("source", "source_file", "source_row") if name in names]
    return (*structure(question.structure).of("dimension"), *last)


def in_order(frame: pl.DataFrame, question: Question, otherwise: tuple[str, ...]) -> pl.DataFrame:
    """Sorted as asked, then by what makes a row itself: the same question gives the same order."""
    wanted = {name.removeprefix("-"): name.startswith("-") for name in question.sort}
    order = {**wanted, **{name: False for name in otherwise if name not in wanted}}
    if not order:
        return frame
    return frame.sort(list(order), descending=list(order.values()), nulls_last=[*order.values()], maintain_order=True)


def group_names() -> tuple[str, ...]:
    """Every name by which sums may be kept apart besides columns."""
    return (*(f"{area}_{kind}" for area in AREAS for kind in EXCLUSIVE), OCCUPATION_GROUP)
