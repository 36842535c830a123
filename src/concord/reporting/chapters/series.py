"""Time: totals of doctors and nurses over the years, never joined across a break (article 6.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from concord.documents.model import Value
from concord.documents.sentences import Count, Plain, Saying, Year
from concord.reporting.facts import Facts
from concord.reporting.material import Drawn, Material, Rows
from concord.reporting.numbers import DOCTORS, NURSES, SHARE, Point, Series, used, without_number
from concord.reporting.voice import FULL, Voice

SHOWN = 5


@dataclass(frozen=True)
class Change:
    """First and last value of a series, and the change between them where no break lies between."""

    first: Point | None
    last: Point | None
    percent: float | None
    is_broken: bool


def change(series: Series) -> Change:
    """The change over a series.

    A break or another difference of method after the first value makes the ends incomparable; then ``percent`` is None.
    """
    known = [point for point in series if point.value is not None]
    if not known:
        return Change(None, None, None, False)
    first, last = known[0], known[-1]
    broken = any(point.status in ("break", "difference") for point in known[1:])
    comparable = not broken and last.year > first.year and first.value
    percent = 100 * ((last.value or 0) - first.value) / first.value if comparable and first.value else None
    return Change(first, last, percent, broken)


def chapter(facts: Facts, voice: Voice) -> Material:
    """Values, tables and figures on totals over time."""
    totals = facts.numbers.totals
    if not totals:
        return Material({"series": {}})
    figures = {"series-doctors": _figure(facts, voice, DOCTORS), "series-nurses": _figure(facts, voice, NURSES)}
    return Material(
        {"series": _values(totals)}, {"series": _table(facts, voice)}, figures, flags=frozenset({"series-known"})
    )


def _values(totals: Mapping[tuple[str, str], Series]) -> dict[str, Saying]:
    changes = {key: change(series) for key, series in totals.items()}
    compared = [
        each.percent for (_, occupation), each in changes.items() if occupation == DOCTORS and each.percent is not None
    ]
    years = [point.year for series in totals.values() for point in series]
    broken = sum(each.is_broken for each in changes.values())
    return {
        "count": Count(sum(percent > 0 for percent in compared)),
        "total": Count(len(compared)),
        "first": Year(min(years)),
        "last": Year(max(years)),
        "with-series": Count(len({area for area, _ in totals})),
        "broken": Count(broken),
        "of": Plain(str(len(changes))),
    }


def _figure(facts: Facts, voice: Voice, occupation: str) -> Drawn:
    from concord.documents.figures import Series as Line
    from concord.documents.figures import Value as Number
    from concord.documents.figures import lines

    totals = facts.numbers.totals
    ranked = [*facts.numbers.known(SHARE), *sorted(area for area, _ in totals)]
    chosen = [area for area in dict.fromkeys(ranked) if (area, occupation) in totals][:SHOWN]
    drawn, refs = [], []
    for area in chosen:
        points = totals[area, occupation]
        refs += [point.ref for point in points]
        numbers = [
            (p.year, Number(p.value, p.status) if p.value is not None else Number(None, without_number(p)))
            for p in points
        ]
        drawn.append(Line(voice.area_name(area), numbers))
    title = voice.text("figure-series-doctors" if occupation == DOCTORS else "figure-series-nurses")
    figure = lines(drawn, title=title, style=voice.style(FULL, decimals=0), description=title, height=190)
    return Drawn(figure, used(refs), table_id="table-series")


def _table(facts: Facts, voice: Voice) -> Rows:
    totals = facts.numbers.totals
    rows = []
    for area in voice.sorted({area for area, _ in totals}):
        doctors, nurses = change(totals.get((area, DOCTORS), ())), change(totals.get((area, NURSES), ()))
        rows.append((voice.area(area), *_cells(voice, doctors), *_cells(voice, nurses)))
    refs = [point.ref for series in totals.values() for point in series]
    return Rows(tuple(rows), used(refs), small=True)


def _cells(voice: Voice, given: Change) -> tuple[Value, Value, Value]:
    sign = voice.count(given.percent, decimals=1)
    if given.percent is not None and given.percent > 0:
        sign = Value(f"+{sign.text}", number=given.percent)
    return with_year(voice, given.first), with_year(voice, given.last), sign


def with_year(voice: Voice, point: Point | None, *, decimals: int = 0) -> Value:
    """A value with its year: ``16,615 (2018)``."""
    if point is None or point.value is None:
        return voice.missing()
    text = voice.text("value-year", value=Count(point.value, decimals), year=Year(point.year))
    return Value(text, point.status, float(point.value))
