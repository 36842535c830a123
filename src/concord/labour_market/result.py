"""What a projection is, as values: curves with quantiles, corridors, and every quantity it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from concord.errors import Invalid
from concord.labour_market.calibration import Fit
from concord.labour_market.cohorts import FLOWS, STOCKS
from concord.vocabulary.provenance import Input

#: Probabilities of the quantiles that every curve has: the bounds of 95 % and 80 %, and the median.
PROBABILITIES = (0.025, 0.1, 0.5, 0.9, 0.975)
MEASURES = (*STOCKS, *FLOWS)


@dataclass(frozen=True, slots=True)
class Curve:
    """One measure over the years.

    Args:
        area, occupation: Codes.
        measure: ``persons``, ``fte``, ``home-trained``, ``foreign-trained``, ``abroad`` (home-trained who work abroad,
            outside the modelled areas) at the end of a year; ``entered``, ``arrived``, ``returned``, ``retired``,
            ``died``, ``left-job``, ``emigrated``, ``foreign-left``, ``lost-abroad`` in the year that ends.
        unit: ``persons`` or ``fte``.
        mean, sd: By year.
        quantiles: By year, in the order of :data:`PROBABILITIES`.
    """

    area: str
    occupation: str
    measure: str
    unit: str
    mean: tuple[float, ...]
    sd: tuple[float, ...]
    quantiles: tuple[tuple[float, ...], ...]

    @property
    def median(self) -> tuple[float, ...]:
        """The middle by year."""
        return tuple(each[2] for each in self.quantiles)

    def range(self, percent: int = 80) -> tuple[tuple[float, float], ...]:
        """Low and high by year of the 80 or the 95 % interval."""
        low, high = {80: (1, 3), 95: (0, 4)}[percent]
        return tuple((each[low], each[high]) for each in self.quantiles)


@dataclass(frozen=True, slots=True)
class Corridor:
    """Home-trained persons of one modelled area who move to another in each year: lost there, gained here."""

    origin: str
    destination: str
    occupation: str
    mean: tuple[float, ...]
    quantiles: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Used:
    """One quantity as it went in: ``data`` or ``assumption``, with its range."""

    area: str
    occupation: str
    quantity: str
    kind: str
    low: float
    central: float
    high: float
    distribution: str
    source: str
    reason: str = ""
    at_least: bool = False
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader must know of one area and occupation; worded as ``labour-market.note.<id>``."""

    id: str
    area: str
    occupation: str
    year: int


@dataclass(frozen=True, slots=True)
class Projection:
    """What a run gives; an estimate and an exercise, never a forecast of what will be.

    Args:
        years: The first is the one before anything is projected.
        curves: By area, occupation and measure.
        corridors: Between modelled areas.
        used: Every quantity with its range, data or assumption.
        fits: How the calibrated model follows each series.
        destinations, origins: Shares by (area, occupation) where tables tell, as (area, share).
        inputs: Files behind it, with digests.
    """

    method: str
    version: str
    seed: int
    draws: int
    plan: str
    years: tuple[int, ...]
    curves: tuple[Curve, ...]
    corridors: tuple[Corridor, ...]
    used: tuple[Used, ...]
    fits: tuple[Fit, ...]
    destinations: Mapping[tuple[str, str], tuple[tuple[str, float], ...]] = field(hash=False)
    origins: Mapping[tuple[str, str], tuple[tuple[str, float], ...]] = field(hash=False)
    inputs: tuple[Input, ...] = ()
    status: str = "estimated"
    notes: tuple[Note, ...] = ()

    def curve(self, area: str, occupation: str, measure: str = "persons") -> Curve:
        """One curve.

        Raises:
            Invalid: ``labour-market.projection.no-curve``.
        """
        for each in self.curves:
            if (each.area, each.occupation, each.measure) == (area, occupation, measure):
                return each
        params = {"area": area, "occupation": occupation, "measure": measure}
        raise Invalid("labour-market.projection.no-curve", params=params)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Areas and occupations in it, in order."""
        return tuple(dict.fromkeys((each.area, each.occupation) for each in self.curves))
