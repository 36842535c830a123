"""What is known of an area before anything is worked out: series, pairs, population, the country's own figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from concord.labour_market.ageing import jumps, spread
from concord.labour_market.analysis_inputs import (
    Same,
    Tables,
    gdp,
    newest,
    pairs,
    populations_to_come,
    row_of,
    rows,
    series,
)
from concord.labour_market.analysis_model import (
    CORE,
    DOCTORS,
    NURSES,
    NURSES_ALONE,
    Figure,
    Given,
    Jump,
    Pair,
    Point,
    Row,
    Unit,
    declared,
)
from concord.labour_market.curves import Curve, Range, Standing

NAMES: Mapping[str, str] = {DOCTORS: "doctors", NURSES: "nurses", NURSES_ALONE: "nurses-alone"}


@dataclass(frozen=True)
class Known:
    """Of one area: published series, where they jump, pairs, populations, and what the country gave of itself."""

    area: str
    as_of: date
    base: int
    horizon: int
    tables: Tables
    given: Given
    densities: Mapping[str, tuple[Point, ...]]
    totals: Mapping[str, tuple[Point, ...]]
    jumps: tuple[Jump, ...]
    origins: tuple[Pair, ...]
    destinations: tuple[Pair, ...]
    population: Mapping[int, Range]
    population_row: Row | None
    listed: str = ""
    coverage: Point | None = None
    income: tuple[int, float, Row] | None = None
    supply: Curve | None = None
    cache: dict[str, Range | None] = field(default_factory=dict, compare=False)

    def now(self, occupation: str) -> Range | None:
        """Persons of an occupation in the base year: the newest published density, with how far it may be from today.

        The range holds what counts did over as many years, and the other side of a jump within the declared window. A
        newer head count of nurses without midwives stands in for the density; its range reaches up to what the density
        with midwives says.
        """
        if occupation not in self.cache:
            self.cache[occupation] = self._now(occupation)
        return self.cache[occupation]

    def _now(self, occupation: str) -> Range | None:
        people = self.population.get(self.base)
        point = newest(self.densities.get(occupation, ()), self.base)
        counted = newest(self.totals.get(NURSES_ALONE, ()), self.base) if occupation == NURSES else None
        said = self._from_density(occupation, point, people) if point is not None and people is not None else None
        if counted is None or counted.value is None or (point is not None and point.year >= counted.year):
            return said
        factor = self._spread(occupation, self.base - counted.year)
        if factor is None:
            return said
        alone = Range.exact(counted.value) * factor
        return alone if said is None else Range(alone.value, alone.low, max(alone.high, said.value))

    def _from_density(self, occupation: str, point: Point, people: Range) -> Range | None:
        factor = self._spread(occupation, self.base - point.year)
        if factor is None or point.value is None:
            return None
        low, high = point.value * factor.low, point.value * factor.high
        for each in self.jumps:
            if each.occupation == occupation and point.year - each.before.year <= declared().limits["window"]:
                low, high = min(low, each.before.value or low), max(high, each.before.value or high)
        return people * Range(point.value, low, high) * (1 / 10_000)

    def _spread(self, occupation: str, years: int) -> Range | None:
        own = [(each.year, each.value) for each in self.densities.get(occupation, ()) if each.value]
        return spread(_others(Same(self.tables, "density"), occupation), years, own=own)

    def core(self) -> Range | None:
        """Doctors, nurses and midwives in the base year; None where one of them is not known."""
        parts = [self.now(each) for each in CORE]
        known = [each for each in parts if each is not None]
        return known[0] + known[1] if len(known) == len(CORE) else None


def known(
    area: str,
    tables: Tables,
    *,
    as_of: date,
    given: Given,
    listed: str = "",
    horizon: int | None = None,
    supply: Curve | None = None,
) -> Known | None:
    """Gathers what is known; None where not even the population is."""
    counted = [each for each in series(tables, "population", "persons", area=area) if each.year <= as_of.year]
    last = newest(tuple(counted))
    if last is None:
        return None
    limits = declared().limits
    densities = {code: _until(series(tables, "density", "per_10k", area=area, occupation=code), as_of) for code in CORE}
    totals = {
        code: _until(series(tables, "mds-totals", "headcount", area=area, occupation=code, row_kind="total"), as_of)
        for code in (DOCTORS, NURSES_ALONE)
    }
    past = {each.year: Range.exact(each.value) for each in counted if each.value is not None}
    end = horizon or int(limits["horizon"])
    coming = {year: persons for year, persons in populations_to_come(area).items() if last.year < year <= end}
    return Known(
        area, as_of, last.year, end, tables, given, densities, totals,
        jumps(densities, factor=limits["jump-factor"], a_year=limits["jump-a-year"]),
        pairs(tables, "area", area, until=as_of.year), pairs(tables, "origin", area, until=as_of.year),
        {**past, **coming}, last.row, listed,
        newest(_until(series(tables, "uhc-index", "index_0_100", area=area), as_of)),
        _income(area, last.year, past), supply,
    )  # fmt: skip


def _until(points: tuple[Point, ...], as_of: date) -> tuple[Point, ...]:
    return tuple(each for each in points if each.year <= as_of.year)


def _income(area: str, until: int, population: Mapping[int, Range]) -> tuple[int, float, Row] | None:
    """The newest income per head, no older than declared."""
    for year in range(until, until - int(declared().limits["income-years"]) - 1, -1):
        found = gdp(area, year)
        if found is not None and year in population:
            return year, found[0] / population[year].value, found[1]
    return None


@lru_cache(maxsize=8)
def _others(of: Same, occupation: str) -> tuple[tuple[tuple[int, float], ...], ...]:
    """Series of all countries, read once a table."""
    groups: dict[str, list[tuple[int, float]]] = {}
    for row in rows(of.tables, "density", occupation=occupation):
        if row["per_10k"]:
            groups.setdefault(row["area"], []).append((row["year"], row["per_10k"]))
    return tuple(tuple(sorted(each)) for each in groups.values())


def figure(
    id: str, value: float | Range | None, unit: Unit, *, year: int | None = None, rows: tuple[Row, ...] = (),
    standing: Standing = "normal", at_least: bool = False,
) -> tuple[Figure, ...]:  # fmt: skip
    """A figure where its value is known, else nothing."""
    if value is None:
        return ()
    return (Figure(id, Range.of(value), unit, year, standing, at_least, rows),)


def last_of(given: Mapping[int, float]) -> tuple[int, float] | None:
    """The newest year of a mapping with its value."""
    return max(given.items()) if given else None


def detail(of: Known, occupation: str) -> tuple[int, list[dict[str, object]]] | None:
    """The rows by sex and age of the newest year, where none of them is hidden."""
    there = rows(of.tables, "mds-stock-detail", area=of.area, occupation=occupation)
    found = [row for row in there if row["year"] <= of.as_of.year]
    if not found:
        return None
    year = max(row["year"] for row in found)
    last = [row for row in found if row["year"] == year]
    return None if any(row["headcount"] is None for row in last) else (year, last)


def total_of(of: Known, structure: str) -> tuple[Point, ...]:
    """Persons moving in a year, doctors, all origins or destinations together."""
    return tuple(
        sorted(
            (
                Point(row["year"], row["headcount"], row["status"], row_of(row))
                for row in rows(of.tables, structure, area=of.area, occupation=DOCTORS, row_kind="total")
                if row["year"] <= of.as_of.year
            ),
            key=lambda point: point.year,
        )
    )
