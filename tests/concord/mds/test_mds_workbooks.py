"""Workbooks as they come: a sheet for each year, merged names, formulas, dates of 1904, hidden sheets."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from concord.mds import desk
from concord.mds.harmonise import Asked
from concord.mds.tabulate import Tabulated, tabulate, total

HEADER = ("country of training", "year", "occupation", "headcount")


def book(folder: Path, sheets: dict[str, list[tuple[Any, ...]]], *, mac: bool = False) -> Path:
    made = Workbook()
    made.remove(made.active)
    if mac:
        made.epoch = CALENDAR_MAC_1904
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "book.xlsx"
    made.save(path)
    return path


def read(path: Path, area: str = "NZL") -> Tabulated:
    return tabulate([path], Asked(area=area), as_of=2026)


def is_not_stored(path: Path, folder: Path) -> bool:
    finished = desk.tabulate([path], Asked(area="NZL"), as_of="2026-11-21", folder=folder / "store")
    return not finished.saved and not (folder / "store").exists()


def test_one_sheet_for_each_year_gives_one_table(tmp_path: Path) -> None:
    rows = [("country of training", "occupation", "headcount"), ("India", "221", 10), ("Philippines", "221", 4)]
    path = book(tmp_path, {"2017": rows, "Stock 2018": rows, "About": [("Made by the registrar", None)]})
    made = read(path)
    assert not made.findings.hard, list(made.findings)
    (table,) = made.tables
    assert sorted(set(table["year"])) == [2017, 2018]
    assert total(table) == 28


def test_a_sheet_named_after_its_structure_is_read_as_that(tmp_path: Path) -> None:
    rows = [("country of birth", "year", "occupation", "headcount"), ("India", 2018, 221, 10)]
    (table,) = read(book(tmp_path, {"mds-stock-by-birth": rows})).tables
    assert table.structure == "mds-stock-by-birth"


def test_merged_names_say_the_same_in_all_their_rows(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.active
    for row in [HEADER, ("India", 2017, "221", 10), (None, 2018, "221", 11), ("Kenya", 2018, "221", 1)]:
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    path = tmp_path / "merged.xlsx"
    made.save(path)
    (table,) = read(path).tables
    assert [(row["origin"], row["headcount"]) for row in table.frame.rows(named=True)] == [
        ("IND", 10),
        ("IND", 11),
        ("KEN", 1),
    ]


def test_an_empty_name_that_is_not_merged_is_asked(tmp_path: Path) -> None:
    path = book(tmp_path, {"s": [HEADER, ("India", 2017, "221", 10), (None, 2018, "221", 11)]})
    (finding,) = read(path).findings.hard
    assert (finding.code, finding.where.sheet, finding.where.row) == ("mds.origin.missing", "s", 3)
    assert is_not_stored(path, tmp_path)


def test_a_count_that_a_spreadsheet_made_a_date_is_told_with_its_cell(tmp_path: Path) -> None:
    path = book(tmp_path, {"s": [HEADER, ("India", 2018, "221", dt.date(2018, 4, 1)), ("Kenya", 2018, "221", 3)]})
    codes = {finding.code: finding.where for finding in read(path).findings.hard}
    assert "mds.value.date" in codes
    where = codes["mds.value.date"]
    assert (where.file, where.sheet, where.row, where.letter) == ("book.xlsx", "s", 2, "D")
    assert is_not_stored(path, tmp_path)


def test_days_counted_from_1904_give_the_same_year(tmp_path: Path) -> None:
    rows = [HEADER, ("India", dt.date(2018, 12, 31), "221", 10), ("Kenya", dt.date(2017, 12, 31), "221", 3)]
    for mac in (False, True):
        made = read(book(tmp_path, {"s": rows}, mac=mac))
        (table,) = made.tables
        assert list(table["year"]) == [2018, 2017], list(made.findings)


def test_formulas_without_values_are_not_zeros(tmp_path: Path) -> None:
    path = book(tmp_path, {"s": [HEADER, ("India", 2018, "221", "=5+5"), ("Kenya", 2018, "221", 3)]})
    made = read(path)
    assert any(finding.code.startswith("intake.") for finding in made.findings), list(made.findings)
    assert all(table["headcount"].to_list() != [0, 3] for table in made.tables)
    assert made.findings.hard or made.findings.soft
    assert is_not_stored(path, tmp_path)


def test_a_hidden_sheet_is_told_and_not_read(tmp_path: Path) -> None:
    made = Workbook()
    shown, hidden = made.active, made.create_sheet("secret")
    for row in [HEADER, ("India", 2018, "221", 10)]:
        shown.append(row)
    for row in [HEADER, ("Kenya", 2018, "221", 99)]:
        hidden.append(row)
    hidden.sheet_state = "hidden"
    path = tmp_path / "hidden.xlsx"
    made.save(path)
    found = read(path)
    assert any(finding.where.sheet == "secret" for finding in found.findings)
    assert all(total(table) == 10 for table in found.tables)


def test_two_header_rows_are_read_together(tmp_path: Path) -> None:
    rows = [
        ("country of training", "occupation", "2017", None, "2018", None),
        (None, None, "Women", "Men", "Women", "Men"),
        ("India", "221", 4, 6, 5, 7),
        ("Kenya", "221", 1, 0, 2, 0),
    ]
    made = Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    for merged in ("A1:A2", "B1:B2", "C1:D1", "E1:F1"):
        sheet.merge_cells(merged)
    path = tmp_path / "two.xlsx"
    made.save(path)
    found = read(path)
    (table,) = found.tables
    got = {(row["origin"], row["year"]): row["headcount"] for row in table.frame.rows(named=True)}
    assert got == {("IND", 2017): 10, ("IND", 2018): 12, ("KEN", 2017): 1, ("KEN", 2018): 2}, list(found.findings)
