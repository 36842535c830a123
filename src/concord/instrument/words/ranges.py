"""What may be written in a box: the range that a question's kind, parameters and constraint leave, and in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

from concord.instrument.expressions.tree import Call, Literally, Negated, Path, Tree
from concord.instrument.model import NUMBERS, Instrument, Question
from concord.instrument.words.labels import phrase
from concord.instrument.words.logic import Compared, Joined, Statement, statement
from concord.instrument.words.terms import Speaker
from concord.vocabulary import formats

Bound = float | dt.date | Literal["today"]
#: Whole numbers between these ends are taken for years, where both ends of a question lie there.
YEARS = (1800, 2200)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Least and greatest value, as far as they can be read from the rules.

    Args:
        low: Least value, or None.
        high: Greatest value, or None.
        low_out: Whether ``low`` itself is too small.
        high_out: Whether ``high`` itself is too great.
        longest: Most characters, or None.
        whole: Whether the bounds say all that the constraint says.
    """

    low: Bound | None = None
    high: Bound | None = None
    low_out: bool = False
    high_out: bool = False
    longest: int | None = None
    whole: bool = True


def bounds(question: Question) -> Bounds:
    """The bounds of a question's answer, from its parameters and the simple parts of its constraint."""
    found = _of_parameters(question)
    if not question.rules.constraint.strip():
        return found
    said = statement(question.rules.constraint)
    parts = said.parts if isinstance(said, Joined) and said.word == "and" else (said,)
    for part in parts:
        found = _narrowed(found, part)
    return _inside(found) if question.kind == "integer" else found


def most_choices(question: Question) -> int | None:
    """How many choices may be chosen at most, where the constraint says so simply."""
    said = statement(question.rules.constraint) if question.rules.constraint.strip() else None
    for part in said.parts if isinstance(said, Joined) and said.word == "and" else (said,):
        if isinstance(part, Compared) and isinstance(part.left, Call) and part.left.name == "count-selected":
            value = _value(part.right)
            if part.operator in ("<", "<=") and isinstance(value, float):
                return max(1, int(value) - (part.operator == "<"))
    return None


def _of_parameters(question: Question) -> Bounds:
    if question.kind != "range":
        return Bounds()
    said = {name: _float(question.parameters.get(name, default)) for name, default in (("start", "1"), ("end", "10"))}
    ends = sorted(value for value in said.values() if value is not None)
    return Bounds(ends[0], ends[-1]) if len(ends) == 2 else Bounds()


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _narrowed(found: Bounds, part: Statement) -> Bounds:
    if not isinstance(part, Compared) or part.operator in ("=", "!="):
        return replace(found, whole=False)
    if isinstance(part.left, Call) and part.left.name == "string-length" and _is_self(part.left.args[0]):
        return _shortened(found, part)
    value = _value(part.right)
    if not _is_self(part.left) or value is None:
        return replace(found, whole=False)
    out = part.operator in (">", "<")
    if part.operator.startswith(">"):
        return replace(found, low=value, low_out=out) if _beyond(found.low, value) else found
    return replace(found, high=value, high_out=out) if _beyond(value, found.high) else found


def _shortened(found: Bounds, part: Compared) -> Bounds:
    value = _value(part.right)
    if not isinstance(value, float) or not part.operator.startswith("<"):
        return replace(found, whole=False)
    return replace(found, longest=int(value) - (part.operator == "<"))


def _beyond(less: Bound | None, more: Bound | None) -> bool:
    """Whether the second bound is narrower than the first as a least value (or there is none yet)."""
    if isinstance(less, float) and isinstance(more, float):
        return more >= less
    if isinstance(less, dt.date) and isinstance(more, dt.date):
        return more >= less
    return less is None or more is None


def _is_self(tree: Tree) -> bool:
    return isinstance(tree, Path) and tree.start == "here" and [step.axis for step in tree.steps] == ["self"]


def _value(tree: Tree) -> Bound | None:
    match tree:
        case Literally(float(value)):
            return value
        case Negated(Literally(float(value))):
            return -value
        case Call("today", ()):
            return "today"
        case Call("date", (Literally(str(text)),)):
            try:
                return dt.date.fromisoformat(text)
            except ValueError:
                return None
    return None


def _inside(found: Bounds) -> Bounds:
    """Bounds of whole numbers, both ends allowed."""
    low, high = found.low, found.high
    if isinstance(low, float):
        low = float(-(-low // 1)) + (1 if found.low_out and low == int(low) else 0)
    if isinstance(high, float):
        high = float(high // 1) - (1 if found.high_out and high == int(high) else 0)
    return replace(found, low=low, high=high, low_out=False, high_out=False)


def range_of(question: Question, instrument: Instrument, language: str) -> str:
    """What may be written, in words: "a whole number from 0 to 100", "a date, today or earlier".

    Empty for kinds that need no hint (notes, plain texts without a limit).
    """
    its = bounds(question)
    if question.kind in ("text", "long-text", "link", "barcode"):
        if its.longest is not None:
            return phrase("text-up-to", language, count=formats.number(its.longest, language))
        return phrase("a-link", language) if question.kind == "link" else ""
    name = {"range": "decimal"}.get(question.kind, question.kind)
    if name not in ("integer", "decimal", "date", "year", "month", "time", "datetime", "one", "many", "rank", "point"):
        return ""
    kind = phrase(f"a-{name}", language)
    low, high = (_said(bound, question, instrument, language) for bound in (its.low, its.high))
    return _between(kind, low, high, its, language, days=question.kind not in NUMBERS)


def _between(kind: str, low: str, high: str, its: Bounds, language: str, *, days: bool) -> str:
    if low and high and not (its.low_out or its.high_out):
        return phrase("days-from-to" if days else "from-to", language, kind=kind, low=low, high=high)
    said = kind
    if low:
        name = ("after" if its.low_out else "not-before") if days else ("more" if its.low_out else "at-least")
        said = phrase(f"kind-{name}", language, kind=said, value=low)
    if high:
        name = ("before" if its.high_out else "not-after") if days else ("less" if its.high_out else "at-most")
        said = phrase(f"kind-{name}", language, kind=said, value=high)
    return said


def _is_year(question: Question) -> bool:
    """Whether a number is a year, which no language divides: by its kind, or since both of its ends are years."""
    if question.kind == "year":
        return True
    ends = (bounds(question).low, bounds(question).high) if question.kind == "integer" else ()
    return bool(ends) and all(isinstance(each, float) and YEARS[0] <= each <= YEARS[1] for each in ends)


def _said(bound: Bound | None, question: Question, instrument: Instrument, language: str) -> str:
    if bound is None:
        return ""
    if bound == "today":
        return phrase("today", language)
    if isinstance(bound, float):
        return f"{bound:.0f}" if _is_year(question) else Speaker(instrument, language).number(bound)
    assert isinstance(bound, dt.date)
    if question.kind == "year" and (bound.month, bound.day) in ((1, 1), (12, 31)):
        return str(bound.year)
    return formats.date(bound, language)
