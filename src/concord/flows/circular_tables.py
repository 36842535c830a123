"""What tables without identifiers allow to be said of coming back: bounds, and nothing in between.

A table of departures and one of returns do not say whether the same persons are in both. Of those who came back in a
period some may have left before it; the share of the period's leavers that came back within it lies between two ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from concord.errors import Invalid
from concord.flows.declared import declared


@dataclass(frozen=True, slots=True)
class Bounds:
    """What two tables allow.

    Args:
        back_low, back_high: The share of the period's leavers who were back within it; None where nobody left.
        away_low, away_high: Persons who had left and were not back at the end (abroad, or gone for good); the upper end
            is None where nobody counted those abroad at the start.
        years_low, years_high: Mean years away a departure, as if as many were away all the time (stock over yearly
            departures); None where that stock is not known, or nobody left.
    """

    back_low: float | None
    back_high: float | None
    away_low: float
    away_high: float | None
    years_low: float | None
    years_high: float | None
    version: str
    status: Literal["estimated"] = "estimated"


def bounds(
    *, departures: float, returns: float, years: float, abroad_at_start: tuple[float, float] | None = None
) -> Bounds:
    """Bounds of coming back from counts of a period.

    Args:
        departures, returns: Persons in the period.
        years: How long it was.
        abroad_at_start: The least and the most who were abroad when it began, such as a destination's stock by two
            sources; None where nobody counted them.

    Raises:
        Invalid: ``flows.circular.counts``: a count below zero, or more returns than could be.

    Example:
        >>> told = bounds(departures=100, returns=30, years=5, abroad_at_start=(20, 20))
        >>> told.back_low, told.back_high, told.away_high
        (0.1, 0.3, 90)
    """
    least, most = abroad_at_start or (0.0, float("inf"))
    if min(departures, returns, years, least) < 0 or most < least or returns > departures + most:
        params = {"departures": departures, "returns": returns, "abroad": most}
        raise Invalid("flows.circular.counts", params=params)
    is_known = abroad_at_start is not None
    abroad = max(0.0, least + departures - returns), most + departures - returns if is_known else None
    stays: tuple[float | None, float | None] = (None, None)
    if is_known and departures > 0 and years > 0 and abroad[1] is not None:
        yearly = departures / years
        stays = (least + abroad[0]) / 2 / yearly, (most + abroad[1]) / 2 / yearly
    return Bounds(
        back_low=max(0.0, returns - most) / departures if departures > 0 else None,
        back_high=min(returns, departures) / departures if departures > 0 else None,
        away_low=abroad[0],
        away_high=abroad[1],
        years_low=stays[0],
        years_high=stays[1],
        version=declared().version,
    )
