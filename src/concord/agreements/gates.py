"""Gates before the phases of an agreement: met, not met, not known, or not applicable; shown with article and remedy.

Public face: :func:`gates`, :func:`look`, :class:`Seen`, :class:`Reason`. A gate reads facts that its caller states; a
fact that nobody stated is not known, and a gate that rests on it stays open. No gate bars the way: going on over an
open one needs a :class:`Reason`, which is kept (:func:`concord.agreements.lifecycle.move`).

Source: Code, articles 5.1, 5.2, 5.4, 8.2, 8.3, 8.7; ``data/agreements/gates.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from concord.agreements import lifecycle_records as read
from concord.agreements.lifecycle_declared import Where, declared
from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import NotFound
from concord.vocabulary.text import Text

Fact = bool | int | float | date | None
#: What is stated, by the fact's id; what is not in it, or None, is not known.
Facts = Mapping[str, Fact]
State = Literal["met", "not-met", "not-known", "not-applicable"]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of one fact; of ``equals``, ``at_least`` and ``within_years`` exactly one is given."""

    fact: str
    equals: bool | int | None = None
    at_least: float | None = None
    within_years: int | None = None

    def holds(self, facts: Facts, on: date) -> bool | None:
        """Whether it holds on a day; None where the fact is not known or is of another kind."""
        value = facts.get(self.fact)
        if self.within_years is not None:
            return _within(value, self.within_years, on) if isinstance(value, date) else None
        if value is None or isinstance(value, date):
            return None
        if self.at_least is not None:
            return None if isinstance(value, bool) else value >= self.at_least
        return value == self.equals if isinstance(value, bool) == isinstance(self.equals, bool) else None


def _within(value: date, years: int, on: date) -> bool:
    """Whether a day lies at most so many years back; a day to come does not count."""
    last = date(on.year - years, on.month, 28 if (on.month, on.day) == (2, 29) else on.day)
    return last <= value <= on


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: before which phase, by whose space it is judged, the paragraphs it rests on, and what would meet it."""

    id: str
    before: str
    looks_at: Where
    part: str
    articles: tuple[str, ...]
    label: Text
    meets: Text
    applies: tuple[Condition, ...]
    needs: tuple[Condition, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts it reads."""
        return tuple(dict.fromkeys(each.fact for each in (*self.applies, *self.needs)))

    def state(self, facts: Facts, on: date) -> State:
        """How it stands on a day.

        A gate that does not apply is that, whatever else is known; one that fails a condition for certain is not met,
        even where another condition is not known.
        """
        applies = [each.holds(facts, on) for each in self.applies]
        if False in applies:
            return "not-applicable"
        needs = [each.holds(facts, on) for each in self.needs]
        if None in applies:
            return "met" if all(needs) else "not-known"
        if False in needs:
            return "not-met"
        return "not-known" if None in needs else "met"


@dataclass(frozen=True, slots=True)
class Seen:
    """A gate as it stood on a day, with the facts that are not known."""

    gate: Gate
    state: State
    unknown: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether going on needs a reason."""
        return self.state in ("not-met", "not-known")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody goes on over an open gate; kept for good (record kind ``gate.reason``)."""

    gate: str
    reason: str
    by: str
    on: date

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return {"gate": self.gate, "reason": self.reason, "by": self.by, "on": self.on.isoformat()}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Reason:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        return cls(
            read.word(body, "gate"), read.word(body, "reason").strip(), read.word(body, "by"), read.day(body, "on")
        )


def gates(before: str = "") -> tuple[Gate, ...]:
    """All gates in declared order, or those before one phase."""
    known = _gates(packs.find("agreements/gates.yaml"))
    return tuple(each for each in known if not before or each.before == before)


def gate(id: str) -> Gate:
    """One gate.

    Raises:
        NotFound: ``agreements.gate.unknown``.
    """
    found = next((each for each in gates() if each.id == id), None)
    if found is None:
        raise NotFound("agreements.gate.unknown", params={"id": id})
    return found


def way(start: str, to: str) -> tuple[str, ...]:
    """The phases that are entered on the way forward from one to another, in order; none on the way back."""
    order = list(declared().phases)
    return tuple(order[order.index(start) + 1 : order.index(to) + 1])


def look(facts: Facts, *, to: str, on: date, start: str = "", shared: Facts | None = None) -> tuple[Seen, ...]:
    """Every gate before a phase, and where phases are skipped, before those too.

    Args:
        facts: What a party's own space states.
        to: The phase that would be entered.
        on: Today.
        start: The phase left; only the gates of ``to`` itself where it is empty.
        shared: What the shared space states, for the gates that are judged by it; ``facts`` where None.

    Raises:
        NotFound: ``agreements.phase.unknown``.
    """
    for id in (to, *([start] if start else [])):
        if id not in declared().phases:
            raise NotFound("agreements.phase.unknown", params={"id": id, "known": ", ".join(declared().phases)})
    entered = way(start, to) if start else (to,)
    return tuple(
        _seen(each, facts if each.looks_at == "own" or shared is None else shared, on)
        for each in gates()
        if each.before in entered
    )


def _seen(each: Gate, facts: Facts, on: date) -> Seen:
    unknown = tuple(dict.fromkeys(one.fact for one in (*each.applies, *each.needs) if one.holds(facts, on) is None))
    return Seen(each, each.state(facts, on), unknown)


def without_reason(seen: Iterable[Seen], reasons: Iterable[Reason]) -> tuple[Seen, ...]:
    """Open gates for which nobody has given a reason."""
    given = {each.gate for each in reasons if each.reason.strip()}
    return tuple(each for each in seen if each.is_open and each.gate.id not in given)


@lru_cache(maxsize=4)
def _gates(path: Path) -> tuple[Gate, ...]:
    return tuple(
        Gate(
            each["id"], each["before"], each["looks_at"], each["part"], tuple(each["articles"]), Text(each["label"]),
            Text(each["meets"]), _conditions(each.get("applies")), _conditions(each["needs"]),
        )
        for each in read_yaml(path)["gates"]
    )  # fmt: skip


def _conditions(given: Any) -> tuple[Condition, ...]:
    return tuple(
        Condition(each["fact"], each.get("is"), each.get("at_least"), each.get("within_years")) for each in given or ()
    )
