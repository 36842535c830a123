from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

from concord.declarations.messages import known_codes
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.instrument.model import Kind
from concord.instrument.xlsform.features import declared_parameters, features
from concord.instrument.xlsform.features_page import page

sys.path.insert(0, str(Path(__file__).parent))
from drawn import drawn  # the tests are no package

ROOT = Path(__file__).parents[3]
DATA = ROOT / "src/concord/data"


def test_the_page_of_features_is_up_to_date() -> None:
    # Made anew by: python -c "from concord.instrument.xlsform.features_page import page; print(page(), end='')"
    assert (ROOT / "docs/reference/xlsform-features.md").read_text(encoding="utf-8") == page()


def test_features_are_declared_as_their_schema_says() -> None:
    path = DATA / "instruments/features.yaml"
    assert list(problems(read_yaml(path), path.with_name("features.schema.json"), file=path.name)) == []
    assert len(features()) == len(read_yaml(path)["features"])


def test_parameters_are_declared_as_their_schema_says() -> None:
    path = DATA / "instruments/parameters.yaml"
    assert list(problems(read_yaml(path), path.with_name("parameters.schema.json"), file=path.name)) == []
    assert set(declared_parameters()) <= set(get_args(Kind))


def test_every_feature_without_effect_is_told_to_the_author() -> None:
    """By what belongs to it: a type, a column, a setting, a sheet, an appearance; or by a row of its own here."""
    rows = {"add-none": "", "styling": "| text | a | <span style='color:red'>A</span> | |"}
    carried = [each for each in features().values() if each.stand == "carried"]
    assert len(carried) > 15
    for each in carried:
        head, row, settings, others = "| type | name | label | appearance |", "| text | a | A | |", "", ""
        if each.types:
            row = f"| {each.types[0]} | a | A | |"
        elif each.columns:
            head, row = f"{head} {each.columns[0]} |", f"{row} z |"
        elif each.appearances:
            row = f"| text | a | A | {each.appearances[0]} |"
        elif each.settings:
            settings = f"| settings |\n|  | {each.settings[0]} |\n|  | yes |\n"
        elif each.sheets:
            others = f"| {each.sheets[0]} |\n|  | name |\n|  | a |\n"
        else:
            row = rows[each.id]
        read = drawn(f"| survey |\n| {head}\n| {row}\n{settings}{others}")
        said = [found.params.get("feature") for found in read.findings if found.code == "instrument.feature.carried"]
        assert said == [each.title], each.id


def test_an_appearance_is_told_where_it_stands_first() -> None:
    head = "| survey |\n|  | type | name | label | appearance |\n"
    read = drawn(head + "|  | text | a | A | counter |\n|  | text | b | B | counter |\n|  | text | c | C | rating |\n")
    assert [each.where.row for each in read.findings] == [2, 4]


def test_every_refused_feature_has_its_wording() -> None:
    refused = {f"instrument.unsupported.{each.id}" for each in features().values() if each.stand == "refused"}
    assert refused <= known_codes()
    assert {code for code in known_codes() if code.startswith("instrument.unsupported.")} <= refused


def test_few_features_are_refused() -> None:
    assert sum(each.stand == "refused" for each in features().values()) <= 5
