"""Files of answers as they come in, and the reasons why a question is asked, in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from concord.errors import Invalid
from concord.findings import Findings
from concord.instrument import answers as library_answers
from concord.instrument import words
from concord.instrument.model import Instrument, Node
from concord.instrument.numbering import numbers
from concord_site.reporting.answering import rules

#: How deep a file of answers may be nested.
DEPTH = 12


@dataclass(frozen=True, slots=True)
class Given:
    """The answers of a file, and of which instrument it says they are."""

    answers: Mapping[str, Any]
    instrument: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)


def of_json(content: bytes, *, limit: int) -> Given:
    """A JSON file of answers: bare, or as a trial gives it out.

    Raises:
        Invalid: ``reporting.answers.too-large``, ``reporting.answers.not-json``.
    """
    if len(content) > limit:
        raise Invalid("reporting.answers.too-large", params={"megabytes": limit // 1_000_000})
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_constant=_refused)
    except (ValueError, RecursionError):
        raise Invalid("reporting.answers.not-json") from None
    if not isinstance(found, dict) or _depth(found) > DEPTH:
        raise Invalid("reporting.answers.not-json")
    inner = found.get("answers")
    if isinstance(inner, dict) and isinstance(found.get("instrument"), str):
        reasons = found.get("reasons")
        return Given(inner, found["instrument"], reasons if isinstance(reasons, dict) else {})
    return Given(found)


def normal(instrument: Instrument, given: Mapping[str, Any], language: str) -> tuple[dict[str, Any], Findings]:
    """Answers as typed or written by a program, as the library has them, and what could not be read."""
    found, findings = library_answers.normal(instrument, given, language=language)
    return as_json(found), Findings(findings)


def as_json(given: Mapping[str, Any]) -> dict[str, Any]:
    """Answers of the library in the form of JSON."""
    return dict(library_answers.as_json(given))


def _refused(name: str) -> None:
    raise ValueError(name)


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list) else 0


def reasons(instrument: Instrument, state: rules.State, positional: str, language: str) -> tuple[str, ...]:
    """Why a question is asked, or not, as sentences: one for each condition on the way to it."""
    found = state.why(positional)
    if not found:
        return (_("Everybody is asked this."),)
    return tuple(dict.fromkeys(_sentence(instrument, each, language) for each in found))


def _sentence(instrument: Instrument, reason: Any, language: str) -> str:
    said = _said(instrument, reason.source, reason.node, language)
    if reason.truth:
        return _("Asked because %(condition)s.") % {"condition": said}
    return _("Not asked. It is asked if %(condition)s.") % {"condition": said}


@lru_cache(maxsize=2048)
def _said(instrument: Instrument, source: str, node: Node, language: str) -> str:
    return words.say(source, instrument, language, node=node, numbers=numbers(instrument)).rstrip(".")
