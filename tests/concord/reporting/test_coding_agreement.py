"""Agreement of coders: the published worked examples come out, and the interval is the same for the same seed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.reporting.coding import agreement
from concord.reporting.coding.agreement import alpha, alpha_with_interval, kappa, masi, percent

CASES = read_yaml(Path(__file__).parents[2] / "cases" / "reporting" / "agreement.yaml")
codes = st.frozensets(st.sampled_from("abc"), max_size=3)
pairs = st.lists(st.tuples(codes, codes), max_size=12)


def units(case: dict[str, Any]) -> list[list[Any]]:
    rows = [[None if each == "." else each for each in row.split()] for row in case["coders"]]
    every = [[each for each in unit if each is not None] for unit in zip(*rows, strict=True)]
    is_number = all(each.isdigit() for unit in every for each in unit)
    return [[int(each) for each in unit] for unit in every] if is_number else every


@pytest.mark.parametrize("case", [each for each in CASES if "alpha" in each], ids=lambda each: each["name"])
def test_krippendorffs_alpha_is_that_of_the_published_example(case: dict[str, Any]) -> None:
    for metric, expected in case["alpha"].items():
        assert alpha(units(case), metric=metric) == pytest.approx(expected, abs=0.0006)


@pytest.mark.parametrize("case", [each for each in CASES if "kappa" in each], ids=lambda each: each["name"])
def test_cohens_kappa_is_that_of_the_published_example(case: dict[str, Any]) -> None:
    if "table" in case:
        counts = case["table"]
        given = [(True, True)] * counts["both"] + [(True, False)] * counts["first"]
        given += [(False, True)] * counts["second"] + [(False, False)] * counts["neither"]
        assert percent(given) == case["percent"]
    else:
        given = [(one, other) for one, other in units(case)]
    assert kappa(given) == pytest.approx(case["kappa"], abs=0.0001)


def test_where_nothing_varies_nothing_is_measured() -> None:
    assert alpha([["a", "a"], ["a", "a"]]) is None
    assert kappa([("a", "a")]) is None
    assert alpha([]) is None
    assert percent([]) is None
    assert alpha_with_interval([["a", "a"]], seed=1).value is None


def test_sets_differ_the_less_the_more_they_share() -> None:
    both = frozenset({"a", "b"})
    assert masi(both, both) == 0
    assert masi(both, frozenset({"c"})) == 1
    assert masi(both, frozenset({"a"})) == pytest.approx(1 - 1 / 2 * 2 / 3)
    assert masi(both, frozenset({"b", "c"})) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi(frozenset(), frozenset({"a"})) == 1


@given(pairs)
def test_alpha_is_at_most_one_and_one_where_all_agree(given_pairs: list[tuple[Any, Any]]) -> None:
    found = alpha(given_pairs, metric="masi")
    assert found is None or found <= 1
    same = alpha([(one, one) for one, _other in given_pairs], metric="masi")
    assert same is None or same == 1


@settings(deadline=None, max_examples=25)
@given(pairs, st.integers(0, 99))
def test_the_same_seed_gives_the_same_interval_around_the_same_value(given_pairs: Any, seed: int) -> None:
    first = alpha_with_interval(given_pairs, metric="masi", seed=seed, resamples=20)
    assert first == alpha_with_interval(given_pairs, metric="masi", seed=seed, resamples=20)
    assert first.low is None or (first.high is not None and first.low <= first.high <= 1)


@given(pairs)
def test_the_four_counts_of_a_code_are_all_units(given_pairs: Any) -> None:
    found = agreement.agreement(given_pairs, ["a", "b", "c"], seed=1, resamples=0)
    assert found.units == len(given_pairs)
    for each in found.codes:
        assert each.both + each.first_alone + each.second_alone + each.neither == found.units
