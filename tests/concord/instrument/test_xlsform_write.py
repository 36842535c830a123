from __future__ import annotations

import io
import sys
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concord.instrument.sheets import Row, Sheet, Sheets
from concord.instrument.xlsform import read, read_folder, read_sheets, write_folder, write_workbook

sys.path.insert(0, str(Path(__file__).parent))
from drawn import FORM, instrument_of

ROOT = Path(__file__).parents[3]
DATA = ROOT / "src/concord/data"

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8).filter(lambda s: s[0] != "_")
WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@st.composite
def forms(draw: st.DrawFn) -> Sheets:
    names = draw(st.lists(LETTERS, min_size=1, max_size=6, unique_by=str.lower))
    taken = {"meta", "instanceid", "instancename"}
    rows, number = [], 2
    for name in names:
        if name in taken:
            continue
        cells = {"type": draw(st.sampled_from(["text", "integer", "note", "date", "select_one l"])), "name": name}
        for column in ("label", "label::fr", "hint", "label::ar"):
            if draw(st.booleans()) or column == "label":
                cells[column] = draw(WORDS)
        if draw(st.booleans()):
            cells["relevant"] = draw(st.sampled_from(["true()", "1 < 2", "'-' != '+'"]))
        rows.append(Row(number, MappingProxyType(cells)))
        number += draw(st.integers(1, 3))
    choice = Row(2, MappingProxyType({"list_name": "l", "name": "c", "label": draw(WORDS), "label::fr": draw(WORDS)}))
    said = Row(
        2, MappingProxyType({"form_title": draw(WORDS), "form_id": "f", "version": "1", "default_language": "en"})
    )
    columns = tuple(dict.fromkeys(column for row in rows for column in row.cells))
    return Sheets(
        "f", Sheet("survey", columns, tuple(rows)), Sheet("choices", tuple(choice.cells), (choice,)),
        Sheet("settings", tuple(said.cells), (said,)),
    )  # fmt: skip


def same(one: Sheets, other: Sheets) -> bool:
    cells = [[dict(row.cells) for row in sheet.rows] for sheet in (one.survey, one.choices)]
    return cells == [[dict(row.cells) for row in sheet.rows] for sheet in (other.survey, other.choices)]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(forms())
def test_a_workbook_read_again_is_what_was_written(sheets: Sheets) -> None:
    once = read_sheets(sheets)
    again = read(write_workbook(sheets), "again.xlsx")
    assert once.draft is not None
    assert again.draft is not None
    assert again.draft.digest == once.draft.digest
    assert once.sheets is not None
    assert again.sheets is not None
    assert same(once.sheets, again.sheets)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(forms())
def test_a_folder_read_again_is_what_was_written(tmp_path_factory: pytest.TempPathFactory, sheets: Sheets) -> None:
    folder = tmp_path_factory.mktemp("forms") / "f"
    write_folder(sheets, folder)
    once, again = read_sheets(sheets), read_folder(folder)
    assert once.draft is not None
    assert again.draft is not None
    # A translation without an English wording has no place in a catalogue.
    if all(row["label"] or not row["label::fr"] for row in sheets.survey.rows):
        assert again.draft.digest == once.draft.digest


def test_a_written_workbook_has_no_cell_that_a_spreadsheet_would_calculate() -> None:
    from openpyxl import load_workbook

    instrument = instrument_of(FORM.replace("Which?", "=HYPERLINK(1)", 1).replace("Has it?", "+ more", 1))
    book = load_workbook(io.BytesIO(write_workbook(instrument)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type == "s" and not str(cell.value).startswith(("=", "+", "-", "@")) for cell in cells)
    again = read(write_workbook(instrument), "a.xlsx").instrument
    assert again is not None
    assert again.digest == instrument.digest


def test_a_written_workbook_is_one_to_author_in() -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(write_workbook(instrument_of(FORM))))
    assert book.sheetnames == ["survey", "choices", "settings", "concord-codes"]
    survey = book["survey"]
    assert survey.freeze_panes == "C2"
    headers = [cell.value for cell in survey[1]]
    assert headers[:4] == ["type", "name", "label::English (en)", "label::Français (fr)"]
    assert survey.data_validations.count >= 1
    assert book["concord-codes"].sheet_state == "veryHidden"
    assert all(cell.alignment.wrap_text for cell in survey[2] if cell.value)


def test_a_workbook_in_arabic_reads_from_right_to_left() -> None:
    from openpyxl import load_workbook

    instrument = instrument_of("""
| survey |
|  | type | name | label::العربية (ar) |
|  | text | a    | ما الاسم؟           |
| settings |
|  | form_title | form_id | version | default_language |
|  | نموذج      | form    | 1       | العربية (ar)     |
""")
    book = load_workbook(io.BytesIO(write_workbook(instrument)))
    assert all(sheet.sheet_view.rightToLeft for sheet in book if sheet.title != "concord-codes")


def test_a_workbook_may_be_asked_for_in_some_languages() -> None:
    only = read(write_workbook(instrument_of(FORM), ("en",)), "a.xlsx").instrument
    assert only is not None
    assert only.languages == ("en",)


def test_the_same_instrument_makes_the_same_bytes() -> None:
    assert write_workbook(instrument_of(FORM)) == write_workbook(instrument_of(FORM))
