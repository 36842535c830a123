"""The profile as a value and as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.mds.profile import (
    CODED,
    LEAVE_OUT,
    NOTHING_SAID,
    PERSON_ROLES,
    ROLES,
    TABLE_ROLES,
    Break,
    Profile,
    SaidTable,
    profile_of,
    read_profile,
)  # fmt: skip
from concord.mds.proposing.explaining import explain
from concord.mds.proposing.written import as_yaml, write_profile

WHOLE = Profile(
    columns={"N° d'ordre": "person", "Né(e) le": "birth_date", "NO": "nothing"},
    base="training",
    measure="stock",
    year=2018,
    occupation="221",
    occupations={"Infirmier DE": "2221"},
    areas={"Birmanie": "MMR"},
    decimal=",",
    activity="licensed",
    rows="persons",
    unit="thousands",
    counts="headcount",
    reference_day="12-31",
    codes={"sex": {"H": "M", "1": "F"}, "occupation": {"Chauffeur": LEAVE_OUT}},
    dates={"birth_date": "DD/MM/YYYY"},
    missing=("inconnu",),
    confidential=("<10",),
    tables=(SaidTable("Effectifs", "A5:H40", 2, leave_out=("Sous-total",), columns={"B": "origin"}, year=2017),),
    breaks=(Break(2021, "Retired members are no longer counted", {"occupation": "221"}),),
    area="MDG",
    since="2020-01-01",
    until="2024-01-01",
    answered={"total/Ensemble": "leave-out"},
)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    for name in ("profile.yaml", "profile.json"):
        assert read_profile(write_profile(WHOLE, tmp_path / name)) == WHOLE


def test_nothing_said_says_nothing() -> None:
    assert NOTHING_SAID.as_dict() == {}
    assert read_yaml_text(as_yaml(NOTHING_SAID)) == {"version": 2}


def read_yaml_text(text: str) -> Any:
    from concord.declarations.read import parse_yaml

    return parse_yaml(text)


def test_codes_stay_texts_in_the_file(tmp_path: Path) -> None:
    profile = Profile(areas={"N": "NO"}, occupations={"011": "0110"}, codes={"sex": {"1": "M"}})
    path = write_profile(profile, tmp_path / "p.yaml")
    assert read_yaml(path)["areas"] == {"N": "NO"}
    assert read_profile(path) == profile


def test_a_whole_number_written_for_a_code_is_its_figures() -> None:
    assert profile_of({"occupations": {"doctors": 221}, "codes": {"sex": {"x": 1}}}).occupations == {"doctors": "221"}


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        write_profile(WHOLE, tmp_path / "p.docx")
    assert refused.value.code == "mds.profile.suffix"
    broken = Profile(unit="bushels")
    with pytest.raises(Invalid):
        write_profile(broken, tmp_path / "p.yaml")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"colour": "red"}, "mds.profile.unknown-key"),
        ({"tables": [{"colour": "red"}]}, "mds.profile.unknown-key"),
        ({"breaks": [{"year": 2020}]}, "mds.profile.value"),
        ({"columns": {"A": "hair"}}, "mds.profile.value"),
        ({"columns": ["A"]}, "mds.profile.value"),
        ({"unit": "bushels"}, "mds.profile.value"),
        ({"counts": "heads"}, "mds.profile.value"),
        ({"rows": "cats"}, "mds.profile.value"),
        ({"reference_day": "31/12"}, "mds.profile.value"),
        ({"from": "last year"}, "mds.profile.value"),
        ({"year": "soon"}, "mds.profile.value"),
        ({"areas": {"Norway": False}}, "mds.profile.value"),
        ({"missing": "x"}, "mds.profile.value"),
        ({"tables": [{"range": "somewhere"}]}, "mds.profile.value"),
        ({"tables": [{"read": "perhaps"}]}, "mds.profile.value"),
        ({"codes": {"sex": "M"}}, "mds.profile.value"),
        ({"version": 99}, "mds.profile.value"),
    ],
)
def test_a_profile_says_only_what_it_can_say(said: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        profile_of(said)
    assert refused.value.code == code


def test_the_keys_of_the_first_version_still_stand(tmp_path: Path) -> None:
    old = {
        "columns": {"a": "origin"}, "base": "birth", "measure": "inflow", "year": 2018, "occupation": "221",
        "occupations": {"x": "2221"}, "areas": {"y": "KEN"}, "decimal": ".", "activity": "practising",
    }  # fmt: skip
    path = tmp_path / "old.json"
    path.write_text(json.dumps(old), encoding="utf-8")
    assert read_profile(path).as_dict() == old


def test_the_codes_of_a_column_are_those_of_its_role_and_its_own() -> None:
    profile = Profile(
        areas={"Burma": "MMR"},
        occupations={"MO": "221"},
        codes={"sex": {"1": "M"}, "C": {"1": "F"}, "area": {"x": "FRA"}},
    )
    assert profile.codes_of("sex") == {"1": "M"}
    assert profile.codes_of("sex", "Gender", "C") == {"1": "F"}
    assert profile.codes_of("training") == {"Burma": "MMR", "x": "FRA"}
    assert profile.codes_of("occupation") == {"MO": "221"}
    assert profile.multiply == 1
    assert Profile(unit="thousands").multiply == 1000


def test_what_is_said_of_a_table_outranks_the_rest() -> None:
    flat = WHOLE.for_table(WHOLE.tables[0])
    assert (flat.year, flat.base, flat.columns["B"]) == (2017, "training", "origin")
    assert WHOLE.date_format("birth_date", "Né(e) le") == "DD/MM/YYYY"
    assert WHOLE.role("N° d'ordre") == "person"


def test_roles_of_persons_and_of_tables_are_known() -> None:
    assert set(PERSON_ROLES) | set(TABLE_ROLES) == ROLES
    assert CODED <= ROLES


def test_every_part_of_a_profile_is_explained_in_words() -> None:
    said = " ".join(explain(WHOLE))
    assert "{" not in said
    for word in (
        "Madagascar",
        "Né(e) le",
        "Infirmier DE",
        "Chauffeur",
        "Effectifs!A5:H40",
        "2021",
        "Sous-total",
        "<10",
    ):
        assert word in said
    assert explain(NOTHING_SAID) == ["The profile says nothing yet."]


_TEXT = st.text(max_size=12)
_PROFILES = st.builds(
    Profile,
    columns=st.dictionaries(_TEXT, st.sampled_from(sorted(ROLES)), max_size=4),
    areas=st.dictionaries(_TEXT, _TEXT, max_size=3),
    codes=st.dictionaries(_TEXT, st.dictionaries(_TEXT, _TEXT, min_size=1, max_size=3), max_size=3),
    decimal=st.sampled_from(["", ".", ","]),
    year=st.none() | st.integers(1950, 2050),
    missing=st.lists(_TEXT, max_size=3).map(tuple),
    answered=st.dictionaries(_TEXT, _TEXT, max_size=3),
    breaks=st.lists(st.builds(Break, st.integers(1950, 2050), _TEXT.filter(bool)), max_size=2).map(tuple),
)


@given(_PROFILES)
def test_any_profile_is_the_same_after_its_plain_values(profile: Profile) -> None:
    again = profile_of(profile.as_dict())
    assert again == profile
    assert profile_of(json.loads(json.dumps(profile.as_dict()))) == profile
