"""Dates and times. The clock is the run's: ``today()`` and ``now()`` are given, never read from the machine."""

from __future__ import annotations

import math
import re

from concord.instrument.expressions.binding import Bound, Scope, bind, wording
from concord.instrument.expressions.functions.declared import Function, plain, special
from concord.instrument.expressions.moments import (
    Moment,
    moment,
    moment_of_date,
    moment_of_days,
    moment_of_time,
    part_of_day,
)
from concord.instrument.expressions.shape import Frame, Run
from concord.instrument.expressions.tree import Call
from concord.instrument.expressions.values import NAN, Value, atom, bounded

_SIGN = re.compile(r"%([A-Za-z0-9%])")


def to_date(value: Value) -> Value:
    """A day from a date, a date and time (its own day) or days since 1970; empty where it is none."""
    one = atom(value)
    if isinstance(one, float | bool):
        return moment_of_days(float(one)) or ""
    day = moment(str(one)[:10])
    return day if day is not None and moment(str(one)) is not None else _counted(str(one), with_time=False)


def to_date_time(value: Value) -> Value:
    """A date with its time, from the same; empty where it is none."""
    one = atom(value)
    if isinstance(one, float | bool):
        return moment_of_days(float(one), with_time=True) or ""
    at = moment(str(one))
    return at if at is not None else _counted(str(one), with_time=True)


def _counted(said: str, *, with_time: bool) -> Value:
    """Days that stand in a text question."""
    if not re.fullmatch(r"\s*-?\d+(\.\d*)?\s*", said, re.ASCII):
        return ""
    return moment_of_days(float(said), with_time=with_time) or ""


def decimal_date_time(value: Value) -> float:
    """Days since 1 January 1970, UTC, with the part of the day."""
    one = atom(value)
    if isinstance(one, float | bool):
        return float(one)
    at = one if isinstance(one, Moment) else moment(one)
    return NAN if at is None else at.days


def decimal_time(value: Value) -> float:
    """The part of the day on its own clock: noon is 0.5."""
    one = atom(value)
    if isinstance(one, float | bool):
        return one - math.floor(one) if math.isfinite(one) else NAN
    day, _, clock = one.replace(" ", "T", 1).rpartition("T")
    if not clock or (day and moment(day) is None):
        return NAN
    if not day and moment(one) is not None:
        return 0.0
    part = part_of_day(clock, zoned=False)
    return NAN if part is None else part


def formatted(value: Value, pattern: str, language: str) -> str:
    """A date by ODK's signs: ``%Y %y %m %n %b %d %e %a %H %h %M %S %3``; empty where it is no date."""
    at = to_date_time(value)
    if not isinstance(at, Moment):
        return ""
    day, _, clock = at.replace(" ", "T", 1).partition("T")
    return _SIGN.sub(lambda match: _part(match[1], day, clock, language), pattern)


def _part(sign: str, day: str, clock: str, language: str) -> str:
    year, month, date = day.split("-")
    match sign:
        case "Y":
            return year
        case "y":
            return year[2:]
        case "m":
            return month
        case "n":
            return str(int(month))
        case "d":
            return date
        case "e":
            return str(int(date))
        case "b" | "a":
            return _named(sign, day, language)
        case "%":
            return "%"
        case _:
            return _clock_part(sign, clock)


def _clock_part(sign: str, clock: str) -> str:
    time = re.match(r"(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?", clock or "00:00")
    hour, minute, second, milli = time.groups() if time else ("00", "00", "00", "000")
    match sign:
        case "H":
            return str(hour)
        case "h":
            return str(int(hour or 0))
        case "M":
            return str(minute)
        case "S":
            return str(second or "00")
        case "3":
            return str(milli or "").ljust(3, "0")
        case _:
            return f"%{sign}"


def _named(sign: str, day: str, language: str) -> str:
    """Short names of months and weekdays, in English exactly as ODK has them, else from CLDR."""
    from datetime import date

    when = date.fromisoformat(day)
    if language.startswith("en"):
        months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
        days = "Mon Tue Wed Thu Fri Sat Sun"
        return months.split()[when.month - 1] if sign == "b" else days.split()[when.weekday()]
    from concord.vocabulary.formats import locale

    if sign == "b":
        return str(locale(language).months["format"]["abbreviated"][when.month])
    return str(locale(language).days["format"]["abbreviated"][when.weekday()])


def _format(call: Call, scope: Scope) -> Bound:
    value, pattern = bind(call.args[0], scope).fn, wording(bind(call.args[1], scope))

    def shown(f: Frame, r: Run) -> str:
        return bounded(formatted(value(f, r), pattern(f, r), r.language))

    return Bound(shown, "text")


def _today(call: Call, scope: Scope) -> Bound:
    return Bound(lambda f, r: moment_of_date(r.today), "text")


def _now(call: Call, scope: Scope) -> Bound:
    return Bound(lambda f, r: moment_of_time(r.now), "text")


DATES: tuple[Function, ...] = (
    special("today", 0, 0, _today, pure=False),
    special("now", 0, 0, _now, pure=False),
    plain("date", "v", "any", to_date, shown="value"),
    plain("date-time", "v", "any", to_date_time, shown="value"),
    plain("decimal-date-time", "v", "number", decimal_date_time, shown="value"),
    plain("decimal-time", "v", "number", decimal_time, shown="time"),
    special("format-date", 2, 2, _format, shown="date, pattern"),
    special("format-date-time", 2, 2, _format, shown="date-time, pattern"),
)
