"""Answers out: by question and code and never by position; only what was asked; nothing that a spreadsheet executes."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from typing import Any

import jsonschema
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concord.errors import Invalid
from concord.instrument import export, xlsform
from concord.instrument.export import Answered, Round
from concord.instrument.model import Instrument
from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY, Row, Sheet, Sheets

TODAY = date(2027, 3, 1)


def sheet(name: str, drawn: str) -> Sheet:
    lines = [[cell.strip() for cell in line.split("|")] for line in drawn.strip().splitlines() if line.strip()]
    columns = tuple(lines[0]) if lines else ()
    rows = [dict(zip(columns, line, strict=False)) for line in lines[1:]]
    kept = [Row(place, {key: cell for key, cell in row.items() if cell}) for place, row in enumerate(rows, start=2)]
    return Sheet(name, columns, tuple(kept))


def instrument(id: str, survey: str, choices: str = "", version: str = "1") -> Instrument:
    cells = {"form_id": id, "form_title": id, "version": version}
    named = Sheet(SETTINGS, tuple(cells), (Row(2, cells),))
    read = xlsform.read_sheets(Sheets(f"{id}.xlsx", sheet(SURVEY, survey), sheet(CHOICES, choices), named))
    assert read.draft is not None
    return read.draft


LISTS = """
list_name | name    | label
yn        | yes     | Yes
yn        | no      | No
hard      | funding | Too little money
hard      | data    | Too little data
hard      | law     | No law
"""
FORM = instrument(
    "nri",
    """
    type                 | name       | label                | relevant         | x_status  | x_unit
    begin_group          | authority  | Authority            |                  |           |
    select_one yn        | named      | Is one named?        |                  |           |
    text                 | office     | Which office?        | ${named} = 'yes' |           |
    integer              | staff      | Staff                |                  | not-known | persons
    end_group            |            |                      |                  |           |
    select_multiple hard | difficult  | What is difficult?   |                  |           |
    rank hard            | first      | What comes first?    |                  |           |
    begin_repeat         | agreements | Agreements           |                  |           |
    text                 | partner    | With whom?           |                  |           |
    file                 | text       | The text             |                  |           |
    end_repeat           |            |                      |                  |           |
    note                 | thanks     | Thanks               |                  |           |
    """,
    LISTS,
)
ANSWERS: dict[str, Any] = {
    "named": "no",
    "office": "left over from an earlier answer",
    "staff": {"status": "not-known"},
    "difficult": ["data", "funding"],
    "first": ["law", "data"],
    "agreements": [
        {"partner": "=HYPERLINK(1)"},
        {"partner": "B", "text": {"file": "7f", "name": "b.pdf", "size": 2, "digest": "ab"}},
    ],
}


def long() -> list[export.AnswerRow]:
    return list(export.rows(FORM, ANSWERS, today=TODAY, key="KEN"))


def test_one_row_an_answer_with_address_code_label_and_status() -> None:
    said = [(r.address, r.question, r.place, r.code, r.label, r.status, r.value) for r in long()]
    assert said == [
        ("named", "named", 0, "no", "No", "answered", ""),
        ("staff", "staff", 0, "", "", "not-known", ""),
        ("difficult", "difficult", 0, "data", "Too little data", "answered", ""),
        ("difficult", "difficult", 0, "funding", "Too little money", "answered", ""),
        ("first", "first", 1, "law", "No law", "answered", ""),
        ("first", "first", 2, "data", "Too little data", "answered", ""),
        ("agreements[1]/partner", "partner", 0, "", "", "answered", "=HYPERLINK(1)"),
        ("agreements[2]/partner", "partner", 0, "", "", "answered", "B"),
        ("agreements[2]/text", "text", 0, "", "", "answered", "b.pdf"),
    ]
    assert {(r.key, r.digest) for r in long()} == {("KEN", FORM.digest)}


def test_what_was_not_asked_does_not_go_out() -> None:
    assert "office" not in {row.question for row in long()}
    (main, *_) = export.wide([Answered("KEN", FORM, ANSWERS)], today=TODAY)
    assert "office" not in main.rows[0]
    made = export.as_json([Answered("KEN", FORM, ANSWERS)], today=TODAY)
    assert "office" not in made["answers"][0]["answers"]


def test_the_wide_table_has_a_row_for_each_set_and_a_column_for_each_choice() -> None:
    tables = export.wide([Answered("KEN", FORM, ANSWERS, {"area": "KEN"})], today=TODAY)
    assert [table.name for table in tables] == ["answers", "agreements", "questions", "choices"]
    (row,) = tables[0].rows
    assert (row["key"], row["about:area"], row["named"], row["difficult"]) == ("KEN", "KEN", "no", "data funding")
    assert [row[f"difficult:{code}"] for code in ("funding", "data", "law")] == [1, 1, 0]
    assert [row[f"first:{code}"] for code in ("funding", "data", "law")] == [None, 2, 1]
    assert (row["staff#status"], row.get("staff")) == ("not-known", None)
    blocks = [(r["address"], r["parent"], r["place"], r["partner"]) for r in tables[1].rows]
    assert blocks == [("agreements[1]", "", 1, "=HYPERLINK(1)"), ("agreements[2]", "", 2, "B")]
    assert {r["question"] for r in tables[2].rows} == {
        "named",
        "office",
        "staff",
        "difficult",
        "first",
        "partner",
        "text",
    }


def test_labels_may_stand_in_place_of_codes() -> None:
    (main, *_) = export.wide([Answered("KEN", FORM, ANSWERS)], today=TODAY, values="labels")
    assert main.rows[0]["difficult"] == "Too little data; Too little money"
    assert main.rows[0]["first"] == "No law > Too little data"


def test_no_cell_of_any_file_is_a_formula() -> None:
    tables = export.wide([Answered("@SUM(1)", FORM, ANSWERS)], today=TODAY)
    book = openpyxl.load_workbook(io.BytesIO(export.tables_xlsx(tables)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert {cell.value for cell in cells} >= {"'=HYPERLINK(1)", "'@SUM(1)"}
    archive = zipfile.ZipFile(io.BytesIO(export.tables_zip(tables)))
    assert archive.namelist() == ["answers.csv", "agreements.csv", "questions.csv", "choices.csv"]
    for content in (*(archive.read(name) for name in archive.namelist()), export.long_csv(long())):
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
            assert not any(cell.startswith(("=", "@", "+")) for cell in row)


def test_numbers_are_numbers_in_a_workbook() -> None:
    form = instrument("n", "type | name | label\ninteger | a | A\ndecimal | b | B")
    tables = export.wide([Answered("1", form, {"a": 7, "b": 2.5})], today=TODAY)
    sheet = openpyxl.load_workbook(io.BytesIO(export.tables_xlsx(tables)))["answers"]
    found = {sheet.cell(1, column).value: sheet.cell(2, column).value for column in range(1, sheet.max_column + 1)}
    assert (found["a"], found["b"], found["key"]) == (7, 2.5, "1")


def test_sheets_of_blocks_with_long_or_equal_names_are_told_apart() -> None:
    name = "a" * 40
    form = instrument(
        "n",
        f"""
        type         | name    | label
        begin_repeat | {name}1 | One
        text         | p       | P
        end_repeat   |         |
        begin_repeat | {name}2 | Two
        text         | q       | Q
        end_repeat   |         |
        """,
    )
    answers = {f"{name}1": [{"p": "x"}], f"{name}2": [{"q": "y"}]}
    book = openpyxl.load_workbook(
        io.BytesIO(export.tables_xlsx(export.wide([Answered("1", form, answers)], today=TODAY)))
    )
    assert len({title.casefold() for title in book.sheetnames}) == 5


def test_answers_as_json_follow_the_schema_of_their_instrument() -> None:
    made = export.as_json([Answered("KEN", FORM, ANSWERS, {"area": "KEN"})], today=TODAY)
    schema = export.schema(FORM)
    jsonschema.Draft202012Validator.check_schema(schema)
    (one,) = made["answers"]
    jsonschema.validate(one["answers"], schema)
    assert one["answers"]["staff"] == {"status": "not-known"}
    assert made["instruments"][FORM.digest]["id"] == "nri"
    for wrong in ({"named": "perhaps"}, {"zz": 1}, {"staff": {"status": "not-applicable"}}, {"staff": "7"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


def test_answers_to_several_instruments_share_no_wide_table() -> None:
    other = instrument("other", "type | name | label\ntext | a | A")
    with pytest.raises(Invalid) as refusal:
        export.wide([Answered("1", FORM, ANSWERS), Answered("2", other, {"a": "x"})], today=TODAY)
    assert refusal.value.code == "instrument.export.mixed"


OLD = "type | name | label\n" + "\n".join(
    ["select_one s | one | One", "select_multiple s | many | Many", "integer | n | N", "text | t | T"]
)
CODES = ["a", "b", "c", "d"]


def choices(names: list[str]) -> str:
    return "list_name | name | label\n" + "\n".join(f"s | {name} | Label {name}" for name in names)


@st.composite
def later(draw: st.DrawFn) -> tuple[Instrument, Instrument, dict[str, Any]]:
    """An instrument, its next version with anything removed, renamed, added and in another order, and old answers."""
    rows = OLD.splitlines()[1:]
    kept = draw(st.permutations([row for row in rows if draw(st.booleans())]))
    renamed = [row.replace("| one |", "| uno |") if draw(st.booleans()) else row for row in kept]
    extra = ["text | brand_new | New"] if draw(st.booleans()) or not renamed else []
    names = [*draw(st.permutations([code for code in CODES if draw(st.booleans())])), "z"]
    old = instrument("nri", OLD, choices(CODES))
    new = instrument("nri", "\n".join(["type | name | label", *extra, *renamed]), choices(names), version="2")
    answers = {
        "one": draw(st.sampled_from(CODES)),
        "many": draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True)),
        "n": draw(st.integers(-9, 9)),
        "t": draw(st.sampled_from(["x", "=1"])),
    }
    return old, new, {key: value for key, value in answers.items() if draw(st.booleans())}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(later())
def test_a_later_version_moves_nothing_in_earlier_answers(case: tuple[Instrument, Instrument, dict[str, Any]]) -> None:
    old, new, answers = case
    earlier = Answered("1", old, answers)
    alone = export.wide([earlier], today=TODAY)
    together = export.wide([Answered("2", new, {}), earlier], today=TODAY)
    (row,) = [row for row in together[0].rows if row["key"] == "1"]
    assert row == alone[0].rows[0]
    headers = [column.header for column in together[0].columns]
    assert len(headers) == len(set(headers))
    assert set(row) <= set(headers)
    before = list(export.rows(old, answers, today=TODAY))
    assert before == [
        r for r in export.long([Answered("2", new, {}), Answered("", old, answers)], today=TODAY) if not r.key
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(later())
def test_across_versions_every_answer_stands_once_and_its_code_is_mapped_or_empty(
    case: tuple[Instrument, Instrument, dict[str, Any]],
) -> None:
    old, new, answers = case
    rounds = [Round(new, []), Round(old, [Answered("1", old, answers)])]
    aligned = list(export.across(rounds, today=TODAY))
    assert sorted(r.then.address + r.then.code for r in aligned) == sorted(
        r.address + r.code for r in export.rows(old, answers, today=TODAY)
    )
    offered = {choice.name for choice in new.lists["s"].choices} if "s" in new.lists else set()
    for row in aligned:
        assert row.code in {"", row.then.code}
        assert not row.code or row.code in offered
        assert (row.mode == "dropped") == (row.question == "")


def test_rounds_are_aligned_by_the_map_with_its_mode() -> None:
    first = instrument(
        "r1",
        """
        type         | name   | label
        select_one s | state  | State
        integer      | women  | Women
        integer      | men    | Men
        text         | gone   | Gone
        """,
        "list_name | name | label\ns | 1 | In force\ns | 2 | Drafted\ns | 3 | Planned",
    )
    second = instrument(
        "r2",
        """
        type         | name   | label | x_same_as
        select_one s | status | State | reworded r1/state
        integer      | staff  | Staff | merged r1/women r1/men
        """,
        """
        list_name | name  | label    | x_same_as
        s         | force | In force | 1
        s         | to_be | To be    | merged 2 3
        """,
    )
    rounds = [
        Round(second, [Answered("KEN", second, {"status": "force", "staff": 12})]),
        Round(first, [Answered("KEN", first, {"state": "3", "women": 7, "men": 4, "gone": "x"})]),
    ]
    aligned = list(export.across(rounds, today=TODAY))
    said = [(r.question, r.mode, r.comparable, r.code, r.then.instrument, r.then.code, r.then.value) for r in aligned]
    assert said == [
        ("status", "same", "as-is", "force", "r2", "force", ""),
        ("status", "reworded", "as-group", "to_be", "r1", "3", ""),
        ("staff", "same", "as-is", "", "r2", "", 12),
        ("staff", "merged", "as-group", "", "r1", "", 7),
        ("staff", "merged", "as-group", "", "r1", "", 4),
        ("", "dropped", "no", "", "r1", "", "x"),
    ]
    table = list(csv.DictReader(io.StringIO(export.aligned_csv(aligned).decode())))
    assert [row["then:value"] for row in table] == ["", "", "12", "7", "4", "x"]
    assert table[1]["mode"] == "reworded"


def test_conditions_see_the_day_on_which_the_answers_were_sent() -> None:
    form = instrument("n", "type | name | label | relevant\ntext | a | A | today() < date('2025-01-01')")
    sent = Answered("1", form, {"a": "x"}, on=date(2024, 6, 1))
    assert [row.question for row in export.long([sent], today=TODAY)] == ["a"]
    assert not list(export.long([Answered("1", form, {"a": "x"})], today=TODAY))
