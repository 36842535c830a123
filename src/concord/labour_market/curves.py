"""What need, demand and supply are told as: values with their range, and curves of them by year.

A range is arithmetic of bounds: nothing is taken to be independent, so a difference of two ranges is as wide as their
worst cases together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from concord.errors import Invalid
from concord.vocabulary.provenance import Input

Kind = Literal["need", "demand", "supply"]
#: ``normal`` was counted, ``estimated`` was worked out, ``assumed`` rests on an assumption that nobody measured.
Standing = Literal["normal", "estimated", "assumed"]


@dataclass(frozen=True, slots=True)
class Range:
    """A value between its bounds.

    Raises:
        Invalid: ``labour-market.range.order`` where the value does not lie between the bounds or is not finite.
    """

    value: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not (self.low <= self.value <= self.high and math.isfinite(self.low) and math.isfinite(self.high)):
            params = {"low": self.low, "value": self.value, "high": self.high}
            raise Invalid("labour-market.range.order", params=params)

    @classmethod
    def exact(cls, value: float) -> Range:
        """A value without a range: something counted."""
        return cls(value, value, value)

    @classmethod
    def of(cls, given: Range | float) -> Range:
        """A range as it is, a number as an exact one."""
        return given if isinstance(given, Range) else cls.exact(float(given))

    @property
    def is_exact(self) -> bool:
        """Whether it has no width."""
        return self.low == self.high

    def __add__(self, other: Range) -> Range:
        return Range(self.value + other.value, self.low + other.low, self.high + other.high)

    def __sub__(self, other: Range) -> Range:
        return Range(self.value - other.value, self.low - other.high, self.high - other.low)

    def __mul__(self, other: Range | float) -> Range:
        """The product of two ranges that are not below zero.

        Raises:
            Invalid: ``labour-market.range.negative``.
        """
        by = Range.of(other)
        if self.low < 0 or by.low < 0:
            raise Invalid("labour-market.range.negative", params={"low": min(self.low, by.low)})
        return Range(self.value * by.value, self.low * by.low, self.high * by.high)

    def __truediv__(self, other: Range | float) -> Range:
        """The quotient of a range that is not below zero by one above zero.

        Raises:
            Invalid: ``labour-market.range.negative`` or ``labour-market.range.by-zero``.
        """
        by = Range.of(other)
        if by.low <= 0:
            raise Invalid("labour-market.range.by-zero", params={"low": by.low})
        return self * Range(1 / by.value, 1 / by.high, 1 / by.low)

    def turned(self) -> Range:
        """The same with the sign turned."""
        return Range(-self.value, -self.high, -self.low)

    def at_least(self, least: float) -> Range:
        """The same, nothing below ``least``."""
        return Range(max(self.value, least), max(self.low, least), max(self.high, least))


@dataclass(frozen=True)
class Curve:
    """Persons by year, of one kind.

    Args:
        kind: What the curve is: needed by the population, paid for by the economy, or there.
        points: Persons by year.
        occupations: Whom it counts.
        method: Id of the declared method, with its ``version``.
        standing: Counted, worked out, or assumed.
        assumptions: Ids of what was assumed; each is declared with its range and reason.
        inputs: What went into it, with digests.
        seed: Of the draws behind its ranges; None where nothing was drawn.
    """

    kind: Kind
    points: Mapping[int, Range]
    occupations: tuple[str, ...] = ()
    method: str = ""
    version: str = ""
    standing: Standing = "estimated"
    assumptions: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()
    seed: int | None = field(default=None)

    @property
    def years(self) -> tuple[int, ...]:
        """The years it speaks of, in order."""
        return tuple(sorted(self.points))

    def at(self, year: int) -> Range | None:
        """Persons in a year, or None where it says nothing of it."""
        return self.points.get(year)


def total(curves: Iterable[Curve], *, kind: Kind, method: str, version: str) -> Curve:
    """The sum of curves, in the years of which all of them speak; the least certain standing of them holds."""
    given = tuple(curves)
    if not given:
        return Curve(kind, {}, method=method, version=version)
    shared = set.intersection(*(set(each.points) for each in given))
    points = {year: _sum(each.points[year] for each in given) for year in sorted(shared)}
    rank: tuple[Standing, ...] = ("normal", "estimated", "assumed")
    return Curve(
        kind, points, tuple(code for each in given for code in each.occupations), method, version,
        max((each.standing for each in given), key=rank.index),
        tuple(dict.fromkeys(name for each in given for name in each.assumptions)),
        tuple(dict.fromkeys(one for each in given for one in each.inputs)),
        next((each.seed for each in given if each.seed is not None), None),
    )  # fmt: skip


def _sum(ranges: Iterable[Range]) -> Range:
    first, *others = ranges
    for each in others:
        first = first + each
    return first
