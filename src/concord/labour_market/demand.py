"""Demand: how many health personnel an economy would employ, whatever the population needs.

Economic demand is told by what countries of the same income employ; demand for posts by a budget or by the posts that
are funded, with the vacancies among them. A published model of demand (Liu and others 2017) also takes ageing and
private spending; its coefficients are not public here, so they are not used.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.labour_market import assumptions
from concord.labour_market.curves import Curve, Range

FILE = "methods/demand.yaml"


@dataclass(frozen=True)
class Declared(assumptions.Declared):
    """What ``data/methods/demand.yaml`` declares: assumptions, and limits of the comparison by income."""

    window: int
    least: int

    __hash__ = assumptions.Declared.__hash__


@lru_cache(maxsize=4)
def declared() -> Declared:
    """The declared assumptions and limits."""
    path = packs.find(FILE)
    read: Mapping[str, Any] = read_yaml(path)
    assumed = assumptions.read_all(read["assumptions"])
    by = read["by_income"]
    tails = (by["tails"]["low"], by["tails"]["high"])
    return Declared(
        FILE, read["version"], assumed, tails, digest_of(path), by["window"]["value"], by["least"]["value"]
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fit:
    """ln(density) = intercept + slope × ln(income), over countries; bounds are quantiles of what the line misses by.

    Attributes:
        intercept, slope: By least squares.
        low, high: Of the residuals, at the declared tails.
        countries: How many went in.
        r2: Share of the variance of ln(density) that the line explains.
        incomes: Least and greatest income that went in; beyond them the line says nothing.
    """

    intercept: float
    slope: float
    low: float
    high: float
    countries: int
    r2: float
    incomes: tuple[float, float]

    def density(self, income: Range | float) -> Range:
        """Persons per ten thousand that countries of an income employ.

        Raises:
            Invalid: ``labour-market.demand.beyond`` for an income outside those that went in.
        """
        given = Range.of(income)
        if not self.incomes[0] <= given.value <= self.incomes[1]:
            params = {"income": round(given.value), "low": round(self.incomes[0]), "high": round(self.incomes[1])}
            raise Invalid("labour-market.demand.beyond", params=params)
        ends = sorted(self.intercept + self.slope * math.log(end) for end in (given.low, given.high))
        middle = math.exp(self.intercept + self.slope * math.log(given.value))
        return Range(middle, math.exp(ends[0] + min(0.0, self.low)), math.exp(ends[1] + max(0.0, self.high)))


def fit(points: Sequence[tuple[float, float]]) -> Fit:
    """The line of density by income over countries.

    Args:
        points: Income per head and density of each country, both above zero.

    Raises:
        Invalid: ``labour-market.demand.few`` for fewer countries than declared,
            ``labour-market.demand.not-above-zero``, ``labour-market.demand.one-income`` where all incomes are equal.
    """
    least = declared().least
    if len(points) < least:
        raise Invalid("labour-market.demand.few", params={"countries": len(points), "least": least})
    if any(not (income > 0 and density > 0) for income, density in points):
        raise Invalid("labour-market.demand.not-above-zero")
    import numpy as np

    x = np.log([income for income, _ in points])
    y = np.log([density for _, density in points])
    spread = float(((x - x.mean()) ** 2).sum())
    if not spread:
        raise Invalid("labour-market.demand.one-income")
    slope = float(((x - x.mean()) * (y - y.mean())).sum()) / spread
    intercept = float(y.mean()) - slope * float(x.mean())
    missed = y - intercept - slope * x
    low, high = (float(each) for each in np.quantile(missed, declared().tails))
    whole = float(((y - y.mean()) ** 2).sum())
    r2 = 1 - float((missed**2).sum()) / whole if whole else 1.0
    incomes = sorted(income for income, _ in points)
    return Fit(intercept, slope, low, high, len(points), r2, (incomes[0], incomes[-1]))


def by_income(
    fitted: Fit,
    income: float,
    population: Mapping[int, Range | float],
    *,
    base: int,
    growth: Range | None = None,
    occupations: Sequence[str] = (),
) -> Curve:
    """Persons that countries of the same income employ, on towards later years by an assumed growth of income.

    Args:
        fitted: The line over countries.
        income: Per head in ``base``, in the unit of the line.
        population: Persons by year.
        base: The year of the income; years before it are left out.
        growth: Real growth of income a year (0.02 is 2 %); the declared assumption where None.
        occupations: Whom it counts.

    Raises:
        Invalid: ``labour-market.demand.beyond``.
    """
    growing = growth or declared().assumptions["income-growth"].range
    points: dict[int, Range] = {}
    for year, persons in sorted(population.items()):
        if year < base:
            continue
        grown = Range(*(income * (1 + rate) ** (year - base) for rate in (growing.value, growing.low, growing.high)))
        inside = Range(*(min(max(end, fitted.incomes[0]), fitted.incomes[1]) if year > base else end
                         for end in (grown.value, grown.low, grown.high)))  # fmt: skip
        points[year] = Range.of(persons) * fitted.density(inside) * (1 / 10_000)
    return Curve(
        "demand", points, tuple(occupations), "income-benchmark", declared().version, "assumed",
        ("income-benchmark", "income-growth"), (declared().input,),
    )  # fmt: skip


def by_budget(
    budget: Mapping[int, Range | float],
    cost: Mapping[int, Range | float] | Range | float,
    *,
    occupations: Sequence[str] = (),
) -> Curve:
    """Posts that a budget pays for: the wage budget of a year divided by what one post costs in it.

    Args:
        budget: For pay of these occupations by year, in one currency.
        cost: Of one post in a year (pay, allowances and charges), in the same currency; one figure for all years or
            one for each.
        occupations: Whom it counts.

    Raises:
        Invalid: ``labour-market.demand.no-cost`` for a year without a cost, ``labour-market.range.by-zero``.
    """
    points: dict[int, Range] = {}
    for year, amount in sorted(budget.items()):
        of = cost.get(year) if isinstance(cost, Mapping) else cost
        if of is None:
            raise Invalid("labour-market.demand.no-cost", params={"year": year})
        points[year] = Range.of(amount) / of
    return Curve("demand", points, tuple(occupations), "budget", declared().version, inputs=(declared().input,))


def by_posts(posts: Mapping[int, float], *, occupations: Sequence[str] = ()) -> Curve:
    """Posts that are funded, as counted."""
    points = {year: Range.exact(float(count)) for year, count in sorted(posts.items())}
    return Curve("demand", points, tuple(occupations), "posts", declared().version, "normal")


@dataclass(frozen=True, slots=True)
class Vacancies:
    """Funded posts of one year, filled and vacant; ``share`` is vacant of funded (0-1), None where none is funded."""

    year: int
    posts: float
    filled: float
    vacant: float
    share: float | None


def vacancies(posts: Mapping[int, float], filled: Mapping[int, float]) -> tuple[Vacancies, ...]:
    """Vacant posts by year: funded less filled, in the years in which both are known.

    Raises:
        Invalid: ``labour-market.demand.more-filled`` where more posts are filled than funded: one of the two is
            counted otherwise, and a negative vacancy would hide it.
    """
    found = []
    for year in sorted(posts.keys() & filled.keys()):
        there, taken = posts[year], filled[year]
        if not 0 <= taken <= there:
            params = {"year": year, "posts": there, "filled": taken}
            raise Invalid("labour-market.demand.more-filled", params=params)
        found.append(Vacancies(year, there, taken, there - taken, (there - taken) / there if there else None))
    return tuple(found)
