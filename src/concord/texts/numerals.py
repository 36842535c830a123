"""Numbers as texts write them: figures, Roman and Chinese numerals, letters of three alphabets."""

from __future__ import annotations

import re

_ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})\Z")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_CHINESE = dict(zip("〇零一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_CHINESE_TENS = {"十": 10, "百": 100, "千": 1000}
CHINESE = "〇零一二两三四五六七八九十百千"
LATIN = "abcdefghijklmnopqrstuvwxyz"
CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
#: The alphabet in the order in which points are counted, folded (see :mod:`concord.texts.letters`).
ABJAD = "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ"
ALPHABETS = (LATIN, CYRILLIC, ABJAD)


def roman(numeral: str) -> int | None:
    """Value of a Roman numeral in lower case, or None where it is none."""
    if not numeral or not _ROMAN.match(numeral):
        return None
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    after = [*values[1:], 0]
    return sum(-one if one < following else one for one, following in zip(values, after, strict=True))


def as_roman(value: int) -> str:
    """A number of 1 to 3999 as a Roman numeral in lower case."""
    steps = (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
        (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    )  # fmt: skip
    written = ""
    for step, letters in steps:
        written += letters * (value // step)
        value %= step
    return written


def chinese(numeral: str) -> int | None:
    """Value of a Chinese numeral below ten thousand, or None where it is none."""
    total, figure, positional = 0, 0, ""
    for character in numeral:
        if character in _CHINESE:
            figure = _CHINESE[character]
            positional += str(figure)
        elif character in _CHINESE_TENS:
            total += (figure or 1) * _CHINESE_TENS[character]
            figure, positional = 0, ""
        else:
            return None
    if not numeral:
        return None
    return int(positional) if total == 0 and len(positional) > 1 else total + figure


def letter(sign: str) -> int | None:
    """Place of a letter in its own alphabet, from 1, or None where it is none."""
    if len(sign) != 1:
        return None
    return next((alphabet.index(sign) + 1 for alphabet in ALPHABETS if sign in alphabet), None)


def as_letter(value: int) -> str:
    """A place in an alphabet as a Latin letter; beyond z as aa, ab and so on."""
    written = ""
    while value > 0:
        value, left = divmod(value - 1, 26)
        written = LATIN[left] + written
    return written
