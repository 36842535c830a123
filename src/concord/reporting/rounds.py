"""Rounds of reporting: every third year since 2012 (article 9.1), the Director-General's report the year after (9.2).

What is known of each round is declared in ``data/rounds/<year>.yaml``, each count with the date it is as of. A count
that was not found is ``None``; one that could not be checked carries that mark and is never printed as fact.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import Invalid, NotFound
from concord.vocabulary.periods import PartialDate
from concord.vocabulary.text import Text

FIRST_ROUND, YEARS_BETWEEN = 2012, 3


@dataclass(frozen=True, slots=True)
class Cycle:
    """Where a day stands in the cycle: the years of the last round begun and of the next; None before the first."""

    last_round: int | None
    next_round: int


def cycle(on: dt.date, *, first_round: int = FIRST_ROUND, years_between: int = YEARS_BETWEEN) -> Cycle:
    """The rounds before and after a day.

    A round is named by its year and has begun on the first day of it.

    Source:
        Code, article 9.1: the first report within two years of adoption, then one every three years.

    Example:
        >>> cycle(dt.date(2016, 3, 1))
        Cycle(last_round=2015, next_round=2018)
    """
    if on.year < first_round:
        return Cycle(None, first_round)
    last = first_round + (on.year - first_round) // years_between * years_between
    return Cycle(last, last + years_between)


def is_round_year(year: int, *, first_round: int = FIRST_ROUND, years_between: int = YEARS_BETWEEN) -> bool:
    """Whether reports are due in a year (article 9.1)."""
    return year >= first_round and (year - first_round) % years_between == 0


def report_year(round_year: int) -> int:
    """The year in which the Director-General reports on a round to the Assembly (article 9.2): the year after."""
    return round_year + 1


@dataclass(frozen=True, slots=True)
class Known:
    """Something read about a round: what it says, where it was read, and whether that was checked."""

    value: str
    source: str
    verification: str
    note: str = ""

    @property
    def is_fact(self) -> bool:
        """Whether it may be printed as fact."""
        return self.verification in {"verified", "computed", "derived"}


@dataclass(frozen=True, slots=True)
class Count:
    """A count with the day it is as of; ``is_final`` is None where it is not known whether it is the round's last."""

    measure: str
    value: int
    as_of: str
    source: str
    verification: str
    is_final: bool | None = None
    by_region: Mapping[str, int] = field(default_factory=dict, hash=False)
    note: str = ""

    @property
    def is_fact(self) -> bool:
        """Whether it may be printed as fact."""
        return self.verification in {"verified", "computed", "derived"}

    @property
    def first_day(self) -> dt.date:
        """The earliest day it may be as of."""
        return PartialDate.parse(self.as_of).first


@dataclass(frozen=True, slots=True)
class Round:
    """One round (``data/rounds/<year>.yaml``): when it was, what is known of it, and what was looked for in vain.

    Attributes:
        id: Its year as text; ``number`` counts from 1.
        report_year: The year in which the Director-General reports on it to the Assembly.
        status: ``closed`` or ``next``.
        counts: By measure (``national-reports``, ``designated-authorities``, ``questions`` …), oldest first.
        not_found: Measures that were looked for and not found.
    """

    id: str
    number: int
    title: Text
    year: int
    report_year: int
    assembly: str
    status: str
    code_version: str
    deadline: Known | None = None
    document: Known | None = None
    verification: str = "verified"
    verification_note: str = ""
    counts: Mapping[str, tuple[Count, ...]] = field(default_factory=dict, hash=False)
    not_found: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def count(self, measure: str, on: dt.date | None = None) -> Count | None:
        """The latest count of a measure that may be printed as fact and was known on a day, or None."""
        facts = [each for each in self.counts.get(measure, ()) if each.is_fact]
        known = [each for each in facts if on is None or each.first_day <= on]
        return known[-1] if known else None

    def regions(self, measure: str, on: dt.date | None = None) -> Count | None:
        """The latest such count that is also known by region, or None."""
        facts = [each for each in self.counts.get(measure, ()) if each.is_fact and each.by_region]
        known = [each for each in facts if on is None or each.first_day <= on]
        return known[-1] if known else None


def rounds() -> tuple[Round, ...]:
    """All declared rounds, oldest first."""
    return _rounds(packs.roots())


def round_of(id: str) -> Round:
    """One round by its year.

    Raises:
        NotFound: ``reporting.round.unknown``; the hint names the rounds there are.
    """
    known = {each.id: each for each in rounds()}
    if id not in known:
        raise NotFound(
            "reporting.round.unknown",
            params={"id": id, "known": ", ".join(known)},
            hint=f"The rounds are {', '.join(known)}.",
        )
    return known[id]


@lru_cache(maxsize=4)
def _rounds(roots: tuple[Path, ...]) -> tuple[Round, ...]:
    read = (_round(read_yaml(path), path.name) for path in packs.each("rounds"))
    return tuple(sorted(read, key=lambda each: each.year))


def _round(declared: Mapping[str, Any], file: str) -> Round:
    year = declared["year"]
    if not is_round_year(year) or declared["report_year"] != report_year(year):
        raise Invalid("reporting.round.wrong-year", params={"year": year, "file": file})
    counts: dict[str, list[Count]] = {}
    for each in declared["facts"]:
        counts.setdefault(each["measure"], []).append(_count(each))
    return Round(
        id=declared["id"],
        number=declared["number"],
        title=Text(declared["title"]),
        year=year,
        report_year=declared["report_year"],
        assembly=declared["assembly"],
        status=declared["status"],
        code_version=declared["code_version"],
        deadline=_known(declared.get("deadline")),
        document=_known(declared.get("document")),
        verification=declared.get("verification", "verified"),
        verification_note=declared.get("verification_note", ""),
        counts={measure: tuple(sorted(found, key=lambda each: each.first_day)) for measure, found in counts.items()},
        not_found=tuple(declared.get("not_found") or ()),
        notes=tuple(declared.get("notes") or ()),
    )


def _count(declared: Mapping[str, Any]) -> Count:
    return Count(
        measure=declared["measure"],
        value=declared["value"],
        as_of=declared["as_of"],
        source=declared["source"],
        verification=declared["verification"],
        is_final=declared.get("final"),
        by_region=declared.get("by_region") or {},
        note=declared.get("note", ""),
    )


def _known(declared: Mapping[str, Any] | None) -> Known | None:
    if declared is None:
        return None
    return Known(declared["value"], declared["source"], declared["verification"], declared.get("note", ""))
