"""The original publishers' files, where they are at hand: read as they are, with the publishers' own sums."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from concord.mds import facts
from concord.mds.harmonise import Asked
from concord.mds.tabulate import Tabulated, sums, tabulate, total
from concord.vocabulary.areas import resolve

SHARED = Path(__file__).parents[4] / "shared" / "data"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the publishers' files are not beside the repository"),
]


def read(name: str) -> Tabulated:
    made = tabulate([SHARED / name], Asked(), as_of=2026)
    assert not made.findings.hard, list(made.findings)
    assert not made.findings.soft, list(made.findings)
    return made


def rows(name: str) -> list[list[str]]:
    with (SHARED / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))[1:]


def keyed(frame: pl.DataFrame, *columns: str) -> dict[tuple[object, ...], object]:
    return {tuple(row[:-1]): row[-1] for row in frame.select(columns).rows()}


def test_foreign_trained_doctors_add_up_to_the_publishers_sums() -> None:
    name = "oecd_wfmi/ftds_2018_15_destinations.csv"
    (table,) = read(name).tables
    published = Counter[str]()
    for row in rows(name):
        published[row[0]] += int(row[8])
    assert (table.structure, len(table), total(table)) == ("mds-stock-by-training", 1026, sum(published.values()))
    by_area = dict(table.frame.group_by("area").agg(pl.col("headcount").sum()).rows())
    assert by_area == dict(published)
    columns = ("area", "year", "occupation", "origin", "row_kind", "headcount")
    assert keyed(table.frame, *columns) == keyed(facts.bundled("mds-stock-by-training").frame, *columns)


def test_totals_of_doctors_and_nurses_are_the_publishers_with_their_flags() -> None:
    name = "oecd_wfmi/totals_doctors_nurses_2010_2021.csv"
    (table,) = read(name).tables
    published = rows(name)
    assert (table.structure, len(table)) == ("mds-totals", len(published))
    assert sums(table) == {"total": sum(int(row[8]) for row in published)}
    flags = Counter(table["status"])
    assert (flags["break"], flags["difference"]) == (7, 12)
    columns = ("area", "year", "occupation", "row_kind", "status", "headcount")
    assert keyed(table.frame, *columns) == keyed(facts.bundled("mds-totals").frame, *columns)


@pytest.mark.parametrize(
    ("name", "structure", "column", "value", "occupation"),
    [
        ("owid/physicians-per-1000-people.csv", "density", "per_1000", 3, "221"),
        ("owid/nurses-and-midwives-per-1000-people.csv", "density", "per_1000", 3, "222_322"),
        ("owid/universal-health-coverage-index.csv", "uhc-index", "index_0_100", 3, None),
    ],
)
def test_densities_and_the_index_are_the_publishers_without_groups_of_countries(
    name: str, structure: str, column: str, value: int, occupation: str | None
) -> None:
    (table,) = read(name).tables
    areas = [row for row in rows(name) if len(row[1]) == 3 or resolve(row[0]).area is not None]
    published = [Decimal(row[value]) for row in areas]
    assert (table.structure, len(table)) == (structure, len(published))
    assert sum(Decimal(str(number)) for number in table[column]) == sum(published)
    bundled = facts.bundled(structure).frame
    if occupation is not None:
        bundled = bundled.filter(bundled["occupation"] == occupation)
    columns = ("area", "year", column)
    assert keyed(table.frame, *columns) == keyed(bundled, *columns)


def test_population_is_the_publishers_in_persons_without_regions() -> None:
    name = "population_economy/wpp2024_components_1990_2023.csv"
    (table,) = read(name).tables
    codes = {row[0]: resolve(row[0]).area for row in rows(name)}
    published = [Decimal(row[7]) * 1000 for row in rows(name) if codes[row[0]] is not None]
    assert len(table) == len(published)
    assert sum(table["persons"]) == sum(published)
    columns = ("area", "year", "persons", "status")
    assert keyed(table.frame, *columns) == keyed(facts.bundled("population").frame, *columns)


def test_a_projection_is_no_fact() -> None:
    made = tabulate([SHARED / "population_economy/wpp2024_population_projection_2024_2060.csv"], Asked(), as_of=2026)
    assert [finding.code for finding in made.findings.hard] == ["mds.layout.projection"]
    assert made.tables == ()


def test_the_observatorys_double_row_is_found() -> None:
    made = tabulate([SHARED / "who_gho_hrh/HRH_02.csv"], Asked(), as_of=2026)
    (finding,) = made.findings.hard
    assert (finding.code, finding.params["rows"]) == ("mds.row.twice", "1733, 1735")
