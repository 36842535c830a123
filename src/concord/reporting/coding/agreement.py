"""How far two or more coders agree: percent, Cohen's kappa a code, Krippendorff's alpha with a seeded bootstrap.

Sources:
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20(1).
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.
    Hayes, A. F. and Krippendorff, K. (2007). Answering the call for a standard reliability measure for coding data.
    Communication Methods and Measures 1(1): the bootstrap over units.
    Passonneau, R. (2006). Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation. LREC.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Metric = Literal["nominal", "ordinal", "interval", "ratio", "masi"]
Values = Sequence[Hashable]  # what the coders gave one unit; a coder who gave nothing is left out
#: Resamples of the bootstrap, and the share of them inside the interval.
RESAMPLES, CONFIDENCE = 1000, 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A measure with its interval; ``None`` where it cannot be computed (nothing varies, nothing was coded twice)."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class OfCode:
    """Agreement on one code: both gave it, one alone did, neither did.

    Args:
        percent: Units on which both say the same, 0 to 100.
        kappa: Cohen's; None where neither or both always gave it.
    """

    code: str
    both: int
    first_alone: int
    second_alone: int
    neither: int
    percent: float | None
    kappa: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two codings of the same texts agree on.

    Args:
        units: Texts coded twice.
        same: Of these, those with the same set of codes.
        percent: ``same`` of ``units``, 0 to 100.
        alpha: Krippendorff's alpha over sets of codes (MASI distance), with its bootstrap interval.
    """

    units: int
    same: int
    percent: float | None
    alpha: Interval
    codes: tuple[OfCode, ...]
    seed: int
    resamples: int


def agreement(
    pairs: Sequence[tuple[Iterable[str], Iterable[str]]], codes: Sequence[str], *, seed: int,
    resamples: int = RESAMPLES,
) -> Agreement:  # fmt: skip
    """Agreement of first and second coders.

    Args:
        pairs: For each text coded twice, the codes of the first and of the second coder.
        codes: All codes that could have been given.
        seed: Of the bootstrap; the same seed gives the same interval.
    """
    sets = [(frozenset(first), frozenset(second)) for first, second in pairs]
    same = sum(first == second for first, second in sets)
    return Agreement(
        len(sets), same, 100 * same / len(sets) if sets else None,
        alpha_with_interval(sets, metric="masi", seed=seed, resamples=resamples),
        tuple(_of_code(code, sets) for code in codes), seed, resamples,
    )  # fmt: skip


def _of_code(code: str, sets: Sequence[tuple[frozenset[str], frozenset[str]]]) -> OfCode:
    given = [(code in first, code in second) for first, second in sets]
    counts = Counter(given)
    both, first, second, neither = (counts[key] for key in ((True, True), (True, False), (False, True), (False, False)))
    percent = 100 * (both + neither) / len(given) if given else None
    return OfCode(code, both, first, second, neither, percent, kappa(given), alpha(given))


def percent(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Percent of units on which two coders gave the same; None without units."""
    return 100 * sum(first == second for first, second in pairs) / len(pairs) if pairs else None


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa of two coders; None where chance alone would always agree, or without units."""
    if not pairs:
        return None
    units = len(pairs)
    first, second = Counter(one for one, _other in pairs), Counter(other for _one, other in pairs)
    observed = Fraction(sum(one == other for one, other in pairs), units)
    expected = Fraction(sum(first[each] * second[each] for each in first), units * units)
    return None if expected == 1 else float((observed - expected) / (1 - expected))


def alpha(units: Iterable[Values], *, metric: Metric = "nominal") -> float | None:
    """Krippendorff's alpha: 1 less observed over expected disagreement.

    Args:
        units: For each unit what the coders gave it, in any order; units with fewer than two values do not count.
        metric: How far two values differ.

    Returns:
        At most 1; None where nothing is left to compare or all values are the same.
    """
    return _alpha(_counted(units), _distances(metric))


def _counted(units: Iterable[Values]) -> list[Counter[Hashable]]:
    return [Counter(values) for values in units if len(values) > 1]


Distance = Callable[[Hashable, Hashable, Mapping[Hashable, int]], float]


def _alpha(units: Sequence[Counter[Hashable]], distance: Distance) -> float | None:
    totals: Counter[Hashable] = Counter()
    for each in units:
        totals.update(each)
    number = sum(totals.values())
    if number < 2 or len(totals) < 2:
        return None
    values = list(totals)
    apart = {
        (one, other): distance(one, other, totals)
        for place, one in enumerate(values)
        for other in values[place + 1 :]
    }  # fmt: skip
    observed = sum(
        2 * each[one] * each[other] * apart.get((one, other), apart.get((other, one), 0.0)) / (each.total() - 1)
        for each in units
        for place, one in enumerate(each)
        for other in list(each)[place + 1 :]
    )
    expected = sum(2 * totals[one] * totals[other] * length for (one, other), length in apart.items())
    return None if expected == 0 else 1 - (number - 1) * observed / expected


def _distances(metric: Metric) -> Distance:
    return {"nominal": _nominal, "ordinal": _ordinal, "interval": _interval, "ratio": _ratio, "masi": _masi}[metric]


def _nominal(one: Hashable, other: Hashable, _totals: Mapping[Hashable, int]) -> float:
    return float(one != other)


def _interval(one: Hashable, other: Hashable, _totals: Mapping[Hashable, int]) -> float:
    return (_number(one) - _number(other)) ** 2


def _ratio(one: Hashable, other: Hashable, _totals: Mapping[Hashable, int]) -> float:
    return ((_number(one) - _number(other)) / (_number(one) + _number(other))) ** 2


def _number(value: Hashable) -> float:
    """A value of a metric that counts; one that is no number has no distance."""
    if isinstance(value, int | float):
        return float(value)
    raise TypeError(f"not a number: {value!r}")


def _ordinal(one: Hashable, other: Hashable, totals: Mapping[Hashable, int]) -> float:
    low, high = sorted((one, other))  # type: ignore[type-var]
    between = sum(count for value, count in totals.items() if low <= value <= high)  # type: ignore[operator,misc]
    return float((between - (totals[one] + totals[other]) / 2) ** 2)


def _masi(one: Hashable, other: Hashable, _totals: Mapping[Hashable, int]) -> float:
    return masi(one, other)  # type: ignore[arg-type]


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """How far two sets of codes differ, 0 to 1: Jaccard's share times 1, 2/3, 1/3 or 0 (Passonneau 2006).

    Example:
        >>> masi(frozenset("ab"), frozenset("ab"))
        0.0
    """
    if one == other:
        return 0.0
    shared = len(one & other)
    weight = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - shared / len(one | other) * (weight if shared else 0.0)


def alpha_with_interval(
    units: Sequence[Values], *, metric: Metric = "nominal", seed: int, resamples: int = RESAMPLES,
    confidence: float = CONFIDENCE,
) -> Interval:  # fmt: skip
    """Alpha, and where it lies in the middle ``confidence`` of resamples of the units drawn with replacement.

    Resamples in which nothing varies say nothing of disagreement and are left out.
    """
    counted, distance = _counted(units), _distances(metric)
    value = _alpha(counted, distance)
    if value is None or len(counted) < 2 or not resamples:
        return Interval(value)
    drawn = random.Random(seed)
    found = sorted(
        each for _ in range(resamples) if (each := _alpha(drawn.choices(counted, k=len(counted)), distance)) is not None
    )
    if not found:
        return Interval(value)
    cut = (1 - confidence) / 2
    return Interval(value, found[int(cut * (len(found) - 1))], found[round((1 - cut) * (len(found) - 1))])
