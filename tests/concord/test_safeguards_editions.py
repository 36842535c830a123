"""The editions of the list of countries with critical shortages, and the national list of England built on one."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from concord.declarations.read import read_csv, read_yaml
from concord.declarations.schema import problems
from concord.errors import NotFound
from concord.safeguards import edition, editions, in_force, listed, national_lists, status
from concord.vocabulary.areas import area, regions
from concord.vocabulary.codelists import codelist
from concord.vocabulary.provenance import sources

ROOT = Path(__file__).resolve().parents[2]
DECLARED = ROOT / "src/concord/data/safeguards"
SHARED = ROOT.parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the publishers' files are not at hand")


def test_the_three_editions_list_57_47_and_55_countries() -> None:
    assert [(each.id, len(each.areas), each.count) for each in editions()] == [
        ("2006", 57, 57),
        ("2020", 47, 47),
        ("2023", 55, 55),
    ]


def test_editions_by_region_of_their_time() -> None:
    by_region = {each.id: Counter(member.region for member in each.members.values()) for each in editions()}
    assert by_region["2006"] == {"AFR": 36, "EMR": 7, "SEAR": 6, "AMR": 5, "WPR": 3}
    assert by_region["2023"] == {"AFR": 37, "WPR": 8, "EMR": 6, "SEAR": 3, "AMR": 1}
    assert sum(by_region["2020"].values()) == 47


def test_eight_countries_were_added_in_2023_and_none_left() -> None:
    before, now = edition("2020"), edition("2023")
    assert before.areas < now.areas
    assert now.areas - before.areas == set(now.added)
    assert len(now.added) == 8


def test_names_that_were_not_read_in_an_official_text_carry_their_mark() -> None:
    assert [each.members_verification for each in editions()] == ["unverified", "derived", "verified"]
    assert [each.count_verification for each in editions()] == ["verified"] * 3


def test_criteria_have_the_published_thresholds_and_exclude_the_threshold_itself() -> None:
    thresholds = {each.id: {c.measure: (c.threshold, c.unit) for c in each.criteria} for each in editions()}
    assert thresholds == {
        "2006": {"density": (23, "per_10k")},
        "2020": {"density": (48.6, "per_10k"), "uhc-index": (50, "index_0_100")},
        "2023": {"density": (49, "per_10k"), "uhc-index": (55, "index_0_100")},
    }
    (index,) = (c for c in edition("2023").criteria if c.measure == "uhc-index")
    assert index.is_met(54.9)
    assert not index.is_met(55)


def test_criteria_read_occupations_that_are_declared() -> None:
    for each in editions():
        for criterion in each.criteria:
            assert criterion.measure != "density" or criterion.occupation in codelist("occupation")


@pytest.mark.parametrize(
    ("code", "on", "said", "by"),
    [
        ("NPL", date(2024, 1, 1), "listed", "2023"),
        ("ZMB", date(2022, 1, 1), "not-listed", "2020"),
        ("ZMB", date(2024, 1, 1), "listed", "2023"),
        ("KEN", date(2019, 1, 1), "listed", "2006"),
        ("KEN", date(2024, 1, 1), "not-listed", "2023"),
        ("KEN", date(2000, 1, 1), "no-list", None),
    ],
)
def test_a_countrys_status_is_that_of_the_edition_in_force(code: str, on: date, said: str, by: str | None) -> None:
    found = status(code, on)
    assert (found.status, found.edition) == (said, by)
    assert found.is_listed == (said == "listed")


def test_a_status_says_since_which_edition_of_the_same_kind_and_whether_names_were_checked() -> None:
    assert status("NPL", date(2024, 1, 1)).since == "2020"
    assert status("RWA", date(2024, 1, 1)).since == "2023"
    assert status("KEN", date(2019, 1, 1)).verification == "unverified"


def test_listed_answers_for_one_edition() -> None:
    assert not listed("RWA", "2020")
    assert listed("RWA", "2023")


def test_an_unknown_edition_or_area_is_refused() -> None:
    with pytest.raises(NotFound) as refusal:
        edition("1999")
    assert refusal.value.code == "safeguards.edition.unknown"
    with pytest.raises(NotFound):
        status("XYZ", date(2024, 1, 1))


def test_nothing_was_in_force_before_the_first_edition() -> None:
    assert in_force(date(2006, 3, 31)) is None
    current = in_force(date(2030, 1, 1))
    assert current is not None
    assert current.id == "2023"


def test_england_holds_54_red_and_two_amber() -> None:
    (england,) = national_lists("GBR", on=date(2024, 1, 1))
    assert len(england.of_colour("red")) == 54
    assert england.of_colour("amber") == ("KEN", "NPL")
    assert england.colour("FRA") == "green"
    assert national_lists("GBR", on=date(2020, 1, 1)) == ()


@pytest.mark.parametrize("path", sorted(DECLARED.rglob("*.yaml")), ids=lambda path: path.stem)
def test_a_list_is_declared_as_its_schema_says_with_a_source_and_real_areas(path: Path) -> None:
    declared = read_yaml(path)
    assert problems(declared, DECLARED / "schema.json", file=path.name) == ()
    assert declared["id"] == path.stem
    assert declared["source"] in sources()
    for each in declared.get("members", ()):
        assert area(each["area"]).is_member()
        assert each["region"] in regions()


@needs_shared
@pytest.mark.shared
def test_lists_are_those_of_the_collated_table_and_of_the_facts_file() -> None:
    for each in editions():
        rows = [row for row in read_csv(SHARED / "domain/safeguards_list.csv").rows if row["version_year"] == each.id]
        assert {row["iso3"]: row["who_region_then"] for row in rows} == {
            m.area: m.region for m in each.members.values()
        }
    facts = read_csv(SHARED / "data/safeguards/safeguards_lists.csv").rows
    for id in ("2020", "2023"):
        assert {row["iso3"] for row in facts if row[f"list_{id}"] == "True"} == edition(id).areas
    (england,) = national_lists("GBR")
    assert {row["iso3"]: row["uk_code_of_practice_england_2023"] for row in facts} == {
        row["iso3"]: england.colour(row["iso3"]) for row in facts
    }
