"""A consultation as plain JSON and back: nothing lost, equal values give equal bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from concord.consultations.model import OUTCOMES, WAYS, Comment, Consultation, Invited
from concord.errors import Invalid
from concord.vocabulary.text import Text


def to_json(of: Consultation) -> dict[str, Any]:
    """Plain JSON of a consultation; what is empty is left out."""
    return {
        "id": of.id, "title": dict(of.title), "question": dict(of.question), "occasion": of.occasion, "way": of.way,
        "opened": of.opened.isoformat(), "closes": of.closes.isoformat(),
        "invited": [
            _plain({"id": each.id, "type": each.type, "name": each.name, "on": each.on.isoformat(),
                    "declined": each.declined})
            for each in of.invited
        ],
        "comments": [
            _plain({"id": each.id, "type": each.type, "said": dict(each.said), "on": each.on.isoformat(),
                    "invited": each.invited, "about": each.about, "outcome": each.outcome,
                    "answer": dict(each.answer),
                    "answered_on": each.answered_on.isoformat() if each.answered_on else None})
            for each in of.comments
        ],
    }  # fmt: skip


def from_json(body: Mapping[str, Any]) -> Consultation:
    """A consultation from plain JSON.

    Raises:
        Invalid: ``consultations.unreadable`` with the field.
    """
    return Consultation(
        _word(body, "id"), _text(body, "title"), _text(body, "question"), _word(body, "occasion"),
        next(way for way in WAYS if way == _one(body, "way", WAYS)), _day(body, "opened"), _day(body, "closes"),
        tuple(map(_invited, _list(body, "invited"))), tuple(map(_comment, _list(body, "comments"))),
    )  # fmt: skip


def _invited(body: Mapping[str, Any]) -> Invited:
    return Invited(
        _word(body, "id"), _word(body, "type"), _word(body, "name"), _day(body, "on"), str(body.get("declined") or "")
    )


def _comment(body: Mapping[str, Any]) -> Comment:
    outcome = next((each for each in OUTCOMES if each == body.get("outcome")), None)
    if outcome is None and body.get("outcome"):
        raise Invalid("consultations.unreadable", params={"field": "outcome"})
    return Comment(
        _word(body, "id"), _word(body, "type"), _text(body, "said"), _day(body, "on"), str(body.get("invited") or ""),
        str(body.get("about") or ""), outcome, _text(body, "answer") if body.get("answer") else Text(),
        _day(body, "answered_on") if body.get("answered_on") else None,
    )  # fmt: skip


def _plain(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if value not in (None, "", {}, [])}


def _word(body: Mapping[str, Any], field: str) -> str:
    value = body.get(field)
    if not isinstance(value, str) or not value.strip():
        raise Invalid("consultations.unreadable", params={"field": field})
    return value


def _one(body: Mapping[str, Any], field: str, of: tuple[str, ...]) -> str:
    value = _word(body, field)
    if value not in of:
        raise Invalid("consultations.unreadable", params={"field": field})
    return value


def _day(body: Mapping[str, Any], field: str) -> date:
    try:
        return date.fromisoformat(_word(body, field))
    except ValueError:
        raise Invalid("consultations.unreadable", params={"field": field}) from None


def _text(body: Mapping[str, Any], field: str) -> Text:
    value = body.get(field)
    if not isinstance(value, Mapping) or not all(isinstance(each, str) for each in value.values()) or not Text(value):
        raise Invalid("consultations.unreadable", params={"field": field})
    return Text(value)


def _list(body: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    value = body.get(field) or []
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        raise Invalid("consultations.unreadable", params={"field": field})
    return value
