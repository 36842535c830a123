"""Origins: where the doctors trained who work in the reporting destinations (articles 3.4 and 6.2)."""

from __future__ import annotations

from concord.documents.sentences import Count, Listed, Percent, Reference, Saying, Year
from concord.reporting.facts import Facts
from concord.reporting.material import Drawn, Material, Rows
from concord.reporting.numbers import MOVED, PER_100000, shown_status, used
from concord.reporting.voice import Voice, members

SHOWN, NEXT = 20, 4


def chapter(facts: Facts, voice: Voice) -> Material:
    """Values, tables and figures on origins."""
    moved = facts.numbers.known(MOVED)
    if not moved:
        return Material({"origins": {}})
    return Material(
        {"origins": _values(facts, voice)},
        {"origins": _table(facts, voice)},
        {"origins-map": _map(facts, voice)},
        flags=frozenset({"origins-known"}),
    )


def _values(facts: Facts, voice: Voice) -> dict[str, Saying]:
    numbers = facts.numbers
    moved = list(numbers.known(MOVED).values())
    first, following = moved[0], moved[1 : 1 + NEXT]
    whole = sum(each.value or 0 for each in moved)
    top = sum(each.value or 0 for each in (first, *following))
    small = list(numbers.known(PER_100000).values())[:3]
    return {
        "area": voice.named(first.area),
        "count": Count(int(first.parts["destinations"])),
        "persons": Count(int(first.value or 0), strong=True),
        "destinations": Count(len(numbers.known("foreign-trained"))),
        "total": Count(len(numbers.known("foreign-trained"))),
        "next-areas": Listed(tuple(voice.named(each.area) for each in following)),
        "top-share": Percent(100 * top / whole),
        "small-areas": Listed(tuple(voice.named(each.area) for each in small)),
        "year": Year(facts.numbers.year),
        "reliance-table": Reference("table-reliance"),
    }


def _table(facts: Facts, voice: Voice) -> Rows:
    numbers = facts.numbers
    rows, refs = [], []
    for area, each in list(numbers.known(MOVED).items())[:SHOWN]:
        largest = numbers.by_origin[area][0]
        rate = numbers.result(PER_100000, area)
        refs += list(rate.rows if rate and rate.value is not None else each.rows)
        rows.append(
            (
                voice.area(area),
                voice.result(each, strong=True),
                voice.count(each.parts["destinations"]),
                voice.area(largest.destination),
                voice.count(largest.headcount, status=largest.status),
                voice.result(rate, decimals=1),
            )
        )
    return Rows(tuple(rows), used(refs))


def _map(facts: Facts, voice: Voice) -> Drawn:
    from concord.documents.figures import Value as Number
    from concord.documents.figures import map_legend, world_map

    rates = facts.numbers.known(PER_100000)
    title = voice.text("figure-origins-map", **{"reliance-table": Reference("")})
    values = {
        area: Number(each.value, shown_status(each))
        for area, each in rates.items()
        if area in set(members(facts.as_of))
    }
    style = voice.style(330, decimals=1, size=7)
    drawn = world_map(
        values, names=voice.names, title=title, style=style, description=title, bounds=(0.5, 1, 2, 10, 25), outliers=0
    )
    legend = map_legend(drawn.entries, title=title, style=voice.style(130), is_upright=True)
    return Drawn(drawn, used(ref for each in rates.values() for ref in each.rows), legend, "table-members")
