"""What is known of earlier rounds, beside a round that runs: counts with their days, and how far they compare.

Day by day no earlier round is known, so there is never a line: only points. A point is placed only where both the day
of the count and the deadline of its round are known to the day and verified; every other count is listed in words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from concord.errors import Invalid
from concord.reporting.rounds import Round
from concord.vocabulary.periods import PartialDate

#: Which declared count speaks of a step.
MEASURES: Final[Mapping[str, str]] = {
    "designated": "designated-authorities",
    "started": "reports-in-process-or-submitted",
    "submitted": "national-reports",
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """A verified count of an earlier round.

    ``after_deadline`` is in days (negative before it), None where it cannot be worked out; ``is_final`` is None where
    that is not known.
    """

    round: str
    measure: str
    value: int
    as_of: str
    after_deadline: int | None
    is_final: bool | None
    source: str
    note: str = ""


def earlier(step: str, rounds: Iterable[Round], *, before: int) -> tuple[Earlier, ...]:
    """Verified counts of a step in rounds before a year, oldest first; nothing for a step that was never counted."""
    measure = MEASURES.get(step)
    found = [
        Earlier(
            each.id, count.measure, count.value, count.as_of, _after(each, count.as_of), count.is_final, count.source,
            count.note,
        )
        for each in rounds
        if each.year < before and measure is not None
        for count in each.counts.get(measure, ())
        if count.is_fact
    ]  # fmt: skip
    return tuple(found)


def _after(round: Round, as_of: str) -> int | None:
    """Days from the deadline to the day of a count, where both are known to the day."""
    if round.deadline is None or not round.deadline.is_fact:
        return None
    day, deadline = _day(as_of), _day(round.deadline.value)
    return (day - deadline).days if day is not None and deadline is not None else None


def _day(text: str) -> dt.date | None:
    try:
        when = PartialDate.parse(text)
    except (Invalid, ValueError):
        return None
    return when.first if when.first == when.last else None
