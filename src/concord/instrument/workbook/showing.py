"""Answers as cells: what is written for an answer that is there already, and last round's in words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from concord.instrument.model import NUMBERS, Instrument, Question
from concord.instrument.workbook.labels import labels_of
from concord.instrument.workbook.layout import Slot
from concord.instrument.workbook.wordings import word

Shown = str | int | float | dt.date | dt.datetime | None
# Days before this one are counted differently by different spreadsheets.
_FIRST_SAFE_DAY = dt.date(1900, 3, 1)


def status_of(value: object) -> str:
    """The status where an answer is a non-answer, else empty."""
    return str(value["status"]) if isinstance(value, dict) and "status" in value else ""


def names_of(value: object) -> list[str]:
    """The choices of an answer, whichever way it is stored."""
    return value.split() if isinstance(value, str) else [str(each) for each in value] if isinstance(value, list) else []


def cell(slot: Slot, value: Any, instrument: Instrument, language: str) -> Shown:
    """What is written in a slot's cell for an answer; None where there is nothing to write."""
    if value is None or value == "" or status_of(value):
        return None
    match slot.part:
        case "pick":
            return word("yes" if slot.choice in names_of(value) else "no", language)
        case "place":
            names = names_of(value)
            return names.index(slot.choice) + 1 if slot.choice in names else None
        case "nth":
            names = names_of(value)
            said = labels_of(instrument, slot.question.choices, language)
            meant = names[slot.nth - 1 :] if slot.is_last else names[slot.nth - 1 : slot.nth]
            return "; ".join(said.get(name, name) for name in meant) or None
        case "together":
            said = labels_of(instrument, slot.question.choices, language)
            return "; ".join(said.get(name, name) for name in names_of(value))
        case _:
            return _one_cell(slot.question, value, instrument, language)


def _one_cell(question: Question, value: Any, instrument: Instrument, language: str) -> Shown:
    match question.kind:
        case "one":
            return labels_of(instrument, question.choices, language).get(str(value), str(value))
        case "acknowledge":
            return word("yes", language)
        case "year":
            return int(value)
        case "month":
            return _day(f"{value}-01") or str(value)
        case "date":
            return _day(str(value)) or str(value)
        case "file" | "image" | "audio" | "video":
            return str(value.get("name", "")) if isinstance(value, dict) else str(value)
        case _:
            return value if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= _FIRST_SAFE_DAY else None


def in_words(question: Question, value: Any, instrument: Instrument, language: str) -> str:
    """An answer on one line, for the column of last answers."""
    from concord.vocabulary import formats

    if status_of(value):
        return word(f"status-{status_of(value)}", language)
    if question.kind in ("many", "rank"):
        said = labels_of(instrument, question.choices, language)
        return "; ".join(said.get(name, name) for name in names_of(value))
    shown = _one_cell(question, value, instrument, language)
    if question.kind in NUMBERS and isinstance(shown, (int, float)):
        decimals = max(0, -int(Decimal(str(shown)).normalize().as_tuple().exponent))
        return formats.number(shown, language, decimals=decimals)
    if question.kind in ("date", "month") and isinstance(shown, dt.date):
        return formats.date(str(value), language)
    return str(shown)
