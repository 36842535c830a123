"""The estimated flows of a country for its labour market analysis: people of all occupations, the newest period held.

Health personnel cannot be estimated so: their stocks by place of training are published of one date alone.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from concord.labour_market.analysis_moves import Move, Moves
from concord.labour_market.curves import Range
from concord.reporting.numbers import median
from concord.vocabulary.provenance import Input

if TYPE_CHECKING:
    from concord.flows.side_by_side import SideBySide

#: Partners that an analysis names, each way.
PARTNERS = 5


def moves(area: str, as_of: date) -> Moves | None:
    """Moves of an area's people in the newest period that had ended by a day; None where it is in no such account."""
    from concord.flows.declared import declared
    from concord.flows.people import people, periods

    ended = [each for each in periods() if int(each.split("-")[1]) <= as_of.year]
    if not ended:
        return None
    period, found = ended[-1], people(ended[-1])
    if area not in found.account.areas:
        return None
    told = _told(period)
    first, last = (int(year) for year in period.split("-"))
    return Moves(
        first, last, _all(told, area, is_out=True), _all(told, area, is_out=False),
        _partners(told, area, is_out=True), _partners(told, area, is_out=False), len(told.flows),
        "flows-side-by-side", declared().version,
        (Input(f"flows/people {period}", found.account.digest, declared().version),), found.sources,
    )  # fmt: skip


@lru_cache(maxsize=2)
def _told(period: str) -> SideBySide:
    from concord.flows.people import people
    from concord.flows.side_by_side import side_by_side

    return side_by_side(people(period).account)


def _all(told: SideBySide, area: str, *, is_out: bool) -> Range:
    """All moves one way: the median of the methods between their least and their most."""
    at, ends = told.areas.index(area), []
    for each in told.flows.values():
        ends.append(
            [float((table[at] if is_out else table[:, at]).sum()) for table in (each.low, each.flow, each.high)]
        )
    return Range(median([flow for _, flow, _ in ends]) or 0.0, min(low for low, *_ in ends), max(e[2] for e in ends))


def _partners(told: SideBySide, area: str, *, is_out: bool) -> tuple[Move, ...]:
    """The partners with the greatest upper ends; one to which nobody moved by any method is none."""
    at = told.areas.index(area)
    high = told.high[at] if is_out else told.high[:, at]
    largest = sorted(range(len(told.areas)), key=lambda i: (-float(high[i]), told.areas[i]))[:PARTNERS]
    return tuple(
        Move(partner, _pair(told, *((area, partner) if is_out else (partner, area))))
        for partner in (told.areas[i] for i in largest if high[i] >= 1)
    )


def _pair(told: SideBySide, origin: str, destination: str) -> Range:
    ends = list(told.between(origin, destination).values())
    return Range(median([flow for _, flow, _ in ends]) or 0.0, min(low for low, *_ in ends), max(e[2] for e in ends))
