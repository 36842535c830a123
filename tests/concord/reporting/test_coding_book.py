"""The code book: its declared start is whole, codes that move are carried, and a split code is coded again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from concord.declarations import packs, schema
from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.instrument import library
from concord.reporting.coding import book as books
from concord.reporting.coding import suggest
from concord.reporting.coding.texts import questions, texts
from concord.vocabulary.languages import LANGUAGES

START = books.declared("free-answers")
MONEY = START.by_id["money"]


def test_the_declared_start_keeps_to_its_schema_and_has_no_findings() -> None:
    file = packs.find("coding/free-answers.yaml")
    assert not schema.problems(read_yaml(file), packs.find("coding/schema.json"), file=file)
    assert books.check(START) == []


def test_every_code_is_said_in_six_languages_and_every_example_is_invented() -> None:
    for code in START.codes:
        assert set(code.label) == set(code.definition) == set(code.words) == set(LANGUAGES)
        assert code.examples
        assert all(each.startswith("Invented: ") for each in code.examples)


def test_every_example_raises_its_own_code() -> None:
    for code in START.codes:
        part = code.parts[0] if code.parts else ""
        for example in code.examples:
            raised = {each.code.id for each in suggest.suggest(START, example, language="en", part=part)}
            assert code.id in raised or not raised, (code.id, example, raised)


def test_a_book_read_from_what_was_written_is_the_same() -> None:
    assert books.from_json(books.as_json(START)) == START
    assert books.from_json(books.as_json(START)).digest == START.digest


def test_renamed_and_merged_codes_are_carried_and_split_ones_are_coded_again() -> None:
    second = books.rename(START.next(), "money", replace(MONEY, id="funds"), why="Clearer.")
    third = books.merge(second.next(), ["data", "capacity"], replace(MONEY, id="means"), why="Alike.")
    fourth = books.split(third.next(), "funds", [replace(MONEY, id="aid"), replace(MONEY, id="budget")], why="Two.")
    assert books.carry(["money", "law"], [second]) == books.Carried(("funds", "law"))
    assert books.carry(["data", "capacity"], [second, third]) == books.Carried(("means",))
    assert books.carry(["money", "law"], [second, third, fourth]) == books.Carried(("law",), ("funds",))
    assert not [each for each in books.check(fourth) if each.level == "hard"]


def test_a_dropped_code_is_carried_nowhere() -> None:
    second = books.drop(START.next(), "money", why="Never given.")
    assert books.carry(["money", "law"], [second]) == books.Carried(("law",))


def test_a_code_made_and_changed_in_one_version_is_mapped_from_where_it_came() -> None:
    second = books.merge(START.next(), ["data", "capacity"], replace(MONEY, id="means"), why="Alike.")
    second = books.rename(second, "means", replace(MONEY, id="tools"), why="Clearer.")
    assert books.carry(["data"], [second]) == books.Carried(("tools",))
    assert {each.old for each in second.moved} == {"data", "capacity"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda: books.split(START, "money", [MONEY], why="x"), "reporting.coding.split-in-one"),
        (lambda: books.merge(START, ["money"], MONEY, why="x"), "reporting.coding.merge-of-one"),
        (lambda: books.drop(START, "nothing", why="x"), "reporting.coding.no-such-code"),
        (lambda: books.drop(START, "money", why=" "), "reporting.coding.why"),
    ],
)
def test_a_change_that_says_nothing_is_refused(change, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        change()
    assert refusal.value.code == code


def test_a_book_that_cannot_be_coded_with_is_found_out() -> None:
    wrong = replace(START, codes=(replace(MONEY, id="Money!"), MONEY, MONEY))
    assert {each.code for each in books.check(wrong) if each.level == "hard"} == {
        "reporting.coding.code-id", "reporting.coding.code-twice",
    }  # fmt: skip
    assert {each.code for each in books.check(replace(START, codes=()))} == {"reporting.coding.no-codes"}


# ---- which texts -----------------------------------------------------------------------------------------------------
def test_only_free_texts_of_declared_parts_that_are_not_confidential_are_coded() -> None:
    asked = library.load("nri-2027")
    assert {each.key for each in questions(asked, START)} == {
        "agreements_lessons", "solution_1", "solution_2", "solution_3", "difficulties_text", "lessons",
    }  # fmt: skip
    stakeholders = library.load("stakeholder-2027")
    assert {each.key for each in questions(stakeholders, START)} == {"difficulties_text", "lessons", "suggestions"}


def test_a_withheld_or_empty_answer_is_not_coded() -> None:
    asked = library.load("nri-2027")
    given = {"lessons": " Train more. ", "difficulties_text": "  ", "solution_1": "Money.", "measures": "Many."}
    found = texts(asked, given, START, withheld=["solution_1"])
    assert [(each.address, each.part, each.text) for each in found] == [("lessons", "lessons", "Train more.")]
    assert texts(asked, given, START)[0].part == "suggestions"
