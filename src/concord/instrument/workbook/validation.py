"""What Excel is asked to let into a cell: lists, ranges and lengths, with the sentence it shows when it does not."""

from __future__ import annotations

import datetime as dt
from typing import Any

from concord.instrument.model import Instrument, Question
from concord.instrument.words import bounds, range_of
from concord.instrument.words.ranges import Bound, Bounds
from concord.instrument.workbook.wordings import word

_LONGEST_CELL = 32_767
_MOST = 10**15
_FIRST_DAY, _LAST_DAY = dt.date(1900, 3, 1), dt.date(9999, 12, 31)
#: Excel refuses longer messages.
LONGEST_MESSAGE, LONGEST_TITLE = 250, 32


def of_list(source: str, language: str, *, strict: bool = True) -> dict[str, Any]:
    """A list of choices at a place such as ``='concord-codes'!$H$2:$H$9``; not strict: it warns and lets pass."""
    shown = {"error_title": word("bad-title", language)[:LONGEST_TITLE], "error_type": "stop" if strict else "warning"}
    return {"validate": "list", "source": source, **shown}


def of_question(
    question: Question, instrument: Instrument, language: str, *, cell: str = "", statuses: str = ""
) -> dict[str, Any] | None:
    """The rule for a cell that a person types in; None where anything may be typed.

    Args:
        question: The question.
        instrument: Its instrument.
        language: Of the message.
        cell: The first cell of the range, for a rule that also lets non-answers in.
        statuses: The place of the list of non-answers that may be typed in this very cell.
    """
    its = bounds(question)
    rule = _rule(question, its)
    if rule is None:
        return None
    if statuses and cell:
        rule = {"validate": "custom", "value": _or_status(question, its, cell, statuses)}
    said = word("bad-value", language, range=range_of(question, instrument, language) or "–")
    shown = {"error_title": word("bad-title", language)[:LONGEST_TITLE], "error_message": said[:LONGEST_MESSAGE]}
    return {**rule, **shown, "ignore_blank": True}


def _rule(question: Question, its: Bounds) -> dict[str, Any] | None:
    match question.kind:
        case "integer":
            return _between("integer", _number(its.low, -_MOST), _number(its.high, _MOST))
        case "decimal" | "range":
            return _between("decimal", _number(its.low, -_MOST), _number(its.high, _MOST))
        case "year":
            return _between("integer", _year(its.low, 1000), _year(its.high, 9999))
        case "date" | "month":
            return _between("date", _day(its.low, _FIRST_DAY), _day(its.high, _LAST_DAY))
        case "text" | "long-text" | "link" | "barcode":
            longest = min(its.longest or _LONGEST_CELL, _LONGEST_CELL)
            return {"validate": "length", "criteria": "<=", "value": longest}
        case _:
            return None


def _between(kind: str, low: object, high: object) -> dict[str, Any]:
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}


def _number(bound: Bound | None, otherwise: int) -> float | int:
    if not isinstance(bound, float):
        return otherwise
    return int(bound) if bound == int(bound) else bound


def _year(bound: Bound | None, otherwise: int) -> int | str:
    if bound == "today":
        return "=YEAR(TODAY())"
    return bound.year if isinstance(bound, dt.date) else otherwise


def _day(bound: Bound | None, otherwise: dt.date) -> str:
    """A day as a formula: the writer takes a pair of ends only where both are of one sort."""
    if bound == "today":
        return "=TODAY()"
    day = bound if isinstance(bound, dt.date) and bound >= _FIRST_DAY else otherwise
    return f"=DATE({day.year},{day.month},{day.day})"


def _or_status(question: Question, its: Bounds, cell: str, statuses: str) -> str:
    """A formula: one of the listed words, or what the question takes."""
    listed = f"COUNTIF({statuses},{cell})>0"
    if question.kind in ("text", "long-text", "link", "barcode"):
        return f"=LEN({cell})<={min(its.longest or _LONGEST_CELL, _LONGEST_CELL)}"
    parts = [f"ISNUMBER({cell})"]
    if question.kind in ("integer", "year"):
        parts.append(f"{cell}=INT({cell})")
    rule = _rule(question, its) or {}
    parts += [f"{cell}{sign}{_literal(rule[end])}" for sign, end in ((">=", "minimum"), ("<=", "maximum"))]
    return f"=OR({listed},IF(ISNUMBER({cell}),AND({','.join(parts)}),FALSE))"


def _literal(value: object) -> str:
    return value.removeprefix("=") if isinstance(value, str) else repr(value)
