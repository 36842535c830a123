"""What is told of countries and their figures, as values: one line a country, sums, targets; narrowed and in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from concord.reporting.voice import sort_key
from concord.vocabulary.text import Wording
from concord_site.mds.due import Called

#: The tables of the data set (T1 to T6 of the aggregate tables): what completeness is counted over.
TABLES = (
    "mds-stock-by-training", "mds-inflow-by-training", "mds-totals", "mds-stock-by-birth", "mds-stock-by-nationality",
    "mds-outflow",
)  # fmt: skip
STATES = ("confirmed", "draft", "withdrawn", "none")


@dataclass(frozen=True, slots=True)
class Piece:
    """A confirmed delivery that stands on the day."""

    pk: Any
    subject: str
    round: str
    years: Mapping[str, tuple[int, ...]]  # structure → years
    confirmed_on: dt.date
    soft: int
    notes: int
    explained: int
    source: str
    is_example: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One country."""

    area: str
    name: Wording
    region: str
    state: str
    pieces: tuple[Piece, ...] = ()
    has_draft: bool = False
    questions: int = 0  # that are not settled
    waiting: int = 0  # of these, those that wait for the country
    is_member: bool = True
    called: tuple[Called, ...] = ()  # what rounds ask, and when it came

    @property
    def days_late(self) -> int:
        """Days since the day by which figures were asked for that have not come; 0 where none are missing."""
        return max((each.days_late for each in self.called if each.is_missing), default=0)

    @property
    def structures(self) -> tuple[str, ...]:
        """The tables that stand, those of the data set first."""
        there = {id for each in self.pieces for id in each.years}
        return (*(id for id in TABLES if id in there), *sorted(there - set(TABLES)))

    @property
    def tables(self) -> int:
        """How many of the tables of the data set stand."""
        return sum(id in TABLES for id in self.structures)

    @property
    def percent(self) -> int:
        """The share of the tables of the data set that stand."""
        return round(100 * self.tables / len(TABLES))

    @property
    def years(self) -> tuple[int, ...]:
        """The years of which there are figures."""
        return tuple(sorted({year for each in self.pieces for held in each.years.values() for year in held}))

    @property
    def confirmed_on(self) -> dt.date | None:
        """When the newest was confirmed."""
        return max((each.confirmed_on for each in self.pieces), default=None)

    @property
    def explained(self) -> int:
        """Explanations that go with the figures."""
        return sum(each.explained for each in self.pieces)

    @property
    def found(self) -> int:
        """What was found and stands explained, or is to be known."""
        return sum(each.soft + each.notes for each in self.pieces)

    @property
    def sources(self) -> tuple[str, ...]:
        """Observatories that brought some of it."""
        return tuple(dict.fromkeys(each.source for each in self.pieces if each.source))

    @property
    def is_example(self) -> bool:
        """Whether something here is invented."""
        return any(each.is_example for each in self.pieces)


@dataclass(frozen=True, slots=True)
class Sum:
    """Member States with figures that stand, of all: of a region, or together."""

    id: str
    name: str
    count: int
    of: int

    @property
    def percent(self) -> float:
        """The share, in percent."""
        return 100 * self.count / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A target of the plan, for as many Member States as there are on the day."""

    id: str
    percent: int
    by: dt.date
    needed: int
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What a round asks of the Member States that are followed."""

    round: str
    first: dt.date  # the first and the last day by which figures are asked for: a country may have been given more time
    last: dt.date
    of: int
    came: int
    late: int
    href: str = ""
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """All that somebody follows, on a day."""

    as_of: dt.date
    lines: tuple[Line, ...]
    others: tuple[Line, ...]  # areas that are no Member State: shown after the others, counted nowhere
    regions: tuple[Sum, ...]
    whole: Sum
    targets: tuple[Wanted, ...]
    rounds: tuple[Asked, ...] = ()  # each round that asks: of how many, how many have sent, how many are late
    is_part: bool = False
    states: Mapping[str, int] = field(default_factory=dict)
    known_years: tuple[int, ...] = ()
    known_rounds: tuple[str, ...] = ()


# ---- narrowing and order ---------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the table is narrowed to; empty words leave everything."""

    region: str = ""
    state: str = ""
    structure: str = ""
    only: str = ""
    words: str = ""

    def fits(self, line: Line) -> bool:
        """Whether a line is shown."""
        return (
            (not self.region or line.region == self.region)
            and (not self.state or line.state == self.state)
            and (not self.structure or self.structure in line.structures)
            and (not self.only or ONLY[self.only](line))
            and (not self.words or _folded(self.words) in _folded(f"{line.name.text} {line.area}"))
        )


def _folded(text: str) -> str:
    return str(sort_key(text, "en")[0])


ONLY = {
    "questions": lambda line: line.questions > 0, "waiting": lambda line: line.waiting > 0,
    "draft": lambda line: line.has_draft, "incomplete": lambda line: 0 < line.tables < len(TABLES),
    "observatory": lambda line: bool(line.sources), "late": lambda line: line.days_late > 0,
}  # fmt: skip
SORTS = {
    "name": lambda line: 0,
    "state": lambda line: STATES.index(line.state),
    "tables": lambda line: -line.tables,
    "confirmed": lambda line: -(line.confirmed_on or dt.date.min).toordinal(),
    "questions": lambda line: -line.questions,
    "explained": lambda line: -line.explained,
    "late": lambda line: -line.days_late,
}


def narrowed(found: Watch, wanted: Narrowing, sort: str = "name") -> tuple[Line, ...]:
    """The lines that fit, in order: by name where two are alike; areas that are no Member State come last."""
    key = SORTS.get(sort, SORTS["name"])
    return tuple(each for lines in (found.lines, found.others) for each in sorted(filter(wanted.fits, lines), key=key))
