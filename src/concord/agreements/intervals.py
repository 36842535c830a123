"""Between which shares the truth lies where so many of so many were found.

Public face: :func:`wilson`.
"""

from __future__ import annotations

import math
from statistics import NormalDist

from concord.errors import Invalid


def wilson(found: int, of: int, inside: float = 0.95) -> tuple[float, float]:
    """The Wilson interval of a share (0-1).

    Args:
        found: How many have it.
        of: How many were looked at; where that is none, the share may be anything.
        inside: In how many of all samples the interval holds the true share (0-1).

    Raises:
        Invalid: ``agreements.register.share`` for more found than there are, or fewer than none.

    Source:
        Wilson 1927, Journal of the American Statistical Association 22:209-212.

    Example:
        >>> low, high = wilson(15, 50)
        >>> round(low, 3), round(high, 3)
        (0.191, 0.438)
    """
    if not 0 <= found <= of:
        raise Invalid("agreements.register.share", params={"found": found, "of": of})
    if of == 0:
        return 0.0, 1.0
    share, square = found / of, NormalDist().inv_cdf((1 + inside) / 2) ** 2
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = math.sqrt(square * (share * (1 - share) / of + square / (4 * of * of))) / (1 + square / of)
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
