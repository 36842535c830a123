"""Competing outcomes: of all who began, the share that has left for each reason, after Aalen and Johansen.

Who went abroad can no longer retire: one curve for each reason, made as if the others did not exist, adds up to more
than everybody. These add up, at every time, to those who are no longer there.

Source: Aalen and Johansen 1978 (Scandinavian Journal of Statistics 5:141-150); variance by the delta method as in
Marubini and Valsecchi 1995, Analysing Survival Data from Clinical Trials and Observational Studies, chapter 10.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from concord.errors import Invalid
from concord.mds.cohorts.model import Episode, Moment, checked, moments, outcomes_of

VERSION = "1"
#: What is nearer to nobody or everybody than this is that, but for rounding.
NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Share:
    """The share that had left for one reason by a time, with its bounds."""

    time: float
    share: float
    error: float
    low: float
    high: float


@dataclass(frozen=True)
class Outcomes:
    """Shares by reason at each time with an outcome, and the share still there; together they are 1."""

    times: tuple[float, ...]
    by_outcome: tuple[tuple[str, tuple[Share, ...]], ...]
    there: tuple[float, ...]
    persons: int
    longest: float
    confidence: float
    method: str = "aalen-johansen"
    version: str = VERSION

    def of(self, outcome: str) -> tuple[Share, ...]:
        """The shares of one reason; none where nobody left for it."""
        return dict(self.by_outcome).get(outcome, ())

    def at(self, outcome: str, time: float) -> Share | None:
        """The share that had left for a reason by a time; None beyond the longest time that anybody was followed."""
        if time > self.longest:
            return None
        before = [each for each in self.of(outcome) if each.time <= time]
        return before[-1] if before else Share(0.0, 0.0, 0.0, 0.0, 0.0)


def outcomes(episodes: Iterable[Episode], *, confidence: float = 0.95) -> Outcomes:
    """The share that has left for each reason, over time.

    At each time the share of a reason grows by the share still there just before × those who left for it / at risk.

    Args:
        episodes: People with their outcomes.
        confidence: Of the bounds at each single time, on the scale of log(-log).

    Raises:
        Invalid: ``mds.cohorts.nobody``, ``mds.cohorts.time``, ``mds.cohorts.confidence``.
    """
    if not 0 < confidence < 1:
        raise Invalid("mds.cohorts.confidence", params={"confidence": confidence})
    given = checked(episodes)
    found = moments(given)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    before, there = _there(found)
    shares = tuple((outcome, _shares(outcome, found, before, z)) for outcome in outcomes_of(given))
    times = tuple(each.time for each in found)
    return Outcomes(times, shares, tuple(there), len(given), max(each.time for each in given), confidence)


def _there(found: Sequence[Moment]) -> tuple[list[float], list[float]]:
    """The share still there just before and just after each time."""
    before, after, share = [], [], 1.0
    for each in found:
        before.append(share)
        share *= 1 - each.ended / each.at_risk
        after.append(share)
    return before, after


def _shares(outcome: str, found: Sequence[Moment], before: Sequence[float], z: float) -> tuple[Share, ...]:
    left = [dict(each.by_outcome).get(outcome, 0) for each in found]
    curve, share = [], 0.0
    for each, count, there in zip(found, left, before, strict=True):
        share += there * count / each.at_risk
        curve.append(share)
    return tuple(
        _share(found[at].time, curve[at], _variance(found[: at + 1], left, curve, before), z)
        for at in range(len(found))
    )


def _variance(upto: Sequence[Moment], left: Sequence[int], curve: Sequence[float], before: Sequence[float]) -> float:
    """The delta-method variance at the last of some times; three sums over all times up to it."""
    last = curve[len(upto) - 1]
    total = 0.0
    for at, each in enumerate(upto):
        n, d, own = each.at_risk, each.ended, left[at]
        rest = last - curve[at]
        if rest and n > d:
            total += rest**2 * d / (n * (n - d))
        total += before[at] ** 2 * own * (n - own) / n**3
        total -= 2 * rest * before[at] * own / n**2
    return max(0.0, total)


def _share(time: float, share: float, variance: float, z: float) -> Share:
    error = math.sqrt(variance)
    if not NEAR < share < 1 - NEAR or error < NEAR:
        return Share(time, share, error, share, share)
    width = math.exp(z * error / (share * abs(math.log(share))))
    return Share(time, share, error, share**width, share ** (1 / width))
