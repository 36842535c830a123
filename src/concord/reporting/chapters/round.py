"""The round reported on: who reported, by region, and against earlier rounds (articles 9.1 and 9.2)."""

from __future__ import annotations

from collections import Counter

from concord.documents.model import RowsUsed, Status, Value
from concord.documents.sentences import Count, Day, Plain, Saying, Year
from concord.reporting.country_section import cited
from concord.reporting.facts import Facts
from concord.reporting.material import Drawn, Material, Rows
from concord.reporting.rounds import Count as RoundCount
from concord.reporting.rounds import Round
from concord.reporting.voice import FULL, Voice, members
from concord.vocabulary import areas

REPORTS, IN_PROCESS = "national-reports", "reports-in-process-or-submitted"


def current(facts: Facts) -> Round:
    """The round reported on."""
    return next(each for each in facts.rounds if each.id == facts.round)


def sent(facts: Facts, round_id: str) -> int | None:
    """How many reports of a round are known: from who reported where that is known, else the latest count."""
    reported = facts.reported.get(round_id)
    if reported is not None:
        return sum(1 for each in reported.values() if each.sent)
    found = next(each for each in facts.rounds if each.id == round_id).count(REPORTS, facts.as_of)
    return None if found is None else found.value


def regions_known(facts: Facts) -> tuple[Round, RoundCount] | None:
    """The latest round with counts of reports by region, with those counts."""
    for each in reversed(facts.rounds):
        found = each.regions(IN_PROCESS, facts.as_of)
        if found is not None:
            return each, found
    return None


def chapter(facts: Facts, voice: Voice) -> Material:
    """Values, tables and figures of the chapter on the round."""
    this = current(facts)
    count = sent(facts, this.id)
    begun = [each for each in facts.rounds if each.year <= facts.as_of.year]
    by_region = regions_known(facts)
    values: dict[str, Saying] = {
        "round": Plain(this.id),
        "number": Count(this.number),
        "total": Count(len(members(facts.as_of))),
        "assembly": Plain(this.assembly),
        "report-year": Year(this.report_year),
        "regions-round": Plain(by_region[0].id if by_region else this.id),
        "interim-round": Plain(", ".join(each.id for each in begun if _is_interim(each, facts))),
    }
    flags = {"earlier-reports-known"} if sum(sent(facts, each.id) is not None for each in begun) > 1 else set()
    if count is not None:
        values["count"] = Count(count)
        flags.add("reports-known")
    if by_region:
        values["date"] = Day(by_region[1].as_of)
        flags.add("regions-known")
    if this.deadline is not None and this.deadline.is_fact:
        values["deadline"] = Day(this.deadline.value)
        flags.add("deadline-known")
    tables = {
        "rounds": _rounds(facts, voice),
        "round-regions": _regions(facts, voice),
        "reporters": _reporters(facts, voice),
    }
    figures = {"reports-by-round": _figure(facts, voice, begun)} if "earlier-reports-known" in flags else {}
    return Material({"round": values}, tables, figures, flags=frozenset(flags))


def _is_interim(each: Round, facts: Facts) -> bool:
    found = each.count(REPORTS, facts.as_of)
    return found is not None and found.is_final is False


def _rounds(facts: Facts, voice: Voice) -> Rows:
    rows = []
    used: list[str] = []
    for each in facts.rounds:
        reports, named = each.count(REPORTS, facts.as_of), each.count("designated-authorities", facts.as_of)
        questions = each.count("questions", facts.as_of)
        used += [found.source for found in (reports, named, questions) if found is not None]
        rows.append(
            (
                Value(each.id),
                Value(f"{each.assembly}, {each.report_year}"),
                voice.count(questions.value if questions else None),
                voice.count(named.value if named else None, status=_status(named)),
                voice.date(named.as_of if named else None),
                voice.count(sent(facts, each.id), status=_status(reports)),
                voice.date(reports.as_of if reports else None),
            )
        )
    return Rows(tuple(rows), sources(used))


def _status(found: RoundCount | None) -> Status:
    return "provisional" if found is not None and found.is_final is False else "normal"


def sources(ids: list[str]) -> tuple[RowsUsed, ...]:
    """Sources once each, in order of first use; addresses that are no declared source are left to the method."""
    return tuple(RowsUsed(id) for id in dict.fromkeys(ids))


def _regions(facts: Facts, voice: Voice) -> Rows:
    by_region = regions_known(facts)
    of_round = Counter(areas.area(code).region(facts.as_of) for code in members(facts.as_of))
    reported = facts.reported.get(facts.round)
    counts = Counter(areas.area(code).region(facts.as_of) for code, each in (reported or {}).items() if each.sent)
    rows = [
        (
            voice.of_list(areas.regions(), region),
            voice.count(of_round[region]),
            voice.count(counts[region] if reported is not None else None),
            voice.count(by_region[1].by_region.get(region) if by_region else None),
        )
        for region in areas.regions().codes
    ]
    whole = (
        voice.words("total"),
        voice.count(sum(of_round.values())),
        voice.count(sent(facts, facts.round)),
        voice.count(by_region[1].value if by_region else None),
    )
    return Rows((*rows, whole), sources([by_region[1].source] if by_region else []), last_is_total=True)


def _reporters(facts: Facts, voice: Voice) -> Rows:
    reported = facts.reported.get(facts.round, {})
    codes = voice.sorted(code for code, each in reported.items() if each.sent)
    rows = tuple(
        (
            voice.area(code),
            voice.of_list(areas.regions(), areas.area(code).region(facts.as_of) or ""),
            voice.date(reported[code].sent_on),
            cited(reported[code], voice),
        )
        for code in codes
    )
    return Rows(rows)


def _figure(facts: Facts, voice: Voice, begun: list[Round]) -> Drawn:
    from concord.documents.figures import MISSING, Column, columns
    from concord.documents.figures import Value as Number

    items = []
    for each in begun:
        count, found = sent(facts, each.id), each.count(REPORTS, facts.as_of)
        interim = found is not None and found.is_final is False
        value = MISSING if count is None else Number(float(count), "provisional" if interim else "normal")
        items.append(Column(each.id, value, each.id == facts.round))
    title = voice.text("figure-reports-by-round")
    figure = columns(items, title=title, style=voice.style(FULL * 0.6), description=title)
    used = [found.source for each in begun if (found := each.count(REPORTS, facts.as_of))]
    return Drawn(figure, sources(used), table_id="table-rounds", width=0.6)


__all__ = ["chapter", "current", "regions_known", "sent", "sources"]
