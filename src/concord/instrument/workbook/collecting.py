"""From cells found to answers: parts of one answer put together, entries under the entries they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from concord.findings import Finding
from concord.instrument.model import Question
from concord.instrument.workbook.answering import Answer, Collected, Entry
from concord.instrument.workbook.layout import Plan, Slot, Table
from concord.instrument.workbook.sighting import SeenEntry, SeenLine, Sighting
from concord.instrument.workbook.values import Reader, Typed
from concord.instrument.workbook.wordings import fold
from concord.intake.flags import western


def collect(sightings: Iterable[Sighting], plan: Plan, reader: Reader) -> Collected:
    """Put together what was found on all sheets."""
    found = Collected()
    whole = Entry()
    seen = list(sightings)
    _Pages(plan, reader, found, whole).take([line for each in seen for line in each.lines])
    for cell in (cell for each in seen for cell in each.cells):
        Answer(reader, found, cell.slot.question).take(whole, {cell.slot: cell.typed})
    _tables([entry for each in seen for entry in each.entries], plan, reader, found, whole)
    _write_out(whole, found, "", found.raw)
    return found


class _Pages:
    """Lines of pages, by question."""

    def __init__(self, plan: Plan, reader: Reader, found: Collected, whole: Entry) -> None:
        self.plan = plan
        self.reader = reader
        self.found = found
        self.whole = whole

    def take(self, lines: Sequence[SeenLine]) -> None:
        by_question: dict[tuple[str, ...], list[SeenLine]] = {}
        for seen in self._single(lines):
            by_question.setdefault(seen.line.node.path, []).append(seen)
        for each in by_question.values():
            question = each[0].line.node
            assert isinstance(question, Question)
            self._question(question, each)

    def _single(self, lines: Sequence[SeenLine]) -> list[SeenLine]:
        """One line of each number; two that say different things are a finding."""
        kept: dict[str, SeenLine] = {}
        for seen in lines:
            code = seen.line.code
            other = kept.get(code)
            if other is None or not _said(other):
                kept[code] = seen
            elif _said(seen) and _said(seen) != _said(other):
                rows = f"{other.answer.where.row}, {seen.answer.where.row}"
                params = {"number": code, "rows": rows}
                self.found.findings.append(Finding("instrument.workbook.line-twice", "hard", seen.answer.where, params))
        return list(kept.values())

    def _question(self, question: Question, lines: Sequence[SeenLine]) -> None:
        head = next((seen for seen in lines if seen.line.kind == "question"), None)
        cells = {seen.line.slot: seen.answer for seen in lines if seen.line.slot is not None}
        self._missing(question, lines, head)
        answer = Answer(self.reader, self.found, question)
        answer.take(self.whole, cells, status=head.status if head else None, where=head.answer.where if head else None)
        if head is not None and head.remark:
            self.found.remarks[question.key] = head.remark.text.strip()

    def _missing(self, question: Question, lines: Sequence[SeenLine], head: SeenLine | None) -> None:
        """Lines of the question that are not there any more."""
        there = {seen.line.code for seen in lines}
        number = self.plan.numbers[question.path]
        wanted = {code for code, (_, line) in self.plan.lines.items() if line.node.path == question.path}
        if wanted - there:
            where = head.answer.where if head else lines[0].answer.where
            params = {"number": ", ".join(sorted(wanted - there)) or number}
            self.found.findings.append(Finding("instrument.workbook.line-missing", "soft", where, params))


def _said(seen: SeenLine) -> tuple[str, ...]:
    """What the line says, folded; empty where it says nothing."""
    said = (fold(seen.answer.text), fold(seen.status.text) if seen.status else "")
    return said if any(said) else ()


def _tables(seen: Sequence[SeenEntry], plan: Plan, reader: Reader, found: Collected, whole: Entry) -> None:
    """Entries under their parents; tables come in the plan's order, so that a parent is there before its entries."""
    by_table: dict[str, dict[str, Entry]] = {}
    for table in plan.tables.values():
        numbered = by_table.setdefault(table.code, {})
        for each in seen:
            if each.table.code == table.code:
                _entry(each, table, by_table, numbered, reader, found, whole)


def _entry(
    seen: SeenEntry,
    table: Table,
    by_table: Mapping[str, Mapping[str, Entry]],
    numbered: dict[str, Entry],
    reader: Reader,
    found: Collected,
    whole: Entry,
) -> None:
    entry = Entry(western(seen.number.text).strip(), str(seen.number.where.row))
    by_question: dict[tuple[str, ...], dict[Slot, Typed]] = {}
    for slot, typed in seen.cells.items():
        by_question.setdefault(slot.question.path, {})[slot] = typed
    for cells in by_question.values():
        Answer(reader, found, next(iter(cells)).question).take(entry, cells)
    around = _around(seen, entry, table, by_table, found, whole)
    if around is None:
        return
    if entry.number:
        other = numbered.setdefault(entry.number, entry)
        if other is not entry and entry.answers and other.answers:
            params = {"entry": entry.number, "rows": f"{other.row}, {entry.row}"}
            found.findings.append(Finding("instrument.workbook.entry-twice", "hard", seen.number.where, params))
        elif not other.answers:
            numbered[entry.number] = entry
    around.inside.setdefault(table.group.key, []).append(entry)


def _around(
    seen: SeenEntry,
    entry: Entry,
    table: Table,
    by_table: Mapping[str, Mapping[str, Entry]],
    found: Collected,
    whole: Entry,
) -> Entry | None:
    """The entry that an entry belongs to; None where it is empty or belongs nowhere."""
    if not table.parent:
        return whole
    if not entry.answers:
        return None
    parent = western(seen.parent.text).strip() if seen.parent else ""
    around = by_table.get(table.parent, {}).get(parent)
    if around is None:
        params = {"entry": entry.number or entry.row, "parent": parent or "–", "code": table.parent}
        where = seen.parent.where if seen.parent is not None else seen.number.where
        found.findings.append(Finding("instrument.workbook.no-parent", "hard", where, params))
    return around


def _write_out(entry: Entry, found: Collected, prefix: str, raw: dict[str, Any]) -> None:
    """Answers and places of an entry and of all inside it, empty entries left out."""
    raw.update(entry.answers)
    for key, place in entry.places.items():
        found.places[f"{prefix}{key}"] = place
    for key, entries in entry.inside.items():
        kept = [each for each in entries if not each.is_empty]
        if kept:
            raw[key] = [{} for _ in kept]
        for number, (each, inner) in enumerate(zip(kept, raw.get(key, ()), strict=True), start=1):
            _write_out(each, found, f"{prefix}{key}[{number}]/", inner)
