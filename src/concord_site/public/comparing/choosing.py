"""Which corridor a page shows: what the address asks for made good, and what may be chosen instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from concord.mds.comparing import Corridor, corridors
from concord.reporting.voice import sort_key
from concord.vocabulary.areas import resolve
from concord.vocabulary.codelists import codelist
from concord_site.evidence.facts import newest_release
from concord_site.public.comparing import addresses, held, names
from concord_site.shell.i18n import language


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for, made good: a corridor and an occupation of which somebody speaks."""

    origin: str
    destination: str
    occupation: str

    @property
    def is_whole(self) -> bool:
        """Whether a corridor is named."""
        return bool(self.origin and self.destination and self.occupation)

    def address(self, **more: Any) -> str:
        """The address of this choice."""
        return addresses.mirror(self.origin, self.destination, self.occupation, **more)


def known() -> tuple[Corridor, ...]:
    """Every corridor of which somebody speaks, those with both sides first."""
    return _known(str(settings.CONCORD.folder), newest_release())


@lru_cache(maxsize=2)
def _known(folder: str, release: str) -> tuple[Corridor, ...]:
    return corridors(held.tables())


def chosen(query: Mapping[str, str]) -> Choice:
    """Read the address; what is not named is filled from the corridor of which most is known."""
    origin, destination = _area(query.get("origin", "")), _area(query.get("destination", ""))
    occupation = query.get("occupation", "")
    occupation = occupation if occupation in codelist("occupation") else ""
    for each in known():
        asked = ((origin, each.origin), (destination, each.destination), (occupation, each.occupation))
        if all(wanted in ("", there) for wanted, there in asked):
            return Choice(each.origin, each.destination, each.occupation)
    if origin and destination:
        return Choice(origin, destination, occupation or _first_occupation())
    return Choice(origin, destination, occupation)


def _first_occupation() -> str:
    return next((each.occupation for each in known()), "221")


def _area(words: str) -> str:
    """The code of a country named in any way that is known exactly; a code that somebody speaks of; else empty."""
    said = words.strip()
    found = resolve(said) if said else None
    if found is not None and found.status == "exact" and found.area:
        return found.area
    return said if any(said in (each.origin, each.destination) for each in known()) else ""


def options(now: str, codes: Iterable[str]) -> list[tuple[str, str, bool]]:
    """Countries to choose from: code, name, whether it is the chosen one."""
    listed = {*codes, now} - {""}
    return sorted(((code, names.place(code), code == now) for code in listed), key=lambda each: _order(each[1]))


def _order(name: str) -> Any:
    return sort_key(name, language())


def occupations(choice: Choice) -> list[tuple[str, str, bool]]:
    """Occupations of which somebody speaks, those of this corridor first."""
    own = [
        each.occupation for each in known() if (each.origin, each.destination) == (choice.origin, choice.destination)
    ]
    rest = sorted({each.occupation for each in known()} - set(own))
    listed = dict.fromkeys([*own, *rest, *([choice.occupation] if choice.occupation else [])])
    return [(code, names.occupation(code), code == choice.occupation) for code in listed]


def near(choice: Choice) -> list[tuple[str, str]]:
    """Corridors to look at instead: of the same countries, then those of which both sides speak."""
    same = [each for each in known() if choice.origin == each.origin or choice.destination == each.destination]
    both = [each for each in known() if each.destination_says and each.origin_says]
    said = {(choice.origin, choice.destination)}
    offered: dict[tuple[str, str], Corridor] = {}
    for each in [*both[:4], *same[:4]]:
        if (each.origin, each.destination) not in said:
            offered.setdefault((each.origin, each.destination), each)
    return [
        (_("%(origin)s to %(destination)s") % {"origin": names.place(o), "destination": names.place(d)},
         addresses.mirror(o, d, each.occupation))
        for (o, d), each in offered.items()
    ]  # fmt: skip
