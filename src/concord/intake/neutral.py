"""Text that a spreadsheet would take for a formula is given an apostrophe; reading takes it off again.

Also what neither CSV nor XLSX can carry (control characters, halves of surrogate pairs) is shown by a visible sign.
"""

from __future__ import annotations

import re

# = + - @, their full-width forms, tab, carriage return and line feed; after spaces too, which some programs drop.
_FORMULA = re.compile("[ \u00a0\u200b-\u200f\u2060\ufeff\u3000]*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_APOSTROPHES = re.compile("'+[ \u00a0\u200b-\u200f\u2060\ufeff\u3000]*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def neutralised(text: str) -> str:
    """The text, inert in every spreadsheet; :func:`restored` gives it back exactly."""
    return f"'{text}" if _FORMULA.match(text) or _APOSTROPHES.match(text) else text


def restored(text: str) -> str:
    """The text as it was before :func:`neutralised`."""
    return text[1:] if _APOSTROPHES.match(text) else text


def writable(text: str) -> str:
    """The text with what CSV and XLSX cannot carry replaced by a visible sign: ␀ for a zero byte, � for the rest."""
    if not _UNWRITABLE.search(text):
        return text
    return _UNWRITABLE.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    point = ord(found.group())
    if point < 0x20:
        return chr(0x2400 + point)
    return "\u2421" if point == 0x7F else "\ufffd"
