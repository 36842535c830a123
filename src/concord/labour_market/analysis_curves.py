"""Need and demand of an area: what thresholds ask for, and what countries of the same income employ."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from concord.errors import Invalid
from concord.labour_market import demand as demands
from concord.labour_market import need as needs
from concord.labour_market.analysis_inputs import Same, Tables, gdp, rows
from concord.labour_market.analysis_known import Known
from concord.labour_market.analysis_model import CORE
from concord.labour_market.curves import Curve


def chosen_threshold(own: float | None, as_of: date, id: str = "") -> needs.Threshold:
    """One's own threshold (per ten thousand) before a declared one by id, before the declared default.

    Raises:
        NotFound: ``labour-market.threshold.unknown``.
        Invalid: ``labour-market.threshold.not-above-zero``.
    """
    if own is not None:
        return needs.own_threshold(own)
    if id:
        return needs.threshold(id)
    standing = {each.id: each for each in needs.thresholds(as_of)}
    default = needs.declared().default
    if default in standing:
        return standing[default]
    return next(iter(standing.values()), needs.threshold(default))


def needed(found: Known, as_of: date, chosen: needs.Threshold) -> dict[str, Curve]:
    """Need by each threshold that stands, the chosen one first."""
    people = {year: persons for year, persons in found.population.items() if found.base <= year <= found.horizon}
    by = {each.id: each for each in (chosen, *needs.thresholds(as_of))}
    return {id: needs.by_threshold(people, each) for id, each in by.items()}


def demanded(found: Known) -> tuple[Curve | None, demands.Fit | None]:
    """What countries of the same income employ, with the line; None where the income is not known or beyond theirs."""
    fitted = _fit(Same(found.tables, "density", "population"), found.base) if found.income is not None else None
    if fitted is None or found.income is None:
        return None, None
    base, income, _ = found.income
    people = {year: persons for year, persons in found.population.items() if base <= year <= found.horizon}
    try:
        curve = demands.by_income(fitted, income, people, base=base, growth=found.given.growth, occupations=CORE)
    except Invalid:
        return None, None
    return curve, fitted


@lru_cache(maxsize=8)
def _fit(of: Same, base: int) -> demands.Fit | None:
    """The line over countries where both doctors and nurses are known of recent years, by income of the later one."""
    people = {(row["area"], row["year"]): row["persons"] for row in rows(of.tables, "population")}
    parts = [_recent(of.tables, code, base) for code in CORE]
    points = []
    for area in sorted(set.intersection(*(set(each) for each in parts))):
        year, density = max(each[area][0] for each in parts), sum(each[area][1] for each in parts)
        income, persons = gdp(area, year), people.get((area, year))
        if income is not None and persons:
            points.append((income[0] / persons, density))
    return demands.fit(points) if len(points) >= demands.declared().least else None


def _recent(tables: Tables, occupation: str, base: int) -> dict[str, tuple[int, float]]:
    """Of each country its newest density above zero within the declared years."""
    last: dict[str, tuple[int, float]] = {}
    for row in rows(tables, "density", occupation=occupation):
        inside = base - demands.declared().window <= row["year"] <= base
        if row["per_10k"] and inside and row["year"] >= last.get(row["area"], (0, 0.0))[0]:
            last[row["area"]] = (row["year"], row["per_10k"])
    return last
