"""Ages: bands as people write them, ages and years of birth, to the declared bands; what lies across is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from concord.intake.flags import flag_of, western
from concord.mds.harmonise import spoken
from concord.mds.harmonise.decide import shown
from concord.mds.harmonise.settle import Decision, Problem
from concord.vocabulary.areas import fold
from concord.vocabulary.codelists import codelist

OLDEST = 110
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_HALF_OPEN = re.compile(r"[\[(](\d+)\s*[,;–-]\s*(\d+)\s*[)\[]")


@dataclass(frozen=True, slots=True)
class Span:
    """Ages from ``least`` to ``most``, both of them in; ``most`` None is open."""

    least: int
    most: int | None


def decide_age_band(text: str, *, language: str = "", list_id: str = "age-band") -> Decision:
    """The declared band of an age or an age group; ``values`` has ``age_band``, None where it is asked.

    Example:
        >>> decide_age_band("25 à 34 ans").values["age_band"], decide_age_band("65+").values["age_band"]
        ('Y25T34', 'Y_GE65')
        >>> decide_age_band("20-29").problems[0].code
        'mds.age.across'
    """
    named = _names(list_id).get(fold(text)) if not set(text) & set("<>≤≥+") else None
    said = spoken.said("ages", text, column="part", language=language)
    if named is None and said in ("unknown", "all"):
        named = "U" if said == "unknown" else "_T"
    if named is None and (not text.strip(" -–.") or (flag_of(text) and not _NUMBER.search(text))):
        named = "U"
    if named is not None:
        return Decision({"age_band": named}, change=(shown(text) or "(empty)", named))
    span = span_of(text, language=language)
    if span is None:
        return Decision({"age_band": None}, (Problem("mds.age.unreadable", "hard", value=shown(text)),))
    return _of_span(text, span, list_id)


def _of_span(text: str, span: Span, list_id: str) -> Decision:
    held = [code for code, band in bands(list_id).items() if _meet(band, span)]
    if len(held) == 1:
        return Decision({"age_band": held[0]}, change=(shown(text), held[0]))
    params = {"bands": ", ".join(held) or "–"}
    return Decision({"age_band": None}, (Problem("mds.age.across", "hard", params, shown(text)),))


def _meet(band: Span, span: Span) -> bool:
    most = OLDEST if span.most is None else span.most
    return band.least <= most and span.least <= (OLDEST if band.most is None else band.most)


@lru_cache(maxsize=8)
def bands(list_id: str = "age-band") -> dict[str, Span]:
    """The declared bands with their ages."""
    codes = codelist(list_id).codes.values()
    return {c.code: Span(c.extra["from_age"], c.extra.get("until_age")) for c in codes if "from_age" in c.extra}


@lru_cache(maxsize=8)
def _names(list_id: str) -> dict[str, str]:
    codes = codelist(list_id).codes.values()
    return {fold(spelling): code.code for code in codes for spelling in (code.code, *code.name.values())}


def span_of(text: str, *, language: str = "") -> Span | None:
    """The ages that a text stands for, or None: "25-34", "<25", "65 ans et plus", "от 25 до 34", "[25,35)", "34"."""
    plain = " ".join(western(text).replace("\u200f", "").replace("\u200e", "").casefold().split())
    half = _HALF_OPEN.fullmatch(plain)
    if half:
        return _checked(int(half.group(1)), int(half.group(2)) - 1)
    numbers = [float(found) for found in _NUMBER.findall(plain)]
    if not 1 <= len(numbers) <= 2 or any(number > OLDEST for number in numbers):
        return None
    parts = _parts(_NUMBER.sub(" 0 ", plain), language)
    if parts is None:
        return None
    first = int(numbers[0])
    if len(numbers) == 2:
        joined = bool(parts & {"to", "upto", "dash"}) and parts <= {"to", "years", "upto", "dash"}
        return _checked(first, int(numbers[1])) if joined else None
    return _one(first, parts - {"years"})


def _one(age: int, parts: set[str]) -> Span | None:
    if not parts:
        return Span(age, age)
    if parts == {"below"}:
        return _checked(0, age - 1)
    if parts == {"upto"}:
        return _checked(0, age)
    if parts == {"from"}:
        return Span(age, None)
    return Span(age + 1, None) if parts == {"above"} else None


def _checked(least: int, most: int) -> Span | None:
    return Span(least, most) if 0 <= least <= most <= OLDEST else None


def _parts(plain: str, language: str) -> set[str] | None:
    """The parts of speech that stand around the numbers, or None where a word is not declared."""
    left = re.sub(r"[()\[\]./,:]", " ", plain)
    found: set[str] = set()
    for word, part in _longest(language):
        pattern = _pattern(word)
        if pattern.search(left):
            left = pattern.sub(" ", left)
            found.add(part)
    if re.search(r"[-–—−~～]", left):
        left = re.sub(r"[-–—−~～]", " ", left)
        found.add("dash")
    return found if not left.replace("0", "").strip() else None


@lru_cache(maxsize=1024)
def _pattern(word: str) -> re.Pattern[str]:
    edge = r"(?<![^\W\d_])", r"(?![^\W\d_])"
    bare = re.escape(word)
    is_plain = word[0].isalpha() and not "\u2e80" <= word[0] <= "\u9fff"
    return re.compile(f"{edge[0]}{bare}{edge[1]}" if is_plain else bare)


@lru_cache(maxsize=32)
def _longest(language: str) -> tuple[tuple[str, str], ...]:
    declared = [row for row in spoken.rows("ages") if row["part"] not in ("unknown", "all")]
    declared = [row for row in declared if not language or row["language"] in (language, "code")] or declared
    pairs = {row["word"].casefold(): row["part"] for row in reversed(declared)}
    return tuple(sorted(pairs.items(), key=lambda pair: -len(pair[0])))


def age_on(birth: date | int, day: date) -> int | None:
    """Whole years of age on a day; None where the birth lies after it or the age cannot be (above :data:`OLDEST`).

    A year of birth alone gives the age reached within the year of ``day``: exact on 31 December, and up to a year too
    high before; say so where it matters.

    Example:
        >>> age_on(1980, date(2020, 12, 31)), age_on(date(1980, 7, 1), date(2020, 6, 30))
        (40, 39)
    """
    if isinstance(birth, int):
        age = day.year - birth
    else:
        age = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return age if 0 <= age <= OLDEST else None


def band_of(age: int, *, list_id: str = "age-band") -> str:
    """The declared band of an age in whole years."""
    return next(code for code, band in bands(list_id).items() if _meet(band, Span(age, age)))
