"""Answers as a FHIR R4 QuestionnaireResponse.

A non-answer is a value without content and with a reason why data is absent; instances of a repeating block are items
with the same link id, in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concord.instrument.answers import Answers, Attached, NonAnswer, Value, parse
from concord.instrument.export.walking import Given, asked_of
from concord.instrument.fhir.conditions import system
from concord.instrument.fhir.terms import ABSENT, NO_ZONE, REASONS, SHA256, TYPES, VALUES, Json
from concord.instrument.model import CHOOSING, Instrument, Node, Question
from concord.instrument.prefill import chosen, instances_of

_ZONE = re.compile(r"T.*(?:Z|[+-]\d{2}:\d{2})\Z")


def response(
    instrument: Instrument, answers: Given, *, today: date, url: str = "", authored: str = "", complete: bool = True
) -> Json:
    """The answers to what was asked, as a QuestionnaireResponse.

    Args:
        instrument: The instrument.
        answers: The answers.
        today: The date that conditions see.
        url: The questionnaire's canonical address; by default ``urn:concord:instrument:<id>``.
        authored: When they were given (ISO date and time), or empty.
        complete: Whether they are all there is, or still in progress.
    """
    given = parse(answers)
    canonical = f"{url or f'urn:concord:instrument:{instrument.id}'}|{instrument.version}".rstrip("|")
    writing = _Writing(instrument, asked_of(instrument, given, today))
    items = list(writing.items(instrument.children, given, ""))
    made: Json = {"resourceType": "QuestionnaireResponse", "questionnaire": canonical}
    made |= {"status": "completed" if complete else "in-progress"}
    return made | ({"authored": authored} if authored else {}) | ({"item": items} if items else {})


@dataclass(frozen=True, slots=True)
class _Writing:
    instrument: Instrument
    asked: frozenset[str]

    def items(self, nodes: tuple[Node, ...], given: Answers, prefix: str) -> Iterator[Json]:
        for node in nodes:
            link = "/".join(node.path)
            if isinstance(node, Question):
                if node.is_asked and prefix + node.key in self.asked and node.key in given:
                    yield {"linkId": link, "answer": self._answers(node, given[node.key])}
            elif node.repeats:
                for place, each in enumerate(instances_of(given.get(node.key)), start=1):
                    inside = list(self.items(node.children, each, f"{prefix}{node.key}[{place}]/"))
                    yield {"linkId": link, **({"item": inside} if inside else {})}
            else:
                inside = list(self.items(node.children, given, prefix))
                if inside:
                    yield {"linkId": link, "item": inside}

    def _answers(self, node: Question, value: Value) -> list[Json]:
        name = VALUES[TYPES[node.kind]]
        if isinstance(value, NonAnswer):
            return [{f"_{name}": {"extension": [{"url": ABSENT, "valueCode": REASONS[value.status]}]}}]
        if node.kind in CHOOSING:
            return [{name: self._coding(node, each)} for each in chosen(value)]
        if isinstance(value, Attached):
            return [{name: _attachment(value)}]
        return [_plain(node, name, value)]

    def _coding(self, node: Question, code: str) -> Json:
        listed = self.instrument.lists.get(node.choices)
        choice = listed.choice(code) if listed else None
        label = choice.label.best(self.instrument.language).text if choice else ""
        made: Json = {"system": system(self.instrument, node.choices), "code": code}
        return made | ({"display": label} if label else {})


def _plain(node: Question, name: str, value: Value) -> Json:
    match node.kind:
        case "acknowledge":
            return {name: value == "OK"}
        case "time":
            text = str(value)
            return {name: f"{text}:00" if len(text) == 5 else text}
        case "datetime" if not _ZONE.search(str(value)):
            return {name: f"{value}Z", f"_{name}": {"extension": [{"url": NO_ZONE, "valueBoolean": True}]}}
        case _:
            return {name: value}


def _attachment(value: Attached) -> Json:
    made: Json = {"url": value.file}
    if value.digest:
        made = {"extension": [{"url": SHA256, "valueString": value.digest}], **made}
    made |= {"title": value.name} if value.name else {}
    return made | ({"size": value.size} if value.size else {})
