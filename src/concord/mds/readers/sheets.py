"""From a sheet to records: a declared layout, recognised headers, or values across the columns."""

from __future__ import annotations

import re
from pathlib import PurePath

from concord.findings import Finding, Place
from concord.intake.columns import Column
from concord.intake.flags import western
from concord.intake.sheets import Sheet
from concord.mds.profile import NOTHING_SAID, Profile
from concord.mds.readers import sdmx_csv, sdmx_records, words
from concord.mds.readers.frames import frame_of
from concord.mds.readers.layouts import layout_of
from concord.mds.readers.records import Mark, Records
from concord.mds.readers.roles import Roles, declared, recognised
from concord.mds.readers.spread import across
from concord.vocabulary.structures import structures

_NAMED = re.compile(r"#?\s*structure\s*[:;,\t ]\s*([a-z][a-z0-9-]+)", re.IGNORECASE)
_YEAR_IN_NAME = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def records(
    sheet: Sheet, *, decimal: str | None = None, profile: Profile = NOTHING_SAID
) -> tuple[Records | None, list[Finding]]:
    """The values of a sheet as records, or findings that say why it cannot be read."""
    if sdmx_csv.is_message(sheet.headers):
        return sdmx_records.records(sheet, profile=profile)
    layout = layout_of(sheet.headers)
    if layout is not None and layout.unless and getattr(profile, layout.unless):
        layout = None
    if layout is not None and layout.refuse:
        return None, [Finding(layout.refuse, "hard", Place(sheet.file, sheet.name), {"layout": layout.title})]
    named = _named_structure(sheet)
    roles = declared(sheet, layout) if layout is not None else recognised(sheet, named, profile)
    findings = roles.findings + _lacking(sheet, roles)
    if any(finding.level == "hard" for finding in findings):
        return None, findings
    marks = {role: Mark(column.header, column.letter) for role, column in roles.held.items()}
    if roles.parts:
        marks["part"] = Mark(roles.parts[0].header, roles.parts[0].letter)
    found = Records(
        sheet.file,
        sheet.name,
        frame_of(sheet, roles),
        marks,
        layout,
        named,
        decimal,
        tuple(Mark(column.header, column.letter) for column in roles.unread),
        sheet.header_row,
        _said_by_sheet(sheet),
    )
    return found, findings


def persons(sheet: Sheet) -> tuple[Column, ...]:
    """Columns whose headers belong to a person (name, birth date, registration number)."""
    found = ((column, words.heading(column.header)) for column in sheet.columns)
    return tuple(column for column, heading in found if heading is not None and heading.role == "person")


def is_person_level(sheet: Sheet) -> bool:
    """Whether the rows are persons: several columns about a person, or one and no column of counts."""
    if sdmx_csv.is_message(sheet.headers):
        return False
    about = len(persons(sheet))
    headings = [words.heading(column.header) for column in sheet.columns]
    counts = any(heading is not None and heading.role == "value" for heading in headings)
    return about >= 2 or (about == 1 and not counts and layout_of(sheet.headers) is None)


def is_explanation(sheet: Sheet) -> bool:
    """Whether a sheet is about a table rather than one: none of its headers is of a place, a year, a count …"""
    if layout_of(sheet.headers) is not None or sdmx_csv.is_message(sheet.headers):
        return False
    headings = [words.heading(column.header) for column in sheet.columns]
    about = {"note", "provenance", "nothing", "structure", "variable", "person"}
    return all(heading is None or heading.role in about for heading in headings) and not across(sheet.columns, ())


def _named_structure(sheet: Sheet) -> str:
    """The structure that a title line above the table, the sheet's name, or the name of a file of ours names."""
    for aside in sheet.aside:
        found = _NAMED.match(aside.text) if aside.reason in ("title", "note") else None
        if found and found.group(1) in structures():
            return found.group(1)
    names = (sheet.name or "", PurePath(sheet.file).stem)
    return next((name for name in names if name in structures()), "")


def _said_by_sheet(sheet: Sheet) -> dict[str, str]:
    """What the sheet's name says of all its rows: a year, an occupation."""
    said: dict[str, str] = {}
    years = _YEAR_IN_NAME.findall(western(sheet.name or ""))
    if len(set(years)) == 1:
        said["year"] = years[0]
    if sheet.name and words.occupation(sheet.name):
        said["occupation"] = sheet.name
    return said


def _lacking(sheet: Sheet, roles: Roles) -> list[Finding]:
    if roles.values or roles.findings:
        return []
    place = Place(sheet.file, sheet.name, sheet.header_row)
    shown = ", ".join(header for header in sheet.headers if header)[:300]
    return [Finding("mds.column.no-values", "hard", place, {"headers": shown or "–"})]
