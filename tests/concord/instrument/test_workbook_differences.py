"""Copies of one workbook that come back from several offices: every difference is shown, nothing is decided."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from concord.findings import Finding, Findings
from concord.instrument.answers import NonAnswer, as_json, parse
from concord.instrument.workbook import Filled, differences, merged, read, write

sys.path.insert(0, str(Path(__file__).parent))
from instrument_by_hand import built  # the tests are no package
from workbook_by_hand import TODAY, changed, places


def copy(answers: dict[str, Any], *, held: set[str] | None = None) -> Filled:
    return Filled(answers=parse(answers), held=frozenset(held or ()))


def kinds(base: dict[str, Any], *copies: Filled) -> dict[str, str]:
    return {each.address: each.kind for each in differences(built(), base, copies)}


def test_the_kinds_of_difference_are_told_apart() -> None:
    base = {"gate": "yes", "n": 5, "name": "A", "year": "2024"}
    first = copy({"gate": "yes", "n": 6, "share": 1, "name": "B"})
    second = copy({"gate": "yes", "name": "C"}, held={"gate", "year"})
    assert kinds(base, first, second) == {
        "gate": "same",
        "n": "changed",
        "share": "only-here",
        "name": "conflict",
        "year": "taken-out",
    }


def test_a_copy_that_says_nothing_changes_nothing() -> None:
    assert kinds({"gate": "yes"}, copy({})) == {}


def test_an_answer_taken_out_in_one_copy_and_kept_in_another_is_a_conflict() -> None:
    assert kinds({"n": 5}, copy({}, held={"n"}), copy({"n": 5}, held={"n"})) == {"n": "conflict"}


def test_a_copy_with_hard_findings_says_nothing() -> None:
    broken = Filled(answers=parse({"n": 7}), findings=Findings([Finding("instrument.answer.constraint", "hard")]))
    assert kinds({}, broken) == {}


def test_entries_are_compared_by_their_place() -> None:
    base = {"deals": [{"partner": "A"}]}
    found = differences(built(), base, [copy({"deals": [{"partner": "A"}, {"partner": "B"}]})])
    assert [(each.address, each.kind) for each in found] == [
        ("deals[1]/partner", "same"),
        ("deals[2]/partner", "only-here"),
    ]


def test_the_order_is_that_of_the_questions_and_each_names_its_copies() -> None:
    found = differences(built(), {}, [copy({"n": 1}), copy({"gate": "no", "n": 2})])
    assert [each.address for each in found] == ["gate", "n"]
    assert [(said.copy, said.value) for said in found[1].said] == [(0, 1), (1, 2)]
    assert (found[0].proposed, found[1].proposed) == ("no", None)


def test_a_non_answer_is_a_value_of_its_own() -> None:
    assert kinds({"share": 0}, copy({"share": {"status": "not-known"}})) == {"share": "changed"}


def test_what_is_chosen_is_put_and_the_rest_stays() -> None:
    whole = merged({"n": 5, "gate": "yes"}, [("n", None), ("deals[1]/partner", "A"), ("share", NonAnswer("not-known"))])
    assert as_json(whole) == {"gate": "yes", "deals": [{"partner": "A"}], "share": {"status": "not-known"}}


def test_two_real_copies_are_merged() -> None:
    instrument = built()
    base = {"gate": "yes", "n": 5, "name": "A"}
    sent = write(instrument, "en", answers=base)

    def cleared(book: Any) -> None:
        sheet, cell = places(book)["n", "value", ""]
        book[sheet][cell] = None

    def renamed(book: Any) -> None:
        sheet, cell = places(book)["name", "value", ""]
        book[sheet][cell] = "B"

    copies = [read(changed(sent, change), instrument, today=TODAY) for change in (cleared, renamed)]
    found = differences(instrument, base, copies)
    assert {each.address: each.kind for each in found} == {"gate": "same", "n": "conflict", "name": "conflict"}
