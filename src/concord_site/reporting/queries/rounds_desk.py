"""The desk of a round: every country's line, counts by state and region, the course of the round, what is near."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from concord.errors import NotFound
from concord.reporting import places, standing
from concord.reporting.rounds import rounds as declared_rounds
from concord.reporting.standing import Happened, Standing, State
from concord.reporting.standing_known import Earlier, earlier
from concord.reporting.voice import sort_key
from concord.vocabulary import areas
from concord.vocabulary.text import Wording
from concord_site.reporting.models.rounds import Participation, Round
from concord_site.reporting.queries import rounds, rounds_letters
from concord_site.reporting.queries.rounds_letters import Informed

SOON_DAYS = 7
#: Steps whose course can be shown, in the order of the choice.
COURSES = ("designated", "started", "submitted", "accepted", "published")


@dataclass(frozen=True, slots=True)
class Line:
    """One country on the desk."""

    area: str
    name: Wording
    region: str
    standing: Standing
    language: str = "en"
    is_extended: bool = False
    is_extension_near: bool = False
    informed: Informed | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A region on the desk."""

    id: str
    name: str
    lines: tuple[Line, ...]

    @property
    def in_count(self) -> int:
        """Reports that are in."""
        return sum(each.standing.is_in for each in self.lines)

    @property
    def reached(self) -> dict[str, int]:
        """Countries that ever reached each step."""
        return standing.reached(each.standing for each in self.lines)


@dataclass(frozen=True)
class Desk:
    """A round on a day, as far as one person follows it.

    Attributes:
        lines: Member States in order of name; ``invented``: areas that are none, never counted.
        happened: Steps, for courses.
        is_part: Whether the person follows some of the countries only.
    """

    round: Round
    as_of: dt.date
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]
    invented: tuple[Line, ...]
    happened: tuple[Happened, ...]
    is_part: bool = False
    known: tuple[Earlier, ...] = ()
    states: dict[State, int] = field(default_factory=dict)
    reached: dict[str, int] = field(default_factory=dict)

    @property
    def in_count(self) -> int:
        """Reports that are in."""
        return sum(each.standing.is_in for each in self.lines)

    @property
    def near(self) -> int:
        """Countries whose extension ends within a week."""
        return sum(each.is_extension_near for each in self.lines)

    @property
    def late(self) -> tuple[Line, ...]:
        """Countries whose report has not come although its day has passed, longest first."""
        waiting = [each for each in self.lines if each.standing.is_late and not each.standing.is_in]
        return tuple(sorted(waiting, key=lambda each: each.standing.days_left or 0))

    @property
    def informed(self) -> int:
        """Member States that were told something, by the record of being informed."""
        return sum(each.informed is not None for each in self.lines)

    @property
    def acknowledged(self) -> int:
        """Member States that have acknowledged something they were told."""
        return sum(each.informed is not None and each.informed.acknowledged_on is not None for each in self.lines)

    def course(self, step: str, *, every: int = 1) -> tuple[tuple[dt.date, int], ...]:
        """How many of the countries had reached a step, day by day since the round opened."""
        codes = [each.area for each in self.lines]
        first = min(self.round.opens_on, self.as_of)
        return standing.curve(self.happened, step, areas=codes, first=first, last=self.as_of, every=every)

    def earlier(self, step: str) -> tuple[Earlier, ...]:
        """What is known of earlier rounds for a step; only for who follows all countries, for counts are of all."""
        return () if self.is_part else earlier(step, declared_rounds(), before=int(self.round.year))


def desk(round: Round, by: Any, *, as_of: dt.date, language: str) -> Desk:
    """The desk of a round for somebody who follows countries in it; a fixed number of queries whatever happens."""
    mine = rounds.reach(round, by)
    rows = {each.area: each for each in rounds.participations(round) if each.area in mine}
    members = [area for area in rounds.members(round) if area in mine]
    others = [area for area in rounds.invented(rows.values(), round) if area in mine]
    dates = {area: rounds.due_on(row, as_of) for area, row in rows.items()}
    happened = rounds.happened(round)
    found = standing.standings(happened, areas=[*members, *others], as_of=as_of, due=dates)
    told = {
        area: each
        for area, each in rounds_letters.informed(by, with_examples=round.is_example).items()
        if each.first_on is not None and each.first_on <= as_of
    }
    lines = {
        area: _line(area, found[area], rows[area], dates[area], round, as_of, language, told.get(area))
        for area in found
    }
    ordered = _ordered([lines[area] for area in members], language)
    own = [each.standing for each in ordered]
    return Desk(
        round, as_of, ordered, _groups(ordered, language), tuple(lines[area] for area in others), tuple(happened),
        is_part=len(members) < len(rounds.members(round)), states=standing.states(own),
        reached=standing.reached(own),
    )  # fmt: skip


def _line(
    area: str, found: Standing, row: Participation, due: dt.date, round: Round, as_of: dt.date, language: str,
    told: Informed | None,
) -> Line:  # fmt: skip
    is_extended = due > round.due_on
    near = is_extended and not found.is_in and 0 <= (due - as_of).days <= SOON_DAYS
    name, region = named(area, language, round.opens_on)
    return Line(area, name, region, found, row.language, is_extended, near, told)


def named(area: str, language: str, on: dt.date) -> tuple[Wording, str]:
    """A country's name and region on a day; an invented country has no region."""
    try:
        known = areas.area(area)
    except NotFound:
        return Wording(places.name(area, language), language), ""
    return known.wording(language), known.region(on) or ""


def _ordered(lines: Iterable[Line], language: str) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda each: (sort_key(each.name.text, language), each.area)))


def _groups(lines: Sequence[Line], language: str) -> tuple[Group, ...]:
    known = areas.regions()
    found = {code: tuple(sorted((e for e in lines if e.region == code), key=lambda e: e.area)) for code in known.codes}
    return tuple(Group(code, str(known.name(code, language)), own) for code, own in found.items() if own)


# ---- narrowing the table -----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the table of countries is narrowed to; empty words leave everything."""

    region: str = ""
    state: str = ""
    only: str = ""  # late, extended, not-invited, not-informed, no-draft
    words: str = ""

    def fits(self, line: Line) -> bool:
        """Whether a line is shown."""
        return (
            (not self.region or line.region == self.region)
            and (not self.state or line.standing.state == self.state)
            and (not self.only or _ONLY[self.only](line))
            and (not self.words or _folded(self.words) in _folded(f"{line.name.text} {line.area}"))
        )


def _folded(text: str) -> str:
    return str(sort_key(text, "en")[0])


_ONLY = {
    "late": lambda line: line.standing.is_late and not line.standing.is_in,
    "extended": lambda line: line.is_extended,
    "not-invited": lambda line: not line.standing.is_invited,
    "not-informed": lambda line: line.informed is None,
    "not-in": lambda line: not line.standing.is_in,
}
ONLY = tuple(_ONLY)


def narrowed(found: Desk, wanted: Narrowing) -> tuple[Line, ...]:
    """The lines of a desk that fit; invented ones after the others."""
    return tuple(each for each in (*found.lines, *found.invented) if wanted.fits(each))
