"""A workbook that went through many hands: what is understood, what is refused, and where it says so."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from concord.declarations.messages import known_codes
from concord.findings import filled
from concord.instrument import library
from concord.instrument.answers import as_json
from concord.instrument.workbook import Filled, read, write

sys.path.insert(0, str(Path(__file__).parent))
from instrument_by_hand import ANSWERS, built  # the tests are no package
from workbook_by_hand import MACHINE, TODAY, Book, changed, places

PAGE, TABLE = "General", "9 Agreements"


@lru_cache(maxsize=4)
def sent(language: str = "en") -> bytes:
    return write(built(), language, area="KEN", round="2027")


def came_back(change: Any, language: str = "en", **more: Any) -> Filled:
    return read(changed(sent(language), change), built(), today=TODAY, **more)


def typed(**cells: Any) -> Any:
    """A change that types values by address, or by address and choice: ``topics__data``."""

    def change(book: Book) -> None:
        at = places(book)
        for name, value in cells.items():
            address, _, rest = name.partition("__")
            parts = [place for (its, part, choice), place in at.items() if its == address and rest in (choice, part)]
            parts = parts or [place for (its, part, _), place in at.items() if its == address and part != "status"]
            sheet, cell = parts[0]
            book[sheet][cell] = value
            if isinstance(value, str):
                book[sheet][cell].data_type = "s"

    return change


def codes(found: Filled) -> list[str]:
    return [finding.code for finding in found.findings.hard]


# ---- understood


@pytest.mark.parametrize("said", ["Yes", "yes", " YES ", "Oui", "sí", "نعم", "Да", "是", "ｙｅｓ"])
def test_a_label_is_understood_in_any_language_and_a_code_too(said: str) -> None:
    assert as_json(came_back(typed(gate=said)).answers) == {"gate": "yes"}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (1200, 1200), ("1200", 1200), ("1,200", 1200), ("1 200", 1200), ("1\u202f200", 1200), ("١٢٠٠", 1200),
        ("１２００", 1200), ("1'200", 1200), (1200.0, 1200),
    ],
)  # fmt: skip
def test_a_number_is_understood_as_people_write_it(said: Any, meant: int) -> None:
    assert as_json(came_back(typed(n=said)).answers) == {"n": meant}


@pytest.mark.parametrize(
    ("said", "language", "meant"),
    [("3,5", "fr", 3.5), ("3.5", "en", 3.5), ("٣٫٥", "ar", 3.5), ("1.234,5", "es", 1234.5)],
)
def test_a_decimal_comma_is_understood(said: str, language: str, meant: float) -> None:
    assert as_json(came_back(typed(share=said), language).answers) == {"share": meant}


@pytest.mark.parametrize(
    "said",
    [
        dt.date(2026, 5, 17),
        dt.datetime(2026, 5, 17),
        46159,
        "2026-05-17",
        "17 May 2026",
        "17 mai 2026",
        "2026年5月17日",
    ],
)
def test_a_date_is_understood_as_a_date_a_number_or_words(said: Any) -> None:
    def change(book: Book) -> None:
        typed(day=said)(book)
        if isinstance(said, int):
            sheet, cell = places(book)["day", "value", ""]
            book[sheet][cell].number_format = "General"

    assert as_json(came_back(change).answers) == {"day": "2026-05-17"}


def test_a_day_counted_from_1904_is_the_same_day() -> None:
    def change(book: Book) -> None:
        book.epoch = dt.datetime(1904, 1, 1)
        sheet, cell = places(book)["day", "value", ""]
        book[sheet][cell] = 46159 - 1462
        book[sheet][cell].number_format = "General"

    assert as_json(came_back(change).answers) == {"day": "2026-05-17"}


@pytest.mark.parametrize("said", ["Not known", "Non connu", "غير معروف", "不知道", "not-known"])
def test_a_non_answer_is_understood_in_any_language(said: str) -> None:
    assert as_json(came_back(typed(share__status=said)).answers) == {"share": {"status": "not-known"}}


def test_a_non_answer_typed_where_the_answer_goes_is_one() -> None:
    assert as_json(came_back(typed(share="Not known")).answers) == {"share": {"status": "not-known"}}
    assert as_json(came_back(typed(share="..")).answers) == {"share": {"status": "not-known"}}


@pytest.mark.parametrize("tick", ["Yes", "x", "X", "✓", "oui", 1, True, "data"])
def test_a_tick_is_a_yes(tick: Any) -> None:
    assert as_json(came_back(typed(topics__data=tick)).answers) == {"topics": ["data"]}


def test_only_noes_are_no_answer() -> None:
    assert as_json(came_back(typed(topics__data="No", topics__law="no")).answers) == {}


def test_remarks_come_along_and_are_no_answer() -> None:
    def change(book: Book) -> None:
        sheet, cell = places(book)["n", "value", ""]
        book[sheet].cell(book[sheet][cell].row, 7).value = "From the register"

    found = came_back(change)
    assert (dict(found.remarks), as_json(found.answers)) == ({"n": "From the register"}, {})


def test_area_round_and_language_are_those_it_was_written_with() -> None:
    found = came_back(lambda book: None, "fr")
    assert (found.area, found.round, found.language, found.sections) == ("KEN", "2027", "fr", ("",))


# ---- moved about


def test_moved_columns_and_added_rows_do_no_harm() -> None:
    def change(book: Book) -> None:
        typed(gate="Yes", n=5)(book)
        page = book[PAGE]
        page.insert_cols(1)
        page.insert_cols(4)
        page.insert_rows(6, 3)
        page.cell(6, 3).value = "A line of our own"

    found = came_back(change)
    assert (codes(found), as_json(found.answers)) == ([], {"gate": "yes", "n": 5})


def test_rows_put_in_another_order_do_no_harm() -> None:
    def change(book: Book) -> None:
        typed(gate="Yes", n=5)(book)
        page = book[PAGE]
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=4)]
        for number, row in enumerate(reversed(rows), start=4):
            for column, value in enumerate(row, start=1):
                page.cell(number, column).value = value

    assert as_json(came_back(change).answers) == {"gate": "yes", "n": 5}


def test_columns_of_a_table_may_be_moved_and_rows_put_between() -> None:
    def change(book: Book) -> None:
        table = book[TABLE]
        table["B6"], table["C6"], table["B9"] = "A", 5, "B"
        table.move_range("C1:C40", cols=12)
        table.insert_rows(7)
        table["B7"] = "Between"

    found = as_json(came_back(change).answers)
    assert found == {"deals": [{"partner": "A", "persons": 5}, {"partner": "Between"}, {"partner": "B"}]}


def test_sheets_may_have_other_names_and_places() -> None:
    def change(book: Book) -> None:
        typed(gate="Yes")(book)
        book[PAGE].title = "Ministry of health"
        book.move_sheet("Ministry of health", 2)

    assert as_json(came_back(change).answers) == {"gate": "yes"}


def test_without_its_sheet_for_programs_a_workbook_is_still_known() -> None:
    def change(book: Book) -> None:
        typed(gate="Yes")(book)
        del book[MACHINE]

    assert as_json(came_back(change).answers) == {"gate": "yes"}


def test_a_hidden_sheet_with_answers_is_read_and_told() -> None:
    def change(book: Book) -> None:
        typed(gate="Yes")(book)
        book[PAGE].sheet_state = "hidden"

    found = came_back(change)
    assert as_json(found.answers) == {"gate": "yes"}
    assert "instrument.workbook.hidden-sheet" in [finding.code for finding in found.findings.soft]


def test_a_deleted_line_is_told_and_a_stored_answer_stays() -> None:
    book_with = write(built(), "en", answers=ANSWERS)

    def change(book: Book) -> None:
        sheet, cell = places(book)["n", "value", ""]
        book[sheet].delete_rows(book[sheet][cell].row)
        topics = places(book)["topics", "pick", "law"]
        book[topics[0]].delete_rows(book[topics[0]][topics[1]].row)

    found = read(changed(book_with, change), built(), today=TODAY)
    assert "n" not in found.held
    assert "instrument.workbook.line-missing" in [finding.code for finding in found.findings]


def test_what_stands_where_no_answer_belongs_is_shown_and_not_taken() -> None:
    def change(book: Book) -> None:
        book[PAGE]["C60"] = "A stray word"
        book.create_sheet("Notes")["A1"] = "Our notes"

    found = came_back(change)
    assert [unknown.text for unknown in found.unknown] == ["A stray word"]
    assert (found.unknown[0].where.sheet, found.unknown[0].where.row, found.unknown[0].where.letter) == (PAGE, 60, "C")
    assert {finding.code for finding in found.findings.soft} >= {
        "instrument.workbook.unknown-cell",
        "instrument.workbook.other-sheet",
    }


def test_an_entry_inside_another_goes_where_its_number_says() -> None:
    from instrument_by_hand import SMALL

    inner = {"repeat": "steps", "label": "Steps", "children": [{"q": "step", "label": "Which step?"}]}
    rows = [{**row, "children": [*row["children"], inner]} if "repeat" in row else row for row in SMALL]
    instrument = built(rows)
    answers = {
        "deals": [
            {"partner": "A", "steps": [{"step": "one"}, {"step": "two"}]},
            {"partner": "B"},
            {"partner": "C", "steps": [{"step": "three"}]},
        ]
    }
    data = write(instrument, "en", answers=answers)
    assert as_json(read(data, instrument, today=TODAY).answers) == answers

    def lost(book: Book) -> None:
        table = next(sheet for sheet in book if sheet.title.startswith("9."))
        table["A6"] = 99

    assert codes(read(changed(data, lost), instrument, today=TODAY)) == ["instrument.workbook.no-parent"]


# ---- refused, with the place


@pytest.mark.parametrize(
    ("cells", "code", "item"),
    [
        ({"n": -3}, "instrument.answer.constraint", "n"),
        ({"n": "many"}, "instrument.answer.not-a-number", "n"),
        ({"n": 2.5}, "instrument.answer.not-an-integer", "n"),
        ({"gate": "Perhaps"}, "instrument.answer.not-a-choice", "gate"),
        ({"day": "03/04/2026"}, "instrument.answer.not-a-date", "day"),
        ({"year": "soon"}, "instrument.answer.not-a-year", "year"),
        ({"gate": "Not known"}, "instrument.answer.status-not-offered", "gate"),
    ],
)
def test_a_value_that_breaks_a_rule_is_refused_with_sheet_row_column_and_address(
    cells: dict[str, Any], code: str, item: str
) -> None:
    found = came_back(typed(**cells))
    (wrong,) = [finding for finding in found.findings.hard if finding.code == code]
    (sheet, cell) = next(place for (address, *_), place in places(_book()).items() if address == item)
    assert (wrong.where.sheet, f"{wrong.where.letter}{wrong.where.row}", wrong.where.item) == (sheet, cell, item)
    assert as_json(found.answers) == {}


def _book() -> Book:
    from workbook_by_hand import opened

    return opened(sent())


def test_a_rule_broken_in_an_entry_names_the_entry() -> None:
    def change(book: Book) -> None:
        book[TABLE]["B6"], book[TABLE]["B8"], book[TABLE]["C8"] = "A", "B", "several"

    (wrong,) = came_back(change).findings.hard
    assert (wrong.where.sheet, wrong.where.row, wrong.where.letter) == (TABLE, 8, "C")
    assert wrong.where.item == "deals[2]/persons"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"share": 3, "share__status": "Not known"}, "both"),
        ({"share__status": "Who knows"}, "status-unknown"),
        ({"topics__data": "Perhaps"}, "yes-or-no"),
        ({"order__data": "first"}, "rank"),
        ({"order__data": 1, "order__law": 1}, "rank"),
    ],
)
def test_a_cell_that_cannot_be_understood_is_refused(cells: dict[str, Any], code: str) -> None:
    found = came_back(typed(**cells))
    (wrong,) = [finding for finding in found.findings.hard if finding.code == f"instrument.workbook.{code}"]
    assert wrong.where.letter in ("C", "E")
    assert as_json(found.answers) == {}


def test_nothing_is_half_taken() -> None:
    assert as_json(came_back(typed(gate="Yes", n="many", name="Right")).answers) == {}


def test_a_line_copied_with_another_answer_is_refused() -> None:
    def change(book: Book) -> None:
        typed(n=5)(book)
        sheet, cell = places(book)["n", "value", ""]
        row = book[sheet][cell].row
        for column in range(1, 8):
            book[sheet].cell(70, column).value = book[sheet].cell(row, column).value
        book[sheet].cell(70, 3).value = 6

    assert codes(came_back(change)) == ["instrument.workbook.line-twice"]


def test_an_entry_number_that_stands_twice_is_refused() -> None:
    def change(book: Book) -> None:
        book[TABLE]["B6"], book[TABLE]["B7"], book[TABLE]["A7"] = "A", "B", 1

    assert codes(came_back(change)) == ["instrument.workbook.entry-twice"]


def test_a_workbook_of_another_instrument_is_refused_by_name() -> None:
    other = library.load("stakeholder-2027")
    found = read(sent(), other, today=TODAY)
    assert codes(found) == ["instrument.workbook.other-instrument"]
    assert "stakeholder-2027" in filled(found.findings[0]).message


def test_a_workbook_of_another_version_is_refused_with_both_versions() -> None:
    now = replace(built(), version="2", digest="f" * 64)
    found = read(sent(), now, today=TODAY)
    assert codes(found) == ["instrument.workbook.other-version"]
    assert "ffffffff" in filled(found.findings[0]).message


def test_a_workbook_that_is_none_of_ours_is_refused() -> None:
    book = Book()
    book.active["A1"] = "No."
    from workbook_by_hand import saved

    assert codes(read(saved(book), built(), today=TODAY)) == ["instrument.workbook.not-one"]


def test_a_file_that_is_no_workbook_is_refused_by_intake() -> None:
    assert codes(read(b"<html></html>", built(), today=TODAY, name="answers.xlsx"))[0].startswith("intake.")


def test_a_formula_without_a_value_is_refused() -> None:
    def change(book: Book) -> None:
        sheet, cell = places(book)["n", "value", ""]
        book[sheet][cell] = "=1+1"

    assert codes(came_back(change)) == ["intake.cell.formula-without-value"]


def test_a_condition_on_another_section_looks_at_what_is_stored() -> None:
    instrument = library.load("nri-2027")
    plan = {"plan": "yes", "plan_until": "2030"}
    data = write(instrument, "en", answers=plan, sections=["workforce"])
    found = read(data, instrument, today=TODAY, base={"position": "both"})
    assert found.sections == ("workforce",)
    assert as_json(found.answers) == plan


def test_every_finding_of_a_workbook_has_its_words() -> None:
    named = {
        "both", "status-unknown", "yes-or-no", "rank", "line-twice", "line-missing", "entry-twice", "no-parent",
        "unknown-cell", "other-sheet", "hidden-sheet", "no-answers", "not-one", "other-instrument", "other-version",
        "language", "no-such-section",
    }  # fmt: skip
    assert {f"instrument.workbook.{code}" for code in named} <= known_codes()
