"""Question maps: what comes from what, whether numbers may be compared, and where an author contradicts themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from concord.declarations.messages import known_codes
from concord.declarations.read import read_yaml
from concord.errors import Invalid, NotFound
from concord.instrument import versions, xlsform
from concord.instrument.answers import as_json, value_as_json
from concord.instrument.model import Instrument
from concord.instrument.prefill import carry, last_value
from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY, Row, Sheet, Sheets
from concord.instrument.versions.edges import weakest

CASES = read_yaml(Path(__file__).parents[2] / "cases" / "instrument" / "maps.yaml")


def sheet(name: str, drawn: str) -> Sheet:
    """A sheet drawn as a table with bars."""
    lines = [[cell.strip() for cell in line.split("|")] for line in drawn.strip().splitlines() if line.strip()]
    columns = tuple(lines[0]) if lines else ()
    rows = [dict(zip(columns, line, strict=False)) for line in lines[1:]]
    kept = [Row(place, {key: cell for key, cell in row.items() if cell}) for place, row in enumerate(rows, start=2)]
    return Sheet(name, columns, tuple(kept), {column: column for column in columns})


def instrument(id: str, survey: str, choices: str = "", **settings: str) -> Instrument:
    """An instrument drawn as sheets."""
    cells = {"form_id": id, "form_title": id, "version": "1", **settings}
    named = Sheet(SETTINGS, tuple(cells), (Row(2, cells),))
    read = xlsform.read_sheets(Sheets(f"{id}.xlsx", sheet(SURVEY, survey), sheet(CHOICES, choices), named))
    assert read.draft is not None
    return read.draft


def pair(case: dict[str, Any]) -> tuple[Instrument, Instrument]:
    new = instrument("new", case["new"], case.get("new_choices", ""), x_previous="old")
    return new, instrument("old", case["old"], case.get("old_choices", ""))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_map_says_what_arrives(case: dict[str, Any]) -> None:
    new, old = pair(case)
    made = versions.question_map(new, old)
    expect = case["expect"]
    for question, (mode, ids) in expect.get("edges", {}).items():
        edge = made.edge(question)
        assert (edge.mode, list(edge.old_ids)) == (mode, ids)
    for asked, how in expect.get("comparable", {}).items():
        question, _, choice = asked.partition("/")
        assert made.comparable(question, choice or None).how == how, asked
    if "codes" in expect:
        assert sorted(finding.code for finding in made.findings) == sorted(expect["codes"])
    carried = carry(new, old, case["answers"])
    if "carried" in expect:
        assert as_json(carried.answers) == expect["carried"]
    if "left" in expect:
        assert {each.address: each.reason for each in carried.left} == expect["left"]
    if "offers" in expect:
        offers = {address: each.proposal for address, each in carried.offers.items()}
        assert {a: None if v is None else value_as_json(v) for a, v in offers.items()} == expect["offers"]
    for address, value in expect.get("last", {}).items():
        last = last_value(new, old, case["answers"], address)
        assert last is not None
        assert value_as_json(last.answers[0][2]) == value


def test_every_code_of_a_map_has_a_wording() -> None:
    said = {code for case in CASES for code in case["expect"].get("codes", [])}
    assert said <= known_codes()


def test_findings_lead_to_the_row_of_the_link() -> None:
    new, old = pair(next(case for case in CASES if case["name"].startswith("An id that leads nowhere")))
    (finding,) = versions.question_map(new, old).findings
    assert (finding.where.file, finding.where.sheet, finding.where.row) == ("new.xlsx", "survey", 2)
    assert (finding.where.header, finding.level) == ("x_same_as", "hard")


def test_a_map_is_looked_up_both_ways() -> None:
    new, old = pair(next(case for case in CASES if case["name"].startswith("A split question")))
    made = versions.question_map(new, old)
    assert [edge.new_id for edge in made.forward("measures")] == ["new/laws", "new/plans"]
    comparison = made.comparable("laws")
    assert (comparison.new, comparison.old) == (("new/laws", "new/plans"), ("old/measures",))
    with pytest.raises(NotFound) as refusal:
        made.edge("measures")
    assert refusal.value.code == "instrument.map.no-such-question"
    assert made.as_json()["counts"] == {"same": 0, "reworded": 0, "merged": 0, "split": 2, "new": 0, "dropped": 0}


def three_rounds(*modes: str) -> list[Instrument]:
    made = [instrument("r0", "type | name | label\ntext | q | Q")]
    for place, mode in enumerate(modes, start=1):
        drawn = f"type | name | label | x_same_as\ntext | q | Q | {mode} r{place - 1}/q"
        made.append(instrument(f"r{place}", drawn))
    return made[::-1]


@pytest.mark.parametrize(
    ("modes", "whole"),
    [
        (("same", "same"), "same"),
        (("same", "reworded"), "reworded"),
        (("reworded", "same", "same"), "reworded"),
        (("split", "same"), "split"),
        (("reworded", "split", "same"), "split"),
    ],
)
def test_a_chain_is_as_weak_as_its_weakest_edge(modes: tuple[str, ...], whole: str) -> None:
    made = versions.chain(three_rounds(*modes))
    edge = made.edge("q")
    assert (edge.mode, edge.old_ids) == (whole, ("r0/q",))
    assert made.rounds == tuple(f"r{place}" for place in range(len(modes), -1, -1))


def test_a_chain_breaks_where_a_question_was_new() -> None:
    first = instrument("r0", "type | name | label\ntext | other | Other")
    second = instrument("r1", "type | name | label\ntext | q | Q")
    third = instrument("r2", "type | name | label | x_same_as\ntext | q | Q | r1/q")
    made = versions.chain([third, second, first])
    assert made.edge("q").mode == "new"
    assert [edge.old_ids for edge in made.of("dropped")] == [("r0/other",)]


def test_a_sum_of_which_a_part_is_younger_is_not_compared_over_the_chain() -> None:
    first = instrument("r0", "type | name | label\ninteger | a | A")
    second = instrument("r1", "type | name | label | x_same_as\ninteger | a | A | r0/a\ninteger | b | B |")
    third = instrument("r2", "type | name | label | x_same_as\ninteger | c | C | merged r1/a r1/b")
    made = versions.chain([third, second, first])
    assert (made.edge("c").mode, made.comparable("c").how) == ("merged", "no")


def test_choices_are_followed_through_a_chain() -> None:
    survey = "type | name | label | x_same_as\nselect_one s | q | Q | {}"
    lists = "list_name | name | label | x_same_as\ns | {} | {} | {}"
    first = instrument("r0", survey.format(""), lists.format("a", "A", ""))
    second = instrument("r1", survey.format("r0/q"), lists.format("b", "B", "r0/q/a"))
    third = instrument("r2", survey.format("r1/q"), lists.format("c", "C", "reworded r1/q/b"))
    choice = versions.chain([third, second, first]).edge("q").choice("c")
    assert choice is not None
    assert (choice.mode, choice.old) == ("reworded", ("a",))


def test_a_chain_needs_two_instruments() -> None:
    with pytest.raises(Invalid) as refusal:
        versions.chain(three_rounds())
    assert refusal.value.code == "instrument.map.chain-too-short"


def test_weakness_has_an_order() -> None:
    assert weakest() == "same"
    assert weakest("merged", "split", "reworded") == "split"


def test_versions_of_one_instrument_are_mapped_by_their_keys() -> None:
    old = instrument("nri", "type | name | label\ntext | a | A\ninteger | b | B\ntext | c | C")
    new = instrument("nri", "type | name | label\ninteger | b | B\ntext | a | A, reworded\ntext | d | D", version="2")
    made = versions.question_map(new, old)
    assert {edge.new_id: edge.mode for edge in made.edges if edge.new} == {
        "nri/b": "same",
        "nri/a": "reworded",
        "nri/d": "new",
    }
    assert not made.findings


def test_a_difference_names_what_changed() -> None:
    old = instrument(
        "nri",
        """
        type         | name | label | label::fr | relevant
        begin_group  | one  | One   | Un        |
        text         | a    | A     | A         |
        integer      | b    | B     | B         | ${a} = 'x'
        text         | gone | Gone  | Parti     |
        end_group    |      |       |           |
        select_one s | c    | C     | C         |
        """,
        "list_name | name | label\ns | p | P\ns | q | Q",
    )
    new = instrument(
        "nri",
        """
        type         | name | label | label::fr | relevant
        begin_group  | one  | One   | Une       |
        integer      | b    | B     | B         | ${a} = 'y'
        text         | a    | A     | Ah        |
        end_group    |      |       |           |
        select_one s | c    | C     | C         |
        text         | d    | D     | D         |
        """,
        "list_name | name | label | x_same_as\ns | p | Pea |\ns | queue | Q | nri/c/q",
        version="2",
    )
    said = versions.difference(old, new)
    assert [(c.new, c.column) for c in said.of("reworded")] == [("nri/one", "label::fr"), ("nri/a", "label::fr")]
    assert [c.new for c in said.of("added")] == ["nri/d"]
    assert [c.old for c in said.of("removed")] == [("nri/gone",)]
    assert [(c.column, c.before, c.after) for c in said.of("rule")] == [("relevant", "${a} = 'x'", "${a} = 'y'")]
    assert len(said.of("moved")) == 1
    assert [(c.before, c.after) for c in said.of("choice-renamed")] == [("q", "queue")]
    assert [(c.before, c.after) for c in said.of("choice-reworded")] == [("P", "Pea")]
    assert said.as_json()[0]["what"] == said.changes[0].what


def test_an_instrument_does_not_differ_from_itself() -> None:
    for case in CASES:
        new, _ = pair(case)
        assert not versions.difference(new, new).changes, case["name"]
