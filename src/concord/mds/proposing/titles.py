"""What the titles above a table and its sheet's name say of all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from concord.intake.flags import western
from concord.mds.proposing.declared import has_words, title_words, tokens
from concord.mds.readers import words
from concord.mds.readers.places import named

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)")
_PARTS = re.compile(r"\s*(?:[,;:|/()\[\]–—]|\s-\s|\.\s)\s*")
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*(?:er|st|nd|rd|th|º)?\s*(?:de\s+)?([^\W\d_]{3,})\.?\s*(?:de\s+)?(?:19|20)\d\d")
#: What is longer is cut: no title says the year after so many letters.
LONGEST = 2_000
#: Kinds of what a title may say; a kind with two different codes is settled by nobody.
KINDS = ("unit", "counts", "base", "measure", "activity")


def said_by(texts: Iterable[str]) -> dict[str, str]:
    """What titles say: ``year``, ``occupation``, ``reference_day``, ``unit``, ``counts``, ``base``, ``measure``.

    What several titles say differently is not among them.
    """
    found: dict[str, set[str]] = {}
    for text in texts:
        plain = " ".join(text[:LONGEST].split())
        for kind, codes in _words(plain).items():
            found.setdefault(kind, set()).update(codes)
        found.setdefault("year", set()).update(_YEAR.findall(western(plain)))
        found.setdefault("occupation", set()).update(_occupations(plain))
        found.setdefault("reference_day", set()).update(_days(plain))
        found.setdefault("area", set()).update(_areas(plain))
    return {kind: next(iter(codes)) for kind, codes in found.items() if len(codes) == 1}


@lru_cache(maxsize=2048)
def _words(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    parts = tokens(text)
    lowered = text.casefold()
    for each in title_words():
        # Words of signs ('000) have no letters to look for.
        inside = has_words(parts, each.words) if any(w.isalpha() or len(w) > 3 for w in each.words) else False
        if inside or (not any(letter.isalpha() for letter in each.typed) and each.typed in lowered):
            found.setdefault(each.kind, set()).add(each.code)
    return found


#: Words of one name of an occupation, at most.
LONGEST_NAME = 5
_HAN = re.compile(r"[\u3400-\u9fff]+")


def _occupations(text: str) -> set[str]:
    """Occupations named in a title, longer names before the shorter ones inside them."""
    whole = {code for part in (text, *_PARTS.split(text)) if (code := words.occupation(part)) is not None}
    return whole or _inside(re.findall(r"[^\W\d_]+", text)) | _in_han(text)


def _inside(parts: list[str]) -> set[str]:
    found: set[str] = set()
    at = 0
    while at < len(parts):
        for length in range(min(LONGEST_NAME, len(parts) - at), 0, -1):
            name = " ".join(parts[at : at + length])
            code = words.occupation(name) if len(name) > 3 else None
            if code is not None:
                found.add(code)
                at += length - 1
                break
        at += 1
    return found


def _in_han(text: str) -> set[str]:
    """Script without blanks between words: the longest names anywhere in it."""
    found: set[str] = set()
    for run in _HAN.findall(text):
        at = 0
        while at < len(run) - 1:
            lengths = range(min(12, len(run) - at), 1, -1)
            length = next((each for each in lengths if words.occupation(run[at : at + each]) is not None), 0)
            if length:
                found.add(words.occupation(run[at : at + length]) or "")
            at += length or 1
    return found


def _areas(text: str) -> set[str]:
    parts = [part for part in (text, *_PARTS.split(text)) if len(part) > 3]
    return {found[0] for part in parts if len(found := named(part)) == 1}


def _days(text: str) -> set[str]:
    """Days of the year in words ("31 December 2018") as MM-DD."""
    from concord.intake.dates import parse_date

    days = set()
    for found in _DAY.finditer(western(text)):
        read = parse_date(found.group(0)).text
        if len(read) == 10:
            days.add(read[5:])
    return days
