"""The profile as far as a file settles it: everything that was found said outright, so that it can be read and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from concord.mds.profile import Profile, SaidTable
from concord.mds.proposing.ask_tables import label_of
from concord.mds.proposing.ask_values import settled_dates
from concord.mds.proposing.facts import SINGLE, WHOLE, common, fact, typed
from concord.mds.proposing.model import FoundColumn, FoundTable
from concord.mds.readers import words


def settled_profile(tables: Sequence[FoundTable], profile: Profile, *, decimal: str) -> Profile:
    """The profile with what the tables that are read say: roles, facts, dates, where each table stands."""
    reading = [table for table in tables if table.read]
    roles = _roles(reading, profile)
    whole: dict[str, Any] = {
        key: typed(key, text) for key in (*WHOLE, *SINGLE) if (text := common(reading, key, profile)) and reading
    }
    kinds = {table.kind for table in reading}
    dates = {key: order for table in reading for key, order in settled_dates(table, profile).items()}
    said = tuple(_said(table, roles, whole, profile) for table in reading)
    used = [table.said for table in reading]
    left = tuple(each for each in profile.tables if each not in used)
    return replace(
        profile,
        columns={**profile.columns, **roles},
        decimal=profile.decimal or decimal,
        rows=profile.rows or (next(iter(kinds)) if len(kinds) == 1 else ""),
        dates={**dates, **profile.dates},
        tables=said + left,
        **whole,
    )


def _roles(tables: Sequence[FoundTable], profile: Profile) -> dict[str, str]:
    """Header → role, where all tables that have the header agree."""
    found: dict[str, set[str]] = {}
    for table in tables:
        for column in table.columns:
            role = _listed(column)
            if role and table.key(column) == column.header and column.header:
                found.setdefault(column.header, set()).add(role)
    return {header: next(iter(roles)) for header, roles in found.items() if len(roles) == 1}


def _listed(column: FoundColumn) -> str:
    """The role a profile has to name: not what stands across the columns, nor what nobody reads."""
    if column.added or column.role in ("", "nothing"):
        return ""
    if column.role == "value":
        heading = words.heading(column.header)
        known = bool(column.says) or (heading is not None and heading.role == "value")
        return "" if known or column.unknown else "value"
    return column.role


def _said(table: FoundTable, roles: Mapping[str, str], whole: Mapping[str, Any], profile: Profile) -> SaidTable:
    own = dict(table.said.columns)
    for column in table.columns:
        role = _listed(column)
        if role and roles.get(column.header) != role and table.key(column) not in own and column.letter not in own:
            own[table.key(column)] = role
    section = next((column.role for column in table.columns if column.added), "")
    facts = {
        key: typed(key, text)
        for key in ("base", "measure", "year", "occupation", "unit", "activity")
        if (text := fact(table, key, profile)) and typed(key, text) != whole.get(key)
    }
    return replace(
        table.said,
        sheet=table.sheet,
        range=table.range,
        header_rows=len(table.header_rows),
        columns=own,
        section=table.said.section or section,
        leave_out=(*table.said.leave_out, *_left_out(table)),
        **facts,
    )


def _left_out(table: FoundTable) -> tuple[str, ...]:
    """Texts of the rows inside the table that were certainly taken for totals, to be left out by whoever reads it."""
    found = {label_of(table, row.row) for row in table.aside if row.sure and row.reason in ("total", "subtotal")}
    kept = {label_of(table, row) for row in table.totals}
    return tuple(sorted(found - kept - {""} - set(table.said.leave_out)))
