"""Our estimates from the publishers' stocks beside the published ones, where the files are at hand.

Stock differencing is compared cell by cell. The accounting methods also take births, deaths and populations, and those
at hand are of another edition (2024) than those of the publication: what that alone makes is measured apart, by giving
our method the net migration that the published estimates imply.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from concord.flows.accounts import Account, account
from concord.flows.declared import declared
from concord.flows.estimate import estimate

from .flow_world import JOINT, PERIODS, SHARED, log_correlation, matrix, published, stocks, world

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the publishers' files are not beside the repository"),
]


@lru_cache(maxsize=4)
def alike(year: int) -> tuple[tuple[str, ...], Account]:
    """The stocks of all places that both files name as one and the same."""
    named = {place for pair in published("sd-drop-negative")[year] for place in pair} - set(JOINT)
    places = tuple(sorted(named & {place for pair in stocks()[year] for place in pair}))
    tables = []
    for when in (year, year + 5):
        within = {pair: value for pair, value in stocks()[when].items() if named.issuperset(pair)}
        tables.append(matrix(within, places))
    return places, account(places, *tables, native_known=False)


def theirs(method: str, year: int, places: tuple[str, ...]) -> np.ndarray:
    return matrix({pair: value for pair, value in published(method)[year].items() if set(pair) <= set(places)}, places)


@pytest.mark.parametrize("year", PERIODS)
@pytest.mark.parametrize("method", ["sd-drop-negative", "sd-reverse-negative"])
def test_stock_differencing_is_the_published_one_cell_by_cell(method: str, year: int) -> None:
    places, given = alike(year)
    assert len(places) > 220
    found = estimate(given, method).flow
    assert (found == theirs(method, year, places)).all()
    assert np.count_nonzero(found) > 6900


@pytest.mark.parametrize("year", PERIODS)
def test_rates_are_proportional_to_the_stocks_at_the_start(year: int) -> None:
    places, given = alike(year)
    wanted = theirs("rate", year, places)
    start = given.start.copy()
    np.fill_diagonal(start, 0)
    factor = float((wanted * start).sum() / (start * start).sum())
    found = estimate(given, "rate", total=factor * float(start.sum())).flow
    # the published figures are rounded to whole persons
    assert np.abs(found - wanted).max() < 0.53
    assert np.count_nonzero(wanted) > 9500


@pytest.mark.parametrize("year", PERIODS)
def test_the_total_of_the_published_rates_is_the_absolute_net_migration_of_their_edition(year: int) -> None:
    ours, published_total = estimate(world(year), "rate").total, sum(published("rate")[year].values())
    assert ours == pytest.approx(published_total, rel=0.18)
    _, closed = edition(year)
    net = closed.sum(axis=0) - closed.sum(axis=1)
    assert float(np.abs(net).sum()) == pytest.approx(published_total, rel=0.01)


def edition(year: int) -> tuple[Account, np.ndarray]:
    """Our account with the net migration that the published closed estimates imply: natives of the end are moved by
    what the editions differ in, nothing else is touched."""
    given = world(year)
    closed = matrix(published("minimum-closed")[year], given.areas)
    assert given.births is not None
    assert given.deaths is not None
    ours = given.end.sum(axis=0) - given.start.sum(axis=0) - given.births + given.deaths
    end = given.end.copy()
    end[np.diag_indices(given.size)] += closed.sum(axis=0) - closed.sum(axis=1) - ours
    births = np.minimum(given.births, end.sum(axis=0))
    return account(given.areas, given.start, np.maximum(end, 0), births=births, deaths=given.deaths), closed


#: Measured with this code: total (ours over theirs, less one), log-correlation of corridors of a person or more.
AS_THEY_ARE = {
    "minimum-open": {1990: (-0.0112, 0.9950), 1995: (0.0011, 0.9960), 2000: (-0.0008, 0.9972), 2005: (-0.0093, 0.9976)},
    "minimum-closed": {
        1990: (-0.0312, 0.8845), 1995: (-0.0407, 0.9017), 2000: (0.1603, 0.9359), 2005: (0.0701, 0.9297),
    },
    "pseudo-bayes-closed": {
        1990: (-0.0155, 0.9629), 1995: (-0.0181, 0.9678), 2000: (0.0734, 0.9812), 2005: (0.0337, 0.9849),
    },
}  # fmt: skip


@pytest.mark.parametrize("year", PERIODS)
@pytest.mark.parametrize("method", AS_THEY_ARE)
def test_with_todays_births_and_deaths_the_accounts_come_as_near_as_is_said(method: str, year: int) -> None:
    given = world(year)
    found, wanted = estimate(given, method), matrix(published(method)[year], given.areas)
    apart, correlation = found.flow.sum() / wanted.sum() - 1, log_correlation(found.flow, wanted)
    assert (apart, correlation) == pytest.approx(AS_THEY_ARE[method][year], abs=0.0003)
    if method != "minimum-open":
        assert found.margins_error is not None
        assert found.margins_error < 1e-6


@pytest.mark.parametrize("year", PERIODS)
@pytest.mark.parametrize("method", ["minimum-closed", "pseudo-bayes-closed"])
def test_with_the_net_migration_of_the_publication_the_accounts_are_the_published_ones(method: str, year: int) -> None:
    given, _ = edition(year)
    found, wanted = estimate(given, method).flow, matrix(published(method)[year], given.areas)
    assert found.sum() == pytest.approx(wanted.sum(), rel=0.001)
    assert log_correlation(found, wanted) > 0.9993
    assert log_correlation(found, wanted, least=100) > 0.9997
    assert np.corrcoef(found.ravel(), wanted.ravel())[0, 1] > 0.99998


@pytest.mark.parametrize("year", PERIODS)
def test_the_declared_weight_is_that_of_the_published_totals(year: int) -> None:
    given = world(year)
    free = estimate(given, "pseudo-bayes-closed", weight=0).total
    assert free is not None
    least, mixed = (sum(published(method)[year].values()) for method in ("minimum-closed", "pseudo-bayes-closed"))
    assert (mixed - free) / (least - free) == pytest.approx(declared().weight.usual, abs=0.0005)
