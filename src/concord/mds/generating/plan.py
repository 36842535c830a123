"""From a wish to a plan: how many persons of each occupation in each year, and the shares by which they are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from concord.errors import Invalid
from concord.mds.generating.chance import one, quantile
from concord.mds.generating.corridors import Corridors, corridors
from concord.mds.generating.declared import Occupation, Quality, groups, marginals, occupations, quality
from concord.mds.generating.sizes import Jump, by_year, rounded, sizes
from concord.mds.generating.wish import Wish
from concord.vocabulary.areas import area as area_of


@dataclass(frozen=True, slots=True)
class Window:
    """The persons of one occupation in one year, by number: ``first`` up to ``end``; those below ``leaving`` leave."""

    first: int
    end: int
    leaving: int

    @property
    def count(self) -> int:
        """How many they are."""
        return self.end - self.first


@dataclass(frozen=True, slots=True)
class Year:
    """One yearly register: a window for each occupation, and how many stand there a second time."""

    year: int
    windows: tuple[Window, ...]
    twice: int

    @property
    def persons(self) -> int:
        """Persons in it."""
        return sum(window.count for window in self.windows)

    @property
    def rows(self) -> int:
        """Rows of it."""
        return self.persons + self.twice


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is settled before the first row is drawn.

    Args:
        wish: What was asked.
        quality: How complete.
        occupations: The occupations, in the order of the windows.
        years: The yearly registers, earliest first.
        corridors: Where people come from and go to.
        female: Share of women by group (0-1).
        age_bands: By group: (from, until, share); ``until`` is not included.
        jumps: Changes of definition.
    """

    wish: Wish
    quality: Quality
    occupations: tuple[Occupation, ...]
    years: tuple[Year, ...]
    corridors: Corridors
    female: dict[str, float]
    age_bands: dict[str, tuple[tuple[float, float, float], ...]]
    jumps: tuple[Jump, ...]

    @property
    def rows(self) -> int:
        """Rows of the file."""
        return sum(year.rows for year in self.years)


def plan(wish: Wish, *, isco88: bool = False) -> Plan:
    """Settle everything that is not drawn person by person.

    Args:
        wish: What is wanted.
        isco88: Leave out occupations that have no code in ISCO-88.

    Raises:
        Invalid: ``mds.generating.too-few-rows`` when there are fewer rows than years.
        NotFound: The area is not known.
    """
    area_of(wish.area)
    known = quality(wish.quality)
    used = tuple(each for each in occupations() if not isco88 or each.isco88)
    shares = _mix(wish, known, used)
    years = _reported_years(wish, known)
    rows = wish.rows or max(1, round(sum(sizes(wish.area, wish.year).values()) * len(years)))
    if rows < len(years):
        raise Invalid("mds.generating.too-few-rows", params={"rows": rows, "years": len(years)})
    sizes_by_year, jumps = by_year(wish, used, shares, years)
    twice = known.two_roles if wish.two_roles is None else wish.two_roles
    made = _years(used, years, rounded(sizes_by_year, round(rows / (1 + twice))), rows)
    doctors = sum(w.count for w, o in zip(made[-1].windows, used, strict=True) if o.group == "doctors")
    return Plan(
        wish,
        known,
        used,
        made,
        corridors(wish.area, doctors, wish.foreign_share),
        {each.id: _female(wish.area, each.id) for each in groups()},
        {each.id: age_bands(wish.area, each.id, wish.year) for each in groups()},
        jumps,
    )


def _mix(wish: Wish, known: Quality, used: tuple[Occupation, ...]) -> list[float]:
    """The share of each occupation in the register."""
    by_group = sizes(wish.area, wish.year)
    by_group["support"] = known.support * sum(by_group.values()) / (1 - known.support)
    whole = {each.group: 0.0 for each in used}
    for each in used:
        whole[each.group] += each.share
    weights = [by_group[each.group] * each.share / whole[each.group] for each in used]
    return [weight / sum(weights) for weight in weights]


def _reported_years(wish: Wish, known: Quality) -> list[int]:
    years, year = [wish.year], wish.year
    while len(years) < wish.years and year > 1950:
        year -= 1
        reported = one(wish.seed, f"reported/{wish.area}/{year}") < marginals()["reporting"]["share_of_years"]
        if reported or not known.gaps:
            years.append(year)
    return sorted(years)


def _years(used: tuple[Occupation, ...], years: list[int], sizes: list[list[int]], rows: int) -> tuple[Year, ...]:
    """Windows over persons numbered in the order in which they come: the first in it leave first."""
    leave = marginals()["leaving"]["share_a_year"]
    first, end = [0] * len(used), list(sizes[0])
    made: list[Year] = []
    persons = sum(map(sum, sizes))
    twice_left, rows_left = rows - persons, persons
    for index, year in enumerate(years):
        windows = []
        for k, size in enumerate(sizes[index]):
            if index:
                gone = round(leave * (end[k] - first[k]) * (year - years[index - 1]))
                first[k], end[k] = _moved(first[k], end[k], min(gone, end[k] - first[k]), size)
            leaving = min(end[k], first[k] + round(leave * size))
            windows.append(Window(first[k], end[k], leaving))
        count = sum(window.count for window in windows)
        twice = round(twice_left * count / rows_left) if rows_left else 0
        twice_left, rows_left = twice_left - twice, rows_left - count
        made.append(Year(year, tuple(windows), twice))
    return tuple(made)


def _moved(first: int, end: int, gone: int, size: int) -> tuple[int, int]:
    first += gone
    if first + size < end:
        first = end - size
    return first, first + size


def _female(area: str, group: str) -> float:
    low, middle, high = marginals()["female"][group]
    return quantile([[0.0, low], [0.5, middle], [1.0, high]], one(0, f"female/{area}/{group}"))


def age_bands(area: str, group: str, year: int) -> tuple[tuple[float, float, float], ...]:
    """Bands of age of a group (from, until, share); shares add up to one."""
    declared = marginals()["age"]
    if (area_of(area).latest_income(year) or area_of(area).income()) == "HIC":
        bands = [tuple(band) for band in declared["high_income"]["bands"]]
    else:
        shares = declared["elsewhere"][group]
        bands = [(low, high, share) for (low, high), share in zip(declared["elsewhere_bands"], shares, strict=True)]
    whole = sum(share for _, _, share in bands)
    return tuple((float(low), float(high), share / whole) for low, high, share in bands)
