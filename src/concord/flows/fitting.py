"""The closed forms: fewest moves, and independence, between two settled tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from concord.flows.result import Part

if TYPE_CHECKING:
    from concord.flows.accounts import Numbers
    from concord.flows.settling import Settled


def fewest(settled: Settled, weight: float = 1.0) -> Part:
    """As many as can have stayed.

    What start and end have above the smaller of both never meets on one place, so that proportional fitting with an
    empty diagonal is solved by the product of both over their sum: there is nothing to iterate.
    """
    staying = np.minimum(settled.start, settled.end)
    return _part(weight, settled.start - staying, settled.end - staying, staying)


def independent(settled: Settled, weight: float = 1.0, *, by_leaving: bool = False) -> Part:
    """Where one is at the end has nothing to do with where one was; who is where he was has stayed.

    ``by_leaving`` divides by the sum of the start where both sums differ, as the reference package does.
    """
    return _part(weight, settled.start, settled.end, np.zeros_like(settled.start), by_leaving=by_leaving)


def _part(weight: float, leaving: Numbers, arriving: Numbers, staying: Numbers, *, by_leaving: bool = False) -> Part:
    sums = (leaving if by_leaving else arriving).sum(axis=1, keepdims=True)
    shared = leaving / np.where(sums > 0, sums, np.inf)
    return Part(weight, leaving, arriving, staying, shared)
