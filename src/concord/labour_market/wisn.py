"""Workload indicators of staffing need (WISN): how many staff one facility needs for the work it does.

Source: WHO, Workload Indicators of Staffing Need, user's manual, 2010 (revised 2023), in our own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from concord.errors import Invalid

VERSION = "1"


@dataclass(frozen=True, slots=True)
class Activity:
    """One kind of work with its yearly count and the time that one piece takes at an acceptable standard.

    Args:
        id: Names it.
        workload: Pieces in a year (visits, admissions, deliveries).
        hours: For one piece.
    """

    id: str
    workload: float
    hours: float


@dataclass(frozen=True, slots=True)
class Individual:
    """Further duties of some staff: how many of them, and hours a year of each."""

    id: str
    staff: float
    hours: float


@dataclass(frozen=True, slots=True)
class Available:
    """The time that one member of staff has for work in a year.

    Args:
        days: Working days in a year, leave, sickness, training and holidays taken off.
        hours_a_day: Working hours of a day.
    """

    days: float
    hours_a_day: float

    @property
    def hours(self) -> float:
        """Hours in a year."""
        return self.days * self.hours_a_day

    @classmethod
    def of_weeks(
        cls, days_a_week: float, hours_a_day: float, *, holidays: float = 0, leave: float = 0, sick: float = 0,
        other: float = 0,
    ) -> Available:  # fmt: skip
        """From a week: 52 × days a week, less holidays, annual leave, sick leave and other absence, in days.

        Raises:
            Invalid: ``labour-market.wisn.no-time``.
        """
        days = 52 * days_a_week - holidays - leave - sick - other
        found = cls(days, hours_a_day)
        _time(found)
        return found


@dataclass(frozen=True, slots=True)
class Needed:
    """What a facility needs of one occupation.

    Attributes:
        basic: Staff for the activities alone.
        category_factor: By which support work that all do multiplies them (1 where there is none).
        individual: Staff for the further duties of some.
        required: ``basic × category_factor + individual``.
        existing, difference, ratio: Where the staff at work is known; a ratio of 1.2 is a fifth more than required,
            one of 0.5 half of it.
        by_activity: Staff for each activity.
    """

    basic: float
    category_factor: float
    individual: float
    required: float
    existing: float | None
    difference: float | None
    ratio: float | None
    by_activity: tuple[tuple[str, float], ...]
    method: str = "wisn"
    version: str = VERSION


def needed(
    activities: Sequence[Activity],
    available: Available,
    *,
    support_share: float = 0.0,
    individuals: Sequence[Individual] = (),
    existing: float | None = None,
) -> Needed:
    """Staff that the work of a facility requires.

    A standard workload is the available time divided by the time of one piece; the basic requirement is the sum of
    workload over standard workload; all staff's support work takes a share of everybody's time, so the requirement is
    divided by what is left (the category allowance factor, 1 / (1 − share)); further duties of some are added.

    Args:
        activities: Work that is counted.
        available: Time of one member of staff.
        support_share: Of everybody's time that goes to support work (0-1, below 1).
        individuals: Further duties of some.
        existing: Staff at work now.

    Raises:
        Invalid: ``labour-market.wisn.no-time``, ``labour-market.wisn.share``, ``labour-market.wisn.negative``,
            ``labour-market.wisn.nothing``.

    Example:
        >>> found = needed([Activity("visits", 100_000, 0.25)], Available(179, 8), support_share=10 / 179)
        >>> round(found.basic, 2), round(found.category_factor, 4), round(found.required, 2)
        (17.46, 1.0592, 18.49)
    """
    _checked(activities, available, support_share, individuals, existing)
    each = tuple((one.id, one.workload / (available.hours / one.hours) if one.hours else 0.0) for one in activities)
    basic = sum(staff for _, staff in each)
    factor = 1 / (1 - support_share)
    individual = sum(one.staff * one.hours for one in individuals) / available.hours
    required = basic * factor + individual
    difference = None if existing is None else existing - required
    ratio = None if existing is None or not required else existing / required
    return Needed(basic, factor, individual, required, existing, difference, ratio, each)


def _time(available: Available) -> None:
    if not (available.days > 0 and 0 < available.hours_a_day <= 24):
        params = {"days": available.days, "hours": available.hours_a_day}
        raise Invalid("labour-market.wisn.no-time", params=params)


def _checked(
    activities: Sequence[Activity],
    available: Available,
    share: float,
    individuals: Sequence[Individual],
    existing: float | None,
) -> None:
    _time(available)
    if not activities:
        raise Invalid("labour-market.wisn.nothing")
    if not 0 <= share < 1:
        raise Invalid("labour-market.wisn.share", params={"share": share})
    given = [n for one in activities for n in (one.workload, one.hours)]
    given += [n for one in individuals for n in (one.staff, one.hours)]
    given += [existing] if existing is not None else []
    if any(not number >= 0 for number in given):
        raise Invalid("labour-market.wisn.negative")
