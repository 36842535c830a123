"""How the spelling of an area's name is folded before it is looked up, and letters that only look right.

Folding forgives case, accents, spaces, punctuation and the variant letters of Arabic; it never forgives a missing or a
different letter, so a folded name either is in the declared table or is not. An asterisk is kept: in published tables
it says that the name means something else (``Sudan*`` is the Sudan before 2011).
"""

from __future__ import annotations

import unicodedata

_SPELLED = str.maketrans(
    {
        **{"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "&": "and"},
        # Arabic: final forms and Persian or Urdu letters typed for Arabic ones; the stretching mark says nothing.
        **{"ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ہ": "ه", "ـ": None},
    }
)
#: Cyrillic and Greek letters that cannot be told from Latin ones on a page.
_LATIN_LOOK = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
        "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo",
        strict=True,
    )
)
_CYRILLIC_LOOK = {latin: look for look, latin in _LATIN_LOOK.items() if "CYRILLIC" in unicodedata.name(look)}


def fold(text: str) -> str:
    """The key under which a spelling is looked up: letters, digits and asterisks only.

    Example:
        >>> fold("Côte d'Ivoire") == fold("COTE D IVOIRE")
        True
        >>> fold("Sudan*") == fold("Sudan")
        False
    """
    if text.isascii():
        spelled = text.lower().replace("&", "and")
    else:
        spelled = unicodedata.normalize("NFKD", text).casefold().translate(_SPELLED)
    return "".join(letter for letter in spelled if letter.isalnum() or letter == "*")


def lookalikes(text: str) -> tuple[str, ...]:
    """The letters that belong to another script than the rest of the text and look like its own.

    Example:
        >>> lookalikes("UG\N{CYRILLIC CAPITAL LETTER A}")
        ('\N{CYRILLIC CAPITAL LETTER A}',)
        >>> lookalikes("Россия"), lookalikes("Norway")
        ((), ())
    """
    foreign = _foreign(text)
    return tuple(letter for letter in text if letter in foreign)


def as_meant(text: str) -> str:
    """The text with its look-alike letters replaced by the ones they look like."""
    foreign = _foreign(text)
    return "".join(foreign.get(letter, letter) for letter in text)


def _foreign(text: str) -> dict[str, str]:
    latin = sum("a" <= letter <= "z" for letter in text.lower())
    others = [letter for letter in text if letter.isalpha() and not letter.isascii()]
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in others)
    if latin >= cyrillic or all(letter in _LATIN_LOOK for letter in others):
        return _LATIN_LOOK if others else {}
    return _CYRILLIC_LOOK
