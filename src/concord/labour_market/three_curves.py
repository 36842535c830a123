"""The three curves of a projection: who is needed, who would be paid for, who will be there, and what lies between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from concord.labour_market.analysis_curves import chosen_threshold, demanded, needed
from concord.labour_market.analysis_inputs import Tables
from concord.labour_market.analysis_known import known
from concord.labour_market.analysis_model import Given
from concord.labour_market.analysis_projection import core_supply
from concord.labour_market.curves import Curve
from concord.labour_market.gaps import Gaps, gaps

if TYPE_CHECKING:
    from concord.labour_market.projection import Projection


@dataclass(frozen=True)
class Three:
    """Doctors, nurses and midwives of one area together.

    Attributes:
        area: Alpha-3.
        threshold: Id of the threshold that was chosen, the first of ``need``.
        need: By threshold.
        demand: What countries of the same income employ; None where the income is not known or beyond theirs.
        supply: Of the projection; its bounds are those of both occupations added.
        gaps: By threshold.
    """

    area: str
    threshold: str
    need: Mapping[str, Curve]
    demand: Curve | None
    supply: Curve
    gaps: Mapping[str, Gaps]


def three(
    area: str, tables: Tables, ran: Projection, *, threshold: str = "", per_10k: float | None = None
) -> Three | None:
    """Need and demand beside the supply of a run, over its years.

    Args:
        area: One of the run's areas.
        tables: As for the run; what they say of years after the run's first is not used.
        ran: A projection of doctors and of nurses and midwives.
        threshold: Id of a declared threshold; the declared default where it is empty.
        per_10k: A threshold of one's own, which outranks it.

    Returns:
        None where the run has not both occupations of the area, or nobody knows its population: thresholds count
        doctors, nurses and midwives together.

    Raises:
        NotFound: ``labour-market.threshold.unknown``.
        Invalid: ``labour-market.threshold.not-above-zero``.
    """
    first, last = ran.years[0], ran.years[-1]
    as_of = date(first, 12, 31)
    by = chosen_threshold(per_10k, as_of, threshold)
    supply = core_supply(ran, area)
    found = known(area, tables, as_of=as_of, given=Given(), horizon=last)
    if supply is None or found is None:
        return None
    need = {id: _within(curve, first, last) for id, curve in needed(found, as_of, by).items()}
    demand, _ = demanded(found)
    demand = None if demand is None else _within(demand, first, last)
    between = {id: gaps(need=curve, demand=demand, supply=supply) for id, curve in need.items()}
    return Three(area, by.id, need, demand, supply, between)


def _within(curve: Curve, first: int, last: int) -> Curve:
    return replace(curve, points={year: each for year, each in curve.points.items() if first <= year <= last})
