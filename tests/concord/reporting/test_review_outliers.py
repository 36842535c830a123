"""A number beside those of other countries and of the data set: robust, in any unit, silent where too few answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.reporting.outliers import Known, Peer, beside_known, beside_peers, numbers, per_head
from concord.reporting.review_thresholds import thresholds

from .two_rounds import NEW, TABLE

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "cases" / "reporting" / "outliers.yaml")
FIGURES = st.lists(st.integers(1, 10**6), max_size=30)


def peers_of(said: dict[str, Any]) -> list[Peer]:
    groups = said.get("groups") or [said["peers"]]
    found = []
    for group in groups:
        more = {key: group[key] for key in ("income", "region") if key in group}
        found += [Peer(f"{len(found) + place:03}", float(group["value"]), **more) for place in range(group["count"])]
    return [*found, *(Peer(f"Z{place:02}", 0.0) for place in range(said.get("zeros", 0)))]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    said = case["given"]
    found = beside_peers(said["value"], peers_of(said), income=said.get("income", ""), region=said.get("region", ""))
    assert {key: getattr(found, key) for key in case["expect"]} == case["expect"]


def countries(figures: list[int]) -> list[Peer]:
    return [Peer(f"{place:03}", float(value)) for place, value in enumerate(figures)]


@given(FIGURES, st.integers(1, 10**6), st.randoms())
def test_the_order_of_the_others_does_not_matter(figures: list[int], value: int, order: Any) -> None:
    others = countries(figures)
    shuffled = list(others)
    order.shuffle(shuffled)
    assert beside_peers(value, others) == beside_peers(value, shuffled)


@given(FIGURES, st.integers(1, 10**6), st.sampled_from([0.001, 1 / 3, 12, 1000]))
def test_another_unit_gives_the_same_verdict(figures: list[int], value: int, factor: float) -> None:
    here = beside_peers(value, countries(figures))
    assume(here.z is None or abs(abs(here.z) - thresholds().peers_z) > 1e-6)
    there = beside_peers(value * factor, [Peer(each.area, each.value * factor) for each in countries(figures)])
    assert (here.outcome, here.countries) == (there.outcome, there.countries)
    assert here.z is None or there.z == pytest.approx(here.z, abs=1e-6)


@given(st.integers(0, 10**6), st.integers(1, 40))
def test_a_country_is_never_far_from_itself(value: int, times: int) -> None:
    own = [Peer("KEN", float(value))] * times
    assert beside_peers(10**6, own, area="KEN").outcome == "too-few"


@given(FIGURES.filter(lambda figures: len(figures) < thresholds().peers_least), st.integers(0, 10**9))
def test_too_few_countries_give_no_verdict(figures: list[int], value: int) -> None:
    found = beside_peers(value, countries(figures))
    assert (found.outcome, found.median, found.z) == ("too-few", None, None)


@given(FIGURES, st.integers(1, 10**6))
def test_many_entries_of_one_country_are_one_country(figures: list[int], value: int) -> None:
    found = beside_peers(value, [Peer("KEN", float(each)) for each in figures])
    assert found.outcome == "too-few"
    assert found.countries <= 1


def test_one_strange_figure_does_not_hide_another() -> None:
    others = countries([100, 110, 95, 105, 98, 102, 97, 104, 5_000_000])
    assert beside_peers(4_000_000, others).outcome == "far"


def test_numbers_are_gathered_by_question_and_entries_together() -> None:
    found = numbers(NEW, {"staff": 4, "hours": {"status": "not-known"}, "people": [{"age": 3}, {"age": 5}]})
    assert found == {"staff": [4.0], "people/age": [3.0, 5.0]}


# ---- per head
POPULATIONS = {"BIG": 100_000_000.0, "OWN": 90_000_000.0} | {f"{place:03}": 1_000_000.0 for place in range(12)}


def test_a_large_country_with_as_many_persons_per_head_is_not_far_from_small_ones() -> None:
    others = [Peer(f"{place:03}", 100.0 + place) for place in range(12)]
    assert beside_peers(9500, others, area="OWN").outcome == "far"
    found = per_head(9500, others, POPULATIONS, area="OWN")
    assert (found.outcome, found.value, found.is_per_head) == ("within", 9500, True)
    assert found.rate == pytest.approx(1.0556, abs=1e-4)
    assert found.low == pytest.approx(1.0)
    assert [each.count for each in found.peers[:2]] == [100, 101]


def test_a_small_number_of_a_large_country_is_far_below_per_head() -> None:
    others = [Peer(f"{place:03}", 100.0 + place) for place in range(12)]
    found = per_head(105, others, POPULATIONS, area="OWN")
    assert found.outcome == "far"
    assert (found.z or 0) < 0


def test_countries_whose_inhabitants_are_not_known_are_left_out() -> None:
    others = [Peer(f"{place:03}", 100.0) for place in range(8)] + [Peer("XXX", 10**9)]
    assert per_head(9000, others, POPULATIONS, area="OWN").countries == 8


@pytest.mark.parametrize(("area", "value"), [("XXX", 100.0), ("OWN", 0.0), ("OWN", -1.0)])
def test_without_a_rate_numbers_are_compared_as_they_are(area: str, value: float) -> None:
    others = countries([100 + place for place in range(12)])
    assert per_head(value, others, POPULATIONS, area=area) == beside_peers(value, others, area=area)


@given(FIGURES, st.integers(1, 10**6), st.integers(1_000, 10**9))
def test_with_the_same_inhabitants_the_verdict_is_that_of_the_numbers(figures: list[int], value: int, all: int) -> None:
    others = countries(figures)
    same = {each.area: float(all) for each in others} | {"OWN": float(all)}
    here, there = beside_peers(value, others, area="OWN"), per_head(value, others, same, area="OWN")
    assume(here.z is None or abs(abs(here.z) - thresholds().peers_z) > 1e-6)
    assert (here.outcome, here.countries) == (there.outcome, there.countries)


# ---- the data set
def known(value: float, *, key: str = "mds-inflow", year: int = 2026, occupation: str = "221") -> Known:
    return Known(key, value, year, occupation, "A data set")


def test_a_row_is_added_up_and_stands_beside_the_same_year_and_occupation() -> None:
    cells = {each.cell: each.key for each in TABLE.questions if each.cell}
    given_answers = {cells["doctors", "2026", "in"]: 30, cells["doctors", "2026", "out"]: 20}
    (found,) = beside_known(TABLE, given_answers, [known(10), known(1, year=2025), known(1, occupation="2261")])
    assert (found.value, found.known.value, found.factor, set(found.addresses)) == (50, 10, 5, set(given_answers))
    assert beside_known(TABLE, given_answers, [known(26)]) == ()
    assert beside_known(TABLE, {cells["doctors", "2026", "in"]: 30}, [known(10)]) == ()
    others = {cells["others", "2026", way]: 30 for way in ("in", "out")}
    assert beside_known(TABLE, others, [known(1)]) == ()


def test_a_single_number_stands_beside_the_newest_total_only_where_it_asks_for_it() -> None:
    held = [known(100, key="mds-totals", year=2020), known(40, key="mds-totals", year=2024)]
    (found,) = beside_known(TABLE, {"all": 400, "listed": 400}, held)
    assert (found.question.key, found.known.year) == ("all", 2024)


def test_zero_beside_some_differs_without_a_factor() -> None:
    (found,) = beside_known(TABLE, {"all": 0}, [known(40, key="mds-totals")])
    assert found.factor is None
