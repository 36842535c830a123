"""Doctors trained in countries with critical shortages: at least how many, from and to where (articles 5.1, 8.7)."""

from __future__ import annotations

from collections import Counter

from concord.documents.model import Column, Value, phrase
from concord.documents.sentences import Count, Listed, Percent, Plain, Saying, Year
from concord.reporting.facts import Facts
from concord.reporting.material import Drawn, Material, Rows
from concord.reporting.numbers import ABROAD, Pair, used
from concord.reporting.voice import FULL, Voice

SHOWN = 25


def pairs(facts: Facts) -> tuple[Pair, ...]:
    """Published pairs whose origin is on the list in force, those with a number."""
    usable = facts.numbers.known(ABROAD)
    return tuple(
        pair
        for pair in facts.numbers.pairs
        if facts.is_listed(pair.origin) and pair.headcount is not None and pair.destination in usable
    )


def chapter(facts: Facts, voice: Voice) -> Material:
    """Values, tables and figures on doctors trained in listed countries."""
    found = pairs(facts)
    if not found or facts.listing is None:
        return Material({"listed": {}})
    return Material(
        {"listed": _values(facts, voice, found)},
        {"listed-flows": _table(voice, found)},
        {"listed-destinations": _figure(facts, voice, found)},
        flags=frozenset({"listed-known"}),
    )


def _by_destination(found: tuple[Pair, ...]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for pair in found:
        counted[pair.destination] += pair.headcount or 0
    return counted


def _values(facts: Facts, voice: Voice, found: tuple[Pair, ...]) -> dict[str, Saying]:
    there = _by_destination(found)
    persons = sum(there.values())
    abroad = sum(each.value or 0 for each in facts.numbers.known(ABROAD).values())
    first = [area for area, _ in there.most_common(2)]
    none = [area for area in facts.numbers.known(ABROAD) if area not in there]
    return {
        "persons": Count(persons, strong=True),
        "count": Count(len([area for area, number in there.items() if number])),
        "share": Percent(100 * persons / abroad),
        "edition": Plain(facts.listing.edition if facts.listing else ""),
        "first-areas": Listed(tuple(voice.named(area) for area in first)),
        "first-share": Percent(100 * sum(there[area] for area in first) / persons, 0),
        "none": Count(len(none)),
        "year": Year(facts.numbers.year),
    }


def _figure(facts: Facts, voice: Voice, found: tuple[Pair, ...]) -> Drawn:
    from concord.documents.figures import MISSING, Bar, bars
    from concord.documents.figures import Value as Number

    there = _by_destination(found)
    silent = voice.sorted(area for area in facts.numbers.known(ABROAD) if area not in there)
    items = [Bar(voice.area_name(area), Number(float(number))) for area, number in there.most_common()]
    items += [Bar(voice.area_name(area), MISSING) for area in silent]
    title = voice.text("figure-listed-destinations", year=Year(facts.numbers.year))
    figure = bars(items, title=title, style=voice.style(FULL * 0.75, decimals=0), description=title, tone="origin")
    return Drawn(figure, used(pair.ref for pair in found), table_id="table-reliance", width=0.75)


def _table(voice: Voice, found: tuple[Pair, ...]) -> Rows:
    there = [area for area, _ in _by_destination(found).most_common()]
    by_origin: Counter[str] = Counter()
    for pair in found:
        by_origin[pair.origin] += pair.headcount or 0
    cells = {(pair.origin, pair.destination): pair for pair in found}
    order = sorted(by_origin, key=lambda area: (-by_origin[area], voice.area_name(area)))[:SHOWN]
    rows = tuple(
        (
            voice.area(origin),
            *(_cell(voice, cells.get((origin, area))) for area in there),
            voice.count(by_origin[origin], strong=True),
        )
        for origin in order
    )
    heads = [phrase(voice.area_name(area), voice.language) for area in there]
    columns = (
        Column("origin", voice.say("head-origin")),
        *(Column(area, head, align="end") for area, head in zip(there, heads, strict=True)),
        Column("total", voice.say("total"), align="end"),
    )
    shown = set(order)
    return Rows(rows, used(pair.ref for pair in found if pair.origin in shown), columns, small=True)


def _cell(voice: Voice, pair: Pair | None) -> Value:
    return voice.missing() if pair is None else voice.count(pair.headcount, status=pair.status)
