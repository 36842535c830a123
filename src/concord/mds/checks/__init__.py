"""Checks of tables: the declared rules, evaluated, with a finding at the place of every offence.

Public face: :func:`check` (harmonised rows, when a file comes in), :func:`check_tables` (tables, before they are
published), :func:`~concord.mds.checks.explaining.explained` with
:class:`~concord.mds.checks.explaining.Explanation`, and the stable :func:`~concord.mds.checks.keys.key` of a finding.
Facts beside a table are handed in as :class:`~concord.mds.beside.Beside`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from concord.findings import Finding, Findings, Level, Place
from concord.mds.beside import NOTHING_BESIDE, Beside, Given, rows
from concord.mds.checks.explaining import Explanation, explained
from concord.mds.checks.grouping import Offended, joined
from concord.mds.checks.idle import is_idle, seen
from concord.mds.checks.keys import key, series_of
from concord.mds.citation import SENT
from concord.mds.harmonise import Harmonised
from concord.mds.harmonise.breaks import Break, apply
from concord.mds.predicates import PREDICATES
from concord.mds.rowwise import kept
from concord.mds.rules import Moment, Rule, rules
from concord.vocabulary.structures import Table, structure

if TYPE_CHECKING:
    import polars as pl

#: Where a finding points, by the column a rule reads first; other columns point to the value's own cell.
_ROLE = {"year": "year", "origin": "origin"}
#: Findings made for one rule; the rest is counted in one more.
SAID_AT_MOST = 100


def check(
    harmonised: Harmonised,
    *,
    as_of: int,
    declared: Iterable[Rule] | None = None,
    beside: Beside = NOTHING_BESIDE,
    when: Moment = "upload",
    of_persons: bool = False,
) -> list[Finding]:
    """What the declared rules have to say about harmonised rows.

    Args:
        harmonised: Rows in standard columns, with their places.
        as_of: The year as of which is checked; later years are not facts.
        declared: Other rules than those of ``data/checks/aggregate.yaml``.
        beside: Facts beside the table; what is not given is not asked about.
        when: The moment; some rules are asked only before publication.
        of_persons: Whether the rows were counted from rows of persons.

    Returns:
        Findings whose parameter ``series`` makes their :func:`key`, and whose ``cells`` names the cells meant where
        these are more than the finding's own place.
    """
    if harmonised.frame.is_empty():
        return []
    if beside.breaks:
        harmonised = replace(harmonised, frame=_broken(harmonised.frame, beside.breaks))
    given, there = Given(as_of, beside, of_persons), seen(harmonised.frame)
    found: list[Finding] = []
    for rule in declared if declared is not None else rules():
        if when in rule.when and not is_idle(rule, there, given):
            found += _of(rule, harmonised, given)
    return found


def check_tables(
    tables: Sequence[Table],
    *,
    as_of: int,
    beside: Beside = NOTHING_BESIDE,
    explanations: Iterable[Explanation] = (),
    when: Moment = "publication",
    of_persons: bool = False,
    declared: Iterable[Rule] | None = None,
) -> Findings:
    """What the rules have to say about tables, such as those of a release before it is frozen.

    A finding points to the file and row that the figure names as its source, and names its series. The other
    arguments are those of :func:`check`; explained soft findings are notes.
    """
    import polars as pl

    frame = rows(tables)
    header = {table.structure: structure(table.structure).of("measure")[0] for table in tables}
    standing = frame.with_columns(
        pl.lit(None, dtype=pl.String).alias("sheet"),
        pl.lit(None, dtype=pl.String).alias("letter"),
        pl.col("structure").replace_strict(header, default=None, return_dtype=pl.String).alias("header"),
        pl.lit(0, dtype=pl.Int64).alias("tolerance"),
    ).with_row_index("index")
    found = check(Harmonised(standing), as_of=as_of, beside=beside, when=when, of_persons=of_persons, declared=declared)
    return explained(found, explanations)


def incomplete(harmonised: Harmonised) -> list[Finding]:
    """Rows that lack a part of their key although nothing was found wrong with it: never stored."""
    import polars as pl

    frame = harmonised.frame
    lacks = pl.any_horizontal(pl.col("structure", "area", "year", "row_kind").is_null())
    lacks |= (pl.col("row_kind") == "origin") & pl.col("origin").is_null()
    for id in frame["structure"].drop_nulls().unique():
        if "occupation" in structure(id).names:
            lacks |= (pl.col("structure") == id) & pl.col("occupation").is_null()
    lacking = frame.filter(lacks)
    if lacking.is_empty():
        return []
    where = harmonised.place(lacking.row(0, named=True))
    return [Finding("mds.row.incomplete", "hard", where, {"count": lacking.height})]


def _broken(frame: pl.DataFrame, known: Iterable[Break]) -> pl.DataFrame:
    """The rows with every answered break as one, a confirmed change too; for checking alone, never kept."""
    return apply(frame, [replace(each, what="method") if each.what == "none" else each for each in known])


def _of(rule: Rule, harmonised: Harmonised, given: Given) -> list[Finding]:
    about = kept(harmonised.frame, rule)
    offences = PREDICATES[rule.predicate](about, rule, given)
    if rule.many:
        looked_at = _looked_at(about)
        offended = [_offended(rule, harmonised, row, params, looked_at) for row, params in offences]
        return _at_most(rule, joined(f"{rule.id}-many", offended))
    return _at_most(rule, [_finding(rule, harmonised, row, params) for row, params in offences])


def _at_most(rule: Rule, found: list[Finding]) -> list[Finding]:
    if len(found) <= SAID_AT_MOST:
        return found
    last, more = found[SAID_AT_MOST - 1], len(found) - SAID_AT_MOST
    about_more = Finding("mds.check.more", last.level, last.where, {"count": more, "check": rule.id})
    return [*found[:SAID_AT_MOST], about_more]


Column = tuple[str | None, str | None, str | None]


def _looked_at(frame: pl.DataFrame) -> dict[Column, int]:
    """How many cells with a number each column of values has."""
    import polars as pl

    counted = frame.group_by("file", "sheet", "letter").agg(pl.col("number").count())
    return {(file, sheet, letter): count for file, sheet, letter, count in counted.rows()}


def _offended(
    rule: Rule, harmonised: Harmonised, row: dict[str, Any], params: dict[str, object], looked_at: dict[Column, int]
) -> Offended:
    finding = _finding(rule, harmonised, row, params)
    return Offended(finding, row["structure"] or "", looked_at.get((row["file"], row["sheet"], row["letter"]), 0))


def _finding(rule: Rule, harmonised: Harmonised, row: dict[str, Any], params: dict[str, object]) -> Finding:
    series = series_of(row, year=rule.explained == "year")
    place = harmonised.place(row, _ROLE.get(rule.columns[0], "value"))
    if place.row is None:
        place = Place(place.file, place.sheet, None, place.header, place.letter, item=series_of(row, year=True))
    level = _level(rule, row, within=bool(params.get("within", False)))
    said = {name: value for name, value in params.items() if name != "within"} | {"series": series}
    value = params.get("value", params.get("total"))
    return Finding(rule.id, level, place, said, None if value is None else str(value), rule.source)


def _level(rule: Rule, row: dict[str, Any], *, within: bool) -> Level:
    """A publisher's own table is taken as published: its known gaps and proposed thresholds are told, not asked."""
    published = row["source"] not in (*SENT, None)
    if within or (published and rule.level == "soft"):
        return "note" if published else "soft"
    return rule.level


__all__ = ["Explanation", "check", "check_tables", "explained", "incomplete", "key"]
