"""The data explorer: choose an indicator, see it as a chart, a map or over time and as the same table, take it away.

Every state is an address. Two kinds of choice: a declared indicator (computed), or a table of the release as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from concord.documents import figures
from concord.documents.figures import Style
from concord.indicators.model import Indicator, Result, indicators
from concord.mds.freezing import hidden_rows
from concord.vocabulary.areas import area, fold, regions, resolve
from concord.vocabulary.codelists import codelist
from concord_site.evidence.facts import Evidence, evidence
from concord_site.public import pictures, takeaways, trace
from concord_site.public.comparing import held
from concord_site.shell.i18n import language
from concord_site.shell.parts import words
from concord_site.shell.parts.values import Bar, Chip, Link

DEFAULT = "foreign-trained-share"
VIEWS = ("bars", "map", "time")
MOST_BARS = 40
#: Width of a downloaded picture.
IMAGE = 820
#: The note of a result from whose sum hidden rows are left out.
HIDDEN = "hidden"
#: How many small multiples, or lines, a view over time shows.
MOST_LINES = 5


#: Notes that name a year, by their first word.
OF_YEAR: dict[str, Callable[[], str]] = {
    "break": lambda: _("break in the series in %(year)s, which is not growth"),
    "difference": lambda: _("another definition in %(year)s"),
    "missing": lambda: _("%(year)s not known"),
    "density-of": lambda: _("those at home from the density of %(year)s"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for, made good: known indicator, occupation, year, region, marked areas, view."""

    indicator: Indicator
    occupation: str
    year: int | None
    region: str = ""
    marked: str = ""
    view: str = "bars"
    years: tuple[int, ...] = field(default_factory=tuple)
    occupations: tuple[str, ...] = field(default_factory=tuple)

    def address(self, **changed: Any) -> str:
        """The address of this choice with something changed."""
        now = {
            "indicator": self.indicator.id, "occupation": self.occupation, "year": self.year or "",
            "region": self.region, "mark": self.marked, "view": self.view,
        } | changed  # fmt: skip
        return reverse("public:data") + "?" + urlencode({key: value for key, value in now.items() if value})


def chosen(query: Mapping[str, str]) -> Choice:
    """Read the address; what is not known falls back to the nearest that is."""
    found = evidence()
    declared = indicators().get(query.get("indicator", ""), indicators()[DEFAULT])
    results = found.of(declared.id)
    occupations = tuple(sorted({each.occupation for each in results if each.value is not None}))
    occupation = query.get("occupation", "")
    if occupation not in occupations:
        occupation = occupations[0] if occupations else ""
    known = [each for each in results if each.occupation == occupation and each.value is not None]
    years = tuple(sorted({each.year for each in known}, reverse=True))
    asked = query.get("year", "")
    year = int(asked) if asked in map(str, years) else _fullest(known)
    region = query.get("region", "") if query.get("region", "") in regions() else ""
    marked = _area(query.get("mark", ""))
    view = query.get("view", "bars") if query.get("view") in VIEWS else "bars"
    return Choice(declared, occupation, year, region, marked, view, years, occupations)


def _area(words: str) -> str:
    """The code of a country named in any way that is known exactly; empty otherwise."""
    found = resolve(words) if words.strip() else None
    return found.area or "" if found is not None and found.status == "exact" else ""


def _fullest(results: list[Result]) -> int | None:
    """The newest year among those with the most values."""
    counted: dict[int, int] = {}
    for each in results:
        counted[each.year] = counted.get(each.year, 0) + 1
    return max(counted, key=lambda year: (counted[year], year), default=None)


def of_year(choice: Choice, found: Evidence) -> list[Result]:
    """Results of the choice for its year, largest first, those without a value last."""
    today = found.facts.as_of
    results = [
        each
        for each in found.of(choice.indicator.id, occupation=choice.occupation)
        if each.year == choice.year and (not choice.region or area(each.area).region(today) == choice.region)
    ]
    return sorted(results, key=lambda each: (each.value is None, -(each.value or 0), each.area))


def context(query: Mapping[str, str]) -> dict[str, Any]:
    """Everything the explorer shows."""
    found, choice = evidence(), chosen(query)
    results = of_year(choice, found)
    return {
        "choice": choice,
        "takeaway": takeaways.takeaway(choice.indicator.id, results) if choice.view != "time" else "",
        "address": choice.address(),
        "set": _set(choice),
        "parts": [takeaways.part_name(part) for part in parts(results)],
        "has_range": any(is_ranged(each) for each in results),
        "has_open_range": any(is_ranged(each) and None in (each.low, each.high) for each in results),
        "needed": choice.indicator.needed,
        "region_name": regions().name(choice.region, language()).text if choice.region else "",
        "has_population": any("population" in each.parts for each in results),
        "definition": choice.indicator.definition,
        "measure": choice.indicator.title.best(language()),
        "unit": unit(choice.indicator.unit),
        "subtitle": words.beside(_subtitle(choice, results)),
        "known": sum(1 for each in results if each.value is not None),
        "rows": _rows(choice, results),
        "statuses": {each.status for each in results}
        | ({"zero"} if any(each.value == 0 for each in results) else set()),
        "has_least": any(each.at_least for each in results),
        "bars": _bars(choice, results),
        "left_out": max(0, len(results) - MOST_BARS),
        "map": _map(choice, results, 820) if choice.view == "map" else None,
        "small_map": _map(choice, results, 340) if choice.view == "map" else None,
        "time": _time(choice, found, results, 820) if choice.view == "time" else None,
        "small_time": _time(choice, found, results, 340) if choice.view == "time" else None,
        "views": [Link(words, choice.address(view=view), view == choice.view) for view, words in _views()],
        "measures": [(id, each.title.best(language()), id == choice.indicator.id) for id, each in indicators().items()],
        "occupation_choices": [(code, occupation_name(code), code == choice.occupation) for code in choice.occupations],
        "regions": [(code, regions().name(code, language()).text, code == choice.region) for code in regions().codes],
        "chips": _chips(choice),
        "sources": _sources(results),
        "release": found.basis.release,
        "release_day": held.vintage()[1] if found.basis.release else "",
        "has_hidden": any(each.status == "suppressed" or each.note == HIDDEN for each in results),
        "hidden_rows": sum(hidden for _id, _name, _count, hidden in tables()),
        "citation": citation(choice, found),
        "tables": tables(),
    }


def _views() -> list[tuple[str, str]]:
    return [("bars", _("Bars")), ("map", _("Map")), ("time", _("Over time"))]


def unit(code: str) -> str:
    """A unit in the reader's language."""
    return {
        "persons": _("persons"), "percent": _("percent"), "per_10k": _("per 10,000 people"),
        "per_100k": _("per 100,000 people"), "per_1000": _("per 1,000 people"), "index_0_1": _("index, 0 to 1"),
        "ratio": _("ratio"),
    }[code]  # fmt: skip


def unit_beside(indicator: Indicator) -> str:
    """The unit as it stands beside the title; empty for a rate, whose title says what it is counted by."""
    return "" if indicator.unit.startswith("per_") else unit(indicator.unit)


def _subtitle(choice: Choice, results: list[Result]) -> list[str]:
    """What stands under the title of a chart: the measure where the title is a finding, its unit, the year."""
    is_finding = choice.view != "time" and takeaways.takeaway(choice.indicator.id, results)
    shown = [words.passage(choice.indicator.title.best(language()))] if is_finding else []
    shown += [unit_beside(choice.indicator)]
    shown += [str(choice.year or "··")] if choice.view != "time" else []
    return [each for each in shown if each]


def occupation_name(code: str) -> str:
    """An occupation's name with its ISCO-08 code."""
    name = codelist("occupation").name(code, language()).text
    return f"{name} ({code.replace('_', ' + ')})"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table twin."""

    name: str
    code: str
    result: Result
    trace: str
    is_marked: bool
    note: str
    parts: tuple[float | None, ...] = ()
    range: str = ""


def is_ranged(result: Result) -> bool:
    """Whether a range is told that says more than "at least this"."""
    return result.has_range and (result.value is None or result.high is not None or result.low != result.value)


def range_words(result: Result, decimals: int) -> str:
    """The range of a result: two ends, or the one that is told; empty where there is none to tell."""
    if not is_ranged(result):
        return ""
    low, high = (None if end is None else words.number(end, decimals) for end in (result.low, result.high))
    if low is None:
        return _("at most %(high)s") % {"high": high}
    if high is None:
        return _("at least %(low)s") % {"low": low}
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def _rows(choice: Choice, results: list[Result]) -> list[Line]:
    names = parts(results)
    return [
        Line(
            area(each.area).name(language()), each.area, each, trace.address(each), each.area == choice.marked,
            note(each), tuple(each.parts.get(name) for name in names), range_words(each, choice.indicator.decimals),
        )
        for each in results
    ]  # fmt: skip


def parts(results: list[Result]) -> list[str]:
    """What the figures of a view were made from, in the order of the method: numerator, denominator, the rest."""
    return list(dict.fromkeys(part for each in results for part in each.parts))


def _set(choice: Choice) -> list[str]:
    """What is set, for the folded filters of narrow screens."""
    shown = [choice.indicator.title.best(language()).text]
    if choice.occupation:
        shown.append(codelist("occupation").name(choice.occupation, language()).text)
    shown += [str(choice.year)] if choice.year else []
    shown += [regions().name(choice.region, language()).text] if choice.region else []
    return [*shown, choice.marked] if choice.marked else shown


def note(result: Result) -> str:
    """What a result's note says, in words."""
    if result.value is None and result.note == HIDDEN:
        return ""  # the mark in the figure's place says it
    word, _colon, code = result.note.partition(":")
    if word == "largest" and code:
        return _("largest: %(area)s") % {"area": area(code).name(language())}
    if code and word in OF_YEAR:
        return OF_YEAR[word]() % {"year": code}
    if word == "needs" and code:
        return _("needed: %(what)s") % {
            "what": words.comma().join(takeaways.movement(each) for each in code.split(","))
        }
    return {
        "population": _("population not known"),
        "headcount": _("head count not known"),
        "total": _("all doctors of that year not known"),
        "only-zero-rows": _("only rows of zero are published; not usable"),
        "no-listed-origin-published": _("no listed country among the published origins"),
        "domestic-stock": _("those at home not known"),
        "as-reported": _("as the country reported"),
        "unknown-not-told": _("how many are of unknown place is not told"),
        "parts-exceed-total": _("the parts are more than the whole"),
        "by-training": _("no table by country of training"),
        "by-birth": _("no table by country of birth"),
        "by-nationality": _("no table by nationality"),
        "foreign": _("no foreign personnel told"),
        "density": _("no density of a near year"),
        "graduates-all-enter": _("all graduates counted as entering"),
        "no-exits": _("nobody went out, so nothing to divide by"),
        "returns": _("returns not known"),
        "departures": _("departures not known"),
        "returns-and-departures": _("returns and departures not known"),
        "one-year-of-departures": _("departures known of one year only"),
        "nobody-left": _("nobody is counted leaving, so nothing to divide by"),
        "both-sides": _("not published by both sides"),
        "zero-at-start": _("zero at the start"),
        HIDDEN: _("hidden figures are not in it"),
    }.get(result.note, "")


def _bars(choice: Choice, results: list[Result]) -> list[Bar]:
    return [
        Bar(pictures.short_name(each.area, language()), each.value, each.status, is_told=each.area == choice.marked,
            href=reverse("public:country", kwargs={"code": each.area}), trace=trace.address(each),
            decimals=choice.indicator.decimals, said=note(each) if each.value is None else "")
        for each in results[:MOST_BARS]
    ]  # fmt: skip


def _map(choice: Choice, results: list[Result], width: int) -> pictures.Drawn:
    return pictures.drawn(_map_figure(choice, results, pictures.map_style(language(), width)), f"explorer-map-{width}")


def _map_figure(choice: Choice, results: list[Result], style: Style) -> figures.Figure:
    title = choice.indicator.title.best(language()).text
    return figures.world_map(
        pictures.by_area(results), names=pictures.drawn_names(results, language()), title=title, style=style,
        detail="compact", outliers=4 if style.width > pictures.NARROW else 0, headings=(_("Country or area"), title),
    )  # fmt: skip


def _series(choice: Choice, found: Evidence, results: list[Result]) -> list[tuple[str, list[Result]]]:
    told = [each.area for each in results if each.area == choice.marked]
    told += [each.area for each in results if each.value is not None and each.area not in told]
    return [
        (
            pictures.short_name(code, language()),
            [each for each in found.of(choice.indicator.id, code) if each.occupation == choice.occupation],
        )
        for code in told[:MOST_LINES]
    ]


def _time(choice: Choice, found: Evidence, results: list[Result], width: int) -> pictures.Drawn | None:
    series = _series(choice, found, results)
    return pictures.over_time(series, choice.indicator.title.best(language()).text, width=width)


def image(choice: Choice, found: Evidence) -> str | None:
    """The view as one SVG with fixed colours; None where nothing is known."""
    results = of_year(choice, found)
    title = choice.indicator.title.best(language()).text
    style = Style.print(language(), width=IMAGE, decimals=choice.indicator.decimals, size=13)
    if not any(each.value is not None for each in results):
        return None
    if choice.view == "map":
        return _map_figure(choice, results, style).svg
    if choice.view == "time":
        series = [
            figures.Series(name, [(each.year, pictures.value(each)) for each in of])
            for name, of in _series(choice, found, results)
        ]
        return figures.lines(series, title=title, style=style, heading=_("Year")).svg
    bars = [
        figures.Bar(pictures.short_name(each.area, language()), pictures.value(each), each.area == choice.marked)
        for each in results[:MOST_BARS]
    ]
    said = words.comma().join(each for each in (title, unit_beside(choice.indicator), str(choice.year)) if each)
    return figures.bars(bars, title=said, style=style, description=citation(choice, found)).svg


def _chips(choice: Choice) -> list[Chip]:
    shown = []
    if choice.region:
        shown.append(Chip(regions().name(choice.region, language()).text, choice.address(region="")))
    if choice.marked:
        shown.append(Chip(pictures.short_name(choice.marked, language()), choice.address(mark="")))
    return shown


def _sources(results: list[Result]) -> list[Any]:
    from concord.vocabulary.provenance import sources

    used = dict.fromkeys(row.source for each in results for row in each.rows)
    return [sources()[id] for id in used if id in sources()]


def citation(choice: Choice, found: Evidence) -> str:
    """How this view is cited."""
    named = "; ".join(
        each.citation.rstrip(".") or f"{each.publisher}, {each.title}" for each in _sources(of_year(choice, found))
    )
    release = _("release %(id)s") % {"id": found.basis.release} if found.basis.release else _("bundled facts")
    title = choice.indicator.title.best(language()).text
    return _("%(sources)s; computed by Concord, %(release)s: %(title)s, %(year)s. As of %(day)s.") % {
        "sources": named or "Concord", "release": release, "title": title, "year": choice.year or "",
        "day": found.facts.as_of.isoformat(),
    }  # fmt: skip


def tables() -> list[tuple[str, str, int, int]]:
    """Tables of the release: id, title, number of rows, how many of these are hidden."""
    from concord.vocabulary.structures import structure

    every = {**held.tables(), **evidence().facts.tables}
    named = [
        (id, structure(id).title.best(language()).text, len(table), hidden_rows(table)) for id, table in every.items()
    ]
    return sorted(named, key=lambda row: fold(row[1]))
