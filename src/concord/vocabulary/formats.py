"""Numbers and dates as each language writes them, from CLDR.

Arabic uses the digits 0-9 and two month names, as the tables of all six United Nations editions do; Chinese puts no
space between a number and its unit.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from concord.vocabulary.periods import PartialDate

if TYPE_CHECKING:
    from babel import Locale

_CLDR = {"ar": "ar_LB", "zh": "zh_Hans_CN", "en": "en_GB", "fr": "fr_FR", "ru": "ru_RU", "es": "es_ES"}
_ARABIC_MONTHS = (
    "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو",
    "تموز/يوليو", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
)  # fmt: skip
_GROUP = {"ar": ",", "zh": ",", "en": ",", "fr": "\u202f", "ru": "\u00a0", "es": "\u00a0"}
_POINT = {"ar": ".", "zh": ".", "en": ".", "fr": ",", "ru": ",", "es": ","}

Number = int | float | Decimal


@lru_cache(maxsize=12)
def locale(language: str) -> Locale:
    """The CLDR locale that stands for one of the six languages."""
    from babel import Locale

    return Locale.parse(_CLDR[language.partition("-")[0]])


def number(value: Number, language: str, *, decimals: int | None = None) -> str:
    """A number with its language's separators: ``16615`` is ``16,615`` in English and ``16 615`` in French.

    Args:
        value: Any finite number.
        language: One of the six.
        decimals: Digits after the point, rounded half to even; None keeps a whole number whole and else one digit.
    """
    if decimals is None:
        decimals = 0 if value == int(value) else 1
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    sign, digits = ("\u2212", -rounded) if rounded < 0 else ("", abs(rounded))
    whole, _, fraction = f"{digits:f}".partition(".")
    code = language.partition("-")[0]
    return sign + _grouped(whole, _GROUP[code], code) + (_POINT[code] + fraction if fraction else "")


def _grouped(whole: str, separator: str, code: str) -> str:
    if code == "es" and len(whole) < 5:
        return whole
    head = len(whole) % 3 or 3
    return separator.join([whole[:head], *(whole[i : i + 3] for i in range(head, len(whole), 3))])


def percent(value: Number, language: str, *, decimals: int = 1) -> str:
    """A percentage (0-100) with its sign as the language writes it: ``42.4%``, ``42,4 %``, ``42.4%``."""
    space = "\u202f" if language.startswith("fr") else "\u00a0" if language[:2] in {"ru", "es"} else ""
    return f"{number(value, language, decimals=decimals)}{space}%"


def month_name(month: int, language: str) -> str:
    """The name of a month standing alone."""
    if language.startswith("ar"):
        return _ARABIC_MONTHS[month - 1]
    return str(locale(language).months["stand-alone"]["wide"][month])


def date(value: dt.date | PartialDate | str, language: str) -> str:
    """A day, month or year written out, as precise as it is known: ``21 May 2010``, ``May 2010``, ``2010``."""
    when = PartialDate.parse(value) if isinstance(value, str) else value
    if isinstance(when, dt.date):
        when = PartialDate(when.year, when.month, when.day)
    if when.month is None:
        return f"{when.year}年" if language.startswith("zh") else str(when.year)
    if when.day is None:
        return _month_of_year(when, language)
    return _day(when, language)


def _month_of_year(when: PartialDate, language: str) -> str:
    assert when.month is not None
    if language.startswith("zh"):
        return f"{when.year}年{when.month}月"
    joint = " de " if language.startswith("es") else " "
    return f"{month_name(when.month, language)}{joint}{when.year}"


def _day(when: PartialDate, language: str) -> str:
    from babel.dates import format_date

    assert when.month is not None
    if language.startswith("ar"):
        return f"{when.day} {_ARABIC_MONTHS[when.month - 1]} {when.year}"
    return str(format_date(when.first, format="long", locale=locale(language)))
