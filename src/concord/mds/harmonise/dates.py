"""Dates of persons: ISO, a declared format or months in words; a workbook's serial day is asked, never turned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from concord.intake.dates import parse_date
from concord.mds.harmonise.decide import shown
from concord.mds.harmonise.settle import Decision, Problem


def decide_date(
    text: str, *, formats: Sequence[str] = (), latest: date | None = None, personal: bool = False
) -> Decision:
    """A date as exact as typed.

    Args:
        text: As typed.
        formats: Formats declared for the column, such as ``DD/MM/YYYY``.
        latest: The day after which it cannot lie (the register's own day), where there is one.
        personal: A birth date: its value is not echoed in findings.

    Returns:
        ``values``: ``date`` ("2020", "2020-05", "2020-05-21" or None), ``year`` (int or None), ``missing`` (bool).

    Example:
        >>> decide_date("21 mai 2010").values["date"], decide_date("03/04/2020").problems[0].code
        ('2010-05-21', 'intake.date.format-not-declared')
    """
    read = parse_date(text, tuple(formats))
    nothing: dict[str, object] = {"date": None, "year": None, "missing": bool(read.flag)}
    value = None if personal else shown(text)
    if read.problem:
        return Decision(nothing, (Problem(read.problem, "hard", read.params, value),))
    if not read.text:
        return Decision(nothing)
    year = int(read.text[:4])
    if latest is not None and read.text > latest.isoformat()[: len(read.text)]:
        problem = Problem("mds.date.later", "hard", {"latest": latest.isoformat()}, value)
        return Decision(nothing, (problem,))
    change = None if personal or text.strip() == read.text else (shown(text), read.text)
    return Decision({"date": read.text, "year": year, "missing": False}, change=change)
