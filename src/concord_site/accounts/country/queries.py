"""Who runs a country's accounts, who works for it, and when somebody was last seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.db.models import Max

from concord_site.accounts.country import AUTHORITY, KINDS, ROLES
from concord_site.accounts.models import Membership, Organisation, Person
from concord_site.shell import access

if TYPE_CHECKING:
    from django.db.models import QuerySet


def administrators(area: str, *, now: datetime) -> QuerySet[Membership]:
    """Current memberships, of open accounts, that make somebody an administrator of a country."""
    rows = Membership.objects.current(now).filter(role=AUTHORITY, organisation__what__in=KINDS)
    return rows.filter(organisation__area=area, person__state=Person.State.ACTIVE)


def run_by(by: object) -> list[Organisation]:
    """The organisations of a country whose accounts ``by`` runs, by name."""
    rows = access.visible(Organisation, by, action="manage").filter(what__in=KINDS).exclude(area="")
    held = {seat.organisation for seat in access.seats_of(by) if seat.role == AUTHORITY and seat.organisation}
    return sorted((row for row in rows if row.pk in held), key=lambda each: (str(each), each.pk))


def people(area: str, *roles: str) -> list[Person]:
    """People with open accounts who hold one of these roles for a country now, by name; any of its roles by default."""
    rows = Membership.objects.current().filter(organisation__area=area, organisation__what__in=KINDS)
    rows = rows.filter(role__in=roles or ROLES, person__is_active=True).select_related("person")
    return sorted({row.person for row in rows}, key=lambda person: (person.name, person.pk))


def last_seen(people: Iterable[Person]) -> dict[int, date]:
    """The day on which each was last seen here, by key; who never came is not in it."""
    every = {person.pk: person.last_login for person in people}
    rows = UserSession.objects.filter(user_id__in=every).values("user_id").annotate(seen=Max("last_seen_at"))
    used = {row["user_id"]: row["seen"] for row in rows}
    moments = {pk: [at for at in (came, used.get(pk)) if at is not None] for pk, came in every.items()}
    return {pk: max(held).date() for pk, held in moments.items() if held}
