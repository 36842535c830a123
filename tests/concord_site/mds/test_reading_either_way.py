"""Files are read plainly, as the command line does, and table by table where only the proposal sees what is there."""

from __future__ import annotations

import importlib.util
import io
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from concord.mds.harmonise import Asked
from concord.mds.proposing.answering import answer
from concord.mds.tabulate import tabulate
from concord_site.mds import outcome, reading

from . import small_files

ROOT = Path(__file__).parents[3]
HEAD = "country of training,year,occupation,headcount\n"


@pytest.fixture(scope="module", autouse=True)
def _forked_readers() -> Iterator[None]:
    if not hasattr(os, "fork"):
        yield
        return
    spec = importlib.util.spec_from_file_location("zygote_here", ROOT / "bench/zygote.py")
    assert spec is not None
    assert spec.loader is not None
    zygote = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = zygote
    spec.loader.exec_module(zygote)
    with zygote.both():
        yield


def read(folder: Path, files: Mapping[str, str | bytes], said: Any = None, **wish: Any) -> outcome.Outcome:
    """What is found of some files."""
    paths = []
    for name, content in files.items():
        paths.append(folder / name)
        paths[-1].write_bytes(content if isinstance(content, bytes) else content.encode())
    return reading.read(paths, reading.Wish("NZL", wish.pop("year", None), said or {}, 2026, **wish))[0]


def codes(found: outcome.Outcome, level: str) -> set[str]:
    return {each.finding.code for each in found.found if each.finding.level == level}


def kinds(found: outcome.Outcome) -> set[str]:
    return {each["kind"] for each in found.open}


def book(*rows: tuple[object, ...], hidden_row: int | None = None) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Stock")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if hidden_row is not None:
            sheet.set_row(hidden_row, None, None, {"hidden": True})
    return stream.getvalue()


def test_a_file_that_a_plain_reading_takes_is_told_of_as_on_the_command_line(tmp_path: Path) -> None:
    text = HEAD + "India,2018,221,5\ncountry of training,year,occupation,headcount\nKenya,2018,221\nNepal,2018,221,-4\n"
    found = read(tmp_path, {"a.csv": text})
    plain = tabulate([tmp_path / "a.csv"], Asked("NZL"), as_of=2026).findings
    assert {(each.finding.code, each.finding.level, each.finding.where) for each in found.found} == {
        (each.code, each.level, each.where) for each in plain
    }


def test_an_answer_changes_nothing_else(tmp_path: Path) -> None:
    """What is proposed and kept is read with again: the same rows, the same findings."""
    files = {"a.csv": HEAD + 'India,2018,221,"1,234"\nKenya,2018,221,12\n'}
    first = read(tmp_path, files)
    assert codes(first, "hard") == {"intake.decimals.ambiguous"}
    said = answer(reading.profile(first.profile), "measure", "stock").as_dict()
    assert codes(read(tmp_path, files, said), "hard") == {"intake.decimals.ambiguous"}
    settled = answer(reading.profile(said), "decimal", ".").as_dict()
    again = read(tmp_path, files, settled)
    assert (codes(again, "hard"), [each["total"] for each in again.tables]) == (set(), [1246])


def test_a_register_stays_a_register_when_something_is_answered(tmp_path: Path) -> None:
    files = {"register.csv": small_files.register()}
    first = read(tmp_path, files, year=2023)
    assert first.is_personal
    assert first.profile["rows"] == "persons"
    said = {**first.profile, "activity": "practising"}
    assert [each["total"] for each in read(tmp_path, files, said, year=2023).tables if "training" in each["structure"]]


def test_two_tables_on_a_sheet_are_read_each_by_its_heads_and_what_is_hidden_is_still_told(tmp_path: Path) -> None:
    head = ("country of training", "year", "occupation", "headcount")
    rows = [head, ("India", 2018, "221", 5), ("Kenya", 2018, "221", 6), (), (), ("country of birth", *head[1:])]
    rows += [("India", 2018, "221", 8), ("Kenya", 2018, "221", 9)]
    found = read(tmp_path, {"a.xlsx": book(*rows, hidden_row=2)}, {"measure": "stock"})
    assert {each["structure"]: each["total"] for each in found.tables} == {
        "mds-stock-by-training": 11, "mds-stock-by-birth": 17,
    }  # fmt: skip
    assert codes(found, "soft") == {"intake.workbook.hidden-rows"}


def test_cells_in_the_wrong_columns_are_refused_whichever_way_the_columns_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, {"a.csv": HEAD + "India,2018,221,1\nKorea, Republic of,2018,221,2\n"})
    assert "intake.row.too-long" in codes(found, "hard")


def test_rows_that_add_others_up_are_left_out_of_what_is_read(tmp_path: Path) -> None:
    text = HEAD + "India,2018,221,500\nNepal,2018,221,400\nSub-total Asia,2018,221,900\nKenya,2018,221,12\n"
    found = read(tmp_path, {"a.csv": text}, {"measure": "stock"})
    assert (codes(found, "hard"), kinds(found), [each["total"] for each in found.tables]) == (set(), set(), [912])
    assert found.profile["tables"][0]["leave_out"] == ["Sub-total Asia"]


def test_what_two_files_say_differently_holds_for_neither(tmp_path: Path) -> None:
    head = "country of training,occupation,headcount\n"
    files = {f"{year}.csv": f"Stock on 31 December {year}\n\n{head}India,221,5\nKenya,221,6\n" for year in (2018, 2019)}
    found = read(tmp_path, files)
    assert not found.tables
    assert "year" not in found.profile
    assert "year" in kinds(found)


def test_a_register_after_a_table_of_counts_is_not_read_as_one(tmp_path: Path) -> None:
    """Last year's profile holds as far as this file agrees: that of another table says nothing of what a row is."""
    counts = read(tmp_path, {"a.csv": HEAD + "India,2018,221,5\nKenya,2018,221,6\n"}, {"measure": "stock"})
    assert counts.profile["rows"] == "counts"
    found = read(tmp_path, {"register.csv": small_files.register()}, year=2023, last=counts.profile)
    assert (found.is_personal, codes(found, "hard")) == (True, set())
    assert {each["kind"] for each in found.differences} >= {"table-new", "table-gone"}


@pytest.mark.parametrize("name", ["effectifs.xls", "effectifs.ods"])
def test_old_and_open_workbooks_are_read_on_a_site_too(tmp_path: Path, name: str) -> None:
    content = (ROOT / "tests/specimens/mds-messy" / name).read_bytes()
    found = read(tmp_path, {name: content})
    assert kinds(found) == {"hidden-sheet"}
    assert found.files[0]["rows"] > 3
    assert not codes(found, "hard")


def test_a_table_that_was_read_is_shown_as_read(tmp_path: Path) -> None:
    """Every row is of both sexes: the table is found, and what it does not say is asked as it is of any other."""
    found = read(tmp_path, {"stock.csv": small_files.GOOD})
    assert found.tables
    assert [each["read"] for each in found.sheets] == [True]
    not_said = small_files.GOOD.replace(b";Sex", b"").replace(b";T;", b";")
    assert kinds(found) == kinds(read(tmp_path, {"stock.csv": not_said}))
    assert not kinds(found) & {"code", "same-table", "rows"}
