"""What the texts of a column look like, told from their distinct values: numbers, decimal signs, dates, damage.

Counted while a column is read, so that a column of a million cells costs one look at each different text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from concord.intake.flags import flag_of, western

# Classes of a text.
WHOLE = "whole"
POINT = "point"  # only readable with a decimal point: 12.5 and 1,234.5
COMMA = "comma"  # only readable with a decimal comma
ONE_POINT = "one-point"  # 1.234: either
ONE_COMMA = "one-comma"  # 1,234: either
MARK = "mark"
DATE = "date"
WORDS = "words"
EMPTY = "empty"
NUMERIC = (WHOLE, POINT, COMMA, ONE_POINT, ONE_COMMA)

# Distinct texts of a column whose class is remembered from piece to piece.
REMEMBERED = 20_000

_SIGNED = r"[+\-\u2212]?"
_GAP = "[ '\u00a0\u2009\u202f\u2019\u066c]"
_SHAPES = re.compile(
    rf"{_SIGNED}(?:"
    rf"(?P<whole>\d+(?:{_GAP}\d{{3}})*)|"
    rf"(?P<one_point>[1-9]\d{{0,2}}\.\d{{3}})|"
    rf"(?P<one_comma>[1-9]\d{{0,2}},\d{{3}})|"
    rf"(?P<point>\d*\.\d+|\d{{1,3}}(?:,\d{{3}})+\.\d+|\d{{1,3}}(?:,\d{{2,3}})+,\d{{3}}|\d{{1,3}}(?:{_GAP}\d{{3}})+\.\d+)|"
    rf"(?P<comma>\d*,\d+|\d{{1,3}}(?:\.\d{{3}})+,\d+|\d{{1,3}}(?:\.\d{{2,3}})+\.\d{{3}}|\d{{1,3}}(?:{_GAP}\d{{3}})+,\d+)"
    rf")\s?[%٪]?|"
    r"(?P<date>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d{2}:\d{2}.*)?|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))"
)
_NAMES = {"whole": WHOLE, "one_point": ONE_POINT, "one_comma": ONE_COMMA, "point": POINT, "comma": COMMA, "date": DATE}
_LOST = "\ufffd"
# UTF-8 read as Windows-1252 and saved again: "Ã©", "Ø§" and "Ð¡" where a letter was.
_MOJIBAKE = re.compile(
    r"[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u061c\u180e\u115f\u1160\u3164]"
)


def classify(text: str) -> str:
    """The class of one text."""
    if not text:
        return EMPTY
    if text.isascii():
        if text.isdigit():
            return WHOLE
        if text.isalpha() and len(text) > 4:
            return WORDS
    plain = western(text.strip())
    if not plain:
        return EMPTY
    if not plain[0].isalpha():
        shape = _SHAPES.fullmatch(plain)
        if shape is not None and shape.lastgroup is not None:
            return _NAMES[shape.lastgroup]
    return MARK if len(plain) <= 24 and flag_of(plain) is not None else WORDS


@dataclass(slots=True)
class Profile:
    """How often each class occurs in a column, and where first.

    Args:
        counts: Class → number of cells of text with it.
        first: Class or trouble → physical row of its first cell.
        example: Class → its first text.
        troubles: ``lost``, ``mojibake``, ``invisible`` and ``digits`` → number of cells.
    """

    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)
    example: dict[str, str] = field(default_factory=dict)
    troubles: Counter[str] = field(default_factory=Counter)
    _known: dict[str, str] = field(default_factory=dict, repr=False)

    def see(self, texts: Sequence[str], rows: Sequence[int]) -> None:
        """Count one piece of the column."""
        joined = "".join(texts)
        if joined.isascii() and joined.isdigit() and "" not in texts:
            self.counts[WHOLE] += len(texts)
            self.first.setdefault(WHOLE, rows[0])
            self.example.setdefault(WHOLE, texts[0])
            return
        known = self._known
        if len(known) > REMEMBERED:
            known.clear()
        for text, count in Counter(texts).items():
            name = known.get(text)
            if name is None:
                name = known[text] = classify(text)
            self.counts[name] += count
            if name not in self.first:
                self.first[name] = rows[texts.index(text)]
                self.example[name] = text
            if not text.isascii():
                for trouble in _troubles(text):
                    self.troubles[trouble] += count
                    self.first.setdefault(trouble, rows[texts.index(text)])

    @property
    def filled(self) -> int:
        """Cells of text that are neither empty nor a mark."""
        return sum(self.counts.values()) - self.counts[EMPTY] - self.counts[MARK]

    @property
    def numeric(self) -> int:
        """Cells of text that read as a number."""
        return sum(self.counts[name] for name in NUMERIC)

    @property
    def is_numeric(self) -> bool:
        """Whether most filled cells read as numbers."""
        return self.filled > 0 and self.numeric >= 0.6 * self.filled


def _troubles(text: str) -> list[str]:
    found = []
    if _LOST in text:
        found.append("lost")
    if _MOJIBAKE.search(text):
        found.append("mojibake")
    if INVISIBLE.search(text):
        found.append("invisible")
    if any(character.isdecimal() and not character.isascii() for character in text):
        found.append("digits")
    return found
