"""The register as of a day, what it holds for a country, and the counts that are known from earlier rounds."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from concord.registers.designations import Act, in_force, standing
from concord.reporting.rounds import Count, rounds
from concord.vocabulary import areas
from concord.vocabulary.areas import Area
from concord.vocabulary.text import Text
from concord_site.accounts.notices.kinds import declared
from concord_site.registers.models import Designation
from concord_site.shell import access
from concord_site.shell.i18n import language

MEASURE = "designated-authorities"


@dataclass(frozen=True, slots=True)
class Entry:
    """A Member State in the register; without a designation where none in force on the day is known here.

    ``stands`` is of :func:`concord.registers.designations.standing`; ``last`` is the newest act where none is in force.
    """

    area: Area
    name: str
    designation: Designation | None
    stands: str = ""
    last: Designation | None = None


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
        on: The day: membership, region and the acts in force as of it.
        region: One region's id, or all.
        words: Every word must stand in the name of the country or its office.
        only: ``named`` or ``none``: with or without a designation in force; ``ending``: with one that comes to its end
            or its review, or is past its review.
    """
    acts = acts_by_area(by)
    known = areas.regions()
    found = []
    for code in known.codes:
        if region and code != region:
            continue
        members = areas.member_states(on, region=code)
        every = [_entry(each, each.name(language), acts.get(each.id, []), on) for each in members]
        kept = [each for each in every if _matches(each, words, only)]
        named = sum(each.designation is not None for each in every)
        ordered = tuple(sorted(kept, key=lambda each: _folded(each.name)))
        found.append(Region(code, str(known.name(code, language)), ordered, len(members), named))
    return tuple(found)


def acts_by_area(by: object) -> dict[str, list[Designation]]:
    """The acts of each country that are or were in the register, oldest first."""
    found: dict[str, list[Designation]] = {}
    rows = access.visible(Designation, by).filter(state__in=Designation.PUBLIC)
    for each in rows.order_by("area", "since", "pk"):
        found.setdefault(each.area, []).append(each)
    return found


def act_in_force(acts: Iterable[Designation], on: dt.date) -> Designation | None:
    """The act in force on a day."""
    by_id = {each.pk: each for each in acts}
    found: Act | None = in_force([each.value() for each in by_id.values()], on)
    return by_id[int(found.id)] if found is not None else None


def stands(found: Designation, on: dt.date) -> str:
    """How an act stands on a day."""
    return standing(found.value(), today=on, warn_days=declared().warn_days)


def _entry(area: Area, name: str, acts: list[Designation], on: dt.date) -> Entry:
    current = act_in_force(acts, on)
    if current is None:
        return Entry(area, name, None, "", acts[-1] if acts else None)
    return Entry(area, name, current, stands(current, on) if not current.until else "in-force")


def _matches(entry: Entry, words: str, only: str) -> bool:
    if only in ("named", "none") and (entry.designation is not None) != (only == "named"):
        return False
    if only == "ending" and entry.stands not in ("ends-soon", "review-soon", "review-passed"):
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


def invented(regions: Iterable[Region]) -> int:
    """How many of the designations that are counted are invented examples."""
    every = (entry.designation for region in regions for entry in region.entries)
    return sum(found is not None and found.is_example for found in every)


def history(area: str, by: object) -> list[Designation]:
    """Designations of a country that ``by`` may see, newest first."""
    rows = access.visible(Designation, by).filter(area=area).exclude(state=Designation.State.CANCELLED)
    return list(rows.select_related("follows").order_by("-since", "-pk"))


def proposals(by: object) -> list[Designation]:
    """Designations that wait for the secretariat's confirmation, oldest first."""
    rows = access.visible(Designation, by).filter(state=Designation.State.PROPOSED)
    return list(rows.order_by("proposed_at"))


def counts_by_round() -> tuple[RoundCount, ...]:
    """The latest count of each round that may be told as fact, newest first; None where none is known."""
    return tuple(RoundCount(each.id, each.count(MEASURE)) for each in reversed(rounds()) if each.status == "closed")


def authorities_of(area: str) -> list[str]:
    """Names of the offices that are a country's authority now, for everybody (supplier ``authority.of``)."""
    rows = access.visible(Designation, None).filter(area=area, state__in=Designation.PUBLIC)
    current = act_in_force(rows, timezone.now().date())
    return [_office(current)] if current is not None else []


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
