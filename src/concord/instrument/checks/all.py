"""All findings on a set of answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, cast

from concord.findings import Finding, Findings, Level, Place
from concord.instrument import answers as told
from concord.instrument.answers import Answers, Value
from concord.instrument.checks.kinds import fault
from concord.instrument.coercion import shown
from concord.instrument.expressions.nearest import nearest
from concord.instrument.model import STATUSES, Group, Instrument, Node, Question
from concord.instrument.routing import State, evaluate
from concord.instrument.words import say
from concord.instrument.words.labels import phrase
from concord.vocabulary.languages import LANGUAGES


def check(
    instrument: Instrument,
    answers: Mapping[str, Any],
    *,
    today: date,
    language: str = "",
    complete: bool = True,
    state: State | None = None,
    now: datetime | None = None,
    person: Mapping[str, str] | None = None,
) -> Findings:
    """Every rule that the answers break.

    Args:
        instrument: What was asked.
        answers: As :func:`concord.instrument.answers.parse` has them, or as JSON.
        today: The day that ``today()`` says.
        language: Of labels and messages in the findings, and of numbers that stand as text.
        complete: Whether everything required must be there: False while somebody is still answering.
        state: The routing of the same answers, where it is at hand.
        now: The time that ``now()`` says.
        person: What is known of who answers.

    Returns:
        Hard findings for what must change, notes for answers to questions that are not asked.
    """
    given = answers if isinstance(answers, Answers) else told.parse(answers)
    routed = state or evaluate(instrument, given, today=today, now=now, person=person, language=language)
    checking = _Checking(instrument, routed, language)
    found = [
        *checking.keys(given, (), ""),
        *checking.asked(complete=complete),
        *checking.not_asked(given),
        *checking.problems(),
    ]
    return Findings(found)


class _Checking:
    def __init__(self, instrument: Instrument, state: State, language: str) -> None:
        self.instrument, self.state = instrument, state
        self.typed_in, self.language = language, language or instrument.language

    def finding(
        self,
        reason: str,
        address: str,
        *,
        level: Level = "hard",
        params: Mapping[str, object] | None = None,
        value: object = None,
        source: str | None = None,
    ) -> Finding:
        place = Place(item=address)
        return Finding(f"instrument.answer.{reason}", level, place, params or {}, shown(value), source)

    def keys(self, answers: Mapping[str, Value], repeat: tuple[str, ...], prefix: str) -> Iterator[Finding]:
        """Keys that nothing asks for, blocks that are none, and too many instances."""
        for key, value in answers.items():
            node = self.instrument.by_key.get((repeat, key))
            if node is None:
                if not self._is_companion(repeat, key, value):
                    yield self._unknown(repeat, key, prefix)
            elif isinstance(node, Group):
                yield from self._block(node, value, repeat, f"{prefix}{key}")
            elif isinstance(value, tuple) and value and isinstance(value[0], Mapping):
                yield self.finding("wrong-shape", f"{prefix}{key}", params=self._about(node, kind=node.kind))

    def _is_companion(self, repeat: tuple[str, ...], key: str, value: object) -> bool:
        base = key.removesuffix("_status")
        return base != key and value in STATUSES and (repeat, base) in self.instrument.by_key

    def _unknown(self, repeat: tuple[str, ...], key: str, prefix: str) -> Finding:
        known = [each for scope, each in self.instrument.by_key if scope == repeat]
        params = {"key": key[:80], "nearest": nearest(key, known) or "–"}
        return self.finding("unknown-question", f"{prefix}{key[:80]}", params=params)

    def _block(self, node: Group, value: Value, repeat: tuple[str, ...], address: str) -> Iterator[Finding]:
        if not isinstance(value, tuple) or not all(isinstance(each, Mapping) for each in value):
            yield self.finding("wrong-shape", address, params=self._about(node, kind="repeat"), value=value)
            return
        parent = address[: address.rfind("]/") + 1] if "]/" in address else ""
        if node.rules.count.strip() and (not parent or self.state.is_asked(parent)):
            counted = self.state.count(address)
            if self.state.is_asked(address) and len(value) > counted:
                params = self._about(node, count=len(value), limit=counted)
                yield self.finding("too-many", address, params=params)
        for place, each in enumerate(value, start=1):
            if isinstance(each, Mapping):
                yield from self.keys(each, (*repeat, node.key), f"{address}[{place}]/")

    def _about(self, node: Node, at: str = "", **more: object) -> dict[str, object]:
        """Values for the wording: the question's label in the language, with the answers it names."""
        label = self.state.wording(node, node.label, self.language, at=at).text
        return {"question": _short(label or node.name), **more}

    def asked(self, *, complete: bool) -> Iterator[Finding]:
        """Answers to what is asked: their kind, then their constraint; and what is required and missing."""
        for address, node, _, frame in self.state._walk():
            if not node.is_asked:
                continue
            value = frame.raw.get(node.key)
            if value is None or value == "" or value == ():
                if complete and node.rules.required and address in self.state.required:
                    message = self.state.wording(node, node.required_message, self.language, at=frame.prefix).text
                    params = self._about(node, frame.prefix, message=message)
                    yield self.finding("required", address, params=params, source=node.about.source or None)
                continue
            yield from self._answer(address, node, cast(Value, value), frame.prefix)

    def _answer(self, address: str, node: Question, value: Value, at: str) -> Iterator[Finding]:
        offered = self.state.choices(address) if node.choices else ()
        wrong = fault(self.instrument, node, value, offered, self.typed_in)
        if wrong is not None:
            params = self._about(node, at, **wrong.params)
            yield self.finding(wrong.reason, address, params=params, value=value)
            return
        if node.rules.constraint.strip() and not self.state.constraint_holds(address):
            message = self.state.wording(node, node.constraint_message, self.language, at=at).text
            rule = node.rules.constraint
            params = self._about(node, at, message=message or self._in_words(node, rule), constraint=rule)
            yield self.finding("constraint", address, params=params, value=value, source=node.about.source or None)

    def _in_words(self, node: Question, rule: str) -> str:
        """What is accepted, where the author has no words for it."""
        language = self.language if self.language in LANGUAGES else "en"
        return phrase("accepted", language, condition=say(rule, self.instrument, language, node=node))

    def not_asked(self, answers: Mapping[str, Value]) -> Iterator[Finding]:
        """Answers that are kept although their questions are not asked."""
        asked = set(self.state.asked)
        for address, node, _ in told.addresses(self.instrument, answers):
            if node.is_asked and address not in asked:
                at = address[: address.rfind("]/") + 2] if "]/" in address else ""
                yield self.finding("not-asked", address, level="note", params=self._about(node, at))

    def problems(self) -> Iterator[Finding]:
        """Rules that could not be carried out: the author's to mend."""
        for problem in self.state.problems:
            name = "/".join(problem.node.path)
            params = {"name": name, "rule": problem.rule, **problem.why.params}
            yield Finding(problem.why.code, "hard", Place(item=name), params)


def _short(label: str) -> str:
    plain = " ".join(label.split())
    return plain if len(plain) <= 120 else f"{plain[:119]}…"
