"""Simulation from the quality of stocks: what it is centred on, how wide it is, what it keeps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from concord.errors import Invalid
from concord.flows.accounts import Account, account
from concord.flows.declared import declared
from concord.flows.estimate import estimate
from concord.flows.uncertainty import simulate

START, END = [[9000, 1000, 0], [200, 5000, 100], [0, 300, 7000]], [[8800, 1300, 0], [250, 5000, 80], [40, 260, 7100]]


def given() -> Account:
    return account("ABC", START, END)


def test_without_any_error_every_draw_is_the_estimate() -> None:
    for method in ("sd-reverse-negative", "minimum-closed"):
        found = simulate(given(), method, quality=0.0, draws=5, seed=1)
        plain = estimate(given(), method)
        assert found.totals == pytest.approx([plain.total] * 5)
        assert found.between("A", "B")[0.5] == pytest.approx(plain.between("A", "B"))
        assert not found.failed


def test_the_spread_of_a_stock_is_the_one_that_was_said() -> None:
    """A single pair that is certain at the start to be nothing: its flow is its stock at the end, error and all."""
    single = account("AB", [[900, 0], [0, 500]], [[700, 200], [0, 500]])
    found = simulate(single, "sd-drop-negative", quality={"A": 0.0, "B": 0.15}, draws=1500, seed=3)
    drawn = found.corridors[:, found.pairs.index(("A", "B"))]
    assert drawn.mean() == pytest.approx(200, rel=0.01)
    assert drawn.std() / drawn.mean() == pytest.approx(0.15, rel=0.08)
    assert found.quality == {"A": 0.0, "B": 0.15}


def test_an_error_that_stands_at_both_dates_weighs_less_on_the_change() -> None:
    loose, firm = (
        simulate(given(), "sd-reverse-negative", quality="census", persistence=share, draws=400, seed=5)
        for share in (0.0, 1.0)
    )
    width = [each.total(0.9) - each.total(0.1) for each in (loose, firm)]
    assert width[1] < 0.5 * width[0]
    assert simulate(given(), "rate", quality=0.1, draws=2, seed=1).persistence == declared().persistence


def test_the_worse_the_stocks_the_wider_the_range_and_sums_are_ranged_as_sums() -> None:
    good, bad = (
        simulate(given(), "minimum-closed", quality=each, draws=120, seed=9) for each in ("register", "survey")
    )
    assert good.total(0.9) - good.total(0.1) < bad.total(0.9) - bad.total(0.1)
    assert good.total(0.1) < good.total(0.5) < good.total(0.9)
    assert bad.totals == pytest.approx(bad.corridors.sum(axis=1))
    assert bad.net.sum(axis=1) == pytest.approx(np.zeros(120), abs=1e-6)


def test_each_places_total_stands_in_every_draw() -> None:
    """Closed accounts: net migration is told by totals, so that stocks by origin do not change it."""
    closed = account("ABC", START, END, births=[100, 100, 30], deaths=[0, 0, 0])
    found = simulate(closed, "minimum-closed", quality="survey", draws=20, seed=2)
    assert found.net == pytest.approx(np.tile(estimate(closed, "minimum-closed").net, (20, 1)), abs=1e-6)
    assert np.ptp(found.totals) > 10


def test_a_pair_that_is_only_bounded_is_drawn_between_its_bounds() -> None:
    start = np.array(START, dtype=float)
    start[0, 1] = np.nan
    holed = account("ABC", start, END)
    within = {("start", "A", "B"): (900.0, 1100.0)}
    found = simulate(holed, "sd-drop-negative", quality=0.0, within=within, draws=200, seed=4)
    drawn = found.corridors[:, found.pairs.index(("A", "B"))]
    assert drawn.min() >= 200
    assert drawn.max() <= 400
    assert drawn.mean() == pytest.approx(300, abs=15)
    assert simulate(holed, "minimum-open", quality=0.0, within=within, draws=3, seed=4).totals.shape == (3,)
    with pytest.raises(Invalid, match=r"flows\.account\.gaps"):
        simulate(holed, "sd-drop-negative", quality=0.0, draws=3, seed=4)


def test_only_the_corridors_asked_for_are_kept() -> None:
    found = simulate(given(), "minimum-open", quality="census", draws=10, seed=1, corridors=[("C", "A")])
    assert (found.pairs, found.corridors.shape) == ((("C", "A"),), (10, 1))
    whole = simulate(given(), "minimum-open", quality="census", draws=10, seed=1)
    assert found.corridors[:, 0].tolist() == whole.corridors[:, whole.pairs.index(("C", "A"))].tolist()


def test_progress_is_told_draw_by_draw_and_the_result_says_what_it_is() -> None:
    told: list[int] = []
    found = simulate(given(), "rate", quality="estimate", draws=7, seed=1, advance=told.append)
    assert told == [1] * 7
    assert (found.method, found.version, found.seed, found.draws, found.status) == ("rate", "1", 1, 7, "estimated")
    assert found.inputs == given().digest


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"quality": "splendid"}, "flows.uncertainty.quality"),
        ({"quality": {"A": "census"}}, "flows.uncertainty.quality"),
        ({"quality": -0.1}, "flows.uncertainty.quality"),
        ({"draws": 0}, "flows.uncertainty.draws"),
        ({"draws": 10**8}, "flows.uncertainty.draws"),
        ({"persistence": 2.0}, "flows.uncertainty.persistence"),
    ],
)
def test_what_cannot_be_simulated_is_refused(asked: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid, match=code.replace(".", r"\.")):
        simulate(given(), "rate", **{"quality": 0.1, "draws": 3, "seed": 1, **asked})
