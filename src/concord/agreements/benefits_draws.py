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


def _one(each: Triangle, seed: int, draws: int) -> NDArray[np.float64]:
    import numpy as np

    span = each.range.high - each.range.low
    if not span:
        return np.full(draws, each.likely)
    uniform = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(each.key,)))).random(draws)
    turn = (each.likely - each.low) / span
    rising = each.low + np.sqrt(uniform * span * (each.likely - each.low))
    falling = each.high - np.sqrt((1 - uniform) * span * (each.high - each.likely))
    return np.where(uniform < turn, rising, falling)


def quantiles(values: NDArray[np.float64], tails: tuple[float, float]) -> Range:
    """Median and quantiles."""
    import numpy as np

    low, middle, high = (float(each) for each in np.quantile(values, (tails[0], 0.5, tails[1])))
    return Range(middle, low, high)
