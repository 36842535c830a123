"""Chance without state: every number follows from the seed, a purpose and the number of a person.

So a register can be made in pieces of any size, in any order, and a person keeps birthday and training over the
years without anybody being remembered. The mixing function is SplitMix64's (Steele, Lea and Flood, 2014).
"""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint64]
    Floats = NDArray[np.float64]

_STEP = 0x9E3779B97F4A7C15


def key(seed: int, purpose: str) -> int:
    """64 bits that belong to a seed and a purpose, on every machine and in every version of Python."""
    return int.from_bytes(hashlib.sha256(f"{seed}/{purpose}".encode()).digest()[:8], "little")


def mixed(numbers: Numbers, key: int) -> Numbers:
    """64 well-mixed bits for each number."""
    import numpy as np

    x = numbers + np.uint64(key)
    x *= np.uint64(_STEP)
    x ^= x >> np.uint64(30)
    x *= np.uint64(0xBF58476D1CE4E5B9)
    x ^= x >> np.uint64(27)
    x *= np.uint64(0x94D049BB133111EB)
    x ^= x >> np.uint64(31)
    return x


def uniform(numbers: Numbers, key: int) -> Floats:
    """A number from 0 up to 1 for each number."""
    import numpy as np

    return (mixed(numbers, key) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def below(numbers: Numbers, key: int, limit: int) -> Any:
    """A whole number from 0 up to ``limit`` for each number (int64)."""
    import numpy as np

    return (uniform(numbers, key) * limit).astype(np.int64)


def one(seed: int, purpose: str) -> float:
    """One number from 0 up to 1 for a purpose."""
    return (key(seed, purpose) >> 11) * 2.0**-53


def quantile(points: list[list[float]], at: float) -> float:
    """The value at a share (0-1) of declared quantiles, along straight lines between them."""
    for (left, low), (right, high) in pairwise(points):
        if at <= right:
            return low + (high - low) * (at - left) / (right - left)
    return points[-1][1]


class Shuffle:
    """A fixed order of 0 … n-1 that looks mixed: one multiplication for each place, and it can be asked anywhere."""

    def __init__(self, count: int, key: int) -> None:
        from math import gcd

        self.count = count
        self.factor = max(1, int(count * 0.6180339887) | 1)
        while gcd(self.factor, max(count, 1)) != 1:
            self.factor += 2 if count % 2 == 0 else 1
        self.offset = key % max(count, 1)

    def at(self, places: Any) -> Any:
        """What stands at each place (int64)."""
        return (places * self.factor + self.offset) % max(self.count, 1)
