"""What differs between the answers stored and the copies that came back: per section and address, nothing decided.

An answer is compared by address; the second entry of a block in one copy is compared with the second in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from concord.instrument.answers import Answers, Value, address, addresses, parse, put
from concord.instrument.model import Instrument, Question
from concord.instrument.workbook.filled import Filled

#: ``only-here``: a copy answers what is not stored yet. ``same``: every copy that answers says what is stored.
#: ``changed``: the copies that answer agree, and stored is something else. ``taken-out``: it stood in a copy when that
#: was sent out, and was removed there. ``conflict``: copies say different things.
Kind = Literal["only-here", "same", "changed", "taken-out", "conflict"]


@dataclass(frozen=True, slots=True)
class Said:
    """What one copy says at an address; ``value`` is None where it was taken out there."""

    copy: int
    value: Value | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One address and what is said there.

    Args:
        section: Name of the section, ``""`` outside of sections.
        address: Of the answer.
        question: The question.
        kind: How the copies stand to what is stored, and to each other.
        stored: What is stored, or None.
        said: What the copies say, those that say nothing left out; copies count from 0.
    """

    section: str
    address: str
    question: Question
    kind: Kind
    stored: Value | None
    said: tuple[Said, ...]

    @property
    def proposed(self) -> Value | None:
        """What would be stored where the copies agree; None where they do not, or where it was taken out."""
        return self.said[0].value if self.kind != "conflict" else None


def differences(instrument: Instrument, base: Mapping[str, Any], copies: Sequence[Filled]) -> tuple[Difference, ...]:
    """Every address that a copy speaks of, in the order of the instrument's questions.

    Args:
        instrument: The instrument of all of them.
        base: The answers stored.
        copies: Copies read back; those with hard findings say nothing.
    """
    stored = {at: value for at, _, value in addresses(instrument, parse(base))}
    said: dict[str, list[Said]] = {}
    questions: dict[str, Question] = {}
    for number, copy in enumerate(copies):
        if copy.findings.hard:
            continue
        for at, question, value in addresses(instrument, copy.answers):
            questions[at] = question
            said.setdefault(at, []).append(Said(number, value))
        for at, question in _taken_out(instrument, copy):
            questions[at] = question
            said.setdefault(at, []).append(Said(number, None))
    found = (_difference(instrument, at, questions[at], stored.get(at), each) for at, each in said.items())
    order = {question.path: place for place, question in enumerate(instrument.questions)}
    return tuple(sorted(found, key=lambda each: (order[each.question.path], _entries(each.address))))


def _taken_out(instrument: Instrument, copy: Filled) -> Iterable[tuple[str, Question]]:
    there = {at for at, _, _ in addresses(instrument, copy.answers)}
    for at in sorted(copy.held - there):
        repeat, key = _key(at)
        question = instrument.by_key.get((repeat, key))
        if isinstance(question, Question):
            yield at, question


def _key(at: str) -> tuple[tuple[str, ...], str]:
    where = address(at)
    return where.repeats, where.key


def _entries(at: str) -> tuple[int, ...]:
    return tuple(place for _, place in address(at).around)


def _difference(
    instrument: Instrument, at: str, question: Question, stored: Value | None, said: Sequence[Said]
) -> Difference:
    return Difference(_section(instrument, question), at, question, _kind(stored, said), stored, tuple(said))


def _kind(stored: Value | None, said: Sequence[Said]) -> Kind:
    first = said[0].value
    if any(not _equal(first, each.value) for each in said[1:]):
        return "conflict"
    if first is None:
        return "taken-out" if stored is not None else "same"
    if stored is None:
        return "only-here"
    return "same" if _equal(first, stored) else "changed"


def _equal(one: Value | None, other: Value | None) -> bool:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return one == other
    return type(one) is type(other) and one == other


def _section(instrument: Instrument, question: Question) -> str:
    first = question.path[0]
    return first if any(section.name == first for section in instrument.sections) else ""


def merged(base: Mapping[str, Any], chosen: Iterable[tuple[str, Value | None]]) -> Answers:
    """The stored answers with those chosen put in their places; None takes one out."""
    whole = parse(base)
    for at, value in chosen:
        whole = put(whole, at, value)
    return whole
