"""Retention curves: the share still there, after Kaplan and Meier, with Greenwood's variance and bands.

Source: Kaplan and Meier 1958 (Journal of the American Statistical Association 53:457-481); Greenwood 1926; bands on the
scale of log(-log) after Kalbfleisch and Prentice. People who are no longer followed count as long as they were.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from concord.errors import Invalid
from concord.mds.cohorts.model import Episode, checked, moments

Bands = Literal["log-log", "plain"]
VERSION = "1"


@dataclass(frozen=True, slots=True)
class Step:
    """The curve from a time on: the share still there with its bounds; ``error`` is Greenwood's standard error."""

    time: float
    at_risk: int
    ended: int
    share: float
    error: float
    low: float
    high: float


@dataclass(frozen=True)
class Retention:
    """A retention curve.

    Attributes:
        steps: In order of time; before the first everybody is there.
        persons, ended, followed: Everybody, those with an outcome, and those without one.
        longest: The last time that anybody was followed; beyond it the curve says nothing.
        confidence, bands: Of the bounds.
    """

    steps: tuple[Step, ...]
    persons: int
    ended: int
    followed: int
    longest: float
    confidence: float
    bands: Bands
    method: str = "kaplan-meier"
    version: str = VERSION

    def at(self, time: float) -> Step | None:
        """The curve at a time; None beyond the longest time, where nothing is known.

        Raises:
            Invalid: ``mds.cohorts.time`` for a time below zero.
        """
        if not time >= 0:
            raise Invalid("mds.cohorts.time", params={"time": time, "entry": 0})
        if time > self.longest:
            return None
        before = [each for each in self.steps if each.time <= time]
        return before[-1] if before else Step(0.0, self.persons, 0, 1.0, 0.0, 1.0, 1.0)

    @property
    def median(self) -> float | None:
        """The first time at which no more than half are there; None where more than half stay."""
        return next((each.time for each in self.steps if each.share <= 0.5), None)


def retention(episodes: Iterable[Episode], *, confidence: float = 0.95, bands: Bands = "log-log") -> Retention:
    """The share of people still there over time.

    At each time with an outcome the share is multiplied by 1 − ended / at risk; its variance is share² × Σ ended /
    (at risk × (at risk − ended)).

    Args:
        episodes: People; every outcome counts as leaving.
        confidence: Of the bounds at each single time (not of the whole curve).
        bands: ``log-log`` stays within 0 and 1 and is right for few people; ``plain`` is share ± z × error, cut off.

    Raises:
        Invalid: ``mds.cohorts.nobody``, ``mds.cohorts.time``, ``mds.cohorts.confidence``.
    """
    if not 0 < confidence < 1:
        raise Invalid("mds.cohorts.confidence", params={"confidence": confidence})
    given = checked(episodes)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, summed = 1.0, 0.0
    steps = []
    for each in moments(given):
        share *= 1 - each.ended / each.at_risk
        left = each.at_risk - each.ended
        summed = math.inf if not left else summed + each.ended / (each.at_risk * left)
        error = share * math.sqrt(summed) if share else 0.0
        low, high = _bounds(share, summed, z, bands)
        steps.append(Step(each.time, each.at_risk, each.ended, share, error, low, high))
    ended = sum(1 for each in given if each.has_ended)
    longest = max(each.time for each in given)
    return Retention(tuple(steps), len(given), ended, len(given) - ended, longest, confidence, bands)


def _bounds(share: float, summed: float, z: float, bands: Bands) -> tuple[float, float]:
    """Bounds of a share; of nobody and of everybody none can be told on this scale: the share itself."""
    if not 0 < share < 1:
        return share, share
    if bands == "plain":
        error = share * math.sqrt(summed)
        return max(0.0, share - z * error), min(1.0, share + z * error)
    width = math.exp(z * math.sqrt(summed) / abs(math.log(share)))
    return share**width, share ** (1 / width)
