"""Which entries are wanted: by words, party, region, occupation, years, type, status, clause, and what was verified."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from concord.agreements.repository_model import Agreement
from concord.vocabulary.areas import area, fold


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; an empty field asks nothing.

    Attributes:
        words: Found in title, provisions, occupations or notes, however they are written.
        party, origin, destination: Alpha-3 codes; ``party`` on any side, a mutual text is of both sides.
        region: WHO region of any party on ``on``.
        occupation: A group of ``words.yaml``.
        first, last: Years, both included; an entry without a year is in no span of years.
        clause: Element that a source names; entries whose clauses are not known are left out, and not absent.
        verification: ``verified``, ``partly``, ``unverified``, or ``known`` for the first two.
    """

    words: str = ""
    party: str = ""
    origin: str = ""
    destination: str = ""
    region: str = ""
    occupation: str = ""
    first: int | None = None
    last: int | None = None
    type: str = ""
    status: str = ""
    level: str = ""
    clause: str = ""
    verification: str = ""


def wanted(found: Iterable[Agreement], asked: Wanted, *, on: date) -> tuple[Agreement, ...]:
    """The entries that fit, newest first, those without a year last.

    Args:
        found: Entries.
        asked: What is wanted.
        on: Day of which regions are.
    """
    kept = [each for each in found if _fits(each, asked, on)]
    return tuple(sorted(kept, key=lambda each: (each.year is None, -(each.year or 0), each.id)))


def _fits(each: Agreement, asked: Wanted, on: date) -> bool:
    return (
        _has_parties(each, asked)
        and (not asked.region or any(area(code).region(on) == asked.region for code in each.areas))
        and (not asked.occupation or asked.occupation in each.occupations)
        and _in_years(each, asked)
        and asked.type in ("", each.type)
        and asked.status in ("", each.status)
        and asked.level in ("", each.level)
        and (not asked.clause or each.has_clause(asked.clause))
        and _as_verified(each, asked.verification)
        and (not asked.words or _holds(each, asked.words))
    )


def _has_parties(each: Agreement, asked: Wanted) -> bool:
    members = {party.area for party in each.of_side("member")}
    origins = members | {party.area for party in each.of_side("origin")}
    destinations = members | {party.area for party in each.of_side("destination")}
    return (
        (not asked.party or asked.party in each.areas)
        and (not asked.origin or asked.origin in origins)
        and (not asked.destination or asked.destination in destinations)
    )


def _in_years(each: Agreement, asked: Wanted) -> bool:
    if asked.first is None and asked.last is None:
        return True
    return each.year is not None and (asked.first or 0) <= each.year <= (asked.last or 9999)


def _as_verified(each: Agreement, wanted_: str) -> bool:
    return wanted_ in ("", each.verification) or (wanted_ == "known" and each.is_known)


def _holds(each: Agreement, words: str) -> bool:
    text = _text(each)
    return all(word in text for word in map(fold, words.split()) if word)


@lru_cache(maxsize=512)
def _text(each: Agreement) -> str:
    """Words in which it may be looked for, folded one by one."""
    names = (name for code in each.areas for name in area(code).names.values())
    said = " ".join((each.id, each.title, each.provisions, each.occupations_said, each.note, *names, *each.areas))
    return " ".join(filter(None, map(fold, said.split())))
