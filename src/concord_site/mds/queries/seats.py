"""What the consents of countries give to the people of an observatory: seats, counted anew at every request."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from concord_site.accounts.models import Organisation
from concord_site.mds.models import Consent
from concord_site.mds.observatory import ROLE, role
from concord_site.shell.access import Seat


def seats(held: Iterable[Seat]) -> list[Seat]:
    """Supplier ``accounts.seats``: one seat for each thing a country agrees to today.

    A consent that was ended, has not begun or has run out gives nothing, whatever was done under it before. Of a
    country whose figures it brings, an observatory reaches what it has brought itself.
    """
    mine = {seat.organisation: seat.membership for seat in held if seat.role == ROLE and seat.organisation is not None}
    if not mine:
        return []
    today = timezone.now().date()
    rows = Consent.objects.filter(organisation__in=mine, state=Consent.State.GIVEN, begins_on__lte=today)
    rows = rows.filter(Q(until=None) | Q(until__gte=today)).filter(organisation__state=Organisation.State.CURRENT)
    return [
        Seat(role(may), area=area, organisation=organisation, membership=mine[organisation],
             is_own_only=may == Consent.May.UPLOAD)
        for area, organisation, words in rows.order_by("pk").values_list("area", "organisation", "may")
        for may in words if may in Consent.May.values
    ]  # fmt: skip
