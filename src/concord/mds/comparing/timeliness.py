"""How old a country's newest figures are, how long after their year they came, and how late after a round asked.

Days are told only of figures that a country sent itself: when a publisher's file was taken in says nothing about the
country. What nobody knows is None, never zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from concord.mds.citation import SENT
from concord.mds.comparing.declared import CoverageRules, coverage_rules

if TYPE_CHECKING:
    from concord.mds.comparing.vintages import Held


@dataclass(frozen=True, slots=True)
class Came:
    """When figures that a country sent itself came first.

    Args:
        area: Who sent them.
        structure: The table; "" for a delivery as a whole.
        year: The reference year.
        on: The day on which they came, or were first published.
    """

    area: str
    structure: str
    year: int
    on: dt.date


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How old and how late.

    Args:
        newest: The newest reference year; None where nothing is held.
        years: Years from it to the year that is looked from.
        grade: Of ``data/codelists/timeliness.yaml``.
        sent_year: The newest year of figures that the country sent itself.
        sent_on: When these came first.
        days: From the end of that year until then.
        due: The day by which a round asked for them; None where no day is known.
        days_late: From that day until they came, or until now where nothing came; negative: before the day.
        is_awaited: The day has passed and nothing came.
    """

    newest: int | None
    years: int | None
    grade: str
    sent_year: int | None = None
    sent_on: dt.date | None = None
    days: int | None = None
    due: dt.date | None = None
    days_late: int | None = None
    is_awaited: bool = False


def timeliness(
    newest: int | None,
    *,
    as_of: dt.date,
    came: Sequence[Came] = (),
    dues: Sequence[dt.date] = (),
    rules: CoverageRules | None = None,
) -> Timeliness:
    """How old a country's newest figures are and how late they came.

    Args:
        newest: The newest reference year held; None where nothing is held.
        as_of: The day that is looked from.
        came: When figures of this country came.
        dues: Days by which rounds asked for figures.
        rules: Other rules than the declared ones.

    Example:
        >>> found = timeliness(2024, as_of=dt.date(2026, 11, 22), came=[Came("KEN", "", 2024, dt.date(2025, 4, 10))])
        >>> found.years, found.grade, found.days
        (2, 'recent', 100)
    """
    rules = rules or coverage_rules()
    years = None if newest is None else max(0, as_of.year - newest)
    grade = rules.timely(years)
    sent_year = max((each.year for each in came), default=None)
    sent_on = min((each.on for each in came if each.year == sent_year), default=None)
    days = None if sent_year is None or sent_on is None else (sent_on - dt.date(sent_year, 12, 31)).days
    due, late, is_awaited = _late([each.on for each in came], dues, as_of)
    return Timeliness(newest, years, grade, sent_year, sent_on, days, due, late, is_awaited)


def _late(came: Sequence[dt.date], dues: Sequence[dt.date], as_of: dt.date) -> tuple[dt.date | None, int | None, bool]:
    """The last day that has passed, and how late figures came for it: those that came after the day before it."""
    passed = sorted(day for day in dues if day <= as_of)
    if not passed:
        return None, None, False
    due = passed[-1]
    before = passed[-2] if len(passed) > 1 else dt.date.min
    for_it = [day for day in came if before < day <= as_of]
    if not for_it:
        return due, (as_of - due).days, True
    return due, (min(for_it) - due).days, False


def came_from(given: Mapping[str, Sequence[Held]], *, sent: Collection[str] = SENT) -> tuple[Came, ...]:
    """When figures that countries sent were first published, from the releases that hold them.

    Args:
        given: By structure, what each release holds, the oldest first.
        sent: Ids of sources that stand for figures which a country sent.
    """
    import polars as pl

    first: dict[tuple[str, str, int], dt.date] = {}
    for id, releases in given.items():
        for each in releases:
            if not each.as_of:
                continue
            rows = each.table.frame.filter(pl.col("source").is_in(list(sent))).select("area", "year").unique()
            day = dt.date.fromisoformat(each.as_of)
            for area, year in rows.sort("area", "year").rows():
                first.setdefault((area, id, year), day)
    return tuple(Came(area, id, year, day) for (area, id, year), day in sorted(first.items()))
