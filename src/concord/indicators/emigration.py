"""Personnel trained in an area who work elsewhere, as the tables of the destinations tell it.

Always "at least": destinations that do not report are not counted, so a figure has a lower bound and no upper one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from concord.indicators.counting import (
    Key,
    Row,
    by_key,
    gravest,
    is_usable,
    missing,
    origins,
    persons,
    ref,
    rows_of,
    total_rows,
    wanted,
)
from concord.indicators.model import Facts, Indicator, Result, Status

#: Rates by population: what ``as`` says, and people per unit.
PER: Final[Mapping[str, int]] = {"per-1000": 1_000, "per-100000": 100_000}


def emigration(indicator: Indicator, facts: Facts) -> list[Result]:
    """Personnel trained in an area who work in the reporting destinations, as ``params.as`` says.

    ``persons``; ``per-1000`` and ``per-100000`` people of the country of training; ``percent`` of all it trained who
    are known: those abroad and those at home (total less foreign-trained; missing where either is not known);
    ``percent-of-density`` the same with those at home taken from the published density and the population.

    The status is that of the counts: a population is an estimate everywhere, and says so in its own table.

    Source: Code, articles 3.4 and 6.2; Adovor and others 2021 for the rate; doi 10.2105/AJPH.2006.095844 for the
    density.
    """
    moved: dict[Key, list[Row]] = {}
    for (_, year, occupation), rows in origins(facts, indicator).items():
        if is_usable(rows):
            for row in rows:
                if row["headcount"] is not None:
                    moved.setdefault((row["origin"], year, occupation), []).append(row)
    home = _Home.of(indicator, facts)
    return [_emigrated(indicator, key, rows, home) for key, rows in sorted(moved.items())]


@dataclass(frozen=True)
class _Home:
    """What is known of those who stayed and of the people they serve."""

    counted: Mapping[Key, tuple[int, list[Row]]]
    people: Mapping[tuple[str, int], Row]
    densities: Mapping[tuple[str, str], list[Row]]

    @classmethod
    def of(cls, indicator: Indicator, facts: Facts) -> _Home:
        people = {(row["area"], row["year"]): row for row in rows_of(facts.frame("population"))}
        densities: dict[tuple[str, str], list[Row]] = {}
        if indicator.params["as"] == "percent-of-density":
            for row in rows_of(wanted(facts.frame("density"), indicator).drop_nulls("per_10k")):
                densities.setdefault((row["area"], row["occupation"]), []).append(row)
        return cls(_domestic(facts, indicator), people, densities)

    def population(self, key: Key) -> Row | None:
        found = self.people.get(key[:2])
        return found if found is not None and found["persons"] else None


def _domestic(facts: Facts, indicator: Indicator) -> dict[Key, tuple[int, list[Row]]]:
    abroad = origins(facts, indicator)
    domestic = {}
    for key, rows in by_key(wanted(total_rows(facts), indicator)).items():
        counted = [row for row in rows if row["headcount"] is not None]
        foreign = abroad.get(key, [])
        if counted and is_usable(foreign):
            domestic[key] = (persons(counted) - persons(foreign), [*counted, *foreign])
    return domestic


def _emigrated(indicator: Indicator, key: Key, rows: list[Row], home: _Home) -> Result:
    kind = indicator.params["as"]
    abroad = persons(rows)
    parts: dict[str, float] = {"abroad": abroad, "destinations": sum(1 for row in rows if row["headcount"])}
    if kind in PER:
        return _per_people(indicator, key, rows, parts, home)
    if kind == "percent":
        return _of_counted(indicator, key, rows, parts, home)
    if kind == "percent-of-density":
        return _of_density(indicator, key, rows, parts, home)
    return _told(indicator, key, abroad, gravest(rows), parts, rows)


def _told(
    indicator: Indicator,
    key: Key,
    value: float,
    status: Status,
    parts: Mapping[str, float],
    rows: list[Row],
    **more: Any,
) -> Result:
    return Result(
        indicator.id, *key[:2], float(value), indicator.unit, status, key[2],
        parts=parts, rows=tuple(map(ref, rows)), at_least=True, **more,
    )  # fmt: skip


def _per_people(indicator: Indicator, key: Key, rows: list[Row], parts: dict[str, float], home: _Home) -> Result:
    population = home.population(key)
    if population is None:
        return missing(indicator, key, "population", parts=parts, rows=tuple(map(ref, rows)))
    value = parts["abroad"] / population["persons"] * PER[indicator.params["as"]]
    parts["population"] = population["persons"]
    return _told(indicator, key, value, gravest(rows), parts, [*rows, population])


def _of_counted(indicator: Indicator, key: Key, rows: list[Row], parts: dict[str, float], home: _Home) -> Result:
    if key not in home.counted:
        return missing(indicator, key, "domestic-stock", parts=parts, rows=tuple(map(ref, rows)))
    domestic, counted = home.counted[key]
    parts["at_home"] = domestic
    if not parts["abroad"] + domestic:
        return missing(indicator, key, "only-zero-rows", parts=parts, rows=tuple(map(ref, rows)))
    value = 100 * parts["abroad"] / (parts["abroad"] + domestic)
    return _told(indicator, key, value, gravest([*rows, *counted]), parts, [*rows, *counted])


def _of_density(indicator: Indicator, key: Key, rows: list[Row], parts: dict[str, float], home: _Home) -> Result:
    """Of those abroad and everybody at home, who is taken from a density of the nearest year within ``years_apart``.

    Its lower bound takes the greatest density within those years.
    """
    population = home.population(key)
    apart = indicator.params["years_apart"]
    near = [row for row in home.densities.get((key[0], key[2]), ()) if abs(row["year"] - key[1]) <= apart]
    refs = tuple(map(ref, rows))
    if population is None:
        return missing(indicator, key, "population", parts=parts, rows=refs)
    if not near:
        return missing(indicator, key, "density", parts=parts, rows=refs)
    nearest = min(near, key=lambda row: (abs(row["year"] - key[1]), row["year"]))
    most = max(near, key=lambda row: (row["per_10k"], -row["year"]))
    at_home, at_most = (row["per_10k"] * population["persons"] / 10_000 for row in (nearest, most))
    if not parts["abroad"] + at_home:
        return missing(indicator, key, "only-zero-rows", parts=parts, rows=refs)
    parts |= {"at_home": at_home, "population": population["persons"]}
    used = [*rows, population, *([nearest] if most is nearest else [nearest, most])]
    value, low = (100 * parts["abroad"] / (parts["abroad"] + stayed) for stayed in (at_home, at_most))
    return _told(indicator, key, value, "estimated", parts, used, low=low, note=f"density-of:{nearest['year']}")
