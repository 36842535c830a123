"""What a scenario does to the quantities of one area, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]

How = Literal["percent", "points", "years", "persons", "elastic", "ceiling"]
#: Quantities that cannot leave these bounds, whatever a scenario does.
BOUNDS: Mapping[str, tuple[float, float]] = {"share": (0.0, 1.0), "percent": (0.0, 100.0)}


@dataclass(frozen=True, slots=True)
class Lever:
    """One effect of a scenario on one quantity.

    Args:
        area: Whose quantity it moves.
        quantity: Its id; for a ceiling the pair's destination (an area, or "" for all destinations) is in ``to``.
        how: ``percent`` and ``points`` of the quantity, ``years`` (of an age), ``persons`` a year, ``elastic`` (a
            percent of pay, passed on through the quantity ``wage-elasticity``), ``ceiling`` (persons a year at most).
        value: In the unit of ``how``.
        start: Years after the first before anything changes.
        phase: Years until it works in full, at least one.
        until: Years after the first from which it no longer works; None: to the end.
        to: Destination of a ceiling or of a corridor.
    """

    area: str
    quantity: str
    how: How
    value: float
    start: int = 0
    phase: int = 1
    until: int | None = None
    to: str = ""

    def level(self, year: int) -> float:
        """How far it works in the year-th year (from 0): 0 to 1."""
        if year < self.start or (self.until is not None and year >= self.until):
            return 0.0
        return min(1.0, (year - self.start + 1) / max(1, self.phase))


def moved(draws: Draws, levers: Sequence[Lever], year: int, *, unit: str, elasticity: Draws | None = None) -> Draws:
    """The draws of a quantity after its levers of a year, kept inside what the unit allows."""
    import numpy as np

    out = draws
    for each in levers:
        level = each.level(year)
        if level == 0 or each.how in ("persons", "ceiling"):
            continue
        if each.how == "percent":
            out = out * (1 + each.value / 100 * level)
        elif each.how == "elastic":
            assert elasticity is not None
            out = out * (1 + each.value / 100 * level) ** elasticity
        elif each.how == "points" and unit == "share":
            out = out + each.value / 100 * level
        else:
            out = out + each.value * level
    if out is draws:
        return draws
    low, high = BOUNDS.get(unit, (0.0, np.inf))
    return np.clip(out, low, high)


def persons(levers: Sequence[Lever], year: int) -> float:
    """Persons a year that levers add to a quantity."""
    return sum(each.value * each.level(year) for each in levers if each.how == "persons")


def ceiling(levers: Sequence[Lever], to: str, year: int) -> float | None:
    """The lowest ceiling on moves to a destination in a year, or None."""
    limits = [each.value for each in levers if each.how == "ceiling" and each.to == to and each.level(year) > 0]
    return min(limits, default=None)
