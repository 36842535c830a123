from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations.messages import known_codes
from concord.findings import Findings
from concord.instrument.xlsform import read
from concord.instrument.xlsform.columns import ORDER, normal
from concord.instrument.xlsform.recognise import is_instrument
from concord.intake.limits import Limits

sys.path.insert(0, str(Path(__file__).parent))
from drawn import drawn

ROOT = Path(__file__).parents[3]
DATA = ROOT / "src/concord/data"


def test_one_csv_with_the_sheets_names_in_its_first_column_is_a_form() -> None:
    text = 'survey\n,type,name,label\n,text,a,"A, then\nmore"\n,integer,b,B\n'
    text += "settings\n,form_title,form_id,version\n,F,f,1\n"
    found = read(text.encode(), "form.csv")
    assert found.instrument is not None
    assert [question.name for question in found.instrument.questions] == ["a", "b"]


def test_the_place_in_a_single_csv_is_that_of_the_file() -> None:
    found = read(b"survey\n,type,name,label\n,text,a,A\n,integr,b,B\n", "form.csv")
    place = found.findings.hard[0].where
    assert (place.sheet, place.row, place.letter) == ("survey", 4, "B")


def test_a_zip_of_sheets_and_files_is_a_form(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "form.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("form/survey.csv", "type,name,label\nselect_one_from_file towns.csv,t,Town?\n")
        archive.writestr("form/settings.csv", "form_title,form_id,version\nF,f,1\n")
        archive.writestr("form/towns.csv", "name,label\nbern,Bern\n")
    found = read(path)
    assert found.instrument is not None, list(found.findings)
    assert found.instrument.lists["towns.csv"].choices[0].label["en"] == "Bern"
    assert is_instrument(path)


@pytest.mark.parametrize(("name", "content", "code"), [
    ("form.xlsx", b"", "intake.file.empty"),
    ("form.docx", b"PK\x03\x04broken", "intake.file.name-and-content-differ"),
    ("form.pdf", b"%PDF-1.7 ...", "intake.file.pdf"),
    ("form.xlsm", b"type,name\n", "intake.file.name-and-content-differ"),
])  # fmt: skip
def test_a_file_that_is_no_form_is_refused_by_its_kind(name: str, content: bytes, code: str) -> None:
    found = read(content, name)
    assert found.instrument is None
    assert code in [each.code for each in found.findings.hard]


def test_a_bomb_is_not_unpacked() -> None:
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("survey.csv", "a" * 30_000_000)
    found = read(stream.getvalue(), "form.zip", limits=Limits())
    assert [each.code for each in found.findings.hard] == ["intake.limit.ratio"]


def workbook(**options: object) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Survey")
        for row, cells in enumerate((("Type", "Name", "Label"), ("text", "a", "A"), ("date", "b", "B"))):
            sheet.write_row(row, 0, cells)
        choices = book.add_worksheet("choices")
        choices.write_row(0, 0, ("list_name", "name", "label"))
        choices.write_row(1, 0, ("l", 1, "One"))
        book.get_worksheet_by_name("Survey")
        if options.get("hidden"):
            choices.hide()
        if options.get("date"):
            import datetime as dt

            sheet.write(0, 3, "default")
            sheet.write_datetime(2, 3, dt.datetime(2024, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
        if options.get("formula"):
            sheet.write_formula(1, 2, "=1+1", None, "")
    return stream.getvalue()


def test_sheets_are_found_however_their_names_are_written_and_numbers_are_names() -> None:
    found = read(workbook(), "form.xlsx")
    assert found.sheets is not None
    assert found.sheets.choices.rows[0]["name"] == "1"


def test_a_hidden_sheet_is_told() -> None:
    codes = [(each.code, each.where.sheet) for each in read(workbook(hidden=True), "form.xlsx").findings]
    assert ("intake.workbook.hidden-sheet", "choices") in codes


def test_a_date_in_a_cell_is_read_as_iso_and_told() -> None:
    found = read(workbook(date=True), "form.xlsx")
    assert found.sheets is not None
    assert found.sheets.survey.rows[1]["default"] == "2024-03-01"
    told = [each.where for each in found.findings if each.code == "instrument.cell.date"]
    assert [(place.row, place.header, place.letter) for place in told] == [(3, "default", "D")]


def test_a_formula_without_its_value_is_refused() -> None:
    found = read(workbook(formula=True), "form.xlsx")
    assert "intake.cell.formula-without-value" in [each.code for each in found.findings.hard]
    assert found.instrument is None


def test_files_beside_a_form_are_taken_only_where_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "form.csv").write_text("survey\n,type,name,label\n,select_one_from_file towns.csv,t,Town?\n")
    (tmp_path / "towns.csv").write_text("name,label\nbern,Bern\n")
    assert read(tmp_path / "form.csv").instrument is None
    assert read(tmp_path / "form.csv", beside=True).instrument is not None


@pytest.mark.parametrize("name", ["../secret.csv", "/etc/secret.csv", "sub/secret.csv"])
def test_a_form_cannot_reach_files_elsewhere(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.csv").write_text("name,label\na,b\n")
    (tmp_path / "in/form.csv").write_text(f"survey\n,type,name,label\n,select_one_from_file {name},t,Town?\n")
    found = read(tmp_path / "in/form.csv", beside=True)
    assert [each.code for each in found.findings.hard] == ["instrument.unsupported.absent-file"]


@pytest.mark.parametrize("text", [
    "type,name,label\ntext,a,A\n", "survey,,\n,type,name\n", "Type,Name\n",
])  # fmt: skip
def test_a_csv_form_is_recognised(tmp_path: Path, text: str) -> None:
    path = tmp_path / "some.csv"
    path.write_text(text)
    assert is_instrument(path)


def test_a_data_table_is_not_taken_for_a_form(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("area,year,headcount\nKEN,2020,5\n")
    assert not is_instrument(path)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from([
    "", "type", "name", "label", "text", "begin_group", "end_group", "begin_repeat", "end_repeat", "select_one l", "a",
    "b",
    "${a}", "${", "1 div 0", "a b", "note", "x_rows", "calculate", "begin loop over l", "=1", "'", "relevant", "sum(",
]), min_size=3, max_size=5), min_size=1, max_size=8))  # fmt: skip
def test_whatever_stands_in_the_sheets_becomes_findings_and_never_a_crash(rows: list[list[str]]) -> None:
    width = max(map(len, rows))
    table = [["type", "name", "label", "relevant", "calculation"][:width], *rows]
    drawing = "| survey |\n" + "\n".join("|  | " + " | ".join(row) + " |" for row in table)
    found = drawn(drawing)
    assert isinstance(found.findings, Findings)
    assert (found.instrument is None) == bool(found.findings.hard)


def test_the_usual_order_of_columns_holds_only_what_is_understood() -> None:
    for sheet, order in ORDER.items():
        for column in order:
            assert normal(sheet, column) == column, column


def test_every_code_that_the_room_says_has_a_wording() -> None:
    folder = ROOT / "src/concord/instrument/xlsform"
    said = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    codes = set(re.findall(r"remarks\.add\(\s*\"([a-z-]+\.[a-z-]+)\"", said)) | set(
        re.findall(r"say\(\"([a-z-]+\.[a-z-]+)\"", said)
    )
    missing = {code for code in codes if f"instrument.{code}" not in known_codes() and not code.startswith("intake")}
    assert missing == set()
