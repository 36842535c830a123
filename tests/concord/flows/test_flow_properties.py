"""What holds in every account: people are neither made nor lost, a corridor's loss is its gain, each table closes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.errors import Invalid
from concord.flows.accounts import Account, account
from concord.flows.balancing import balance
from concord.flows.declared import methods
from concord.flows.estimate import estimate
from concord.flows.result import Flows
from concord.flows.side_by_side import side_by_side
from concord.flows.uncertainty import simulate
from concord.vocabulary.threads import _switches, one_thread

ACCOUNTING = [each.id for each in methods() if each.family == "accounting"]
NAMES = "ABCDEFGH"


@st.composite
def accounts(draw: Any) -> Account:
    """Accounts that were lived: people are at places, some die, some are born, some move, and are counted twice."""
    size = draw(st.integers(2, 6))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    scale = draw(st.sampled_from([10, 1_000, 1_000_000]))
    start = np.floor(
        scale * random.random((size, size)) * (random.random((size, size)) < draw(st.sampled_from([0.4, 1])))
    )
    start[np.diag_indices(size)] += scale
    died = np.floor(start * random.random((size, size)) * 0.1)
    alive = start - died
    moved = np.zeros((size, size))
    for origin in range(size):
        for place in range(size):
            shares = random.dirichlet(np.where(np.arange(size) == place, 20, 0.5))
            moved[origin] += random.multinomial(int(alive[origin, place]), shares)
    births = np.floor(scale * 0.2 * random.random(size))
    return account(
        NAMES[:size], start, moved + np.diag(births), births=births, deaths=died.sum(axis=0)
    )  # fmt: skip


def near(given: Account) -> float:
    """A millionth of a person, or what rounding of such large numbers leaves."""
    return max(1e-6, 64 * np.finfo(float).eps * float(given.start.sum() + given.end.sum()))


def possible(given: Account, method: str) -> Flows | None:
    """The estimate; None where no closed table has the totals, which is the only reason to refuse a lived account."""
    try:
        return estimate(given, method)
    except Invalid as refusal:
        if refusal.code != "flows.settle.impossible":
            raise
        return None


def closes(made: Flows) -> None:
    """Every identity of a settled table: by origin and residence, by residence, in sum."""
    settled, slack = made.settled, near(made.account)
    assert settled is not None
    tables = [made.by_origin(area) for area in made.areas]
    for k, moves in enumerate(tables):
        assert moves.min() >= 0
        assert moves.sum(axis=1) == pytest.approx(settled.start[k], abs=slack)
        assert moves.sum(axis=0) == pytest.approx(settled.end[k], abs=slack)
    whole = np.sum(tables, axis=0)
    np.fill_diagonal(whole, 0)
    assert made.flow == pytest.approx(whole, abs=slack)
    assert made.net == pytest.approx(settled.end.sum(axis=0) - settled.start.sum(axis=0), abs=slack)
    assert made.departing + made.returning + made.onward == pytest.approx(made.flow, abs=slack)
    assert abs(float(made.net.sum())) <= slack
    assert made.margins_error is not None
    assert made.margins_error <= slack


@settings(max_examples=60, deadline=None)
@given(accounts(), st.sampled_from(ACCOUNTING))
def test_people_are_neither_made_nor_lost(given: Account, method: str) -> None:
    made = possible(given, method)
    if made is None:
        return
    closes(made)
    settled, slack = made.settled, near(given)
    assert settled is not None
    if method.endswith("open"):
        # who was there died, went outside or is in the settled start; who is there was born, came or is in its end
        assert settled.start + settled.died + settled.went == pytest.approx(given.start, abs=slack)
        assert settled.end + settled.born + settled.came == pytest.approx(given.end, abs=slack)
    else:
        assert not settled.went.any()
        assert not settled.came.any()
    assert settled.died.sum(axis=0) == pytest.approx(given.deaths, abs=slack)
    assert settled.born.sum(axis=0) == pytest.approx(given.births, abs=slack)


@settings(max_examples=40, deadline=None)
@given(accounts())
def test_closed_accounts_explain_each_places_change_by_births_deaths_and_moves(given: Account) -> None:
    """The accounts were lived in a closed world, so that nothing is left over for anybody to have been mistaken in."""
    made = possible(given, "minimum-closed")
    if made is None:
        return
    assert given.births is not None
    assert given.deaths is not None
    change = given.end.sum(axis=0) - given.start.sum(axis=0) - given.births + given.deaths
    assert made.net == pytest.approx(change, abs=near(given))


@settings(max_examples=40, deadline=None)
@given(accounts())
def test_a_corridors_loss_is_its_gain_in_every_method(given: Account) -> None:
    told = side_by_side(given, total=100)
    for made in told.flows.values():
        assert (made.flow >= 0).all()
        assert not np.diagonal(made.flow).any()
        assert made.flow.sum(axis=1).sum() == pytest.approx(made.flow.sum(axis=0).sum())
        assert (made.low <= made.high).all()
        assert (made.flow >= made.low - near(given)).all()
        assert (made.flow <= made.high + near(given)).all()


@settings(max_examples=30, deadline=None)
@given(accounts())
def test_fewest_moves_are_no_more_than_any_mixture(given: Account) -> None:
    told = side_by_side(given, [id for id in ACCOUNTING if id.endswith("open")])
    fewest, mixed = told.flows["minimum-open"], told.flows["pseudo-bayes-open"]
    assert fewest.flow.sum() <= mixed.flow.sum() + near(given)


@settings(max_examples=30, deadline=None)
@given(accounts(), st.randoms(use_true_random=False))
def test_the_order_of_places_changes_nothing(given: Account, random: Any) -> None:
    order = list(range(given.size))
    random.shuffle(order)
    at = np.ix_(order, order)
    assert given.births is not None
    assert given.deaths is not None
    shuffled = account(
        [given.areas[i] for i in order],
        given.start[at],
        given.end[at],
        births=given.births[order],
        deaths=given.deaths[order],
    )
    for method in ("minimum-open", "sd-reverse-negative", "pseudo-bayes-open"):
        one, other = estimate(given, method), estimate(shuffled, method)
        assert other.flow == pytest.approx(one.flow[at], abs=near(given))


@settings(max_examples=40, deadline=None)
@given(accounts(), st.floats(0.1, 10))
def test_twice_the_people_move_twice_as_often(given: Account, times: float) -> None:
    assert given.births is not None
    assert given.deaths is not None
    more = account(
        given.areas, given.start * times, given.end * times, births=given.births * times, deaths=given.deaths * times
    )
    assert estimate(more, "minimum-open").flow == pytest.approx(
        times * estimate(given, "minimum-open").flow, rel=1e-9, abs=near(more)
    )


@settings(max_examples=40, deadline=None)
@given(accounts())
def test_where_nothing_has_changed_nobody_has_moved(given: Account) -> None:
    same = account(given.areas, given.start, given.start)
    for method in ("sd-drop-negative", "sd-reverse-negative", "minimum-open", "minimum-closed", "rate"):
        assert estimate(same, method).flow == pytest.approx(np.zeros_like(given.start), abs=near(given))


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 7), st.integers(0, 2**32 - 1), st.sampled_from([0.3, 0.7, 1.0]), st.sampled_from([0.1, 1.0, 3.0]))
def test_balancing_meets_the_sums_wherever_a_table_has_them(size: int, seed: int, filled: float, strain: float) -> None:
    random = np.random.default_rng(seed)
    table = random.random((size, size)) * (random.random((size, size)) < filled) * 10.0 ** random.integers(0, 9)
    wanted = table * np.exp(strain * random.normal(size=(size, 1))) * np.exp(strain * random.normal(size=size))
    found = balance(table, wanted.sum(axis=1), wanted.sum(axis=0))
    assert found.is_exact
    assert found.table == pytest.approx(wanted, rel=1e-5, abs=1e-12 * max(1.0, wanted.sum()))
    assert not found.table[table == 0].any()


def test_balancing_says_where_no_table_has_the_sums() -> None:
    found = balance(np.diag([10.0, 20.0]), np.array([12.0, 18.0]), np.array([10.0, 20.0]))
    assert not found.is_exact
    assert found.off == pytest.approx([2, -2])


def lived(seed: int, size: int = 30) -> Account:
    random = np.random.default_rng(seed)
    start = np.floor(1000 * random.random((size, size)) * (random.random((size, size)) < 0.5))
    start[np.diag_indices(size)] = np.floor(np.exp(random.normal(14, 1.5, size)))
    end = np.floor(start * np.exp(random.normal(0, 0.2, start.shape)))
    end[np.diag_indices(size)] = np.floor(np.diagonal(start) * 1.02)
    return account([f"P{i}" for i in range(size)], start, end)


def test_the_same_tables_give_the_same_bytes_side_by_side_and_one_after_another() -> None:
    given = [lived(seed, 60) for seed in range(6)]
    alone = [estimate(each, "pseudo-bayes-closed").flow.tobytes() for each in given]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda each: estimate(each, "pseudo-bayes-closed").flow.tobytes(), given))
    assert alone == together


def test_the_same_tables_give_the_same_bytes_however_many_threads_products_have_outside() -> None:
    switches = _switches()
    if switches is None:
        pytest.skip("the number engine of this build has no switch for its threads")
    get, put = switches
    before, made = get(), []
    try:
        for threads in (1, 2):
            put(threads)
            made.append(estimate(lived(3, 150), "pseudo-bayes-closed").flow.tobytes())
            assert get() == threads
    finally:
        put(before)
    assert made[0] == made[1]


def test_the_threads_of_products_are_given_back_whoever_leaves_last() -> None:
    switches = _switches()
    if switches is None:
        pytest.skip("the number engine of this build has no switch for its threads")
    before = switches[0]()
    first, second = one_thread(), one_thread()
    first.__enter__()
    second.__enter__()
    assert switches[0]() == 1
    first.__exit__(None, None, None)
    assert switches[0]() == 1
    second.__exit__(None, None, None)
    assert switches[0]() == before


@pytest.mark.parametrize("method", ["sd-drop-negative", "minimum-closed"])
def test_the_same_seed_gives_the_same_bytes_on_one_thread_and_on_two(method: str) -> None:
    one, two = (simulate(lived(1), method, quality="census", draws=24, seed=11, threads=threads) for threads in (1, 2))
    assert one.corridors.tobytes() == two.corridors.tobytes()
    assert one.totals.tobytes() == two.totals.tobytes()
    other = simulate(lived(1), method, quality="census", draws=24, seed=12)
    assert other.totals.tobytes() != one.totals.tobytes()
    longer = simulate(lived(1), method, quality="census", draws=30, seed=11)
    assert (longer.totals[:24] == one.totals).all()
