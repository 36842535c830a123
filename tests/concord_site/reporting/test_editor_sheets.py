"""Changing sheets: order, groups, names, conditions both ways, and what two people wrote."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.instrument import library
from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY, Row, Sheet, Sheets
from concord_site.reporting.editing import blocks, cells, choices, conditions, mapping
from concord_site.reporting.editing import book as books
from concord_site.reporting.editing.book import Book, Line
from concord_site.reporting.editing.conditions import Condition, Conditions


def a_book() -> Book:
    """Two sections, a group in the first, a question of none, a list."""
    rows = (
        {"type": "begin_group", "name": "one", "label": "One"},
        {"type": "select_one yes_no", "name": "a", "label": "A?"},
        {"type": "begin_group", "name": "inner"},
        {"type": "integer", "name": "b", "relevant": "${a} = 'yes'"},
        {"type": "end_group"},
        {"type": "end_group"},
        {"type": "begin_group", "name": "two"},
        {"type": "text", "name": "c", "relevant": "${b} > 3"},
        {"type": "end_group"},
        {"type": "text", "name": "last"},
    )
    survey = Sheet(SURVEY, (), tuple(Row(n, each) for n, each in enumerate(rows, start=2)))
    listed = ({"list_name": "yes_no", "name": "yes", "label": "Yes"}, {"list_name": "yes_no", "name": "no"},
              {"list_name": "other", "name": "x"})  # fmt: skip
    chosen = Sheet(CHOICES, (), tuple(Row(n, each) for n, each in enumerate(listed, start=2)))
    settings = Sheet(SETTINGS, (), (Row(2, {"form_id": "f", "version": "1"}),))
    return books.of_sheets(Sheets("f.xlsx", survey, chosen, settings))


def names(book: Book) -> list[str]:
    """Names in order; an end is a stroke."""
    return [line.name or "/" for line in book.survey.lines]


def id_of(book: Book, name: str) -> int:
    return next(line.id for line in book.survey.lines if line.name == name)


def test_a_book_is_read_back_as_it_was_stored() -> None:
    book = a_book()
    assert books.of_json(book.as_json()) == book
    assert books.unpacked(book.packed()) == book
    national = books.of_sheets(library.load("nri-2027").sheets)
    assert books.unpacked(national.packed()) == national


def test_the_sheets_of_a_book_are_those_it_was_made_of() -> None:
    from concord.instrument import xlsform

    first = library.load("nri-2024")
    again = xlsform.read_sheets(books.of_sheets(first.sheets).sheets())
    assert again.instrument is not None
    assert again.instrument.digest == first.digest


def test_a_group_moves_with_all_that_is_in_it() -> None:
    book = a_book()
    moved = blocks.moved(book, id_of(book, "one"), 1)
    assert names(moved) == ["two", "c", "/", "one", "a", "inner", "b", "/", "/", "last"]
    assert names(blocks.moved(moved, id_of(book, "one"), -1)) == names(book)


def test_a_row_moves_among_its_neighbours_alone() -> None:
    book = a_book()
    assert names(blocks.moved(book, id_of(book, "a"), -1)) == names(book)
    assert names(blocks.moved(book, id_of(book, "a"), 1))[:5] == ["one", "inner", "b", "/", "a"]


def test_a_row_moves_into_another_section_and_never_into_itself() -> None:
    book = a_book()
    moved = blocks.moved_into(book, id_of(book, "inner"), id_of(book, "two"))
    assert names(moved) == ["one", "a", "/", "two", "c", "inner", "b", "/", "/", "last"]
    assert blocks.moved_into(book, id_of(book, "one"), id_of(book, "inner")) == book
    assert names(blocks.moved_into(book, id_of(book, "a"), None))[-1] == "a"


def test_removing_a_group_removes_what_is_in_it_and_its_end() -> None:
    book = a_book()
    assert names(blocks.removed(book, id_of(book, "one"))) == ["two", "c", "/", "last"]
    assert blocks.removed(book, 999) == book


def test_a_copy_has_names_of_its_own_and_its_conditions_follow() -> None:
    book = a_book()
    copied, first = blocks.duplicated(book, id_of(book, "one"))
    assert first is not None
    assert names(copied)[6:12] == ["one_2", "a_2", "inner_2", "b_2", "/", "/"]
    assert next(line for line in copied.survey.lines if line.name == "b_2")["relevant"] == "${a_2} = 'yes'"
    assert len({line.id for line in copied.survey.lines}) == len(copied.survey.lines)


def test_a_new_group_gets_its_end_and_stands_at_the_end_of_its_section() -> None:
    book = a_book()
    made, line = blocks.added(book, {"type": "begin_repeat", "name": "again"}, group=id_of(book, "one"))
    assert names(made)[:8] == ["one", "a", "inner", "b", "/", "again", "/", "/"]
    assert made.survey.lines[6]["type"] == "end_repeat"
    assert line.id == book.last + 1


def test_a_new_name_is_followed_by_expressions_that_used_the_old_one() -> None:
    book = blocks.rename_references(a_book(), "a", "alpha")
    assert next(line for line in book.survey.lines if line.name == "b")["relevant"] == "${alpha} = 'yes'"


@settings(deadline=None)
@given(st.lists(st.sampled_from(["up", "down", "into-one", "into-two", "into-all", "copy"]), max_size=6), st.data())
def test_whatever_is_moved_begins_and_ends_stay_balanced_and_nothing_is_lost(acts: list[str], data: Any) -> None:
    book = a_book()
    for act in acts:
        every = [each.line.id for each in blocks.walk(blocks.tree(book.survey.lines))]
        id = data.draw(st.sampled_from(every))
        before = {line.id for line in book.survey.lines}
        if act in ("up", "down"):
            book = blocks.moved(book, id, -1 if act == "up" else 1)
        elif act == "copy":
            book, _made = blocks.duplicated(book, id)
        else:
            group = {"into-one": "one", "into-two": "two"}.get(act)
            book = blocks.moved_into(book, id, id_of(book, group) if group else None)
        assert before <= {line.id for line in book.survey.lines}
    depth = 0
    for line in book.survey.lines:
        depth += (blocks.kind_of(line) in blocks.BEGIN) - (blocks.kind_of(line) in blocks.END)
        assert depth >= 0
    assert depth == 0


# ---- conditions -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("expression", "rows", "joined"),
    [
        ("", (), "and"),
        ("${a} = 'yes'", (Condition("a", "is", "yes"),), "and"),
        ('${a} != "no"', (Condition("a", "is-not", "no"),), "and"),
        ("selected(${m}, 'x')", (Condition("m", "has", "x"),), "and"),
        ("not(selected(${m}, 'x'))", (Condition("m", "has-not", "x"),), "and"),
        ("${n} > 3", (Condition("n", "more", "3"),), "and"),
        ("${n} >= 3 and ${n} <= 9", (Condition("n", "at-least", "3"), Condition("n", "at-most", "9")), "and"),
        ("${a} = 'x' or ${b} = 'y and z'", (Condition("a", "is", "x"), Condition("b", "is", "y and z")), "or"),
        ("${a} != ''", (Condition("a", "answered"),), "and"),
        ("${a} = ''", (Condition("a", "empty"),), "and"),
    ],
)
def test_simple_expressions_are_rows_of_the_builder(expression: str, rows: tuple[Condition, ...], joined: str) -> None:
    found = conditions.read(expression)
    assert found is not None
    assert (found.rows, found.joined) == (rows, joined)


@pytest.mark.parametrize(
    "expression",
    ["${a} = 'x' and (${b} = 'y' or ${c} = 'z')", "count(${a}) > 2", "${a} = ${b}", "not(${a} = 'x')", "${a} + 1 > 2",
     "${a} = 'x' or ${b} = 'y' and ${c} = 'z'"],
)  # fmt: skip
def test_what_rows_cannot_say_stays_an_expression(expression: str) -> None:
    assert conditions.read(expression) is None


VALUES = st.text(alphabet=string.ascii_letters + string.digits + "_- ()", min_size=1, max_size=12)


@settings(deadline=None)
@given(
    st.lists(
        st.builds(Condition, st.sampled_from(["a", "b_1", "c.d"]), st.sampled_from(conditions.OPERATORS), VALUES),
        max_size=4,
    ),
    st.sampled_from(["and", "or"]),
)
def test_rows_written_and_read_again_are_the_same(rows: list[Condition], joined: Any) -> None:
    given_ = Conditions(
        tuple(
            Condition(r.question, r.operator, "" if r.operator in conditions.WITHOUT_VALUE else r.value) for r in rows
        ),
        joined,
    )
    again = conditions.read(conditions.written(given_))
    assert again is not None
    assert again.rows == given_.rows
    assert len(rows) < 2 or again.joined == joined


@pytest.mark.parametrize(
    ("constraint", "limits"),
    [("", ("", "")), (". >= 0", ("0", "")), (". >= 0 and . <= 100", ("0", "100")), (".<=5", ("", "5")),
     (". > 0", None), ("regex(., 'x')", None)],
)  # fmt: skip
def test_limits_of_a_number(constraint: str, limits: tuple[str, str] | None) -> None:
    assert conditions.limits(constraint) == limits
    if limits and any(limits):
        assert conditions.limits(conditions.within(*limits)) == limits


# ---- kinds, lists, merging, the last round --------------------------------------------------------------------------
@pytest.mark.parametrize("kind", sorted(cells.KINDS))
def test_a_kind_written_to_a_row_is_read_from_it(kind: str) -> None:
    made = cells.with_kind(Line(1, {"type": "text", "appearance": "w4"}), kind, "yes_no")
    line = Line(1, {key: value for key, value in made.items() if value})
    assert cells.kind(line) == kind
    assert "w4" in line["appearance"].split()
    assert cells.list_of(line) == ("yes_no" if kind in cells.CHOOSING else "")


def test_a_list_of_the_house_is_asked_for_by_its_file() -> None:
    made = cells.with_kind(Line(1, {}), "one", "areas.csv")
    assert made["type"] == "select_one_from_file areas.csv"
    assert cells.kind(Line(1, made)) == "one"


def test_choices_move_within_their_list_alone() -> None:
    book = a_book()
    yes = next(line for line in book.choices.lines if line.name == "yes")
    assert [line.name for line in choices.moved(book, yes.id, 1).choices.lines] == ["no", "yes", "x"]
    assert choices.moved(book, yes.id, -1) == book


def test_a_renamed_list_is_followed_by_its_questions() -> None:
    book = choices.renamed(a_book(), "yes_no", "answer")
    assert set(choices.lists(book)) == {"answer", "other"}
    assert cells.list_of(next(line for line in book.survey.lines if line.name == "a")) == "answer"
    assert [line.name for line in choices.used_by(book, "answer")] == ["a"]


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "kept", "clashes"),
    [
        ("x", "x", "mine", "mine", 0), ("x", "theirs", "x", "theirs", 0), ("x", "same", "same", "same", 0),
        ("x", "theirs", "mine", "mine", 1), ("", "theirs", "", "theirs", 0), ("x", "", "mine", "mine", 1),
    ],
)  # fmt: skip
def test_two_people_are_merged_cell_by_cell(base: str, theirs: str, mine: str, kept: str, clashes: int) -> None:
    found = cells.merged(1, {"label": base}, {"label": theirs}, {"label": mine})
    assert found.cells["label"] == kept
    assert len(found.clashes) == clashes


def test_links_to_the_last_round_are_written_as_they_are_read() -> None:
    for cell in ("nri-2024/a", "reworded nri-2024/a", "merged nri-2024/a nri-2024/b"):
        link = mapping.link(cell, "nri-2024")
        assert link is not None
        assert mapping.cell(link.mode, link.ids) == cell
    assert mapping.link("", "nri-2024") is None


def test_suggestions_are_the_questions_worded_alike() -> None:
    old = library.load("nri-2024")
    asked = next(each for each in old.questions if each.is_asked and not each.cell)
    line = Line(1, {"type": "text", "name": "quite_other", "label": asked.label.best("en").text})
    assert mapping.suggestions(line, "en", old)[0].question == asked
