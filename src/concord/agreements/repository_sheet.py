"""The register as a spreadsheet: every row of a file checked at once, and what it would change before anything is.

The columns are those of the declared file, so that a list that was taken out can be corrected and come back. A row
replaces the entry of its ``id``; entries that are not in the file stay as they are.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from concord.agreements import repository_read, repository_words
from concord.agreements.elements import catalogue
from concord.agreements.repository_labour import between, labour_agreements
from concord.agreements.repository_model import Agreement, Clause
from concord.agreements.repository_read import COLUMNS, items
from concord.errors import Invalid
from concord.findings import Finding, Findings, Level, Place
from concord.intake.bulk import Key, Plan, Row, plan
from concord.intake.sheets import Sheet
from concord.vocabulary.areas_resolve import resolve
from concord.vocabulary.periods import PartialDate

#: The most that a cell holds.
WIDTHS: Mapping[str, int] = {
    "id": 40, "title": 400, "year": 4, "year_basis": 20, "level": 30, "type": 30, "occupations": 200,
    "occupations_said": 400, "provisions": 2000, "clauses": 3000, "history": 600, "status": 20, "status_on": 10,
    "doubts": 60, "sources": 2000, "labour": 200, "note": 2000, "origin": 200, "destination": 200, "members": 400,
}  # fmt: skip
REQUIRED = ("id", "title", "type", "status", "level")
#: Columns whose cells are one code of ``words.yaml``, and those that are several.
ONE_CODE: Mapping[str, repository_words.Kind] = {
    "year_basis": "bases", "level": "levels", "type": "types", "status": "statuses",
}  # fmt: skip
CODES: Mapping[str, repository_words.Kind] = {"occupations": "occupations", "doubts": "doubts"}
SIDES = ("origin", "destination", "members")
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
_PART = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}\Z")


@dataclass(frozen=True, slots=True)
class Rows:
    """What a sheet holds: rows that can be stored, where each stands, and what is wrong with the file."""

    rows: tuple[Mapping[str, str], ...]
    places: tuple[Place, ...]
    findings: Findings


def read_rows(sheet: Sheet, *, today: dt.date) -> Rows:
    """The entries of a sheet; a row with anything hard is left out, and all findings are returned at once.

    Args:
        sheet: A sheet of :func:`concord.intake.read`, headed by :data:`COLUMNS`.
        today: For what lies in the future.

    Findings (hard unless said otherwise), all ``agreements.register.…``:
        ``no-column``; ``unknown-column`` (note); ``empty``; ``too-long``; ``id``; ``no-area``; ``sides``;
        ``code-cell``; ``date``; ``future``; ``clauses``; ``history``; ``link``;
        ``no-source``.
    """
    known, findings = _columns(sheet)
    rows, places = [], []
    for index in range(len(sheet) if not any(each.level == "hard" for each in findings) else 0):
        row = dict.fromkeys(COLUMNS, "") | {
            name: sheet.cell(index, header).text.strip() for header, name in known.items()
        }
        where = {name: sheet.place(index, header) for header, name in known.items()}
        found = _row(row, where, sheet.place(index), today)
        findings += found
        if not any(each.level == "hard" for each in found):
            rows.append(row)
            places.append(sheet.place(index))
    return Rows(tuple(rows), tuple(places), Findings(findings))


def planned(existing: Mapping[str, Agreement], given: Rows) -> Plan:
    """What the rows would do to the register: new, changed with before and after, unchanged, not in the file."""
    there: dict[Key, Row] = {(id,): repository_read.row_of(each) for id, each in existing.items()}
    fields = [name for name in COLUMNS if name != "id"]
    made = plan(there, given.rows, key=["id"], fields=fields, places=given.places)
    findings = Findings([*given.findings, *made.findings])
    return Plan(made.new, made.changed, made.unchanged, made.missing, findings)


def _columns(sheet: Sheet) -> tuple[dict[str, str], list[Finding]]:
    known: dict[str, str] = {}
    findings: list[Finding] = []
    for column in sheet.columns:
        name = column.header.strip().casefold().replace(" ", "_")
        if name in COLUMNS:
            known.setdefault(column.header, name)
        elif column.header:
            where = Place(sheet.file, sheet.name, sheet.header_row, column.header, column.letter)
            findings.append(Finding("agreements.register.unknown-column", "note", where, {"column": column.header}))
    findings += [
        Finding("agreements.register.no-column", "hard", Place(sheet.file, sheet.name), {"column": name})
        for name in COLUMNS
        if name not in known.values()
    ]
    return known, findings


class _Said:
    """Findings of one row, each at its cell."""

    def __init__(self, row: dict[str, str], where: Mapping[str, Place], line: Place) -> None:
        self.row, self.where, self.line = row, where, line
        self.findings: list[Finding] = []

    def say(self, code: str, column: str, *, level: Level = "hard", **params: object) -> None:
        place = self.where.get(column, self.line)
        given = {"column": column, "id": self.row["id"][:40], **params}
        value = self.row.get(column) or None
        self.findings.append(Finding(f"agreements.register.{code}", level, place, given, value and value[:200]))


def _row(row: dict[str, str], where: Mapping[str, Place], line: Place, today: dt.date) -> list[Finding]:
    said = _Said(row, where, line)
    for name, width in WIDTHS.items():
        if len(row[name]) > width:
            said.say("too-long", name, most=width)
    for name in REQUIRED:
        if not row[name]:
            said.say("empty", name)
    if row["id"] and not _ID.match(row["id"]):
        said.say("id", "id")
    _sides(said)
    _codes(said)
    _dates(said, today)
    _lists(said)
    return said.findings


def _sides(said: _Said) -> None:
    """Either an origin and a destination, or at least two members; codes in the place of names."""
    for column in SIDES:
        said.row[column] = ";".join(_party(said, column, each) for each in items(said.row[column]))
    members, origin, destination = (items(said.row[name]) for name in ("members", "origin", "destination"))
    is_mutual = len(members) >= 2 and not origin and not destination
    if not is_mutual and not (origin and destination and not members):
        said.say("sides", "origin" if not members else "members")


def _party(said: _Said, column: str, text: str) -> str:
    place, _, part = text.partition("/")
    found = resolve(place.strip())
    if found.area is None or found.status not in ("exact", "former") or (part and not _PART.match(part.strip())):
        said.say("no-area", column, given=text[:80], meant=", ".join(found.suggestions) or "–")
        return text
    return f"{found.area}/{part.strip()}" if part else found.area


def _codes(said: _Said) -> None:
    for column, kind in {**ONE_CODE, **CODES}.items():
        known = repository_words.codes(kind)
        given = items(said.row[column]) if column in CODES else tuple(filter(None, [said.row[column]]))
        for each in given:
            if each not in known:
                said.say("code-cell", column, given=each[:40], known=", ".join(known))


def _dates(said: _Said, today: dt.date) -> None:
    year = said.row["year"]
    if year and not re.fullmatch(r"(19|20)\d{2}", year):
        said.say("date", "year")
    elif year and int(year) > today.year:
        said.say("future", "year")
    if year and not said.row["year_basis"]:
        said.say("empty", "year_basis")
    try:
        if said.row["status_on"] and PartialDate.parse(said.row["status_on"]).first > today:
            said.say("future", "status_on")
    except Invalid:
        said.say("date", "status_on")
    try:
        for event in repository_read.history(said.row["history"]):
            if event.code not in repository_words.codes("events"):
                known = ", ".join(repository_words.codes("events"))
                said.say("code-cell", "history", given=event.code, known=known)
            if event.when.first > today:
                said.say("future", "history")
    except (ValueError, Invalid):
        said.say("history", "history")


def _lists(said: _Said) -> None:
    try:
        _elements(said, repository_read.clauses(said.row["clauses"]))
    except ValueError:
        said.say("clauses", "clauses")
    _labour(said)
    for each in items(said.row["sources"]):
        if not each.startswith(("https://", "http://")):
            said.say("link", "sources", given=each[:200])
    has_source = said.row["sources"] or said.row["labour"]
    if not has_source and "existence" not in items(said.row["doubts"]):
        said.say("no-source", "sources")


def _elements(said: _Said, clauses: Iterable[Clause]) -> None:
    known = [each.id for each in catalogue().elements]
    for each in clauses:
        if each.element not in known:
            said.say("code-cell", "clauses", given=each.element, known=", ".join(known))


def _labour(said: _Said) -> None:
    """Rows of the data set of labour agreements; where one is not there, those between the same parties are named."""
    for each in items(said.row["labour"]):
        if each not in labour_agreements():
            ids = [row.id for pair in _pairs(said.row) for row in between(*pair)]
            said.say("code-cell", "labour", given=each[:20], known=", ".join(ids) or "–")


def _pairs(row: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    areas = [each.area for each in repository_read.parties(row)]
    return combinations(dict.fromkeys(areas), 2)
