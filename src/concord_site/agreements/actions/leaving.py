"""Leaving a table: a person, or a whole party.

Whoever leaves loses the wrapped keys, and with them every way to read. When a party's last place is gone its own space
can never be opened again, by anybody: that is how a party's private work is erased.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from concord.errors import Conflict, NotFound
from concord_site.accounts.models import Person
from concord_site.agreements import sealing
from concord_site.agreements.actions import founding, inviting, writing
from concord_site.agreements.models import Place
from concord_site.agreements.queries import places
from concord_site.agreements.queries.places import Held
from concord_site.agreements.queries.spaces import Dossier


def leave(dossier: Dossier, *, by: Any, now: datetime) -> None:
    """Give up one's own place.

    Raises:
        Conflict: ``agreements.member.last-lead``: name another lead first, or let the party leave.
    """
    _require_another_lead(dossier, by.pk)
    with transaction.atomic():
        writing.remove(dossier.own, "member", str(by.pk), by=by, now=now, based_on=None)
        _take_away(dossier.id, by)


def end(dossier: Dossier, member: str, *, by: Any, now: datetime) -> None:
    """Take somebody of one's own party off the table.

    Raises:
        NotAllowed: ``agreements.member.lead-only``.
        NotFound: ``agreements.record.unknown``.
        Conflict: ``agreements.member.last-lead``.
    """
    inviting.require_lead(dossier)
    person = _member(dossier, member)
    _require_another_lead(dossier, person.pk)
    with transaction.atomic():
        writing.remove(dossier.own, "member", member, by=by, now=now, based_on=None)
        _take_away(dossier.id, person)


def change_role(dossier: Dossier, member: str, role: str, *, by: Any, now: datetime) -> None:
    """Let a member lead, or a lead be a member.

    Raises:
        NotAllowed, NotFound, Conflict: as :func:`end`.
    """
    inviting.require_lead(dossier)
    person, record = _member(dossier, member), dossier.own.record("member", member)
    if record is None or role not in (founding.LEAD, founding.MEMBER):
        raise NotFound("agreements.record.unknown")
    if role == founding.MEMBER:
        _require_another_lead(dossier, person.pk)
    with transaction.atomic():
        writing.put(dossier.own, "member", member, {**record.body, "role": role}, by=by, now=now,
                    based_on=record.version)  # fmt: skip
        for held in _places(dossier.id, person):
            value = places.value_of(held.dossier, held.party, held.own, held.shared, role=role, seen=dict(held.seen))
            sealed = sealing.seal(held.installation.wrapping(held.token), value, bound_to=held.token)
            Place.objects.filter(pk=held.token).update(sealed=sealed)


def leave_as_party(dossier: Dossier, *, reason: str, by: Any, now: datetime) -> None:
    """Let one's whole party leave; its private space is erased, what it wrote in the shared one stays there.

    Raises:
        NotAllowed: ``agreements.member.lead-only``.
    """
    inviting.require_lead(dossier)
    record = dossier.shared.record("party", dossier.mine.id)
    if record is None:
        raise NotFound("agreements.record.unknown")
    people = Person.objects.filter(pk__in=[int(member.key) for member in dossier.own.records("member")])
    with transaction.atomic():
        body = {**record.body, "left": True, "left_on": now.date().isoformat(), "left_because": reason.strip()[:2000]}
        writing.put(dossier.shared, "party", dossier.mine.id, body, by=by, now=now, based_on=record.version)
        open_ones = [each for each in dossier.own.records("invitation") if each.body["state"] == "sent"]
        Place.objects.filter(pk__in=[each.body["token"] for each in open_ones]).delete()
        for person in people:
            _take_away(dossier.id, person)


def _member(dossier: Dossier, member: str) -> Person:
    record = dossier.own.record("member", member)
    person = Person.objects.filter(pk=int(member)).first() if record is not None and member.isdecimal() else None
    if person is None:
        raise NotFound("agreements.record.unknown")
    return person


def _require_another_lead(dossier: Dossier, person: object) -> None:
    others = (record for record in dossier.own.records("member") if record.key != str(person))
    if not any(record.body["role"] == founding.LEAD for record in others):
        raise Conflict("agreements.member.last-lead")


def _places(dossier_id: str, person: Any) -> list[Held]:
    return [held for held in places.found_of(person) if held.dossier == dossier_id]


def _take_away(dossier_id: str, person: Any) -> None:
    Place.objects.filter(pk__in=[held.token for held in _places(dossier_id, person)]).delete()
