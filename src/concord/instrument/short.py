"""The short mode, "what has changed since last time": carried answers are confirmed section by section.

A section shows what it carries as a whole; somebody says that nothing has changed, or opens it. Asked anew is what the
author marked (``x_short``), what is new or worded anew, and what has no answer to carry.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from concord.instrument import routing
from concord.instrument.answers import Answers, parse, put
from concord.instrument.export.walking import Found, walk
from concord.instrument.model import Group, Instrument, Question
from concord.instrument.prefill import Carried, Given, Origin, carry
from concord.instrument.versions.mapping import QuestionMap

Why = Literal["marked", "new", "reworded", "split", "merged", "no-answer", "part-lost"]
Mark = Literal["confirmed", "asked-anew"]


@dataclass(frozen=True, slots=True)
class Anew:
    """A question asked anew, and why."""

    address: str
    question: Question
    why: Why


@dataclass(frozen=True, slots=True)
class Section:
    """One section in the short mode.

    Args:
        name: Name of the section's group; empty for what stands in none.
        group: The group, or None.
        confirm: Addresses of carried answers that are confirmed as a whole.
        anew: What is asked anew, in order.
    """

    name: str
    group: Group | None
    confirm: tuple[str, ...]
    anew: tuple[Anew, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The short mode for one country: its sections in order, and what was carried."""

    instrument: Instrument
    sections: tuple[Section, ...]
    carried: Carried

    def __hash__(self) -> int:
        return hash((self.instrument.digest, self.sections))

    def section(self, name: str) -> Section | None:
        """The section of this name."""
        return next((each for each in self.sections if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Answers after sections were confirmed, and by address how each came to be and from where."""

    answers: Answers
    marks: Mapping[str, Mark]
    origins: Mapping[str, Origin]


def plan(new: Instrument, old: Instrument, old_answers: Given, *, today: date, map: QuestionMap | None = None) -> Plan:
    """What is confirmed and what is asked anew.

    Args:
        new: What is asked now.
        old: What was asked last time.
        old_answers: What was answered then.
        today: The date that conditions see.
        map: The question map, where it is known already.
    """
    carried = carry(new, old, old_answers, map=map)
    asked = set(routing.evaluate(new, carried.answers, today=today).asked)
    confirm: dict[str, list[str]] = {}
    anew: dict[str, list[Anew]] = {}
    for found in walk(new, carried.answers, asked):
        if not isinstance(found, Found) or not found.asked:
            continue
        name = found.question.path[0] if len(found.question.path) > 1 else ""
        why = _why(found, carried)
        if why is None:
            confirm.setdefault(name, []).append(found.address)
        else:
            anew.setdefault(name, []).append(Anew(found.address, found.question, why))
    groups = {node.name: node for node in new.children if isinstance(node, Group)}
    names = [name for name in ("", *groups) if name in confirm or name in anew]
    sections = tuple(
        Section(name, groups.get(name), tuple(confirm.get(name, ())), tuple(anew.get(name, ()))) for name in names
    )
    return Plan(new, sections, carried)


def _why(found: Found, carried: Carried) -> Why | None:
    """Why a question is asked anew; None where its carried answer can be confirmed."""
    edge = carried.map.edge(found.question)
    if found.question.about.short:
        return "marked"
    if edge.mode == "new" or not edge.old:
        return "new"
    if edge.mode in {"reworded", "split", "merged"}:
        return edge.mode
    origin = carried.origins.get(found.address)
    if origin is None:
        return "no-answer"
    return "part-lost" if origin.partly else None


def answers(plan: Plan, confirmed: Collection[str], anew: Mapping[str, Any] | None = None) -> Confirmed:
    """The answers after some sections were confirmed.

    Args:
        plan: The plan.
        confirmed: Names of the sections in which nothing has changed.
        anew: By address, what was answered to the questions asked anew; an address the plan does not ask anew is left.

    Returns:
        Carried answers of the confirmed sections and the new ones; nothing of sections that were not confirmed, save
        what was answered anew in them. Blocks keep their instances and order.
    """
    kept = {address for section in plan.sections if section.name in confirmed for address in section.confirm}
    given = dict(anew or {})
    asked = {each.address for section in plan.sections for each in section.anew}
    marks: dict[str, Mark] = dict.fromkeys(sorted(kept), "confirmed")
    made = _only(plan.instrument, plan.carried.answers, kept)
    for address, value in given.items():
        said = parse({"": value}).get("")
        if address in asked and said is not None:
            made = put(made, address, said)
            marks[address] = "asked-anew"
    return Confirmed(made, marks, {address: plan.carried.origins[address] for address in sorted(kept)})


def _only(instrument: Instrument, given: Given, kept: Collection[str]) -> Answers:
    """The answers at some addresses; instances keep their places where any of them is kept."""
    made = Answers()
    for found in walk(instrument, given, kept):
        if isinstance(found, Found) and found.asked:
            made = put(made, found.address, found.value)
    return made
