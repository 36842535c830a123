"""Reading the JSON bodies of records: what is missing or of another kind refuses, with the field's name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from concord.errors import Invalid
from concord.labour_market.curves import Range
from concord.vocabulary.periods import PartialDate
from concord.vocabulary.text import Text

Body = Mapping[str, Any]


def refusal(field: str, value: object = None) -> Invalid:
    """The refusal of one field; what stands there is shown shortened."""
    return Invalid("agreements.record.field", params={"field": field, "value": str(value)[:60]})


def word(body: Body, field: str, *, of: Collection[str] = (), optional: bool = False) -> str:
    """A plain string; one of ``of`` where these are given.

    Raises:
        Invalid: ``agreements.record.field``.
    """
    value = body.get(field)
    if optional and value in (None, ""):
        return ""
    if not isinstance(value, str) or not value.strip() or (of and value not in of):
        raise refusal(field, value)
    return value


def words(body: Body, field: str) -> tuple[str, ...]:
    """A list of strings; nothing where it is absent."""
    value = body.get(field)
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise refusal(field, value)
    return tuple(value)


def wording(body: Body, field: str, *, optional: bool = False) -> Text:
    """What a person wrote, by language."""
    value = body.get(field)
    if optional and not value:
        return Text()
    if not isinstance(value, Mapping) or not all(isinstance(each, str) for each in value.values()):
        raise refusal(field, value)
    said = Text({language: text.strip() for language, text in value.items()})
    if not said and not optional:
        raise refusal(field, value)
    return said


def day(body: Body, field: str) -> date:
    """A day, as ``2026-05-21``."""
    try:
        return date.fromisoformat(word(body, field))
    except ValueError:
        raise refusal(field, body.get(field)) from None


def day_or_none(body: Body, field: str) -> date | None:
    """A day, or None where it is empty."""
    return day(body, field) if body.get(field) else None


def partial(body: Body, field: str) -> PartialDate:
    """A year, a month or a day."""
    try:
        return PartialDate.parse(word(body, field))
    except Invalid:
        raise refusal(field, body.get(field)) from None


def year(body: Body, field: str) -> int | None:
    """A year, or None where it is empty."""
    value = body.get(field)
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1900 <= value <= 2200:
        raise refusal(field, value)
    return value


def span(body: Body, field: str) -> Range | None:
    """A value with its bounds, or None where it is not known."""
    value = body.get(field)
    if value is None:
        return None
    parts = [value.get(part) for part in ("value", "low", "high")] if isinstance(value, Mapping) else []
    if len(parts) != 3 or not all(isinstance(each, int | float) and not isinstance(each, bool) for each in parts):
        raise refusal(field, value)
    try:
        return Range(*(float(each) for each in parts if each is not None))
    except Invalid:
        raise refusal(field, value) from None


def span_json(of: Range | None) -> dict[str, float] | None:
    """A range as JSON."""
    return None if of is None else {"value": of.value, "low": of.low, "high": of.high}


def plain(body: Body) -> dict[str, Any]:
    """A body without what is empty, so that equal values give equal bytes."""
    return {key: value for key, value in body.items() if value not in (None, "", [], {}, ())}
