"""Numbers and dates that a text states, made comparable between languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.intake.dates import months, parse_date
from concord.texts import numerals
from concord.texts.letters import folded, folded_with_places

#: Signs between groups of three figures, by language; the decimal sign is the other one.
_GROUPS = {"en": ",", "zh": ",", "ar": ",٬", "fr": ". ", "es": ". ", "ru": ". "}
_NUMBER = re.compile(r"\d+(?:[.,٫٬ \u00a0\u202f]\d+)*")
_CHINESE = re.compile(rf"[{numerals.CHINESE}]+")
# "أيار/مايو": the two names of one month.
_SECOND_NAME = re.compile(r"(?<=[^\W\d_])\s*/\s*[^\W\d_]+")
_PER_CENT = re.compile(r"百分之|por\s+ciento|pour\s+cent|per\s+hundred")
_CJK_DATE = re.compile(r"\d{4}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?)?")


@dataclass(frozen=True)
class Figures:
    """What a text states in figures and number words.

    Args:
        dates: Dates as ``2026-05-01``, ``2026-05`` (a year alone is a number), each as often as it stands there.
        numbers: Numbers written in figures, as plain decimals.
        worded: Numbers written in words.
    """

    dates: Counter[str] = field(default_factory=Counter)
    numbers: Counter[str] = field(default_factory=Counter)
    worded: Counter[str] = field(default_factory=Counter)


def figures(text: str, *, language: str) -> Figures:
    """The dates and numbers of a text; a date's own figures are not counted as numbers besides."""
    letters, places = folded_with_places(text)
    dates: Counter[str] = Counter()
    rest: list[str] = []
    at = 0
    for start, end, said in _dates(text, letters, places):
        dates[said] += 1
        rest.append(letters[at:start])
        at = end
    left = _PER_CENT.sub(" ", " ".join([*rest, letters[at:]]))
    numbers = Counter(_plain(found.group(), language) for found in _NUMBER.finditer(left))
    return Figures(dates, numbers, Counter(_worded(left, language)))


def _dates(text: str, letters: str, places: list[int]) -> Iterator[tuple[int, int, str]]:
    spans: list[tuple[int, int, str]] = []
    for found in (*_CJK_DATE.finditer(letters), *_date_pattern().finditer(letters)):
        written = _SECOND_NAME.sub("", text[places[found.start()] : places[found.end()]])
        said = parse_date(" ".join(written.split()).strip(" ,.")).text
        overlaps = any(start < found.end() and found.start() < end for start, end, _ in spans)
        if len(said) > 4 and not overlaps:
            spans.append((found.start(), found.end(), said))
    return iter(sorted(spans))


@lru_cache(maxsize=1)
def _date_pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(folded(name)) for name in sorted(months(), key=len, reverse=True))
    joint = r"(?:\s+|\s*[,/.-]\s*|\s+de\s+|\s+of\s+|\s+من\s+)"
    day = r"\d{1,2}(?:er|st|nd|rd|th|º|ª)?"
    month = rf"(?:{names})\.?(?:\s*/\s*(?:{names}))?"
    worded = rf"(?:(?:{day}{joint})?{month}{joint}(?:del?\s+|year\s+)?\d{{4}}|{month}\s+{day},?\s+\d{{4}})"
    return re.compile(rf"(?<![\d\w]){worded}(?!\d)|(?<!\d)\d{{4}}-\d{{2}}(?:-\d{{2}})?(?!\d)")


def _plain(said: str, language: str) -> str:
    """A number without group signs and with a decimal point."""
    said = said.replace("\u00a0", " ").replace("\u202f", " ").replace("٫", "." if language == "ar" else ",")
    groups = _GROUPS.get(language.partition("-")[0], ",")
    parts = re.split(r"([.,٬ ])", said)
    whole = parts[0]
    for sign, figures_after in zip(parts[1::2], parts[2::2], strict=True):
        grouped = len(figures_after) == 3 and (sign in groups or sign == " ") and "." not in whole
        whole += figures_after if grouped else f".{figures_after}"
    return whole.lstrip("0") or "0"


@lru_cache(maxsize=16)
def _number_words(language: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    declared: Mapping[str, Any] = read_yaml(packs.find("texts/number-words.yaml"))["languages"]
    said = declared.get(language.partition("-")[0], {})
    found = {folded(word): str(value) for value, words in said.items() for word in words}
    choice = "|".join(re.escape(word) for word in sorted(found, key=len, reverse=True)) or r"(?!)"
    prefix = "[وفبل]{0,2}" if language.startswith("ar") else ""
    return re.compile(rf"(?<![\w-]){prefix}({choice})(?![\w-])"), found


@lru_cache(maxsize=1)
def weak() -> frozenset[str]:
    """Number words that a language may leave out ("both Parties" for "the two Parties")."""
    return frozenset(str(value) for value in read_yaml(packs.find("texts/number-words.yaml"))["weak"])


def _worded(letters: str, language: str) -> Iterator[str]:
    if language.startswith("zh"):
        for found in _CHINESE.finditer(letters):
            value = numerals.chinese(found.group())
            if value is not None and value > 1:
                yield str(value)
        return
    pattern, values = _number_words(language)
    yield from (values[found.group(1)] for found in pattern.finditer(letters))


@dataclass(frozen=True, slots=True)
class Difference:
    """What one text states and the other does not: each date or number as often as it is missing."""

    only_first: tuple[str, ...] = ()
    only_second: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.only_first or self.only_second)


def dates_apart(first: Figures, second: Figures) -> Difference:
    """Dates that stand in one of the two alone."""
    return Difference(_over(first.dates, second.dates), _over(second.dates, first.dates))


def numbers_apart(first: Figures, second: Figures) -> Difference:
    """Numbers that stand in one of the two alone, whether in figures or in words; weak words are never missed."""
    return Difference(_missing(first, second), _missing(second, first))


def _missing(here: Figures, there: Figures) -> tuple[str, ...]:
    stated = Counter(
        {value: max(here.numbers[value], _strong(here)[value]) for value in {**here.numbers, **_strong(here)}}
    )
    found = Counter({value: there.numbers[value] + there.worded[value] for value in {**there.numbers, **there.worded}})
    return _over(stated, found)


def _strong(said: Figures) -> Counter[str]:
    return Counter({value: count for value, count in said.worded.items() if value not in weak()})


def _over(some: Counter[str], others: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted((some - others).elements(), key=lambda value: (len(value), value)))
