"""Designations as a table: the columns in which they come in and go out, and every row of a file checked at once.

A row is one act; its key is the country and the day it began. The same columns go out, so that a list that was
exported can be corrected and come back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from concord.errors import Invalid
from concord.findings import Finding, Findings, Place
from concord.intake.sheets import Sheet
from concord.vocabulary import areas
from concord.vocabulary.areas_resolve import resolve
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.periods import PartialDate

KEY = ("area", "since")
#: The kinds of act by which a country tells its authority.
ACT_KINDS = ("note-verbale", "letter", "decree", "law", "meeting", "other")
#: Every column of a row and the most it holds; ``office`` may also come as ``office_<language>``.
WIDTHS: Mapping[str, int] = {
    "area": 3, "since": 10, "office": 200, "act_kind": 20, "act": 300, "letter_reference": 120, "letter_date": 10,
    "address": 300, "web": 200, "source": 200, "runs_until": 10, "review_on": 10,
}  # fmt: skip
DATES = ("since", "letter_date", "runs_until", "review_on")
REQUIRED = ("area", "since", "office", "act")
FIELDS = tuple(name for name in WIDTHS if name not in KEY)


@dataclass(frozen=True, slots=True)
class Rows:
    """What a sheet holds: rows as they can be stored, where each stands, and what is wrong with the file.

    ``office`` of a row is a map from language to wording.
    """

    rows: tuple[Mapping[str, Any], ...]
    places: tuple[Place, ...]
    findings: Findings


def read_rows(sheet: Sheet, *, today: dt.date, language: str = "en") -> Rows:
    """The designations of a sheet; a row with anything hard is left out, and all findings are returned at once.

    Args:
        sheet: A sheet of :func:`concord.intake.read`, headed by the names of :data:`WIDTHS`.
        today: For which countries are Member States, and what lies in the future.
        language: Language of a column that is headed ``office`` alone.

    Findings (hard unless said otherwise):
        ``registers.listing.no-column``: a column that is needed is not there. ``…unknown-column`` (note).
        ``…empty``, ``…no-area``, ``…date``, ``…act-kind``, ``…too-long``, ``…dates-crossed``, ``…future``, ``…link``.
    """
    members = {each.id for each in areas.member_states(today)}
    known, findings = _columns(sheet, language)
    rows, places = [], []
    for index in range(len(sheet) if not any(each.level == "hard" for each in findings) else 0):
        row, found = _row(sheet, index, known, members, today)
        findings += found
        if not any(each.level == "hard" for each in found):
            rows.append(row)
            places.append(sheet.place(index))
    return Rows(tuple(rows), tuple(places), Findings(findings))


def _columns(sheet: Sheet, language: str) -> tuple[dict[str, str], list[Finding]]:
    """Header of the file → our column (``office_fr`` for the office in a language)."""
    known: dict[str, str] = {}
    findings: list[Finding] = []
    for column in sheet.columns:
        name = column.header.strip().casefold().replace(" ", "_")
        name = f"office_{language}" if name == "office" else name
        if name in WIDTHS or name in {f"office_{each}" for each in LANGUAGES}:
            known.setdefault(column.header, name)
        elif column.header:
            where = Place(sheet.file, sheet.name, sheet.header_row, column.header, column.letter)
            findings.append(Finding("registers.listing.unknown-column", "note", where, {"column": column.header}))
    names = {"office" if name.startswith("office_") else name for name in known.values()}
    findings += [
        Finding("registers.listing.no-column", "hard", Place(sheet.file, sheet.name), {"column": name})
        for name in REQUIRED
        if name not in names
    ]
    return known, findings


def _row(
    sheet: Sheet, index: int, known: Mapping[str, str], members: set[str], today: dt.date
) -> tuple[dict[str, Any], list[Finding]]:
    row: dict[str, Any] = {"office": {}}
    where: dict[str, Place] = {}
    findings: list[Finding] = []
    for header, name in known.items():
        text = sheet.cell(index, header).text.strip()
        place = where[name] = sheet.place(index, header)
        width = WIDTHS[name.partition("_")[0] if name.startswith("office_") else name]
        text = _area(text) if name == "area" else text[:10] if name in DATES and "T" in text else text
        if len(text) > width:
            findings.append(Finding("registers.listing.too-long", "hard", place, {"column": name, "most": width}))
        elif name.startswith("office_"):
            row["office"] |= {name.removeprefix("office_"): text} if text else {}
        else:
            row[name] = text
    line = sheet.place(index)
    findings += [
        Finding("registers.listing.empty", "hard", where.get(name, line), {"column": name})
        for name in REQUIRED
        if not row.get(name) and not any(str(each.params["column"]).startswith(name) for each in findings)
    ]
    if row.get("area") and row["area"] not in members:
        typed = sheet.cell(index, _header(known, "area")).text
        findings.append(Finding("registers.listing.no-area", "hard", where["area"], value=typed))  # fmt: skip
    return row, [*findings, *_dates(row, where, today), *_choices(row, where)]


def _header(known: Mapping[str, str], name: str) -> str:
    return next(header for header, each in known.items() if each == name)


def _area(text: str) -> str:
    """The code of what was written exactly; what is not known stays, and is told."""
    found = resolve(text) if text else None
    return found.area if found is not None and found.status == "exact" and found.area else text[:3]


def _dates(row: Mapping[str, Any], where: Mapping[str, Place], today: dt.date) -> list[Finding]:
    read: dict[str, PartialDate] = {}
    findings = []
    for name in DATES:
        if not row.get(name):
            continue
        try:
            read[name] = PartialDate.parse(row[name])
        except Invalid:
            findings.append(Finding("registers.listing.date", "hard", where[name], {"column": name}, row[name]))
    since = read.get("since")
    if since is not None and since.first > today:
        findings.append(Finding("registers.listing.future", "hard", where["since"], value=row["since"]))
    findings += [
        Finding("registers.listing.dates-crossed", "hard", where[name], {"since": row["since"]}, row[name])
        for name in ("runs_until", "review_on")
        if since is not None and name in read and read[name].last < since.first
    ]
    return findings


def _choices(row: Mapping[str, Any], where: Mapping[str, Place]) -> list[Finding]:
    findings = []
    if row.get("act_kind") and row["act_kind"] not in ACT_KINDS:
        params = {"known": ", ".join(ACT_KINDS)}
        findings.append(Finding("registers.listing.act-kind", "hard", where["act_kind"], params, row["act_kind"]))
    findings += [
        Finding("registers.listing.link", "hard", where[name], {"column": name}, row[name])
        for name in ("web", "source")
        if row.get(name) and not row[name].startswith(("https://", "http://"))
    ]
    return findings
