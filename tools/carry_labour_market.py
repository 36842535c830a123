"""Rebuild the inputs that methods of labour market analysis bring with them: populations to come, incomes.

    python tools/carry_labour_market.py --data DATA [--out src/concord/data/methods]

``need-population.csv``: mid-year persons 2025-2045 as the mean of the year-ends before and after (the publisher's file
counts at the end of the year), with the mean of their 80 % bounds. ``demand-gdp.csv``: gross domestic product in
current US$, 2000-2023. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from concord.vocabulary import areas

FIRST, LAST = 2025, 2045


def read(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a publisher's file, each with its physical row."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from enumerate(csv.DictReader(stream), start=2)


def write(path: Path, notes: dict[str, str], header: Sequence[str], body: Iterable[Sequence[str]]) -> None:
    """One file in our layout, rows in order of their keys."""
    rows = sorted(body, key=lambda cells: tuple(cells[:2]))
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(f"# {name}: {value}\n" for name, value in notes.items())
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])
    print(f"{path.name}: {len(rows)} rows")


def population(data: Path, out: Path) -> None:
    """Persons at mid-year with 80 % bounds, by area and year."""
    file = data / "population_economy/wpp2024_population_projection_2024_2060.csv"
    by_number = {each.numeric: each.code for each in areas.areas() if each.numeric and each.kind != "statistical"}
    ends: dict[tuple[str, int], tuple[int, list[Decimal]]] = {}
    for number, row in read(file):
        area = by_number.get(row["country_code"].zfill(3))
        if area is not None and len(row["country_code"]) <= 3:
            given = [Decimal(row[name]) * 1000 for name in ("pop", "pop_80l", "pop_80u")]
            ends[area, int(row["year"])] = (number, given)
    body = []
    for (area, year), (number, after) in ends.items():
        before = ends.get((area, year - 1))
        if FIRST <= year <= LAST and before is not None:
            persons = [str(round((a + b) / 2)) for a, b in zip(before[1], after, strict=True)]
            body.append((area, str(year), *persons, file.name, str(number)))
    notes = {
        "title": "Mid-year population 2025-2045, medium variant with 80 % bounds",
        "source": "un-wpp-2024",
        "made-from": file.name,
        "licence": "CC BY 3.0 IGO",
        "vintage": "World Population Prospects 2024",
        "note": "Mean of the year-ends before and after (thousands times 1000), bounds likewise; source_row is the row "
        "of the later year-end. Regions and groups are left out.",
    }
    write(
        out / "need-population.csv", notes,
        ("area", "year", "persons", "low", "high", "source_file", "source_row"), body,
    )  # fmt: skip


def gdp(data: Path, out: Path) -> None:
    """Gross domestic product in current US$, by area and year."""
    file = data / "population_economy/gdp_current_usd_1990_on.csv"
    known = {each.code for each in areas.areas() if each.kind != "statistical"}
    body = [
        (row["Country Code"], row["Year"], str(round(Decimal(row["Value"]))), file.name, str(number))
        for number, row in read(file)
        if row["Country Code"] in known and int(row["Year"]) >= 2000
    ]
    notes = {
        "title": "Gross domestic product, 2000-2023",
        "source": "world-bank-gdp",
        "made-from": file.name,
        "licence": "CC BY 4.0",
        "vintage": "to 2023",
        "note": "Current US$, rounded to whole dollars; groups of countries are left out.",
    }
    write(out / "demand-gdp.csv", notes, ("area", "year", "gdp_usd", "source_file", "source_row"), body)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/concord/data/methods"))
    given = parser.parse_args()
    population(given.data, given.out)
    gdp(given.data, given.out)
