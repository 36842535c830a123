"""Every file of publishers beside the repository has an expected result: ``tests/cases/mds/readers_files.yaml``."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from concord.declarations.read import read_yaml
from concord.intake import Limits
from concord.mds.harmonise import Asked
from concord.mds.profile import Profile
from concord.mds.readers import registry, sheets
from concord.mds.tabulate import Tabulated, tabulate

SHARED = Path(__file__).parents[4] / "shared" / "data"
CASES = read_yaml(Path(__file__).parents[2] / "cases" / "mds" / "readers_files.yaml")
PARTS = ("AGEGROUP", "SEX", "RESIDENCEAREATYPE")
MEASURES = ("headcount", "per_1000", "persons", "index_0_100")
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the publishers' files are not beside the repository"),
]


def test_every_file_has_an_expected_result() -> None:
    there = {path.relative_to(SHARED).as_posix() for path in SHARED.rglob("*") if path.is_file()}
    listed = [case["file"] for case in CASES]
    assert len(listed) == len(set(listed))
    assert set(listed) == there - {"README.md"}


TABLES = [case for case in CASES if "persons" not in case]


@pytest.mark.parametrize("case", TABLES, ids=[case["file"] for case in TABLES])
def test_every_file_gives_what_is_expected_of_it(case: dict[str, Any]) -> None:
    made = tabulate([SHARED / case["file"]], Asked(), as_of=2026)
    found = made.findings
    assert Counter(each.code for each in found.hard) == Counter(case.get("hard", [])), list(found)
    assert Counter(each.code for each in found.soft) == Counter(case.get("soft", [])), list(found)
    assert {each.code for each in found.notes} >= set(case.get("notes", []))
    assert {table.structure: sums(table.frame) for table in made.tables} == wanted(case)
    for code, params in case.get("says", {}).items():
        assert any(each.code == code and params.items() <= dict(each.params).items() for each in found)
    if "germany" in case:
        assert germany(made) == pytest.approx(case["germany"])


def sums(frame: pl.DataFrame) -> dict[str, Any]:
    measure = next(name for name in MEASURES if name in frame.columns)
    return {"rows": frame.height, "sum": pytest.approx(frame[measure].sum())}


def wanted(case: dict[str, Any]) -> dict[str, Any]:
    return {id: dict(said) for id, said in case.get("tables", {}).items()}


def germany(made: Tabulated) -> Any:
    (table,) = made.tables
    measure = next(name for name in MEASURES if name in table.frame.columns)
    return table.frame.filter((pl.col("area") == "DEU") & (pl.col("year") == 2015))[measure].item()


MESSAGES = [case for case in CASES if "read" in case]


@pytest.mark.parametrize("case", MESSAGES, ids=[case["file"] for case in MESSAGES])
def test_a_message_that_is_no_table_of_ours_is_read_all_the_same(case: dict[str, Any]) -> None:
    found = registry.opened(SHARED / case["file"]).sheets
    assert {"sheets": len(found), "rows": sum(map(len, found))} == case["read"]


def test_nursing_and_midwifery_are_the_sum_of_the_two_as_published() -> None:
    """What proves that HRH_01 is nursing and HRH_03 midwifery: in 766 of the 767 rows that all three have."""
    parts = [numbers(f"who_gho_hrh/HRH_{code}.csv") for code in ("01", "03", "24")]
    common = [key for key in parts[2] if key in parts[0] and key in parts[1]]
    equal = sum(parts[0][key] + parts[1][key] == parts[2][key] for key in common)
    assert (len(common), equal) == (767, 766)


def numbers(name: str) -> dict[tuple[str, str], Decimal]:
    with (SHARED / name).open(encoding="utf-8", errors="replace", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if not any(row.get(part) for part in PARTS)]
    return {(row["COUNTRY"], row["YEAR"]): Decimal(row["Numeric"]) for row in rows}


def test_dots_and_hyphens_drop_no_column_of_the_world() -> None:
    """With a profile that says an occupation the wide table is read like any other: no origin is lost to its marks."""
    name = "migration/un2019_bilateral_stock_wide.csv"
    with (SHARED / name).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    reading = registry.read(SHARED / name, limits=Limits.none())
    records, findings = sheets.records(reading.sheet(), profile=Profile(columns={"Dest": "area"}, occupation="221"))
    assert records is not None, findings
    cells = [cell for row in rows[1:] for cell in row[2:]]
    assert records.frame.height == len(cells) == 1659 * 232
    assert records.frame.filter(pl.col("value").is_in(["..", "-"])).height == 341 + 4
    said = records.frame["value"].cast(pl.Int64, strict=False).sum()
    assert said == sum(int(cell) for cell in cells if cell.isdigit())


def test_a_register_of_persons_is_handed_over_in_two_bundles() -> None:
    names = [case["file"] for case in CASES if "persons" in case]
    first, second = registry.read_all([(SHARED / name, Path(name).name) for name in names])
    assert (len(first.sheet()), second.sheets) == (250, ())
