"""The same figures by WHO region and by income group (article 6.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from concord.documents.model import Value, phrase
from concord.documents.sentences import Count, Named, Percent, Saying, Year
from concord.reporting.facts import Facts
from concord.reporting.material import Drawn, Material, Rows
from concord.reporting.numbers import DOCTORS, MOVED, NURSES_AND_MIDWIVES, Point, Ref, median, used
from concord.reporting.voice import FULL, Voice, members
from concord.vocabulary import areas
from concord.vocabulary.codelists import Codelist

#: Densities older than this are left out of the medians.
SINCE = 2010


@dataclass(frozen=True)
class Group:
    """What is known of the Member States of one region or income group."""

    code: str
    states: tuple[str, ...]
    listed: int
    trained: float
    doctors: float | None
    nurses: float | None


def chapter(facts: Facts, voice: Voice) -> Material:
    """Values, tables and figures by region and income group."""
    if not facts.numbers.known(MOVED):
        return Material({"groups": {}})
    regions = grouped(facts, areas.regions(), lambda code: areas.area(code).region(facts.as_of))
    incomes = grouped(facts, areas.incomes(), lambda code: areas.area(code).latest_income(facts.as_of))
    whole = sum(each.trained for each in incomes.values())
    tables = {
        "regions": _table(facts, voice, areas.regions(), regions, whole),
        "incomes": _table(facts, voice, areas.incomes(), incomes, whole),
    }
    figures = {"incomes-bars": _figure(facts, voice, incomes, whole)}
    return Material(
        {"groups": _values(facts, voice, incomes, whole)}, tables, figures, flags=frozenset({"groups-known"})
    )


def grouped(facts: Facts, codes: Codelist, group_of: Callable[[str], str | None]) -> dict[str, Group]:
    """Groups in the order of their code list, those without a Member State left out."""
    states: dict[str, list[str]] = defaultdict(list)
    for code in members(facts.as_of):
        states[group_of(code) or "not-classified"].append(code)
    return {code: _group(facts, code, tuple(states[code])) for code in codes.codes if states[code]}


def _group(facts: Facts, code: str, states: tuple[str, ...]) -> Group:
    moved = facts.numbers.known(MOVED)
    return Group(
        code,
        states,
        sum(facts.is_listed(area) for area in states),
        sum(moved[area].value or 0 for area in states if area in moved),
        median([p.value for area in states if (p := density(facts, area, DOCTORS)) and p.value is not None]),
        median(
            [p.value for area in states if (p := density(facts, area, NURSES_AND_MIDWIVES)) and p.value is not None]
        ),
    )


def density(facts: Facts, area: str, occupation: str) -> Point | None:
    """The latest published density since :data:`SINCE`."""
    latest = facts.numbers.latest(facts.numbers.density, (area, occupation))
    return latest if latest is not None and latest.year >= SINCE else None


def _values(facts: Facts, voice: Voice, incomes: Mapping[str, Group], whole: float) -> dict[str, Saying]:
    largest = max(incomes.values(), key=lambda each: each.trained)
    low, high = incomes.get("LIC"), incomes.get("HIC")
    codes = areas.incomes()
    return {
        "share": Percent(100 * largest.trained / whole, 0),
        "group": Named(lambda language: _lowered(codes.name(largest.code, language).text)),
        "first-share": Percent(100 * high.trained / whole if high else 0.0),
        "low-share": Percent(100 * low.trained / whole if low else 0.0),
        "low-density": Count(low.doctors if low else None, 1),
        "high-density": Count(high.doctors if high else None, 1),
        "since": Year(SINCE),
        "total": Count(len(facts.numbers.known("foreign-trained"))),
        "year": Year(facts.numbers.year),
    }


def _lowered(name: str) -> str:
    """A group's name inside a sentence."""
    return name[:1].lower() + name[1:]


def _table(facts: Facts, voice: Voice, codes: Codelist, groups: Mapping[str, Group], whole: float) -> Rows:
    rows: list[tuple[Value, ...]] = [
        (
            voice.cell(phrase(codes.name(each.code, voice.language))),
            voice.count(len(each.states)),
            voice.count(each.listed),
            voice.count(each.trained),
            voice.count(100 * each.trained / whole, decimals=1),
            voice.count(each.doctors, decimals=1),
            voice.count(each.nurses, decimals=1),
        )
        for each in groups.values()
    ]
    counted = (sum(len(g.states) for g in groups.values()), sum(g.listed for g in groups.values()), whole)
    everyone = tuple(code for each in groups.values() for code in each.states)
    world = _group(facts, "world", everyone)
    cells = (*map(voice.count, counted), voice.count(100.0, decimals=1))
    rows.append(
        (voice.words("total"), *cells, voice.count(world.doctors, decimals=1), voice.count(world.nurses, decimals=1))
    )
    return Rows(tuple(rows), used(_refs(facts, everyone)), last_is_total=True)


def _refs(facts: Facts, states: tuple[str, ...]) -> list[Ref]:
    moved = facts.numbers.known(MOVED)
    refs = [Ref(ref.source, ref.file, ref.row) for area in states if area in moved for ref in moved[area].rows]
    points = [density(facts, area, occupation) for area in states for occupation in (DOCTORS, NURSES_AND_MIDWIVES)]
    return refs + [point.ref for point in points if point is not None]


def _figure(facts: Facts, voice: Voice, incomes: Mapping[str, Group], whole: float) -> Drawn:
    from concord.documents.figures import Bar, bars
    from concord.documents.figures import Value as Number

    codes = areas.incomes()
    items = [
        Bar(codes.name(each.code, voice.language).text, Number(100 * each.trained / whole)) for each in incomes.values()
    ]
    title = voice.text("figure-incomes")
    figure = bars(items, title=title, style=voice.style(FULL * 0.75, decimals=1), description=title)
    moved = facts.numbers.known(MOVED)
    states = [area for each in incomes.values() for area in each.states if area in moved]
    return Drawn(figure, used(ref for area in states for ref in moved[area].rows), table_id="table-incomes", width=0.75)
