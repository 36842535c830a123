"""Dates as people type them: ISO, a declared format, or a month in words in the six languages. Nothing is guessed.

Two-digit years and other calendars are refused; 03/04/2020 is refused until a format is declared, since half the
world reads it the other way round.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from concord.findings import NOWHERE, Finding, Level, Place
from concord.intake.flags import Flag, flag_of, western

EARLIEST, LATEST = 1900, 2100
# Months in words: the six languages, and the names used in the Levant, the Maghreb and Iraq.
LOCALES = ("en", "fr", "es", "ru", "zh", "ar", "ar_SY", "ar_DZ", "ar_MA", "ar_IQ")
# How a declared format is written: "DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY", "YYYYMMDD", "MM/YYYY" …
_PARTS = {"YYYY": r"(?P<year>\d{4})", "MM": r"(?P<month>\d{1,2})", "DD": r"(?P<day>\d{1,2})"}
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?"
)
_CJK = re.compile(r"(?P<year>\d{2,4})\s*年(?:\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*[日号號])?)?")
_NUMERIC = re.compile(
    r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})|(\d{1,2})[-/.](\d{4})|(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?"
)
_OTHER_CALENDAR = re.compile(
    r"هـ|\bAH\b|\bA\.H\.|هجري|محرم|صفر|ربيع|جمادى|رجب|شعبان|رمضان|شوال|ذو القعدة|ذو الحجة|ه\.ش|فروردین|اردیبهشت|خرداد|"
    r"تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند|พ\.ศ|พ.ศ|\bB\.?E\.?\b|民國|民国|令和|平成|昭和|\bE\.?C\.?\b|ዓ\.ም|תש",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]+\.?", re.UNICODE)


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """What a cell says where a date is expected.

    Args:
        text: "2020", "2020-05" or "2020-05-21": as exact as what was typed; "" where there is none.
        flag: ``empty``, ``missing`` …, or "".
        problem: Code of the finding, or "".
        params: Values for its wording.
    """

    text: str = ""
    flag: Flag = ""
    problem: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """How grave the problem is."""
        return "hard"

    def finding(self, where: Place = NOWHERE, *, source: str | None = None) -> Finding | None:
        """The problem as a finding at a place, or None where there is none."""
        if not self.problem:
            return None
        return Finding(self.problem, self.level, where, self.params, None, source)


def parse_date(text: str, formats: Sequence[str] = ()) -> ParsedDate:
    """A date, a month or a year.

    Args:
        text: As typed.
        formats: Formats declared for the column, such as "DD/MM/YYYY"; ISO is always understood.

    Example:
        >>> parse_date("21 mai 2010").text, parse_date("2010-05").text, parse_date("03/04/2020").problem
        ('2010-05-21', '2010-05', 'intake.date.format-not-declared')
    """
    flagged = flag_of(text)
    if flagged is not None:
        return ParsedDate(flag=flagged.flag)
    plain = " ".join(western(text).replace("\u200f", "").replace("\u200e", "").replace("\u061c", "").split())
    if _OTHER_CALENDAR.search(plain) and not _ISO.fullmatch(plain) and _worded(plain) is None:
        return ParsedDate(problem="intake.date.calendar")
    for pattern in (_ISO, *map(_format, formats), _CJK):
        found = pattern.fullmatch(plain)
        if found:
            return _dated(found.groupdict())
    worded = _worded(plain)
    if worded is not None:
        return _dated(worded)
    return ParsedDate(problem=_why_not(plain))


@functools.lru_cache(maxsize=64)
def _format(declared: str) -> re.Pattern[str]:
    pattern = re.escape(declared)
    for name, part in _PARTS.items():
        pattern = pattern.replace(name, part)
    return re.compile(pattern)


def _dated(parts: Mapping[str, str | None]) -> ParsedDate:
    year, month, day = (int(parts.get(name) or 0) for name in ("year", "month", "day"))
    if len(str(parts.get("year") or "")) < 3:
        return ParsedDate(problem="intake.date.two-digit-year")
    if not EARLIEST <= year <= LATEST:
        return ParsedDate(problem=_calendar_of(year), params={"year": year, "earliest": EARLIEST, "latest": LATEST})
    if not month:
        return ParsedDate(f"{year:04d}")
    try:
        whole = date(year, month, day or 1)
    except ValueError:
        return ParsedDate(problem="intake.date.no-such-day")
    return ParsedDate(whole.isoformat() if day else f"{year:04d}-{month:02d}")


def _calendar_of(year: int) -> str:
    """Years of the Hijri (1300-1500, lunar or solar) and Buddhist (2440-2650) calendars are named as such."""
    return "intake.date.calendar" if 1300 <= year <= 1500 or 2440 <= year <= 2650 else "intake.date.out-of-range"


def _why_not(plain: str) -> str:
    found = _NUMERIC.fullmatch(plain)
    if not found:
        return "intake.date.unreadable"
    first, _, last = found.group(1), found.group(2), found.group(3)
    if first is not None and len(first) <= 2 and len(last) <= 2:
        return "intake.date.two-digit-year"
    year = next((int(part) for part in found.groups() if part and len(part) == 4), 0)
    if year and not EARLIEST <= year <= LATEST:
        return _calendar_of(year)
    return "intake.date.format-not-declared"


def _worded(plain: str) -> dict[str, str | None] | None:
    """Day, month in words and year, in any order that leaves no doubt."""
    names = months()
    lowered = plain.casefold()
    for name in sorted((name for name in names if name in lowered), key=len, reverse=True):
        rest = lowered.replace(name, " ", 1)
        leftover = {word.strip(".") for word in _WORDS.findall(rest)} - _FILLERS
        numbers = re.findall(r"\d+", rest)
        if leftover or not 1 <= len(numbers) <= 2 or re.search(r"[^\w\s.,'’ºª/-]", rest):
            continue
        return _day_and_year(numbers, names[name])
    return None


_FILLERS = frozenset(
    {"de", "del", "of", "the", "st", "nd", "rd", "th", "er", "г", "года", "год", "من", "سنة", "عام", "ก", "o"}
)


def _day_and_year(numbers: list[str], month: int) -> dict[str, str | None] | None:
    years = [number for number in numbers if len(number) == 4]
    if len(years) == 1:
        days = [number for number in numbers if number is not years[0]]
        return {"year": years[0], "month": str(month), "day": days[0] if days else None}
    return {"year": numbers[-1][:2], "month": str(month), "day": None} if not years else None


@functools.cache
def months() -> Mapping[str, int]:
    """Names of months, lower case, in the six languages → 1 to 12 (CLDR)."""
    from babel import Locale

    found: dict[str, int] = {}
    doubtful: set[str] = set()
    for code in LOCALES:
        locale = Locale.parse(code)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    plain = western(name).casefold().strip(".")
                    if any(character.isdigit() for character in plain) or len(plain) < 3:
                        continue
                    if found.setdefault(plain, number) != number:
                        doubtful.add(plain)
    return {name: number for name, number in found.items() if name not in doubtful}


def of_cell(value: object, text: str, formats: Sequence[str] = ()) -> ParsedDate:
    """A date from a cell's value where the workbook has one, else from its text."""
    if isinstance(value, datetime):
        return _dated({"year": str(value.year), "month": str(value.month), "day": str(value.day)})
    if isinstance(value, date):
        return _dated({"year": str(value.year), "month": str(value.month), "day": str(value.day)})
    return parse_date(text, formats)
