"""Designated national authorities: how many are known, by region, as of when (articles 7.3 and 7.4)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from concord.documents.model import Run
from concord.documents.sentences import Count, Day, Listed, Plain, Saying, say
from concord.reporting.chapters.round import sources
from concord.reporting.facts import Facts
from concord.reporting.material import Drawn, Material, Rows
from concord.reporting.rounds import Count as RoundCount
from concord.reporting.rounds import Round
from concord.reporting.voice import FULL, Voice, members
from concord.vocabulary import areas

MEASURE = "designated-authorities"


def latest(facts: Facts) -> tuple[Round, RoundCount] | None:
    """The latest count of authorities that may be printed, with its round."""
    for each in reversed(facts.rounds):
        found = each.count(MEASURE, facts.as_of)
        if found is not None:
            return each, found
    return None


def chapter(facts: Facts, voice: Voice) -> Material:
    """Values, tables and figures of the chapter on authorities."""
    found = latest(facts)
    if found is None:
        return Material({"authorities": {"round": Plain(facts.round)}})
    round_of, count = found
    values: dict[str, Saying] = {
        "round": Plain(facts.round),
        "count": Count(count.value),
        "total": Count(len(members(count.first_day))),
        "date": Day(count.as_of),
        "authorities-round": Plain(round_of.id),
        "history": Listed(tuple(_counts(facts, voice))),
    }
    flags = {"authorities-known"} | ({"authorities-not-of-this-round"} if round_of.id != facts.round else set())
    tables, figures = {"authorities": _table(count, voice)}, {"authorities-by-region": _figure(count, voice)}
    return Material({"authorities": values}, tables, figures, flags=frozenset(flags))


def _counts(facts: Facts, voice: Voice) -> list[Saying]:
    known = [found for each in facts.rounds if (found := each.count(MEASURE, facts.as_of)) is not None]
    return [_Counted(voice.domain, each) for each in known]


@dataclass(frozen=True, slots=True)
class _Counted:
    """A count with its date, in whatever language the sentence around it is in."""

    domain: str
    count: RoundCount

    def runs(self, language: str) -> tuple[Run, ...]:
        """The count with its date."""
        values: dict[str, Saying] = {"count": Count(self.count.value), "date": Day(self.count.as_of)}
        return say(self.domain, "authorities-count", language, **values).runs


def _of_region(count: RoundCount) -> Counter[str | None]:
    return Counter(areas.area(code).region(count.first_day) for code in members(count.first_day))


def _table(count: RoundCount, voice: Voice) -> Rows:
    states = _of_region(count)
    rows = []
    for region in areas.regions().codes:
        named = count.by_region.get(region)
        percent = None if named is None else 100 * named / states[region]
        name = voice.of_list(areas.regions(), region)
        rows.append((name, voice.count(states[region]), voice.count(named), voice.count(percent, decimals=1)))
    whole = sum(states.values())
    share = voice.count(100 * count.value / whole, decimals=1)
    rows.append((voice.words("total"), voice.count(whole), voice.count(count.value), share))
    return Rows(tuple(rows), sources([count.source]), last_is_total=True)


def _figure(count: RoundCount, voice: Voice) -> Drawn:
    from concord.documents.figures import MISSING, Bar, bars
    from concord.documents.figures import Value as Number

    states = _of_region(count)
    share = {region: 100 * named / states[region] for region, named in count.by_region.items()}
    order = sorted(areas.regions().codes, key=lambda region: -share.get(region, -1.0))
    items = [
        Bar(voice.of_list(areas.regions(), region).text, Number(share[region]) if region in share else MISSING)
        for region in order
    ]
    title = voice.text("figure-authorities", date=Day(count.as_of))
    figure = bars(items, title=title, style=voice.style(FULL * 0.75, decimals=1), description=title, maximum=100)
    return Drawn(figure, sources([count.source]), table_id="table-authorities", width=0.75)
