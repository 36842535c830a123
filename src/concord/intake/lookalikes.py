"""Invisible characters and look-alike letters in codes, named by code point."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# Letters of other scripts that look like a Latin letter or a digit, small and capital (after Unicode's confusables).
_LOOKS_LIKE = {
    **dict(zip("АВЕЅІЈКМНОРСТУХԌԚԜҮ", "ABESIJKMHOPCTYXGQWY", strict=True)),
    **dict(zip("аеіјорсухѕԁԛԝһӏ", "aeijopcyxsdqwhl", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
    **dict(zip("ονικρυ", "ovikpu", strict=True)),
    **dict(zip("ՕՏԼ", "OSL", strict=True)),
    **{"‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "․": ".", "٠": "0", "۰": "0", "ı": "i", "ɡ": "g", "ǀ": "l"},
}
_INVISIBLE_CATEGORIES = frozenset({"Cf", "Cc", "Co", "Cn", "Zl", "Zp"})
_BLANKS = frozenset(
    "\u00a0\u115f\u1160\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u2800\u3000\u3164\uffa0"
)


@dataclass(frozen=True, slots=True)
class Lookalike:
    """One character that is not what it seems.

    Args:
        at: Its position in the text, from 1.
        character: The character.
        reads_as: What it looks like, or "" where nothing is seen at all.
    """

    at: int
    character: str
    reads_as: str

    @property
    def point(self) -> str:
        """Its code point, such as U+0415."""
        return f"U+{ord(self.character):04X}"

    @property
    def said(self) -> str:
        """Code point, Unicode name, position and what it looks like."""
        name = unicodedata.name(self.character, "control character").lower()
        seen = f", looks like “{self.reads_as}”" if self.reads_as else ", invisible"
        return f"{self.point} {name} at position {self.at}{seen}"


def in_code(text: str) -> tuple[Lookalike, ...]:
    """Characters in a code (ISO 3166, ISCO-08, a key) that look like others or are not seen."""
    if text.isascii() and text.isprintable():
        return ()
    found = []
    for at, character in enumerate(text, start=1):
        seen = _seen_as(character)
        if seen is not None:
            found.append(Lookalike(at, character, seen))
    return tuple(found)


def _seen_as(character: str) -> str | None:
    if character in _BLANKS or unicodedata.category(character) in _INVISIBLE_CATEGORIES:
        return ""
    if character in _LOOKS_LIKE:
        return _LOOKS_LIKE[character]
    folded = unicodedata.normalize("NFKC", character)
    return folded if folded != character and folded.isascii() and folded.isprintable() else None


def plain(text: str) -> str:
    """The code as it was probably meant: look-alikes replaced, invisible characters left out. A suggestion only."""
    replaced = {found.at: found.reads_as for found in in_code(text)}
    return "".join(replaced.get(at, character) for at, character in enumerate(text, start=1))


def said(found: Iterable[Lookalike]) -> str:
    """All of them in one line, for a finding's wording."""
    return "; ".join(one.said for one in found)


def mixed_script(text: str) -> str:
    """The look-alikes of a word that mixes Latin with another script's twins, or invisible characters; "" if none.

    A wholly Cyrillic or Greek word is a word, not a disguise.
    """
    found = in_code(text)
    if not found:
        return ""
    latin = any(character.isascii() and character.isalpha() for character in text)
    telling = [one for one in found if one.reads_as == "" or (latin and one.reads_as.isalpha())]
    return said(one for one in telling if not _belongs(one.character))


def _belongs(character: str) -> bool:
    """Characters that ordinary names in some language have: joiners, marks of direction, Latin letters of their own."""
    return character in "\u00a0\u3000\u200c\u200d\u200e\u200f" or unicodedata.name(character, "").startswith("LATIN")
