"""The permission table: what is not granted is refused, and every grant is one that somebody wrote down."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concord import roles
from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import Invalid

CASES = read_yaml(Path(__file__).parents[1] / "cases" / "roles" / "grants.yaml")
TABLE = roles.declared()
CELLS = list(TABLE.cells())
word = st.text(max_size=20)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_table_says_what_the_case_says(case: dict[str, object]) -> None:
    held = TABLE.reach(case["role"], case["action"], case["kind"], case["state"])
    assert held == frozenset(case["reach"])


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(word, word, word, word)
def test_whatever_is_not_in_the_table_is_refused(role: str, action: str, kind: str, state: str) -> None:
    assert not roles.may(role, action, kind, state)


@given(st.sampled_from(CELLS), st.integers(0, 3), word)
def test_one_unknown_word_is_enough_to_be_refused(cell: tuple[str, str, str, str], place: int, other: str) -> None:
    changed = list(cell)
    changed[place] = f"{other}?"
    assert not roles.may(*changed)


@given(st.sampled_from(CELLS))
def test_every_grant_is_written_in_a_rule_and_every_rule_gives_its_grant(cell: tuple[str, str, str, str]) -> None:
    role, action, kind, state = cell
    written = {
        rule.reach
        for rule in TABLE.rules
        if role in rule.who and action in rule.may and kind == rule.kind and state in rule.states
    }
    assert TABLE.reach(*cell) == written


@pytest.mark.parametrize("number", range(len(TABLE.rules)))
def test_dropping_any_one_rule_takes_a_grant_away(number: int) -> None:
    rules = TABLE.rules[:number] + TABLE.rules[number + 1 :]
    without = replace(TABLE, rules=rules, _grants=roles._grants(rules))
    assert any(without.reach(*cell) < TABLE.reach(*cell) for cell in CELLS)


def test_nothing_but_seeing_is_open_to_anybody() -> None:
    open_to_all = {cell[1:] for cell in CELLS if cell[0] == "anonymous" and TABLE.may(*cell)}
    # A visitor's trial is nobody's word: its unguessable address is its key, and it is listed nowhere. Stakeholders
    # register themselves (article 9.4): what is sent is seen by nobody until its mail address is confirmed.
    named = {("trial", "by-link"), ("stakeholder", "proposed")}
    assert {action for action, kind, state in open_to_all if (kind, state) not in named} == {"see"}
    assert {action for action, kind, _state in open_to_all if kind == "stakeholder"} == {"create"}


def test_what_anybody_sees_is_public_by_its_state() -> None:
    seen = {(cell[2], cell[3]) for cell in CELLS if cell[:2] == ("anonymous", "see") and TABLE.may(*cell)}
    # A visitor's trial is reached by its address alone; the dates of a round are public, its queries never.
    named = {("trial", "by-link"), ("round", "open"), ("round", "closed")}
    public = {state for kind, state in seen - named}
    assert public <= {"published", "withdrawn", "corrected", "current", "expired", "ended"}


def test_an_api_key_has_no_role_of_its_own() -> None:
    assert not any(TABLE.may(*cell) for cell in CELLS if cell[0] == "api-key")


def test_nobody_both_submits_and_approves_a_document() -> None:
    for role in TABLE.principals:
        submits = TABLE.may(role, "submit", "document", "draft")
        assert not (submits and TABLE.may(role, "approve", "document", "in-review"))


def test_roles_that_see_what_is_protected_are_known() -> None:
    protected = {role for role in TABLE.principals if TABLE.sees_protected(role)}
    assert {
        "secretariat-desk",
        "secretariat-administrator",
        "statistician",
        "national-authority",
        "operator",
    } <= protected
    assert {"regional-office", "translator", "reviewer"} <= protected
    assert not {"anonymous", "signed-in", "api-key"} & protected


def test_every_role_is_held_in_some_organisation_but_those_that_nobody_is_appointed_to() -> None:
    # What an observatory may do is given by a country's consent alone, never by a membership.
    given = {"observatory-upload", "observatory-check", "observatory-comment"}
    without = {each.id for each in TABLE.principals.values() if not each.held_in}
    assert without == {"anonymous", "signed-in", "api-key"} | given


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("rules", 0, "kind"), "parliament", "roles.table.unknown"),
        (("rules", 0, "in"), ["lost"], "roles.table.unknown"),
        (("rules", 0, "who"), ["emperor"], "roles.table.unknown"),
        (("rules", 0, "may"), ["fly"], "roles.table.unknown"),
        (("rules", 0, "reach"), "everywhere", "roles.table.schema"),
        (("rules", 0, "because"), "", "roles.table.schema"),
        (("kinds", 0, "classification"), "L1", "roles.table.schema"),
        (("principals", 1, "id"), "anonymous", "roles.table.repeated"),
    ],
)
def test_a_wrong_table_is_refused_with_its_place(path: tuple[str | int, ...], value: object, code: str) -> None:
    declared = copy.deepcopy(read_yaml(packs.find("roles.yaml")))
    place = declared
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(Invalid) as refusal:
        roles.from_value(declared, schema=packs.find("roles.schema.json"))
    assert refusal.value.code == code
