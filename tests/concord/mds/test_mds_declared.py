"""Declared files of the room: valid, complete, without contradictions; and every code has a wording."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from concord.declarations import messages, packs
from concord.declarations.read import read_csv, read_yaml
from concord.declarations.schema import problems
from concord.mds.predicates import PREDICATES
from concord.mds.readers import words
from concord.mds.readers.layouts import layouts
from concord.mds.rules import rules
from concord.vocabulary import areas
from concord.vocabulary.codelists import codelist
from concord.vocabulary.provenance import source
from concord.vocabulary.structures import structure

ROOM = Path(messages.__file__).parents[1] / "mds"
CODE = re.compile(r'"(mds\.[a-z-]+\.[a-z0-9-]+)"')


@pytest.mark.parametrize("folder", ["readers", "checks"])
def test_declared_files_follow_their_schema(folder: str) -> None:
    for path in packs.each(folder):
        assert problems(read_yaml(path), path.parent / "schema.json", file=path.name) == ()


def test_every_code_that_can_be_said_has_a_wording() -> None:
    said = {code for path in ROOM.rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    said |= {rule.id for rule in rules()}
    said |= {each.refuse for each in layouts() if each.refuse}
    for of in ("area", "origin"):
        said |= {f"mds.{of}.{why}" for why in ("missing", "unknown", "ambiguous", "lookalike", "former")}
    assert sorted(said - messages.known_codes()) == []


def test_every_wording_can_be_said() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py"))
    declared = {rule.id for rule in rules()} | {each.refuse for each in layouts()}
    built = ("area", "origin", "sex", "activity")
    for code in read_yaml(packs.find("messages/mds.yaml")):
        of, why = code.split(".")[1:]
        assert code in text or code in declared or (of in built and why in text), code


def test_every_rule_is_of_the_closed_set_and_carries_its_source() -> None:
    for rule in rules():
        assert rule.predicate in PREDICATES
        assert rule.source
    assert {rule.predicate for rule in rules()} == set(PREDICATES)
    carried = {rule.rule for rule in rules()}
    assert {f"V{number:02}" for number in (1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 15)} <= carried


def test_what_a_layout_names_is_declared() -> None:
    for layout in layouts():
        for each in (*layout.variables.values(), *([layout.fixed] if layout.fixed else [])):
            assert structure(each.structure)
            assert not each.occupation or each.occupation in codelist("occupation")
            if each.source or layout.source:
                assert layout.id == "who-gho-hrh" or source(each.source or layout.source)


def test_a_header_says_one_thing() -> None:
    for path in packs.each("readers/words", "headers.csv"):
        seen: dict[str, tuple[str, str, str]] = {}
        for row in read_csv(path).rows:
            said = (row["role"], row["base"], row["measure"])
            assert seen.setdefault(areas.fold(row["word"]), said) == said, row


def test_words_in_the_place_of_an_origin_are_no_areas() -> None:
    for path in packs.each("readers/words", "row_kinds.csv"):
        for row in read_csv(path).rows:
            assert areas.resolve(row["word"]).area is None, row
            assert row["code"] in codelist("row-kind")


@pytest.mark.parametrize(
    ("name", "list_id"),
    [("occupations", "occupation"), ("activities", "activity"), ("sexes", "sex"), ("statuses", "obs-status")],
)
def test_words_stand_for_declared_codes(name: str, list_id: str) -> None:
    for path in packs.each("readers/words", f"{name}.csv"):
        for row in read_csv(path).rows:
            assert row["code"] in codelist(list_id), row


def test_every_code_of_a_list_and_its_names_are_read() -> None:
    for list_id, read in (("sex", words.sex), ("activity", words.activity), ("row-kind", words.row_kind)):
        for code in codelist(list_id).codes.values():
            assert read(code.code) == code.code
            for name in code.name.values():
                assert read(name) == code.code, name


def test_heavy_libraries_are_named_in_one_module_and_imported_inside_functions() -> None:
    for path in ROOM.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            heavy = {name.split(".")[0] for name in names} & {"polars", "duckdb", "pyarrow", "numpy", "xlsxwriter"}
            assert not heavy, path
