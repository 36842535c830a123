"""Periods of SDMX as spans of days, so that a year is compared with a quarter, a month or a day.

Source: SDMX 3.0 technical notes, section 4.2 (time formats).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from concord.errors import Invalid

Span = tuple[date, date]
_YEAR = re.compile(r"(\d{4})(?:-A1)?")
_PARTS = re.compile(r"(\d{4})-([STQ])(\d)")
_MONTH = re.compile(r"(\d{4})-M?(\d{2})")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_DAY_OF_YEAR = re.compile(r"(\d{4})-D(\d{3})")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?")
_IN_A_YEAR = {"S": 2, "T": 3, "Q": 4}


def span(text: str) -> Span:
    """First and last day of a period.

    Raises:
        Invalid: ``mds.sdmx.period``.

    Example:
        >>> [tuple(map(str, span(each))) for each in ("2018", "2018-Q2", "2018-02", "2018-03-01T12:00:00")]
        [('2018-01-01', '2018-12-31'), ('2018-04-01', '2018-06-30'), ('2018-02-01', '2018-02-28'), \
('2018-03-01', '2018-03-01')]
    """
    try:
        return _span(text.strip())
    except (ValueError, OverflowError):
        raise Invalid("mds.sdmx.period", params={"value": text[:40]}) from None


def _span(text: str) -> Span:
    if not text.isascii():
        raise ValueError(text)
    if found := _YEAR.fullmatch(text):
        return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    if found := _PARTS.fullmatch(text):
        length = 12 // _IN_A_YEAR[found[2]]
        return _months(int(found[1]), (int(found[3]) - 1) * length + 1, length)
    if found := _MONTH.fullmatch(text):
        return _months(int(found[1]), int(found[2]), 1)
    if found := _WEEK.fullmatch(text):
        first = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return first, first + timedelta(days=6)
    if found := _DAY_OF_YEAR.fullmatch(text):
        day = date(int(found[1]), 1, 1) + timedelta(days=int(found[2]) - 1)
        return _of(found[1], day), day
    if found := _DAY.fullmatch(text):
        return date.fromisoformat(found[1]), date.fromisoformat(found[1])
    raise ValueError(text)


def _of(year: str, day: date) -> date:
    if day.year != int(year):
        raise ValueError(day)
    return day


def _months(year: int, first: int, count: int) -> Span:
    last = first + count - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def year(of: str) -> Span:
    """The span of a calendar year as our tables say it."""
    return date(int(of), 1, 1), date(int(of), 12, 31)
