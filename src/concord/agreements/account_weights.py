"""Which figure the width of a balance rests on: rank correlations over the draws, as parts of a whole.

Source: Helton and Davis 2003, Reliability Engineering and System Safety 81:23-69 (rank correlation in sampling-based
uncertainty analysis). The squares are brought to one for each side, since together they need not come to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from concord.agreements.account_declared import SideId
from concord.agreements.account_model import Weighed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def weigh(side: SideId, balance: Array, chances: Mapping[str, Array]) -> tuple[Weighed, ...]:
    """How far a balance follows each quantity, the weightiest first.

    Args:
        side: Whose balance.
        balance: One value a draw.
        chances: Of each quantity that can move this balance, its chance (0-1) in the same draws. A quantity rises with
            its chance in every year, so both have the same ranks.

    Returns:
        Shares between 0 and 1 that sum to 1; nothing where the balance has no width or no quantity moves it.

    Example:
        >>> import numpy as np
        >>> one, other = np.array([0.1, 0.4, 0.7, 0.9]), np.array([0.5, 0.2, 0.9, 0.3])
        >>> [(each.quantity, round(each.share, 2)) for each in weigh("origin", 10 - one, {"cost": one, "fees": other})]
        [('cost', 1.0), ('fees', 0.0)]
    """
    if not chances or float(balance.min()) == float(balance.max()):
        return ()
    ranked = _ranks(balance)
    found = {id: _correlation(_ranks(chance), ranked) for id, chance in chances.items()}
    whole = sum(each * each for each in found.values())
    if not whole:
        return ()
    weighed = (Weighed(id, side, each, each * each / whole) for id, each in found.items())
    return tuple(sorted(weighed, key=lambda each: (-each.share, each.quantity)))


def heaviest(of: Iterable[Weighed], side: SideId, *, most: int, least: float = 0.01) -> Iterator[Weighed]:
    """The weightiest of one side: at most ``most``, none below ``least``."""
    mine = [each for each in of if each.side == side]
    yield from (each for each in mine[:most] if each.share >= least)


def _ranks(values: Array) -> Array:
    """Places in order, those of equal values their mean, brought to mean nothing."""
    import numpy as np

    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(count)
    ranks: Array = (ends - (count - 1) / 2)[place.reshape(-1)]
    centred: Array = ranks - ranks.mean()
    return centred


def _correlation(one: Array, other: Array) -> float:
    import numpy as np

    width = float(np.sqrt((one * one).sum() * (other * other).sum()))
    return float((one * other).sum()) / width if width else 0.0
