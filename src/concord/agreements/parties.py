"""Parties to an agreement, of every level: states, provinces, ministries, employment services, colleges, hospitals.

Public face: :class:`Party`, :func:`levels`, :func:`roles`, :func:`check`.

Source: Code, article 5.2; ``data/agreements/parties.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from concord.agreements import lifecycle_records as read
from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.findings import Finding, Findings, Place
from concord.vocabulary import areas
from concord.vocabulary.text import Text

Side = Literal["origin", "destination"]
SIDES: tuple[Side, ...] = get_args(Side)


@dataclass(frozen=True, slots=True)
class Level:
    """A level of parties; ``is_below`` for one that is part of a state."""

    id: str
    label: Text
    is_below: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """One party.

    Attributes:
        id: Lower-case words joined by hyphens; unique within an agreement.
        name: As the party writes it.
        level: Of ``data/agreements/parties.yaml``.
        side: Origin or destination.
        area: Alpha-3 of the country it is in; empty for a regional organization and for invented parties.
        role: Signs, must consent, carries out, observes.
        part_of: Id of the party that it belongs to, such as a ministry's state.
        place: Which province or region, as named by the country.
    """

    id: str
    name: Text
    level: str
    side: Side
    area: str = ""
    role: str = "signs"
    part_of: str = ""
    place: str = ""

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "id": self.id, "name": dict(self.name), "level": self.level, "side": self.side, "area": self.area,
                "role": self.role, "part_of": self.part_of, "place": self.place,
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Party:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        side: Side = "origin" if read.word(body, "side", of=SIDES) == "origin" else "destination"
        return cls(
            read.word(body, "id"),
            read.wording(body, "name"),
            read.word(body, "level", of=levels()),
            side,
            read.word(body, "area", optional=True),
            read.word(body, "role", of=roles(), optional=True) or "signs",
            read.word(body, "part_of", optional=True),
            read.word(body, "place", optional=True),
        )


def levels() -> Mapping[str, Level]:
    """Levels by id, in declared order."""
    return _declared(packs.find("agreements/parties.yaml"))[0]


def roles() -> Mapping[str, Text]:
    """What a party does, by id."""
    return _declared(packs.find("agreements/parties.yaml"))[1]


@lru_cache(maxsize=4)
def _declared(path: Path) -> tuple[Mapping[str, Level], Mapping[str, Text]]:
    declared = read_yaml(path)
    known = {
        each["id"]: Level(each["id"], Text(each["label"]), bool(each.get("is_below"))) for each in declared["levels"]
    }
    return known, {each["id"]: Text(each["label"]) for each in declared["roles"]}


def check(parties: Iterable[Party], *, invented: bool = False) -> Findings:
    """What an agreement's list of parties lacks.

    Args:
        parties: All of them.
        invented: Whether the agreement is an invented example, whose areas need not exist.

    Returns:
        Hard: ``agreements.parties.side-missing`` (an agreement has an origin and a destination),
        ``agreements.parties.nobody-signs`` for a side, ``agreements.parties.twice``, ``agreements.parties.area``,
        ``agreements.parties.part-of``. Soft: ``agreements.parties.no-area`` where one below a state names none.
    """
    listed = tuple(parties)
    ids = [each.id for each in listed]
    found = [
        Finding("agreements.parties.twice", "hard", Place(item=id)) for id in dict.fromkeys(ids) if ids.count(id) > 1
    ]
    for side in SIDES:
        here = [each for each in listed if each.side == side]
        if not here:
            found.append(Finding("agreements.parties.side-missing", "hard", Place(item=side), source="art:5.2"))
        elif not any(each.role == "signs" for each in here):
            found.append(Finding("agreements.parties.nobody-signs", "hard", Place(item=side)))
    for each in listed:
        found.extend(_of(each, ids, invented))
    return Findings(found)


def _of(party: Party, ids: list[str], invented: bool) -> Iterable[Finding]:
    place = Place(item=party.id)
    if party.part_of and (party.part_of not in ids or party.part_of == party.id):
        yield Finding("agreements.parties.part-of", "hard", place, {"part_of": party.part_of})
    if invented:
        return
    if party.area and party.area not in {each.code for each in areas.areas(former=True)}:
        yield Finding("agreements.parties.area", "hard", place, {"area": party.area})
    if not party.area and levels()[party.level].is_below and not party.part_of:
        yield Finding("agreements.parties.no-area", "soft", place)
