"""Checks of harmonised tables: the declared rules, evaluated, with a finding at the place of every offence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from concord.findings import Finding, Level
from concord.mds.harmonise import SUBMITTED, Harmonised
from concord.mds.predicates import PREDICATES
from concord.mds.rowwise import kept
from concord.mds.rules import Rule, rules
from concord.vocabulary.structures import structure

#: Where a finding points, by the column a rule reads first; other columns point to the value's own cell.
_ROLE = {"year": "year", "origin": "origin"}
#: Findings made for one rule; the rest is counted in one more.
SAID_AT_MOST = 100


def check(harmonised: Harmonised, *, as_of: int, declared: Iterable[Rule] | None = None) -> list[Finding]:
    """What the declared rules have to say about harmonised rows.

    Args:
        harmonised: Rows in standard columns, with their places.
        as_of: The year as of which is checked; later years are not facts.
        declared: Other rules than those of ``data/checks/aggregate.yaml``.
    """
    if harmonised.frame.is_empty():
        return []
    found: list[Finding] = []
    for rule in declared if declared is not None else rules():
        found += _of(rule, harmonised, as_of)
    return found


def incomplete(harmonised: Harmonised) -> list[Finding]:
    """Rows that lack a part of their key although nothing was found wrong with it: never stored."""
    import polars as pl

    frame = harmonised.frame
    lacks = pl.any_horizontal(pl.col("structure", "area", "year", "row_kind").is_null())
    lacks |= (pl.col("row_kind") == "origin") & pl.col("origin").is_null()
    for id in frame["structure"].drop_nulls().unique():
        if "occupation" in structure(id).names:
            lacks |= (pl.col("structure") == id) & pl.col("occupation").is_null()
    rows = frame.filter(lacks)
    if rows.is_empty():
        return []
    where = harmonised.place(rows.row(0, named=True))
    return [Finding("mds.row.incomplete", "hard", where, {"count": rows.height})]


def _of(rule: Rule, harmonised: Harmonised, as_of: int) -> list[Finding]:
    found: list[Finding] = []
    more = 0
    for row, params in PREDICATES[rule.predicate](kept(harmonised.frame, rule), rule, as_of):
        if len(found) < SAID_AT_MOST:
            found.append(_finding(rule, harmonised, row, params))
        else:
            more += 1
    if more:
        last = found[-1]
        found.append(Finding("mds.check.more", last.level, last.where, {"count": more, "check": rule.id}))
    return found


def _finding(rule: Rule, harmonised: Harmonised, row: dict[str, Any], params: dict[str, object]) -> Finding:
    place = harmonised.place(row, _ROLE.get(rule.columns[0], "value"))
    level = _level(rule, row, within=bool(params.pop("within", False)))
    value = params.get("value", params.get("total"))
    return Finding(rule.id, level, place, params, None if value is None else str(value), rule.source)


def _level(rule: Rule, row: dict[str, Any], *, within: bool) -> Level:
    """A publisher's own table is taken as published: its known gaps and proposed thresholds are told, not asked."""
    published = row["source"] != SUBMITTED
    if within or (published and rule.level == "soft"):
        return "note" if published else "soft"
    return rule.level
