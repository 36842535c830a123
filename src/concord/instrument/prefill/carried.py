"""What pre-filling hands back: answers, where each came from, what is offered, what was left and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from concord.instrument.answers import Answers, Value
from concord.instrument.versions.edges import EdgeMode
from concord.instrument.versions.mapping import QuestionMap

Reason = Literal[
    "dropped", "split", "merged", "contradiction", "kind", "unit", "not-an-answer", "choice-gone", "choice-split",
    "not-asked", "unknown-question", "outside",
]  # fmt: skip
Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a carried answer comes from: id and address of the old question, the edge's mode, and the old value."""

    old_id: str
    address: str
    mode: EdgeMode
    value: Value
    partly: bool = False  # some of several choices did not arrive


@dataclass(frozen=True, slots=True)
class Offer:
    """Old answers offered beside a question that was split or merged; ``proposal`` is None where nothing follows."""

    mode: EdgeMode
    old: tuple[Origin, ...]
    proposal: Value | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """An old answer, or part of one, that was not filled in anywhere, and why; ``to``: where it is offered."""

    address: str
    old_id: str
    value: Value
    reason: Reason
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """What arrived.

    Args:
        answers: Answers to begin with, shaped as any answers are.
        origins: By address, where each came from.
        offers: By address, what is offered and not filled in.
        left: What was filled in nowhere, in order of the old instrument.
        map: The map it followed.
    """

    answers: Answers
    origins: Mapping[str, Origin]
    offers: Mapping[str, Offer]
    left: tuple[Left, ...]
    map: QuestionMap
