"""The register as it stands, what it holds for a country, and the counts that are known from earlier rounds."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from concord.reporting.rounds import Count, rounds
from concord.vocabulary import areas
from concord.vocabulary.areas import Area
from concord.vocabulary.text import Text
from concord_site.registers.models import Designation
from concord_site.shell import access
from concord_site.shell.i18n import language

MEASURE = "designated-authorities"


@dataclass(frozen=True, slots=True)
class Entry:
    """A Member State in the register; without a designation where none is known here."""

    area: Area
    name: str
    designation: Designation | None


@dataclass(frozen=True, slots=True)
class Region:
    """A region with its entries, and how many of its Member States have named an authority here."""

    id: str
    name: str
    entries: tuple[Entry, ...]
    members: int
    named: int


@dataclass(frozen=True, slots=True)
class RoundCount:
    """How many authorities were known in a round; None where that is not known here."""

    round: str
    count: Count | None


def register(
    by: object, *, language: str, on: dt.date, region: str = "", words: str = "", only: str = ""
) -> tuple[Region, ...]:
    """The register by region.

    Args:
        by: Who asks.
        language: For names and their order.
        on: The day: membership and region as of it.
        region: One region's id, or all.
        words: Every word must stand in the name of the country or its office.
        only: ``named`` or ``none``: with or without a designation.
    """
    current = {each.area: each for each in access.visible(Designation, by).filter(state=Designation.State.CURRENT)}
    known = areas.regions()
    found = []
    for code in known.codes:
        if region and code != region:
            continue
        members = areas.member_states(on, region=code)
        every = [Entry(each, each.name(language), current.get(each.id)) for each in members]
        kept = [each for each in every if _matches(each, words, only)]
        named = sum(each.designation is not None for each in every)
        ordered = tuple(sorted(kept, key=lambda each: _folded(each.name)))
        found.append(Region(code, str(known.name(code, language)), ordered, len(members), named))
    return tuple(found)


def _matches(entry: Entry, words: str, only: str) -> bool:
    if only in ("named", "none") and (entry.designation is not None) != (only == "named"):
        return False
    office = " ".join(Text(entry.designation.office).values()) if entry.designation else ""
    text = _folded(f"{entry.name} {entry.area.id} {office}")
    return all(word in text for word in _folded(words).split())


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def totals(regions: Iterable[Region]) -> tuple[int, int]:
    """How many Member States have named an authority, of how many."""
    given = tuple(regions)
    return sum(each.named for each in given), sum(each.members for each in given)


def history(area: str, by: object) -> list[Designation]:
    """Designations of a country that ``by`` may see, newest first."""
    return list(access.visible(Designation, by).filter(area=area).order_by("-since", "-pk"))


def proposals(by: object) -> list[Designation]:
    """Designations that wait for the secretariat's confirmation, oldest first."""
    rows = access.visible(Designation, by).filter(state=Designation.State.PROPOSED)
    return list(rows.order_by("proposed_at"))


def counts_by_round() -> tuple[RoundCount, ...]:
    """The latest count of each round that may be told as fact, newest first; None where none is known."""
    return tuple(RoundCount(each.id, each.count(MEASURE)) for each in reversed(rounds()) if each.status == "closed")


def authorities_of(area: str) -> list[str]:
    """Names of the offices that are a country's authority now, for everybody (supplier ``authority.of``)."""
    current = access.visible(Designation, None).filter(area=area, state=Designation.State.CURRENT)
    return [_office(each) for each in current]


def known_of_rounds(area: str, round_ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """What is known of a country's authority in each round, for everybody (supplier ``rounds.of``)."""
    acts = list(access.visible(Designation, None).filter(area=area).order_by("since", "pk"))
    known: dict[str, dict[str, str]] = {}
    for id in round_ids:
        held = [
            each for each in acts if each.since <= f"{id}-12-31" and (not each.until or each.until >= f"{id}-01-01")
        ]
        if held:
            known[id] = {"authority": _office(held[-1])}
    return known


def _office(designation: Designation) -> str:
    return Text(designation.office).best(language()).text


def may_propose(area: str, by: object) -> bool:
    """Whether ``by`` may propose a designation of a country."""
    from concord.errors import NotAllowed

    try:
        access.permit(Designation, by, "create", state=Designation.State.PROPOSED, area=area)
    except NotAllowed:
        return False
    return True
