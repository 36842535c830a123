"""A straight line through the newest points of a series, carried on with the range that a new point may have.

Ordinary least squares; the range is the prediction interval of a new observation with Student's t. No other package is
needed, and the quantile is that of the closed form for whole degrees of freedom (Abramowitz and Stegun 26.7.3, 26.7.4).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A fitted line: ``level`` at the mean year ``centre``, ``slope`` a year, the residuals' ``spread``, its points."""

    centre: float
    level: float
    slope: float
    spread: float
    squares: float
    points: int

    def at(self, year: float) -> float:
        """The value of the line."""
        return self.level + self.slope * (year - self.centre)

    def half_width(self, year: float, coverage: float) -> float:
        """Half the prediction interval of a new observation: t × s × √(1 + 1/n + (x − x̄)² / Σ(x − x̄)²)."""
        distance = (year - self.centre) ** 2 / self.squares
        return student(coverage, self.points - 2) * self.spread * math.sqrt(1 + 1 / self.points + distance)


def fit(points: Sequence[tuple[int, float]]) -> Line:
    """The line of least squares through three points or more of at least two years.

    Example:
        >>> line = fit([(2000, 1.0), (2001, 2.0), (2002, 3.0)])
        >>> line.slope, line.at(2010)
        (1.0, 11.0)
    """
    count = len(points)
    centre = sum(year for year, _ in points) / count
    level = sum(value for _, value in points) / count
    squares = sum((year - centre) ** 2 for year, _ in points)
    slope = sum((year - centre) * (value - level) for year, value in points) / squares
    rest = sum((value - level - slope * (year - centre)) ** 2 for year, value in points)
    return Line(centre, level, slope, math.sqrt(rest / (count - 2)), squares, count)


def student(coverage: float, freedom: int) -> float:
    """The t within which a share ``coverage`` of Student's distribution lies, both sides together.

    Example:
        >>> round(student(0.80, 3), 3), round(student(0.95, 10), 3)
        (1.638, 2.228)
    """
    low, high = 0.0, 1.0
    while _within(high, freedom) < coverage:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < coverage else (low, middle)
    return (low + high) / 2


def _within(t: float, freedom: int) -> float:
    """The share of the distribution between −t and t."""
    angle = math.atan(t / math.sqrt(freedom))
    cosine, sine = math.cos(angle), math.sin(angle)
    if freedom % 2:
        term, total = cosine, 0.0
        for step in range(1, freedom - 1, 2):
            total += term
            term *= cosine**2 * (step + 1) / (step + 2)
        return 2 / math.pi * (angle + sine * total)
    term, total = 1.0, 0.0
    for step in range(0, freedom - 1, 2):
        total += term
        term *= cosine**2 * (step + 1) / (step + 2)
    return sine * total
