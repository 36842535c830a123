"""Designations in time: which act is in force on a day, how a new one joins those before it, when one comes to its end.

Dates are as precise as they are known (a year, a month or a day). Where the precision leaves two readings, the one that
refuses nothing is taken: two acts overlap only if they do so in every reading.

Source:
    Code, article 7.3 (each Member State designates an authority and keeps the designation up to date) and 7.4 (the
    register of designated authorities is kept and published).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from concord.errors import Conflict, Invalid
from concord.vocabulary.periods import PartialDate

Standing = Literal["in-force", "ends-soon", "review-soon", "review-passed", "expired", "ended"]


@dataclass(frozen=True, slots=True)
class Act:
    """One act in the register.

    Args:
        id: Whatever tells acts apart.
        since: When it began.
        until: When it ended in fact; None while it has not.
        runs_until: The end the act itself states; None where it states none.
        review_on: The day on which the act says it is to be looked at again.
    """

    id: int | str
    since: PartialDate
    until: PartialDate | None = None
    runs_until: PartialDate | None = None
    review_on: PartialDate | None = None

    @property
    def end(self) -> PartialDate | None:
        """When it ends: in fact, else as it states."""
        return self.until or self.runs_until

    def has_begun(self, on: dt.date) -> bool:
        """Whether it may have begun by a day."""
        return self.since.first <= on

    def holds(self, on: dt.date) -> bool:
        """Whether it may be in force on a day; the last day of it is included."""
        return self.has_begun(on) and (self.end is None or on <= self.end.last)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a new act stands among those that are known.

    Args:
        is_history: Its own stated end has passed: it is kept as history and ends nothing.
        ends: The act that it ends, with the date of that; None where it ends none.
    """

    is_history: bool
    ends: Act | None = None


def in_force(acts: Iterable[Act], on: dt.date) -> Act | None:
    """The act in force on a day: the latest begun of those that hold; None where none does.

    Example:
        >>> acts = [Act(1, PartialDate(2012), until=PartialDate(2024, 5)), Act(2, PartialDate(2024, 5))]
        >>> in_force(acts, dt.date(2020, 1, 1)).id, in_force(acts, dt.date(2024, 5, 2)).id
        (1, 2)
    """
    holding = [act for act in acts if act.holds(on)]
    return max(holding, key=lambda act: (act.since.first, act.since.last), default=None)


def checked(act: Act, *, today: dt.date) -> Act:
    """The act, if its own dates can be.

    Raises:
        Invalid: ``registers.designation.future``: it begins after today, or ended in fact after today.
        Invalid: ``registers.designation.ends-before-it-begins``: an end or a review before its beginning.
    """
    if act.since.first > today or (act.until is not None and act.until.first > today):
        raise Invalid("registers.designation.future")
    for end in (act.until, act.runs_until, act.review_on):
        if end is not None and end.last < act.since.first:
            raise Invalid("registers.designation.ends-before-it-begins")
    return act


def overlap(one: Act, other: Act) -> bool:
    """Whether two acts are in force at once in every reading of their dates, for more than the day they meet on."""
    begin = max(one.since.last, other.since.last)
    return begin < min(_first_of_end(one), _first_of_end(other))


def _first_of_end(act: Act) -> dt.date:
    return act.end.first if act.end is not None else dt.date.max


def placed(new: Act, known: Iterable[Act], *, today: dt.date) -> Placed:
    """Where a new act stands: whether it is history, and which act it ends, with the dates joined.

    An act that has no end yet, or ends later, is ended by a new one on the day the new one begins, or on its own
    stated end where that comes first.

    Raises:
        Invalid: As :func:`checked`.
        Conflict: ``registers.designation.before-current``: an act without an end that began before the one in force.
        Conflict: ``registers.designation.overlaps``: it would be in force at the same time as another, ``since`` and
            ``until`` of which are named.

    Example:
        >>> before = Act(1, PartialDate(2012))
        >>> found = placed(Act(2, PartialDate(2024, 5)), [before], today=dt.date(2026, 1, 1))
        >>> found.is_history, str(found.ends.until)
        (False, '2024-05')
    """
    acts = list(known)
    over = checked(new, today=today).end
    is_history = over is not None and over.last < today
    open_ones = [act for act in acts if act.until is None]
    ended = None
    if not is_history:
        for act in open_ones:
            if new.since.last < act.since.first:
                raise Conflict("registers.designation.before-current", params={"since": str(act.since)})
        ended = max(open_ones, key=lambda act: act.since.first, default=None)
    for act in acts:
        if (ended is None or act.id != ended.id) and overlap(new, act):
            until = str(act.end) if act.end is not None else ""
            raise Conflict("registers.designation.overlaps", params={"since": str(act.since), "until": until})
    return Placed(is_history, _joined(ended, new) if ended is not None else None)


def _joined(before: Act, new: Act) -> Act:
    stated = before.runs_until
    is_over = stated is not None and stated.last < new.since.first
    return replace(before, until=stated if is_over else new.since)


def standing(act: Act, *, today: dt.date, warn_days: int) -> Standing:
    """How an act stands on a day: in force, coming to its end or review, past one, or ended.

    A stated end that has passed makes it expired; a review that has passed does not: it stays in force, and is shown
    as to be confirmed.

    Args:
        act: The act.
        today: The day.
        warn_days: How many days before an end or a review it is spoken of.
    """
    if act.until is not None:
        return "ended"
    soon = today + dt.timedelta(days=warn_days)
    if act.runs_until is not None and act.runs_until.last < today:
        return "expired"
    if act.review_on is not None and act.review_on.last < today:
        return "review-passed"
    if act.runs_until is not None and act.runs_until.last <= soon:
        return "ends-soon"
    if act.review_on is not None and act.review_on.last <= soon:
        return "review-soon"
    return "in-force"
