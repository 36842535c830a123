"""Every answer with its question and address, and only what was asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from concord.instrument import routing
from concord.instrument.answers import Answers, Value, parse
from concord.instrument.model import Group, Instrument, Node, Question
from concord.instrument.prefill import instances_of
from concord.instrument.versions.resolve import Known

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answered:
    """One set of answers, with the instrument it was given to.

    Args:
        key: What its rows are linked by: a submission's number, a country.
        instrument: The instrument whose digest was kept with the answers.
        answers: The answers.
        about: Further columns that say what it is: area, round, state.
        on: The day it was sent, which is the day that its conditions see; None: the day of the export.
    """

    key: str
    instrument: Instrument
    answers: Given
    about: Mapping[str, str] = field(default_factory=dict)
    on: date | None = None

    def __hash__(self) -> int:
        return hash((self.key, self.instrument.digest))

    def asked(self, today: date) -> frozenset[str]:
        """Addresses of what was asked."""
        return asked_of(self.instrument, self.answers, self.on or today)


@dataclass(frozen=True, slots=True)
class Found:
    """One question in one place: its address, its value (None where it was left empty), whether it was asked.

    Args:
        question: The question.
        address: ``agreements[2]/partner``.
        block: Address of the instance it stands in (``agreements[2]``), or empty.
        value: The answer.
        asked: Whether it was asked.
    """

    question: Question
    address: str
    block: str
    value: Value | None
    asked: bool


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance of a repeating block: its address, that of the instance around it, its place from 1."""

    group: Group
    address: str
    parent: str
    place: int


def asked_of(instrument: Instrument, answers: Given, today: date) -> frozenset[str]:
    """Addresses of everything asked, given the answers."""
    return frozenset(routing.evaluate(instrument, parse(answers), today=today).asked)


def walk(instrument: Instrument, answers: Given, asked: Collection[str]) -> Iterator[Found | Instance]:
    """Every question that somebody answers, in order, answered or not; instances before what is in them."""
    by_scope: dict[tuple[str, ...], list[Node]] = {}
    for node in Known(instrument).mapped:
        by_scope.setdefault(node.repeat, []).append(node)

    def within(scope: tuple[str, ...], given: Answers, block: str) -> Iterator[Found | Instance]:
        prefix = f"{block}/" if block else ""
        for node in by_scope.get(scope, ()):
            if isinstance(node, Question):
                address = prefix + node.key
                yield Found(node, address, block, given.get(node.key), address in asked)
                continue
            for place, each in enumerate(instances_of(given.get(node.key)), start=1):
                inside = f"{prefix}{node.key}[{place}]"
                yield Instance(node, inside, block, place)
                yield from within((*scope, node.key), each, inside)

    return within((), parse(answers), "")


def only_asked(instrument: Instrument, answers: Given, asked: Collection[str]) -> Answers:
    """The answers to what was asked, in order of the instrument; instances keep their places."""
    by_scope: dict[tuple[str, ...], list[Node]] = {}
    for node in Known(instrument).mapped:
        by_scope.setdefault(node.repeat, []).append(node)

    def within(scope: tuple[str, ...], given: Answers, prefix: str) -> Answers:
        kept: dict[str, Value] = {}
        for node in by_scope.get(scope, ()):
            if isinstance(node, Question):
                if node.key in given and prefix + node.key in asked:
                    kept[node.key] = given[node.key]
                continue
            instances = tuple(
                within((*scope, node.key), each, f"{prefix}{node.key}[{place}]/")
                for place, each in enumerate(instances_of(given.get(node.key)), start=1)
            )
            if any(instances):
                kept[node.key] = instances
        return Answers(kept)

    return within((), parse(answers), "")
