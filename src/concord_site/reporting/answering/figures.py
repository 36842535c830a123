"""Answers in words and figures of the reader's language, and how far a number has moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from concord.errors import Refusal
from concord.instrument.model import NUMBERS, Choice, Question
from concord.reporting.changes import moved_share
from concord.reporting.review_thresholds import thresholds
from concord.vocabulary import formats
from concord_site.reporting.answering import rich

#: Characters of a long answer that a list shows.
SHOWN_AT_MOST = 400


def clock(at: datetime | None) -> str:
    """The time of the day, as "Saved 14:32" says it (universal time, as everywhere on the site)."""
    return f"{at:%H:%M}" if at else ""


def moved_percent(before: Any, now: Any) -> int | None:
    """By how many percent a number moved, where that is more than the declared share (a quarter); None otherwise.

    Example:
        >>> moved_percent(290, 412)
        42
    """
    share = moved_share(before, now)
    return round(share * 100) if share is not None and abs(share) > thresholds().moved else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def shown_value(question: Question, value: Any, choices: Sequence[Choice], language: str) -> str:
    """An answer as a reader sees it: labels in place of codes, numbers and dates as the language writes them."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, Mapping):
        return _special(value)
    if question.kind in {"one", "many", "rank"}:
        return _labels(question, value, choices, language)
    if question.kind in {*NUMBERS, "calculate"} and _is_number(value):
        return number(value, language)
    if question.kind in {"date", "month"}:
        return _date(str(value), language)
    if question.kind == "acknowledge":
        return _("Confirmed")
    return str(value)


def number(value: float, language: str) -> str:
    """A number with every digit that was given."""
    text = f"{value:.15g}"
    decimals = len(text.partition(".")[2]) if "e" not in text else None
    return formats.number(value, language, decimals=decimals) if abs(value) < 1e15 else text


def _special(value: Mapping[str, Any]) -> str:
    if "status" in value:
        words = {
            "not-known": _("Not known"), "not-available": _("Not available"), "not-applicable": _("Does not apply"),
        }  # fmt: skip
        return words.get(str(value["status"]), str(value["status"]))
    return str(value.get("name") or value.get("file") or "")


def _labels(question: Question, value: Any, choices: Sequence[Choice], language: str) -> str:
    named = {each.name: rich.plain(each.label.best(language).text) or each.name for each in choices}
    given = value if isinstance(value, list | tuple) else [value]
    said = [named.get(str(each), str(each)) for each in given]
    if question.kind == "rank":
        return " · ".join(f"{place}. {label}" for place, label in enumerate(said, start=1))
    return ("، " if language == "ar" else "、" if language == "zh" else "; ").join(said)


def _date(value: str, language: str) -> str:
    try:
        return formats.date(value, language)
    except (ValueError, LookupError, Refusal):
        return value
