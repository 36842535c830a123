"""What a benefit account is: three sides of lines with ranges, promises kept, a ratio, and what decides the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from concord.agreements.account_declared import SIDES, SideId
from concord.agreements.account_given import Given
from concord.labour_market.curves import Range
from concord.vocabulary.provenance import Input

Standing = Literal["", "promised", "part", "delivered"]
Verdict = Literal["gain", "loss", "open", "unknown"]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A figure that was worked out: the mean of its draws, between their declared quantiles.

    The mean is shown because means add up: the lines of a side sum to its balance. Quantiles do not.
    """

    mean: float
    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        """Whether nothing that went into it has a range."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a side, in US$ of the account's price year.

    Attributes:
        whole: Over the agreement, discounted to its first year; a cost is below zero. None where it is not known.
        by_year: Of each year, not discounted.
        standing: For what is promised and delivered: how much of it is what was delivered.
        beside: It stands beside the balance and is not counted in it.
        to: Who receives it, where that is said.
        missing: Quantities that nobody gave and nobody may assume.
        assumed: Quantities that were taken to be as is usual.
    """

    id: str
    side: SideId
    sign: Literal["gain", "cost"]
    whole: Reckoned | None
    by_year: Mapping[int, Reckoned]
    standing: Standing = ""
    beside: bool = False
    to: str = ""
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the three sides.

    Attributes:
        lines: All of them, those that are not known too.
        not_priced: What nobody puts into money here.
        balance: Of the lines that are known and counted; None where none is.
        gains_in: Share of draws (0-1) in which the balance is above zero.
    """

    id: SideId
    lines: tuple[Line, ...]
    not_priced: tuple[str, ...]
    balance: Reckoned | None
    by_year: Mapping[int, Reckoned]
    gains_in: float | None
    verdict: Verdict

    @property
    def counted(self) -> tuple[Line, ...]:
        """Lines in the balance."""
        return tuple(each for each in self.lines if each.whole is not None and not each.beside)

    @property
    def unknown(self) -> tuple[Line, ...]:
        """Lines that are not known here."""
        return tuple(each for each in self.lines if each.whole is None)

    @property
    def beside(self) -> tuple[Line, ...]:
        """Lines that are known and stand beside the balance."""
        return tuple(each for each in self.lines if each.whole is not None and each.beside)


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise and what was delivered of it, in its own unit.

    Attributes:
        promised: Over the agreement.
        due: Promised for the years of which a delivery is told.
        delivered: In those years.
        ratio: Delivered to due; None where nothing was due or nothing is told.
    """

    id: str
    unit: str
    promised: Reckoned | None
    due: Reckoned | None
    delivered: Reckoned | None
    ratio: Reckoned | None
    told: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Swayed:
    """What one quantity does to a side's balance: at its low and at its high, all others at their likeliest."""

    quantity: str
    side: SideId
    at_low: float
    at_high: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """How far it moves the balance."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class Weighed:
    """How far a side's balance follows one quantity over all draws.

    Attributes:
        correlation: Of ranks, −1 to 1; above zero where the balance grows with the quantity.
        share: Its square as a part (0-1) of those of all quantities of the side.
    """

    quantity: str
    side: SideId
    correlation: float
    share: float


@dataclass(frozen=True, slots=True)
class Used:
    """A quantity as it went in: given by somebody, or assumed with a reason."""

    quantity: str
    unit: str
    given: Given | None
    assumed: Range | None
    reason: str = ""
    source: str = ""

    @property
    def is_assumed(self) -> bool:
        """Whether nobody gave it."""
        return self.given is None


@dataclass(frozen=True)
class Account:
    """A benefit account. The sides are never added: what one gains does not repay another.

    Attributes:
        counts: Persons and posts: moved, returned, away at the end, years of posts empty.
        kept: Promises and deliveries.
        ratio: Of what the origin's health system receives to what the destination saves in training (1 is as much);
            None where one of the two is not known or the saving may be nothing.
        swayed: What decides, the widest first, for each side.
        weighed: What the width of each balance rests on, the weightiest first, for each side.
        used: Every quantity that went in.
        lacking: Quantities that would let more lines be told.
    """

    id: str
    title: str
    names: Mapping[SideId, str]
    first: int
    years: int
    price_year: int
    origin: Side
    destination: Side
    workers: Side
    counts: Mapping[str, Reckoned]
    kept: tuple[Kept, ...]
    ratio: Reckoned | None
    swayed: tuple[Swayed, ...]
    weighed: tuple[Weighed, ...]
    used: tuple[Used, ...]
    lacking: tuple[str, ...]
    seed: int
    draws: int
    tails: tuple[float, float]
    method: str
    version: str
    inputs: tuple[Input, ...]
    invented: bool

    @property
    def sides(self) -> tuple[Side, ...]:
        """Origin, destination, workers."""
        return tuple(getattr(self, each) for each in SIDES)

    @property
    def assumed(self) -> tuple[Used, ...]:
        """What nobody gave."""
        return tuple(each for each in self.used if each.is_assumed)

    def side(self, id: SideId) -> Side:
        """One side."""
        found: Side = getattr(self, id)
        return found
