"""Rows of nobody, where a small group stands in one category alone: without them, the missing rows would say so.

Whoever knows a woman in the North, and that all twelve women in the North work in public service, knows where she
works. Hiding the twelve does not help while no other row stands beside them. So the other categories get rows of
nobody; they are hidden with it, and "hidden" means 0 to 12 in each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from concord.mds.protect.cells import DIVISIONS
from concord.mds.protect.declared import Rules
from concord.vocabulary.structures import Table

_KEYS = ("area", "year", "occupation", "activity")


def with_nobody(tables: Sequence[Table], rules: Rules) -> tuple[Table, ...]:
    """The tables in detail with a row of nobody beside each small group that is all in one category."""
    if not rules.groups_below:
        return tuple(tables)
    return tuple(_filled(table, rules) if set(DIVISIONS) <= set(table.frame.columns) else table for table in tables)


def _filled(table: Table, rules: Rules) -> Table:
    import polars as pl

    rows = table.frame.to_dicts()
    known = {_place(row) for row in rows}
    added = [row for name in DIVISIONS for row in _beside(rows, name, rules) if _place(row) not in known]
    if not added:
        return table
    unique = list({_place(row): row for row in added}.values())
    return replace(table, frame=pl.concat([table.frame, pl.DataFrame(unique, schema=table.frame.schema)]))


def _place(row: dict[str, Any]) -> tuple[object, ...]:
    return tuple(row[name] for name in (*_KEYS, *DIVISIONS))


def _beside(rows: Sequence[dict[str, Any]], name: str, rules: Rules) -> Iterator[dict[str, Any]]:
    """Rows of nobody in the other categories of one division."""
    all_of = DIVISIONS[name]
    codes = dict.fromkeys(row[name] for row in rows if row[name] != all_of)
    groups: dict[tuple[object, ...], list[dict[str, Any]]] = {}
    for row in rows:
        if row[name] != all_of:
            groups.setdefault(_place({**row, name: all_of}), []).append(row)
    for group in groups.values():
        persons = group[0]["headcount"]
        if len(group) == 1 and persons is not None and rules.threshold <= persons < rules.groups_below:
            empty = {"headcount": 0, "fte": None, "note": None, "status": "normal"}
            yield from ({**group[0], **empty, name: code} for code in codes if code != group[0][name])
