"""Targets of a plan judged at their dates: met, missed, on course, or unknown.

A target is judged from known counts ("history"), never from guesses. The rules, declared in ``programme/judging.yaml``:

1. Only counts that were verified and are as of a day not after ``as_of`` are used, and of a round only its own counts.
2. On or after the target's date: the latest count as of that date or before decides, met or missed. A count below
   what was needed that is older than ``stale_after_days`` decides nothing: unknown.
3. With no such count, the earliest later one stands in, with its own date shown: below what was needed it shows that
   the target was missed (what is counted here only grows); at or above it says nothing about the date: unknown.
4. Before the target's date: on course when the latest count has reached the straight line from ``start`` to the date,
   or all that is needed; else unknown.
5. Where no count is known: unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from concord.declarations import packs
from concord.declarations.messages import fill
from concord.declarations.read import read_yaml
from concord.vocabulary import formats
from concord.vocabulary.periods import PartialDate
from concord.vocabulary.text import Wording, wording

Status = Literal["met", "missed", "on-course", "unknown"]
Unit = Literal["percent-of-member-states", "completion", "usd", "usd-per-year"]
Value = int | Decimal | bool


@dataclass(frozen=True, slots=True)
class Known:
    """A known count or fact: how much of which measure, as of when, from where.

    ``as_of`` is as precise as it is known; a count "as of 2012" is taken as of that year's last day. ``source`` is the
    document, ``link`` its address, ``licence`` its terms, ``file`` the declared file the fact stands in.
    """

    measure: str
    value: Value
    as_of: str
    source: str
    verification: str
    link: str = ""
    licence: str = ""
    file: str = ""
    round: str | None = None
    note: str = ""

    @property
    def is_fact(self) -> bool:
        """Whether it may be printed as fact, and so decide."""
        return self.verification in {"verified", "computed", "derived"}

    @property
    def day(self) -> dt.date:
        """The latest day it may be as of."""
        return PartialDate.parse(self.as_of).last


@dataclass(frozen=True, slots=True)
class Denominator:
    """How many Member States a percentage is taken of, and why this many."""

    id: str
    value: int
    source: str
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A wanted value at a date.

    Args:
        id: ``target-4.3``, the plan's own number.
        wanted: A percentage (0-100), an amount in US$, or True for something to be finished.
        measure: Which counts of the history it is judged by; with ``round``, only those of that round.
        denominator: For a percentage of Member States, how many there are.
        parts: For an amount, its parts by name (``headquarters``, ``regions``) in US$.
        domain: The catalogue that translates its wording.
    """

    id: str
    objective: str
    wanted: Value
    unit: Unit
    comparison: Literal["at-least", "equal"]
    date: str
    date_text: str
    measures: str
    indicator: str
    formula: str
    measure: str
    round: str | None = None
    denominator: Denominator | None = None
    parts: tuple[tuple[str, int], ...] = ()
    domain: str = "strategy"

    @property
    def day(self) -> dt.date:
        """The target's date."""
        return PartialDate.parse(self.date).last

    def said(self, language: str = "en") -> Wording:
        """What it measures, in one language."""
        return wording(self.domain, f"{self.id}.measures", self.measures, language)

    def said_indicator(self, language: str = "en") -> Wording:
        """Its indicator, in one language."""
        return wording(self.domain, f"{self.id}.indicator", self.indicator, language)

    @property
    def needed(self) -> Value:
        """The count that reaches it: states rounded up (20 % of 193 is 39), US$, or True."""
        if self.denominator is None or isinstance(self.wanted, bool):
            return self.wanted
        exact = Decimal(self.wanted) * self.denominator.value / 100
        return int(exact.to_integral_value(ROUND_CEILING))

    def is_reached_by(self, value: Value) -> bool:
        """Whether a count reaches it; more than was asked for reaches it too."""
        return value >= self.needed


@dataclass(frozen=True, slots=True)
class Rules:
    """How targets are judged (``programme/judging.yaml``)."""

    start: dt.date
    stale_after_days: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A target with its result.

    ``known`` is the count that decided, or that is shown though it decides nothing; ``stands_in`` says that it is as of
    a later day than the target's. ``reason`` names the rule that applied; :meth:`note` puts it in words.
    """

    target: Target
    status: Status
    reason: str
    known: Known | None = None

    @property
    def value(self) -> Value | None:
        """The count known, or None."""
        return None if self.known is None else self.known.value

    @property
    def stands_in(self) -> bool:
        """Whether a later count stands in, with its own date."""
        return self.known is not None and self.known.day > self.target.day

    @property
    def percent(self) -> Decimal | None:
        """The count as a percentage (0-100) of the denominator or the amount wanted, one decimal; None if unknown."""
        if self.known is None or isinstance(self.known.value, bool) or isinstance(self.target.wanted, bool):
            return None
        whole = self.target.denominator.value if self.target.denominator else self.target.wanted
        return (Decimal(self.known.value) * 100 / Decimal(whole)).quantize(Decimal("0.1"))

    def note(self, language: str = "en") -> str:
        """Why the status is what it is, in one sentence."""
        params = {"date": formats.date(self.target.date, language), "needed": _shown(self.target.needed, language)}
        if self.known is not None:
            params["value"] = _shown(self.known.value, language)
            params["as_of"] = formats.date(self.known.as_of, language)
        return fill(self.reason, params, language).message


def _shown(value: Value, language: str) -> str:
    return str(value).lower() if isinstance(value, bool) else formats.number(value, language)


def rules() -> Rules:
    """The declared rules of judging."""
    declared = read_yaml(packs.find("programme/judging.yaml"))
    return Rules(PartialDate.parse(declared["start"]).first, declared["stale_after_days"])


def judge(
    targets: Iterable[Target], history: Iterable[Known], as_of: dt.date | None = None, *, by: Rules | None = None
) -> tuple[Judged, ...]:
    """Judge targets by known counts.

    Args:
        targets: The targets, in the order wanted.
        history: Known counts of any measure and date, in any order.
        as_of: The day of judging; None judges by all that is known, as of a day after every date in sight.
        by: The rules; None for the declared ones.

    Returns:
        One result per target. "Unknown" wherever no verified count decides; nothing is estimated.

    Source:
        Strategy 2010-2015, Tables 1, 3 and 4; the report on the Code's effectiveness asked for by article 9.2.
    """
    chosen = by or rules()
    counts = tuple(each for each in history if each.is_fact)
    return tuple(_judged(target, counts, as_of or dt.date.max, chosen) for target in targets)


def _judged(target: Target, history: Sequence[Known], as_of: dt.date, by: Rules) -> Judged:
    own = [e for e in history if e.measure == target.measure and (target.round is None or e.round == target.round)]
    usable = sorted((each for each in own if each.day <= as_of), key=lambda each: each.day)
    if not usable:
        return Judged(target, "unknown", "targets.unknown.no-count")
    if as_of < target.day:
        return _before(target, usable[-1], as_of, by)
    in_time = [each for each in usable if each.day <= target.day]
    return _at_date(target, in_time[-1], by) if in_time else _by_later(target, usable[0])


def _before(target: Target, latest: Known, as_of: dt.date, by: Rules) -> Judged:
    if target.is_reached_by(latest.value):
        return Judged(target, "on-course", "targets.on-course.reached", latest)
    if isinstance(latest.value, bool):
        return Judged(target, "unknown", "targets.unknown.behind-the-line", latest)
    share = Decimal((as_of - by.start).days) / Decimal((target.day - by.start).days)
    on_line = Decimal(latest.value) >= Decimal(target.needed) * share
    if on_line:
        return Judged(target, "on-course", "targets.on-course.on-the-line", latest)
    return Judged(target, "unknown", "targets.unknown.behind-the-line", latest)


def _at_date(target: Target, latest: Known, by: Rules) -> Judged:
    if target.is_reached_by(latest.value):
        return Judged(target, "met", "targets.met.in-time", latest)
    if (target.day - latest.day).days > by.stale_after_days:
        return Judged(target, "unknown", "targets.unknown.stale", latest)
    return Judged(target, "missed", "targets.missed.in-time", latest)


def _by_later(target: Target, later: Known) -> Judged:
    if target.is_reached_by(later.value):
        return Judged(target, "unknown", "targets.unknown.later-count", later)
    return Judged(target, "missed", "targets.missed.later-count", later)
