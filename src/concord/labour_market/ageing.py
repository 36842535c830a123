"""How far an old count may be from today: told by what other countries' counts did over as many years.

How many pairs and countries tell it, and which quantiles, is declared (``data/methods/labour-market-analysis.yaml``).

A country that has counted often enough tells it by its own record: the least and the greatest ratio of counts as many
years apart. Else each country's last two counts about as many years apart give a ratio, and the bounds are quantiles of
these ratios. The count itself stays where it is: nobody knows that it grew.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from concord.labour_market.analysis_model import Jump, Point, declared
from concord.labour_market.curves import Range


def spread(
    series: Iterable[Sequence[tuple[int, float]]], years: int, *, own: Sequence[tuple[int, float]] = ()
) -> Range | None:
    """By what factor a count may differ after some years; None where fewer countries than declared can tell.

    Args:
        series: Of each country its values by year, in order of years.
        years: How old the count is; 0 gives exactly one.
        own: The country's own values.

    Returns:
        A range around 1.
    """
    if years <= 0:
        return Range.exact(1.0)
    limits = declared().limits
    record = _record(own, years)
    if len(record) >= limits["spread-own"]:
        return Range(1.0, min(1.0, *record), max(1.0, *record))
    slack = max(1, math.floor(years * limits["spread-slack"] + 1e-9))
    ratios = [ratio for each in series if (ratio := _ratio(each, years, slack)) is not None]
    if len(ratios) < limits["spread-countries"]:
        return None
    import numpy as np

    low, high = (float(each) for each in np.quantile(ratios, (limits["spread-low"], limits["spread-high"])))
    return Range(1.0, min(low, 1.0), max(high, 1.0))


def _record(values: Sequence[tuple[int, float]], years: int) -> list[float]:
    """All ratios of counts exactly so many years apart."""
    known = {year: value for year, value in values if value > 0}
    return [value / known[year - years] for year, value in known.items() if year - years in known]


def _ratio(values: Sequence[tuple[int, float]], years: int, slack: int) -> float | None:
    """The newest value over the one about so many years before it: nearest in years, within some years of slack."""
    known = [(year, value) for year, value in values if value > 0]
    for last, value in reversed(known):
        before = [(abs(last - year - years), year, old) for year, old in known if abs(last - year - years) <= slack]
        if before and last > min(before)[1]:
            return value / min(before)[2]
    return None


def jumps(series: Mapping[str, Sequence[Point]], *, factor: float, a_year: float) -> tuple[Jump, ...]:
    """Values close in time that differ by a factor, and by more a year than people can be trained or lost.

    Neighbours are compared however far apart they are, others within the declared years. Of jumps that overlap the
    largest is told.

    Args:
        series: By occupation.
        factor: At least so many times as many, or as few.
        a_year: And at least so much a year (0.1 is a tenth).
    """
    found = []
    for occupation, points in series.items():
        known = [each for each in points if each.value]
        sizes = [(-_size(before, after, factor, a_year), before, after) for before, after in _close(known)]
        taken: list[tuple[Point, Point]] = []
        for size, before, after in sorted(sizes, key=lambda each: (each[0], each[1].year, each[2].year)):
            if size and all(after.year <= first.year or last.year <= before.year for first, last in taken):
                taken.append((before, after))
        found += [Jump(occupation, *each) for each in sorted(taken, key=lambda each: each[0].year)]
    return tuple(found)


def _close(known: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    near = declared().limits["jump-near"]
    for at, after in enumerate(known):
        for back in range(at - 1, -1, -1):
            if back == at - 1 or after.year - known[back].year <= near:
                yield known[back], after


def _size(before: Point, after: Point, factor: float, a_year: float) -> float:
    """How many times one is the other, 0 where that is no jump."""
    ratio = (after.value or 0) / (before.value or 1)
    large = max(ratio, 1 / ratio)
    is_jump = large >= factor and large ** (1 / max(1, after.year - before.year)) >= 1 + a_year
    return large if is_jump else 0.0
