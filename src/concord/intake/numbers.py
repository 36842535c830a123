"""Numbers as people type them: a value, a mark such as "..", or a finding. Nothing is guessed.

Digits of other scripts are digits; spaces of every width, apostrophes and the Arabic separators group thousands;
"1.234" and "1,234" are ambiguous until the file's decimal sign is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, Literal, TypeVar

from concord.findings import NOWHERE, Finding, Level, Place
from concord.intake.columns import Column
from concord.intake.flags import MARKS, Flag, flag_of, western

T = TypeVar("T", int, Decimal)
DecimalSign = Literal[".", ","]
LONGEST = 40

SPACES = " \u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
APOSTROPHES = "'\u2019\u02bc\u00b4`\uff07"
_INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff")
)
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(SPACES, " "),
        **dict.fromkeys(APOSTROPHES, "'"),
        **dict.fromkeys("\u2212\uff0d\ufe63\u2010\u2011\u2013", "-"),
        **{"\uff0b": "+", "\uff0e": ".", "\uff0c": ",", "\u066a": "%", "\uff05": "%", "\u066c": "'"},
    }
)
_SOFT = frozenset({"intake.number.footnote"})


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """What a cell says where a number is expected: a value, a flag or a problem; at times a value with a problem.

    Args:
        value: The number, or None.
        flag: ``empty``, ``missing``, ``not-applicable``, ``confidential``, ``below``, or "" where there is a number.
        mark: Status written beside the number: ``estimated``, ``provisional``, ``break``, ``percent`` …, or "".
        bound: The number in "<5".
        problem: Code of the finding, or "".
        params: Values for its wording.
    """

    value: T | None = None
    flag: Flag = ""
    mark: str = ""
    bound: int | None = None
    problem: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """How grave the problem is."""
        return "soft" if self.problem in _SOFT else "hard"

    def finding(self, where: Place = NOWHERE, *, source: str | None = None) -> Finding | None:
        """The problem as a finding at a place, or None where there is none."""
        if not self.problem:
            return None
        shown = self.params.get("shown")
        return Finding(self.problem, self.level, where, self.params, shown if isinstance(shown, str) else None, source)


def parse_number(text: str, decimal: DecimalSign | None = None) -> Parsed[Decimal]:
    """A number with or without decimals; "45 %" is 45 with the mark ``percent``.

    Args:
        text: As typed.
        decimal: The file's decimal sign, or None where it is not known.
    """
    flagged = flag_of(text)
    if flagged is not None:
        return Parsed(flag=flagged.flag, bound=flagged.bound)
    plain = western(text.translate(_INVISIBLE)).translate(_PLAIN).strip()
    plain, footnote = _without_footnote(plain)
    plain, mark = _without_mark(plain)
    plain, negative = _without_sign(plain)
    if len(plain) > LONGEST or not plain or (not plain[0].isdigit() and plain[0] not in ".,\u066b"):
        return _problem("unreadable", text)
    if re.fullmatch(r"\d+(?:[.,]\d+)?[eE][+-]?\d+", plain):
        return _problem("scientific", text)
    digits, problem = _digits(plain, decimal)
    if problem:
        return _problem(problem, text, expected=decimal or "")
    value = -Decimal(digits) if negative else Decimal(digits)
    if footnote:
        return Parsed(value, mark=mark, problem="intake.number.footnote", params={"shown": _shown(text)})
    return Parsed(value, mark=mark)


def parse_count(text: str, decimal: DecimalSign | None = None) -> Parsed[int]:
    """A count of persons: whole and not below zero.

    A negative count keeps its value beside the problem ``intake.number.negative``, so that both can be shown.
    """
    read = parse_number(text, decimal)
    if read.value is None:
        return Parsed(flag=read.flag, bound=read.bound, problem=read.problem, params=read.params)
    if read.mark == "percent":
        return Parsed(problem="intake.number.percent", params={"shown": _shown(text)})
    if read.value != read.value.to_integral_value():
        return Parsed(problem="intake.number.not-whole", params={"shown": _shown(text)})
    count = int(read.value)
    if count < 0:
        return Parsed(count, mark=read.mark, problem="intake.number.negative", params={"shown": _shown(text)})
    return Parsed(count, mark=read.mark, problem=read.problem, params=read.params)


def parse_counts(texts: Iterable[str], decimal: DecimalSign | None = None) -> list[Parsed[int]]:
    """A whole column of counts; each distinct text is read once."""
    known: dict[str, Parsed[int]] = {}
    return [known[text] if text in known else known.setdefault(text, parse_count(text, decimal)) for text in texts]


def parse_numbers(texts: Iterable[str], decimal: DecimalSign | None = None) -> list[Parsed[Decimal]]:
    """A whole column of numbers; each distinct text is read once."""
    known: dict[str, Parsed[Decimal]] = {}
    return [known[text] if text in known else known.setdefault(text, parse_number(text, decimal)) for text in texts]


def counts(column: Column, decimal: DecimalSign | None = None) -> list[Parsed[int]]:
    """The counts in a column as read; cells that are numbers already are not asked for their decimal sign."""
    texts = column.texts()
    if not column.kinds:
        return parse_counts(texts, decimal)
    typed = (decimal if column.kind(index) == "text" else "." for index in range(len(texts)))
    known: dict[tuple[str, DecimalSign | None], Parsed[int]] = {}
    return [
        known[key] if key in known else known.setdefault(key, parse_count(*key))
        for key in zip(texts, typed, strict=True)
    ]


def _problem(reason: str, text: str, **params: object) -> Parsed[Decimal]:
    return Parsed(problem=f"intake.number.{reason}", params={"shown": _shown(text), **params})


def _shown(text: str) -> str:
    """What may be shown of a cell that is not a number: the number-like only, since it may be a person's name."""
    bare = text.strip()
    safe = len(bare) <= 20 and sum(character.isalpha() for character in bare) <= 2
    return bare if safe and bare.isprintable() else "–"


def _without_footnote(plain: str) -> tuple[str, bool]:
    stripped = re.sub(
        r"(?<=\d)\s*(?:[\u00b9\u00b2\u00b3\u2070-\u2079†‡§]+|\*+|\[\d{1,2}\]|\([a-z]\)|\(\d\))$", "", plain
    )
    return (stripped, True) if stripped != plain and not plain.startswith("(") else (plain, False)


def _without_mark(plain: str) -> tuple[str, str]:
    if plain.endswith("%"):
        return plain[:-1].rstrip(), "percent"
    found = re.fullmatch(r"(.*\d)\s*\[?([a-z])\]?", plain)
    if found and found.group(2) in MARKS:
        return found.group(1), MARKS[found.group(2)]
    return plain, ""


def _without_sign(plain: str) -> tuple[str, bool]:
    if plain.startswith("(") and plain.endswith(")"):
        return plain[1:-1].strip(), True
    if plain.startswith("-"):
        return plain[1:].lstrip(), True
    if plain.endswith("-"):
        return plain[:-1].rstrip(), True
    return plain.removeprefix("+").lstrip(), False


_GROUPED = {sign: re.compile(rf"\d{{1,3}}(?:{re.escape(sign)}\d{{3}})+") for sign in " '.,"}
_LAKHS = {sign: re.compile(rf"\d{{1,2}}(?:{re.escape(sign)}\d{{2}})*{re.escape(sign)}\d{{3}}") for sign in " '.,"}


def _grouped(text: str, sign: str) -> bool:
    return bool(_GROUPED[sign].fullmatch(text) or _LAKHS[sign].fullmatch(text))


def _digits(plain: str, decimal: DecimalSign | None) -> tuple[str, str]:
    """The number in plain ASCII form, or the reason why it cannot be read."""
    if not re.fullmatch(r"[\d .,'\u066b]+", plain) or not any(character.isdigit() for character in plain):
        return "", "unreadable"
    if "\u066b" in plain:
        whole, _, part = plain.partition("\u066b")
        return _joined(whole, part)
    signs = [character for character in plain if character in ".,"]
    if not signs:
        return _joined(plain, "")
    last = signs[-1]
    if len(set(signs)) == 2:
        return _two_signs(plain, last, decimal)
    if len(signs) > 1:
        return _thousands(plain, last, decimal)
    return _one_sign(plain, last, decimal)


def _joined(whole: str, part: str) -> tuple[str, str]:
    """Whole part with its thousands taken out, and decimals."""
    used = {character for character in whole if character in " '.,"}
    if len(used) > 1 or (used and not _grouped(whole, next(iter(used)))):
        return "", "grouping"
    if part and not part.isdigit():
        return "", "unreadable"
    digits = "".join(character for character in whole if character.isdigit())
    return f"{digits or '0'}.{part}" if part else digits, "" if digits or part else "unreadable"


def _two_signs(plain: str, last: str, decimal: DecimalSign | None) -> tuple[str, str]:
    if plain.count(last) > 1:
        return "", "grouping"
    if decimal is not None and last != decimal:
        return "", "other-decimal-sign"
    whole, _, part = plain.rpartition(last)
    return _joined(whole, part)


def _thousands(plain: str, sign: str, decimal: DecimalSign | None) -> tuple[str, str]:
    if sign == decimal:
        return "", "other-decimal-sign"
    return _joined(plain, "")


def _one_sign(plain: str, sign: str, decimal: DecimalSign | None) -> tuple[str, str]:
    whole, _, part = plain.partition(sign)
    if sign == decimal or " " in whole or "'" in whole:
        return _joined(whole, part)
    may_group = len(part) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"
    if decimal is not None:
        return _joined(plain, "") if may_group else ("", "other-decimal-sign")
    if may_group:
        return "", "ambiguous"
    return _joined(whole, part)
