"""What stands in a workbook that is sent out: words, locks, lists, directions, marks; and nothing that runs."""

from __future__ import annotations

import re
import sys
import zipfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.errors import Invalid
from concord.instrument import library
from concord.instrument.model import Question
from concord.instrument.numbering import numbers
from concord.instrument.routing import evaluate
from concord.instrument.words.logic import Joined, Opaque, Statement, statement
from concord.instrument.workbook import write
from concord.instrument.workbook.conditions import not_asked
from concord.instrument.workbook.labels import labels
from concord.instrument.workbook.laying import plan
from concord.instrument.workbook.wordings import word
from concord.vocabulary.languages import LANGUAGES

sys.path.insert(0, str(Path(__file__).parent))
from instrument_by_hand import ANSWERS, SMALL, built  # the tests are no package
from workbook_by_hand import MACHINE, TODAY, Book, opened, places

PAGE, TABLE = "General", "9 Agreements"


@lru_cache(maxsize=8)
def book(language: str = "en", *, answered: bool = False) -> Book:
    return opened(write(built(), language, answers=ANSWERS if answered else None, area="KEN", area_name="Kenya"))


def texts(sheet: Any) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_the_first_sheet_says_what_it_is_and_how_it_is_filled_in() -> None:
    said = texts(book()["Start here"])
    assert "Kenya" in said
    assert "concord-answers:by-hand:1:0" in said
    assert "pale yellow" in said
    assert "has no password" in said
    assert TABLE in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_arabic_sheets_run_from_right_to_left_and_the_others_do_not(language: str) -> None:
    visible = [sheet for sheet in book(language) if sheet.sheet_state == "visible"]
    assert len(visible) == 3
    assert {bool(sheet.sheet_view.rightToLeft) for sheet in visible} == {language == "ar"}


def test_only_cells_to_fill_are_open_and_every_one_of_them_is() -> None:
    page = book()[PAGE]
    opened_cells = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}
    there = {cell for sheet, cell in places(book()).values() if sheet == PAGE}
    assert page.protection.sheet
    assert not page.protection.password
    assert there <= opened_cells
    assert {cell[0] for cell in opened_cells} == {"C", "E", "G"}


def test_a_list_a_range_and_a_length_are_offered() -> None:
    rules = {str(rule.sqref): rule for rule in book()[PAGE].data_validations.dataValidation}
    at = {address: cell for (address, part, _), (_, cell) in places(book()).items() if part in ("value", "pick")}
    assert (rules[at["gate"]].type, rules[at["n"]].type, rules[at["day"]].type) == ("list", "whole", "date")
    assert (rules[at["name"]].type, rules[at["share"]].type) == ("textLength", "decimal")
    assert rules[at["n"]].formula1 == "0"
    place = re.fullmatch(r"'concord-codes'!\$([A-Z]+)\$2:\$\1\$(\d+)", rules[at["gate"]].formula1)
    assert place
    listed = [book()[MACHINE][f"{place[1]}{row}"].value for row in range(2, int(place[2]) + 1)]
    assert listed == ["Yes", "No", "Being prepared"]


def test_a_condition_stands_in_words_and_greys_the_line_out() -> None:
    page = book()[PAGE]
    assert "Answer only if the answer to question 1 “Is there an authority?” is “Yes”." in texts(page)
    formulas = [rule.formula[0] for area in page.conditional_formatting for rule in area.rules]
    assert formulas
    assert all('$C$4="Yes"' in formula for formula in formulas)


def test_the_map_leads_to_every_answer() -> None:
    asked = {question.path for question in built().questions if question.is_asked}
    addresses = {address.rpartition("/")[2] for address, _, _ in places(book())}
    assert {path[-1] for path in asked} == addresses
    assert book()[MACHINE].sheet_state == "veryHidden"


def test_what_is_answered_stands_there_and_nothing_in_it_runs() -> None:
    data = write(built(), "en", answers=ANSWERS)
    at = places(opened(data))
    page = opened(data)[PAGE]
    assert page[at["name", "value", ""][1]].value == "'=HYPERLINK(1)"
    assert page[at["gate", "value", ""][1]].value == "Yes"
    with zipfile.ZipFile(BytesIO(data)) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_last_answers_stand_beside_the_cells_in_words() -> None:
    last = {"n": 1500, "gate": "no", "deals[1]/partner": "Old partner", "topics": ("law", "data")}
    made = opened(write(built(), "fr", last=last))
    page = texts(made[word("sheet-loose", "fr")])
    assert "1\u202f500" in page
    assert "Non" in page
    assert "Law; Data" in page
    assert "Old partner" in texts(made[TABLE])


def test_generated_answers_are_marked_on_every_sheet() -> None:
    made = opened(write(built(), "en", answers=ANSWERS, generated=True))
    assert all("invented for a demonstration" in texts(sheet) for sheet in made if sheet.sheet_state == "visible")
    assert not any("invented" in texts(sheet) for sheet in book())


def test_some_sections_alone_are_written() -> None:
    instrument = library.load("nri-2027")
    made = opened(write(instrument, "en", sections=["workforce", "numbers"]))
    codes = {name.partition(" ")[0].partition(".")[0] for name in made.sheetnames[1:-1]}
    assert codes == {"3", "7"}


def test_a_section_or_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        write(built(), "en", sections=["nowhere"])
    assert refused.value.code == "instrument.workbook.no-such-section"
    with pytest.raises(Invalid) as refused:
        write(built(), "de")
    assert refused.value.code == "instrument.workbook.language"


@pytest.mark.parametrize("id", library.ids())
def test_every_question_of_a_shipped_instrument_has_a_number_of_its_own(id: str) -> None:
    instrument = library.load(id)
    found = numbers(instrument)
    asked = [question for question in instrument.questions if question.is_asked and not question.cell]
    assert all(question.path in found for question in asked)
    assert len({found[question.path] for question in asked}) == len(asked)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_grids_are_grids(language: str) -> None:
    instrument = library.load("nri-2027")
    made = opened(write(instrument, language, sections=["numbers"]))
    grid = next(each for each in plan(instrument).grids.values() if each.group.name == "inflow_grid" or each.cells)
    sheet = next(sheet for sheet in made if sheet.title.startswith(f"{grid.code} "))
    codes = [cell.value for cell in sheet[1] if cell.value]
    assert codes[0] == f"{grid.code} №"
    assert [code for code in codes if code in grid.columns] == list(grid.columns)
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=4) if row[0].value in grid.rows}
    assert list(rows) == list(grid.rows)
    open_cells = [cell for row in rows.values() for cell in row[2:] if not cell.protection.locked]
    assert len(open_cells) == len(grid.cells)


# ---- formulas that grey out say what the evaluator says

_CONDITIONS = st.recursive(
    st.sampled_from(
        [
            "${gate} = 'yes'", "${gate} != 'no'", "selected(${topics}, 'data')", "not(selected(${topics}, 'law'))",
            "${n} > 3", "${n} != 3", "${n} <= 2", "${gate} = ''", "${name} != ''", "true()", "regex(${name}, 'a')",
        ]
    ),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) and ({pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) or ({pair[1]})"),
        inner.map(lambda one: f"not({one})"),
    ),
    max_leaves=5,
)  # fmt: skip
_ROWS = [
    {key: value for key, value in row.items() if key != "relevant"}
    for row in SMALL
    if row.get("q") in ("gate", "topics", "n", "name")
]


def has_gaps(what: Statement) -> bool:
    """Whether a part of a condition has no formula."""
    return any(map(has_gaps, what.parts)) if isinstance(what, Joined) else isinstance(what, Opaque)


class Blank(str):
    """An empty cell: the empty text, and no number."""

    __slots__ = ()
    __lt__ = __le__ = __gt__ = __ge__ = lambda self, other: False  # type: ignore[assignment]


class Cells(dict[str, Any]):
    """Cells by name, and what Excel's functions do with them."""

    def holds(self, formula: str) -> bool:
        said = re.sub(r"(?<![<>=])=(?!=)", "==", formula).replace("<>", "!=")
        made = {"AND": lambda *a: all(a), "OR": lambda *a: any(a), "NOT": lambda a: not a, "TRUE": True, "FALSE": False}
        return bool(eval(said, {**made, "ISNUMBER": lambda a: isinstance(a, int)}, self))  # noqa: S307  # our own formula


@settings(max_examples=120, deadline=None)
@given(
    _CONDITIONS,
    st.fixed_dictionaries(
        {},
        optional={
            "gate": st.sampled_from(["yes", "no", "preparing"]),
            "topics": st.lists(st.sampled_from(["data", "law"]), min_size=1, unique=True),
            "n": st.integers(0, 5),
            "name": st.sampled_from(["a", "b"]),
        },
    ),
)
def test_a_line_is_greyed_out_only_where_it_is_not_asked(condition: str, answers: dict[str, Any]) -> None:
    instrument = built([*_ROWS, {"q": "x", "relevant": condition}])
    (question,) = instrument.named("x")
    formula = not_asked(question, instrument, "en", lambda q, choice: f"{q.name}_{choice}", numbers(instrument))
    is_asked = evaluate(instrument, answers, today=TODAY).is_asked("x")
    if formula is None:
        return
    said = labels(instrument.lists["gates"], "en")
    cells = Cells(
        gate_=said.get(answers.get("gate", ""), ""), n_=answers.get("n", Blank()), name_=answers.get("name", "")
    )
    for choice in ("data", "law"):
        cells[f"topics_{choice}"] = "Yes" if choice in answers.get("topics", ()) else ""
    if cells.holds(formula):
        assert not is_asked, formula
    elif not has_gaps(statement(condition)):
        assert is_asked, formula


def test_a_question_in_no_group_with_rules_has_no_formula() -> None:
    (question,) = built().named("gate")
    assert isinstance(question, Question)
    assert not_asked(question, built(), "en", lambda *_: "C4", {}) is None
