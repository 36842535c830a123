"""What an agreement causes and what would have happened anyway: told alike on all three sides."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.agreements.account import account
from concord.agreements.account_declared import declared
from concord.agreements.account_given import read
from concord.agreements.account_model import Account, Reckoned
from concord.declarations.packs import BUILT_IN
from concord.declarations.read import read_yaml

TOLD = {"source": "example", "by": "both"}
#: A figure for every quantity that a line on persons needs, and for everything that is given.
WHOLE = {
    "training-public": 5700, "training-private": 900, "output": 6000, "refill": 300, "remittance": 2000,
    "deaths": 0.2, "life": 40_000, "own-training": 30_000, "would-train": 0.8, "recruiting": 3000,
    "pay-destination": 30_000, "pay-origin": 6000, "living": 14_000, "fees": 1200, "years-since": 3,
    "compounding": 0.04, "payments-promised": 50_000, "places-promised": 20, "place-cost": 4000,
    "equipment-promised": 8000, "exchanges-promised": 3, "exchange-value": 5000,
}  # fmt: skip
#: What a move costs whoever makes it, however soon it ends.
SPENT_ON_MOVING = {"recruiting-paid", "fees-paid", "training-own"}
TRANSFERS = {"places", "payments", "equipment", "exchanges"}


def worked(figures: dict[str, Any], *, years: int = 1, **more: Any) -> Account:
    inputs = {id: {**(each if isinstance(each, dict) else {"value": each}), **TOLD} for id, each in figures.items()}
    asked = read({"first": 2026, "years": years, "price_year": 2025, "draws": 200, "inputs": inputs, **more}).asked
    assert asked is not None
    return account(asked)


def lines(found: Account) -> dict[str, Reckoned | None]:
    return {line.id: line.whole for side in found.sides for line in side.lines}


def on_persons() -> set[str]:
    return {each.id for each in declared().terms if each.formula.base not in TRANSFERS}


SHARES = st.floats(0, 1)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 500), SHARES, st.floats(0, 8), st.floats(0, 0.2), st.integers(1, 4))
def test_who_leaves_and_comes_back_at_once_brings_nothing_to_anybody(
    moved: int, anyway: float, since: float, rate: float, years: int
) -> None:
    found = worked({**WHOLE, "moved": moved, "returned": moved, "anyway": anyway, "years-since": since,
                    "compounding": rate}, years=years)  # fmt: skip
    told = lines(found)
    assert told["training-lost"] != Reckoned(0, 0, 0) or anyway == 1
    sums = {
        ("training-lost", "returns"), ("own-training-saved", "training-again"), ("output-forgone",),
        ("posts-refilled",), ("higher-pay",), ("remittances-received",), ("remittances-sent",),
        ("deaths-not-averted",),
    }  # fmt: skip
    assert {each for one in sums for each in one} | SPENT_ON_MOVING == on_persons()
    for names in sums:
        assert sum(told[each].mean for each in names) == pytest.approx(0, abs=1e-6), names  # type: ignore[union-attr]


def test_an_agreement_under_which_everybody_comes_back_at_once_gains_nobody_anything() -> None:
    asked = {id: each for id, each in WHOLE.items() if not id.endswith("-promised")}
    found = worked({**asked, "moved": {"value": 100, "low": 80, "high": 120}, "returned": 120,
                    "anyway": {"value": 0.3, "low": 0, "high": 0.6}})  # fmt: skip
    assert found.origin.balance == Reckoned(0, 0, 0)
    assert (found.origin.verdict, found.origin.gains_in) == ("open", 0)
    for side in (found.destination, found.workers):
        assert side.balance is not None
        assert side.balance.high < 0
        assert side.verdict == "loss"
    assert found.ratio is None


def test_where_all_would_have_left_anyway_every_caused_line_is_nothing_and_what_is_given_stands_whole() -> None:
    figures = {**WHOLE, "moved": 100, "return-rate": 0.1}
    none, all_ = (lines(worked({**figures, "anyway": share}, years=3)) for share in (0, 1))
    for id in on_persons():
        assert all_[id] == Reckoned(0, 0, 0), id
        assert none[id] != all_[id], id
    for term in declared().terms:
        if term.formula.base in TRANSFERS:
            assert none[term.id] == all_[term.id], term.id


@settings(max_examples=20, deadline=None)
@given(SHARES)
def test_a_share_who_would_have_left_anyway_lowers_losses_and_gains_alike_on_all_sides(anyway: float) -> None:
    figures = {**WHOLE, "moved": 100, "return-rate": 0.1, "stay": 1, "left-post": 1, "years-empty": 1, "discount": 0}
    whole, told = (lines(worked({**figures, "anyway": share}, years=2)) for share in (0, anyway))
    for id in on_persons():
        before, after = whole[id], told[id]
        assert before is not None
        assert after is not None
        assert after.mean == pytest.approx(before.mean * (1 - anyway), rel=1e-9, abs=1e-6), id


def test_every_line_that_rests_on_persons_takes_off_who_would_have_left_anyway() -> None:
    for term in declared().terms:
        assert ("anyway" in term.formula.unless) == (term.formula.base not in TRANSFERS), term.id


def test_all_come_back_a_year_later_and_the_origin_has_no_gain_from_their_training() -> None:
    found = worked({**WHOLE, "moved": {"by_year": {"2026": {"value": 100}, "2027": {"value": 0}}}, "anyway": 0.6,
                    "returned": {"by_year": {"2026": {"value": 0}, "2027": {"value": 100}}}, "discount": 0.03},
                   years=2)  # fmt: skip
    told = lines(found)
    kept = told["training-lost"], told["returns"], told["own-training-saved"], told["training-again"]
    lost, back, saved, again = (each.mean for each in kept if each is not None)
    assert back == pytest.approx(-lost / 1.03)
    assert again == pytest.approx(-saved / 1.03)
    assert lost + back < 0 < saved + again


def test_training_that_workers_paid_goes_with_them_and_stands_beside_their_balance_unless_it_is_counted() -> None:
    figures = {"moved": 10, "anyway": 0, "fees": 100, "training-private": 800, "discount": 0}
    assert [each.id for each in worked(figures).workers.beside] == ["training-own"]
    assert worked(figures).workers.balance == Reckoned(-1000, -1000, -1000)
    assert worked(figures, counting=["training-own"]).workers.balance == Reckoned(-9000, -9000, -9000)


def test_the_method_tells_what_each_of_its_versions_changed() -> None:
    method = read_yaml(BUILT_IN / "methods" / "benefit-account.yaml")
    assert [each["on"] for each in method["history"]] == ["2026-11-23"]
    assert method["history"][0]["version"] == method["version"] == declared().version
    assert worked({"moved": 1, "fees": 1}).version == "2"
