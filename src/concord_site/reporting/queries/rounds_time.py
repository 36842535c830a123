"""Where a country stands with the time it has: whether it can ask for more, and what became of what it asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from concord_site.reporting.models.rounds import Participation, Round, TimeRequest
from concord_site.reporting.models.submissions import SubmissionAnswer
from concord_site.reporting.queries import rounds
from concord_site.shell import access


@dataclass(frozen=True)
class Time:
    """The time of one country in one round, as its own people see it.

    Args:
        due: The day that holds, extensions counted.
        general: The day of the round.
        asked: The newest wish; None where nothing was asked for.
        may_ask: Whether this person can ask now.
    """

    part: Participation
    due: dt.date
    general: dt.date
    asked: TimeRequest | None
    may_ask: bool

    @property
    def is_extended(self) -> bool:
        """Whether more time was given."""
        return self.due > self.general


def time_of(part: Participation, by: Any, *, today: dt.date) -> Time:
    """The time a country has, and whether somebody may ask for more: those who fill its report, while none waits."""
    asked = part.time_requests.order_by("-asked_at", "-pk").first() if part.pk else None
    waits = asked is not None and asked.state == TimeRequest.State.OPEN
    may = part.round.state == Round.State.OPEN and not waits and may_ask(part, by)
    return Time(part, rounds.due_on(part, today), part.round.due_on, asked, may)


def may_ask(part: Participation, by: Any) -> bool:
    """Whether somebody fills the report of this country: an authority, or an officer; no colleague, no reader."""
    return bool(part.pk) and part.area in access.areas(by, "edit", SubmissionAnswer, state="recorded")


def waiting(round: Round, by: Any) -> list[TimeRequest]:
    """Wishes that wait for whoever follows the countries of a round, the oldest first."""
    rows = access.visible(TimeRequest, by, action="manage").filter(participation__round=round)
    return list(rows.filter(state=TimeRequest.State.OPEN).select_related("participation").order_by("asked_at"))
