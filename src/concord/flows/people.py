"""The bundled stocks of people by place of birth, 1990 to 2010: what flows between countries are shown from.

These are people of all occupations. No stocks of health personnel by place of training are published for two dates and
enough countries, so that their flows cannot be estimated for the world.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from concord.declarations import packs
from concord.declarations.read import CsvFile, read_csv
from concord.errors import NotFound
from concord.flows.accounts import Account, account

#: States that the stocks were counted for together, and their parts in the table of populations.
JOINT = {"SCG": ("MNE", "SRB"), "SUD": ("SDN", "SSD")}


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """The account of one period.

    Args:
        left_out: Places with stocks that are not in the account: no births and deaths, or nobody from elsewhere.
        scaled: (place, year): those from elsewhere outnumber the population there and were brought down to it.
        sources: Ids of the sources.
    """

    period: str
    account: Account
    left_out: tuple[str, ...]
    scaled: tuple[tuple[str, int], ...]
    sources: tuple[str, ...]


@lru_cache(maxsize=1)
def periods() -> tuple[str, ...]:
    """The periods that are held, such as ``2005-2010``; the oldest first."""
    return tuple(sorted({row["period"] for row in _file("flows/people-births-deaths.csv").rows}))


@lru_cache(maxsize=8)
def people(period: str) -> People:
    """The account of a period.

    Raises:
        NotFound: ``flows.people.period``.

    Example:
        >>> found = people("2005-2010")
        >>> found.account.size, found.scaled
        (226, (('ARE', 2010),))
    """
    if period not in periods():
        raise NotFound("flows.people.period", params={"period": period, "known": ", ".join(periods())})
    years = tuple(int(year) for year in period.split("-"))
    stocks = _file("flows/people-stocks.csv").rows
    sums = {row["area"]: row for row in _file("flows/people-births-deaths.csv").rows if row["period"] == period}
    here: dict[int, set[str]] = {year: {row["residence"] for row in stocks if row[str(year)]} for year in years}
    every = sorted({row[side] for row in stocks for side in ("origin", "residence")})
    places = tuple(each for each in every if each in sums and all(each in here[year] for year in years))
    tables, scaled = [], []
    for year in years:
        table, above = _table(places, stocks, year)
        tables.append(table)
        scaled += [(place, year) for place in above]
    made = account(
        places, tables[0], tables[1],
        births=[float(sums[place]["births"]) for place in places],
        deaths=[float(sums[place]["deaths"]) for place in places],
        period=(str(years[0]), str(years[1])),
    )  # fmt: skip
    left_out = tuple(each for each in every if each not in places)
    return People(period, made, left_out, tuple(scaled), ("un-migrant-stock-2020", "un-wpp-2024"))


def _table(places: tuple[str, ...], stocks: tuple[dict[str, str], ...], year: int) -> tuple[np.ndarray, list[str]]:
    at = {place: index for index, place in enumerate(places)}
    table = np.zeros((len(places), len(places)))
    for row in stocks:
        if row[str(year)] and row["origin"] in at and row["residence"] in at:
            table[at[row["origin"]], at[row["residence"]]] = float(row[str(year)])
    everybody = np.array([_populations()[place][year] for place in places])
    others = table.sum(axis=0)
    above = [places[i] for i in np.flatnonzero(others > everybody).tolist()]
    table *= np.minimum(1, np.divide(everybody, others, out=np.ones_like(others), where=others > 0))
    np.fill_diagonal(table, np.maximum(everybody - table.sum(axis=0), 0))
    return table, above


@lru_cache(maxsize=1)
def _populations() -> dict[str, dict[int, float]]:
    whole = {part: joint for joint, parts in JOINT.items() for part in parts}
    made: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for row in _file("facts/population.csv").rows:
        if row["persons"]:
            made[whole.get(row["area"], row["area"])][int(row["year"])] += float(row["persons"])
    return made


@lru_cache(maxsize=4)
def _file(name: str) -> CsvFile:
    return read_csv(packs.find(name))
