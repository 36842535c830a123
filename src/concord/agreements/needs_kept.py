"""What is kept of a labour market analysis when a party draws it: its figures of that day, with their inputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, get_args

from concord.agreements import lifecycle_records as read
from concord.agreements.needs_declared import declared
from concord.labour_market.analysis_model import Analysis, Figure, Row, Unit
from concord.labour_market.curves import Standing
from concord.vocabulary.provenance import Input
from concord.vocabulary.text import Text

#: Of whom an analysis that is drawn tells: doctors, nurses and midwives.
DRAWN_FOR = ("221", "222_322")


class HasFigures(Protocol):
    """An analysis, or what was kept of one."""

    def figure(self, id: str) -> Figure | None:
        """One figure by its id, or None where it is not known."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An analysis as it was drawn (record kind ``need.analysis``), or one that a party names without its figures.

    Attributes:
        on: Of which day it is.
        title: What it is called; empty for the one of this installation.
        area: Whose labour market; empty for an invented party.
        link: Where it stands.
        says: What it found, in the words of whoever names it.
        occupations: What it is about, as in the codelist ``occupation``; none for all health personnel.
        figures: Those that questions and proposals read, with the rows they were read from.
        inputs: What went into it, with digests.
    """

    on: date
    title: str = ""
    area: str = ""
    link: str = ""
    figures: tuple[Figure, ...] = ()
    inputs: tuple[Input, ...] = ()
    says: Text = field(default_factory=Text)
    occupations: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether there is more to it than a title and a day: figures, or words on what it found."""
        return bool(self.figures or self.says)

    def covers(self, occupation: str) -> bool:
        """Whether it is about an occupation: one it names, one of a group it names, or any where it names none."""
        named = {part for each in self.occupations for part in each.split("_")}
        wanted = occupation.split("_")
        return not named or all(any(part.startswith(each) for each in named) for part in wanted)

    def figure(self, id: str) -> Figure | None:
        """One figure by its id, or None where it is not known."""
        return next((each for each in self.figures if each.id == id), None)

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "on": self.on.isoformat(), "title": self.title, "area": self.area, "link": self.link,
                "figures": [_figure_json(each) for each in self.figures],
                "inputs": [{"id": each.id, "digest": each.digest, "vintage": each.vintage} for each in self.inputs],
                "says": dict(self.says), "occupations": list(self.occupations),
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Kept:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        return cls(
            read.day(body, "on"), read.word(body, "title", optional=True), read.word(body, "area", optional=True),
            read.word(body, "link", optional=True), tuple(map(_figure, _list(body, "figures"))),
            tuple(Input(each["id"], each["digest"], each.get("vintage", "")) for each in _list(body, "inputs")),
            read.wording(body, "says", optional=True), read.words(body, "occupations"),
        )  # fmt: skip


def keep(analysis: Analysis) -> Kept:
    """What an assessment keeps of an analysis: the figures that questions and proposals read."""
    wanted = {id for each in declared().looked_at for id in each.figures}
    wanted |= {each.figure for rule in declared().proposals for each in rule.when}
    wanted |= {id for rule in declared().proposals for id in (*rule.missing, rule.size)}
    figures = tuple(each for step in analysis.steps for each in step.figures if each.id in wanted)
    return Kept(analysis.as_of, "", analysis.area, "", figures, analysis.inputs, occupations=DRAWN_FOR)


def facts(kept: Iterable[Kept], needed: Iterable[Iterable[str]]) -> dict[str, bool | date | None]:
    """What gates read of a party's analyses and of the occupations of its needs.

    Args:
        kept: Every analysis that the party has drawn or named.
        needed: Of each need its occupations; none for a need that is about all.

    Returns:
        ``analysis-says``: whether any has figures or words on what it found; ``analysis-covers``: whether such an
        analysis is about each occupation that a need names; both None without an analysis. ``analysis-on``: the day of
        the oldest that is needed for that, where each occupation counts with the newest that is about it.
    """
    known, codes = list(kept), sorted({code for each in needed for code in each})
    telling = [each for each in known if each.says_something]
    newest = [max((each.on for each in telling if each.covers(code)), default=None) for code in codes]
    days = [each for each in newest if each is not None]
    last = max((each.on for each in telling), default=None)
    return {
        "analysis-says": bool(telling) if known else None,
        "analysis-covers": None not in newest if telling else None,
        "analysis-on": min(days, default=last),
    }


def uncovered(kept: Iterable[Kept], needed: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Occupations that a need names and that no analysis with figures or words is about."""
    telling = [each for each in kept if each.says_something]
    wanted = sorted({code for each in needed for code in each})
    return tuple(code for code in wanted if not any(each.covers(code) for each in telling))


def _figure_json(figure: Figure) -> dict[str, Any]:
    return read.plain(
        {
            "id": figure.id, "range": read.span_json(figure.range), "unit": figure.unit, "year": figure.year,
            "standing": figure.standing, "at_least": figure.at_least or None,
            "rows": [{"source": each.source, "file": each.file, "row": each.row} for each in figure.rows],
        }
    )  # fmt: skip


def _figure(body: Mapping[str, Any]) -> Figure:
    span = read.span(body, "range")
    if span is None:
        raise read.refusal("range")
    unit = next(each for each in get_args(Unit) if each == read.word(body, "unit", of=get_args(Unit)))
    standing = read.word(body, "standing", of=get_args(Standing))
    return Figure(
        read.word(body, "id"), span, unit, read.year(body, "year"),
        next(each for each in get_args(Standing) if each == standing), body.get("at_least") is True,
        tuple(Row(str(each["source"]), str(each["file"]), int(each["row"])) for each in _list(body, "rows")),
    )  # fmt: skip


def _list(body: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    value = body.get(field) or []
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        raise read.refusal(field, value)
    return value
