"""Objectives of an agreement under four goals, for both countries, with an indicator each where one exists.

Public face: :func:`goals`, :func:`objectives`, :class:`Chosen`, :func:`check`. The goals are workforce sustainability,
universal health coverage, health security and worker welfare. An objective that nobody can count says so.

Source: Code, articles 3.1, 3.6, 4.5, 5.1, 5.4; ``data/agreements/objectives.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.agreements import lifecycle_records as read
from concord.agreements.parties import SIDES, Side
from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.findings import Finding, Findings, Place
from concord.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal, with the paragraphs of the Code behind it."""

    id: str
    label: Text
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Objective:
    """A declared objective of one side; ``indicator`` is empty where ``no_indicator`` says why."""

    id: str
    goal: str
    side: Side
    label: Text
    indicator: str
    no_indicator: Text


@dataclass(frozen=True, slots=True)
class Chosen:
    """An objective as the parties set it (record kind ``objective``).

    Attributes:
        id: The record's key.
        goal: Under which goal.
        side: For which country.
        statement: In the parties' words.
        declared: Id of the declared objective it was taken from; empty for one of their own.
        indicator: ``data-set/…`` or ``agreement/…``; empty where none exists.
        no_indicator: Why there is none.
    """

    id: str
    goal: str
    side: Side
    statement: Text
    declared: str = ""
    indicator: str = ""
    no_indicator: Text = field(default_factory=Text)

    @classmethod
    def of(cls, objective: Objective, *, id: str) -> Chosen:
        """A declared objective, taken over as it stands."""
        return cls(
            id, objective.goal, objective.side, objective.label, objective.id, objective.indicator,
            objective.no_indicator,
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "id": self.id, "goal": self.goal, "side": self.side, "statement": dict(self.statement),
                "declared": self.declared, "indicator": self.indicator, "no_indicator": dict(self.no_indicator),
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Chosen:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        side: Side = "origin" if read.word(body, "side", of=SIDES) == "origin" else "destination"
        return cls(
            read.word(body, "id"), read.word(body, "goal", of=goals()), side, read.wording(body, "statement"),
            read.word(body, "declared", optional=True), read.word(body, "indicator", optional=True),
            read.wording(body, "no_indicator", optional=True),
        )  # fmt: skip


def goals() -> Mapping[str, Goal]:
    """The four goals by id, in declared order."""
    return _declared(packs.find("agreements/objectives.yaml"))[0]


def objectives(*, goal: str = "", side: str = "") -> tuple[Objective, ...]:
    """The declared objectives in order, of one goal or one side if asked."""
    known = _declared(packs.find("agreements/objectives.yaml"))[1]
    return tuple(each for each in known if goal in ("", each.goal) and side in ("", each.side))


@lru_cache(maxsize=4)
def _declared(path: Path) -> tuple[Mapping[str, Goal], tuple[Objective, ...]]:
    declared = read_yaml(path)
    known = {each["id"]: Goal(each["id"], Text(each["label"]), tuple(each["articles"])) for each in declared["goals"]}
    listed = tuple(
        Objective(
            each["id"], each["goal"], each["side"], Text(each["label"]), each.get("indicator", ""),
            Text(each.get("no_indicator")),
        )
        for each in declared["objectives"]
    )  # fmt: skip
    return known, listed


def check(chosen: Iterable[Chosen]) -> Findings:
    """What the objectives of an agreement leave out.

    Returns:
        Soft: ``agreements.objective.no-goal`` for a goal and side without an objective,
        ``agreements.objective.no-indicator`` for one with neither an indicator nor a reason.
    """
    listed = tuple(chosen)
    set_for = {(each.goal, each.side) for each in listed}
    found = [
        Finding(
            "agreements.objective.no-goal", "soft", Place(item=f"{goal.id}/{side}"), source=f"art:{goal.articles[0]}"
        )
        for goal in goals().values()
        for side in SIDES
        if (goal.id, side) not in set_for
    ]
    found.extend(
        Finding("agreements.objective.no-indicator", "soft", Place(item=each.id))
        for each in listed
        if not each.indicator and not each.no_indicator
    )
    return Findings(found)
