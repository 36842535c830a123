"""Instruments as the plain values that programs get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any

from concord.findings import as_json
from concord.instrument.model import ChoiceList, Group, Instrument, Link, Node, Question, Rules
from concord.instrument.versions import difference, question_map
from concord.reporting.instrument_print import FORMS, numbers
from concord_site.reporting.queries.instruments import Version

BASE = "/api/v1/instruments"


def address(version: Version) -> str:
    """Where a version is."""
    from urllib.parse import quote

    return f"{BASE}/{quote(version.id, safe='')}/versions/{quote(version.number or '-', safe='')}"


def summary(version: Version) -> dict[str, Any]:
    """One version, as a list shows it."""
    return {
        "id": version.id, "version": version.number, "title": dict(version.title), "state": version.state,
        "kind": version.kind, "use": version.use, "round": version.round, "previous": version.previous,
        "languages": list(version.languages), "digest": version.digest, "questions": _asked(version.instrument),
        "provenance": version.provenance, "is_example": version.is_example,
        "published_at": version.since.isoformat() if version.since else None, "address": address(version),
    }  # fmt: skip


def _asked(instrument: Instrument) -> int:
    return sum(each.is_asked for each in instrument.questions)


def whole(version: Version, *, with_choices: bool = True) -> dict[str, Any]:
    """One version, whole; without choices, lists are named and counted only."""
    instrument = version.instrument
    here = address(version)
    return {
        **summary(version),
        "about": dict(instrument.about),
        **_content(instrument, with_choices),
        "forms": {form: f"{here}/files/{form}" for form in FORMS},
    }


@lru_cache(maxsize=16)
def _content(instrument: Instrument, with_choices: bool) -> dict[str, Any]:
    numbered = numbers(instrument)
    return {
        "children": [_node(each, numbered) for each in instrument.children],
        "lists": [_list(each, with_choices) for each in instrument.lists.values()],
    }


def _list(given: ChoiceList, with_choices: bool) -> dict[str, Any]:
    choices = [{"name": c.name, "label": dict(c.label), "filters": dict(c.filters)} for c in given.choices]
    shown = choices if with_choices else []
    return {"name": given.name, "source": given.source, "count": len(choices), "choices": shown}


def _node(node: Node, numbered: Mapping[tuple[str, ...], str]) -> dict[str, Any]:
    about = node.about
    said = {
        "what": _what(node), "name": node.name, "key": node.key, "path": "/".join(node.path),
        "number": numbered.get(node.path, ""), "repeat": list(node.repeat), "label": dict(node.label),
        "hint": dict(node.hint), "rules": _rules(node.rules), "appearance": list(node.appearance), "unit": about.unit,
        "statuses": list(about.statuses), "source": about.source, "provenance": about.provenance, "part": about.part,
        "indicator": about.indicator, "known": about.known, "confidential": about.confidential,
        "same_as": _link(about.same_as),
    }  # fmt: skip
    if isinstance(node, Group):
        return {**said, "children": [_node(each, numbered) for each in node.children]}
    return {**said, **_question(node)}


def _what(node: Node) -> str:
    if isinstance(node, Question):
        return "question"
    return "repeat" if node.repeats else "grid" if node.grid is not None else "group"


def _question(node: Question) -> dict[str, Any]:
    return {
        "kind": node.kind, "help": dict(node.help), "choices": node.choices, "cell": list(node.cell),
        "constraint_message": dict(node.constraint_message), "parameters": dict(node.parameters),
    }  # fmt: skip


def _rules(rules: Rules) -> dict[str, str]:
    return {each.name: value for each in fields(rules) if (value := getattr(rules, each.name))}


def _link(link: Link | None) -> dict[str, Any] | None:
    return None if link is None else {"mode": link.mode, "ids": list(link.ids)}


def reference(version: Version) -> dict[str, str]:
    """Which version something is about."""
    return {"id": version.id, "version": version.number, "digest": version.digest}


@lru_cache(maxsize=16)
def mapped(new: Instrument, old: Instrument, language: str) -> dict[str, Any]:
    """The question map between two instruments."""
    found = question_map(new, old)
    return {**found.as_json(), "findings": [as_json(each, language) for each in found.findings]}


@lru_cache(maxsize=16)
def changed(old: Instrument, new: Instrument) -> dict[str, Any]:
    """What changed from one to the other."""
    found = difference(old, new)
    return {"counts": dict(found.counts()), "changes": found.as_json()}


def burden(version: Version, language: str, today: Any) -> dict[str, Any]:
    """How much a version asks, as estimated from declared assumptions."""
    from concord.instrument.burden import meter

    found = meter(version.instrument, today=today, language=language)
    assumptions = [
        {"id": each.id, "figures": _range(each.figures), "reason": each.said(language).text}
        for each in found.assumptions
    ]
    return {
        "instrument": reference(version), "whole": _part(found.whole), "language": language, "note": found.note,
        "sections": [_part(each) for each in found.sections], "assumptions": assumptions,
    }  # fmt: skip


def _part(part: Any) -> dict[str, Any]:
    ranges = ("asked", "share", "minutes", "minutes_alone")
    plain = ("section", "questions", "always", "words", "knowable", "known", "ready")
    return {**{name: getattr(part, name) for name in plain}, **{name: _range(getattr(part, name)) for name in ranges}}


def _range(given: Any) -> dict[str, float]:
    return {name: round(getattr(given, name), 3) for name in ("low", "typical", "high")}
