"""Reliance: what share of doctors trained abroad, by destination (articles 3.6 and 6.2)."""

from __future__ import annotations

from concord.documents.model import RowsUsed, Value
from concord.documents.sentences import Count, Listed, Percent, Reference, Saying, Year
from concord.documents.sentences import Plain as PlainText
from concord.indicators.model import Result
from concord.reporting.facts import Facts
from concord.reporting.material import Drawn, Material, Rows
from concord.reporting.numbers import ABROAD, LISTED, LISTED_SHARE, SHARE, shown_status, used
from concord.reporting.voice import FULL, Voice

#: "More than a fifth", the words of the finding, as percent.
FIFTH = 20.0


def chapter(facts: Facts, voice: Voice) -> Material:
    """Values, tables and figures on reliance by destination."""
    shares = facts.numbers.known(SHARE)
    if not shares:
        return Material({"reliance": {}})
    values = _values(facts, voice, list(shares.values()))
    figures = {"reliance-map": _map(facts, voice, shares), "reliance-bars": _bars(voice, shares)}
    return Material(
        {"reliance": values}, {"reliance": _table(facts, voice)}, figures, flags=frozenset({"reliance-known"})
    )


def _values(facts: Facts, voice: Voice, shares: list[Result]) -> dict[str, Saying]:
    by_number = sorted(shares, key=lambda each: each.parts["foreign_trained"])
    highest, lowest, largest = shares[0], shares[-1], by_number[-1]
    unknown = [area for area in facts.numbers.by_destination if area not in {each.area for each in shares}]
    return {
        "count": Count(sum(1 for each in shares if (each.value or 0) > FIFTH)),
        "total": Count(len(shares)),
        "abroad": Count(int(sum(each.parts["foreign_trained"] for each in shares)), strong=True),
        "year": Year(max(each.year for each in shares)),
        "lowest": Percent(lowest.value or 0),
        "lowest-area": voice.named(lowest.area),
        "highest": Percent(highest.value or 0),
        "highest-area": voice.named(highest.area),
        "largest-area": voice.named(largest.area),
        "largest": Count(int(largest.parts["foreign_trained"]), strong=True),
        "largest-share": Percent(largest.value or 0),
        "unknown-areas": Listed(tuple(voice.named(area) for area in unknown) or (PlainText("–"),)),
        "edition": PlainText(facts.listing.edition if facts.listing else "–"),
        "reliance-table": Reference("table-reliance"),
    }


def _table(facts: Facts, voice: Voice) -> Rows:
    numbers = facts.numbers
    known = list(numbers.known(SHARE))
    rest = voice.sorted(area for area in numbers.results.get(ABROAD, {}) if area not in known)
    rows = tuple(_row(facts, voice, area) for area in (*known, *rest))
    refs = [ref for area in known for ref in numbers.results[SHARE][area].rows]
    listing = () if facts.listing is None else (RowsUsed(facts.listing.source),)
    return Rows(rows, (*used(refs), *listing))


def _row(facts: Facts, voice: Voice, area: str) -> tuple[Value, ...]:
    numbers = facts.numbers
    share, abroad = numbers.result(SHARE, area), numbers.result(ABROAD, area)
    listed, of_abroad = numbers.result(LISTED, area), numbers.result(LISTED_SHARE, area)
    total = next((p for p in numbers.totals.get((area, "221"), ()) if abroad and p.year == abroad.year), None)
    return (
        voice.area(area),
        voice.result(abroad),
        voice.point(total),
        voice.result(share, decimals=1, strong=True),
        voice.result(listed),
        voice.result(of_abroad, decimals=1),
    )


def _map(facts: Facts, voice: Voice, shares: dict[str, Result]) -> Drawn:
    from concord.documents.figures import Value as Number
    from concord.documents.figures import map_legend, world_map

    title = voice.text("figure-reliance-map", year=Year(facts.numbers.year))
    style = voice.style(330, decimals=1, size=7)
    values = {area: Number(each.value, shown_status(each)) for area, each in shares.items()}
    drawn = world_map(
        values, names=voice.names, title=title, style=style, description=title, bounds=(5, 10, 20, 30, 40)
    )
    legend = map_legend(drawn.entries, title=title, style=voice.style(130, decimals=0), is_upright=True)
    refs = [ref for each in shares.values() for ref in each.rows]
    return Drawn(drawn, used(refs), legend, "table-reliance")


def _bars(voice: Voice, shares: dict[str, Result]) -> Drawn:
    from concord.documents.figures import Bar, bars
    from concord.documents.figures import Value as Number

    title = voice.text("figure-reliance-bars", year=Year(max(each.year for each in shares.values())))
    items = [
        Bar(voice.area_name(a), Number(each.value, shown_status(each)), (each.value or 0) > FIFTH)
        for a, each in shares.items()
    ]
    figure = bars(items, title=title, style=voice.style(FULL * 0.75, decimals=1), description=title)
    refs = [ref for each in shares.values() for ref in each.rows]
    return Drawn(figure, used(refs), table_id="table-reliance", width=0.75)
