"""Who is who among the columns of a sheet: by a declared layout, or by recognised headers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from concord.findings import Finding, Place
from concord.intake.columns import Column
from concord.intake.flags import flag_of, western
from concord.intake.sheets import Sheet
from concord.mds.profile import Profile
from concord.mds.readers import bare, words
from concord.mds.readers.layouts import Layout
from concord.mds.readers.spread import Across, across
from concord.vocabulary.structures import structure

#: The measure that is read where a structure has several; the others follow from it.
MEASURED = {"density": "per_1000"}
_NUMBER = re.compile(r"[\s\d.,'’٫٬]*\d[\s\d.,'’٫٬]*")
#: Roles of which a table may have several columns, or that are not data.
_MANY = frozenset({"nothing", "note", "provenance", "person", "part"})


@dataclass(slots=True)
class Roles:
    """Who is who among the columns of a sheet."""

    held: dict[str, Column] = field(default_factory=dict)
    values: list[Across] = field(default_factory=list)
    base: str = ""
    unread: list[Column] = field(default_factory=list)
    persons: list[Column] = field(default_factory=list)
    parts: list[Column] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def declared(sheet: Sheet, layout: Layout) -> Roles:
    """The columns as a declared layout names them."""
    roles, seen = Roles(), Counter[str]()
    for column in sheet.columns:
        header = column.header.strip()
        seen[header] += 1
        role = layout.role(header, seen[header])
        if role == "value":
            roles.values.append(Across(column, {}))
        elif role is None:
            roles.unread.append(column)
        elif role == "part":
            roles.parts.append(column)
        elif role != "nothing":
            roles.held.setdefault(role, column)
    return roles


def recognised(sheet: Sheet, named: str, profile: Profile) -> Roles:
    """The columns by their headers, as the profile corrects them."""
    roles, rest = Roles(), []
    values: list[tuple[Column, str]] = []
    measures = structure(named).of("measure") if named else ()
    measured = MEASURED.get(named, next(iter(measures), ""))
    for column in sheet.columns:
        heading = _heading(column, profile, measures, measured)
        if heading is None:
            rest.append(column)
        elif heading.role == "value":
            values.append((column, heading.measure))
        elif heading.role in ("provenance", "nothing", "structure", "variable"):
            roles.unread.append(column)
        elif heading.role == "person":
            roles.persons.append(column)
        else:
            _hold(roles, heading.role, heading.base, column, sheet)
    _settle_destination(roles)
    _settle_values(roles, values, rest, sheet, named)
    return roles


def _heading(column: Column, profile: Profile, measures: Iterable[str], measured: str) -> words.Heading | None:
    said = profile.columns.get(column.header) or profile.columns.get(column.letter)
    if said:
        return words.Heading(said)
    if column.header in measures:
        return words.Heading("value" if column.header == measured else "nothing")
    if "88" in column.header and words.heading(re.sub(r"[^\w]*88", "", column.header)) == words.Heading("occupation"):
        return words.Heading("occupation")
    known, base = words.heading(column.header), bare.base(column.header)
    if known is None and base and bare.are_places(dict.fromkeys(column.texts())):
        return words.Heading("origin", base)
    return known


def _hold(roles: Roles, role: str, base: str, column: Column, sheet: Sheet) -> None:
    there = roles.held.get(role)
    if there is None:
        roles.held[role] = column
        roles.base = base or roles.base
    elif role in _MANY:
        roles.unread.append(column)
    else:
        place = Place(sheet.file, sheet.name, sheet.header_row, column.header or None, column.letter)
        params = {"role": role, "first": there.header, "first_letter": there.letter}
        roles.findings.append(Finding("mds.column.twice", "hard", place, params, column.header))


def _settle_destination(roles: Roles) -> None:
    """In a table of origins, the destination is the country that reports."""
    if "destination" in roles.held and "area" not in roles.held and "origin" in roles.held:
        roles.held["area"] = roles.held.pop("destination")


def _settle_values(
    roles: Roles, values: list[tuple[Column, str]], rest: list[Column], sheet: Sheet, named: str
) -> None:
    spread = across(rest, roles.held)
    measured = [measure for _, measure in values]
    if values and (len(values) == 1 or len(set(measured)) == len(values)) and not _is_wide(spread):
        roles.values = [Across(column, {"measure": measure} if measure else {}) for column, measure in values]
        roles.unread += rest
    elif len(values) > 1:
        first, (second, _) = values[0][0], values[1]
        place = Place(sheet.file, sheet.name, sheet.header_row, second.header or None, second.letter)
        params = {"role": "value", "first": first.header, "first_letter": first.letter}
        roles.findings.append(Finding("mds.column.twice", "hard", place, params, second.header))
    else:
        roles.values = spread
        read = {each.column.letter for each in spread}
        roles.unread += [column for column in rest if column.letter not in read]
        roles.unread += [column for column, _ in values]
        roles.findings += _numbers_unread(sheet, [column for column in rest if column.letter not in read], spread)


def _numbers_unread(sheet: Sheet, rest: list[Column], spread: list[Across]) -> list[Finding]:
    """Columns of numbers beside others that are read: left out they would be lost, and nobody would see it."""
    lost = [column for column in rest if _is_numbers(column)] if spread else []
    if not lost:
        return []
    place = Place(sheet.file, sheet.name, sheet.header_row, lost[0].header or None, lost[0].letter)
    params = {"columns": ", ".join(column.header or column.letter for column in lost[:20]), "count": len(lost)}
    return [Finding("mds.column.numbers-not-read", "soft", place, params)]


def _is_numbers(column: Column) -> bool:
    filled = [text for text in column.texts() if text.strip()]
    numbers = sum(bool(_NUMBER.fullmatch(western(text).strip())) for text in filled)
    return numbers > 0 and 2 * sum(flag_of(text) is not None for text in filled) + 2 * numbers > len(filled)


def _is_wide(spread: list[Across]) -> bool:
    return len(spread) > 1
