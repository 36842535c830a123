"""The implementation plan: actions with party, owner, budget, start, end, indicator and state; meetings; documents.

Public face: :class:`Action`, :class:`Meeting`, :class:`Decision`, :class:`Paper` (each a record's body),
:func:`check`, and :mod:`concord.agreements.plan_progress` (delays, what is public).

Source: Code, article 5.2; the life of an agreement after signature.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args

from concord.agreements import lifecycle_records as read
from concord.errors import Invalid
from concord.findings import Finding, Findings, Place
from concord.vocabulary.money import Money
from concord.vocabulary.text import Text

Whose = Literal["origin", "destination", "both"]
WHOSE: tuple[Whose, ...] = get_args(Whose)
State = Literal["planned", "under-way", "done", "stopped"]
STATES: tuple[State, ...] = get_args(State)
#: What may follow a state; going back from done or stopped takes the action up again.
STEPS: Mapping[State, tuple[State, ...]] = {
    "planned": ("under-way", "done", "stopped"), "under-way": ("done", "stopped", "planned"),
    "done": ("under-way",), "stopped": ("planned", "under-way"),
}  # fmt: skip
CODE = "agreements.plan"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that somebody does to carry the agreement out.

    Attributes:
        id: The record's key.
        party: Whose it is.
        owner: Office or person that answers for it.
        budget, spent: In one currency; None where nobody said.
        start, end: As planned.
        done_on: The day it was finished.
        indicator: By which it is seen (``data/agreements/indicators.yaml``, or one of the parties' own words).
        needs, clauses: Ids it serves and carries out.
        is_public: Whether it stands in the public part of the plan.
        why: Why it was stopped or is late, in words of its owner.
    """

    id: str
    title: Text
    party: Whose
    owner: str = ""
    budget: Money | None = None
    spent: Money | None = None
    start: date | None = None
    end: date | None = None
    state: State = "planned"
    done_on: date | None = None
    indicator: str = ""
    needs: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    is_public: bool = True
    why: str = ""

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.state in ("planned", "under-way")

    def moved(self, to: str, *, today: date, why: str = "") -> Action:
        """The same in another state.

        Raises:
            Invalid: ``agreements.plan.step`` where that state cannot follow, ``agreements.plan.no-reason`` where it is
                stopped without a word.
        """
        from dataclasses import replace

        target = next((each for each in STEPS[self.state] if each == to), None)
        if target is None:
            raise Invalid(f"{CODE}.step", params={"state": self.state, "to": to, "known": ", ".join(STEPS[self.state])})
        if target == "stopped" and not why.strip():
            raise Invalid(f"{CODE}.no-reason")
        return replace(self, state=target, done_on=today if target == "done" else None, why=why.strip() or self.why)

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "id": self.id, "title": dict(self.title), "party": self.party, "owner": self.owner,
                "budget": _money_json(self.budget), "spent": _money_json(self.spent), "start": _day(self.start),
                "end": _day(self.end), "state": self.state, "done_on": _day(self.done_on), "indicator": self.indicator,
                "needs": list(self.needs), "clauses": list(self.clauses), "public": "yes" if self.is_public else "no",
                "why": self.why,
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Action:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        state = read.word(body, "state", of=STATES, optional=True) or "planned"
        return cls(
            read.word(body, "id"), read.wording(body, "title"), whose(body, "party"),
            read.word(body, "owner", optional=True), money(body, "budget"), money(body, "spent"),
            read.day_or_none(body, "start"), read.day_or_none(body, "end"),
            next(each for each in STATES if each == state), read.day_or_none(body, "done_on"),
            read.word(body, "indicator", optional=True), read.words(body, "needs"), read.words(body, "clauses"),
            is_public(body), read.word(body, "why", optional=True),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the joint committee: planned, or held with who came and what was said.

    Attributes:
        present: Who was there; persons stay inside unless ``is_present_public``.
    """

    id: str
    on: date
    is_held: bool = False
    place: str = ""
    present: tuple[str, ...] = ()
    minutes: Text = field(default_factory=Text)
    is_public: bool = False
    is_present_public: bool = False

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "id": self.id, "on": _day(self.on), "held": "yes" if self.is_held else "no", "place": self.place,
                "present": list(self.present), "minutes": dict(self.minutes),
                "public": "yes" if self.is_public else "no",
                "present_public": "yes" if self.is_present_public else None,
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Meeting:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        return cls(
            read.word(body, "id"), read.day(body, "on"), yes(body, "held"), read.word(body, "place", optional=True),
            read.words(body, "present"), read.wording(body, "minutes", optional=True), is_public(body, usual="no"),
            yes(body, "present_public"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """What a meeting decided: who does it until when, and whether it was done."""

    id: str
    meeting: str
    text: Text
    party: Whose = "both"
    due: date | None = None
    done_on: date | None = None
    action: str = ""
    is_public: bool = False

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "id": self.id, "meeting": self.meeting, "text": dict(self.text), "party": self.party,
                "due": _day(self.due), "done_on": _day(self.done_on), "action": self.action,
                "public": "yes" if self.is_public else "no",
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Decision:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        return cls(
            read.word(body, "id"), read.word(body, "meeting"), read.wording(body, "text"), whose(body, "party"),
            read.day_or_none(body, "due"), read.day_or_none(body, "done_on"), read.word(body, "action", optional=True),
            is_public(body, usual="no"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of carrying out: a report, a list, a contract; a sealed file here or an address elsewhere."""

    id: str
    title: Text
    on: date | None = None
    file: str = ""
    link: str = ""
    is_public: bool = False

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "id": self.id, "title": dict(self.title), "on": _day(self.on), "file": self.file, "link": self.link,
                "public": "yes" if self.is_public else "no",
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Paper:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field`` for a link that is no https address among others.
        """
        link = read.word(body, "link", optional=True)
        if link and not link.startswith("https://"):
            raise read.refusal("link", link)
        return cls(
            read.word(body, "id"), read.wording(body, "title"), read.day_or_none(body, "on"),
            read.word(body, "file", optional=True), link, is_public(body, usual="no"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """All of it."""

    actions: tuple[Action, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    decisions: tuple[Decision, ...] = ()
    papers: tuple[Paper, ...] = ()


def check(plan: Plan, *, today: date, indicators: Iterable[str] = ()) -> Findings:
    """What is wrong in a plan or lacks in it.

    Args:
        indicators: Ids of declared indicators; an action that names another is told.

    Returns:
        Hard: ``agreements.plan.order`` (an end before its start), ``agreements.plan.future`` (done on a day to come),
        ``agreements.plan.no-meeting``, ``agreements.plan.no-action``. Soft: ``agreements.plan.no-owner``,
        ``agreements.plan.no-end``, ``agreements.plan.over-budget``. Note: ``agreements.plan.no-indicator``,
        ``agreements.plan.no-budget``, ``agreements.plan.indicator-own``, ``agreements.plan.empty``.
    """
    known = set(indicators)
    found = [each for action in plan.actions for each in _of_action(action, today, known)]
    meetings, actions = {each.id for each in plan.meetings}, {each.id for each in plan.actions}
    for each in plan.decisions:
        if each.meeting not in meetings:
            found.append(_finding("no-meeting", "hard", each.id))
        if each.action and each.action not in actions:
            found.append(_finding("no-action", "hard", each.id))
    if not plan.actions:
        found.append(_finding("empty", "note", ""))
    return Findings(found)


def _of_action(each: Action, today: date, known: set[str]) -> Iterator[Finding]:
    if each.start and each.end and each.end < each.start:
        yield _finding("order", "hard", each.id, start=each.start.isoformat(), end=each.end.isoformat())
    if each.done_on and each.done_on > today:
        yield _finding("future", "hard", each.id, on=each.done_on.isoformat())
    if each.is_open and not each.owner:
        yield _finding("no-owner", "soft", each.id)
    if each.is_open and each.end is None:
        yield _finding("no-end", "soft", each.id)
    if each.budget and each.spent and each.budget.currency == each.spent.currency and each.spent > each.budget:
        yield _finding("over-budget", "soft", each.id, spent=str(each.spent.amount), budget=str(each.budget.amount))
    if not each.indicator:
        yield _finding("no-indicator", "note", each.id)
    elif known and each.indicator not in known:
        yield _finding("indicator-own", "note", each.id, indicator=each.indicator)
    if each.is_open and each.budget is None:
        yield _finding("no-budget", "note", each.id)


def _finding(reason: str, level: Literal["hard", "soft", "note"], item: str, **params: object) -> Finding:
    return Finding(f"{CODE}.{reason}", level, Place(item=item or None), params, source="art:5.2")


# --- Fields ----------------------------------------------------------------------------------------------------------
def whose(body: Mapping[str, Any], field: str) -> Whose:
    """Origin, destination or both.

    Raises:
        Invalid: ``agreements.record.field``.
    """
    said = read.word(body, field, of=WHOSE, optional=True) or "both"
    return next(each for each in WHOSE if each == said)


def yes(body: Mapping[str, Any], field: str, *, usual: str = "no") -> bool:
    """``yes`` or ``no``, also true and false."""
    value = body.get(field, usual)
    if value in ("yes", True):
        return True
    if value in ("no", "", None, False):
        return False
    raise read.refusal(field, value)


def is_public(body: Mapping[str, Any], *, usual: str = "yes") -> bool:
    """Whether it stands in the public part."""
    return yes(body, "public", usual=usual)


def money(body: Mapping[str, Any], field: str) -> Money | None:
    """An amount ``{"amount": "1200.50", "currency": "USD"}``, not below zero; None where nobody said.

    Raises:
        Invalid: ``agreements.record.field``.
    """
    value = body.get(field)
    if value in (None, "", {}):
        return None
    if not isinstance(value, Mapping):
        raise read.refusal(field, value)
    currency = str(value.get("currency") or "USD")
    try:
        amount = Decimal(str(value.get("amount")))
    except InvalidOperation:
        raise read.refusal(field, value.get("amount")) from None
    if not amount.is_finite() or amount < 0 or len(currency) != 3 or not currency.isalpha() or not currency.isupper():
        raise read.refusal(field, value.get("amount"))
    return Money(amount, currency)


def _money_json(given: Money | None) -> dict[str, str] | None:
    return None if given is None else {"amount": format(given.amount, "f"), "currency": given.currency}


def _day(given: date | None) -> str:
    return "" if given is None else given.isoformat()
