"""How an answer looks to an expression: numbers are numbers, dates are moments, several choices a text with spaces."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from concord.instrument.answers import Attached, NonAnswer
from concord.instrument.expressions import values
from concord.instrument.expressions.moments import Moment, moment, part_of_day
from concord.instrument.expressions.values import Value
from concord.instrument.model import Kind


def seen(kind: Kind, answer: object) -> Value:
    """The value that expressions see; a non-answer and a question that is not answered are the empty text."""
    if answer is None or answer == "":
        return ""
    read = _READ.get(kind)
    return _plain(answer) if read is None else read(answer)


def _plain(answer: object) -> Value:
    if isinstance(answer, str):
        return answer
    if isinstance(answer, bool):
        return answer
    if isinstance(answer, int | float):
        return float(answer)
    if isinstance(answer, list | tuple):
        return " ".join(str(each) for each in answer if isinstance(each, str | int))
    if isinstance(answer, Attached):
        return answer.name or answer.file
    if isinstance(answer, Mapping) and "file" in answer:
        return str(answer.get("name") or answer["file"])
    return ""


def _number(answer: object) -> Value:
    if isinstance(answer, str):
        figure = values.number(answer)
        return figure if figure == figure else answer
    return _plain(answer)


def _moment(answer: object) -> Value:
    said = _plain(answer)
    return (moment(said) or said) if isinstance(said, str) else said


def _year(answer: object) -> Value:
    said = values.text(_plain(answer))
    return moment(f"{said}-01-01") or said


def _month(answer: object) -> Value:
    said = values.text(_plain(answer))
    return moment(f"{said}-01") or said


def _time(answer: object) -> Value:
    said = values.text(_plain(answer))
    part = part_of_day(said, zoned=False)
    return said if part is None else Moment(said, part)


_READ: dict[Kind, Callable[[object], Value]] = {
    "integer": _number, "decimal": _number, "range": _number, "date": _moment, "datetime": _moment,
    "year": _year, "month": _month, "time": _time, "calculate": _moment, "hidden": _moment,
}  # fmt: skip


def status(answer: object) -> str:
    """The status of a non-answer, else empty."""
    if isinstance(answer, NonAnswer):
        return answer.status
    if isinstance(answer, Mapping) and isinstance(answer.get("status"), str):
        return str(answer["status"])
    return ""


def said(kind: Kind, value: Value) -> str | int | float | tuple[str, ...] | None:
    """The answer that a value of an expression stands for, None where it is empty or NaN."""
    one = values.atom(value)
    if one == "" or one != one:
        return None
    if kind in {"integer", "decimal", "range"}:
        figure = values.number(one)
        if figure != figure or figure in (float("inf"), float("-inf")):
            return values.text(one)
        return int(figure) if figure == int(figure) and abs(figure) < 1e15 else figure
    text = values.text(one)
    if kind in {"many", "rank"}:
        return tuple(text.split())
    if kind in {"year", "month"} and moment(text[:10]) is not None:
        return text[: 4 if kind == "year" else 7]
    return text


def calculated(value: Value) -> str | int | float | None:
    """A calculation's value for people and files: whole numbers without a point, nothing for NaN."""
    one = values.atom(value)
    if isinstance(one, bool):
        return "true" if one else "false"
    if isinstance(one, float):
        if one != one:
            return None
        return int(one) if abs(one) < 1e15 and one == int(one) else one if abs(one) != float("inf") else None
    return str(one) if one != "" else None
