"""Mid-term and final evaluation: a verdict on each objective with its reason, recommendations, and lessons.

Public face: :class:`Evaluation`, :class:`Verdict`, :class:`Recommendation`, :class:`Lesson` (record bodies),
:func:`check`. People judge; the program only says where a verdict and the figures contradict each other.

Source: Code, articles 5.1, 5.2; objectives under workforce sustainability, universal health coverage, health security
and worker welfare (``data/agreements/objectives.yaml``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from concord.agreements import lifecycle_records as read
from concord.agreements.monitoring import Row
from concord.agreements.objectives import Chosen
from concord.agreements.plan import WHOSE, Whose, is_public, whose, yes
from concord.findings import Finding, Findings, Place
from concord.vocabulary.text import Text

Kind = Literal["mid-term", "final"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Said = Literal["achieved", "partly", "not-achieved", "cannot-tell"]
SAID: tuple[Said, ...] = get_args(Said)
Outcome = Literal["continue", "amend", "renew", "replace", "end", "open"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
CODE = "agreements.evaluation"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evaluators say of one objective, and why."""

    objective: str
    said: Said
    because: Text = field(default_factory=Text)

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return read.plain({"objective": self.objective, "said": self.said, "because": dict(self.because)})

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Verdict:
        """Read it.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        said = read.word(body, "said", of=SAID)
        return cls(read.word(body, "objective"), next(each for each in SAID if each == said),
                   read.wording(body, "because", optional=True))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the evaluators advise, and to whom."""

    text: Text
    to: Whose = "both"

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {"text": dict(self.text), "to": self.to}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Recommendation:
        """Read it.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        return cls(read.wording(body, "text"), whose(body, "to"))


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One evaluation (record kind ``evaluation``).

    Attributes:
        kind: In the middle of the agreement or at its end.
        since, until: What it looks at.
        evaluators: Who evaluated, as written.
        is_independent: Whether they belong to neither party.
        summary: In a few sentences.
        outcome: What they advise to do with the agreement.
    """

    id: str
    kind: Kind
    since: date
    until: date
    evaluators: str = ""
    is_independent: bool = False
    summary: Text = field(default_factory=Text)
    verdicts: tuple[Verdict, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    outcome: Outcome = "open"
    is_public: bool = True

    def verdict(self, objective: str) -> Verdict | None:
        """What was said of one objective."""
        return next((each for each in self.verdicts if each.objective == objective), None)

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "id": self.id, "kind": self.kind, "since": self.since.isoformat(), "until": self.until.isoformat(),
                "evaluators": self.evaluators, "independent": "yes" if self.is_independent else "no",
                "summary": dict(self.summary), "verdicts": [each.to_json() for each in self.verdicts],
                "recommendations": [each.to_json() for each in self.recommendations], "outcome": self.outcome,
                "public": "yes" if self.is_public else "no",
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Evaluation:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        kind = read.word(body, "kind", of=KINDS)
        outcome = read.word(body, "outcome", of=OUTCOMES, optional=True) or "open"
        return cls(
            read.word(body, "id"), next(each for each in KINDS if each == kind), read.day(body, "since"),
            read.day(body, "until"), read.word(body, "evaluators", optional=True), yes(body, "independent"),
            read.wording(body, "summary", optional=True),
            tuple(Verdict.from_json(each) for each in body.get("verdicts") or ()),
            tuple(Recommendation.from_json(each) for each in body.get("recommendations") or ()),
            next(each for each in OUTCOMES if each == outcome), is_public(body),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lesson:
    """What others may learn (record kind ``lesson``): what happened, and what to do likewise or otherwise.

    Attributes:
        phase: Of the life of an agreement in which it was learnt (``data/agreements/phases.yaml``).
        about: What it is about: an element of the catalogue, an indicator, or words.
        whose: Who learnt it.
    """

    id: str
    title: Text
    happened: Text
    advice: Text
    phase: str = ""
    about: str = ""
    whose: Whose = "both"
    on: date | None = None
    is_public: bool = False

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "id": self.id, "title": dict(self.title), "happened": dict(self.happened),
                "advice": dict(self.advice), "phase": self.phase, "about": self.about, "whose": self.whose,
                "on": self.on.isoformat() if self.on else "", "public": "yes" if self.is_public else "no",
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Lesson:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        return cls(
            read.word(body, "id"), read.wording(body, "title"), read.wording(body, "happened"),
            read.wording(body, "advice"), read.word(body, "phase", optional=True),
            read.word(body, "about", optional=True), whose(body, "whose"), read.day_or_none(body, "on"),
            is_public(body, usual="no"),
        )  # fmt: skip


def check(
    evaluation: Evaluation,
    *,
    objectives: Iterable[Chosen],
    rows: Iterable[Row] = (),
    has_survey: bool = False,
    today: date,
) -> Findings:
    """What an evaluation lacks, and where its verdicts and the figures do not fit.

    Returns:
        Hard: ``agreements.evaluation.order``, ``agreements.evaluation.unknown-objective``. Soft:
        ``agreements.evaluation.no-verdict``, ``agreements.evaluation.no-reason``,
        ``agreements.evaluation.contradicts`` (achieved, and the indicator's target was missed; or not achieved, and it
        was met), ``agreements.evaluation.disputed`` (achieved, and the parties' figures dispute it),
        ``agreements.evaluation.workers-not-asked``. Note: ``agreements.evaluation.not-independent``,
        ``agreements.evaluation.no-objectives``, ``agreements.evaluation.to-come``.
    """
    listed = tuple(objectives)
    found: list[Finding] = []
    if evaluation.until < evaluation.since:
        found.append(_finding("order", "hard"))
    if evaluation.until > today:
        found.append(_finding("to-come", "note", until=evaluation.until.isoformat()))
    if not listed:
        found.append(_finding("no-objectives", "note"))
    if not has_survey:
        found.append(_finding("workers-not-asked", "soft"))
    if not evaluation.is_independent:
        found.append(_finding("not-independent", "note"))
    known = {each.id for each in listed}
    found += [_finding("unknown-objective", "hard", each.objective) for each in evaluation.verdicts
              if each.objective not in known]  # fmt: skip
    standing = {f"agreement/{row.indicator.id}": row.standing for row in rows if not row.of}
    for objective in listed:
        found += _of_objective(
            objective, evaluation.verdict(objective.id), standing.get(objective.indicator, "unknown")
        )
    return Findings(found)


def _of_objective(objective: Chosen, verdict: Verdict | None, standing: str) -> list[Finding]:
    if verdict is None:
        return [_finding("no-verdict", "soft", objective.id)]
    found = [] if verdict.because else [_finding("no-reason", "soft", objective.id)]
    if (verdict.said, standing) in {("achieved", "missed"), ("not-achieved", "met")}:
        found.append(_finding("contradicts", "soft", objective.id, indicator=objective.indicator))
    if verdict.said == "achieved" and standing == "disputed":
        found.append(_finding("disputed", "soft", objective.id, indicator=objective.indicator))
    return found


def _finding(reason: str, level: Literal["hard", "soft", "note"], item: str = "", **params: object) -> Finding:
    return Finding(f"{CODE}.{reason}", level, Place(item=item or None), params, source="art:5.1")


__all__ = [
    "KINDS", "OUTCOMES", "SAID", "WHOSE", "Evaluation", "Lesson", "Recommendation", "Verdict", "check",
]  # fmt: skip
