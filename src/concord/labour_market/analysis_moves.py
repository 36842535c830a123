"""Moves of people of an area, as estimates of flows hand them to an analysis."""

from __future__ import annotations

from dataclasses import dataclass

from concord.labour_market.curves import Range
from concord.vocabulary.provenance import Input


@dataclass(frozen=True, slots=True)
class Move:
    """Moves between an area and one partner in a period."""

    partner: str
    range: Range


@dataclass(frozen=True, slots=True)
class Moves:
    """Estimated moves of people of all occupations: never health personnel, never a count.

    Attributes:
        first, last: The period, from the one table of stocks to the other.
        out, into: Away from the area and to it: the median of the methods, between the least and the most any says.
        to, of: The partners with the greatest upper ends, away and to the area.
        methods: How many were run side by side.
        method, version: What estimated them.
        inputs: The account they were estimated from.
        sources: Ids of the declared sources of its stocks, births and deaths.
    """

    first: int
    last: int
    out: Range
    into: Range
    to: tuple[Move, ...]
    of: tuple[Move, ...]
    methods: int
    method: str
    version: str
    inputs: tuple[Input, ...]
    sources: tuple[str, ...]
