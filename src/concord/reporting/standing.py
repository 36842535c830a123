"""Where every country stands in a round as of a day, counted from dated steps.

Steps are values (:class:`Happened`), whoever keeps them. Two ways of counting are kept apart: how many areas have
*ever reached* a step by a day (:func:`reached`; never falls as days pass), and in which *state* each area is on that
day (:func:`states`; adds up to all areas). Source of the cycle: Code, articles 9.1, 9.2.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

Step = Literal[
    "invited", "designated", "started", "submitted", "queried", "answered", "accepted", "published", "corrected",
    "withdrawn",
]  # fmt: skip
#: Every step, in the order in which they usually come.
STEPS: Final[tuple[Step, ...]] = (
    "invited", "designated", "started", "submitted", "queried", "answered", "accepted", "published", "corrected",
    "withdrawn",
)  # fmt: skip
State = Literal["none", "named", "started", "submitted", "query", "accepted", "published"]
#: States of the desk from the least to the furthest.
STATES: Final[tuple[State, ...]] = ("none", "named", "started", "submitted", "query", "accepted", "published")
#: States in which a report has been sent and not taken back.
IN: Final[frozenset[State]] = frozenset({"submitted", "query", "accepted", "published"})
_AFTER: Final[Mapping[str, State | None]] = {
    "started": "started", "submitted": "submitted", "queried": "query", "answered": "submitted",
    "accepted": "accepted", "published": "published", "corrected": "published", "withdrawn": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happened:
    """One dated step of an area; ``of`` names the report it is about, so that a correction is told from the first.

    An authority whose designation ended is the step ``undesignated``.
    """

    area: str
    what: str
    on: dt.date
    of: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """An area on a day.

    Attributes:
        state: Where it is now; a report that was withdrawn counts as none.
        reached: First day of every step ever reached.
        latest: Last day of every step.
        due_on: Its own due date with extensions.
        is_late: Nothing was in by the due date: sent after it, or not sent and the day has passed.
        days_left: Until the due date, negative after it; None once a report is in.
        is_correcting: A further edition is on its way while the first stands.
    """

    area: str
    state: State = "none"
    reached: Mapping[str, dt.date] = field(default_factory=dict, hash=False)
    latest: Mapping[str, dt.date] = field(default_factory=dict, hash=False)
    due_on: dt.date | None = None
    is_late: bool = False
    days_left: int | None = None
    is_correcting: bool = False

    @property
    def is_in(self) -> bool:
        """Whether a report has been sent and not taken back."""
        return self.state in IN

    @property
    def is_invited(self) -> bool:
        """Whether the country has been invited."""
        return "invited" in self.reached


def standings(
    happened: Iterable[Happened],
    *,
    areas: Iterable[str],
    as_of: dt.date,
    due: Mapping[str, dt.date] | None = None,
) -> dict[str, Standing]:
    """The standing of each area at the end of a day, in the order of ``areas``.

    Args:
        happened: Steps in the order in which they happened within a day; those after ``as_of`` and those of other
            areas count for nothing.
        areas: All areas that count, steps or none.
        as_of: The day.
        due: Due dates by area, extensions in them; areas without one are never late.
    """
    own: dict[str, list[Happened]] = {area: [] for area in areas}
    for each in happened:
        if each.area in own and each.on <= as_of:
            own[each.area].append(each)
    days = due or {}
    return {area: _standing(area, steps, as_of, days.get(area)) for area, steps in own.items()}


def _standing(area: str, steps: list[Happened], as_of: dt.date, due_on: dt.date | None) -> Standing:
    ordered = sorted(steps, key=lambda each: each.on)
    first: dict[str, dt.date] = {}
    last: dict[str, dt.date] = {}
    for each in ordered:
        first.setdefault(each.what, each.on)
        last[each.what] = each.on
    found = _states_of_reports(ordered)
    furthest = max(found, key=STATES.index, default=_before_a_report(ordered))
    is_in = furthest in IN
    sent = first.get("submitted")
    return Standing(
        area,
        furthest,
        first,
        last,
        due_on,
        is_late=due_on is not None and (sent > due_on if sent and is_in else as_of > due_on),
        days_left=None if is_in or due_on is None else (due_on - as_of).days,
        is_correcting=furthest == "published" and any(each not in ("published", "accepted") for each in found),
    )


def _states_of_reports(ordered: Sequence[Happened]) -> list[State]:
    """The state of each report of an area by its last step, withdrawn ones left out."""
    now: dict[str, State | None] = {}
    for each in ordered:
        if each.what in _AFTER:
            now[each.of] = _AFTER[each.what]
    return [each for each in now.values() if each is not None]


def _before_a_report(ordered: Sequence[Happened]) -> State:
    acts = [each.what for each in ordered if each.what in ("designated", "undesignated")]
    return "named" if acts and acts[-1] == "designated" else "none"


def reached(found: Iterable[Standing]) -> dict[str, int]:
    """How many areas have ever reached each step, every step named."""
    counts = Counter(step for each in found for step in each.reached)
    return {step: counts[step] for step in STEPS}


def states(found: Iterable[Standing]) -> dict[State, int]:
    """How many areas are in each state, every state named; they add up to all areas."""
    counts = Counter(each.state for each in found)
    return {state: counts[state] for state in STATES}


def by_group(found: Iterable[Standing], group_of: Mapping[str, str]) -> dict[str, list[Standing]]:
    """Standings by group (a region), in the order in which groups are first met; an area without one is under ``""``.

    Every area is in one group, so counts of groups add up to the count of all.
    """
    grouped: dict[str, list[Standing]] = {}
    for each in found:
        grouped.setdefault(group_of.get(each.area, ""), []).append(each)
    return grouped


def curve(
    happened: Iterable[Happened],
    what: str,
    *,
    areas: Iterable[str],
    first: dt.date,
    last: dt.date,
    every: int = 1,
) -> tuple[tuple[dt.date, int], ...]:
    """How many areas had reached a step by the end of each day from ``first``, every ``every`` days, and on ``last``.

    Never falls; its last value is the plain count as of ``last``. Steps before ``first`` are in the first value.
    """
    known = set(areas)
    reached_on: dict[str, dt.date] = {}
    for each in happened:
        if each.what == what and each.area in known and each.on <= last:
            reached_on[each.area] = min(each.on, reached_on.get(each.area, each.on))
    ordered = sorted(reached_on.values())
    points, count = [], 0
    for day in _days(first, last, every):
        while count < len(ordered) and ordered[count] <= day:
            count += 1
        points.append((day, count))
    return tuple(points)


def _days(first: dt.date, last: dt.date, every: int) -> list[dt.date]:
    span = max(0, (last - first).days)
    return [first + dt.timedelta(n) for n in range(0, span, max(1, every))] + [max(first, last)]
