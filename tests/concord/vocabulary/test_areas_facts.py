"""Dated facts about areas: membership, regions, income, groups, former countries; and the tables they are read from."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from concord.declarations.read import read_csv, read_yaml
from concord.declarations.schema import problems
from concord.errors import Invalid, NotFound
from concord.vocabulary.areas import Area, area, areas, groups, income_thresholds, incomes, member_states, regions
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.periods import PartialDate
from concord.vocabulary.provenance import sources

ROOT = Path(__file__).resolve().parents[3]
DECLARED = ROOT / "src/concord/data/areas"
CASES: list[dict[str, Any]] = read_yaml(ROOT / "tests/cases/areas/facts.yaml")
NOW = {"AFR": 47, "AMR": 35, "EMR": 21, "EUR": 53, "SEAR": 10, "WPR": 28}


def _value(of: Area, attribute: str, on: date | None, wanted: object) -> object:
    if attribute in ("has_group", "lacks_group"):
        return wanted if of.in_group(str(wanted), on) == (attribute == "has_group") else None
    return getattr(of, attribute)(on)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_dated_fact_is_what_the_case_says(case: dict[str, Any]) -> None:
    on = case["given"].get("on")
    for attribute, wanted in case["expect"].items():
        day = PartialDate.parse(on).last if on else None
        assert _value(area(case["given"]["area"]), attribute, day, wanted) == wanted, attribute


def test_there_are_249_areas_of_iso_each_with_three_codes() -> None:
    iso = [each for each in areas() if each.kind == "iso"]
    assert len(iso) == 249
    for codes in ([e.code for e in iso], [e.alpha2 for e in iso], [e.numeric for e in iso]):
        assert len(set(codes)) == 249
    assert all(len(e.code) == 3 and len(e.alpha2) == 2 and len(e.numeric) == 3 for e in iso)
    assert area("NAM").alpha2 == "NA"


def test_every_area_is_named_in_six_languages() -> None:
    for each in areas(former=True):
        assert set(each.names) == set(LANGUAGES), each.code


def test_there_are_194_member_states_and_there_were_193_when_the_code_was_adopted() -> None:
    assert len(member_states()) == 194
    assert len(member_states(date(2010, 5, 21))) == 193
    assert len(member_states(date(2011, 9, 26))) == 193
    assert len(member_states(date(2011, 9, 27))) == 194


def test_members_by_region_are_counted_with_indonesia_where_it_was() -> None:
    assert Counter(each.region() for each in member_states()) == NOW
    before = date(2025, 5, 22)
    assert Counter(each.region(before) for each in member_states(before)) == {**NOW, "SEAR": 11, "WPR": 27}
    assert {code: len(member_states(region=code)) for code in regions().codes} == NOW


def test_contested_states_stay_in_the_denominator_with_a_note_and_a_source() -> None:
    contested = [each for each in member_states() if each.membership() == "contested"]
    assert [each.code for each in contested] == ["ARG", "USA"]
    for each in contested:
        fact = each.membership_fact()
        assert fact is not None
        assert fact.note
        assert fact.source.startswith("https://")


def test_the_list_of_members_before_the_code_is_refused_not_guessed() -> None:
    with pytest.raises(Invalid) as refusal:
        member_states(date(2010, 5, 20))
    assert refusal.value.code == "areas.members.not-known"


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(NotFound) as refusal:
        area("XYZ")
    assert refusal.value.code == "areas.area.unknown"


def test_every_member_state_has_a_region_on_every_day_it_is_a_member() -> None:
    for on in (date(2010, 5, 21), date(2012, 1, 1), date(2018, 12, 31), date(2025, 5, 23), None):
        assert all(each.region(on) in NOW for each in member_states(on))


def test_all_members_but_two_have_an_income_group_and_groups_are_declared() -> None:
    without = {each.code for each in member_states() if each.income() is None}
    assert without == {"COK", "NIU"}
    assert {each.income() for each in member_states()} - {None} <= set(incomes().codes)


def test_carrying_back_from_2026_meets_the_published_groups_of_2023() -> None:
    moved = {e.code: (e.income(date(2023, 6, 30)), e.income(date(2023, 7, 1))) for e in member_states()}
    assert {code: step for code, step in moved.items() if step[0] != step[1]} == {
        "GIN": ("LIC", "LMC"),
        "GUY": ("UMC", "HIC"),
        "IDN": ("LMC", "UMC"),
        "JOR": ("UMC", "LMC"),
        "SLV": ("LMC", "UMC"),
        "VEN": (None, "not-classified"),
        "ZMB": ("LIC", "LMC"),
    }


def test_income_thresholds_rise_from_group_to_group() -> None:
    rows = income_thresholds().rows
    assert rows[-1]["fiscal_year"] == "2026"
    assert rows[-1]["upper_middle_up_to"] == "13935"
    for row in rows:
        assert int(row["low_up_to"]) < int(row["lower_middle_up_to"]) < int(row["upper_middle_up_to"])


def test_groups_have_their_published_sizes() -> None:
    assert {code: sum(each.in_group(code) for each in areas()) for code in groups().codes} == {
        "LDC": 44,
        "LLDC": 32,
        "SIDS": 53,
        "OECD": 38,
    }
    assert sum(each.in_group("SIDS") for each in member_states()) == 39


def test_former_countries_lead_to_areas_that_exist() -> None:
    former = [each for each in areas(former=True) if each.kind == "former"]
    assert {"SCG", "YUG", "ANT", "SUN", "CSK", "DDR"} <= {each.code for each in former}
    for each in former:
        assert each.existed.until is not None
        assert each.successors
        assert all(area(code) for code in each.successors)
        assert not each.is_member()


@pytest.mark.parametrize("path", sorted(DECLARED.glob("*.csv")), ids=lambda path: path.name)
def test_a_table_of_areas_has_its_notes_columns_sources_and_known_codes(path: Path) -> None:
    declared = read_csv(path)
    schema = DECLARED / "schema.json"
    assert problems(dict(declared.meta), schema, file=path.name) == ()
    assert list(declared.header) == json.loads(schema.read_text(encoding="utf-8"))["$defs"]["columns"][path.name]
    assert all(id in sources() for id in declared.meta["source"].split("; "))
    if "area" in declared.header:
        known = {each.code for each in areas(former=True)}
        assert {row["area"] for row in declared.rows} <= known


def test_the_tables_are_read_only_when_asked() -> None:
    import subprocess
    import sys

    program = (
        "import sys, concord.vocabulary.areas as a;"
        "from concord.vocabulary import areas_load;"
        "assert areas_load._loaded.cache_info().currsize == 0;"
        "assert a.resolve('Kenya').area == 'KEN';"
        "assert not {'polars', 'duckdb', 'rapidfuzz', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
