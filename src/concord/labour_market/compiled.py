"""The compiled kernel of the coarse model: fused passes over rows, exact quantiles by buckets (needs numba).

Means of those who leave are moved in double precision; only what a draw deviates from them passes through a product in
single precision, so closed forms without spread hold to the last digits and draws to about 1e-9 of the stock.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BUCKETS = 1024
#: Sums may be taken in another order than written (in lanes); infinities and not-a-number keep their meaning.
RELAXED = {"reassoc", "contract", "nsz"}


def occupation(
    stock: Array, keep: Array, out: Array, entries: Array, swing: Array, routes: Array, probabilities: Array
) -> tuple[Array, Array, Array]:
    """The years of one occupation; ``stock`` (areas × draws) changes in place, ``routes`` is destination × origin."""
    leave, settle = _kernels()
    years, (areas, draws) = swing.shape[0], stock.shape
    mean, sd = np.empty((years, areas)), np.empty((years, areas))
    quantiles = np.empty((years, areas, len(probabilities)))
    deviation = np.empty((areas, draws), np.float32)
    arriving = np.empty((areas, draws), np.float32)
    single, middle = routes.astype(np.float32), np.empty(areas)
    for year in range(years):
        leave(stock, out, middle, deviation)
        np.matmul(single, deviation, out=arriving)
        settle(
            stock,
            keep,
            entries,
            swing[year],
            routes @ middle,
            arriving,
            probabilities,
            mean[year],
            sd[year],
            quantiles[year],
        )
    return mean, sd, quantiles  # fmt: skip


@lru_cache(maxsize=1)
def _kernels() -> tuple[Callable[..., None], Callable[..., None]]:
    import numba  # type: ignore[import-not-found, unused-ignore]

    compiled: Any = numba.njit(nogil=True, cache=True, fastmath=RELAXED, error_model="numpy")
    global _select
    _select = compiled(_select)
    return compiled(_leave), compiled(_settle)


def _leave(stock, out, middle, deviation):  # type: ignore[no-untyped-def]
    """Those who leave by area: their mean over draws, and each draw's deviation from it."""
    areas, draws = stock.shape
    for area in range(areas):
        first = stock[area, 0] * out[area, 0]
        total = 0.0
        for draw in range(draws):
            total += stock[area, draw] * out[area, draw] - first
        mean = first + total / draws
        middle[area] = mean
        for draw in range(draws):
            deviation[area, draw] = stock[area, draw] * out[area, draw] - mean


def _settle(stock, keep, entries, swing, moved, arriving, probabilities, mean, sd, quantiles):  # type: ignore[no-untyped-def]
    """Those who stay, enter and arrive; then mean, spread and quantiles of each row while it is near."""
    areas, draws = stock.shape
    for area in range(areas):
        row = stock[area]
        here = moved[area]
        for draw in range(draws):
            row[draw] = row[draw] * keep[area, draw] + entries[area, draw] * swing[draw] + (here + arriving[area, draw])
        first = row[0]
        low, high, total = first, first, 0.0
        for draw in range(draws):
            value = row[draw]
            low = min(low, value)
            high = max(high, value)
            total += value - first
        middle = first + total / draws
        mean[area] = middle
        sd[area] = _select(row, low, high, middle, probabilities, quantiles[area])  # type: ignore[no-untyped-call]


def _select(row, low, high, middle, probabilities, found):  # type: ignore[no-untyped-def]
    """Exact quantiles of a row, and its spread: count buckets, then sort only those with a wanted rank."""
    draws = row.shape[0]
    square = 0.0
    for draw in range(draws):
        square += (row[draw] - middle) * (row[draw] - middle)
    spread = np.sqrt(square / draws)
    if high <= low:
        found[:] = low
        return spread
    counts = np.zeros(BUCKETS + 1, np.int64)
    scale = (BUCKETS - 1) / (high - low)
    bucket_of = np.empty(draws, np.int32)
    for draw in range(draws):
        bucket_of[draw] = np.int32((row[draw] - low) * scale)
    for draw in range(draws):
        counts[bucket_of[draw] + 1] += 1
    for bucket in range(BUCKETS):
        counts[bucket + 1] += counts[bucket]
    wanted = np.zeros(BUCKETS, np.bool_)
    ranks = np.empty(2 * len(probabilities), np.int64)
    for at in range(len(probabilities)):
        rank = int(np.floor(probabilities[at] * (draws - 1)))
        ranks[2 * at] = rank
        ranks[2 * at + 1] = min(rank + 1, draws - 1)
    kept = 0
    for at in range(len(ranks)):
        bucket = np.searchsorted(counts, ranks[at], side="right") - 1
        if not wanted[bucket]:
            wanted[bucket] = True
            kept += counts[bucket + 1] - counts[bucket]
    values = np.empty(kept, np.float64)
    filled = 0
    for draw in range(draws):
        if wanted[bucket_of[draw]]:
            values[filled] = row[draw]
            filled += 1
    values.sort()
    skipped = np.zeros(len(ranks), np.int64)
    for at in range(len(ranks)):
        bucket = np.searchsorted(counts, ranks[at], side="right") - 1
        for before in range(bucket):
            if not wanted[before]:
                skipped[at] += counts[before + 1] - counts[before]
    for at in range(len(probabilities)):
        place = probabilities[at] * (draws - 1)
        below = values[ranks[2 * at] - skipped[2 * at]]
        above = values[ranks[2 * at + 1] - skipped[2 * at + 1]]
        found[at] = below + (above - below) * (place - np.floor(place))
    return spread
