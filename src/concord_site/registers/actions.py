"""What can be done to the register: propose a designation, confirm it, end one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, Invalid
from concord.vocabulary import areas
from concord.vocabulary.periods import PartialDate
from concord_site.audit import log
from concord_site.registers.models import Designation
from concord_site.shell import access


def propose(
    *, area: str, office: Mapping[str, str], act: str, since: str, by: Any, today: dt.date, source: str = "",
    address: str = "", web: str = "",
) -> Designation:  # fmt: skip
    """Record a designation as a country has told it; the register shows it once it is confirmed.

    Raises:
        NotAllowed: ``site.access.forbidden``.
        Invalid: ``registers.designation.no-area``, ``registers.designation.future``.
    """
    access.permit(Designation, by, "create", state=Designation.State.PROPOSED, area=area)
    if area not in {each.id for each in areas.member_states(today)}:
        raise Invalid("registers.designation.no-area", params={"area": area})
    if PartialDate.parse(since).first > today:
        raise Invalid("registers.designation.future")
    with transaction.atomic():
        made = Designation.objects.create(
            area=area, office=dict(office), act=act, since=since, source=source, address=address, web=web,
            proposed_by=by,
        )  # fmt: skip
        log.record("registers.designation.proposed", by=by, subject=made, area=area, details={"since": since})
    return made


def confirm(*, designation_id: int, by: Any) -> Designation:
    """Show a designation in the register; the one it follows ends on the day it began.

    Raises:
        Conflict: ``registers.designation.before-current`` where the one in force is newer.
    """
    with transaction.atomic():
        found = access.get(Designation, designation_id, by, "approve", lock=True)
        before = Designation.objects.select_for_update().filter(area=found.area, state="current").first()
        if before is not None:
            _end_before(before, found, by)
        found.state, found.confirmed_by, found.confirmed_at = Designation.State.CURRENT, by, timezone.now()
        found.save(update_fields=["state", "confirmed_by", "confirmed_at"])
        log.record("registers.designation.confirmed", by=by, subject=found, area=found.area)
    return found


def _end_before(before: Designation, found: Designation, by: Any) -> None:
    if PartialDate.parse(found.since).last < PartialDate.parse(before.since).first:
        raise Conflict("registers.designation.before-current", params={"since": before.since})
    before.state, before.until = Designation.State.ENDED, found.since
    before.save(update_fields=["state", "until"])
    details = {"followed_by": found.pk}
    log.record("registers.designation.ended", by=by, subject=before, area=before.area, details=details)


def end(*, designation_id: int, until: str, by: Any, today: dt.date) -> Designation:
    """Close a designation that no newer act follows.

    Raises:
        Invalid: ``registers.designation.future``, ``registers.designation.ends-before-it-begins``.
    """
    day = PartialDate.parse(until)
    with transaction.atomic():
        found = access.get(Designation, designation_id, by, "manage", lock=True)
        if day.first > today:
            raise Invalid("registers.designation.future")
        if day.last < PartialDate.parse(found.since).first:
            raise Invalid("registers.designation.ends-before-it-begins")
        found.state, found.until = Designation.State.ENDED, until
        found.save(update_fields=["state", "until"])
        log.record("registers.designation.ended", by=by, subject=found, area=found.area, details={"until": until})
    return found
