"""Editions of the list of countries with critical shortages: 2006, 2020, 2023 and what follows.

Source: Code, article 5.1; World Health Report 2006; WHO health workforce support and safeguards lists of 2020 and 2023.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import NotFound
from concord.vocabulary.areas import area as area_by_code
from concord.vocabulary.periods import PartialDate
from concord.vocabulary.text import Text

Verification = Literal["verified", "computed", "derived", "unverified"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition that a listed country meets; all of an edition's conditions together make the list.

    Attributes:
        measure: Structure of the fact table it reads: ``density`` or ``uhc-index``.
        occupation: For a density, the declared sum of ISCO-08 groups.
        threshold: In ``unit`` (``per_10k`` or ``index_0_100``); a country meets it when its value is below.
    """

    measure: str
    operator: str
    threshold: float
    unit: str
    verification: Verification
    occupation: str = ""
    note: str = ""

    def is_met(self, value: float) -> bool:
        """Whether a value lies below the threshold; a value equal to it does not."""
        return value < self.threshold


@dataclass(frozen=True, slots=True)
class Member:
    """One country of an edition and the WHO region it was in then."""

    area: str
    region: str
    note: str = ""


@dataclass(frozen=True)
class Edition:
    """One published list: ``count`` as published; ``members_verification`` says whether the names were checked."""

    id: str
    title: Text
    kind: Literal["critical-shortage", "support-and-safeguards"]
    start: PartialDate
    count: int
    count_verification: Verification
    count_source: str
    members: Mapping[str, Member]
    members_verification: Verification
    members_note: str
    criteria: tuple[Criterion, ...]
    source: str
    until: PartialDate | None = None
    added: tuple[str, ...] = field(default=())

    @property
    def areas(self) -> frozenset[str]:
        """Codes of the listed countries."""
        return frozenset(self.members)

    def __contains__(self, area: object) -> bool:
        return area in self.members

    def holds(self, on: date) -> bool:
        """Whether it had been published on a day and had not been ended."""
        return self.start.first <= on and (self.until is None or on <= self.until.last)


@dataclass(frozen=True, slots=True)
class ListStatus:
    """What the list in force on a day says of one country, and whether the edition's names were checked."""

    area: str
    status: Literal["listed", "not-listed", "no-list"]
    edition: str | None = None
    verification: Verification | None = None
    since: str | None = None

    @property
    def is_listed(self) -> bool:
        """Whether the country is on the list in force."""
        return self.status == "listed"


def editions() -> tuple[Edition, ...]:
    """All editions, oldest first."""
    return _editions(packs.roots())


@lru_cache(maxsize=4)
def _editions(roots: tuple[Path, ...]) -> tuple[Edition, ...]:
    read = (_edition(read_yaml(path)) for path in packs.each("safeguards"))
    return tuple(sorted(read, key=lambda each: each.start.first))


def _edition(declared: dict[str, Any]) -> Edition:
    return Edition(
        id=declared["id"],
        title=Text(declared["title"]),
        kind=declared["kind"],
        start=PartialDate.parse(declared["from"]),
        until=PartialDate.parse(declared["until"]) if declared.get("until") else None,
        count=declared["count"],
        count_verification=declared["count_verification"],
        count_source=declared["count_source"],
        members={each["area"]: Member(**each) for each in declared["members"]},
        members_verification=declared["members_verification"],
        members_note=declared["members_note"],
        criteria=tuple(Criterion(**each) for each in declared["criteria"]),
        source=declared["source"],
        added=tuple(declared.get("added", ())),
    )


def edition(id: str) -> Edition:
    """One edition by its year.

    Raises:
        NotFound: ``safeguards.edition.unknown``.
    """
    for each in editions():
        if each.id == id:
            return each
    raise NotFound("safeguards.edition.unknown", params={"id": id, "known": ", ".join(each.id for each in editions())})


def in_force(on: date) -> Edition | None:
    """The edition in force on a day: the latest published by then; None before the first."""
    published = [each for each in editions() if each.holds(on)]
    return published[-1] if published else None


def status(area: str, on: date) -> ListStatus:
    """Whether a country is on the list in force on a day, with the edition that says so.

    Raises:
        NotFound: ``areas.area.unknown`` when there is no such area.

    Example:
        >>> status("NPL", date(2024, 1, 1)).status, status("ZMB", date(2022, 1, 1)).status
        ('listed', 'not-listed')
    """
    code = area_by_code(area).code
    current = in_force(on)
    if current is None:
        return ListStatus(code, "no-list")
    if code not in current:
        return ListStatus(code, "not-listed", current.id, current.members_verification)
    return ListStatus(code, "listed", current.id, current.members_verification, _since(code, current))


def _since(area: str, current: Edition) -> str:
    """The first of the unbroken run of editions of one kind that list the country, up to the current one."""
    first = current.id
    for each in reversed(editions()):
        if each.start.first > current.start.first:
            continue
        if each.kind != current.kind or area not in each:
            break
        first = each.id
    return first


def listed(area: str, edition_id: str) -> bool:
    """Whether an edition lists a country.

    Example:
        >>> listed("RWA", "2020"), listed("RWA", "2023")
        (False, True)
    """
    return area_by_code(area).code in edition(edition_id)
