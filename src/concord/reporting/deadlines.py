"""When a country's report is due, when it is late, and on which days it is reminded.

The plan of reminders is declared (``data/methods/reminders.yaml``) and may be set anew for one round. Nothing is sent
here: :func:`to_send` says what is due to be sent on a day, each under a key that names it for ever.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import Invalid

#: Longest time before and after a due date that a plan may speak of, in days.
FARTHEST = 730


@dataclass(frozen=True, slots=True)
class Extra:
    """More time for one country: until when, and from which day to which the permission stands."""

    until: dt.date
    granted_on: dt.date
    ended_on: dt.date | None = None

    def stands(self, as_of: dt.date) -> bool:
        """Whether it was given by a day and not taken back by then."""
        return self.granted_on <= as_of and (self.ended_on is None or self.ended_on > as_of)


def due_on(round_due_on: dt.date, extras: Iterable[Extra] = (), *, as_of: dt.date) -> dt.date:
    """The day on which a country's report is due, as of a day: the round's, or the latest extension that stands.

    An extension never shortens the time.

    Example:
        >>> june, july = dt.date(2027, 6, 30), dt.date(2027, 7, 31)
        >>> due_on(june, [Extra(july, dt.date(2027, 6, 1))], as_of=dt.date(2027, 6, 2)) == july
        True
    """
    return max([round_due_on, *(each.until for each in extras if each.stands(as_of))])


def is_late(due: dt.date, *, submitted_on: dt.date | None, as_of: dt.date) -> bool:
    """Whether a report came after its due date, or has not come and that day has passed; on the day it is in time."""
    return submitted_on > due if submitted_on is not None and submitted_on <= as_of else as_of > due


@dataclass(frozen=True, slots=True)
class Rule:
    """Reminders of one kind, in days counted from the due date (negative before it).

    ``every`` 0 means once, on ``first``; else every so many days until ``last``, which is included.
    """

    id: str
    first: int
    every: int = 0
    last: int | None = None
    reason: str = ""

    def days(self) -> tuple[int, ...]:
        """Every day of the rule, counted from the due date."""
        if not self.every or self.last is None:
            return (self.first,)
        return tuple(range(self.first, self.last + 1, self.every))


@dataclass(frozen=True, slots=True)
class Plan:
    """When a country that has not sent its report is reminded.

    ``grace``: a reminder that could not be sent on its day is still sent within so many days, then left out.
    """

    rules: tuple[Rule, ...]
    grace: int = 3
    source: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values to be kept."""
        return {"grace": self.grace, "rules": [{k: v for k, v in asdict(e).items() if v != ""} for e in self.rules]}

    def with_rule(self, rule: Rule) -> Plan:
        """The plan with a rule in the place of the one of the same id, or after the others."""
        kept = tuple(rule if each.id == rule.id else each for each in self.rules)
        return replace(self, rules=kept if rule in kept else (*kept, rule))

    def without(self, id: str) -> Plan:
        """The plan without a rule."""
        return replace(self, rules=tuple(each for each in self.rules if each.id != id))

    def rule(self, id: str) -> Rule | None:
        """A rule, or None."""
        return next((each for each in self.rules if each.id == id), None)


def plan_of(given: Mapping[str, Any]) -> Plan:
    """A plan that was kept as plain values; the declared one where nothing was kept.

    Raises:
        Invalid: ``reporting.reminders.wrong-rule`` where a rule runs backwards or beyond two years.
    """
    if not given:
        return declared()
    return Plan(tuple(_rule(each) for each in given["rules"]), int(given.get("grace", 3)), given.get("source", ""))


def declared() -> Plan:
    """The declared plan."""
    return _declared(packs.roots())


@lru_cache(maxsize=4)
def _declared(roots: tuple[Path, ...]) -> Plan:
    return plan_of(read_yaml(packs.find("methods/reminders.yaml")))


def _rule(given: Mapping[str, Any]) -> Rule:
    last = given.get("last")
    found = Rule(
        str(given["id"]), int(given["first"]), int(given.get("every", 0)), None if last is None else int(last),
        given.get("reason", ""),
    )  # fmt: skip
    is_backwards = found.every < 0 or (found.last is not None and found.last < found.first)
    if is_backwards or max(abs(found.first), abs(found.last or 0)) > FARTHEST:
        raise Invalid("reporting.reminders.wrong-rule", params={"rule": found.id})
    return found


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: its kind, its day, and the due date it speaks of."""

    kind: str
    on: dt.date
    due_on: dt.date

    @property
    def is_overdue(self) -> bool:
        """Whether the due date has passed by then."""
        return self.on > self.due_on


def key(round: str, area: str, reminder: Reminder) -> str:
    """What names a reminder for ever: round, area, kind and day; writing it again writes nothing."""
    return f"reminder:{round}:{area}:{reminder.kind}:{reminder.on.isoformat()}"


def schedule(plan: Plan, due: dt.date, *, since: dt.date | None = None) -> tuple[Reminder, ...]:
    """Every reminder of a country in order of day, one a day, none before ``since`` (the day the round opened)."""
    found: dict[dt.date, Reminder] = {}
    for rule in plan.rules:
        for days in rule.days():
            on = due + dt.timedelta(days)
            if since is None or on >= since:
                found.setdefault(on, Reminder(rule.id, on, due))
    return tuple(found[on] for on in sorted(found))


def to_send(
    plan: Plan,
    due: dt.date,
    *,
    today: dt.date,
    since: dt.date | None = None,
    sent: Collection[tuple[str, dt.date]] = (),
    is_in: bool = False,
) -> Reminder | None:
    """The reminder to be sent on a day, or None: never two at once, never an old one after a newer one.

    Args:
        plan: When.
        due: The country's own due date.
        today: The day.
        since: The day on which the round opened.
        sent: Kind and day of those that were sent.
        is_in: The report has been sent; nobody is reminded of it.
    """
    if is_in:
        return None
    past = [each for each in schedule(plan, due, since=since) if each.on <= today]
    if not past or (today - past[-1].on).days > plan.grace:
        return None
    newest = past[-1]
    return None if (newest.kind, newest.on) in sent else newest
