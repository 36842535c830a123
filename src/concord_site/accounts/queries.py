"""Who is where, and what they have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.utils.translation import get_language

from concord import roles
from concord.vocabulary.text import wording
from concord_site.accounts.models import Membership, Organisation, Person
from concord_site.shell import access


def current_membership_ids(person: Person) -> list[int]:
    """Keys of the memberships a person holds now, in order."""
    return sorted(person.memberships.current().values_list("pk", flat=True))


def needs_second_factor(person: Person) -> bool:
    """Whether one of the person's roles sees or changes anything protected (L2 to L4)."""
    table = roles.declared()
    return any(table.sees_protected(role) for role in person.memberships.current().values_list("role", flat=True))


def has_second_factor(person: Person) -> bool:
    """Whether the person has a one-time-code device or a passkey."""
    types = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user_id=person.pk, type__in=types).exists()


def lacks_second_factor(person: Person) -> bool:
    """Whether the person must set up a second factor before anything else."""
    return needs_second_factor(person) and not has_second_factor(person)


def people_in_role(role: str) -> list[Person]:
    """People who hold a role now, by name."""
    memberships = Membership.objects.current().filter(role=role).select_related("person")
    return sorted({membership.person for membership in memberships}, key=lambda person: (person.name, person.pk))


@dataclass(frozen=True, slots=True)
class Member:
    """A membership as a page shows it."""

    membership: int
    person: int
    name: str
    email: str
    role: str
    state: str
    begins_at: datetime
    ends_at: datetime | None
    is_current: bool


def role_label(role: str) -> str:
    """What a role is called, in the language in use."""
    found = roles.declared().principals.get(role)
    return wording("roles", role, found.label, get_language() or "en").text if found is not None else role


def members(organisation: Organisation, by: object, *, now: datetime) -> list[Member]:
    """The memberships of an organisation that ``by`` may see: current ones first, then ended ones, by name."""
    rows = access.visible(Membership, by).filter(organisation=organisation).select_related("person")
    shown = [
        Member(
            row.pk, row.person_id, row.person.name, row.person.email, role_label(row.role), row.person.state,
            row.begins_at, row.ends_at, row.ends_at is None or row.ends_at > now,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(shown, key=lambda member: (not member.is_current, member.name, member.membership))


def organisations(by: object) -> list[Organisation]:
    """The organisations that ``by`` may see, by name."""
    return sorted(access.visible(Organisation, by), key=lambda organisation: (str(organisation), organisation.pk))


def own_roles(person: Person) -> list[tuple[str, Organisation, datetime, datetime | None]]:
    """A person's roles now: label, organisation, since, until."""
    rows = person.memberships.current().select_related("organisation").order_by("begins_at")
    return [(role_label(row.role), row.organisation, row.begins_at, row.ends_at) for row in rows]
