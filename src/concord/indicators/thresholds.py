"""How many countries lie above a threshold, with those that may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from concord.indicators.model import Result


@dataclass(frozen=True, slots=True)
class Above:
    """Areas by what is known of them against a threshold; a value equal to it is not above.

    Args:
        above: Their value is above.
        surely: Their value is above and so is its lower bound.
        possibly: Their value is not above or not known, and its upper bound is above, or is not told and the value is
            a least one.
        below: Neither above nor possibly.
        unknown: Nothing is known of them.
    """

    threshold: float
    above: tuple[str, ...]
    surely: tuple[str, ...]
    possibly: tuple[str, ...]
    below: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def count(self) -> int:
        """Areas whose value is above."""
        return len(self.above)

    @property
    def low(self) -> int:
        """Areas that are surely above."""
        return len(self.surely)

    @property
    def high(self) -> int:
        """Areas that are above or may be, those of which nothing is known left out."""
        return len(self.above) + len(self.possibly)


def above(results: Iterable[Result], threshold: float) -> Above:
    """Count areas above a threshold by the newest of their results that has a value.

    Args:
        results: Of one indicator and occupation.
        threshold: In the indicator's unit.

    Example:
        >>> told = [Result("x", area, 2018, of, "percent", "normal") for area, of in (("NZL", 42.0), ("EST", 4.0))]
        >>> above(told, 20).above
        ('NZL',)
    """
    newest: dict[str, Result] = {}
    for each in results:
        before = newest.get(each.area)
        if before is None or (each.value is not None, each.year) > (before.value is not None, before.year):
            newest[each.area] = each
    groups: dict[str, list[str]] = {"above": [], "surely": [], "possibly": [], "below": [], "unknown": []}
    for area in sorted(newest):
        for group in _groups(newest[area], threshold):
            groups[group].append(area)
    return Above(threshold, **{name: tuple(areas) for name, areas in groups.items()})


def _groups(result: Result, threshold: float) -> tuple[str, ...]:
    if result.value is not None and result.value > threshold:
        sure = not result.has_range or (result.low is not None and result.low > threshold)
        return ("above", "surely") if sure else ("above",)
    if result.high is not None:
        return ("possibly",) if result.high > threshold else ("below",)
    if result.value is None:
        return ("unknown",)
    return ("possibly",) if result.has_range or result.at_least else ("below",)
