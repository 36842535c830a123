"""What a projection hands to an analysis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from concord.labour_market.curves import Curve

if TYPE_CHECKING:
    from concord.labour_market.projection import Used


@dataclass(frozen=True)
class Projected:
    """Supply by year, and what it rests on.

    Attributes:
        curve: Medians, with the bounds of 80 % of the draws of each occupation, added.
        used: Every quantity that went in, data or assumption, with its range.
        plan: The scenarios as text; empty for none.
        draws: How many.
    """

    curve: Curve
    used: tuple[Used, ...]
    plan: str
    draws: int
