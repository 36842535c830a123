"""Persons counted, and change over a chosen span of years: across a break in the series there is no growth to tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from concord.errors import Invalid
from concord.indicators.counting import by_key, gravest, has_hidden, hidden, missing, persons, ref, total_rows, wanted
from concord.indicators.model import Facts, Indicator, Result, Status

Comparable = Literal["comparable", "break", "difference", "missing", "suppressed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One series between two years.

    ``comparable`` says why there is no figure where there is none: a ``break`` in the series or a ``difference`` of
    definition lies between, or a year is ``missing`` or ``suppressed``; ``at`` names the year. ``percent`` is None also
    where the first value is zero. The range follows from those of both ends where they have one.

    Args:
        percent: Over the whole span; ``annual_percent`` is its yearly mean, compounded.
    """

    indicator: str
    area: str
    occupation: str
    start: int
    end: int
    comparable: Comparable
    first: Result | None = None
    last: Result | None = None
    absolute: float | None = None
    percent: float | None = None
    annual_percent: float | None = None
    low: float | None = None
    high: float | None = None
    at: int | None = None

    @property
    def status(self) -> Status:
        """The status of the change as a figure."""
        if self.comparable != "comparable":
            return "suppressed" if self.comparable == "suppressed" else "missing"
        ends = [each for each in (self.first, self.last) if each is not None]
        return gravest([{"status": each.status} for each in ends if each.status not in ("break", "difference")])


def changes(results: Iterable[Result], start: int, end: int) -> tuple[Change, ...]:
    """The change of every series of results (indicator, area, occupation) between two years.

    A value marked as a break starts a new series: it may be the first year of a span and nothing else. A value marked
    as of another definition is compared only with one that is so marked too.

    Raises:
        Invalid: ``indicators.span.backwards`` where the span does not go forward.

    Example:
        >>> told = [Result("x", "NZL", year, 8.0 * year, "persons", "normal") for year in (1, 2)]
        >>> changes(told, 1, 2)[0].percent
        100.0
    """
    if end <= start:
        raise Invalid("indicators.span.backwards", params={"start": start, "end": end})
    series: dict[tuple[str, str, str], dict[int, Result]] = {}
    for each in results:
        series.setdefault((each.indicator, each.area, each.occupation), {})[each.year] = each
    return tuple(_change(key, points, start, end) for key, points in sorted(series.items()))


def _change(key: tuple[str, str, str], points: Mapping[int, Result], start: int, end: int) -> Change:
    first, last = points.get(start), points.get(end)
    for year, each in ((start, first), (end, last)):
        if each is None or each.value is None:
            is_hidden = each is not None and each.status == "suppressed"
            return Change(*key, start, end, "suppressed" if is_hidden else "missing", first, last, at=year)
    assert first is not None
    assert last is not None
    broken = next((year for year in sorted(points) if start < year <= end and points[year].status == "break"), None)
    if broken is not None:
        return Change(*key, start, end, "break", first, last, at=broken)
    if (first.status == "difference") != (last.status == "difference"):
        return Change(*key, start, end, "difference", first, last, at=end if last.status == "difference" else start)
    return _compared(key, first, last)


def _compared(key: tuple[str, str, str], first: Result, last: Result) -> Change:
    before, after = first.value or 0.0, last.value or 0.0
    percent = 100 * (after - before) / before if before else None
    yearly = 100 * ((after / before) ** (1 / (last.year - first.year)) - 1) if before > 0 and after >= 0 else None
    low, high = _bounds(first, last)
    return Change(
        *key, first.year, last.year, "comparable", first, last, after - before, percent, yearly, low, high
    )  # fmt: skip


def _bounds(first: Result, last: Result) -> tuple[float | None, float | None]:
    """Percent from the greatest start to the least end, and the other way round; None where an end is open."""
    if not (first.has_range or last.has_range):
        return None, None
    low_first, high_first = _ends(first)
    low_last, high_last = _ends(last)
    low = 100 * (low_last / high_first - 1) if low_last is not None and high_first else None
    high = 100 * (high_last / low_first - 1) if high_last is not None and low_first else None
    return low, high


def _ends(result: Result) -> tuple[float | None, float | None]:
    return (result.low, result.high) if result.has_range else (result.value, result.value)


def personnel(indicator: Indicator, facts: Facts) -> list[Result]:
    """Persons of an occupation, all of them, as the totals tell."""
    results = []
    for key, rows in sorted(by_key(wanted(total_rows(facts), indicator)).items()):
        told = [row for row in rows if row["headcount"] is not None]
        if not told:
            results.append(hidden(indicator, key) if has_hidden(rows) else missing(indicator, key, "headcount"))
            continue
        refs = tuple(map(ref, told))
        results.append(
            Result(indicator.id, *key[:2], float(persons(told)), indicator.unit, gravest(told), key[2], rows=refs)
        )
    return results


def personnel_change(indicator: Indicator, facts: Facts) -> list[Result]:
    """Change of all personnel in percent over ``params.span`` years, for each year that has one so long before.

    Source: Code, article 6.4; a break in the series is not growth.
    """
    told = personnel(indicator, facts)
    years = sorted({each.year for each in told})
    span = indicator.params["span"]
    pairs = [(year - span, year) for year in years if year - span in set(years)]
    found = [each for start, end in pairs for each in changes(told, start, end) if each.first and each.last]
    return sorted(
        (_as_result(indicator, each) for each in found), key=lambda each: (each.area, each.year, each.occupation)
    )


def _as_result(indicator: Indicator, each: Change) -> Result:
    key = (each.area, each.end, each.occupation)
    assert each.first is not None
    assert each.last is not None
    rows = (*each.first.rows, *each.last.rows)
    if each.comparable == "suppressed":
        return hidden(indicator, key)
    if each.percent is None:
        return missing(indicator, key, f"{each.comparable}:{each.at}" if each.at else "zero-at-start", rows=rows)
    ends = {"at_start": each.first.value or 0.0, "at_end": each.last.value or 0.0}
    return Result(indicator.id, *key[:2], each.percent, indicator.unit, each.status, key[2], parts=ends, rows=rows)
