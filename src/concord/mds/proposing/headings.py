"""What a header says: a role, or what stands across the columns (a year, a sex, an occupation, a country)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from concord.declarations import packs
from concord.declarations.read import read_csv
from concord.intake.flags import western
from concord.mds.proposing.declared import has_words, person_headers, tokens
from concord.mds.readers import words
from concord.mds.readers.places import is_one
from concord.mds.readers.spread import JOINT, year_in
from concord.vocabulary.areas import fold

#: Roles of headers.csv that are no roles of a column of data.
_NO_DATA = frozenset({"provenance", "structure", "variable", "nothing"})
_FOOTMARK = re.compile(
    r"(?<=\w)\s*(?:[\u00b9\u00b2\u00b3\u2070-\u2079†‡§]+|\*+|\[\w{1,2}\]|\(\d\))$|(?<=[^\W\d])[1-9]$"
)
_BRACKETS = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]\s*")
_SPAN = re.compile(r"(?:19|20)\d\d\s*[-/–]\s*(?:\d\d|(?:19|20)\d\d)")
_SHORT_YEAR = re.compile(r"[’']?\d\d")
#: A part of a header must be so long to be found in it.
SHORTEST = 4
#: What is longer is no name: looking for every declared word in a cell's fill of letters takes seconds.
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Said:
    """What a header says.

    Args:
        role: ``training`` and the like for a register; "" where it says nothing known.
        base: Of an origin.
        measure: Of a value.
        exact: Whether the whole header says so, and not a part of it.
        word: The declared word, as it was found.
    """

    role: str = ""
    base: str = ""
    measure: str = ""
    exact: bool = False
    word: str = ""


SILENT = Said()


def plain(header: str) -> str:
    """The header without line ends, footnote marks and what stands in brackets."""
    bare = " ".join(header.split())
    without = _FOOTMARK.sub("", bare).strip() or bare
    return _BRACKETS.sub(" ", without).strip() or without


@lru_cache(maxsize=8192)
def said_by(header: str, *, persons: bool = False) -> Said:
    """What a header says of its column.

    Args:
        header: As typed.
        persons: Whether a row of the sheet is a person.
    """
    if len(header) > LONGEST:
        return SILENT
    last = header.rpartition(JOINT)[2] or header
    for text in dict.fromkeys((header, plain(header), last, plain(last))):
        found = _exact(text, persons)
        if found is not None:
            return found
    return _part(header, persons)


def _exact(text: str, persons: bool) -> Said | None:
    own = person_headers().get(fold(text))
    general = words.heading(text)
    if persons and own is not None:
        return Said(own, exact=True, word=text)
    if general is not None and general.role != "person":
        return _general(general, persons, text)
    return None if own is None else Said(own, exact=True, word=text)


def _general(found: words.Heading, persons: bool, text: str, *, exact: bool = True) -> Said:
    if found.role in _NO_DATA:
        return Said("nothing", exact=exact, word=text)
    if persons and found.role == "origin" and found.base:
        return Said(found.base, exact=exact, word=text)
    return Said(found.role, found.base, found.measure, exact, text)


def _part(header: str, persons: bool) -> Said:
    text = tokens(header)
    for sought, typed in _sought():
        if has_words(text, sought):
            found = _exact(typed, persons)
            if found is not None and found.role != "nothing":
                return Said(found.role, found.base, found.measure, False, typed)
    return SILENT


@lru_cache(maxsize=1)
def _sought() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Declared headers that may be looked for inside a header, longer ones first."""
    typed: list[str] = []
    for name in ("headers", "person_headers"):
        for path in packs.each("readers/words", f"{name}.csv"):
            typed += [row["word"] for row in read_csv(path).rows]
    long = [word for word in typed if len(word) >= (SHORTEST if word.isascii() else 2)]
    return tuple(sorted(((tokens(word), word) for word in long), key=lambda each: (-len(each[1]), each[1])))


def across(part: str) -> dict[str, str]:
    """What one part of a header says of the numbers under it: ``year``, ``sex``, ``occupation``, ``origin``, ``kind``.

    Answers the code (or for ``origin`` the text as it is to be read), empty where it says nothing known.
    """
    if len(part) > LONGEST:
        return {}
    text = " ".join(part.split())
    if year := year_in(text):
        return {"year": year}
    for form in dict.fromkeys((text, plain(text))):
        found = _known(form)
        if found:
            return found
    return {}


def _known(text: str) -> dict[str, str]:
    sex, kind = words.sex(text), words.row_kind(text)
    if sex == "T" or kind == "total":
        return {"kind": "total"}
    if sex is not None and kind is not None:
        return {"kind": "unknown"}
    if sex is not None and not text.isdigit() and not words.is_sex_letter(text):
        return {"sex": sex}
    code = words.occupation(text)
    if code is not None:
        return {"occupation": code}
    heading = words.heading(text)
    if heading is not None:
        return {"measure": heading.measure or "value"} if heading.role == "value" else {}
    if person_headers().get(fold(text)) is not None:
        return {}
    if kind is not None or (len(text) > 1 and not text.isdigit() and is_one(text)):
        return {"origin": text}
    return {}


def is_span_of_years(part: str) -> bool:
    """Whether a header is two years together (2017/18): which of them is meant has to be asked."""
    return bool(_SPAN.fullmatch(western(" ".join(part.split()))))


def is_short_year(part: str) -> bool:
    """Whether a header may be a year of two digits."""
    return bool(_SHORT_YEAR.fullmatch(western(part.strip())))
