"""One response after the other: raw answers by the rules, then the instrument's own kinds and checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from concord.findings import Finding, Findings, Level, Place
from concord.instrument import checks
from concord.instrument.answers import Answers, normal
from concord.instrument.limesurvey.heads import Heads
from concord.instrument.limesurvey.mapping import Mapped, Rule, question_at
from concord.instrument.limesurvey.values import Unread, choice, is_empty
from concord.instrument.limesurvey.values import value as read_value
from concord.instrument.model import Instrument
from concord.intake import Sheet

MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Response:
    """One response.

    Args:
        key: What the export calls it.
        row: Its physical row.
        about: Further facts that the mapping names (area).
        answers: Its answers; empty where it has a hard finding.
        findings: What is to be said of it, with places in the file.
        complete: Whether it had been submitted.
    """

    key: str
    row: int
    about: Mapping[str, str]
    answers: Answers
    findings: Findings
    complete: bool

    @property
    def ok(self) -> bool:
        """Whether it can be taken."""
        return not self.findings.hard

    def __hash__(self) -> int:
        return hash((self.key, self.row))


def finding(
    reason: str,
    where: Place,
    *,
    level: Level = "hard",
    params: Mapping[str, object] | None = None,
    value: str | None = None,
) -> Finding:
    """A finding about an export."""
    return Finding(f"instrument.limesurvey.{reason}", level, where, dict(params or {}), value)


def cell_place(sheet: Sheet, position: int, row: int | None, item: str | None = None) -> Place:
    """The place of a cell, or of a column's head."""
    column = sheet.column(position)
    return Place(sheet.file, sheet.name, row, column.header or None, column.letter, item)


class Reader:
    """Reads the rows of one sheet."""

    def __init__(self, mapped: Mapped, instrument: Instrument, sheet: Sheet, heads: Heads, today: date) -> None:
        self.mapped, self.instrument, self.sheet, self.heads, self.today = mapped, instrument, sheet, heads, today
        self.rules = [rule for rule in mapped.rules if rule.column in heads.positions]

    def run(self) -> Iterator[Response]:
        """Every response, in order."""
        seen: dict[str, int] = {}
        for index in range(len(self.sheet)):
            response = self._response(index)
            first = seen.setdefault(response.key, response.row)
            if first != response.row:
                place = cell_place(self.sheet, self.heads.positions[self.mapped.key], response.row)
                twice = finding("response-twice", place, params={"key": response.key, "first": first})
                response = replace(response, answers=Answers(), findings=Findings((*response.findings, twice)))
            yield response

    def _response(self, index: int) -> Response:
        row = self.sheet.rows[index]
        key = self._text(index, self.mapped.key)
        raw, places, findings = self._raw(index)
        answers, said = normal(self.instrument, raw, self.instrument.language)
        if not said.hard and not findings:
            # Required answers are not asked for: the export was complete by the rules of its own day.
            said = said + checks.check(self.instrument, answers, today=self.today, complete=False)
        findings += [self._placed(each, places, row) for each in said]
        complete = bool(self._text(index, self.mapped.complete)) if self.mapped.complete else True
        if not complete:
            place = Place(self.sheet.file, self.sheet.name, row)
            findings.append(finding("not-complete", place, level="note", params={"key": key}))
        together = Findings(dict.fromkeys(findings))
        about = {name: self._text(index, code) for name, code in self.mapped.about.items()}
        return Response(key, row, about, Answers() if together.hard else answers, together, complete)

    def _text(self, index: int, code: str) -> str:
        position = self.heads.positions.get(code)
        return "" if position is None else self.sheet.cell(index, position).text.strip()

    def _raw(self, index: int) -> tuple[dict[str, Any], dict[str, int], list[Finding]]:
        """The raw answers of a row, the column of each address, and what could not be understood."""
        raw: dict[str, Any] = {}
        places: dict[str, int] = {}
        findings: list[Finding] = []
        ranks: dict[str, dict[int, str]] = {}
        for rule in self.rules:
            position = self.heads.positions[rule.column]
            text = self.sheet.cell(index, position).text
            if is_empty(text, self.mapped):
                continue
            unread = self._take(rule, text, raw, ranks)
            places.setdefault(rule.to, position)
            if rule.text_to:
                places.setdefault(rule.text_to, position)
            if unread is not None:
                where = cell_place(self.sheet, position, self.sheet.rows[index], rule.to)
                findings.append(finding(unread.reason, where, value=text.strip()[:MOST_SHOWN]))
        for address, by_place in ranks.items():
            put(raw, address, [by_place[place] for place in sorted(by_place)])
        return raw, _closed_up(raw, places), findings

    def _take(self, rule: Rule, text: str, raw: dict[str, Any], ranks: dict[str, dict[int, str]]) -> Unread | None:
        """Put one cell's answer in its place; what could not be understood is handed back."""
        question = question_at(self.instrument, rule.to)
        assert question is not None
        said = text.strip()
        if rule.role == "member":
            if said in self.mapped.yes:
                _add(raw, rule.to, rule.choice)
                return None
            return None if said in self.mapped.no else Unread("unknown-code")
        if rule.role == "other":
            _add(raw, rule.to, rule.choice)
            if rule.text_to:
                put(raw, rule.text_to, said)
            return None
        if rule.role == "place":
            chosen = choice(text, rule, question, self.instrument)
            if isinstance(chosen, Unread):
                return chosen
            ranks.setdefault(rule.to, {})[rule.place] = chosen
            return None
        made = read_value(text, rule, question, self.instrument, self.mapped)
        if isinstance(made, Unread):
            return made
        put(raw, rule.to, made)
        return None

    def _placed(self, finding: Finding, places: Mapping[str, int], row: int) -> Finding:
        """A finding on an answer, at the cell it came from."""
        address = finding.where.item or ""
        if address not in places:
            where = Place(self.sheet.file, self.sheet.name, row, item=address or None)
        else:
            where = cell_place(self.sheet, places[address], row, address)
        return replace(finding, where=where)


def _add(raw: dict[str, Any], address: str, choice: str) -> None:
    here, key = _container(raw, address)
    here.setdefault(key, []).append(choice)


def put(raw: dict[str, Any], address: str, value: Any) -> None:
    """Set a raw answer; the instances of blocks around it are made."""
    here, key = _container(raw, address)
    here[key] = value


def _container(raw: dict[str, Any], address: str) -> tuple[dict[str, Any], str]:
    here: Any = raw
    *blocks, key = address.replace("]/", "]\n").split("\n")
    for block in blocks:
        name, _, place = block.rstrip("]").partition("[")
        instances = here.setdefault(name, [])
        instances.extend({} for _ in range(int(place) - len(instances)))
        here = instances[int(place) - 1]
    return here, key


def _closed_up(raw: dict[str, Any], places: Mapping[str, int]) -> dict[str, int]:
    """Leave out instances in which nothing was answered (LimeSurvey has a row for each, filled or not).

    Returns:
        The column of each address, as the instances are numbered now.
    """
    renamed = dict(places)
    for key, instances in raw.items():
        if not isinstance(instances, list) or not all(isinstance(each, dict) for each in instances):
            continue
        kept = [place for place, each in enumerate(instances, start=1) if each]
        raw[key] = [instances[place - 1] for place in kept]
        for now, before in enumerate(kept, start=1):
            for address in [each for each in places if each.startswith(f"{key}[{before}]/")]:
                renamed.pop(address, None)
                renamed[f"{key}[{now}]/{address.partition('/')[2]}"] = places[address]
    return renamed
