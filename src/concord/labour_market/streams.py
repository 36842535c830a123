"""Chance by key: every block of every quantity has a stream of its own, so the number of threads changes nothing."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]


def key_of(*words: str) -> int:
    """A stable number for words (CRC-32 of them joined by a slash)."""
    return zlib.crc32("/".join(words).encode())


def generator(seed: int, key: int, block: int) -> np.random.Generator:
    """The stream of one key and block; the same three numbers give the same stream everywhere."""
    import numpy as np

    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(key, block))))


def uniforms(seed: int, key: int, block: int, count: int) -> Draws:
    """So many uniform numbers in [0, 1)."""
    return generator(seed, key, block).random(count)


def normals(seed: int, key: int, block: int, shape: tuple[int, ...]) -> Draws:
    """Standard normal numbers."""
    return generator(seed, key, block).standard_normal(shape)
