"""Who is told when figures are confirmed: the observatory that brought them, and whoever asked about them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from concord_site.accounts import notices
from concord_site.accounts.models import Membership, Person
from concord_site.mds import observatory
from concord_site.mds.actions import cells
from concord_site.mds.models import Delivery
from concord_site.mds.queries import observatories

CONFIRMED = "figures-confirmed"


def confirmed(row: Delivery, replaced: Iterable[Delivery], *, by: Any) -> None:
    """Tell, within the transaction that confirms: a link, and no figure."""
    if observatories.source(row):
        notices.tell(
            CONFIRMED, people(row.organisation_id), key=str(row.pk), about=row, by=by, area=row.area,
            href=reverse("mds:delivery", kwargs={"pk": row.pk}), is_example=row.is_example,
        )  # fmt: skip
    cells.came(delivery=row, replaced=replaced, by=by)


def people(organisation_id: int | None) -> list[Person]:
    """Those who act for an observatory now, in the order they joined."""
    rows = Membership.objects.current().filter(role=observatory.ROLE, organisation=organisation_id)
    return [each.person for each in rows.filter(person__is_active=True).select_related("person").order_by("pk")]
