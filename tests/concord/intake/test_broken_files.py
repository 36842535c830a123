"""Every broken, hostile or awkward file gets exactly the findings it should, with their places, and nothing is kept."""

from __future__ import annotations

import importlib.util
import io
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.findings import hint, message
from concord.intake import Limits, process, read, tables, wire
from concord.intake.message import Message
from concord.intake.remarks import Remarks
from concord.intake.source import Source

HERE = Path(__file__).resolve().parents[2]


def _files() -> Any:
    spec = importlib.util.spec_from_file_location("broken_files", HERE / "specimens/intake/broken_files.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.FILES


FILES = _files()
CASES = {case["name"]: case for case in read_yaml(HERE / "cases/intake/broken_files.yaml")}


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The same reader and the same message, without starting a process for each of the files."""

    def run(stream: Any, name: str, limits: Limits, asked: Any) -> process.Outcome:
        remarks, out = Remarks(), io.BytesIO()
        hints = tables.Hints(asked.get("encoding"), asked.get("delimiter"), asked.get("decimal"))
        found = tables.read(Source(name, stream.read()), limits, remarks, hints)
        wire.write_begin(out)
        wire.write_remarks(out, remarks)
        for sheet in found.sheets:
            wire.write_sheet(out, sheet)
        wire.write_end(out, found.facts)
        out.seek(0)
        message = Message(out, name, None)
        message.read()
        return process.Outcome(message)

    if "real_process" not in request.keywords:
        monkeypatch.setattr(process, "run", run)


def test_there_is_a_case_for_every_file() -> None:
    assert set(CASES) == set(FILES)
    assert len(FILES) >= 120


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_gets_its_findings_and_no_others(name: str) -> None:
    case = CASES[name]
    file, data = FILES[name]()
    reading = read(data, file)
    expected = sorted((e["code"], e["level"], e.get("sheet"), e.get("row"), e.get("letter")) for e in case["expect"])
    found = sorted(
        (finding.code, finding.level, finding.where.sheet, finding.where.row, finding.where.letter)
        for finding in reading.findings
    )
    assert found == [tuple(each) for each in expected]
    assert [len(sheet) for sheet in reading.sheets] == case.get("rows", [])
    assert all(finding.where.file == file for finding in reading.findings)


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_finding_says_what_happened_and_what_to_do(name: str) -> None:
    for finding in read(FILES[name]()[1], FILES[name]()[0]).findings:
        for words in (message(finding), hint(finding)):
            assert words
            assert not re.search(r"[{}]|None", words), words


def test_no_name_of_a_person_is_in_a_finding() -> None:
    for name in ("authors-named", "comments", "hidden-sheet", "very-hidden-sheet"):
        file, data = FILES[name]()
        for finding in read(data, file).findings:
            assert "Person" not in message(finding) + hint(finding) + str(finding.params) + str(finding.value)


def test_dates_from_1904_are_right() -> None:
    sheet = read(FILES["dates-from-1904"]()[1], "book.xlsx").sheet()
    assert sheet.column("since").texts() == ["2010-05-21", "2016-02-29"]


def test_rows_are_the_physical_ones_even_across_quoted_line_ends() -> None:
    sheet = read(FILES["line-ends-in-quotes"]()[1], "a.csv").sheet()
    assert list(sheet.rows) == [2, 4, 7]
    assert sheet.cell(1, "note").text == "three\nmore\nlines"


def test_letters_are_right_in_every_encoding() -> None:
    for name, first in (
        ("russian-1251", "Кения"),
        ("russian-iso", "Кения"),
        ("arabic-1256", "كينيا"),
        ("chinese-gb18030", "肯尼亚"),
        ("chinese-big5", "肯亞"),
        ("japanese-shift-jis", "ケニア"),
        ("korean-euc", "대한민국"),
        ("polish-1250", "Węgry"),
        ("turkish-1254", "Türkiye"),
        ("utf16-little-endian-without-mark-arabic", "كينيا"),
    ):
        file, data = FILES[name]()
        assert read(data, file).sheet().cell(0, 0).text == first, name


def test_two_header_rows_are_joined() -> None:
    sheet = read(FILES["two-header-rows"]()[1], "a.csv").sheet()
    assert sheet.headers == ("area", "doctors / 2019", "doctors / 2020", "nurses / 2019", "nurses / 2020")
    sheet = read(FILES["group-row-above-repeated-names"]()[1], "a.csv").sheet()
    assert sheet.headers == ("area", "EU / all", "EU / doctors", "UK / all", "UK / doctors")


def test_titles_and_notes_are_kept_beside_the_table() -> None:
    sheet = read(FILES["title-and-notes"]()[1], "a.csv").sheet()
    assert [(aside.row, aside.reason, aside.text) for aside in sheet.aside] == [
        (1, "title", "Health workers by year"),
        (8, "note", "Source: Ministry of Health"),
        (9, "note", "* provisional"),
    ]


def test_an_answer_settles_the_decimal_sign() -> None:
    file, data = FILES["ambiguous-point"]()
    assert not read(data, file).ok
    answered = read(data, file, decimal=",")
    assert answered.ok
    assert answered.decimal == ","


def test_an_answer_settles_the_encoding() -> None:
    file, data = FILES["western-but-one-letter"]()
    assert [finding.code for finding in read(data, file).findings.soft] == ["intake.encoding.confirm"]
    answered = read(data, file, encoding="windows-1252")
    assert answered.findings.soft == ()
    assert answered.sheet().cell(0, "name").text == "São Tome"


def test_a_formula_is_marked_and_its_stored_value_read() -> None:
    cell = read(FILES["formula-with-value"]()[1], "book.xlsx").sheet().cell(1, "headcount")
    assert (cell.value, cell.formula, cell.row, cell.letter) == (2, True, 3, "C")


def test_hidden_sheets_are_read_and_marked() -> None:
    reading = read(FILES["very-hidden-sheet"]()[1], "book.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in reading.sheets] == [("Stock", ""), ("Staff names", "very-hidden")]
    assert [sheet.name for sheet in reading.visible] == ["Stock"]


def test_the_name_is_shown_without_its_folders() -> None:
    assert read(b"a,b\n1,2\n", "../../etc/pass\u202ewd.csv").name == "passwd.csv"


def test_at_most_a_hundred_findings_and_a_count() -> None:
    header = ",".join(f"c{i // 2}" for i in range(300))
    reading = read(f"{header}\n{','.join('1' * 300)}\n".encode(), "a.csv")
    assert len(reading.findings) == 100
    assert reading.left_out == 50


def test_one_message_for_a_whole_wrong_column() -> None:
    rows = "".join(f"KEN,Co\ufffdte {i}\n" for i in range(5000))
    reading = read(f"area,name\n{rows}".encode(), "a.csv")
    assert [(finding.code, finding.params["count"]) for finding in reading.findings] == [
        ("intake.text.letters-lost", 5000)
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(FILES)), st.data())
def test_no_damage_makes_the_reader_fall_over(name: str, data: st.DataObject) -> None:
    file, body = FILES[name]()
    if not 0 < len(body) < 20_000:
        return
    at = data.draw(st.integers(0, len(body)))
    cut = data.draw(st.integers(0, 40))
    put = data.draw(st.binary(max_size=12))
    damaged = body[:at] + put + body[at + cut :]
    tables.read(Source(file, damaged), Limits(), Remarks(), tables.Hints())
