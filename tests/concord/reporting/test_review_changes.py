"""Answers beside those of last time: what has changed, by how much, and what cannot be compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.reporting.changes import changes, moved_share
from concord.reporting.pairing import paired
from concord.reporting.review_thresholds import thresholds

from .two_rounds import NEW, OLD

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "cases" / "reporting" / "changes.yaml")
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "staff": st.integers(0, 500) | st.just({"status": "not-known"}),
        "hours": st.integers(0, 500),
        "name": st.text("abc ", min_size=1).filter(str.strip),
        "kinds": st.lists(st.sampled_from("abc"), min_size=1, unique=True),
        "people": st.lists(
            st.fixed_dictionaries({"person": st.sampled_from(["Ada", "Ben", "Cid"])}, optional={"age": st.integers(1)}),
            max_size=4,
        ),
    },
)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    found = changes(NEW, case["now"], OLD, case["before"])
    assert {each.address: each.kind for each in found} == case["expect"]
    for address, share in case.get("share", {}).items():
        change = found.at(address)
        assert change is not None
        assert change.share == (None if share is None else pytest.approx(share))


@given(ANSWERS)
def test_an_instrument_answered_alike_has_nothing_but_the_same(given_answers: dict[str, Any]) -> None:
    found = changes(NEW, given_answers, NEW, given_answers)
    assert {each.kind for each in found} <= {"same"}


@given(ANSWERS, ANSWERS)
def test_every_address_stands_once_and_what_differs_is_told(one: dict[str, Any], other: dict[str, Any]) -> None:
    found = changes(NEW, one, NEW, other)
    told = [(each.address, each.old_address) for each in found]
    assert len(told) == len(set(told))
    back = changes(NEW, other, NEW, one)
    assert found.counts()["new"] == back.counts()["gone"]
    assert found.counts()["same"] == back.counts()["same"]


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.sampled_from([2, 4, 0.5, 1024]))
def test_another_unit_moves_a_number_by_the_same_share(before: int, now: int, factor: float) -> None:
    assert moved_share(before * factor, now * factor) == moved_share(before, now)


@given(st.lists(st.integers(0, 3), max_size=6), st.lists(st.integers(0, 3), max_size=6))
def test_entries_are_paired_once_at_most_and_none_is_lost(now: list[int], before: list[int]) -> None:
    found, left = paired(now, before, lambda one, other: int(one == other))
    used = [each for each in found if each is not None]
    assert sorted([*used, *left]) == list(range(len(before)))
    assert len(found) == len(now)


def test_the_reason_of_a_move_stands_with_it() -> None:
    found = changes(NEW, {"staff": 9}, OLD, {"staff": 3}, reasons={"staff": "A new law"}).at("staff")
    assert found is not None
    assert (found.kind, found.amount, found.share, found.reason) == ("moved", 6, 2.0, "A new law")


def test_every_threshold_has_its_reason() -> None:
    said = thresholds()
    assert said.moved == 0.25
    assert all(said.reason(name).text for name in ("moved", "peers", "known"))
