"""The marked copy: the sender's cells in their places, wrong ones marked, nothing live in it, and it reads again."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from concord.errors import Invalid
from concord.findings import Finding, Findings, Place
from concord.intake import Limits, Reading, read, tables
from concord.intake.neutral import restored, writable
from concord.intake.numbers import parse_number
from concord.intake.remarks import Remarks
from concord.intake.source import Source
from concord.mds import marked_copy
from concord.mds.checks.keys import key
from concord.mds.harmonise import Asked
from concord.mds.marked_copy.titles import titles_of
from concord.mds.readers import words
from concord.mds.tabulate import Tabulated, tabulate

MESSY = """Ministry of Health 2018,,,,

country of training,year,occupation,headcount,flag
India,2018,221,1020,
Philippines,2018,221,-3,
Viet Nam,2018,221,12.5,
Wakanda,2018,221,3,
"=cmd|' /C calc'!A0",2018,221,3,
Uganda,2018,221,<5,
Kenya,2018,221,40,
Kenya,2018,221,41,
Wakanda,2018,2221,4,
Ghana,2018,221,9,B
total,2018,221,10,
Source: register
"""


def copied(reading: Reading, findings: list[Finding] | Findings, language: str = "en") -> tuple[Workbook, bytes]:
    stream = BytesIO()
    marked_copy.write(stream, reading, findings, language)
    return openpyxl.load_workbook(BytesIO(stream.getvalue())), stream.getvalue()


def checked(path: Path) -> Tabulated:
    return tabulate([path], Asked(area="NZL"), as_of=2026)


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    path = tmp_path / "messy.csv"
    path.write_text(MESSY, encoding="utf-8")
    return path


def test_cells_stand_where_they_stood_and_wrong_ones_are_marked(messy: Path) -> None:
    book, _ = copied(read(messy), checked(messy).findings)
    assert book.sheetnames == [marked_copy.SHEET, "table"]
    sheet = book["table"]
    assert (sheet["A1"].value, sheet["A3"].value, sheet["D4"].value) == (
        "Ministry of Health 2018",
        "country of training",
        1020,
    )
    assert (sheet["D6"].value, sheet["D9"].value, sheet["A15"].value) == (12.5, "<5", "Source: register")
    fills = {cell: sheet[cell].fill.patternType for cell in ("D4", "D5", "D6", "A7", "A12", "D10", "D11", "D13", "D14")}
    assert fills == {
        "D4": None, "D5": "solid", "D6": "solid", "A7": "solid", "A12": "solid", "D10": "solid", "D11": "solid",
        "D13": "lightUp", "D14": "solid",
    }  # fmt: skip
    assert sheet["D5"].font.b
    assert (sheet["D5"].border.left.style, sheet["D13"].border.left.style) == ("thick", "mediumDashed")


def test_the_sentence_and_the_remedy_stand_at_the_cell_in_the_users_language(messy: Path) -> None:
    findings = checked(messy).findings
    english, french = (
        copied(read(messy), findings, language)[0]["table"]["D5"].comment.text for language in ("en", "fr")
    )
    assert "[Must change] A count of persons is -3" in english
    assert "Correct the value" in english
    assert "Un nombre de personnes est de -3" in french
    assert "Corrigez la valeur" in french


def test_the_first_sheet_lists_every_finding_with_a_link_to_its_cell(messy: Path) -> None:
    findings = checked(messy).findings
    sheet = copied(read(messy), findings)[0][marked_copy.SHEET]
    listed = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=9)]
    assert [row[4] for row in listed] == [finding.code for finding in findings]
    links = {row[1].value: row[1].hyperlink.location for row in sheet.iter_rows(min_row=9) if row[1].hyperlink}
    assert links["D14"] == "'table'!D14"
    assert links["D11"] == "'table'!D11"
    assert all(link.split("!")[0].strip("'") == "table" for link in links.values())


def test_a_print_is_as_wide_as_the_paper_and_repeats_its_heads(messy: Path) -> None:
    reading = read(messy, limits=Limits.none())
    book, _ = copied(reading, checked(messy).findings)
    for sheet, heads in zip(book, ("$8:$8", "$3:$3"), strict=True):
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == heads


def test_nothing_live_comes_through(messy: Path) -> None:
    _, content = copied(read(messy), checked(messy).findings)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheets = {name: archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")}
        assert not any(b"<f>" in markup or b"<f " in markup for markup in sheets.values())
        relations = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".rels"))
        assert b"External" not in relations
    book = openpyxl.load_workbook(BytesIO(content))
    assert book["table"]["A8"].value == "'=cmd|' /C calc'!A0"


@pytest.mark.parametrize(("language", "runs"), [("ar", True), ("en", False)])
def test_arabic_runs_from_right_to_left(messy: Path, language: str, runs: bool) -> None:
    book, _ = copied(read(messy), checked(messy).findings, language)
    assert [bool(sheet.sheet_view.rightToLeft) for sheet in book] == [runs, runs]


def test_a_copy_sent_again_gives_the_same_findings_at_the_same_cells(messy: Path, tmp_path: Path) -> None:
    first = checked(messy).findings
    again_path = marked_copy.save(messy, tmp_path / "again.xlsx", first, "fr")
    again = checked(again_path).findings

    def asked(findings: Findings) -> set[tuple[str, str, int | None, str | None]]:
        return {
            (f.level, key(f).replace("sheet=table/", ""), f.where.row, f.where.letter)
            for f in findings
            if f.level != "note"
        }

    assert asked(again) == asked(first)


def test_a_corrected_copy_is_read_without_its_list_of_findings(messy: Path, tmp_path: Path) -> None:
    path = marked_copy.save(messy, tmp_path / "corrected.xlsx", checked(messy).findings, "ar")
    book = openpyxl.load_workbook(path)
    sheet = book["table"]
    for cell, value in {
        "D5": 3, "D6": 12, "A7": "Zambia", "A8": "Malawi", "A11": "Zimbabwe", "A12": "Zambia", "D14": None, "E13": None,
    }.items():  # fmt: skip
        sheet[cell] = value
    book.save(path)
    made = checked(path)
    assert not made.findings.hard, list(made.findings)
    assert not made.findings.soft, list(made.findings)
    (stock,) = (table for table in made.tables if table.structure == "mds-stock-by-training")
    assert len(stock) == 11


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A workbook with a title, two header rows, merged cells, dates, percents, a formula and a hidden sheet."""
    path = tmp_path / "typed.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Stock d'infirmiers")
        sheet.write(0, 0, "Title")
        sheet.write_row(2, 0, ["country of training", "year", "occupation", "headcount", "note", "share"])
        sheet.merge_range(3, 0, 4, 0, "India")
        sheet.write_row(3, 1, [2017, "221", 10])
        sheet.write_row(4, 1, [2018, "221", -4])
        sheet.write_row(5, 0, ["Kenya", 2018, "221", 7.25])
        sheet.write_datetime(3, 4, dt.datetime(2018, 3, 5), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_boolean(4, 4, True)
        sheet.write_formula(5, 4, "=1+1", None, 2)
        for row in (3, 4, 5):
            sheet.write_number(row, 5, 0.25, book.add_format({"num_format": "0%"}))
        hidden = book.add_worksheet("old")
        hidden.write_row(0, 0, ["country of training", "year", "occupation", "headcount"])
        hidden.write_row(1, 0, ["India", 2001, "221", 1])
        hidden.hide()
    return path


def test_a_workbooks_kinds_of_cells_come_through_as_values(workbook: Path) -> None:
    before = read(workbook)
    book, content = copied(before, checked(workbook).findings)
    assert book.sheetnames == [marked_copy.SHEET, "Stock d'infirmiers", "old"]
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible", "hidden"]
    after = read(content, "typed.xlsx")
    for sheet in before.sheets:
        again = after.sheet(sheet.name)
        assert (again.hidden, list(again.rows), again.header_rows) == (
            sheet.hidden,
            list(sheet.rows),
            sheet.header_rows,
        )
        for old, new in zip(sheet.columns, again.columns, strict=True):
            assert (new.header, new.letter, new.percent) == (old.header, old.letter, old.percent)
            filled = [(old.kind(at), old.text(at)) for at in range(len(old)) if old.text(at)]
            assert set(filled) == {(new.kind(at), new.text(at)) for at in range(len(new)) if new.text(at)}
        assert not any(column.formulas for column in again.columns)
    assert after.sheet("Stock d'infirmiers").column("country of training").texts() == ["India", "India", "Kenya"]


def test_a_sheets_name_with_an_apostrophe_is_linked(workbook: Path) -> None:
    book, _ = copied(read(workbook), checked(workbook).findings)
    links = [row[1].hyperlink.location for row in book[marked_copy.SHEET].iter_rows(min_row=9) if row[1].hyperlink]
    assert "'Stock d''infirmiers'!D5" in links


def test_a_whole_wrong_column_is_marked_from_its_header_down(tmp_path: Path) -> None:
    path = tmp_path / "negative.csv"
    names = ["India", "Kenya", "Ghana", "Uganda", "Malawi", "Zambia"]
    lines = "".join(f"{name},2018,221,-{at}\n" for at, name in enumerate(names, start=1))
    path.write_text(f"country of training,year,occupation,headcount\n{lines}", encoding="utf-8")
    findings = checked(path).findings
    assert [finding.code for finding in findings.hard] == ["mds.count.negative-many"]
    sheet = copied(read(path), findings)[0]["table"]
    assert [sheet[f"D{row}"].fill.patternType for row in range(1, 8)] == ["solid"] * 7
    assert "6 counts of persons are below zero" in sheet["D1"].comment.text


def test_several_findings_at_one_cell_show_the_gravest_and_say_all(messy: Path) -> None:
    place = Place("messy.csv", None, 4, "headcount", "D")
    both = [
        Finding("mds.break.unexplained", "soft", place, {"year": 2018}),
        Finding("mds.count.negative", "hard", place, {}, "1"),
    ]
    sheet = copied(read(messy), both)[0]["table"]
    assert sheet["D4"].fill.patternType == "solid"
    assert {"[Must change]", "[Change or explain]"} <= {
        f"[{part.split(']')[0]}]" for part in sheet["D4"].comment.text.split("[")[1:]
    }


def test_a_refused_file_gives_the_list_alone(tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"not a workbook at all")
    reading = read(path)
    book, _ = copied(reading, reading.findings)
    assert book.sheetnames == [marked_copy.SHEET]


def test_findings_of_another_file_are_not_marked_here(messy: Path) -> None:
    other = Finding("mds.count.negative", "hard", Place("other.csv", None, 4, "headcount", "D"), {}, "-3")
    with pytest.raises(Invalid) as refused:
        copied(read(messy), [other])
    assert refused.value.code == "mds.marked.other-file"
    with pytest.raises(Invalid) as refused:
        marked_copy.save(messy, messy.with_suffix(".ods"), [])
    assert refused.value.code == "mds.marked.suffix"
    assert not messy.with_suffix(".ods").exists()
    for paths in ([], [messy, messy], [messy.parent]):
        with pytest.raises(Invalid) as refused:
            marked_copy.only(paths)
        assert refused.value.code == "mds.marked.one-file"
    assert marked_copy.only([messy]) == messy


def test_codes_with_leading_zeros_stay_texts(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("code,amount\n011,1\n221,2\n", encoding="utf-8")
    sheet = copied(read(path), [])[0]["table"]
    assert [sheet["A2"].value, sheet["A3"].value, sheet["B2"].value] == ["011", "221", 1]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru", "zh"])
def test_no_header_of_the_list_is_taken_for_a_column_of_data(messy: Path, language: str) -> None:
    sheet = copied(read(messy), [], language)[0][marked_copy.SHEET]
    heads = [sheet.cell(8, column).value for column in range(1, 6)]
    assert all(heads)
    assert [words.heading(head) for head in heads] == [None] * 5


def test_a_sheet_gets_a_name_that_a_workbook_can_have() -> None:
    titles = titles_of(
        [None, "a/b: c", "A_b_ C", "x" * 40, "CONCORD-findings", "'q'"], "mds-totals.csv", "concord-findings"
    )
    assert list(titles.values()) == ["mds-totals", "a_b_ c", "A_b_ C (2)", "x" * 31, "CONCORD-findings (2)", "q"]


CELL = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
    st.sampled_from(
        ["12", "-3", "1.5", "007", "1 234", "=1+1", "'=x", "@a", "<5", "..", "2018-01-02", "١٢", "1e5", "'"]
    ),
)


def read_here(content: bytes, name: str) -> tuple[Any, Remarks]:
    remarks = Remarks()
    return tables.read(Source(name, content), Limits.none(), remarks, tables.Hints()), remarks


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=8))
def test_any_text_table_comes_through_with_every_cell(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["alpha", "beta", "gamma"], *rows])
    first, _ = read_here(text.getvalue().encode(), "t.csv")
    (sheet,) = first.sheets or (None,)
    assume(sheet is not None)
    stream = BytesIO()
    reading = Reading("t.csv", 1, "", None, None, first.facts["decimal"], (sheet,), Findings(), 0, {})
    marked_copy.write(stream, reading, [])
    cells = openpyxl.load_workbook(BytesIO(stream.getvalue()))["table"]
    for column in sheet.columns:
        for at, row in enumerate(sheet.rows):
            said, there = column.text(at), cells[f"{column.letter}{row}"].value
            if isinstance(there, (int, float)):
                read = parse_number(said, first.facts["decimal"])
                assert float(read.value or 0) == there
            else:
                assert restored(there or "") == writable(said)
