"""What every act on the roles of a country asks first."""

from __future__ import annotations

from datetime import datetime

from concord.errors import Conflict, NotAllowed
from concord_site.accounts.country import AUTHORITY, KINDS, is_country
from concord_site.accounts.country.queries import administrators
from concord_site.accounts.models import Membership, Organisation, Person


def hold(area: str) -> None:
    """Hold a country's organisations until the transaction ends, so that one act on its roles follows another."""
    if area:
        list(Organisation.objects.select_for_update().filter(area=area, what__in=KINDS).order_by("pk"))


def require_own_affair(organisation: Organisation, by: Person, *roles: str) -> None:
    """Refuse to whoever is not of the country to give or end anything but the role of its authority.

    Raises:
        NotAllowed: ``site.membership.country``.
    """
    if not is_country(organisation) or set(roles) <= {AUTHORITY}:
        return
    if not any(seat.organisation == organisation.pk and seat.role == AUTHORITY for seat in by.seats()):
        raise NotAllowed("site.membership.country")


def require_another(membership: Membership, *, now: datetime) -> None:
    """Refuse where a country would be left without an administrator; ask :func:`hold` first.

    Raises:
        Conflict: ``site.membership.last-authority``.
    """
    if membership.role != AUTHORITY or not is_country(membership.organisation):
        return
    every = administrators(membership.organisation.area, now=now)
    if not every.filter(pk=membership.pk).exists():
        return  # an invitation that was not taken up: nobody is removed
    if not every.exclude(person_id=membership.person_id).exists():
        raise Conflict("site.membership.last-authority")
