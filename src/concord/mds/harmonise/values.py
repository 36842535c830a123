"""From the text of a cell to a number and a status: missing, zero, not applicable and suppressed stay four things."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from concord.intake.numbers import DecimalSign, Parsed, parse_number
from concord.mds.harmonise.decide import shown
from concord.mds.harmonise.settle import Decision, Problem

#: What a mark in place of a number stands for.
_FLAGS = {
    "empty": "missing",
    "missing": "missing",
    "not-applicable": "not-applicable",
    "confidential": "suppressed",
    "below": "suppressed",
}
#: What a letter beside a number stands for.
_MARKS = {
    "break": "break",
    "difference": "difference",
    "estimated": "estimated",
    "forecast": "estimated",
    "imputed": "estimated",
    "unreliable": "estimated",
    "provisional": "provisional",
    "confidential": "suppressed",
}
_NOT_A_NUMBER = {"date": "mds.value.date", "boolean": "mds.value.boolean", "error": "mds.value.error"}


def value(text: str, kind: str, decimal: DecimalSign | None, *, multiply: int = 1) -> Decision:
    """The number in a cell, or the status that a mark stands for.

    Args:
        text: As typed; of a number cell its plain form.
        kind: ``text``, ``number``, ``date``, ``boolean``, ``error`` or ``empty``.
        decimal: The file's decimal sign; a number cell needs none.
        multiply: What brings the value to the structure's unit, exactly.

    Returns:
        ``number`` (float, or None) and ``cell_status`` (None where the number says nothing more).
    """
    if kind in _NOT_A_NUMBER:
        return Decision({}, (Problem(_NOT_A_NUMBER[kind], "hard", value=shown(text)),))
    read = parse_number(text, "." if kind == "number" else decimal)
    if read.mark == "percent":
        return Decision({}, (Problem("mds.value.percent", "hard", value=shown(text)),))
    problems = _problems(read)
    if read.value is None:
        return _marked(text, read, problems)
    number = float(Decimal(read.value) * multiply)
    return Decision({"number": number, "cell_status": _MARKS.get(read.mark)}, problems, _change(text, read))


def _problems(read: Parsed[Any]) -> tuple[Problem, ...]:
    if not read.problem:
        return ()
    said: Mapping[str, object] = read.params
    value = said.get("shown")
    return (Problem(read.problem, read.level, said, value if isinstance(value, str) else None),)


def _marked(text: str, read: Parsed[Any], problems: tuple[Problem, ...]) -> Decision:
    if problems:
        return Decision({}, problems)
    status = _FLAGS[read.flag]
    change = None if read.flag == "empty" else (shown(text), f"status {status}")
    return Decision({"cell_status": status}, change=change)


def _change(text: str, read: Parsed[Any]) -> tuple[str, str] | None:
    """Listed where the number was written in a way that somebody could read otherwise."""
    plain = f"{read.value:f}"
    trimmed = plain.rstrip("0").rstrip(".") if "." in plain else plain
    typed = text.strip()
    return None if typed in (plain, trimmed) else (shown(typed), trimmed)
