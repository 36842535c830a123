"""Gaps between the three curves, and a labour market in which people and posts do not find each other.

Need, demand and supply are three questions. A country can need more than it pays for, pay for more than are there, and
have unemployed nurses and vacant posts in one year. Each gap is told with its range, and with whether its sign is sure.

Source: Liu and others 2017 (PMC5291995), Scheffler and others 2018, for the three curves; the identities are ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from concord.errors import Invalid
from concord.labour_market.curves import Curve, Range

Sign = Literal["above", "below", "unclear", "equal"]
VERSION = "1"


@dataclass(frozen=True, slots=True)
class Gap:
    """The distance between two curves in one year, in persons; ``sign`` is ``unclear`` where the range holds zero."""

    year: int
    distance: Range
    sign: Sign


@dataclass(frozen=True)
class Gaps:
    """What lies between the curves, by year; a pair is empty where one of its curves is not known.

    Attributes:
        unmet: Need less supply: people whom the population misses.
        vacant: Demand less supply: above zero posts look for people, below zero people look for posts.
        unfunded: Need less demand: what nobody would pay for even if the people were there.
    """

    unmet: tuple[Gap, ...]
    vacant: tuple[Gap, ...]
    unfunded: tuple[Gap, ...]
    method: str = "gaps"
    version: str = VERSION


def gaps(*, need: Curve | None = None, demand: Curve | None = None, supply: Curve | None = None) -> Gaps:
    """The three gaps, in the years of which both curves of a pair speak.

    Raises:
        Invalid: ``labour-market.gaps.kind`` for a curve of another kind than it is given as;
            ``labour-market.gaps.occupations`` for curves that count different occupations.
    """
    given = {"need": need, "demand": demand, "supply": supply}
    for kind, curve in given.items():
        if curve is not None and curve.kind != kind:
            raise Invalid("labour-market.gaps.kind", params={"given": curve.kind, "wanted": kind})
    counted = {frozenset(each.occupations) for each in given.values() if each is not None and each.occupations}
    if len(counted) > 1:
        said = " / ".join(sorted(", ".join(sorted(each)) for each in counted))
        raise Invalid("labour-market.gaps.occupations", params={"occupations": said})
    return Gaps(between(need, supply), between(demand, supply), between(need, demand))


def between(more: Curve | None, less: Curve | None) -> tuple[Gap, ...]:
    """One curve less another, by year."""
    if more is None or less is None:
        return ()
    return tuple(gap(year, more.points[year] - less.points[year]) for year in sorted(more.points.keys() & less.points))


def gap(year: int, distance: Range) -> Gap:
    """A distance with what is sure of its sign."""
    if distance.low > 0:
        return Gap(year, distance, "above")
    if distance.high < 0:
        return Gap(year, distance, "below")
    return Gap(year, distance, "equal" if distance.is_exact else "unclear")


@dataclass(frozen=True, slots=True)
class Hiring:
    """One year of a labour market, in persons and posts; what comes in equals what goes out and what stays.

    Attributes:
        year: The year.
        sought_before, entrants: Who looked for a post: from the year before, and new.
        open_before, openings: Posts to be filled: from the year before, and new.
        hired: Posts that were filled.
        left: Of those not hired, who left the country or the work.
        sought, vacant: Without a post, and without a person, at the end of the year.
        beyond: New people for whom there was no new post: training more than the system can hire.
    """

    year: int
    sought_before: float
    entrants: float
    open_before: float
    openings: float
    hired: float
    left: float
    sought: float
    vacant: float
    beyond: float

    @property
    def is_both(self) -> bool:
        """Whether at its end people look for posts and posts for people at once."""
        return self.sought > 0 and self.vacant > 0


def hiring(
    entrants: Mapping[int, float],
    openings: Mapping[int, float],
    *,
    sought: float = 0.0,
    vacant: float = 0.0,
    mismatch: float = 0.0,
    leaving: float = 0.0,
) -> tuple[Hiring, ...]:
    """People who look for posts and posts that look for people, year by year.

    In each year the fewer of the two are matched, less the share that cannot meet: posts in one place and people in
    another, pay that nobody takes, papers that are not recognised. Of those not hired a share leaves.

    Args:
        entrants: New people who look for a post, by year.
        openings: New posts that are funded: more posts, and those of people who retired or left.
        sought, vacant: Who looked, and what was vacant, at the beginning.
        mismatch: Share of the matches that do not come about (0-1).
        leaving: Share of those not hired who leave within the year (0-1).

    Returns:
        One row for each year. In each, ``sought_before + entrants = hired + left + sought`` and
        ``open_before + openings = hired + vacant``.

    Raises:
        Invalid: ``labour-market.hiring.years`` where the years of the two differ or leave one out,
            ``labour-market.hiring.negative``, ``labour-market.hiring.share``.
    """
    years = _checked(entrants, openings, sought, vacant, (mismatch, leaving))
    rows: list[Hiring] = []
    for year in years:
        people, posts = sought + entrants[year], vacant + openings[year]
        hired = min(people, posts) * (1 - mismatch)
        left = (people - hired) * leaving
        row = Hiring(
            year, sought, entrants[year], vacant, openings[year], hired, left, people - hired - left, posts - hired,
            max(0.0, entrants[year] - openings[year]),
        )  # fmt: skip
        rows.append(row)
        sought, vacant = row.sought, row.vacant
    return tuple(rows)


def _checked(
    entrants: Mapping[int, float],
    openings: Mapping[int, float],
    sought: float,
    vacant: float,
    shares: Sequence[float],
) -> tuple[int, ...]:
    years = tuple(sorted(entrants))
    if set(entrants) != set(openings) or years != tuple(range(years[0], years[0] + len(years)) if years else ()):
        said = ", ".join(str(year) for year in sorted({*entrants, *openings}))
        raise Invalid("labour-market.hiring.years", params={"years": said})
    if any(not number >= 0 for number in (sought, vacant, *entrants.values(), *openings.values())):
        raise Invalid("labour-market.hiring.negative")
    if any(not 0 <= share <= 1 for share in shares):
        raise Invalid("labour-market.hiring.share")
    return years


@dataclass(frozen=True, slots=True)
class Both:
    """People without posts and posts without people, counted at one time.

    Attributes:
        year: When.
        unemployed, vacant: Persons and posts.
        could_meet: What could be filled at once if nothing stood between them: the fewer of the two.
        short: Posts for which there would still be nobody.
        idle: People for whom there would still be no post.
        kind: ``mismatch`` where both are there, ``shortage``, ``surplus`` or ``balance``.
    """

    year: int
    unemployed: float
    vacant: float
    could_meet: float
    short: float
    idle: float
    kind: Literal["mismatch", "shortage", "surplus", "balance"]


def both(year: int, *, unemployed: float, vacant: float) -> Both:
    """Unemployed and vacant at once.

    Raises:
        Invalid: ``labour-market.hiring.negative``.

    Example:
        >>> both(2024, unemployed=900, vacant=400).kind, both(2024, unemployed=900, vacant=400).could_meet
        ('mismatch', 400)
    """
    if not (unemployed >= 0 and vacant >= 0):
        raise Invalid("labour-market.hiring.negative")
    meet = min(unemployed, vacant)
    kind: Literal["mismatch", "shortage", "surplus", "balance"] = "mismatch"
    if not meet:
        kind = "shortage" if vacant else "surplus" if unemployed else "balance"
    return Both(year, unemployed, vacant, meet, vacant - meet, unemployed - meet, kind)
