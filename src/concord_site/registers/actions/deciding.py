"""Deciding: four eyes before the register shows an act; ends with their reasons; whose roles end with an act."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed
from concord.registers.designations import Act, placed
from concord.vocabulary.periods import PartialDate
from concord_site.audit import log
from concord_site.registers.actions import telling
from concord_site.registers.actions.entering import require_reason, require_version
from concord_site.registers.models import Designation
from concord_site.shell import access, suppliers

State, How = Designation.State, Designation.How


def confirm(*, designation_id: int, by: Any, version: int | None = None, now: dt.datetime | None = None) -> Designation:
    """Show a designation in the register; the one it follows ends on the day it began.

    Whoever needs to know registers ``designation.confirmed``; it is called within the transaction with ``designation``
    (the row), ``by`` and ``at``.

    Args:
        designation_id: Which.
        by: Who verified it against the letter; another person than entered or corrected it.
        version: The version that was read.
        now: The moment.

    Raises:
        NotAllowed: ``registers.designation.four-eyes``.
        Conflict: ``registers.designation.changed``, ``…before-current``, ``…overlaps``; ``site.access.state`` where
            somebody has decided before.
    """
    at = now or timezone.now()
    with transaction.atomic():
        _hold_country(designation_id)
        found = access.get(Designation, designation_id, by, "approve", lock=True)
        require_version(found, version)
        if by.pk in (found.proposed_by_id, found.edited_by_id):
            raise NotAllowed("registers.designation.four-eyes")
        known = list(Designation.objects.select_for_update().filter(area=found.area, state__in=Designation.PUBLIC))
        place = placed(found.value(), [each.value() for each in known], today=at.date())
        before = _ended_by(place.ends, known, found, by, at)
        found.follows = before or _latest_before(known, found)
        if place.is_history:
            found.state, found.until, found.ended_how = State.EXPIRED, found.runs_until, How.EXPIRED
            found.people_reviewed_by, found.people_reviewed_at = by, at  # nobody's role rests on what was over
        else:
            found.state = State.CURRENT
        found.confirmed_by, found.confirmed_at, found.reason = by, at, ""
        found.save()
        log.record("registers.designation.confirmed", by=by, subject=found, area=found.area)
        for hook in suppliers.each("designation.confirmed"):
            hook(designation=found, by=by, at=at)
        telling.confirmed(found, by)
        if before is not None:
            telling.ended(before, by)
    return found


def _hold_country(designation_id: int) -> None:
    """Two acts of one country are decided on one after the other."""
    area = Designation.objects.filter(pk=designation_id).values("area")[:1]
    list(Designation.objects.select_for_update().filter(area=area).order_by("pk").values_list("pk"))


def _ended_by(
    ends: Act | None, known: list[Designation], found: Designation, by: Any, at: dt.datetime
) -> Designation | None:
    if ends is None:
        return None
    before = next(each for each in known if each.pk == ends.id)
    before.state, before.until = State.ENDED, str(ends.until)
    before.ended_how = How.REPLACED if before.until == found.since else How.EXPIRED
    before.decided_by, before.decided_at = by, at
    before.save(update_fields=["state", "until", "ended_how", "decided_by", "decided_at"])
    details = {"followed_by": found.pk, "until": before.until}
    log.record("registers.designation.ended", by=by, subject=before, area=before.area, details=details)
    return before


def _latest_before(known: list[Designation], found: Designation) -> Designation | None:
    begun = PartialDate.parse(found.since).first
    earlier = [each for each in known if PartialDate.parse(each.since).first <= begun]
    return max(earlier, key=lambda each: PartialDate.parse(each.since).first, default=None)


def refuse(*, designation_id: int, reason: str, by: Any, version: int | None = None) -> Designation:
    """Return a designation with a reason; whoever entered it can correct it, and it waits again.

    Raises:
        Invalid: ``registers.designation.no-reason``.
        Conflict: ``registers.designation.changed``.
    """
    require_reason(reason)
    with transaction.atomic():
        found = access.get(Designation, designation_id, by, "approve", lock=True)
        require_version(found, version)
        found.state, found.reason, found.decided_by, found.decided_at = State.REFUSED, reason, by, timezone.now()
        found.version += 1
        found.save(update_fields=["state", "reason", "decided_by", "decided_at", "version"])
        log.record("registers.designation.refused", by=by, subject=found, area=found.area)
        telling.refused(found, by)
    return found


def end(
    *, designation_id: int, until: str, reason: str, by: Any, today: dt.date, how: str = How.WITHDRAWN
) -> Designation:
    """Close a designation that no newer act follows.

    Args:
        designation_id: Which.
        until: Its last day, as precise as it is known.
        reason: Shown in the history.
        by: Who closes it.
        today: The day.
        how: ``withdrawn`` by the country, or published by mistake (``mistaken``).

    Raises:
        Invalid: ``registers.designation.future``, ``…ends-before-it-begins``, ``…no-reason``.
    """
    require_reason(reason)
    day = PartialDate.parse(until)
    with transaction.atomic():
        found = access.get(Designation, designation_id, by, "manage", lock=True)
        if found.state != State.CURRENT:
            raise Conflict("site.access.state")
        if day.first > today:
            raise Invalid("registers.designation.future")
        if day.last < PartialDate.parse(found.since).first:
            raise Invalid("registers.designation.ends-before-it-begins")
        found.state, found.until, found.ended_how, found.reason = State.ENDED, until, how, reason
        found.decided_by, found.decided_at = by, timezone.now()
        found.save(update_fields=["state", "until", "ended_how", "reason", "decided_by", "decided_at"])
        details = {"until": until, "how": str(how)}
        log.record("registers.designation.ended", by=by, subject=found, area=found.area, details=details)
        telling.ended(found, by)
    return found


def reviewed(*, designation_id: int, by: Any, now: dt.datetime) -> Designation:
    """Note that the people of an ended designation's office were looked at; once is enough."""
    with transaction.atomic():
        found = access.get(Designation, designation_id, by, "manage", lock=True)
        if found.state == State.CURRENT:
            raise Conflict("site.access.state")
        if found.people_reviewed_at is None:
            found.people_reviewed_by, found.people_reviewed_at = by, now
            found.save(update_fields=["people_reviewed_by", "people_reviewed_at"])
            log.record("registers.designation.people-reviewed", by=by, subject=found, area=found.area)
    return found
