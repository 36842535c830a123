"""What an indicator is, what it is computed from, and what a result carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import NotFound
from concord.vocabulary.provenance import Provenance
from concord.vocabulary.structures import Table
from concord.vocabulary.text import Text

if TYPE_CHECKING:
    import polars as pl

Status = Literal["normal", "estimated", "provisional", "break", "difference", "missing", "not-applicable", "suppressed"]
MovementKind = Literal["graduates", "entered", "retired", "died", "left", "emigrated"]


@dataclass(frozen=True, slots=True)
class Taken:
    """How the answer to a question that feeds an indicator is taken.

    Args:
        question: Id of the question; it names the indicator itself (``x_indicator``).
        occupation: Whom its number counts.
        year_of: The question whose date says of which year it is.
    """

    question: str
    occupation: str
    year_of: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A declared indicator (``data/indicators/<id>.yaml``).

    ``method`` names a function of :mod:`concord.indicators.compute`; ``needs`` the structures it reads; ``params`` what
    the declaration sets (occupations, factor, least share, list edition). ``answers`` says which answers of national
    reports give its value where no table does. ``formula`` is how the value follows from its parts, ``version`` that of
    the declaration, ``needed`` what a country would have to publish where nothing is known.
    """

    id: str
    title: Text
    unit: str
    method: str
    needs: tuple[str, ...]
    params: Mapping[str, Any] = field(hash=False)
    definition: Text = field(default_factory=Text)
    articles: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    decimals: int = 1
    answers: tuple[Taken, ...] = ()
    formula: str = ""
    version: str = "1"
    needed: Text = field(default_factory=Text)
    declared_in: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class RowRef:
    """One row of a publisher's file that went into a result."""

    source: str
    file: str
    row: int


@dataclass(frozen=True, slots=True)
class Result:
    """One computed value with everything needed to follow it.

    ``value`` is None exactly when ``status`` is missing, not-applicable or suppressed. ``parts`` are the sums it was
    made from, by name (persons, unless the name says otherwise); ``at_least`` marks a sum over pairs of which some were
    not published.

    ``low`` and ``high`` bound the value where it is an estimate or where something is not known: None on a side means
    that no bound is told there; both None, that the value is one count and carries no range. Bounds may stand without a
    value.
    """

    indicator: str
    area: str
    year: int
    value: float | None
    unit: str
    status: Status
    occupation: str = ""
    parts: Mapping[str, float] = field(default_factory=dict, hash=False)
    rows: tuple[RowRef, ...] = ()
    note: str = ""
    at_least: bool = False
    low: float | None = None
    high: float | None = None

    @property
    def has_range(self) -> bool:
        """Whether a bound is told."""
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class Movement:
    """How many joined or left an occupation in a year, as a country, a study or a declared assumption says.

    No public table holds these for most countries; whoever hands them over names where they stand. ``low`` and ``high``
    bound an assumption; both are ``persons`` for a count.

    Args:
        kind: ``graduates`` (who finished training), ``entered`` (of these, who entered practice), or a way out:
            ``retired``, ``died``, ``left`` (the occupation), ``emigrated``.
        status: ``normal`` for a count, ``estimated`` for an assumption.
    """

    area: str
    year: int
    occupation: str
    kind: MovementKind
    persons: float
    row: RowRef
    low: float | None = None
    high: float | None = None
    status: Status = "normal"

    @property
    def least(self) -> float:
        """The lower bound."""
        return self.persons if self.low is None else self.low

    @property
    def most(self) -> float:
        """The upper bound."""
        return self.persons if self.high is None else self.high


@dataclass(frozen=True, slots=True)
class Told:
    """A number that a country's published report gives for an indicator; ``row`` names report, digest and question."""

    indicator: str
    area: str
    year: int
    occupation: str
    value: float
    row: RowRef


@dataclass(frozen=True, slots=True)
class Facts:
    """Tables by structure, and membership of the lists in force, as values.

    ``lists`` maps an edition ("2023") to its areas; ``as_of`` is the day the facts were gathered for; ``told`` holds
    what published reports say of indicators; ``movements`` who joined and left occupations, where somebody knows.
    """

    tables: Mapping[str, Table]
    lists: Mapping[str, frozenset[str]]
    as_of: date
    provenance: Provenance = field(default_factory=Provenance)
    told: tuple[Told, ...] = ()
    movements: tuple[Movement, ...] = ()

    def frame(self, structure: str) -> pl.DataFrame:
        """The frame of one structure, empty (with its columns) where no table of it was gathered."""
        from concord.vocabulary.structures import table

        found = self.tables.get(structure)
        return (found or table(structure)).frame


def _text(declared: object) -> Text:
    return Text({"en": declared}) if isinstance(declared, str) else Text(declared or {})  # type: ignore[arg-type]


def _indicator(declared: Mapping[str, Any], path: str = "") -> Indicator:
    return Indicator(
        id=declared["id"],
        title=_text(declared["title"]),
        unit=declared["unit"],
        method=declared["method"],
        needs=tuple(declared["needs"]),
        params=dict(declared.get("params") or {}),
        definition=_text(declared.get("definition")),
        articles=tuple(declared.get("articles") or ()),
        sources=tuple(declared.get("sources") or ()),
        decimals=declared.get("decimals", 1),
        answers=tuple(Taken(**each) for each in declared.get("answers") or ()),
        formula=declared.get("formula") or "",
        version=str(declared.get("version") or "1"),
        needed=_text(declared.get("needed")),
        declared_in=path,
    )


@lru_cache(maxsize=1)
def indicators() -> Mapping[str, Indicator]:
    """All declared indicators by id."""
    declared = (_indicator(read_yaml(path), str(path)) for path in packs.each("indicators"))
    return {each.id: each for each in declared}


def indicator(id: str) -> Indicator:
    """One declared indicator.

    Raises:
        NotFound: ``indicators.indicator.unknown``.
    """
    try:
        return indicators()[id]
    except KeyError:
        raise NotFound("indicators.indicator.unknown", params={"id": id, "known": ", ".join(indicators())}) from None
