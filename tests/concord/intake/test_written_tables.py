"""What is written reads back the same, is inert in every spreadsheet, never cut, and has the same bytes each time."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.errors import Invalid
from concord.intake import Limits, tables
from concord.intake.neutral import neutralised, restored, writable
from concord.intake.out import Meta, OutColumn, write_csv, write_xlsx
from concord.intake.remarks import Remarks
from concord.intake.sheets import Sheet
from concord.intake.source import Source

FORMULAE = ["=1+1", "+1", "-1", "@cmd", "＝1", "＋1", "－1", "＠x", "'=1", "''=1", "-", "a;=1", "=cmd|'/C calc'!A0"]
MARKS = ['=HYPERLINK("http://x","y")', "<script>", "a,b;c|e", '"', "'", '""', "_x0041_", "🙂", "ﷺ", "#x"]
VALUES = ["NA", "NO", "1.234", "1e5", "TRUE", "2020-01-01"]
SPACED = ["\t=x", "\r=x", "\n=x", " =1", "\u200b=1", "a\r\nb", "\u202eabc", "# source: x", "Source: x", "  x  ", "a\tb"]
HOSTILE = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    FORMULAE + MARKS + VALUES + SPACED
)
ROWS = st.lists(st.tuples(HOSTILE, st.integers(-(10**14), 10**14)), min_size=1, max_size=12)
DANGEROUS = "=+-@\t\r\n＝＋－＠"


def read_back(data: bytes, name: str) -> Sheet:
    remarks = Remarks()
    found = tables.read(
        Source(name, data), Limits(), remarks, tables.Hints(encoding="utf-8" if "csv" in name else None)
    )
    assert found.sheets, [remark.code for remark in remarks]
    return found.sheets[0]


def csv_of(columns: Any, rows: Any, meta: Meta | None = None, **options: Any) -> bytes:
    stream = io.BytesIO()
    write_csv(stream, columns, rows, meta, **options)
    return stream.getvalue()


def xlsx_of(columns: Any, rows: Any, meta: Meta | None = None, **options: Any) -> bytes:
    stream = io.BytesIO()
    write_xlsx(stream, columns, rows, meta, **options)
    return stream.getvalue()


@settings(max_examples=300, deadline=None)
@given(ROWS)
def test_csv_reads_back_the_same(rows: list[tuple[str, int]]) -> None:
    numbered = [("KEN", text, number) for text, number in rows]
    sheet = read_back(csv_of(["area", "note", "headcount"], numbered), "a.csv")
    assert sheet.column("note").texts() == [writable(text) for text, _ in rows]
    assert sheet.column("headcount").texts() == [str(number) for _, number in rows]


@settings(max_examples=100, deadline=None)
@given(ROWS)
def test_xlsx_reads_back_the_same(rows: list[tuple[str, int]]) -> None:
    numbered = [("KEN", text, number) for text, number in rows]
    sheet = read_back(xlsx_of(["area", "note", OutColumn("headcount", kind="integer")], numbered), "a.xlsx")
    assert sheet.column("note").texts() == [writable(text) for text, _ in rows]
    assert list(sheet.column("headcount").values()) == [number for _, number in rows]


@given(st.text())
def test_neutralising_is_undone_exactly(text: str) -> None:
    assert restored(neutralised(text)) == text
    assert neutralised(text)[:1] not in DANGEROUS or not text


@pytest.mark.parametrize("text", [f"{sign}1+1" for sign in DANGEROUS] + [" =1", "\u200b=1", "\ufeff@x"])
def test_no_cell_begins_like_a_formula_in_either_format(text: str) -> None:
    assert neutralised(text).startswith("'")
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of([text, "b"], [(text, 1)])))
    for row in book["data"].iter_rows():
        for cell in row:
            assert cell.data_type in ("s", "inlineStr", "n")
            assert not str(cell.value).startswith(tuple(DANGEROUS))
    cells = csv_of(["a", "b"], [(text, -1)]).decode().split("\r\n", 1)[1]
    assert cells.lstrip('"').startswith("'")
    assert ",-1" in cells


def test_numbers_stay_numbers() -> None:
    rows = [("KEN", -3, 0.1, Decimal("2.50"), True, date(2010, 5, 21)), ("NAM", 0, 1e-7, None, False, None)]
    columns = ["area", OutColumn("n", kind="integer"), "f", "d", "b", OutColumn("day", kind="date")]
    sheet = read_back(xlsx_of(columns, rows), "a.xlsx")
    assert [[cell.value for cell in (sheet.cell(i, j) for j in range(6))] for i in range(2)] == [
        ["KEN", -3, 0.1, 2.5, True, date(2010, 5, 21)],
        ["NAM", 0, 1e-7, None, False, None],
    ]
    assert csv_of(columns, rows).decode().split("\r\n")[1:3] == [
        "KEN,-3,0.1,2.50,true,2010-05-21",
        "NAM,0,0.0000001,,false,",
    ]


def test_what_a_spreadsheet_would_round_is_written_as_text() -> None:
    rows = [(10**17 + 1, Decimal("0.12345678901234567890"))]
    sheet = read_back(xlsx_of(["n", "d"], rows), "a.xlsx")
    assert [sheet.cell(0, 0).value, sheet.cell(0, 1).value] == [str(10**17 + 1), "0.12345678901234567890"]


def test_the_same_table_has_the_same_bytes() -> None:
    meta = Meta("Stock", "Ministry", "CC BY 4.0", "Cite", notes=("n",), created=date(2024, 3, 1))
    rows = [("KEN", 1), ("NAM", 2)]
    codes = {"areas": [("KEN", "Kenya"), ("NAM", "Namibia")]}
    columns = [OutColumn("area", codes="areas"), "n"]
    assert len({xlsx_of(columns, rows, meta, codes=codes) for _ in range(2)}) == 1
    assert csv_of(columns, rows, meta) == csv_of(
        columns, iter([dict(zip(["area", "n"], r, strict=True)) for r in rows]), meta
    )


def test_a_workbook_made_in_memory_says_the_same_and_makes_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    columns, rows = ["a", OutColumn("n", kind="integer")], [(f"t{i}", i) for i in range(2_000)]
    written = xlsx_of(columns, rows, Meta("T", "S"))

    def refuse(*_: object, **_named: object) -> None:
        raise AssertionError("a file was made")

    for name in ("TemporaryFile", "NamedTemporaryFile", "TemporaryDirectory", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(f"tempfile.{name}", refuse)
    held = xlsx_of(columns, rows, Meta("T", "S"), in_memory=True)
    assert held == xlsx_of(columns, rows, Meta("T", "S"), in_memory=True)
    monkeypatch.undo()
    one, other = read_back(written, "a.xlsx"), read_back(held, "a.xlsx")
    assert one.column("a").texts() == other.column("a").texts()
    assert list(one.column("n").values()) == list(other.column("n").values())


def test_lines_about_the_table_stand_above_it_and_read_as_titles() -> None:
    meta = Meta("Stock, by area", "Ministry", "CC BY 4.0", "Cite\nthis", notes=("..: not known",), language="en")
    data = csv_of(["area", "n"], [("KEN", 1), ("NAM", 2)], meta, excel=True)
    assert data.startswith(b"\xef\xbb\xbf# title: Stock, by area\r\n# source: Ministry\r\n")
    sheet = read_back(data, "a.csv")
    assert sheet.headers == ("area", "n")
    assert [aside.text for aside in sheet.aside][-1] == "# note: ..: not known"


def test_an_arabic_workbook_runs_from_right_to_left_and_offers_its_codes() -> None:
    codes = {"sex": [("F", "أنثى"), ("M", "ذكر")]}
    columns = [OutColumn("الجنس", codes="sex"), OutColumn("العدد", kind="integer")]
    data = xlsx_of(columns, [("F", 3)], Meta("العنوان", "المصدر", language="ar"), sheet="البيانات", codes=codes)
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["البيانات"]
    assert sheet.sheet_view.rightToLeft
    assert sheet.data_validations.dataValidation[0].formula1 == "'concord-codes'!$A$2:$A$3"
    assert book["concord-codes"].sheet_state == "veryHidden"
    assert [cell.value for cell in book["concord-codes"]["B"]] == ["sex (name)", "أنثى", "ذكر"]
    assert book["notes"]["B2"].value == "المصدر"


def test_our_own_hidden_code_lists_are_not_held_against_the_uploader() -> None:
    data = xlsx_of([OutColumn("sex", codes="sex"), "n"], [("F", 3)], codes={"sex": [("F", "Female"), ("M", "Male")]})
    remarks = Remarks()
    tables.read(Source("a.xlsx", data), Limits(), remarks, tables.Hints())
    assert [remark.code for remark in remarks] == []


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("x" * 40_000, 1)], "intake.out.cell-too-long"),
        ([("x", float("nan"))], "intake.out.not-a-number"),
        ([("x", Decimal("Infinity"))], "intake.out.not-a-number"),
        ([("x",)], "intake.out.ragged"),
    ],
)
def test_what_does_not_fit_is_refused_and_never_cut(rows: Any, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        xlsx_of(["a", "b"], rows)
    assert refusal.value.code == code


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concord.intake.out_xlsx.MOST_ROWS", 100)
    assert xlsx_of(["a"], ([i] for i in range(99)))
    with pytest.raises(Invalid) as refusal:
        xlsx_of(["a"], ([i] for i in range(100)))
    assert refusal.value.code == "intake.out.too-many-rows"


def test_control_characters_are_shown_not_lost() -> None:
    sheet = read_back(xlsx_of(["a", "b"], [("x\x00\x07y\ud800", 1)]), "a.xlsx")
    assert sheet.cell(0, "a").text == "x␀␇y\ufffd"


def test_times_are_kept() -> None:
    rows = [("KEN", datetime(2020, 5, 21, 10, 30))]
    assert csv_of(["a", "t"], rows).endswith(b"KEN,2020-05-21T10:30:00\r\n")
