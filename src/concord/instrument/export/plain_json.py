"""Answers as JSON with codes that machines read, and the JSON Schema that they follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from concord.instrument.answers import as_json as plain_answers
from concord.instrument.export.walking import Answered, only_asked
from concord.instrument.model import FILES, Group, Instrument, Node, Question
from concord.instrument.versions.resolve import Known

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SCALARS: Mapping[str, Mapping[str, Any]] = {
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "range": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]"},
    "datetime": {"type": "string"},
    "year": {"type": "string", "pattern": "^[0-9]{4}$"},
    "month": {"type": "string", "pattern": "^[0-9]{4}-[01][0-9]$"},
    "link": {"type": "string"},
    "acknowledge": {"const": "OK"},
}
_FILE: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "file": {"type": "string"},
        "name": {"type": "string"},
        "size": {"type": "integer", "minimum": 0},
        "digest": {"type": "string"},
    },
}


def as_json(answered: Iterable[Answered], *, today: date) -> dict[str, Any]:
    """Sets of answers, each with the instrument that it was given to; only what was asked.

    Returns:
        ``{"instruments": {digest: {"id", "version", "title", "languages"}}, "answers": [{"key", "digest", "about",
        "answers"}]}``; each ``answers`` follows :func:`schema` of its instrument.
    """
    listed = list(answered)
    instruments = {each.instrument.digest: each.instrument for each in listed}
    return {
        "instruments": {digest: _about(each) for digest, each in instruments.items()},
        "answers": [_one(each, today) for each in listed],
    }


def _about(instrument: Instrument) -> dict[str, Any]:
    return {
        "id": instrument.id,
        "version": instrument.version,
        "title": dict(instrument.title),
        "languages": list(instrument.languages),
    }


def _one(each: Answered, today: date) -> dict[str, Any]:
    kept = plain_answers(only_asked(each.instrument, each.answers, each.asked(today)))
    return {"key": each.key, "digest": each.instrument.digest, "about": dict(each.about), "answers": kept}


def schema(instrument: Instrument, language: str = "en") -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one set of answers; which questions are asked is the evaluator's to say."""
    return {
        "$schema": DRAFT,
        "$id": f"urn:concord:instrument:{instrument.id}:{instrument.digest}",
        "title": instrument.title.best(language).text or instrument.id,
        **_object(instrument, (), language),
    }


def _object(instrument: Instrument, scope: tuple[str, ...], language: str) -> dict[str, Any]:
    nodes = [node for node in Known(instrument).mapped if node.repeat == scope]
    properties = {node.key: _node(instrument, node, language) for node in nodes}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _node(instrument: Instrument, node: Node, language: str) -> dict[str, Any]:
    title = node.label.best(language).text
    said = {"title": title} if title else {}
    if isinstance(node, Group):
        return {**said, "type": "array", "items": _object(instrument, (*node.repeat, node.key), language)}
    value = _value(instrument, node, language)
    if not node.about.statuses:
        return {**said, **value}
    statuses = {"status": {"enum": list(node.about.statuses)}}
    status = {"type": "object", "required": ["status"], "additionalProperties": False, "properties": statuses}
    return {**said, "anyOf": [value, status]}


def _value(instrument: Instrument, node: Question, language: str) -> dict[str, Any]:
    if node.kind in FILES:
        return dict(_FILE)
    if node.kind in {"one", "many", "rank"}:
        listed = instrument.lists.get(node.choices)
        options = [
            {"const": choice.name, "title": choice.label.best(language).text or choice.name}
            for choice in (listed.choices if listed else ())
        ]
        one: dict[str, Any] = {"type": "string", **({"oneOf": options} if options else {})}
        return one if node.kind == "one" else {"type": "array", "uniqueItems": True, "items": one}
    return dict(_SCALARS.get(node.kind, {"type": "string"}))
