"""The indicators of the Code of one country, each with its range; what is not known is told with what it would need."""

from __future__ import annotations

from dataclasses import dataclass

from concord.indicators.model import Indicator, Result, indicator
from concord.vocabulary.areas import Area
from concord.vocabulary.codelists import codelist
from concord_site.evidence.facts import Evidence
from concord_site.public import explorer, trace
from concord_site.shell.i18n import language

#: What is shown of a country, in this order.
SHOWN = (
    "reliance", "largest-origin-share", "concentration", "emigration-rate", "emigration-rate-by-density",
    "emigration-per-1000", "self-sufficiency", "circularity", "mirror-ratio-destination", "mirror-ratio-origin",
    "foreign-born-share", "foreign-national-share", "personnel-change",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of one occupation: the newest result with a value, its range in words, its way to the rows."""

    indicator: Indicator
    unit: str
    occupation: str
    result: Result
    range: str
    note: str
    href: str


def lines(found: Evidence, place: Area) -> tuple[tuple[Line, ...], tuple[Indicator, ...]]:
    """The indicators that are known of a country, and those of which nothing is."""
    known = tuple(line for id in SHOWN for line in _of(found, place, indicator(id)))
    spoken = {line.indicator.id for line in known}
    return known, tuple(indicator(id) for id in SHOWN if id not in spoken)


def _of(found: Evidence, place: Area, declared: Indicator) -> list[Line]:
    results = found.of(declared.id, place.code)
    newest = {each.occupation: each for each in results if each.value is not None}
    return [_line(declared, newest[occupation]) for occupation in sorted(newest)]


def _line(declared: Indicator, result: Result) -> Line:
    occupation = codelist("occupation").name(result.occupation, language()).text if result.occupation else ""
    return Line(
        declared, explorer.unit(declared.unit), occupation, result, explorer.range_words(result, declared.decimals),
        explorer.note(result), trace.address(result),
    )  # fmt: skip
