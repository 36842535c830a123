"""Sets of signs: single ones, ranges, and the classes of Java's patterns."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

#: Java's ASCII classes: ``\d``, ``\w``, ``\s``, ``\h``, ``\v``.
RANGES: dict[str, tuple[tuple[int, int], ...]] = {
    "d": ((48, 57),),
    "w": ((48, 57), (65, 90), (95, 95), (97, 122)),
    "s": ((9, 13), (32, 32)),
    "h": ((9, 9), (32, 32), (160, 160)),
    "v": ((10, 13), (133, 133), (0x2028, 0x2029)),
}
POSIX: dict[str, tuple[tuple[int, int], ...]] = {
    "Lower": ((97, 122),),
    "Upper": ((65, 90),),
    "ASCII": ((0, 127),),
    "Alpha": ((65, 90), (97, 122)),
    "Digit": ((48, 57),),
    "Alnum": ((48, 57), (65, 90), (97, 122)),
    "Punct": ((33, 47), (58, 64), (91, 96), (123, 126)),
    "Space": ((9, 13), (32, 32)),
}
SCRIPTS = frozenset({"Latin", "Arabic", "Cyrillic", "Greek", "Han", "Hebrew", "Devanagari", "Hiragana", "Katakana"})
_SCRIPT_NAMES = {"Han": "CJK "}


@dataclass(frozen=True, slots=True)
class Signs:
    """A set of signs.

    Args:
        ranges: Code points, both ends included.
        categories: Unicode categories (``L``, ``Lu``) and scripts (``IsArabic``); a leading ``^`` turns one round.
        inner: Sets inside it.
        is_negated: Whether it is all others.
        any_case: Whether letters stand for both cases.
    """

    ranges: tuple[tuple[int, int], ...] = ()
    categories: tuple[str, ...] = ()
    inner: tuple[Signs, ...] = ()
    is_negated: bool = False
    any_case: bool = False

    def __contains__(self, sign: str) -> bool:
        found = self._has(sign)
        if not found and self.any_case:
            found = any(len(other) == 1 and self._has(other) for other in (sign.lower(), sign.upper()))
        return found is not self.is_negated

    def _has(self, sign: str) -> bool:
        point = ord(sign)
        if any(low <= point <= high for low, high in self.ranges):
            return True
        return any(_is_of(sign, each) for each in self.categories) or any(sign in each for each in self.inner)


def _is_of(sign: str, category: str) -> bool:
    wanted = category.removeprefix("^")
    if wanted in SCRIPTS:
        found = unicodedata.name(sign, "").startswith(_SCRIPT_NAMES.get(wanted, f"{wanted.upper()} "))
    else:
        found = unicodedata.category(sign).startswith(wanted)
    return found is not category.startswith("^")


ALL = Signs(is_negated=True)
#: What the point stands for: all but the ends of lines.
POINT = Signs(((10, 10), (13, 13), (133, 133), (0x2028, 0x2029)), is_negated=True)


def one(sign: str, *, any_case: bool = False) -> Signs:
    """The set of one sign."""
    return Signs(((ord(sign), ord(sign)),), any_case=any_case)
