"""Everything a report is composed from, as values: who gathers them decides what the report can say.

Nothing here is optional in the sense of forgotten: what is not known is ``None``, and the report says so in words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from concord.reporting.numbers import Numbers
from concord.vocabulary.provenance import Provenance
from concord.vocabulary.text import Wording, wording

if TYPE_CHECKING:
    from concord.indicators.targets import Judged
    from concord.reporting.coding.counting import Counts
    from concord.reporting.rounds import Round
    from concord.reporting.told import Answers


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared wording of another room: its id there, the English, and the catalogue that translates it."""

    id: str
    words: str
    domain: str

    def said(self, language: str) -> Wording:
        """The wording in one language, visibly English where it is not translated."""
        return wording(self.domain, self.id, self.words, language)


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One deliverable of a plan: whole US$ by year and in all; ``row`` is its place in the declared file."""

    title: Declared
    by_year: Mapping[int, int]
    total_usd: int
    row: int

    def __hash__(self) -> int:
        return hash((self.title, self.total_usd))


@dataclass(frozen=True, slots=True)
class Budget:
    """A plan's budget in whole US$, rows and columns adding up."""

    lines: tuple[BudgetLine, ...]
    by_year: Mapping[int, int]
    total_usd: int
    source: str
    licence: str
    file: str

    def __hash__(self) -> int:
        return hash((self.lines, self.total_usd))


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with its results: the objectives by id, every target judged, the budget."""

    title: str
    document: str
    link: str
    objectives: Mapping[str, Declared]
    judged: tuple[Judged, ...]
    budget: Budget | None = None

    def __hash__(self) -> int:
        return hash((self.title, self.judged))


@dataclass(frozen=True, slots=True)
class Listing:
    """One edition of the list of countries with critical shortages; ``verification`` is that of its names."""

    edition: str
    areas: frozenset[str]
    verification: str
    source: str


@dataclass(frozen=True, slots=True)
class Reported:
    """What one Member State did in a round: ``sent`` a report, named an ``authority``; None is not known here.

    ``reference`` is what its published report is cited by, and ``link`` where it is read, with ``{language}`` for the
    language of the reader; both are empty where nothing is published here.
    """

    sent: bool | None = None
    authority: bool | None = None
    sent_on: dt.date | None = None
    reference: str = ""
    link: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known on ``as_of``, for a report on one round.

    Attributes:
        round: The id of the round reported on ("2024").
        rounds: All declared rounds, oldest first.
        numbers: Fact tables and indicator results.
        listings: Editions of the safeguards list published by ``as_of``, oldest first.
        answers: What the published reports of the round say, or None; generated answers mark the whole report.
        coded: Counts of published free-text answers of the round that are coded, by use (``national`` …).
        reported: By round and area; a round that is absent, or an area absent from it, is not known here.
        plan: The strategy with its results, or None.
        basis: ``declared`` facts alone, or with those of a site's ``database``.
        provenance: Every input with its digest.
    """

    round: str
    as_of: dt.date
    rounds: tuple[Round, ...]
    numbers: Numbers = field(default_factory=Numbers)
    listings: tuple[Listing, ...] = ()
    reported: Mapping[str, Mapping[str, Reported]] = field(default_factory=dict)
    answers: Answers | None = None
    coded: Mapping[str, Counts] = field(default_factory=dict)
    plan: Plan | None = None
    basis: Literal["declared", "database"] = "declared"
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def is_generated(self) -> bool:
        """Whether anything in it was made up by a program."""
        told = self.answers is not None and self.answers.is_example
        return told or any(each.is_example for each in self.coded.values())

    @property
    def listing(self) -> Listing | None:
        """The edition in force."""
        return self.listings[-1] if self.listings else None

    def is_listed(self, area: str) -> bool:
        """Whether the edition in force names the area."""
        return self.listing is not None and area in self.listing.areas
