"""After the installation's key was changed: wrap every place with the new one.

The key before is named in ``SECRET_KEY_FALLBACKS`` until this has run. Invitations that are still open are not wrapped
anew (their links are not known here): they hold as long as the key before is named.
"""

from __future__ import annotations

from django.db import transaction

from concord_site.accounts.models import Person
from concord_site.agreements import keys
from concord_site.agreements.actions import founding
from concord_site.agreements.models import Place
from concord_site.agreements.queries import places


def rewrap() -> None:
    """Wrap every place that an earlier key wrapped with the key in use; says nothing about how many there were."""
    current = keys.current()
    for person in Person.objects.order_by("pk").iterator():
        for held in places.found_of(person):
            if held.installation == current:
                continue
            value = places.value_of(
                held.dossier, held.party, held.own, held.shared, role=held.role, seen=dict(held.seen)
            )
            with transaction.atomic():
                founding.take_place(person, value)
                Place.objects.filter(pk=held.token).delete()
