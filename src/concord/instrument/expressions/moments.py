"""Dates and times as values: a text that is also a number of days since 1 January 1970, UTC, as in ODK's forms."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

_EPOCH = date(1970, 1, 1).toordinal()
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?", re.ASCII)


class Moment(str):
    """A date, or a date with its time, as ISO text; ``days`` since 1 January 1970 (a time is its part of a day)."""

    __slots__ = ("days",)
    days: float

    def __new__(cls, text: str, days: float) -> Moment:
        """The text as it is shown and the days it stands for."""
        made = super().__new__(cls, text)
        made.days = days
        return made


def moment(text: str) -> Moment | None:
    """A date or a date with its time from ISO text, or None."""
    return _moment(text) if 10 <= len(text) <= 40 else None


@lru_cache(maxsize=4096)
def _moment(text: str) -> Moment | None:
    day, _, clock = text.replace(" ", "T", 1).partition("T")
    match = _DATE.fullmatch(day)
    if match is None or (not clock and len(day) != len(text)):
        return None
    try:
        days = float(date(int(match[1]), int(match[2]), int(match[3])).toordinal() - _EPOCH)
    except ValueError:
        return None
    if not clock:
        return Moment(text, days)
    part = part_of_day(clock)
    return None if part is None else Moment(text, days + part)


def part_of_day(clock: str, *, zoned: bool = True) -> float | None:
    """``18:00`` as 0.75; with ``zoned`` its offset is taken into account; None where it is no time."""
    match = _TIME.fullmatch(clock)
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    seconds = hour * 3600 + minute * 60 + second + float(f"0.{match[4] or 0}")
    return (seconds - (_offset(match[5]) if zoned else 0)) / 86400


def _offset(zone: str | None) -> int:
    if zone is None or zone == "Z":
        return 0
    seconds = int(zone[1:3]) * 3600 + int(zone[3:].lstrip(":") or 0) * 60
    return -seconds if zone[0] == "-" else seconds


def moment_of_days(days: float, *, with_time: bool = False) -> Moment | None:
    """The date so many days after 1 January 1970, or None beyond the years 1 to 9999."""
    if not math.isfinite(days):
        return None
    whole = math.floor(days) if with_time else math.trunc(days)
    try:
        day = date.fromordinal(_EPOCH + whole)
    except (ValueError, OverflowError):
        return None
    if not with_time:
        return Moment(day.isoformat(), float(whole))
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(milliseconds=round((days - whole) * 86_400_000))
    return Moment(at.isoformat(timespec="milliseconds"), days)


def moment_of_date(day: date) -> Moment:
    """A date as a value."""
    return Moment(day.isoformat(), float(day.toordinal() - _EPOCH))


def moment_of_time(at: datetime) -> Moment:
    """A date and time as a value, with the offset from UTC that it was given in (UTC where it has none)."""
    aware = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return Moment(aware.isoformat(timespec="milliseconds"), aware.timestamp() / 86400)
