"""Need: how many health personnel a population would need, whoever pays and whoever is there.

Three ways: a density threshold, norms by service, norms by facility. What a facility needs for its own work is
:mod:`concord.labour_market.wisn`.

Source: thresholds as declared in ``data/methods/need.yaml``; service targets after WHO, Models and tools for health
workforce planning and projections, 2010.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.declarations.read import read_yaml
from concord.errors import Invalid, NotFound
from concord.labour_market.curves import Curve, Range
from concord.vocabulary.periods import PartialDate
from concord.vocabulary.provenance import Input

PER = 10_000


@dataclass(frozen=True, slots=True)
class Threshold:
    """A density below which a population is held to have too few: persons per ten thousand, of some occupations.

    ``from_`` is when it was published; it stands until ``until``, where that is known.
    """

    id: str
    per_10k: float
    occupations: tuple[str, ...]
    title: str
    from_: PartialDate | None = None
    until: PartialDate | None = None
    source: str = ""
    verification: str = ""
    note: str = ""

    def stands(self, on: date) -> bool:
        """Whether it had been published by a day and nothing had replaced it."""
        begun = self.from_ is None or self.from_.first <= on
        return begun and (self.until is None or on <= self.until.last)


@dataclass(frozen=True, slots=True)
class Declared:
    """The declared thresholds, with the version and digest of their file."""

    version: str
    thresholds: tuple[Threshold, ...]
    default: str
    digest: str

    @property
    def input(self) -> Input:
        """What a result names."""
        return Input("methods/need.yaml", self.digest, self.version)


@lru_cache(maxsize=4)
def declared() -> Declared:
    """The thresholds of ``data/methods/need.yaml``."""
    path = packs.find("methods/need.yaml")
    read: Mapping[str, Any] = read_yaml(path)
    return Declared(read["version"], tuple(map(_threshold, read["thresholds"])), read["default"], digest_of(path))


def thresholds(on: date | None = None) -> tuple[Threshold, ...]:
    """All declared thresholds in order of their dates, or those that stand on a day."""
    return tuple(each for each in declared().thresholds if on is None or each.stands(on))


def threshold(id: str) -> Threshold:
    """One declared threshold.

    Raises:
        NotFound: ``labour-market.threshold.unknown``.
    """
    found = {each.id: each for each in thresholds()}
    if id not in found:
        raise NotFound("labour-market.threshold.unknown", params={"id": id, "known": ", ".join(found)})
    return found[id]


def own_threshold(per_10k: float, *, occupations: Sequence[str] = (), title: str = "") -> Threshold:
    """A threshold of the user's own.

    Raises:
        Invalid: ``labour-market.threshold.not-above-zero``.
    """
    if not 0 < per_10k < PER:
        raise Invalid("labour-market.threshold.not-above-zero", params={"per_10k": per_10k})
    whom = tuple(occupations) or threshold(declared().default).occupations
    return Threshold("own", per_10k, whom, title, verification="proposed")


def by_threshold(population: Mapping[int, Range | float], by: Threshold) -> Curve:
    """Persons that a threshold asks for: threshold × population / 10 000.

    Args:
        population: Persons by year, with their range where they are projected.
        by: The threshold.

    Returns:
        A curve of kind ``need``; its ranges are those of the population alone. How sure the threshold itself is, is
        shown by the other thresholds beside it.

    Example:
        >>> by_threshold({2020: 1_000_000}, threshold("sdg-2016")).at(2020).value
        4450.0
    """
    points = {year: Range.of(persons) * (by.per_10k / PER) for year, persons in sorted(population.items())}
    inputs = () if by.id == "own" else (declared().input,)
    return Curve("need", points, by.occupations, f"threshold-{by.id}", declared().version, inputs=inputs)


@dataclass(frozen=True, slots=True)
class Service:
    """One service that a population needs, and the time it takes of one occupation.

    Args:
        id: Names it.
        share: Of the population that needs it in a year (0-1).
        contacts: A year, for each of these.
        minutes: Of this occupation's time for one contact.
    """

    id: str
    share: Range
    contacts: Range
    minutes: Range


def by_services(
    population: Mapping[int, Range | float],
    services: Sequence[Service],
    *,
    hours: Range | float,
    occupations: Sequence[str] = (),
) -> Curve:
    """Full-time persons for the services that a population needs: the sum of share × contacts × minutes / 60, by hours.

    Args:
        population: Persons by year.
        services: What is needed of this occupation.
        hours: That one full-time person has for services in a year (WISN's available working time).
        occupations: Whom it counts.

    Raises:
        Invalid: ``labour-market.need.no-services``, ``labour-market.range.by-zero``, ``labour-market.range.negative``.
    """
    if not services:
        raise Invalid("labour-market.need.no-services")
    each_person = Range.exact(0.0)
    for service in services:
        each_person = each_person + service.share * service.contacts * service.minutes * (1 / 60)
    points = {year: Range.of(persons) * each_person / hours for year, persons in sorted(population.items())}
    return Curve("need", points, tuple(occupations), "services", declared().version, "assumed", ("services",))


def by_facilities(
    facilities: Mapping[int, Mapping[str, float]],
    norms: Mapping[str, Range],
    *,
    occupations: Sequence[str] = (),
) -> Curve:
    """Persons by a staffing norm of each kind of facility: the sum of facilities × persons for each.

    Args:
        facilities: How many there are of each kind, by year.
        norms: Persons for one facility of a kind.
        occupations: Whom it counts.

    Raises:
        Invalid: ``labour-market.need.no-norm`` for a kind of facility without one: none of them is left out silently.
    """
    for kind in sorted({kind for each in facilities.values() for kind in each}):
        if kind not in norms:
            raise Invalid("labour-market.need.no-norm", params={"kind": kind})
    points: dict[int, Range] = {}
    for year, counted in sorted(facilities.items()):
        whole = Range.exact(0.0)
        for kind, count in counted.items():
            whole = whole + norms[kind] * count
        points[year] = whole
    return Curve("need", points, tuple(occupations), "facilities", declared().version, "assumed", ("norms",))


@dataclass(frozen=True, slots=True)
class DensityGap:
    """What is missing to a threshold in one year: persons, never below zero, and the density that is there."""

    threshold: Threshold
    needed: Range
    stock: Range
    gap: Range
    standing: Literal["short", "not-short", "unclear"]


def density_gap(stock: Range | float, population: Range | float, by: Threshold) -> DensityGap:
    """What is missing to a threshold: max(0, threshold × population / 10 000 − stock).

    ``standing`` is ``unclear`` where the range of the difference holds zero.

    Example:
        >>> density_gap(1_000, 1_000_000, own_threshold(22.8)).gap.value
        1280.0
    """
    held = Range.of(stock)
    needed = Range.of(population) * (by.per_10k / PER)
    left = needed - held
    standing: Literal["short", "not-short", "unclear"] = "unclear"
    if left.low > 0:
        standing = "short"
    elif left.high <= 0:
        standing = "not-short"
    return DensityGap(by, needed, held, left.at_least(0.0), standing)


def _threshold(given: Mapping[str, Any]) -> Threshold:
    return Threshold(
        id=given["id"],
        per_10k=float(given["per_10k"]),
        occupations=tuple(given["occupations"]),
        title=given["title"],
        from_=PartialDate.parse(given["from"]),
        until=PartialDate.parse(given["until"]) if given.get("until") else None,
        source=given["source"],
        verification=given["verification"],
        note=given.get("note") or "",
    )
