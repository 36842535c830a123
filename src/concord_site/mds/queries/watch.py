"""What countries have delivered, one line a country: for the secretariat of all, for a regional office of its region.

A fixed number of queries whatever is there. Of what is not confirmed nothing is told but that there is something.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

from concord import roles
from concord.errors import NotFound
from concord.programme import strategy
from concord.reporting import places
from concord.reporting.voice import sort_key
from concord.vocabulary import areas
from concord.vocabulary.text import Wording
from concord_site.mds import due
from concord_site.mds.models import Delivery
from concord_site.mds.queries import watch_held
from concord_site.mds.queries.watch_lines import Asked, Line, Piece, Sum, Wanted, Watch
from concord_site.shell import access

#: What the plan measures the data sets by (``programme/strategy-2010-2015/targets.yaml``).
MEASURE = "minimum-data-sets"


def reach(by: object, on: dt.date) -> frozenset[str] | None:
    """The areas somebody follows; None for all of them. Empty for whoever follows none."""
    table = roles.declared()
    regions = set()
    for seat in access.seats_of(by):
        found = table.reach(seat.role, "see", Delivery.kind, Delivery.State.CONFIRMED)
        if "any" in found:
            return None
        if "region" in found and seat.region:
            regions.add(seat.region)
    return frozenset(each.code for each in areas.areas() if each.region(on) in regions)


def watch(
    by: object, *, as_of: dt.date, language: str, year: int | None = None, round: str = "", today: dt.date | None = None
) -> Watch:
    """What somebody follows, as it stood on a day.

    Args:
        by: Who asks; see :func:`reach`.
        as_of: The day.
        language: Of the names.
        year: Only figures of this year.
        round: Only what was brought for this round.
        today: What is not confirmed, questions and what rounds ask are told of this day alone; None for ``as_of``.
    """
    mine = reach(by, as_of)
    is_now = as_of == (today or as_of)
    members = [each.code for each in areas.member_states(as_of) if mine is None or each.code in mine]
    held = watch_held.pieces(by, as_of, mine)
    every = [piece for pieces, _gone in held.values() for piece in pieces]
    found = {area: (tuple(watch_held.narrowed(pieces, year, round)), gone) for area, (pieces, gone) in held.items()}
    drafts = watch_held.drafts(mine) if is_now else {}
    asked = watch_held.asked(by) if is_now else {}
    known = frozenset(members)
    others = sorted((found.keys() | drafts.keys()) - known)
    calls = _called(held, (*members, *others), as_of) if is_now else {}
    lines = {
        area: _line(area, as_of, language, found.get(area, ((), False)), area in drafts, asked.get(area, (0, 0)),
                    calls.get(area, ()), is_member=area in known)
        for area in (*members, *others)
    }  # fmt: skip
    own = _ordered((lines[area] for area in members), language)
    return Watch(
        as_of, own, _ordered((lines[area] for area in others), language), _by_region(own, language),
        _sum("", "", own), _targets(own, as_of) if mine is None else (), _rounds(own), mine is not None,
        dict(Counter(each.state for each in own)),
        tuple(sorted({one for each in every for years in each.years.values() for one in years}, reverse=True)),
        tuple(sorted({each.round for each in every if each.round}, reverse=True)),
    )  # fmt: skip


def _ordered(lines: Iterable[Line], language: str) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda each: (sort_key(each.name.text, language), each.area)))


def _line(
    area: str, on: dt.date, language: str, held: tuple[tuple[Piece, ...], bool], has_draft: bool,
    asked: tuple[int, int], called: tuple[due.Called, ...], *, is_member: bool,
) -> Line:  # fmt: skip
    pieces, gone = held
    state = "confirmed" if pieces else "draft" if has_draft else "withdrawn" if gone else "none"
    name, region = named(area, language, on)
    return Line(area, name, region, state, pieces, has_draft, *asked, is_member=is_member, called=called)


def _called(
    held: Mapping[str, tuple[list[Piece], bool]], every: Iterable[str], on: dt.date
) -> dict[str, tuple[due.Called, ...]]:
    """What rounds ask of each country, and when it came; invented figures answer no real round."""
    found = {}
    for area, dues in due.of_all(every, today=on).items():
        pieces = held.get(area, ((), False))[0]
        found[area] = tuple(
            one for each in dues for one in due.called(
                [each], [(p.round, p.confirmed_on) for p in pieces if p.is_example <= each.is_example], on=on
            )
        )  # fmt: skip
    return found


def called(area: str, rows: Iterable[Delivery], on: dt.date) -> tuple[due.Called, ...]:
    """The same for one country, from its confirmed deliveries that stand."""
    came = [(row.round, row.confirmed_at.date(), row.is_example) for row in rows if row.confirmed_at is not None]
    return tuple(
        one for each in due.of(area, today=on)
        for one in due.called([each], [(r, day) for r, day, invented in came if invented <= each.is_example], on=on)
    )  # fmt: skip


def _rounds(lines: Iterable[Line]) -> tuple[Asked, ...]:
    """What each round asks of the countries of some lines, the nearest day first."""
    held: dict[str, list[due.Called]] = {}
    for line in lines:
        for each in line.called:
            held.setdefault(each.due.round, []).append(each)
    found = [
        Asked(
            round, min(each.due.day for each in calls), max(each.due.day for each in calls), len(calls),
            sum(each.came_on is not None for each in calls), sum(each.is_missing for each in calls),
            calls[0].due.href, calls[0].due.is_example,
        )
        for round, calls in held.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.first, each.round)))


def named(code: str, language: str, on: dt.date) -> tuple[Wording, str]:
    """A country's name, and its region on a day; an invented one has none."""
    try:
        known = areas.area(code)
    except NotFound:
        return Wording(places.name(code, language), language), ""
    return known.wording(language), known.region(on) or ""


# ---- sums ------------------------------------------------------------------------------------------------------------
def _sum(id: str, name: str, lines: Iterable[Line]) -> Sum:
    """Each country once; an invented delivery is not counted."""
    every = list(lines)
    return Sum(id, name, sum(_counts(each) for each in every), len(every))


def _counts(line: Line) -> bool:
    return any(not each.is_example for each in line.pieces)


def _by_region(lines: Iterable[Line], language: str) -> tuple[Sum, ...]:
    known, every = areas.regions(), list(lines)
    found = (
        _sum(code, str(known.name(code, language)), [e for e in every if e.region == code]) for code in known.codes
    )
    return tuple(each for each in found if each.of)


def _targets(lines: tuple[Line, ...], on: dt.date) -> tuple[Wanted, ...]:
    """The plan's shares of Member States, of as many as there are on the day (rounded up)."""
    count = sum(map(_counts, lines))
    found = []
    for each in strategy.load().targets:
        if each.measure == MEASURE and isinstance(each.wanted, int) and not isinstance(each.wanted, bool):
            needed = -(-each.wanted * len(lines) // 100)
            found.append(Wanted(each.id, each.wanted, each.day, needed, count >= needed))
    return tuple(found)


def drafts_of(codes: Iterable[str]) -> frozenset[str]:
    """Those of some areas that have something in hand; for who follows them."""
    return frozenset(watch_held.drafts(frozenset(codes)))
