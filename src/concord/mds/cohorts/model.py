"""One person followed from a beginning to an end, and what the end was."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from concord.errors import Invalid

#: The end of following somebody who was still there: not an outcome.
FOLLOWED: Final = "followed"


@dataclass(frozen=True, slots=True)
class Episode:
    """One person, followed from ``entry`` to ``time``.

    Args:
        time: Years from the beginning (graduation, first registration) to the end of following.
        outcome: What ended it (``abroad``, ``other-work``, ``retired``, ``died``), or ``followed``: still there then,
            or lost from sight.
        entry: Years from the beginning at which following began; above zero for people found later (left truncation).
        group: Whom they are compared as; empty where nobody is.
    """

    time: float
    outcome: str = FOLLOWED
    entry: float = 0.0
    group: str = ""

    @property
    def has_ended(self) -> bool:
        """Whether an outcome was seen."""
        return self.outcome != FOLLOWED


@dataclass(frozen=True, slots=True)
class Moment:
    """One time at which an outcome was seen: how many were there just before, and how many had each outcome."""

    time: float
    at_risk: int
    ended: int
    by_outcome: tuple[tuple[str, int], ...]


def checked(given: Iterable[Episode]) -> tuple[Episode, ...]:
    """Episodes in order of time.

    Raises:
        Invalid: ``mds.cohorts.nobody`` for none; ``mds.cohorts.time`` for a time that is not above its entry, or an
            entry below zero.
    """
    found = tuple(sorted(given, key=lambda each: (each.time, each.outcome, each.entry, each.group)))
    if not found:
        raise Invalid("mds.cohorts.nobody")
    for each in found:
        if not (math.isfinite(each.time) and 0 <= each.entry < each.time):
            raise Invalid("mds.cohorts.time", params={"time": each.time, "entry": each.entry})
    return found


def moments(given: tuple[Episode, ...]) -> tuple[Moment, ...]:
    """Every time at which an outcome was seen. Who stopped being followed at that very time was still there."""
    times = sorted({each.time for each in given if each.has_ended})
    found = []
    for time in times:
        at_risk = sum(1 for each in given if each.entry < time <= each.time)
        seen = [each.outcome for each in given if each.has_ended and each.time == time]
        counts = tuple((outcome, seen.count(outcome)) for outcome in sorted(set(seen)))
        found.append(Moment(time, at_risk, len(seen), counts))
    return tuple(found)


def outcomes_of(given: Iterable[Episode]) -> tuple[str, ...]:
    """The outcomes that were seen, in alphabetical order."""
    return tuple(sorted({each.outcome for each in given if each.has_ended}))
