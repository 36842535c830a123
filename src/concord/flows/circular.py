"""Circular migration from registers with identifiers: leaving, staying abroad, coming back.

A spell is one time that a person was at home, from entry (or return) until leaving. Whoever has left and is not back
when the register was looked at may still come back: staying abroad is read as survival (Kaplan and Meier 1958) with
Greenwood's errors, never as "left and did not return". Who is known to have died or retired abroad is watched until
then.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from concord.errors import Invalid
from concord.findings import Finding, Findings, Place
from concord.flows.declared import declared

Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Spell:
    """One time at home, in years (2019.5 is the middle of 2019).

    Args:
        person: The identifier; never shown.
        entered: First entry, or return.
        left: When they left; None where they had not.
        left_for: Where to; "" where it is not known.
        ended: When the spell ended otherwise (death, retirement, deletion); None where it did not.
    """

    person: str
    entered: float
    left: float | None = None
    left_for: str = ""
    ended: float | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % band; None in the band where it cannot be told."""

    years: float
    share: float
    low: float
    high: float
    at_risk: int


@dataclass(frozen=True, slots=True)
class Circular:
    """What the spells of a register say.

    Args:
        window: The time that was looked at, in years.
        persons: With a spell in the window.
        person_years: Spent at home in the window.
        leavers: Departures in the window.
        returners: Of those departures, how many came back within the window.
        repeated: Persons who left more than once in the window.
        leaving_rate: Departures per person-year, with a 95 % band.
        back: The share that was back after so many years, with bands; years that nobody was watched for are left out.
        median_abroad: Years after which half are back; None where fewer than half are seen to be.
        mean_abroad: Mean years abroad of those who came back: of them alone, and so too short.
        by_destination: Departures and returns seen, by destination.
    """

    window: tuple[float, float]
    persons: int
    person_years: float
    leavers: int
    returners: int
    repeated: int
    leaving_rate: Share
    back: tuple[Share, ...]
    median_abroad: float | None
    mean_abroad: float | None
    by_destination: Mapping[str, tuple[int, int]]
    findings: Findings
    version: str
    status: Literal["normal"] = "normal"


def circular(spells: Iterable[Spell], *, since: float, until: float) -> Circular:
    """Leaving, staying abroad and coming back in a window of time.

    Args:
        spells: Of all persons, in any order.
        since, until: The window, in years; what lies outside it is not counted.

    Raises:
        Invalid: ``flows.circular.window``.

    Example:
        >>> seen = circular([Spell("a", 2010, 2012, "GBR"), Spell("a", 2015), Spell("b", 2010)], since=2010, until=2020)
        >>> seen.leavers, seen.returners, seen.person_years, seen.median_abroad
        (1, 1, 17.0, 3)
    """
    if not since < until:
        raise Invalid("flows.circular.window", params={"since": since, "until": until})
    told: list[Finding] = []
    by_person: dict[str, list[Spell]] = {}
    for spell in spells:
        if _is_sound(spell, told):
            by_person.setdefault(spell.person, []).append(spell)
    absences = [each for own in by_person.values() for each in _absences(own, until, told) if since <= each.left]
    stays = [_overlap(spell, since, until) for own in by_person.values() for spell in own]
    years = math.fsum(stays)
    left = Counter(each.destination for each in absences)
    returned = Counter(each.destination for each in absences if each.is_back)
    people = Counter(each.person for each in absences)
    curve = _curve([(each.years, each.is_back) for each in absences])
    lengths = [each.years for each in absences]
    durations = [each.years for each in absences if each.is_back]
    return Circular(
        window=(since, until),
        persons=sum(any(_overlap(spell, since, until) > 0 for spell in own) for own in by_person.values()),
        person_years=years,
        leavers=len(absences),
        returners=len(durations),
        repeated=sum(times > 1 for times in people.values()),
        leaving_rate=_rate(len(absences), years),
        back=tuple(each for at in declared().years_shown if (each := _at(curve, lengths, at)) is not None),
        median_abroad=next((each.years for each in curve if each.share >= 0.5 - 1e-12), None),
        mean_abroad=math.fsum(durations) / len(durations) if durations else None,
        by_destination={id: (left[id], returned[id]) for id in sorted(left)},
        findings=Findings(told),
        version=declared().version,
    )


@dataclass(frozen=True, slots=True)
class _Absence:
    person: str
    destination: str
    left: float
    years: float
    is_back: bool


def _is_sound(spell: Spell, told: list[Finding]) -> bool:
    ends = [each for each in (spell.left, spell.ended) if each is not None]
    if any(each < spell.entered for each in ends):
        told.append(Finding("flows.circular.backwards", "hard", Place(item="spell"), params={"entered": spell.entered}))
        return False
    return True


def _absences(own: Sequence[Spell], until: float, told: list[Finding]) -> list[_Absence]:
    """Each departure of a person, until the next entry, a known end, or the end of the window."""
    ordered = sorted(own, key=lambda each: each.entered)
    found = []
    for position, spell in enumerate(ordered):
        if spell.left is None or spell.left > until:
            continue
        following = ordered[position + 1] if position + 1 < len(ordered) else None
        if following is not None and following.entered < spell.left:
            told.append(Finding("flows.circular.overlap", "soft", Place(item="spell")))
            continue
        is_back = following is not None and following.entered <= until
        end = following.entered if following is not None and is_back else min(until, spell.ended or until)
        found.append(_Absence(spell.person, spell.left_for, spell.left, max(end - spell.left, 0.0), is_back))
    return found


def _overlap(spell: Spell, since: float, until: float) -> float:
    ends = [each for each in (spell.left, spell.ended, until) if each is not None]
    return max(0.0, min(ends) - max(spell.entered, since))


def _rate(events: int, years: float) -> Share:
    """A rate with the exact-enough band of a count: Byar's approximation of Poisson limits."""
    if years <= 0:
        return Share(0.0, math.nan, math.nan, math.nan, 0)
    low = events * (1 - 1 / (9 * events) - Z_95 / (3 * math.sqrt(events))) ** 3 if events else 0.0
    more = events + 1
    high = more * (1 - 1 / (9 * more) + Z_95 / (3 * math.sqrt(more))) ** 3
    return Share(1.0, events / years, max(low, 0.0) / years, high / years, events)


def _curve(absences: Sequence[tuple[float, bool]]) -> list[Share]:
    """The share that is back after each time at which somebody came back, with Greenwood's band (log-log)."""
    lengths = sorted(years for years, _ in absences)
    events = Counter(years for years, is_back in absences if is_back)
    abroad, variance, curve = 1.0, 0.0, []
    for years in sorted(events):
        at_risk = len(lengths) - bisect_left(lengths, years)
        stay = at_risk - events[years]
        abroad *= stay / at_risk
        variance += events[years] / (at_risk * stay) if stay else 0.0
        low, high = _band(abroad, variance, at_risk)
        curve.append(Share(years, 1 - abroad, 1 - high, 1 - low, at_risk))
    return curve


def _band(abroad: float, variance: float, at_risk: int) -> tuple[float, float]:
    """The 95 % band of a share that is still abroad; where it is nobody, what a sample of this size allows."""
    if abroad <= 0:
        return 0.0, _at_most(at_risk)
    width = Z_95 * math.sqrt(variance) / abs(math.log(abroad))
    return abroad ** math.exp(width), abroad ** math.exp(-width)


def _at_most(at_risk: int) -> float:
    """The most a share can be, with 97.5 % confidence, where it was seen in none of so many."""
    return float(1 - 0.025 ** (1 / at_risk)) if at_risk else 1.0


def _at(curve: Sequence[Share], lengths: Sequence[float], years: float) -> Share | None:
    """The share at a time; None where nobody was watched so long."""
    at_risk = sum(each >= years for each in lengths)
    if not at_risk:
        return None
    before = [each for each in curve if each.years <= years]
    if not before:
        return Share(years, 0.0, 0.0, _at_most(at_risk), at_risk)
    return Share(years, before[-1].share, before[-1].low, before[-1].high, at_risk)
