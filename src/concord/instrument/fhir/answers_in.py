"""Answers of a FHIR R4 QuestionnaireResponse, checked by the instrument's own rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from concord.findings import Finding, Findings, Place
from concord.instrument import checks
from concord.instrument.answers import Answers, Attached, NonAnswer, Value
from concord.instrument.fhir.json_in import finding, read_json
from concord.instrument.fhir.terms import ABSENT, NO_ZONE, REASONS, SHA256, TYPES, VALUES, extensions, first
from concord.instrument.model import CHOOSING, FILES, Instrument, Node, Question, Status

_SECONDS = re.compile(r"(\d{2}:\d{2})(?::00(?:\.0+)?)?\Z")
_STATUSES: Mapping[str, Status] = {reason: status for status, reason in REASONS.items()}  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a response: answers and findings; no answers where anything is hard."""

    answers: Answers
    findings: Findings

    @property
    def ok(self) -> bool:
        """Whether it can be taken."""
        return not self.findings.hard


def take(
    content: bytes | str | Mapping[str, Any],
    instrument: Instrument,
    *,
    today: date,
    name: str = "response.json",
    complete: bool = True,
) -> Taken:
    """Answers of a QuestionnaireResponse, checked by the instrument's own rules.

    Args:
        content: The resource, as bytes, text or an object.
        instrument: The instrument it answers.
        today: The date that conditions see.
        name: Its file name, for findings.
        complete: Whether what is required must be there.
    """
    found: tuple[Finding, ...] = ()
    if not isinstance(content, Mapping):
        content, found = read_json(content, name)
    if found:
        return Taken(Answers(), Findings(found))
    if not isinstance(content, Mapping) or content.get("resourceType") != "QuestionnaireResponse":
        return Taken(Answers(), Findings([finding("not-a-response", Place(name))]))
    reading = _Reading(instrument, name, [])
    answers = reading.scope(content, instrument.children, "")
    reading.strangers(content)
    findings = Findings(reading.found)
    if not findings.hard:
        findings = findings + checks.check(instrument, answers, today=today, complete=complete)
    return Taken(Answers() if findings.hard else answers, findings)


@dataclass(frozen=True, slots=True)
class _Reading:
    instrument: Instrument
    file: str
    found: list[Finding]

    def scope(self, holder: Mapping[str, Any], nodes: tuple[Node, ...], prefix: str) -> Answers:
        made: dict[str, Value] = {}
        self._into(holder, nodes, prefix, made)
        return Answers(made)

    def _into(self, holder: Mapping[str, Any], nodes: tuple[Node, ...], prefix: str, made: dict[str, Value]) -> None:
        by_link: dict[str, list[Mapping[str, Any]]] = {}
        for item in _items(holder):
            by_link.setdefault(str(item.get("linkId", "")), []).append(item)
        for node in nodes:
            listed = by_link.get("/".join(node.path), [])
            if isinstance(node, Question):
                self._question(node, listed, prefix, made)
            elif node.repeats:
                instances = tuple(
                    self.scope(each, node.children, f"{prefix}{node.key}[{place}]/")
                    for place, each in enumerate(listed, start=1)
                )
                if instances:
                    made[node.key] = instances
            else:
                for each in listed:
                    self._into(each, node.children, prefix, made)

    def _question(self, node: Question, listed: list[Mapping[str, Any]], prefix: str, made: dict[str, Value]) -> None:
        answers = [each for item in listed for each in _answers(item)]
        if not answers or not node.is_asked:
            return
        values = [self._value(node, each) for each in answers]
        address = prefix + node.key
        if any(value is None for value in values) or (len(values) > 1 and node.kind not in {"many", "rank"}):
            reason = "answer-not-read" if any(value is None for value in values) else "too-many-answers"
            self.found.append(finding(reason, Place(self.file, item=address), params={"question": node.name}))
        elif node.kind in {"many", "rank"} and not isinstance(values[0], NonAnswer):
            made[node.key] = tuple(str(value) for value in values)
        else:
            made[node.key] = next(value for value in values if value is not None)

    def _value(self, node: Question, answer: Mapping[str, Any]) -> Value | None:
        name = VALUES[TYPES[node.kind]]
        if name not in answer:
            reason = first(answer.get(f"_{name}"), ABSENT, "valueCode") or first(answer, ABSENT, "valueCode")
            return NonAnswer(_STATUSES[reason]) if reason in _STATUSES else _other_type(node, answer)
        value = answer[name]
        if node.kind in CHOOSING:
            return str(value["code"]) if isinstance(value, Mapping) and value.get("code") else None
        if node.kind in FILES:
            return _attached(value)
        if node.kind == "acknowledge":
            return "OK" if value is True else None
        return _read(node, value, answer.get(f"_{name}"))

    def strangers(self, holder: Mapping[str, Any]) -> None:
        """Items that the instrument does not know: said, and nothing is taken."""
        known = {"/".join(node.path) for node in self.instrument.nodes()}
        waiting = list(_items(holder))
        while waiting:
            item = waiting.pop()
            link = str(item.get("linkId", ""))
            if link not in known and "#" not in link:
                self.found.append(finding("unknown-item", Place(self.file, item=link), params={"link": link}))
            waiting += _items(item)


def _items(holder: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    listed = holder.get("item")
    return [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []


def _answers(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    listed = item.get("answer")
    return [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []


def _other_type(node: Question, answer: Mapping[str, Any]) -> Value | None:
    """A whole number where a decimal is asked, a short text where a long one is: the same value by another name."""
    kin = {"decimal": ("valueInteger",), "integer": ("valueDecimal",), "string": ("valueUri",), "url": ("valueString",)}
    for name in kin.get(TYPES[node.kind], ()):
        value = answer.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return _read(node, value, None)
    return None


def _read(node: Question, value: object, beside: object) -> Value | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if node.kind in {"integer", "decimal", "range"}:
        return value if isinstance(value, int | float) else None
    text = str(value)
    if node.kind == "time":
        found = _SECONDS.match(text)
        return found[1] if found else text
    if node.kind == "datetime" and any(extensions(beside, NO_ZONE)):
        return text.removesuffix("Z")
    return text


def _attached(value: object) -> Value | None:
    if not isinstance(value, Mapping) or not isinstance(value.get("url"), str):
        return None
    size = value.get("size")
    digest = str(first(value, SHA256, "valueString") or "")
    return Attached(value["url"], str(value.get("title") or ""), size if isinstance(size, int) else 0, digest)
