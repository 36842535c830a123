"""Inviting people to a party's table, and taking a seat there.

A link leads to one address, for fourteen days, once. Its row can be opened only with the installation's key and the
link together; whoever invites never sees the link of another. The other party is invited once, to its first seat; its
space and key are made when its first person sits down, and from then on it invites its own people.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.accounts import actions as accounts
from concord_site.accounts.models import Person
from concord_site.agreements import keys, sealing
from concord_site.agreements.actions import founding, writing
from concord_site.agreements.keys import Installation, SpaceKey
from concord_site.agreements.models import Place
from concord_site.agreements.queries import places
from concord_site.agreements.queries.journal import Journal
from concord_site.agreements.queries.spaces import SHARED, Author, Dossier, Space, party_of, shown
from concord_site.shell import outbox, post

GOOD_FOR = timedelta(days=14)
#: Mails of this room have keys that begin so; they are taken out of the outbox once they are sent.
MAILS = "sealed:"


@dataclass(frozen=True, slots=True)
class Invitation:
    """An opened invitation: for which address, to which party, by whom, until when."""

    token: str
    email: str
    name: str
    language: str
    party: str
    by: str
    until: datetime
    value: dict[str, Any]


def invite(
    dossier: Dossier, *, email: str, name: str, language: str, by: Any, now: datetime, party_id: str = "",
    role: str = founding.MEMBER,
) -> None:  # fmt: skip
    """Invite somebody to one's own party, or the first person of another one.

    Args:
        dossier: Opened for ``by``, who leads the party's people.
        email: Where the link goes.
        name: Under which a new account is opened.
        language: Of the mail.
        by: The person.
        now: The moment.
        party_id: One's own party if not said.
        role: ``lead`` or ``member``; the first person of a party leads.

    Raises:
        NotAllowed: ``agreements.member.lead-only``; ``agreements.invitation.theirs``: that party has people already.
        Invalid: ``site.outbox.header``; ``agreements.party.unknown``.
        Conflict: ``agreements.invitation.member``: the address is at this table already.
    """
    require_lead(dossier)
    post.require_clean(email)
    party = dossier.party(party_id or dossier.mine.id)
    if party is None or party.has_left:
        raise Invalid("agreements.party.unknown")
    is_own = party.id == dossier.mine.id
    if not is_own and party.has_joined:
        raise NotAllowed("agreements.invitation.theirs")
    address, space = email.strip().lower(), dossier.own if is_own else dossier.shared
    if is_own and any(record.body["email"] == address for record in dossier.own.records("member")):
        raise Conflict("agreements.invitation.member")
    link, until = secrets.token_urlsafe(32), now + GOOD_FOR
    token = keys.current().invitation_token(link)
    value = places.value_of(
        dossier.id, party.id, dossier.own.journal.key if is_own else None, dossier.shared.journal.key,
        role=role if is_own else founding.LEAD, email=address, name=name.strip(), language=language,
        by=dossier.own.author.shown, until=until.isoformat(),
    )  # fmt: skip
    body = {"email": address, "party": party.id, "until": until.date().isoformat(), "token": token, "state": "sent"}
    with transaction.atomic():
        sealed = sealing.seal(keys.current().invitation_wrapping(link), value, bound_to=token)
        Place.objects.create(token=token, sealed=sealed)
        writing.put(space, "invitation", keys.new_id(), body, by=by, now=now, based_on=0)
        _send(link, address, language)


def require_lead(dossier: Dossier) -> None:
    """Refuse whoever does not lead their party's people (``agreements.member.lead-only``)."""
    if dossier.role != founding.LEAD:
        raise NotAllowed("agreements.member.lead-only")


def _send(link: str, address: str, language: str) -> None:
    """A mail that names nobody and nothing."""
    with override(language):
        subject = _("A link for you on Concord")
        body = _(
            "Somebody you work with has opened a link for you on this site. It is for this address alone, works once, "
            "and ends after fourteen days:\n\n{link}\n\nIf you did not expect this message, you need not do anything."
        ).format(link=outbox.link(reverse("agreements:accept", kwargs={"link": link})))
    outbox.write(
        key=f"{MAILS}{keys.new_id()}", subject=subject, body=body, address=address, language=language, is_secret=True
    )


def withdraw(dossier: Dossier, key: str, *, side: str, by: Any, now: datetime) -> None:
    """Take an invitation back: its link is no longer good.

    Raises:
        NotFound: ``agreements.record.unknown``.
    """
    require_lead(dossier)
    space = dossier.space(side)
    record = space.record("invitation", key)
    if record is None or record.body["state"] != "sent":
        raise NotFound("agreements.record.unknown")
    with transaction.atomic():
        Place.objects.filter(pk=record.body["token"]).delete()
        writing.put(space, "invitation", key, {**record.body, "state": "withdrawn"}, by=by, now=now,
                    based_on=record.version)  # fmt: skip


def opened(link: str, *, now: datetime) -> Invitation:
    """What a link leads to.

    Raises:
        NotFound: ``site.invitation.used`` when the link is forged, too old, spent or taken back.
    """
    found = _found(link)
    if found is None:
        raise NotFound("site.invitation.used")
    token, value = found
    until = datetime.fromisoformat(value["until"])
    if until <= now:
        raise NotFound("site.invitation.used")
    return Invitation(
        token, value["email"], value["name"], value["language"], value["party"], value["by"], until, value
    )  # fmt: skip


def _found(link: str) -> tuple[str, dict[str, Any]] | None:
    for installation in keys.installations():
        token = installation.invitation_token(link)
        row = Place.objects.filter(pk=token).first()
        if row is not None:
            return token, _value(installation, link, row)
    return None


def _value(installation: Installation, link: str, row: Place) -> dict[str, Any]:
    return sealing.open_value(installation.invitation_wrapping(link), row.sealed, bound_to=row.pk)


def is_known(email: str) -> bool:
    """Whether the address of an opened invitation has an account that can sign in."""
    return Person.objects.filter(email=email, state=Person.State.ACTIVE).exists()


def accept(link: str, *, by: Any, now: datetime) -> str:
    """Take the seat a link leads to, as somebody who is signed in under its address.

    Returns:
        The dossier's id.

    Raises:
        NotFound: ``site.invitation.used``.
        NotAllowed: ``agreements.invitation.other-address``; ``agreements.invitation.of-the-house``.
        Conflict: ``agreements.invitation.member``; ``agreements.member.too-many``.
    """
    with transaction.atomic():
        invitation = opened(link, now=now)
        if by.email.lower() != invitation.email:
            raise NotAllowed("agreements.invitation.other-address")
        return _seated(invitation, by, now)


def accept_as_new(link: str, *, name: str, password: str, now: datetime) -> tuple[Person, str]:
    """Open an account for the address of a link, and take the seat.

    Returns:
        The person, and the dossier's id.

    Raises:
        NotFound, NotAllowed, Conflict: as :func:`accept`, and ``site.account.exists``: sign in instead.
        ValidationError: Django's, when the password is not good enough.
    """
    with transaction.atomic():
        invitation = opened(link, now=now)
        person = accounts.open_account(
            email=invitation.email, name=name, password=password, language=invitation.language
        )
        return person, _seated(invitation, person, now)


def seat_invented(dossier: Dossier, party_id: str, person: Any, *, now: datetime) -> None:
    """Seat the first person of the other party without a mail: in an invented agreement of a demonstration alone.

    Raises:
        NotAllowed: ``site.access.forbidden`` anywhere else.
    """
    if not (dossier.is_invented and settings.CONCORD.demonstration and person.is_example):
        raise NotAllowed("site.access.forbidden")
    value = places.value_of(dossier.id, party_id, None, dossier.shared.journal.key, role=founding.LEAD)
    with transaction.atomic():
        _seated(Invitation("", person.email, person.name, person.language, party_id, "", now, value), person, now)


def _seated(invitation: Invitation, person: Any, now: datetime) -> str:
    value = invitation.value
    dossier, party_id = value["dossier"], value["party"]
    if places.is_of_the_house(person):
        raise NotAllowed("agreements.invitation.of-the-house")
    if any(held.dossier == dossier for held in places.held_by(person)):
        raise Conflict("agreements.invitation.member")
    shared_key = places.key_in(value["shared"])
    shared = Space(Journal(shared_key), side=SHARED, dossier=dossier, author=Author(person.pk, ""))
    record = shared.record("party", party_id)
    if record is None or record.body.get("left") or (value["own"] is None and record.body.get("joined")):
        raise NotFound("site.invitation.used")
    own_key = places.key_in(value["own"]) if value["own"] is not None else SpaceKey.new()
    author = Author(person.pk, shown(person.name, party_of(record)))
    shared.author = author
    founding.take_place(person, places.value_of(dossier, party_id, own_key, shared_key, role=value["role"]))
    own = Space(Journal(own_key), side=party_id, dossier=dossier, author=author)
    founding.note_member(own, person, role=value["role"], now=now, by=person)
    if not record.body.get("joined"):
        body = {**record.body, "joined": True}
        writing.put(shared, "party", party_id, body, by=person, now=now, based_on=record.version)
    _note_taken(own if value["own"] is not None else shared, invitation.token, person, now)
    Place.objects.filter(pk=invitation.token).delete()
    return str(dossier)


def _note_taken(space: Space, token: str, person: Any, now: datetime) -> None:
    for record in space.records("invitation"):
        if record.body["token"] == token:
            writing.put(space, "invitation", record.key, {**record.body, "state": "taken"}, by=person, now=now,
                        based_on=None)  # fmt: skip
