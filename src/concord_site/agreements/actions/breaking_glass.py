"""The way in for an operator when a party's people are all gone: seen by the party for ever.

No page leads here. Whoever holds the installation's key and the machine can give somebody a place at the table of a
party, through the place of an account that has one; the party's own journal says so from then on, by name, with the
reason, and every page of the dossier shows it to the party.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.accounts.models import Person
from concord_site.agreements import keys
from concord_site.agreements.actions import founding, traces, writing
from concord_site.agreements.queries import places
from concord_site.agreements.queries.journal import Journal
from concord_site.agreements.queries.places import Held
from concord_site.agreements.queries.spaces import SHARED, Author, Space, party_of, shown

KIND = "glass"
LEAST_REASON = 20


def let_in(*, through: str, person: str, reason: str, now: datetime) -> int:
    """Give ``person`` a seat at every table where ``through`` has one, as a lead, and write it down there.

    Args:
        through: Address of an account with a place, whether or not it can still sign in.
        person: Address of the active account that is let in.
        reason: Why; shown to the party. Twenty letters or more.
        now: The moment.

    Returns:
        At how many tables.

    Raises:
        Invalid: ``agreements.glass.reason``.
        NotFound: ``agreements.glass.nobody``: no such account, or no place.
        NotAllowed: ``agreements.invitation.of-the-house``.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid("agreements.glass.reason", params={"least": LEAST_REASON})
    old = Person.objects.filter(email=through.strip().lower()).first()
    new = Person.objects.filter(email=person.strip().lower(), state=Person.State.ACTIVE).first()
    tables = places.found_of(old) if old is not None else ()
    if new is None or not tables:
        raise NotFound("agreements.glass.nobody")
    if places.is_of_the_house(new):
        raise NotAllowed("agreements.invitation.of-the-house")
    with transaction.atomic():
        for held in tables:
            _let_in(held, new, reason.strip(), now)
        traces.leave("agreements.spaces.glass-broken")
    return len(tables)


def _let_in(held: Held, person: Person, reason: str, now: datetime) -> None:
    if any(other.dossier == held.dossier for other in places.found_of(person)):
        raise Conflict("agreements.invitation.member")
    shared = Space(Journal(held.shared), side=SHARED, dossier=held.dossier, author=Author(person.pk, ""))
    record = shared.record("party", held.party)
    if record is None:
        raise NotFound("agreements.glass.nobody")
    author = Author(person.pk, shown(person.name, party_of(record)))
    own = Space(Journal(held.own), side=held.party, dossier=held.dossier, author=author)
    value = places.value_of(held.dossier, held.party, held.own, held.shared, role=founding.LEAD)
    founding.take_place(person, value)
    founding.note_member(own, person, role=founding.LEAD, now=now, by=person)
    body = {"person": person.name, "email": person.email, "reason": reason, "on": now.date().isoformat()}
    writing.put(own, KIND, keys.new_id(), body, by=person, now=now, based_on=0)
