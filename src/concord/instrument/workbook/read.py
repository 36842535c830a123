"""``read``: a filled answer workbook to answers, or to findings with sheet, row, column and address."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import IO, Any

from concord.findings import Finding, Findings, Place
from concord.instrument.answers import Answers, address, normal, parse
from concord.instrument.model import Instrument
from concord.instrument.workbook import machine
from concord.instrument.workbook.answering import Collected
from concord.instrument.workbook.cells import RawSheet, raw
from concord.instrument.workbook.collecting import collect
from concord.instrument.workbook.filled import Filled, Unknown, once
from concord.instrument.workbook.laying import plan
from concord.instrument.workbook.layout import Plan
from concord.instrument.workbook.machine import Facts
from concord.instrument.workbook.sighting import Sighting, look
from concord.instrument.workbook.values import Reader
from concord.instrument.workbook.wordings import fold, said_as
from concord.intake import Limits, Reading
from concord.intake import read as take_in
from concord.intake.workbook_remarks import OWN_CODES_SHEET

#: What intake says of tables; the sheets of an answer workbook are forms.
_ABOUT_TABLES = (
    "intake.header.", "intake.table.", "intake.row.", "intake.column.", "intake.text.", "intake.workbook.merged",
    "intake.workbook.author", "intake.workbook.filter",
)  # fmt: skip
SHOWN_UNKNOWN = 50


def read(
    file: str | os.PathLike[str] | bytes | IO[bytes],
    instrument: Instrument,
    *,
    today: dt.date,
    name: str | None = None,
    base: Mapping[str, Any] | None = None,
    complete: bool = False,
    limits: Limits | None = None,
) -> Filled:
    """Read a filled workbook; every rule is decided by :func:`~concord.instrument.checks.check`.

    Labels are understood in any of the six languages, and names; columns and rows are found by heading and number.

    Args:
        file: Path, bytes or stream of a stranger's file.
        instrument: The instrument it should be of, in the very version.
        today: The day on which rules about today stand.
        name: The name it was sent under; needed for bytes.
        base: Answers stored so far, for conditions that look at sections which are not in this file.
        complete: Whether answers that are required and missing are hard findings.
        limits: What is too much.

    Returns:
        All answers, or none of them and hard findings.
    """
    reading = take_in(file, name or (None if isinstance(file, (str, os.PathLike)) else "answers.xlsx"), limits=limits)
    told = [finding for finding in reading.findings if not finding.code.startswith(_ABOUT_TABLES)]
    if any(finding.level == "hard" for finding in told):
        return Filled(findings=Findings(told), digest=reading.digest)
    sheets = [raw(sheet) for sheet in reading.sheets]
    facts = _facts(sheets)
    refused = _refused(facts, instrument, reading.name)
    if facts is None or refused is not None:
        return Filled(findings=Findings([*told, *([refused] if refused else [])]), digest=reading.digest)
    return _Filling(instrument, reading, sheets, facts, told).read(today, base or {}, complete=complete)


def _facts(sheets: Iterable[RawSheet]) -> Facts | None:
    """What the workbook says it is: its machine sheet, or where that is gone the line on its first sheet."""
    listed = list(sheets)
    for sheet in listed:
        if sheet.name == OWN_CODES_SHEET:
            found = machine.facts_of({at: cell.text for at, cell in sheet.cells.items()})
            if found is not None:
                return found
    return machine.facts_in(cell.text for sheet in listed for cell in sheet.cells.values())


def _refused(facts: Facts | None, instrument: Instrument, file: str) -> Finding | None:
    where = Place(file)
    if facts is None:
        return Finding("instrument.workbook.not-one", "hard", where)
    if facts.instrument != instrument.id:
        params = {"found": facts.instrument, "wanted": instrument.id}
        return Finding("instrument.workbook.other-instrument", "hard", where, params)
    if facts.digest != instrument.digest:
        found = f"{facts.version} ({facts.digest[:8]})"
        params = {"found": found, "wanted": f"{instrument.version} ({instrument.digest[:8]})"}
        return Finding("instrument.workbook.other-version", "hard", where, params)
    return None


class _Filling:
    def __init__(
        self, instrument: Instrument, reading: Reading, sheets: list[RawSheet], facts: Facts, told: list[Finding]
    ) -> None:
        self.instrument = instrument
        self.reading = reading
        self.sheets = [sheet for sheet in sheets if sheet.name != OWN_CODES_SHEET]
        self.facts = facts
        self.told = told

    @property
    def plan(self) -> Plan:
        return plan(self.instrument)

    def read(self, today: dt.date, base: Mapping[str, Any], *, complete: bool) -> Filled:
        seen = [(sheet, look(sheet, self.plan)) for sheet in self.sheets]
        told = [*self.told, *self._on_sheets(seen)]
        collected = collect((sighting for _, sighting in seen), self.plan, self._reader())
        answers, unreadable = normal(self.instrument, collected.raw, self.facts.language)
        checked = self._checked(answers, today, base, complete=complete)
        found = _placed(once(unreadable, checked), collected.places)
        findings = Findings(dict.fromkeys((*told, *collected.findings, *found)))
        return self._filled(answers, findings, collected, [sighting for _, sighting in seen])

    def _reader(self) -> Reader:
        old = self.reading.facts.get("date_system") == 1904
        epoch = dt.date(1904, 1, 1) if old else dt.date(1899, 12, 30)
        return Reader(self.instrument, self.facts.language or self.instrument.language, epoch)

    def _checked(
        self, answers: Answers, today: dt.date, base: Mapping[str, Any], *, complete: bool
    ) -> Iterable[Finding]:
        from concord.instrument.checks import check

        whole = Answers({**parse(base), **answers}) if base else answers
        return check(self.instrument, whole, today=today, complete=complete)

    def _on_sheets(self, seen: Iterable[tuple[RawSheet, Sighting]]) -> list[Finding]:
        """What there is to say of sheets: hidden ones that were read, strange ones that were not."""
        found = []
        any_ours = False
        for sheet, sighting in seen:
            where = Place(sheet.file, sheet.name)
            any_ours = any_ours or sighting.is_ours
            if sighting.is_ours and sheet.hidden:
                found.append(Finding("instrument.workbook.hidden-sheet", "soft", where))
            elif not sighting.is_ours and sheet.cells and not _is_start(sheet):
                found.append(Finding("instrument.workbook.other-sheet", "soft", where))
            for unknown in sighting.unknown[:SHOWN_UNKNOWN]:
                found.append(Finding("instrument.workbook.unknown-cell", "soft", unknown.where))
        if not any_ours:
            found.append(Finding("instrument.workbook.no-answers", "hard", Place(self.reading.name)))
        return found

    def _filled(self, answers: Answers, findings: Findings, collected: Collected, seen: Iterable[Sighting]) -> Filled:
        listed = list(seen)
        codes = {code for sighting in listed for code in sighting.sections}
        names = tuple(page.group.name if page.group else "" for page in self.plan.pages if page.code in codes)
        unknown: tuple[Unknown, ...] = tuple(each for sighting in listed for each in sighting.unknown)
        return Filled(
            answers=Answers() if findings.hard else answers,
            findings=findings,
            sections=names,
            digest=self.reading.digest,
            unknown=unknown,
            held=frozenset(self._held(collected.places, listed)),
            remarks=collected.remarks,
            language=self.facts.language,
            area=self.facts.area,
            round=self.facts.round,
        )

    def _held(self, places: Mapping[str, Place], seen: Iterable[Sighting]) -> Iterable[str]:
        """Addresses held when the file was written, of which the cell, or the table, is still there."""
        tables = {keys for sighting in seen for keys in sighting.tables}
        return (each for each in self.facts.held if each in places or address(each).repeats in tables)


def _placed(findings: Iterable[Finding], places: Mapping[str, Place]) -> list[Finding]:
    """Findings on answers with the cell they stand in; those on answers that are not in this file are left out."""
    found = []
    for finding in findings:
        item = finding.where.item or ""
        place = places.get(item) or _near(item, places)
        if place is not None:
            found.append(replace(finding, where=replace(place, item=item)))
        elif not item:
            found.append(finding)
    return found


def _near(item: str, places: Mapping[str, Place]) -> Place | None:
    """The first cell of an entry or a block, for findings on the whole of it."""
    return next((place for key, place in places.items() if item and key.startswith((f"{item}[", f"{item}/"))), None)


def _is_start(sheet: RawSheet) -> bool:
    said = said_as("identification")
    return any(fold(cell.text) in said for cell in sheet.cells.values())
