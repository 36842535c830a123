"""``submission``: answers as the instance that ODK Collect would send."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from xml.sax.saxutils import quoteattr

from concord.instrument.answers import Answers, as_json, digest, parse
from concord.instrument.model import FILES, Instrument, Node, Question
from concord.instrument.xform.companions import COMPANION
from concord.instrument.xform.identity import IDENTITY, identity
from concord.intake.neutral import writable

_NAMESPACES = 'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"'
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


def submission(
    instrument: Instrument, answers: Mapping[str, Any], *, instance_id: str = "", today: date | None = None
) -> bytes:
    """The instance XML of one submission.

    Args:
        instrument: What is answered.
        answers: As :mod:`concord.instrument.answers` has them.
        instance_id: Its ``instanceID``; made from the answers' digest where left out, so that the same answers give the
            same bytes.
        today: Where given, calculated values are written as they are on that day.
    """
    given = answers if isinstance(answers, Answers) else parse(answers)
    id = instance_id or f"uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{instrument.digest}/{digest(given)}')}"
    calculated = _calculated(instrument, given, today)
    parts = ["<?xml version='1.0' encoding='UTF-8' ?>\n"]
    root = f"<data {_NAMESPACES} id={quoteattr(instrument.id)} version={quoteattr(instrument.version)}>"
    parts += [root, _element(IDENTITY, identity(instrument))]
    _nodes(instrument.children, as_json(given), "", calculated, parts)
    parts += ["<orx:meta><orx:instanceID>", _escaped(id), "</orx:instanceID></orx:meta></data>"]
    return "".join(parts).encode("utf-8")


def _calculated(instrument: Instrument, answers: Answers, today: date | None) -> Mapping[str, Any]:
    from concord.instrument.routing import evaluate

    return {} if today is None else evaluate(instrument, answers, today=today).calculated


def _nodes(
    nodes: Iterable[Node], entry: Mapping[str, Any], prefix: str, calculated: Mapping[str, Any], parts: list[str]
) -> None:
    for node in nodes:
        if isinstance(node, Question):
            _question(node, entry, prefix, calculated, parts)
        elif node.repeats:
            for number, each in enumerate(entry.get(node.key) or (), start=1):
                parts.append(f"<{node.name}>")
                _nodes(node.children, each, f"{prefix}{node.key}[{number}]/", calculated, parts)
                parts.append(f"</{node.name}>")
        else:
            parts.append(f"<{node.name}>")
            _nodes(node.children, entry, prefix, calculated, parts)
            parts.append(f"</{node.name}>")


def _question(
    question: Question, entry: Mapping[str, Any], prefix: str, calculated: Mapping[str, Any], parts: list[str]
) -> None:
    if question.kind == "note":
        parts.append(_element(question.name, ""))
        return
    value = entry.get(question.key, calculated.get(f"{prefix}{question.key}"))
    status = value.get("status", "") if isinstance(value, dict) else ""
    parts.append(_element(question.name, "" if status else written(question, value)))
    if question.about.statuses and question.is_asked:
        parts.append(_element(f"{question.name}{COMPANION}", status))


def written(question: Question, value: Any) -> str:
    """An answer as an instance has it."""
    match value:
        case None:
            return ""
        case dict():
            return str(value.get("name", ""))
        case list():
            return " ".join(map(str, value))
        case float():
            return repr(value) if value != int(value) else str(int(value))
    text = str(value)
    if question.kind in FILES:
        return text
    endings = {"year": "-01-01", "month": "-01", "time": ":00.000", "datetime": ":00.000"}
    short = {"year": 4, "month": 7, "time": 5, "datetime": 16}
    return text + endings[question.kind] if len(text) == short.get(question.kind) else text


def _element(name: str, text: str) -> str:
    return f"<{name}>{_escaped(text)}</{name}>" if text else f"<{name}/>"


def _escaped(text: str) -> str:
    return writable(text).translate(_ESCAPES)
