"""Persons at work worked out from published densities and populations, for figures of the whole world or a group."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from concord.indicators.counting import ref, rows_of
from concord.indicators.model import Facts, RowRef
from concord.vocabulary.areas import areas
from concord.vocabulary.periods import PartialDate

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Stock:
    """An area's personnel: density of the nearest year times the population of the year asked for."""

    area: str
    persons: float
    population: int
    years: tuple[int, ...]
    rows: tuple[RowRef, ...]


def stocks(facts: Facts, occupations: Sequence[str], *, year: int, apart: int) -> dict[str, Stock]:
    """Stock by area, of those whose population in ``year`` and densities of all ``occupations`` near it are known.

    Args:
        occupations: Groups that are added up; none of them may hold another.
        year: The year of the population.
        apart: How many years a density may lie off; of two as near the earlier one is taken.
    """
    near = _nearest(facts, year, apart)
    found = {}
    for row in rows_of(_of_year(facts, year)):
        parts = [near.get((row["area"], occupation)) for occupation in occupations]
        if not row["persons"] or any(part is None for part in parts):
            continue
        known = [part for part in parts if part is not None]
        persons = sum(value for _, value, _ in known) * row["persons"] / 10_000
        years = tuple(sorted({of for of, _, _ in known}))
        found[row["area"]] = Stock(row["area"], persons, row["persons"], years, (*(r for *_, r in known), ref(row)))
    return found


def _nearest(facts: Facts, year: int, apart: int) -> Mapping[tuple[str, str], tuple[int, float, RowRef]]:
    nearest: dict[tuple[str, str], tuple[int, float, RowRef]] = {}
    import polars as pl

    near = pl.col("year").is_between(year - apart, year + apart)
    for row in rows_of(facts.frame("density").filter(near).drop_nulls("per_10k")):
        key, distance = (row["area"], row["occupation"]), abs(row["year"] - year)
        if key not in nearest or (distance, row["year"]) < (abs(nearest[key][0] - year), nearest[key][0]):
            nearest[key] = (row["year"], row["per_10k"], ref(row))
    return nearest


def populations(facts: Facts, year: int) -> dict[str, tuple[int, RowRef]]:
    """People by area in one year."""
    return {row["area"]: (row["persons"], ref(row)) for row in rows_of(_of_year(facts, year)) if row["persons"]}


def _of_year(facts: Facts, year: int) -> pl.DataFrame:
    import polars as pl

    return facts.frame("population").filter(pl.col("year") == year)


def in_group(group: str, year: int) -> frozenset[str]:
    """Members of a group in the middle of a year: the OECD, a WHO region, an income group; every area where empty."""
    on = PartialDate.parse(f"{year}-07-01").first
    return frozenset(
        each.code
        for each in areas()
        if not group or each.in_group(group, on) or each.region(on) == group or each.income(on) == group
    )


def years_of(found: Collection[Stock]) -> tuple[int, ...]:
    """Every year of a density among them."""
    return tuple(sorted({year for each in found for year in each.years}))
