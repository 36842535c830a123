"""Places at tables: found by a keyed token of the account, so that the database does not say who belongs to what.

A person has :data:`SLOTS` possible places. Each has a token of its own, so that two places of one person cannot be
seen to belong together; a place is looked for under all of them at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from concord_site.agreements import keys, sealing
from concord_site.agreements.keys import Installation, SpaceKey
from concord_site.agreements.models import Place

#: The most dossiers one person can take part in at the same time.
SLOTS = 64
#: Kinds of organisation whose people have no place at a party's table.
OF_THE_HOUSE = ("secretariat", "regional-office", "operator")


@dataclass(frozen=True, slots=True)
class Held:
    """An opened place: whose table, the keys of the two spaces seen from it, and how far each was looked at.

    ``seen`` says by side (``own``, ``shared``) up to which row of the journal its holder knows what others wrote.
    """

    token: str
    slot: int
    dossier: str
    party: str
    own: SpaceKey
    shared: SpaceKey
    role: str = "member"
    seen: Mapping[str, int] = field(default_factory=dict, repr=False)
    installation: Installation = field(repr=False, kw_only=True)


def value_of(dossier: str, party: str, own: SpaceKey | None, shared: SpaceKey, **more: Any) -> dict[str, Any]:
    """What a place or an invitation holds, as JSON, before it is sealed."""
    both = {"own": _key_value(own) if own is not None else None, "shared": _key_value(shared)}
    return {"dossier": dossier, "party": party, **both, **more}


def _key_value(key: SpaceKey) -> dict[str, str]:
    return {"space": key.space, "key": key.text}


def key_in(value: dict[str, str]) -> SpaceKey:
    """A space's key out of a place."""
    return SpaceKey.from_text(value["space"], value["key"])


def tokens(person: Any, installation: Installation) -> dict[str, int]:
    """Every possible token of a person's places → slot."""
    return {installation.place_token(person.pk, slot): slot for slot in range(SLOTS)}


def held_by(person: Any) -> tuple[Held, ...]:
    """The places a person has now, in the order of their slots."""
    if getattr(person, "pk", None) is None or not getattr(person, "is_active", False):
        return ()
    found = found_of(person)
    return () if found and is_of_the_house(person) else found


def is_of_the_house(person: Any) -> bool:
    """Whether somebody acts for the secretariat, a regional office or the operator now: they have no place anywhere."""
    return bool(person.memberships.current().filter(organisation__what__in=OF_THE_HOUSE).exists())


def found_of(person: Any) -> tuple[Held, ...]:
    """The places that stand under an account, whoever it is; for taking them away and for wrapping them anew."""
    found: list[Held] = []
    for installation in keys.installations():
        wanted = tokens(person, installation)
        rows = Place.objects.filter(pk__in=list(wanted))
        found += (_opened(row, wanted[row.pk], installation) for row in rows)
    return tuple(sorted(found, key=lambda held: held.slot))


def _opened(row: Place, slot: int, installation: Installation) -> Held:
    value = sealing.open_value(installation.wrapping(row.pk), row.sealed, bound_to=row.pk)
    own, shared = key_in(value["own"]), key_in(value["shared"])
    return Held(
        row.pk, slot, value["dossier"], value["party"], own, shared, value["role"], value.get("seen", {}),
        installation=installation,
    )  # fmt: skip


def has_place(person: Any) -> bool:
    """Whether a person sees any space at all: such an account needs a second factor."""
    if getattr(person, "pk", None) is None:
        return False
    wanted = [token for each in keys.installations() for token in tokens(person, each)]
    return Place.objects.filter(pk__in=wanted).exists()
