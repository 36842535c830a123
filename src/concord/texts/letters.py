"""Letters made comparable: case, marks that are not read, figures of any script, and where each stood before."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Marks of direction, joiners and the byte-order mark: seen by no reader.
UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"
TATWEEL = "\u0640"
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه"})


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """The text folded, and for each of its letters where in ``text`` that letter began.

    Lower case, figures of any script as 0-9, letters and their marks put together, without marks that are not read,
    Arabic vowel marks and forms of one letter; accents are kept. The list has one place more, the end of the text.
    """
    letters: list[str] = []
    places: list[int] = []
    for place, cluster in _clusters(text):
        for letter in _fold(cluster):
            letters.append(letter)
            places.append(place)
    return "".join(letters), [*places, len(text)]


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The text folded, for comparing words."""
    return folded_with_places(text)[0]


def _clusters(text: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for place, character in enumerate(text):
        if character in UNSEEN or character == TATWEEL or _vowel(character):
            continue
        if found and unicodedata.combining(character):
            found[-1] = (found[-1][0], found[-1][1] + character)
        else:
            found.append((place, character))
    return found


@lru_cache(maxsize=8192)
def _fold(cluster: str) -> str:
    return with_western_figures(unicodedata.normalize("NFC", cluster)).casefold().translate(_ARABIC)


def _vowel(character: str) -> bool:
    return "\u064b" <= character <= "\u0652" or character == "\u0670"


def with_western_figures(text: str) -> str:
    """Figures of any script as 0-9; everything else as it stands."""
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() and not character.isascii() else character
        for character in text
    )
