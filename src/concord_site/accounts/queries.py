"""Who is where, and what they have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from concord import roles
from concord.vocabulary.text import wording
from concord_site.accounts import country
from concord_site.accounts.country.queries import last_seen as last_seen
from concord_site.accounts.models import Membership, Organisation, Person
from concord_site.shell import access, suppliers


def current_roles(person: Person) -> dict[int, str]:
    """The memberships a person holds now: key → role."""
    return dict(person.memberships.current().order_by("pk").values_list("pk", "role"))


def needs_second_factor(person: Person, held: Iterable[str] | None = None) -> bool:
    """Whether one of the person's roles sees or changes anything protected (L2 to L4).

    Rooms above say so of people without a role to whom something was opened: suppliers of ``accounts.sees-protected``,
    called with the person.

    Args:
        person: Who.
        held: The roles held now, where they have just been read.
    """
    table, current = roles.declared(), current_roles(person).values() if held is None else held
    if any(table.sees_protected(role) for role in current):
        return True
    return any(supplier(person) for supplier in suppliers.each("accounts.sees-protected"))


def has_second_factor(person: Person) -> bool:
    """Whether the person has a one-time-code device or a passkey."""
    types = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user_id=person.pk, type__in=types).exists()


def lacks_second_factor(person: Person, held: Iterable[str] | None = None) -> bool:
    """Whether the person must set up a second factor before anything else; ``held`` as above."""
    return needs_second_factor(person, held) and not has_second_factor(person)


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
    role_id: str = ""
    seen_on: date | None = None
    reason: str = ""

    @property
    def is_pending(self) -> bool:
        """Whether the invitation was not taken up yet."""
        return self.is_current and self.state == Person.State.INVITED


def role_label(role: str) -> str:
    """What a role is called, in the language in use."""
    found = roles.declared().principals.get(role)
    return wording("roles", role, found.label, get_language() or "en").text if found is not None else role


def role_abouts(organisation: Organisation) -> list[tuple[str, str]]:
    """What each role of an organisation's kind is for, in the language in use."""
    held = {each.id: each for each in roles.held_in(organisation.what)}
    said = get_language() or "en"
    wanted = [each for each in country.ROLES if each in held]
    return [(role_label(each), wording("roles", each, held[each].about, said).text) for each in wanted]


def members(organisation: Organisation, by: object, *, now: datetime) -> list[Member]:
    """The memberships of an organisation that ``by`` may see: current ones first, then ended ones, by name."""
    rows = list(access.visible(Membership, by).filter(organisation=organisation).select_related("person"))
    seen = last_seen(row.person for row in rows)
    shown = [
        Member(
            row.pk, row.person_id, row.person.name, row.person.email, role_label(row.role), row.person.state,
            row.begins_at, row.ends_at, row.ends_at is None or row.ends_at > now, row.role, seen.get(row.person_id),
            row.reason,
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


def _names(roles_wanted: str | Iterable[str]) -> list[str]:
    return [roles_wanted] if isinstance(roles_wanted, str) else list(roles_wanted)


def people_of(area: str, roles_wanted: str | Iterable[str]) -> list[Person]:
    """People with open accounts who hold one of these roles for an area now, each once, in the order they joined."""
    rows = Membership.objects.current().filter(role__in=_names(roles_wanted))
    own = Q(area=area) | Q(area="", organisation__area=area)
    return _people(rows.filter(own))


def people_with(roles_wanted: str | Iterable[str], *, region: str = "") -> list[Person]:
    """People with open accounts who hold one of these roles now, anywhere or in an office of a region."""
    rows = Membership.objects.current().filter(role__in=_names(roles_wanted))
    return _people(rows.filter(organisation__region=region) if region else rows)


def _people(rows: QuerySet[Membership]) -> list[Person]:
    wanted = rows.filter(person__is_active=True).values("person")
    return list(Person.objects.filter(pk__in=wanted).order_by("pk"))
