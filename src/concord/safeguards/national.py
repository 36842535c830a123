"""National lists: what one country makes of WHO's list, with the corridors that an agreement unlocks.

A national list is the WHO list, a national rule for the listed and for the others, and exceptions with their reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.safeguards.editions import edition
from concord.vocabulary.periods import PartialDate
from concord.vocabulary.text import Text

Colour = Literal["red", "amber", "green"]


@dataclass(frozen=True, slots=True)
class Corridor:
    """A country for which the national rule makes an exception, and why."""

    area: str
    colour: Colour
    why: str
    link: str = ""


@dataclass(frozen=True)
class NationalList:
    """A destination's own list. ``part`` names the part of the area it is for (England of the United Kingdom)."""

    id: str
    title: Text
    area: str
    part: str
    start: PartialDate
    until: PartialDate | None
    builds_on: str
    for_listed: Colour
    for_others: Colour
    exceptions: Mapping[str, Corridor]
    source: str
    link: str
    note: str
    verification: str

    def colour(self, area: str) -> Colour:
        """``red`` no active recruitment, ``amber`` only as an agreement sets out, ``green`` allowed."""
        if area in self.exceptions:
            return self.exceptions[area].colour
        return self.for_listed if area in edition(self.builds_on) else self.for_others

    def of_colour(self, colour: Colour) -> tuple[str, ...]:
        """Countries that are listed or excepted and have a colour, in order of code."""
        known = {*edition(self.builds_on).areas, *self.exceptions}
        return tuple(sorted(area for area in known if self.colour(area) == colour))

    def holds(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.start.first <= on and (self.until is None or on <= self.until.last)


def national_lists(area: str | None = None, on: date | None = None) -> tuple[NationalList, ...]:
    """National lists, of one destination and in force on a day if asked, oldest first."""
    known = _national_lists(packs.roots())
    return tuple(each for each in known if area in (None, each.area) and (on is None or each.holds(on)))


@lru_cache(maxsize=4)
def _national_lists(roots: tuple[Path, ...]) -> tuple[NationalList, ...]:
    read = (_national_list(read_yaml(path)) for path in packs.each("safeguards/national"))
    return tuple(sorted(read, key=lambda each: (each.start.first, each.id)))


def _national_list(declared: dict[str, Any]) -> NationalList:
    return NationalList(
        id=declared["id"],
        title=Text(declared["title"]),
        area=declared["area"],
        part=declared.get("part", ""),
        start=PartialDate.parse(declared["from"]),
        until=PartialDate.parse(declared["until"]) if declared.get("until") else None,
        builds_on=declared["builds_on"],
        for_listed=declared["default_for_listed"],
        for_others=declared["default_for_others"],
        exceptions={each["area"]: Corridor(**each) for each in declared["exceptions"]},
        source=declared["source"],
        link=declared.get("link", ""),
        note=declared.get("note", ""),
        verification=declared["verification"],
    )
