"""The scheme of a column, and what this room adds to tables of counts: units, definitions, classifications."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from concord.declarations.read import read_yaml
from concord.mds import called
from concord.mds.harmonise.concordance import SCHEMES
from concord.mds.harmonise.definitions import STATED, ask, counting_of, stated, unit_of
from concord.mds.harmonise.schemed import declared_scheme
from concord.mds.harmonise.schemes import Seen, detect_scheme
from concord.mds.tabulate import tabulate, total

CASES = read_yaml(Path(__file__).parents[2] / "cases" / "mds" / "harmonise_tables.yaml")
OURS = ("mds.scheme.", "mds.definition.")


@pytest.mark.parametrize("case", CASES["schemes"], ids=[case["name"] for case in CASES["schemes"]])
def test_every_column_of_codes_tells_what_the_case_says(case: dict[str, Any]) -> None:
    call = {key: case[key] for key in ("declared", "year") if key in case}
    found = detect_scheme([Seen(*each) for each in case["seen"]], **call)
    assert (found.verdict, found.scheme) == (case["verdict"], case.get("scheme"))
    assert [finding.code for finding in found.findings] == case.get("findings", [])
    if "leaning" in case:
        assert list(found.leaning) == case["leaning"]
    for finding in found.findings:
        assert "ISCO" not in str(finding.params["as_08"])
        assert finding.params["as_08"] != finding.params["as_88"] or finding.params["codes"] == "–"


@pytest.mark.usefixtures("read_in_this_process")
@pytest.mark.parametrize("case", CASES["tables"], ids=[case["name"] for case in CASES["tables"]])
def test_every_table_gets_what_this_room_has_to_say(case: dict[str, Any], tmp_path: Path) -> None:
    path, profile = tmp_path / "table.csv", tmp_path / "profile.json"
    path.write_text(case["table"], encoding="utf-8")
    profile.write_text(json.dumps(case["call"].get("profile", {})), encoding="utf-8")
    made = tabulate([path], called.asked(case["call"]["area"], None, profile), as_of=2026)
    said = {finding.code: finding.level for finding in made.findings if finding.code.startswith(OURS)}
    assert said == case["findings"], list(made.findings)
    if "total" in case:
        assert [total(table) for table in made.tables] == [case["total"]]
    if "change" in case:
        assert case["change"] in [[change.before, change.after] for change in made.changes]


@pytest.mark.parametrize(
    ("heading", "scheme"),
    [
        ("Code ISCO-88", "isco-88"),
        ("CIUO 08", "isco-08"),
        ("CITP-08", "isco-08"),
        ("ISCO-2008", "isco-08"),
        ("Occupation", None),
        ("МСКЗ-88", "isco-88"),
        ("Code 1988", "isco-88"),
    ],
)
def test_a_heading_says_the_scheme_in_any_language(heading: str, scheme: str | None) -> None:
    assert declared_scheme(heading) == scheme


def test_what_the_profile_says_outranks_the_heading() -> None:
    for scheme in SCHEMES:
        assert declared_scheme("ISCO-88", scheme) == scheme


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Headcount", "persons"),
        ("Médecins, en milliers", "thousands"),
        ("Effectif", "persons"),
        ("тыс. чел.", "thousands"),
        ("Número (miles)", "thousands"),
        ("بالآلاف", "thousands"),
        ("千人", "thousands"),
        ("人数", "persons"),
        ("Nurses per 10,000 population", "per_10k"),
        ("pour 10 000 habitants", "per_10k"),
        ("每万人口", "per_10k"),
        ("на 10 000 населения", "per_10k"),
        ("per 100 000", "per_100k"),
        ("Density per 1000", "per_1000"),
        ("FTE", "fte"),
        ("Équivalents temps plein", "fte"),
        ("全时当量", "fte"),
        ("Doctors", None),
        ("Smiles", None),
        ("2018", None),
    ],
)
def test_units_are_read_in_headings(text: str, unit: str | None) -> None:
    assert unit_of(text) == unit


def test_every_definition_is_stated_or_asked() -> None:
    nothing = stated()
    assert nothing.missing == tuple(STATED)
    assert [finding.code for finding in ask(nothing)] == [f"mds.definition.{name}" for name in STATED]
    assert set(nothing.as_attributes().values()) == {"not stated"}
    every = stated(headings=["Headcount"], profile={"activity": "licensed"}, file={"base": "birth"})
    assert every.missing == ()
    assert ask(every) == []
    assert every.as_attributes() == {
        "unit": "persons", "counting": "headcount", "activity": "licensed", "base": "birth",
    }  # fmt: skip


def test_an_answer_outranks_the_profile_and_the_profile_the_file() -> None:
    said = {"activity": "licensed"}
    for more, value, by in (
        ({}, "licensed", "file"),
        ({"profile": {"activity": "practising"}}, "practising", "profile"),
        ({"profile": said, "answers": {"activity": "practising"}}, "practising", "answer"),
    ):
        found: Any = stated(file=said, **more).activity
        assert (found.value, found.by) == (value, by)


def test_a_value_that_is_not_possible_is_not_taken() -> None:
    assert stated(profile={"activity": "busy"}).activity.value == ""


def test_full_time_equivalents_are_not_heads() -> None:
    assert counting_of("fte") == "fte"
    assert stated(headings=["ETP"]).counting.value == "fte"
