"""What one side of an agreement needs: the picture that its labour market analysis gives, and needs stated by people.

Public face: :func:`picture`, :func:`proposals`, :func:`keep`, :class:`Need`, :class:`Evidence`, :func:`check`.
Figures propose; people state. What the analysis does not know is shown as not known; a need without evidence, size,
year or owner is not complete.

Source: Code, articles 3.6, 5.4, 5.6; ``data/agreements/needs.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from concord.agreements import lifecycle_records as read
from concord.agreements.needs_declared import Area, LookedAt, Proposal, areas, declared
from concord.agreements.needs_kept import HasFigures, Kept, keep
from concord.agreements.parties import SIDES, Side
from concord.findings import Finding, Findings, Place
from concord.labour_market.analysis_model import Figure
from concord.labour_market.curves import Range
from concord.vocabulary.text import Text

__all__ = [
    "Area",
    "Drawn",
    "Evidence",
    "HasFigures",
    "Kept",
    "LookedAt",
    "Need",
    "Pictured",
    "Proposal",
    "areas",
    "check",
    "declared",
    "is_complete",
    "keep",
    "picture",
    "proposals",
]


@dataclass(frozen=True, slots=True)
class Pictured:
    """One question of the picture: the figures that answer it, in declared order; none where nothing is known."""

    asked: LookedAt
    figures: tuple[Figure, ...]

    @property
    def is_known(self) -> bool:
        """Whether anything answers it."""
        return bool(self.figures)


def picture(of: HasFigures | None) -> tuple[Pictured, ...]:
    """What a labour market analysis says of each question; every question stands there, known or not.

    Args:
        of: The analysis of the side's country, or what was kept of one; None where there is none.
    """
    return tuple(Pictured(each, _figures(of, each.figures)) for each in declared().looked_at)


def _figures(of: HasFigures | None, ids: tuple[str, ...]) -> tuple[Figure, ...]:
    if of is None:
        return ()
    return tuple(figure for figure in (of.figure(id) for id in ids) if figure is not None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a need rests on: a figure of the analysis, or a document that somebody names.

    Attributes:
        source: ``analysis`` or what the document is called.
        figure: Id of the analysis's figure, where it is one.
        value: With its bounds; None where it is words alone.
        unit: What the value counts.
        year: Of which year.
        link: Where the document stands.
        at_least: Whether something may be missing from the value.
    """

    source: str
    figure: str = ""
    value: Range | None = None
    unit: str = ""
    year: int | None = None
    link: str = ""
    at_least: bool = False

    @classmethod
    def of(cls, figure: Figure) -> Evidence:
        """A figure of a labour market analysis as evidence."""
        return cls(
            "analysis", figure.id, figure.range, figure.unit, figure.year, at_least=figure.at_least
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """Part of the record's body."""
        return read.plain(
            {
                "source": self.source, "figure": self.figure, "value": read.span_json(self.value), "unit": self.unit,
                "year": self.year, "link": self.link, "at_least": self.at_least or None,
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Evidence:
        """Read a part of a record's body.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        return cls(
            read.word(body, "source"), read.word(body, "figure", optional=True), read.span(body, "value"),
            read.word(body, "unit", optional=True), read.year(body, "year"), read.word(body, "link", optional=True),
            body.get("at_least") is True,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Need:
    """One need of one side (record kind ``need``).

    Attributes:
        id: The record's key.
        side: Whose.
        area: Education, distribution and so on.
        statement: What is needed, in one sentence.
        evidence: What it rests on.
        size: How much, in ``unit``; None where it cannot be said.
        year: By or of which year.
        owner: Who answers for it.
        priority: 1 first, 2 next, 3 later.
        occupations: ISCO-08 codes as in the codelist ``occupation``; none for all.
        objective: Id of the objective that it serves (:mod:`concord.agreements.objectives`).
        no_clause: Why no clause of the text is to meet it; empty where one should.
    """

    id: str
    side: Side
    area: str
    statement: Text
    evidence: tuple[Evidence, ...] = ()
    size: Range | None = None
    unit: str = ""
    year: int | None = None
    owner: str = ""
    priority: int = 2
    occupations: tuple[str, ...] = ()
    objective: str = ""
    no_clause: str = ""

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "id": self.id, "side": self.side, "area": self.area, "statement": dict(self.statement),
                "evidence": [each.to_json() for each in self.evidence], "size": read.span_json(self.size),
                "unit": self.unit, "year": self.year, "owner": self.owner, "priority": self.priority,
                "occupations": list(self.occupations), "objective": self.objective, "no_clause": self.no_clause,
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Need:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        side: Side = "origin" if read.word(body, "side", of=SIDES) == "origin" else "destination"
        priority = body.get("priority", 2)
        if priority not in (1, 2, 3) or isinstance(priority, bool):
            raise read.refusal("priority", priority)
        evidence = body.get("evidence") or []
        if not isinstance(evidence, list) or not all(isinstance(each, Mapping) for each in evidence):
            raise read.refusal("evidence", evidence)
        return cls(
            read.word(body, "id"), side, read.word(body, "area", of=areas()), read.wording(body, "statement"),
            tuple(Evidence.from_json(each) for each in evidence), read.span(body, "size"),
            read.word(body, "unit", optional=True), read.year(body, "year"), read.word(body, "owner", optional=True),
            priority, read.words(body, "occupations"), read.word(body, "objective", optional=True),
            read.word(body, "no_clause", optional=True),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawn:
    """A need that figures propose: the rule, the figures that raised it, and the size that they give."""

    rule: Proposal
    figures: tuple[Figure, ...]
    size: Figure | None

    def need(self, *, id: str, side: Side) -> Need:
        """The draft that a person may take over, change or leave."""
        size = self.size
        shown = (*self.figures, *((size,) if size is not None and size not in self.figures else ()))
        evidence = tuple(Evidence.of(each) for each in shown)
        return Need(
            id, side, self.rule.area, self.rule.statement, evidence,
            None if size is None else size.range, "" if size is None else size.unit,
            None if size is None else size.year,
        )  # fmt: skip


def proposals(of: HasFigures | None) -> tuple[Drawn, ...]:
    """The needs that an analysis proposes, in declared order; none where there is no analysis."""
    if of is None:
        return ()
    return tuple(drawn for drawn in (_drawn(of, rule) for rule in declared().proposals) if drawn is not None)


def _drawn(of: HasFigures, rule: Proposal) -> Drawn | None:
    if rule.missing:
        return Drawn(rule, (), None) if not any(of.figure(id) for id in rule.missing) else None
    if not all(each.is_met(of.figure(each.figure)) for each in rule.when):
        return None
    figures = _figures(of, tuple(each.figure for each in rule.when))
    return Drawn(rule, figures, of.figure(rule.size) if rule.size else None)


def check(need: Need, *, today: date | None = None) -> Findings:
    """What a need lacks to be one that can be negotiated: evidence, size, year, owner; a size without a unit.

    Args:
        need: The need.
        today: Where given, evidence older than ten years is noted.
    """
    place = Place(item=need.id)
    lacking = {
        "evidence": not need.evidence, "size": need.size is None, "year": need.year is None,
        "owner": not need.owner.strip(),
    }  # fmt: skip
    found = [Finding(f"agreements.need.no-{part}", "soft", place) for part, lacks in lacking.items() if lacks]
    if need.size is not None and not need.unit:
        found.append(Finding("agreements.need.no-unit", "soft", place))
    for each in need.evidence:
        if today is not None and each.year is not None and each.year < today.year - 10:
            found.append(Finding("agreements.need.old-evidence", "note", place, {"year": each.year}))
    return Findings(found)


def is_complete(need: Need) -> bool:
    """Whether nothing is lacking."""
    return not check(need).soft
