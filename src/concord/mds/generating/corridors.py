"""Where the health personnel of an area come from and go to: the bundled facts, and ties where there are none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from concord.mds.facts import bundled
from concord.mds.generating.chance import one, quantile
from concord.mds.generating.declared import marginals
from concord.vocabulary.areas import area as area_of
from concord.vocabulary.areas import areas

STOCK, TOTALS = "mds-stock-by-training", "mds-totals"
Weights = tuple[tuple[str, float], ...]
# Points for a tie between two areas; only their order matters.
_LANGUAGE, _NEIGHBOUR, _REGION = 4.0, 3.0, 1.0


@dataclass(frozen=True, slots=True)
class Corridors:
    """Shares of places of training, and of destinations of those who leave.

    Args:
        foreign: Share of foreign-trained among doctors (0-1).
        origins: Places of training abroad with their shares of the foreign-trained, largest first.
        destinations: Places to which people leave, with shares.
        measured: Whether the origins are those of the bundled facts.
    """

    foreign: float
    origins: Weights
    destinations: Weights
    measured: bool


@lru_cache(maxsize=64)
def corridors(area: str, doctors: int, foreign: float | None = None) -> Corridors:
    """The corridors of an area.

    Args:
        area: Alpha-3 code.
        doctors: How many doctors its register has in a year; more come from more places.
        foreign: The share of foreign-trained among doctors, where the caller says it.
    """
    measured = _stock().get(area, ())
    share = foreign if foreign is not None else _share(area, measured)
    origins = measured or _tied(area, max(1, round(share * doctors)))
    return Corridors(share, _shares(origins), _shares(_destinations(area)), bool(measured))


@lru_cache(maxsize=1)
def _stock() -> dict[str, Weights]:
    frame = bundled(STOCK).frame
    found: dict[str, list[tuple[str, float]]] = {}
    for row in frame.select("area", "origin", "row_kind", "headcount").iter_rows(named=True):
        if row["row_kind"] == "origin" and row["headcount"] and row["origin"] != row["area"]:
            found.setdefault(row["area"], []).append((row["origin"], float(row["headcount"])))
    return {area: tuple(sorted(weights, key=lambda pair: (-pair[1], pair[0]))) for area, weights in found.items()}


def _share(area: str, measured: Weights) -> float:
    """The share of the bundled facts, else one that belongs to the area among the declared quantiles."""
    doctors = _doctors().get(area)
    if measured and doctors:
        return min(1.0, sum(weight for _, weight in measured) / doctors)
    return quantile(marginals()["foreign"]["share_of_doctors"]["quantiles"], one(0, f"foreign/{area}"))


@lru_cache(maxsize=1)
def _doctors() -> dict[str, float]:
    """All doctors by area in the year nearest to that of the stocks (2018)."""
    frame = bundled(TOTALS).frame
    found: dict[str, tuple[int, float]] = {}
    for row in frame.iter_rows(named=True):
        if row["occupation"] == "221" and row["row_kind"] == "total" and row["headcount"]:
            distance = abs(row["year"] - 2018)
            if distance < found.get(row["area"], (99, 0.0))[0]:
                found[row["area"]] = (distance, float(row["headcount"]))
    return {area: number for area, (_, number) in found.items()}


def _tied(area: str, foreign: int) -> Weights:
    """Origins by language, neighbourhood and how many leave there, with rank-size shares."""
    declared = marginals()["foreign"]["rank_size"]
    count = round(_between(declared["origins"], foreign))
    slope = _between(declared["slopes"], foreign)
    ranked = sorted(_sizes(), key=lambda code: (-_tie(area, code) - 2 * one(0, f"{area}/{code}"), code))
    chosen = [code for code in ranked if code != area][:count]
    return tuple((code, float((rank + 1) ** slope)) for rank, code in enumerate(chosen))


def _destinations(area: str) -> Weights:
    """Where those trained in the area are found in the bundled facts, else the destinations with the most ties."""
    found = [(to, weight) for to, origins in _stock().items() for origin, weight in origins if origin == area]
    if sum(weight for _, weight in found) >= 50:
        return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))
    ranked = sorted(_stock(), key=lambda code: (-_tie(area, code) - one(0, f"to/{area}/{code}"), code))
    return tuple((code, 1.0 / (rank + 1)) for rank, code in enumerate(code for code in ranked if code != area))


@lru_cache(maxsize=1)
def _sizes() -> dict[str, float]:
    """How many doctors of each Member State the bundled facts find abroad, on a scale of 0 to 3."""
    from math import log10

    abroad: dict[str, float] = {}
    for origins in _stock().values():
        for origin, weight in origins:
            abroad[origin] = abroad.get(origin, 0.0) + weight
    most = log10(1 + max(abroad.values()))
    return {each.code: 3 * log10(1 + abroad.get(each.code, 0.0)) / most for each in areas() if each.is_member()}


@lru_cache(maxsize=512)
def _languages(code: str) -> frozenset[str]:
    from babel.languages import get_official_languages

    return frozenset(get_official_languages(area_of(code).alpha2, de_facto=True))


def _tie(area: str, other: str) -> float:
    one_area, two = area_of(area), area_of(other)
    points = _sizes()[other]
    points += _LANGUAGE if _languages(area) & _languages(other) else 0.0
    points += _NEIGHBOUR if one_area.sub_region and one_area.sub_region == two.sub_region else 0.0
    points += _REGION if one_area.region() and one_area.region() == two.region() else 0.0
    return points


def _between(points: list[list[float]], size: float) -> float:
    """A declared value for a size, along straight lines of its logarithm; the ends hold beyond them."""
    from math import log

    if size <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if size <= right:
            return low + (high - low) * (log(size) - log(left)) / (log(right) - log(left))
    return points[-1][1]


def _shares(weights: Weights) -> Weights:
    whole = sum(weight for _, weight in weights) or 1.0
    return tuple((code, weight / whole) for code, weight in weights)
