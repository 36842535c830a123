"""Scales: round ticks, round classes, and from a number to a place."""

from __future__ import annotations

import math
import sys
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from concord.documents.figures.model import Style

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Linear:
    """A straight scale from numbers to pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, number: float) -> float:
        if self.high == self.low:
            return self.start
        return self.start + (number - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks(low: float, high: float, *, most: int = 4, whole: bool = False) -> list[float]:
    """Round numbers from at or below ``low`` to at or above ``high``, in at most ``most`` steps."""
    if high - low < 10 * sys.float_info.min:  # nothing between them that could be drawn
        high = low + (abs(low) or 1)
    size = 10 ** math.floor(math.log10((high - low) / most)) if high > low else 1.0
    for step in sorted(size * factor * power for factor in _STEPS for power in (1, 10)):
        if whole and step != int(step):
            continue
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first <= most:
            return [_tidy(step * i, step) for i in range(first, last + 1)]
    return [low, high]


def _tidy(number: float, step: float) -> float:
    return round(number, max(0, 2 - math.floor(math.log10(step))))


def years(first: float, last: float, *, most: int) -> list[float]:
    """Years to write under a time axis, the last always among them."""
    span = int(last - first)
    step = next((s for s in (1, 2, 3, 4, 5, 10, 20, 25, 50) if span / s <= max(1, most - 1)), max(1, span))
    marks = [float(year) for year in range(int(first), int(last) + 1, step)]
    if marks[-1] == last:
        return marks
    # keep a mark at the last year: drop the one before it when the two would stand too close
    return [*(marks if last - marks[-1] >= step * 0.75 else marks[:-1]), float(last)]


def classes(numbers: Iterable[float], *, count: int = 6) -> tuple[float, ...]:
    """Upper bounds of all classes but the last: round numbers near the quantiles of ``numbers``, rising.

    Returns at most ``count`` - 1 bounds; fewer where the numbers do not spread. A number equal to a bound belongs to
    the class above it.
    """
    ranked = sorted(number for number in numbers if number > 0)
    if not ranked:
        return ()
    bounds: list[float] = []
    for i in range(1, count):
        bound = _round(ranked[min(len(ranked) - 1, i * len(ranked) // count)])
        while bounds and bound <= bounds[-1] and bound < ranked[-1]:
            bound = _next_round(bounds[-1])
        if (not bounds or bound > bounds[-1]) and bound <= ranked[-1]:
            bounds.append(bound)
    return tuple(bounds)


def _round(number: float) -> float:
    size: float = 10 ** math.floor(math.log10(number))
    if size < sys.float_info.min:  # so small that there is no round number near it
        return number
    return _tidy(min((size * factor for factor in _STEPS), key=lambda each: abs(math.log(each / number))), size)


def _next_round(number: float) -> float:
    size: float = 10 ** math.floor(math.log10(number) + 1e-9)
    if size < sys.float_info.min:
        return number * 2
    return _tidy(next((size * f for f in (*_STEPS, 20) if size * f > number * 1.001), number * 2), size)


def class_of(number: float, bounds: Sequence[float]) -> int:
    """Which class a number falls in, from 0."""
    return bisect_right(bounds, number)


def class_words(bounds: Sequence[float], style: Style) -> list[str]:
    """Classes as ranges in the reader's words: ``under 0.5``, ``0.5–1``, ``25 and over``."""
    if not bounds:
        return []
    said = [style.exact(bound) for bound in bounds]
    between = [f"{low}–{high}" for low, high in pairwise(said)]
    return [style.words.under.format(value=said[0]), *between, style.words.over.format(value=said[-1])]
