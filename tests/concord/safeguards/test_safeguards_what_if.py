"""What if: other thresholds or another date move countries one by one, with the data behind, and change no list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord import safeguards
from concord.declarations.messages import known_codes
from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.mds.facts import bundled
from concord.vocabulary.structures import Table, table

DECLARED: dict[str, Any] = read_yaml(Path(__file__).parents[2] / "cases" / "safeguards" / "what_if.yaml")


def tables(countries: dict[str, list[float | None]], year: int = 2019) -> tuple[Table, Table]:
    codes = list(countries)
    rows = len(codes)
    place = {"source": ["case"] * rows, "source_file": ["case.csv"] * rows, "source_row": list(range(2, rows + 2))}
    density = table("density", area=codes, year=[year] * rows, occupation=["221_222_322"] * rows,
                    per_10k=[countries[code][0] for code in codes], **place)  # fmt: skip
    index = table(
        "uhc-index", area=codes, year=[year] * rows, index_0_100=[countries[code][1] for code in codes], **place
    )
    return density, index


@pytest.mark.parametrize("case", DECLARED["cases"], ids=lambda case: case["name"])
def test_who_enters_and_who_leaves(case: dict[str, Any]) -> None:
    found = safeguards.what_if(
        safeguards.edition("2023"), *tables(DECLARED["countries"]), until=2020, thresholds=case["thresholds"]
    )
    assert [each.area for each in found.entering] == case["enters"]
    assert [each.area for each in found.leaving] == case["leaves"]
    for area, measures in case.get("decides", {}).items():
        (moved,) = (each for each in found.moved if each.area == area)
        assert [held.measure for held in moved.deciding] == measures


def test_everyone_who_moves_brings_value_year_and_row_of_each_criterion() -> None:
    found = safeguards.what_if(
        safeguards.edition("2023"), *tables(DECLARED["countries"]), until=2020, thresholds={"uhc-index": 60.0}
    )
    (kenya,) = found.entering
    assert (kenya.was, kenya.now, kenya.is_listed) == ("does-not-meet", "meets", False)
    density, index = kenya.criteria
    assert (density.is_met_before, density.is_met_after, density.decides) == (True, True, False)
    assert index.after is not None
    assert (index.after.value, index.after.years, index.after.rows) == (58, (2019,), (("case", "case.csv", 3),))
    assert (index.threshold_before, index.threshold_after) == (55, 60)


def test_the_published_list_and_its_edition_stay_as_they_are() -> None:
    edition = safeguards.edition("2023")
    safeguards.what_if(edition, *tables(DECLARED["countries"]), until=2020, thresholds={"density": 1.0})
    changed = safeguards.with_thresholds(edition, {"density": 1.0})
    assert changed.areas == edition.areas == safeguards.edition("2023").areas
    assert [each.threshold for each in safeguards.edition("2023").criteria] == [49, 55]
    assert [each.verification for each in changed.criteria] == ["computed", "verified"]


def test_another_date_moves_those_whose_facts_are_newer() -> None:
    density, _ = tables({"GHA": [20, 45]})
    later = table("uhc-index", area=["GHA", "GHA"], year=[2015, 2019], index_0_100=[60.0, 45.0])
    found = safeguards.what_if(safeguards.edition("2023"), density, later, until=2020, base_until=2016)
    (ghana,) = found.entering
    assert (ghana.was, ghana.now) == ("does-not-meet", "meets")
    assert [held.before.value if held.before else None for held in ghana.criteria] == [None, 60.0]
    assert [held.after.value if held.after else None for held in ghana.criteria] == [20.0, 45.0]
    back = safeguards.what_if(safeguards.edition("2023"), density, later, until=2016, base_until=2020)
    assert [each.area for each in back.leaving] == ["GHA"]


@pytest.mark.parametrize(
    ("edition", "thresholds", "code"),
    [
        ("2006", {"uhc-index": 50.0}, "safeguards.threshold.no-criterion"),
        ("2023", {"uhc-index": 101.0}, "safeguards.threshold.out-of-range"),
        ("2023", {"density": -1.0}, "safeguards.threshold.out-of-range"),
        ("2023", {"density": float("nan")}, "safeguards.threshold.out-of-range"),
    ],
)
def test_a_threshold_that_cannot_be_is_refused(edition: str, thresholds: dict[str, float], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        safeguards.with_thresholds(safeguards.edition(edition), thresholds)
    assert refused.value.code == code
    assert code in known_codes()


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 1000), st.floats(0, 100), st.floats(0, 1000), st.floats(0, 100))
def test_higher_thresholds_only_let_in_and_the_two_sides_differ_by_who_moved(
    a: float, b: float, c: float, d: float
) -> None:
    lower, higher = {"density": min(a, c), "uhc-index": min(b, d)}, {"density": max(a, c), "uhc-index": max(b, d)}
    countries = {
        "GHA": [20.0, 45.0],
        "KEN": [20.0, 58.0],
        "FJI": [60.0, 45.0],
        "NZL": [150.0, 85.0],
        "NPL": [None, 45.0],
    }
    base = safeguards.with_thresholds(safeguards.edition("2023"), lower)
    found = safeguards.what_if(base, *tables(countries), until=2020, thresholds=higher)
    assert found.leaving == ()
    assert found.after.areas == found.before.areas | {each.area for each in found.entering}


def test_with_the_bundled_facts_of_2021_an_index_of_60_lets_thirteen_in() -> None:
    found = safeguards.what_if(
        safeguards.edition("2023"), bundled("density"), bundled("uhc-index"), until=2021, thresholds={"uhc-index": 60.0}
    )
    assert (len(found.before.areas), len(found.after.areas), len(found.entering), found.leaving) == (53, 66, 13, ())
    assert all(held.after is not None for each in found.entering for held in each.criteria)
