"""Consents between countries and observatories, and what an observatory that checks may see of a country."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from concord import roles
from concord.errors import NotFound
from concord.vocabulary import areas
from concord_site.accounts.models import Organisation
from concord_site.audit import log
from concord_site.mds import outcome
from concord_site.mds.models import Consent, Delivery
from concord_site.mds.queries import deliveries
from concord_site.shell import access

#: States of a delivery in which an observatory may check it.
CHECKED = (Delivery.State.READ, Delivery.State.ASKED, Delivery.State.CHECKED)


@dataclass(frozen=True, slots=True)
class Shown:
    """A consent as a page shows it."""

    row: Consent
    organisation: str
    words: tuple[str, ...]
    holds: bool
    may_end: bool


def giving(by: object) -> list[str]:
    """The areas for which somebody may agree."""
    return sorted(access.areas(by, "create", Consent, state=Consent.State.GIVEN))


def consents(by: object, *, today: dt.date) -> list[Shown]:
    """Consents somebody may see: those that hold first, newest first."""
    rows = list(access.visible(Consent, by).select_related("organisation").order_by("-given_at"))
    endable = set(access.visible(Consent, by, action="manage").values_list("pk", flat=True))
    shown = [
        Shown(row, str(row.organisation), words(row.may), row.holds_on(today), row.pk in endable) for row in rows
    ]  # fmt: skip
    return sorted(shown, key=lambda each: not each.holds)


def words(may: Iterable[str]) -> tuple[str, ...]:
    """What is agreed to, in words."""
    given = set(may)
    return tuple(str(each.label) for each in Consent.May if each.value in given)


def known(area: str, *, on: dt.date) -> list[Organisation]:
    """The observatories a country can agree with: its own, those of its region, and those of no region."""
    region = _region(area, on)
    rows = Organisation.objects.filter(what=Organisation.Kind.OBSERVATORY, state=Organisation.State.CURRENT)
    rows = rows.filter(Q(area=area) | Q(area="", region__in=["", region]))
    return sorted(rows, key=lambda each: (str(each), each.pk))


def _region(area: str, on: dt.date) -> str:
    try:
        return areas.area(area).region(on) or ""
    except NotFound:
        return ""


def standing(area: str, *, on: dt.date) -> list[Consent]:
    """The consents of a country that hold on a day; for pages of those who may see them."""
    rows = Consent.objects.filter(area=area, state=Consent.State.GIVEN).select_related("organisation")
    return [each for each in rows if each.holds_on(on)]


# ---- checking --------------------------------------------------------------------------------------------------------
def checking(by: object) -> list[str]:
    """The areas whose figures somebody checks as an observatory."""
    return sorted(access.areas(by, "review", Delivery, state=Delivery.State.CHECKED))


def to_check(by: object, area: str) -> list[Delivery]:
    """What a country has in hand, for an observatory that checks; never what is about persons."""
    rows = access.visible(Delivery, by, action="review").filter(area=area, state__in=CHECKED)
    return [each for each in rows.order_by("-changed_at") if not is_personal(each)]


def checked(pk: object, by: Any) -> tuple[Delivery, outcome.Outcome]:
    """A delivery and what was found in it, for an observatory that checks.

    Raises:
        NotFound: ``site.access.unknown``; also where its files are about persons, or nothing was read.
    """
    row = access.get(Delivery, pk, by, "review")
    found = None if is_personal(row) else deliveries.outcome_of(deliveries.current_reading(row))
    if found is None or found.is_personal:
        raise NotFound("site.access.unknown")
    log.record("mds.delivery.checked", by=by, subject=row, area=row.area)  # whoever looks before it stands is known
    return row, found


def looked_at(pk: object, by: Any) -> Delivery:
    """A delivery whose tables somebody reads: one they may see, or check as an observatory.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    try:
        return deliveries.delivery(pk, by)
    except NotFound:
        return checked(pk, by)[0]


def may_check(row: Delivery, by: object) -> bool:
    """Whether somebody checks a delivery as an observatory: tables alone, before they are confirmed."""
    if row.state not in CHECKED or is_personal(row):
        return False
    return access.visible(Delivery, by, action="review").filter(pk=row.pk).exists()


def is_personal(row: Delivery) -> bool:
    """Whether rows of its files are, or were, about persons."""
    return row.what == Delivery.What.REGISTER or row.readings.filter(is_personal=True).exists()


def is_own(row: Delivery, by: object) -> bool:
    """Whether somebody brings a delivery: those of its country, of one that an observatory brought its people too.

    An observatory that brings figures of a country, and checks or comments besides, sees deliveries that are not its
    own; of those it reads what others read.
    """
    return _has_seat(row, by, "create", Delivery.State.DRAFT)


def may_confirm(row: Delivery, by: object) -> bool:
    """Whether somebody may confirm a delivery once it is ready: its country alone, whoever brought it."""
    return _has_seat(row, by, "submit", Delivery.State.CHECKED)


def _has_seat(row: Delivery, by: object, action: str, state: str) -> bool:
    table = roles.declared()
    return any(
        seat.area == row.area and "area" in table.reach(seat.role, action, Delivery.kind, state)
        and (not seat.is_own_only or (row.organisation_id is not None and seat.organisation == row.organisation_id))
        for seat in access.seats_of(by)
    )  # fmt: skip


def source(row: Delivery) -> str:
    """The observatory that brought a delivery; "" where the country did."""
    return source_of(row.organisation)


def source_of(organisation: Organisation | None) -> str:
    """An organisation that is named as source; "" for those of the country."""
    is_named = organisation is not None and organisation.what == Organisation.Kind.OBSERVATORY
    return str(organisation) if is_named else ""


def is_one(by: object) -> bool:
    """Whether somebody acts for an observatory."""
    return access.holds(by, ["observatory"])
