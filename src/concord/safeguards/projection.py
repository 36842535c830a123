"""Who will be near the line: the facts behind an edition's criteria carried forward, with a range. An exercise.

It says what would be if the last years went on, and decides nothing; the published list stays the authority.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from concord.errors import Invalid
from concord.safeguards.editions import Criterion, Edition
from concord.safeguards.projection_method import ProjectionMethod, projection_method
from concord.safeguards.recompute import FIRST_KNOWN_YEAR, Verdict, recompute
from concord.safeguards.trend import fit
from concord.vocabulary.areas import member_states
from concord.vocabulary.structures import Table

Outlook = Literal["meets", "near-the-line", "does-not-meet", "unknown"]
Why = Literal["", "nothing-known", "too-few-points", "too-old", "parts-unknown"]
Points = tuple[tuple[int, float], ...]
#: Of several criteria the first of these that one of them has decides; where none has, all are met.
WORST_FIRST: Final[tuple[Outlook, ...]] = ("does-not-meet", "unknown", "near-the-line")


@dataclass(frozen=True, slots=True)
class Carried:
    """One criterion of an area carried forward.

    ``value`` is the line's, ``low`` and ``high`` bound it; all three are None with the reason ``why`` where a series
    bears no line. ``last`` and ``last_years`` are the newest known value and its years, ``points`` how many the line
    rests on.
    """

    measure: str
    threshold: float
    value: float | None
    low: float | None
    high: float | None
    last: float | None
    last_years: tuple[int, ...] = ()
    points: int = 0
    why: Why = ""

    @property
    def outlook(self) -> Outlook:
        """Below the threshold with the whole range, above it, or astride it."""
        if self.low is None or self.high is None:
            return "unknown"
        if self.high < self.threshold:
            return "meets"
        return "does-not-meet" if self.low >= self.threshold else "near-the-line"


@dataclass(frozen=True, slots=True)
class Outlooked:
    """One area: each criterion carried forward, what follows, what is so now, and whether it is on the list."""

    area: str
    criteria: tuple[Carried, ...]
    outlook: Outlook
    now: Verdict
    is_listed: bool


@dataclass(frozen=True)
class Exercise:
    """Every Member State's outlook for a year; ``status`` is always ``estimated``: it is an exercise and no more."""

    edition: str
    until: int
    to: int
    method: ProjectionMethod
    areas: Mapping[str, Outlooked]
    status: Literal["estimated"] = "estimated"

    def of(self, outlook: Outlook) -> tuple[Outlooked, ...]:
        """Areas with one outlook, in order of code."""
        return tuple(each for each in self.areas.values() if each.outlook == outlook)

    @property
    def near(self) -> tuple[Outlooked, ...]:
        """Areas whose range lies astride the line: they may meet the criteria or not."""
        return self.of("near-the-line")


def project(
    edition: Edition,
    density: Table,
    uhc_index: Table,
    *,
    until: int,
    to: int,
    method: ProjectionMethod | None = None,
) -> Exercise:
    """Carry the facts of an edition's criteria forward and say who would meet them, who not, and who is near the line.

    Args:
        edition: The edition, or one with other thresholds (:func:`~concord.safeguards.what_if.with_thresholds`).
        density: Structure ``density``; where the whole is not published its parts are carried apart and added up, and
            so are their bounds.
        uhc_index: Structure ``uhc-index``.
        until: The last year whose facts count.
        to: The year looked at.
        method: The declared one where left out.

    Raises:
        Invalid: ``safeguards.projection.not-ahead`` where ``to`` is not after ``until``;
            ``safeguards.projection.too-far`` where it lies further ahead than the method goes.
    """
    how = method or projection_method()
    if to <= until:
        raise Invalid("safeguards.projection.not-ahead", params={"until": until, "to": to})
    if to - until > how.furthest_years:
        raise Invalid("safeguards.projection.too-far", params={"to": to, "furthest": until + how.furthest_years})
    now = recompute(edition, density, uhc_index, until=until)
    series = {"density": _series(density, "per_10k", until), "uhc-index": _series(uhc_index, "index_0_100", until)}
    states = [each.code for each in member_states(max(until, FIRST_KNOWN_YEAR))]
    areas = {}
    for area in states:
        criteria = tuple(
            _carried(series[each.measure].get(area, {}), each, how, until=until, to=to) for each in edition.criteria
        )
        verdict = now.judged[area].verdict
        areas[area] = Outlooked(area, criteria, _outlook(criteria), verdict, area in edition)
    return Exercise(edition.id, until, to, how, areas)


def _outlook(criteria: Sequence[Carried]) -> Outlook:
    """All must hold: one that surely fails is enough, else an unknown one leaves all unknown."""
    each = {criterion.outlook for criterion in criteria}
    for worst in WORST_FIRST:
        if worst in each:
            return worst
    return "meets"


def _series(table: Table, measure: str, until: int) -> dict[str, dict[str, Points]]:
    """Known values by area and occupation, in order of year, no later than ``until``."""
    found: dict[str, dict[str, dict[int, float]]] = {}
    for row in table.frame.iter_rows(named=True):
        if row[measure] is not None and row["year"] <= until:
            of_area = found.setdefault(row["area"], {})
            of_area.setdefault(row.get("occupation") or "", {})[row["year"]] = row[measure]
    return {
        area: {occupation: tuple(sorted(values.items())) for occupation, values in of_area.items()}
        for area, of_area in found.items()
    }


def _carried(
    series: Mapping[str, Points], criterion: Criterion, how: ProjectionMethod, *, until: int, to: int
) -> Carried:
    """One area's series by occupation, carried on for one criterion."""
    whole = series.get(criterion.occupation)
    if whole or not criterion.occupation:
        return _line(criterion, whole or (), how, until=until, to=to)
    wanted = criterion.occupation.split("_")
    parts = {occupation: points for occupation, points in series.items() if set(occupation.split("_")) <= {*wanted}}
    if sorted(group for occupation in parts for group in occupation.split("_")) != sorted(wanted):
        return _unknown(criterion, "parts-unknown" if parts else "nothing-known", ())
    return _summed([_line(criterion, points, how, until=until, to=to) for points in parts.values()])


def _summed(parts: Sequence[Carried]) -> Carried:
    """Values and bounds added up: parts may err the same way, so their ranges are not narrowed against each other."""
    first = parts[0]
    years = tuple(sorted({year for each in parts for year in each.last_years}))
    last = sum(each.last or 0.0 for each in parts)
    lacking: Why = next((each.why for each in parts if each.why), "")
    if lacking:
        return Carried(first.measure, first.threshold, None, None, None, last, years, why=lacking)
    return Carried(
        first.measure, first.threshold,
        sum(each.value or 0.0 for each in parts), sum(each.low or 0.0 for each in parts),
        sum(each.high or 0.0 for each in parts), last, years, min(each.points for each in parts),
    )  # fmt: skip


def _unknown(criterion: Criterion, why: Why, points: Points) -> Carried:
    last, years = (points[-1][1], (points[-1][0],)) if points else (None, ())
    return Carried(criterion.measure, criterion.threshold, None, None, None, last, years, why=why)


def _line(criterion: Criterion, points: Points, how: ProjectionMethod, *, until: int, to: int) -> Carried:
    if not points:
        return _unknown(criterion, "nothing-known", points)
    newest, last = points[-1]
    recent = [each for each in points if each[0] > newest - how.window_years]
    if until - newest > how.stale_years:
        return _unknown(criterion, "too-old", points)
    if len(recent) < how.least_points:
        return _unknown(criterion, "too-few-points", points)
    line = fit(recent)
    value, width = line.at(to), line.half_width(to, how.coverage)
    least, most = how.bounds.get(criterion.measure, (None, None))
    low, high = min(value - width, last), max(value + width, last)
    value, low, high = (_within(each, least, most) for each in (value, low, high))
    return Carried(criterion.measure, criterion.threshold, value, low, high, last, (newest,), len(recent))


def _within(value: float, least: float | None, most: float | None) -> float:
    value = value if least is None else max(value, least)
    return value if most is None else min(value, most)
