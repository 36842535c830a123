"""Publishers' own files, where they are at hand: every table is found whole, with nothing hard."""

from __future__ import annotations

from pathlib import Path

import pytest

from concord.intake import read

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not SHARED.is_dir(), reason="the publishers' files are not here")]

ROWS = {
    "oecd_wfmi/ftds_2018_15_destinations.csv": 1026,
    "oecd_wfmi/totals_doctors_nurses_2010_2021.csv": 506,
    "owid/physicians-per-1000-people.csv": 4939,
    "owid/nurses-and-midwives-per-1000-people.csv": 1542,
    "owid/universal-health-coverage-index.csv": 1421,
    "who_gho_hrh/HRH_02.csv": 1911,
    "migration/un2019_bilateral_stock_wide.csv": 1659,
    "migration/un2020_bilateral_stock_1990_2010.csv": 52465,
    "isco08/isco08_groups_en.csv": 619,
    "geography/country-codes.csv": 249,
}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_every_row_of_a_publishers_table_is_read(name: str) -> None:
    reading = read(SHARED / name)
    assert reading.ok
    assert len(reading.sheet()) == ROWS[name]


def test_namibia_is_not_a_missing_value() -> None:
    sheet = read(SHARED / "geography/country-codes.csv").sheet()
    assert "NA" in sheet.column("ISO3166-1-Alpha-2").texts()


def test_the_repeated_year_of_the_nurses_file_is_said() -> None:
    reading = read(SHARED / "owid/nurses-and-midwives-per-1000-people.csv")
    assert [(finding.code, finding.where.letter) for finding in reading.findings] == [("intake.header.repeated", "C")]


def test_the_two_header_rows_of_the_nhs_workbook_are_joined() -> None:
    name = "registries/EU_and_UK_nationals_by_staff_group_and_organisation__September_2016.xlsx"
    sheet = read(SHARED / name).sheet("final")
    assert sheet.headers[3:5] == ("EU / All staff", "EU / HCHS doctors")
    assert sheet.header_rows == (4, 5)
    assert len(sheet) == 449


def test_what_the_world_banks_workbook_hides_is_said() -> None:
    reading = read(SHARED / "geography/OGHIST_FY10_FY21.xlsx")
    codes = {finding.code for finding in reading.findings}
    assert reading.ok
    assert {"intake.workbook.hidden-sheet", "intake.workbook.hidden-columns", "intake.workbook.external-links"} <= codes
    assert len(reading.sheet("Country Analytical History")) == 225
