"""Chance with a seed: draws of triangles, each input from a stream of its own, and quantiles of what comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from concord.labour_market.curves import Range

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Triangle:
    """A figure of which the least, the likeliest and the greatest are held possible; alike where it is known.

    ``key`` names its stream of chance: an input added or left out leaves the draws of the others as they are.
    """

    key: int
    low: float
    likely: float
    high: float

    @property
    def range(self) -> Range:
        """As a range; refuses where the likeliest does not lie between."""
        return Range(self.likely, self.low, self.high)

    @property
    def mean(self) -> float:
        """The mean of the triangle, a third of the sum of its corners."""
        return (self.low + self.likely + self.high) / 3


def drawn(given: Sequence[Triangle], *, seed: int, draws: int) -> NDArray[np.float64]:
    """Draws of each triangle, one row each, by the inverse of its distribution function."""
    import numpy as np

    rows = [_one(each, seed, draws) for each in given]
    return np.array(rows, dtype=np.float64)


def uniform(key: int, *, seed: int, draws: int) -> NDArray[np.float64]:
    """Draws between 0 and 1 of the stream that a key names."""
    import numpy as np

    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(key,)))).random(draws)


def inverse(
    chance: NDArray[np.float64],
    low: NDArray[np.float64] | float,
    likely: NDArray[np.float64] | float,
    high: NDArray[np.float64] | float,
) -> NDArray[np.float64]:
    """The values of triangles at ``chance`` (0-1), broadcast; one without width is its value to the last bit."""
    import numpy as np

    at, floor, top = np.asarray(likely, np.float64), np.asarray(low, np.float64), np.asarray(high, np.float64)
    span = top - floor
    wide = np.where(span > 0, span, 1.0)
    rising = floor + np.sqrt(chance * wide * (at - floor))
    falling = top - np.sqrt((1 - chance) * wide * (top - at))
    drawn_values = np.where(chance < (at - floor) / wide, rising, falling)
    return np.where(span > 0, drawn_values, at + np.zeros_like(chance))


def _one(each: Triangle, seed: int, draws: int) -> NDArray[np.float64]:
    bounds = each.range
    return inverse(uniform(each.key, seed=seed, draws=draws), bounds.low, each.likely, bounds.high)


def quantiles(values: NDArray[np.float64], tails: tuple[float, float]) -> Range:
    """Median and quantiles."""
    import numpy as np

    low, middle, high = (float(each) for each in np.quantile(values, (tails[0], 0.5, tails[1])))
    return Range(middle, low, high)
