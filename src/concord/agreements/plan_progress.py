"""How a plan stands on a day: what is late, what comes, what was spent; and which part of it is public."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from concord.agreements.plan import STATES, Action, Decision, Plan, State
from concord.vocabulary.money import Money
from concord.vocabulary.text import Text

Kind = Literal["late", "not-begun", "due-soon", "finished-late"]


@dataclass(frozen=True, slots=True)
class Delay:
    """An action or decision that is late, was not begun in time, is due soon, or was finished after its date.

    Attributes:
        date: On which it was due, or was to begin.
        days: From that date to today, or to ``done_on``.
        done_on: When it was finished; None where it is open.
    """

    kind: Kind
    id: str
    title: Text
    party: str
    date: date
    days: int
    done_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A plan on a day.

    Attributes:
        states: How many actions in each state.
        on_time: Of the actions that were to be finished by now, how many were, in time; None where none was.
        delays: What is open: late first, the longest first; then what was not begun; then what is due soon.
        finished_late: What was finished after its date, the longest delay first.
        budget, spent: Sums by currency, of actions that say so.
        without_budget: Open actions that nobody costed: the sum is at least what it says.
        meetings_held, meetings_due: Of the committee, up to now.
        next_meeting: The next one planned.
        decisions_open: Decisions not done.
    """

    on: date
    states: Mapping[State, int]
    on_time: tuple[int, int] | None
    delays: tuple[Delay, ...]
    finished_late: tuple[Delay, ...]
    budget: tuple[Money, ...]
    spent: tuple[Money, ...]
    without_budget: int
    meetings_held: int
    meetings_due: int
    next_meeting: date | None
    decisions_open: int

    @property
    def late(self) -> tuple[Delay, ...]:
        """What is late."""
        return tuple(each for each in self.delays if each.kind == "late")


_ORDER: tuple[Kind, ...] = ("late", "not-begun", "due-soon")


def progress(plan: Plan, *, today: date, soon_days: int = 30) -> Progress:
    """How the plan stands.

    Args:
        soon_days: How far ahead a date counts as near.
    """
    counted = Counter(each.state for each in plan.actions)
    due = [each for each in plan.actions if each.end is not None and each.end < today and each.state != "stopped"]
    kept = [each for each in due if each.done_on is not None and each.end is not None and each.done_on <= each.end]
    delays = [
        delay
        for delay in (
            *(_of_action(each, today, soon_days) for each in plan.actions),
            *(_of_decision(each, today, soon_days) for each in plan.decisions),
        )
        if delay is not None
    ]
    coming = [each.on for each in plan.meetings if not each.is_held and each.on >= today]
    return Progress(
        today,
        {state: counted[state] for state in STATES},
        (len(kept), len(due)) if due else None,
        tuple(sorted(delays, key=lambda each: (_ORDER.index(each.kind), -each.days, each.id))),
        tuple(sorted(_finished_late(plan), key=lambda each: (-each.days, each.id))),
        _sums(each.budget for each in plan.actions),
        _sums(each.spent for each in plan.actions),
        sum(1 for each in plan.actions if each.is_open and each.budget is None),
        sum(1 for each in plan.meetings if each.is_held),
        sum(1 for each in plan.meetings if each.is_held or each.on < today),
        min(coming, default=None),
        sum(1 for each in plan.decisions if each.done_on is None),
    )


def _finished_late(plan: Plan) -> Iterator[Delay]:
    actions = ((each.id, each.title, each.party, each.end, each.done_on) for each in plan.actions)
    decisions = ((each.id, each.text, each.party, each.due, each.done_on) for each in plan.decisions)
    for id, title, party, due, done_on in (*actions, *decisions):
        if due is not None and done_on is not None and done_on > due:
            yield Delay("finished-late", id, title, party, due, (done_on - due).days, done_on)


def _of_action(each: Action, today: date, soon: int) -> Delay | None:
    if not each.is_open:
        return None
    if each.end is not None and each.end < today:
        return Delay("late", each.id, each.title, each.party, each.end, (today - each.end).days)
    if each.start is not None and each.start < today and each.state == "planned":
        return Delay("not-begun", each.id, each.title, each.party, each.start, (today - each.start).days)
    if each.end is not None and (each.end - today).days <= soon:
        return Delay("due-soon", each.id, each.title, each.party, each.end, (each.end - today).days)
    return None


def _of_decision(each: Decision, today: date, soon: int) -> Delay | None:
    if each.done_on is not None or each.due is None:
        return None
    days = (each.due - today).days
    if days < 0:
        return Delay("late", each.id, each.text, each.party, each.due, -days)
    return Delay("due-soon", each.id, each.text, each.party, each.due, days) if days <= soon else None


def _sums(amounts: Iterable[Money | None]) -> tuple[Money, ...]:
    found: dict[str, Decimal] = {}
    for each in amounts:
        if each is not None:
            found[each.currency] = found.get(each.currency, Decimal(0)) + each.amount
    return tuple(Money(amount, currency) for currency, amount in sorted(found.items()))


@dataclass(frozen=True, slots=True)
class Public:
    """The public part of a plan, and how many things of each kind are withheld: they are named as withheld."""

    plan: Plan
    withheld: Mapping[str, int]


def public(plan: Plan) -> Public:
    """What may be shown to everybody.

    A decision goes with its meeting; words of owners, and who was at a meeting unless the parties publish that, stay
    inside.
    """
    actions = tuple(replace(each, why="") for each in plan.actions if each.is_public)
    meetings = tuple(
        each if each.is_present_public else replace(each, present=()) for each in plan.meetings if each.is_public
    )
    open_meetings = {each.id for each in meetings}
    decisions = tuple(each for each in plan.decisions if each.is_public and each.meeting in open_meetings)
    papers = tuple(each for each in plan.papers if each.is_public)
    withheld = {
        "actions": len(plan.actions) - len(actions), "meetings": len(plan.meetings) - len(meetings),
        "decisions": len(plan.decisions) - len(decisions), "papers": len(plan.papers) - len(papers),
    }  # fmt: skip
    return Public(
        Plan(actions, meetings, decisions, papers), {kind: count for kind, count in withheld.items() if count}
    )
