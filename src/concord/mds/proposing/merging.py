"""Last year's profile and this year's file: what still holds is kept, what is otherwise is told and asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from concord.findings import Place
from concord.mds.profile import CODED, Profile, SaidTable
from concord.mds.proposing import values
from concord.mds.proposing.ask_values import is_isco_88, known_old
from concord.mds.proposing.facts import WHOLE
from concord.mds.proposing.finding import said_of
from concord.mds.proposing.model import Difference, FoundColumn, FoundTable, Proposal

#: Values named in one difference at most.
NAMED = 5


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """Last year's profile as far as it holds for this file, and what is otherwise."""

    profile: Profile
    differences: tuple[Difference, ...]


def merge(saved: Profile, proposed: Proposal) -> Merged:
    """Read this year's file with last year's profile.

    Years are never taken over: they are read from the file again, or asked. What a title says now outranks what was
    said last year, and is told.

    Args:
        saved: The profile of the file before.
        proposed: The proposal for this file (made without that profile, but for what has been answered since).
    """
    facts: dict[str, Any] = {}
    if _is_other(saved, proposed):
        facts["rows"] = ""
        carried: tuple[SaidTable, ...] = ()
        differences = list(_all_new(saved, proposed))
    else:
        carried, differences = _tables(saved, proposed)
    for key in WHOLE:
        now, before = _titled(proposed, key), getattr(saved, key)
        if now and before and now != before:
            facts[key] = now
            about = Place(proposed.file)
            differences.append(Difference("fact", about, {"fact": key, "before": before, "now": now}))
    if proposed.decimal and saved.decimal and proposed.decimal != saved.decimal:
        facts["decimal"] = proposed.decimal
        params = {"before": saved.decimal, "now": proposed.decimal}
        differences.append(Difference("decimal", Place(proposed.file), params))
    facts["dates"], changed = _dates(saved, proposed)
    merged = replace(saved, year=None, tables=carried, **facts)
    merged = _with_answers(merged, proposed.profile)
    differences += changed
    differences += _columns(saved, proposed)
    differences += _codes(merged, proposed)
    return Merged(merged, tuple(differences))


def _is_other(saved: Profile, proposed: Proposal) -> bool:
    """Whether a row was a person in the file before and is a count in this one, or the other way round."""
    kinds = {table.kind for table in proposed.to_read}
    return bool(saved.rows) and len(kinds) == 1 and saved.rows not in kinds


def _all_new(saved: Profile, proposed: Proposal) -> Iterator[Difference]:
    """No table of the file before is in this one."""
    for table in proposed.to_read:
        yield Difference("table-new", table.place, {"range": table.range})
    for said in saved.tables:
        if said.read:
            yield Difference("table-gone", Place(proposed.file, said.sheet or None), {"range": said.range})


def _with_answers(merged: Profile, said: Profile) -> Profile:
    """What has been answered about this file outranks last year's."""
    return replace(merged, answered={**merged.answered, **said.answered}, area=merged.area or said.area)


def _tables(saved: Profile, proposed: Proposal) -> tuple[tuple[SaidTable, ...], list[Difference]]:
    """What was said of single tables, moved to where they stand now."""
    differences: list[Difference] = []
    used: list[SaidTable] = []
    carried: list[SaidTable] = []
    orders: dict[str, int] = {}
    for table in proposed.tables:
        order = orders[table.sheet] = orders.get(table.sheet, -1) + 1
        said = said_of(saved, table.region, order)
        if said in saved.tables and said not in used:
            used.append(said)
            carried.append(replace(said, sheet=table.sheet, range=table.range, year=None))
        elif table.read and saved.tables:
            differences.append(Difference("table-new", table.place, {"range": table.range}))
    gone = [each for each in saved.tables if each not in used and each.read]
    differences += [
        Difference("table-gone", Place(proposed.file, each.sheet or None), {"range": each.range}) for each in gone
    ]
    return tuple(carried), differences


def _titled(proposed: Proposal, key: str) -> str:
    """What the titles of all tables that are read say alike."""
    found = {table.says.get(key, "") for table in proposed.to_read}
    return next(iter(found)) if len(found) == 1 else ""


def _dates(saved: Profile, proposed: Proposal) -> tuple[dict[str, str], list[Difference]]:
    dates = dict(saved.dates)
    differences = []
    for key, order in proposed.profile.dates.items():
        before = saved.dates.get(key)
        if before and before != order:
            dates[key] = order
            params = {"column": key, "before": before, "now": order}
            differences.append(Difference("dates", Place(proposed.file, header=key), params))
    return dates, differences


def _columns(saved: Profile, proposed: Proposal) -> Iterator[Difference]:
    there = {column.header for table in proposed.to_read for column in table.columns}
    for header, role in saved.columns.items():
        if header not in there and role != "nothing":
            about = Place(proposed.file, header=header)
            yield Difference("column-gone", about, {"header": header, "role": role})
    for table in proposed.to_read:
        for column in table.columns:
            if _is_new(column, saved.columns, table):
                role = column.role or "–"
                params = {"header": column.header, "role": role}
                yield Difference("column-new", table.place_of(column), params)


def _is_new(column: FoundColumn, known: Mapping[str, str], table: FoundTable) -> bool:
    """A column of data that last year's profile does not name; what stands across the columns changes every year."""
    if not column.header or column.says or column.added or column.role == "value":
        return False
    return bool(known) and column.header not in known and column.letter not in table.said.columns


def _codes(merged: Profile, proposed: Proposal) -> Iterator[Difference]:
    """Values that last year's maps do not know."""
    for table in proposed.to_read:
        for column in table.columns:
            role = merged.columns.get(column.header) or column.role
            if role not in CODED:
                continue
            found = values.distinct(table, column)
            told = set(merged.codes_of(role, column.header, column.letter))
            told |= known_old(found, old=is_isco_88(column, merged))
            new = [text for text in values.unknown(table, column, role) if text not in told]
            if new:
                shown = ", ".join(text[:40] for text in new[:NAMED])
                params = {"role": role, "count": len(new), "examples": shown}
                yield Difference("code-new", table.place_of(column), params)
