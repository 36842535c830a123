"""The world's bilateral stocks, populations, births and deaths, and the estimates that were published of them.

Names are resolved with the library's own table of areas. Where the published flows have one state (Sudan before 2011,
Serbia and Montenegro before 2006) and the stocks have two, the two are put together, moves between them left out.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np

from concord.flows.accounts import Account, account
from concord.vocabulary.areas import area, resolve

SHARED = Path(__file__).parents[4] / "shared" / "data"
MIGRATION, ECONOMY = SHARED / "migration", SHARED / "population_economy"
PERIODS = (1990, 1995, 2000, 2005)
PUBLISHED = {
    "sd-drop-negative": "sd_drop_neg", "sd-reverse-negative": "sd_rev_neg", "rate": "mig_rate",
    "minimum-open": "da_min_open", "minimum-closed": "da_min_closed", "pseudo-bayes-closed": "da_pb_closed",
}  # fmt: skip
JOINT = {"SUD": ("SDN", "SSD"), "SCG": ("MNE", "SRB")}
Pair = tuple[str, str]


@lru_cache(maxsize=512)
def code(name: str) -> str:
    """Alpha-3 of a publisher's name; the file writes "DR Congo" beside "Congo"."""
    found = "COG" if name == "Congo" else resolve(name).area
    assert found, name
    return found


def _rows(path: Path, value: str) -> dict[int, dict[Pair, float]]:
    made: dict[int, dict[Pair, float]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            made[int(row["year"])][code(row["origin"]), code(row["destination"])] = float(row[value])
    return made


@lru_cache(maxsize=1)
def stocks() -> Mapping[int, Mapping[Pair, float]]:
    return _rows(MIGRATION / "un2020_bilateral_stock_1990_2010.csv", "stock")


@lru_cache(maxsize=8)
def published(method: str) -> Mapping[int, Mapping[Pair, float]]:
    return _rows(MIGRATION / f"flow_{PUBLISHED[method]}_1990_2005.csv", "flow")


@lru_cache(maxsize=1)
def components() -> Mapping[tuple[int, int], tuple[float, float, float]]:
    """(M49, year) → births and deaths of the calendar year, population at mid-year; persons."""
    made = {}
    with (ECONOMY / "wpp2024_components_1990_2023.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            parts = (float(row[each] or 0) * 1000 for each in ("births", "deaths", "pop_mid"))
            births, deaths, population = parts
            made[int(row["country_code"]), int(row["year"])] = (births, deaths, population)
    return made


def _of(place: str, year: int, part: int) -> float:
    return sum(components()[int(area(each).numeric), year][part] for each in JOINT.get(place, (place,)))


def over(place: str, year: int, part: int) -> float:
    """Births or deaths from mid-year to mid-year, five years on."""
    inner = sum(_of(place, each, part) for each in range(year + 1, year + 5))
    return inner + (_of(place, year, part) + _of(place, year + 5, part)) / 2


@lru_cache(maxsize=4)
def world(year: int) -> Account:
    """The account of five years, of the places that the published closed estimates have.

    Where those from elsewhere outnumber the population (United Arab Emirates in 2010 by the edition of 2024) they are
    scaled to it, as the authors' package does it, and nobody is native.
    """
    places = tuple(sorted({place for pair in published("minimum-closed")[year] for place in pair}))
    whole = {part: joint for joint, parts in JOINT.items() if joint in places for part in parts}
    at = {place: index for index, place in enumerate(places)}
    tables = []
    for when in (year, year + 5):
        table = np.zeros((len(places), len(places)))
        for pair, value in stocks()[when].items():
            i, j = (at.get(whole.get(place, place)) for place in pair)
            if i is not None and j is not None and i != j:
                table[i, j] += value
        population = np.array([_of(place, when, 2) for place in places])
        table *= np.minimum(1, population / np.maximum(table.sum(axis=0), 1))
        np.fill_diagonal(table, population - table.sum(axis=0))
        tables.append(np.maximum(table, 0))
    births = [over(place, year, 0) for place in places]
    deaths = [over(place, year, 1) for place in places]
    return account(places, *tables, births=births, deaths=deaths, period=(str(year), str(year + 5)))


def matrix(flows: Mapping[Pair, float], places: tuple[str, ...]) -> np.ndarray:
    at = {place: index for index, place in enumerate(places)}
    made = np.zeros((len(places), len(places)))
    for (origin, destination), value in flows.items():
        made[at[origin], at[destination]] = value
    return made


def log_correlation(one: np.ndarray, other: np.ndarray, *, least: float = 1.0) -> float:
    """Of the logarithms, over corridors in which both are a person or more."""
    both = (one >= least) & (other >= least)
    return float(np.corrcoef(np.log(one[both]), np.log(other[both]))[0, 1])
