"""The inverse of a symmetric matrix, by Cholesky's factor: a third of the work of inverting the matrix itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from concord.flows.accounts import Numbers

#: Triangles up to this size are inverted at once; larger ones by halves.
SMALL = 32


def inverse(matrix: Numbers) -> Callable[[Numbers], Numbers]:
    """What the inverse makes of a vector.

    Args:
        matrix: Symmetric; where rounding has left it not above zero it is inverted as it is.

    Raises:
        numpy.linalg.LinAlgError: It has no inverse.

    Example:
        >>> [round(float(each), 9) for each in inverse(np.array([[4.0, 2.0], [2.0, 3.0]]))(np.array([8.0, 8.0]))]
        [1.0, 2.0]
    """
    try:
        lower: Numbers = np.linalg.cholesky(matrix).astype(np.float64, copy=False)
    except np.linalg.LinAlgError:
        whole = np.linalg.inv(matrix)
        return lambda vector: whole @ vector
    half = inverted(lower)
    return lambda vector: half.T @ (half @ vector)


def inverted(lower: Numbers) -> Numbers:
    """The inverse of a lower triangle."""
    size = len(lower)
    if size <= SMALL:
        small: Numbers = np.linalg.inv(lower).astype(np.float64, copy=False)
        return small
    at = size // 2
    first, last = inverted(lower[:at, :at]), inverted(lower[at:, at:])
    made: Numbers = np.zeros_like(lower)
    made[:at, :at], made[at:, at:] = first, last
    made[at:, :at] = last @ (lower[at:, :at] @ first)
    np.negative(made[at:, :at], out=made[at:, :at])
    return made
