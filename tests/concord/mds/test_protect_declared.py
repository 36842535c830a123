"""Declared rules of protection: valid, sourced, versioned; the default is what is promised."""

from __future__ import annotations

from pathlib import Path

import pytest

from concord.declarations import messages, packs
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.errors import NotFound
from concord.mds.protect import DEFAULT, rule_sets, rules
from concord.mds.protect.cells import counts_persons
from concord.vocabulary.structures import structures

ROOM = Path(messages.__file__).parents[1] / "mds" / "protect"


@pytest.mark.parametrize("id", rule_sets())
def test_rules_follow_their_schema_and_say_where_they_come_from(id: str) -> None:
    path = packs.find(f"protection/{id}.yaml")
    assert problems(read_yaml(path), path.parent / "schema.json", file=path.name) == ()
    declared = rules(id)
    assert declared.id == path.stem
    assert declared.source
    assert declared.digest
    assert declared.method == "cell-key" or declared.costs


def test_the_default_threshold_is_five_and_ten_for_what_is_delicate() -> None:
    assert rules(DEFAULT).threshold == 5
    assert rules("suppress-10").threshold == 10
    assert rules("suppress-10").groups_below


def test_rules_that_are_not_declared_are_refused() -> None:
    with pytest.raises(NotFound) as refusal:
        rules("none-such")
    assert refusal.value.code == "mds.protect.rules-unknown"


def test_every_wording_is_said() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py"))
    for code in read_yaml(packs.find("messages/mds-protect.yaml")):
        assert code in text, code


def test_every_structure_of_the_minimum_data_set_is_protected() -> None:
    assert {id for id in structures() if counts_persons(id)} == {id for id in structures() if id.startswith("mds-")}
