"""Agreeing that an observatory works for a country, and ending that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from concord.errors import Conflict, Invalid
from concord_site.accounts import notices
from concord_site.accounts.models import Organisation
from concord_site.audit import log
from concord_site.mds.actions.watch_telling import people
from concord_site.mds.models import Consent
from concord_site.mds.queries import observatories
from concord_site.shell import access


def give(
    *, area: str, organisation_id: object, may: Iterable[str], begins_on: dt.date, by: Any,
    until: dt.date | None = None, note: str = "", is_example: bool = False,
) -> Consent:  # fmt: skip
    """Agree to what an observatory does for a country; an earlier consent to the same observatory ends with it.

    Args:
        area: The country.
        organisation_id: The observatory.
        may: Words of :class:`~concord_site.mds.models.Consent.May`.
        begins_on: From which day.
        by: Who agrees, for the country's authority.
        until: The last day; None until it is ended.
        note: What it rests on.
        is_example: It is invented.

    Raises:
        NotAllowed: ``site.access.forbidden``.
        Invalid: ``site.consent.none``, ``site.consent.dates``, ``site.consent.past``, ``site.consent.organisation``.
    """
    access.permit(Consent, by, "create", state=Consent.State.GIVEN, area=area)
    words = [each for each in Consent.May.values if each in set(may)]
    if not words:
        raise Invalid("site.consent.none")
    now = timezone.now()
    if until is not None and until < begins_on:
        raise Invalid("site.consent.dates")
    if until is not None and until < now.date():
        raise Invalid("site.consent.past")
    with transaction.atomic():
        body = _observatory(area, organisation_id, on=now.date())
        former = Consent.objects.select_for_update().filter(area=area, organisation=body, state=Consent.State.GIVEN)
        for each in former:
            _ended(each, by, now, "")
        made = Consent.objects.create(
            area=area, organisation=body, may=words, begins_on=begins_on, until=until, note=note.strip()[:500],
            is_example=is_example or body.is_example, given_by=by, given_at=now,
        )  # fmt: skip
        _logged("given", made, by, may=words, until=until.isoformat() if until else None)
        _tell("consent-given", made, by)
    return made


def _observatory(area: str, pk: object, *, on: dt.date) -> Organisation:
    found = next((each for each in observatories.known(area, on=on) if str(each.pk) == str(pk)), None)
    if found is None:
        raise Invalid("site.consent.organisation")
    return found


def end(*, consent_id: object, by: Any, reason: str = "") -> Consent:
    """End a consent: it gives nothing any more from the next request on; what was brought stays the country's.

    Raises:
        NotFound: ``site.access.unknown``.
        Conflict: ``site.access.state``, ``site.consent.ended``.
    """
    with transaction.atomic():
        row = access.get(Consent, consent_id, by, "manage", lock=True)
        if row.state != Consent.State.GIVEN:
            raise Conflict("site.consent.ended")
        _ended(row, by, timezone.now(), reason.strip()[:500])
        _tell("consent-ended", row, by)
    return row


def tick(*, now: dt.datetime) -> dict[str, int]:
    """Consents whose last day has passed are ended, told and logged; they give nothing since that day, tick or not."""
    passed = Consent.objects.filter(state=Consent.State.GIVEN, until__lt=now.date()).values_list("pk", flat=True)
    count = 0
    for pk in list(passed):
        with transaction.atomic():
            row = Consent.objects.select_for_update().filter(pk=pk, state=Consent.State.GIVEN).first()
            if row is not None:
                _ended(row, None, now, "", act="ran-out")
                _tell("consent-ended", row, None)
                count += 1
    return {"consents": count}


def _ended(row: Consent, by: Any, now: dt.datetime, reason: str, *, act: str = "ended") -> None:
    row.state, row.ended_by, row.ended_at, row.reason = Consent.State.ENDED, by, now, reason
    row.save(update_fields=["state", "ended_by", "ended_at", "reason"])
    _logged(act, row, by)


def _logged(act: str, row: Consent, by: Any, **details: Any) -> None:
    told = {"organisation": row.organisation_id, **details}
    log.record(f"mds.consent.{act}", by=by, subject=row, area=row.area, details=told)


def _tell(kind: str, row: Consent, by: Any) -> None:
    notices.tell(
        kind, people(row.organisation_id), key=str(row.pk), about=row, href=reverse("mds:observatories"), by=by,
        area=row.area, is_example=row.is_example,
    )  # fmt: skip
