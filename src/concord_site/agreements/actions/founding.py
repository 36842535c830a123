"""Beginning a dossier: its parties, the shared space, and the space of the party that begins it.

The other parties' spaces do not exist yet: their keys are made when their own people come, so that nobody else ever
held them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import IntegrityError, transaction

from concord.errors import Conflict, Invalid
from concord_site.agreements import keys, sealing
from concord_site.agreements.actions import traces, writing
from concord_site.agreements.keys import SpaceKey
from concord_site.agreements.models import Place, SealedRow
from concord_site.agreements.queries import places
from concord_site.agreements.queries.journal import Journal
from concord_site.agreements.queries.spaces import SHARED, Author, Space
from concord_site.shell import access

LEAD, MEMBER = "lead", "member"
LEVELS = ("state", "province", "region", "ministry", "employment-service", "college", "hospital", "other")
SIDES = ("origin", "destination")


@dataclass(frozen=True, slots=True)
class PartyDraft:
    """A party as whoever begins a dossier writes it down: alpha-3 area, names by language, level, side."""

    area: str
    name: Mapping[str, str]
    side: Literal["origin", "destination"]
    level: str = "state"

    def body(self, *, joined: bool) -> dict[str, Any]:
        """The party as a record of the shared space."""
        return {"area": self.area, "name": dict(self.name), "side": self.side, "level": self.level, "joined": joined}


def start(
    *,
    title: Mapping[str, str],
    parties: Sequence[PartyDraft],
    mine: int,
    by: Any,
    now: datetime,
    invented: bool = False,
) -> str:
    """Begin a dossier.

    Args:
        title: By language.
        parties: Two or more, at least one on each side.
        mine: Which of them ``by`` acts for, counted from 0.
        by: A person whose role lets them begin one.
        now: The moment.
        invented: Whether agreement and parties are invented; every page and file of it says so.

    Returns:
        The dossier's id.

    Raises:
        NotAllowed: ``site.access.forbidden``.
        Invalid: ``agreements.dossier.parties``: not one party on each side.
        Conflict: ``agreements.member.too-many``.
    """
    access.permit(SealedRow, by, "create", state="sealed")
    if places.is_of_the_house(by) or {draft.side for draft in parties} != set(SIDES):
        raise Invalid("agreements.dossier.parties")
    ids, dossier = _ids(parties), keys.new_id()
    shared_key, own_key = SpaceKey.new(), SpaceKey.new()
    author = Author(by.pk, f"{by.name} ({_name(parties[mine])})")
    shared = Space(Journal(shared_key), side=SHARED, dossier=dossier, author=author)
    own = Space(Journal(own_key), side=ids[mine], dossier=dossier, author=author)
    with transaction.atomic():
        take_place(by, places.value_of(dossier, ids[mine], own_key, shared_key, role=LEAD))
        about = {"title": dict(title), "invented": invented}
        writing.put(shared, "dossier", "dossier", about, by=by, now=now, based_on=0)
        for number, draft in enumerate(parties):
            body = draft.body(joined=number == mine)
            writing.put(shared, "party", ids[number], body, by=by, now=now, based_on=0)
        note_member(own, by, role=LEAD, now=now, by=by)
        traces.leave()
    return dossier


def _name(draft: PartyDraft) -> str:
    return draft.name.get("en") or next(iter(draft.name.values()), draft.area)


def _ids(parties: Sequence[PartyDraft]) -> list[str]:
    """``origin``, ``destination``; a second one of a side is ``origin-2``."""
    seen: dict[str, int] = {}
    found = []
    for draft in parties:
        seen[draft.side] = seen.get(draft.side, 0) + 1
        found.append(draft.side if seen[draft.side] == 1 else f"{draft.side}-{seen[draft.side]}")
    return found


def take_place(person: Any, value: Mapping[str, Any]) -> int:
    """Wrap two spaces' keys for a person, in a free slot.

    Returns:
        The slot.

    Raises:
        Conflict: ``agreements.member.too-many``: the person has no free slot.
    """
    installation = keys.current()
    for token, slot in places.tokens(person, installation).items():
        if Place.objects.filter(pk=token).exists():
            continue
        try:
            with transaction.atomic():
                sealed = sealing.seal(installation.wrapping(token), value, bound_to=token)
                Place.objects.create(token=token, sealed=sealed)
        except IntegrityError:
            continue
        return slot
    raise Conflict("agreements.member.too-many")


def note_member(own: Space, person: Any, *, role: str, now: datetime, by: Any) -> None:
    """Write a member of the party down in the party's own space, for its people to see."""
    body = {"name": person.name, "email": person.email, "role": role, "since": now.date().isoformat()}
    writing.put(own, "member", str(person.pk), body, by=by, now=now, based_on=None)
