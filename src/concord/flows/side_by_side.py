"""Several methods over one account, and the range between them: what no single figure says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from concord.errors import Invalid, Refusal
from concord.flows.accounts import Account
from concord.flows.declared import methods as declared_methods
from concord.flows.estimate import Within, estimate
from concord.flows.result import Flows

if TYPE_CHECKING:
    from concord.flows.accounts import Numbers


@dataclass(frozen=True, slots=True, eq=False)
class SideBySide:
    """Estimates of one account.

    Args:
        flows: By method, in declared order.
        refused: Why a method could not be used, by method.
    """

    areas: tuple[str, ...]
    flows: Mapping[str, Flows]
    refused: Mapping[str, Refusal]

    @property
    def low(self) -> Numbers:
        """The least any method says of each pair, at the low end of what it leaves open."""
        least: Numbers = np.minimum.reduce([each.low for each in self.flows.values()])
        return least

    @property
    def high(self) -> Numbers:
        """The most any method says of each pair."""
        most: Numbers = np.maximum.reduce([each.high for each in self.flows.values()])
        return most

    @property
    def range(self) -> tuple[float, float]:
        """All moves: the least and the most that any method says."""
        ends = [each.range for each in self.flows.values()]
        return min(low for low, _ in ends), max(high for _, high in ends)

    @property
    def totals(self) -> dict[str, float | None]:
        """All moves, by method."""
        return {id: each.total for id, each in self.flows.items()}

    def between(self, origin: str, destination: str) -> dict[str, tuple[float, float, float]]:
        """One corridor by method: low, estimate, high (the estimate is NaN where it is only bounded)."""
        i, j = self.areas.index(origin), self.areas.index(destination)
        return {
            id: (float(each.low[i, j]), float(each.flow[i, j]), float(each.high[i, j]))
            for id, each in self.flows.items()
        }


def side_by_side(
    account: Account,
    methods: Sequence[str] = (),
    *,
    total: float | None = None,
    weight: float | None = None,
    within: Within | None = None,
    advance: Callable[[int], None] | None = None,
) -> SideBySide:
    """Estimate by several methods; one that cannot be used is refused by name and the others stand.

    Args:
        methods: Ids; all declared ones by default.
        total, weight, within: As of :func:`~concord.flows.estimate.estimate`.
        advance: Called with 1 after each method.

    Raises:
        Invalid: Every method refuses; the reason of the first.

    Example:
        >>> from concord.flows.accounts import account
        >>> told = side_by_side(account(["A", "B"], [[90, 10], [0, 50]], [[80, 20], [5, 45]]))
        >>> told.range[0] <= told.flows["sd-drop-negative"].total <= told.range[1]
        True
    """
    made: dict[str, Flows] = {}
    refused: dict[str, Refusal] = {}
    for id in methods or [each.id for each in declared_methods()]:
        try:
            made[id] = estimate(account, id, total=total, weight=weight, within=within)
        except Invalid as refusal:
            refused[id] = refusal
        if advance is not None:
            advance(1)
    if not made:
        raise next(iter(refused.values()))
    return SideBySide(account.areas, made, refused)
