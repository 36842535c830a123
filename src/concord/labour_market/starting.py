"""The first state of an area: its stock by place of training, sex and age, as data and assumptions give it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from concord.labour_market.method import Method

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]


def ages(aged_55: Draws, mean_retirement: Draws, method: Method, *, graduates: Draws) -> Draws:
    """Shares by age (age × draws) that add up to one: ``aged_55`` of them at 55 and over.

    Below 55 the stock rises from the age at entry for some years and stays level; from 55 on it falls as people retire.
    """
    import numpy as np

    x, old_from = method.ages, method.old_from
    entering = np.cumsum(graduates)
    rising = np.clip((x - (x[graduates > 0].min(initial=x[-1]) - 1)) / method.full_within, 0, 1) * entering
    young = np.where(x < old_from, np.maximum(rising, 1e-12), 0)
    with np.errstate(over="ignore"):
        old = (
            np.where(x[:, None] >= old_from, 1 / (1 + np.exp((x[:, None] - mean_retirement) / method.old_scale)), 0)
            + 0.0
        )
    old = np.where((x[:, None] >= old_from) & (old.sum(axis=0) <= 0), 1.0, old)
    return np.asarray((young / young.sum())[:, None] * (1 - aged_55) + old / old.sum(axis=0) * aged_55)


def first_state(
    stock: Draws, draws: Mapping[str, Draws], method: Method, *, index: int, elsewhere: int, graduates: Draws
) -> tuple[dict[int, Draws], Draws]:
    """Groups by place of training and the home-trained abroad, from a stock of persons in each draw."""
    import numpy as np

    by_age = ages(draws["aged-55"], draws["retirement-age"], method, graduates=graduates)
    female = draws["female-share"]
    shape = np.stack([female, 1 - female])[:, None, :] * by_age[None]
    home = shape * (stock * (1 - draws["foreign-share"]))
    foreign = shape * (stock * draws["foreign-share"])
    abroad = home * draws["abroad-share"]
    groups = {place: np.zeros_like(home) for place in range(elsewhere)}
    groups[index], groups[elsewhere] = home, foreign
    return groups, abroad
