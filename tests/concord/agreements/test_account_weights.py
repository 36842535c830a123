"""Which figure the width of a balance rests on; and why a quantity is assumed, in six languages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.agreements import account_report, account_shown
from concord.agreements.account import account
from concord.agreements.account_declared import SIDES, declared
from concord.agreements.account_given import read
from concord.agreements.account_model import Account
from concord.agreements.account_weights import heaviest, weigh
from concord.agreements.account_words import Speech, reason_said
from concord.agreements.benefits_draws import uniform
from concord.vocabulary.languages import LANGUAGES

TOLD = {"by": "both", "source": "example"}
FIGURES: dict[str, Any] = {
    "moved": {"value": 100, "low": 90, "high": 115}, "training-public": {"value": 6000, "low": 4000, "high": 9000},
    "payments-promised": {"value": 50_000}, "own-training": {"value": 30_000, "low": 20_000, "high": 40_000},
    "recruiting": {"value": 3000, "low": 2000, "high": 4000},
}  # fmt: skip


def made(**more: Any) -> Account:
    figures = {id: {**TOLD, **each} for id, each in {**FIGURES, **more}.items()}
    asked = read({"first": 2026, "years": 3, "price_year": 2025, "draws": 400, "inputs": figures}).asked
    assert asked is not None
    return account(asked)


chances = st.integers(0, 9999).map(lambda seed: {id: uniform(key, seed=seed, draws=200) for key, id in
                                                 enumerate(("a", "b", "c"), start=1)})  # fmt: skip
factors = st.tuples(*(st.floats(-5, 5, allow_nan=False).filter(lambda each: abs(each) > 0.01) for _ in range(3)))


# --- Properties ------------------------------------------------------------------------------------------------------
@given(chances, factors)
@settings(deadline=None, max_examples=40)
def test_shares_sum_to_one_fall_and_carry_the_sign_of_the_heaviest(chance: Any, by: tuple[float, ...]) -> None:
    balance = sum(factor * values for factor, values in zip(by, chance.values(), strict=True))
    found = weigh("origin", balance, chance)
    assert sum(each.share for each in found) == pytest.approx(1)
    assert [each.share for each in found] == sorted((each.share for each in found), reverse=True)
    assert all(0 <= each.share <= 1 and -1 <= each.correlation <= 1 for each in found)
    factor = dict(zip(chance, by, strict=True))
    if abs(found[0].correlation) > 0.3:
        assert (found[0].correlation > 0) == (factor[found[0].quantity] > 0)


@given(chances, factors)
@settings(deadline=None, max_examples=40)
def test_neither_another_currency_nor_the_order_of_draws_changes_a_share(chance: Any, by: tuple[float, ...]) -> None:
    balance = sum(factor * values for factor, values in zip(by, chance.values(), strict=True))
    found = weigh("origin", balance, chance)
    assert weigh("origin", 1000 * balance + 7, chance) == found
    turned = weigh("origin", balance[::-1], {id: values[::-1] for id, values in chance.items()})
    assert [each.quantity for each in turned] == [each.quantity for each in found]
    assert [each.share for each in turned] == pytest.approx([each.share for each in found])


def test_one_figure_alone_bears_the_whole_width_and_a_balance_without_width_rests_on_nothing() -> None:
    chance = {"a": uniform(1, seed=1, draws=100)}
    (only,) = weigh("workers", -3 * chance["a"], chance)
    assert (only.share, only.correlation) == (1.0, pytest.approx(-1.0))
    assert weigh("workers", 0 * chance["a"], chance) == ()
    assert weigh("workers", chance["a"], {}) == ()


# --- In the account --------------------------------------------------------------------------------------------------
def test_each_sides_shares_are_those_of_figures_that_move_it() -> None:
    found = made()
    for side in SIDES:
        mine = [each for each in found.weighed if each.side == side]
        assert {each.quantity for each in mine} == {each.quantity for each in found.swayed if each.side == side}
        assert not mine or sum(each.share for each in mine) == pytest.approx(1)
    assert next(heaviest(found.weighed, "origin", most=1)).quantity == "anyway"
    assert all(each.quantity != "payments-promised" for each in found.weighed)


def test_a_wider_figure_weighs_more() -> None:
    def share(of: Account) -> float:
        return next(each.share for each in of.weighed if (each.side, each.quantity) == ("destination", "recruiting"))

    assert share(made(recruiting={"value": 3000, "low": 500, "high": 9000})) > share(made())


def test_the_list_and_the_file_say_which_figure_matters_most() -> None:
    found = made()
    said = [str(each) for each in account_report.weights(found, Speech("en"))]
    assert said[0].startswith("Origin: Who would have left anyway, ")
    assert said[0].count("%") == 4
    assert "all others together" in said[0]
    assert {*account_shown.as_json(found)["spread"][0]} == {"quantity", "side", "rank_correlation", "share"}
    ids = [getattr(block, "id", "") for block in account_report.blocks(found, "ar")]
    assert ids.index("sways") < ids.index("weights") < ids.index("inputs")


# --- Reasons ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_assumption_tells_its_reason_in_six_languages(language: str) -> None:
    speech = Speech(language)
    for quantity in declared().quantities.values():
        if quantity.usual is not None:
            said = reason_said(quantity.id, quantity.usual.reason, speech)
            assert not said.is_fallback, (language, quantity.id)
            assert (str(said) == quantity.usual.reason) == (language == "en")


def test_another_reason_than_the_declared_one_stands_as_it_was_written() -> None:
    said = reason_said("anyway", "Counted by our own register.", Speech("fr"))
    assert (str(said), said.language, said.is_fallback) == ("Counted by our own register.", "en", True)
