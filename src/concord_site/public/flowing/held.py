"""Estimates of all periods from the bundled stocks, worked out once."""

from __future__ import annotations

from functools import lru_cache

from concord.flows.people import People, people, periods
from concord.flows.side_by_side import SideBySide, side_by_side


@lru_cache(maxsize=8)
def told(period: str) -> SideBySide:
    """All methods for one period."""
    return side_by_side(of(period).account)


def of(period: str) -> People:
    """What a period is estimated from."""
    return people(period)


@lru_cache(maxsize=1)
def places() -> tuple[str, ...]:
    """Every place that some period has."""
    return tuple(sorted({place for period in periods() for place in of(period).account.areas}))


def newest() -> str:
    """The last period."""
    return periods()[-1]
