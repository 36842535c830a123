"""Links by which an invited person chooses a password: signed, for seven days, good once."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from concord.errors import NotFound
from concord_site.accounts.models import Membership, Person
from concord_site.shell import outbox

GOOD_FOR = timedelta(days=7)
_SALT = "concord.accounts.invitation"


def token(person: Person) -> str:
    """The signed part of the link; it is spent as soon as the person has a password."""
    return signing.dumps({"person": person.pk, "at": _mark(person)}, salt=_SALT)


def path(person: Person) -> str:
    """Path of the page on which the person accepts."""
    return reverse("accounts:accept", kwargs={"token": token(person)})


def open_token(given: str) -> Person:
    """The invited person.

    Raises:
        NotFound: ``site.invitation.used`` when the link is forged, too old, spent or replaced.
    """
    try:
        value = signing.loads(given, salt=_SALT, max_age=GOOD_FOR)
        person = Person.objects.get(pk=value["person"], state=Person.State.INVITED)
    except (signing.BadSignature, Person.DoesNotExist, KeyError, TypeError) as problem:
        raise NotFound("site.invitation.used") from problem
    if value["at"] != _mark(person):
        raise NotFound("site.invitation.used")
    return person


def _mark(person: Person) -> str:
    # An unusable password is random: it changes with every invitation, and goes when a password is chosen.
    return hashlib.sha256(f"{person.pk}\0{person.password}\0{person.email}".encode()).hexdigest()[:24]


def send(membership: Membership, *, is_new: bool) -> None:
    """Write the invitation (or the news of a further role) into the outbox, in the person's language."""
    person = membership.person
    with override(person.language):
        if is_new:
            link = outbox.link(path(person))
            subject = _("You are invited to Concord")
            body = _(
                "You have been given a role on this site. Choose a password within seven days:\n\n{link}\n\n"
                "If you did not expect this message, you need not do anything."
            ).format(link=link)
        else:
            link = outbox.link(reverse("accounts:profile"))
            subject = _("You have a new role on Concord")
            body = _("You have been given a further role on this site. Your roles are listed here:\n\n{link}").format(
                link=link
            )
    outbox.write(
        key=f"accounts.invitation:{membership.pk}:{_mark(person) if is_new else 'role'}",
        subject=subject, body=body, language=person.language, is_secret=is_new,
        address=person.email, person=None if is_new else person,
    )  # fmt: skip
