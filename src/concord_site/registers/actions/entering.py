"""Entering what a country has told: by itself, by the desk from a letter, or from a list; and correcting it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, Invalid
from concord.registers.designations import checked
from concord.vocabulary import areas
from concord_site.audit import log
from concord_site.registers.actions import telling
from concord_site.registers.models import Designation
from concord_site.shell import access, files
from concord_site.shell.models import PrivateFile

State = Designation.State
#: Begin of a scanned letter: what it is, whatever its name says.
SCANS = {b"%PDF-": ".pdf", b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}
Scan = tuple[str, bytes]


def propose(
    *, area: str, office: Mapping[str, str], act: str, since: str, by: Any, today: dt.date, source: str = "",
    address: str = "", web: str = "", act_kind: str = "", letter_reference: str = "", letter_date: str = "",
    runs_until: str = "", review_on: str = "", scan: Scan | None = None, origin: str = "", is_example: bool = False,
) -> Designation:  # fmt: skip
    """Record a designation as a country has told it; the register shows it once it is verified.

    Args:
        area: Alpha-3 of a Member State.
        office: Language → name of the office; never a person.
        act: The act in words.
        since: When it began, as precise as it is known; ``runs_until``, ``review_on`` and ``letter_date`` likewise.
        by: Who enters it.
        today: The day.
        scan: Name and bytes of the scanned letter; kept privately.
        origin: ``country``, ``secretariat`` or ``import``; found out from who enters it where it is empty.

    Raises:
        NotAllowed: ``site.access.forbidden``.
        Invalid: ``registers.designation.no-area``, ``…future``, ``…ends-before-it-begins``, ``…scan``.
    """
    seat = access.permit(Designation, by, "create", state=State.PROPOSED, area=area)
    if area not in {each.id for each in areas.member_states(today)}:
        raise Invalid("registers.designation.no-area", params={"area": area})
    made = Designation(
        area=area, office=dict(office), act=act, since=since, source=source, address=address, web=web,
        act_kind=act_kind, letter_reference=letter_reference, letter_date=letter_date, runs_until=runs_until,
        review_on=review_on, proposed_by=by, is_example=is_example,
        origin=origin or (Designation.Origin.COUNTRY if seat.area == area else Designation.Origin.SECRETARIAT),
    )  # fmt: skip
    checked(made.value(), today=today)
    with transaction.atomic():
        made.scan = _kept(scan, area, by)
        made.save(force_insert=True)
        log.record(
            "registers.designation.proposed", by=by, subject=made, area=area,
            details={"since": since, "origin": made.origin},
        )  # fmt: skip
        telling.proposed(made, by)
    return made


def revise(
    *, designation_id: int, version: int, by: Any, today: dt.date, scan: Scan | None = None, **given: Any
) -> Designation:
    """Correct a designation that is not published yet; one that was returned waits for verification again.

    Args:
        designation_id: Which.
        version: The version that was read; another person may have changed it since.
        by: Who corrects it.
        today: The day.
        scan: A scanned letter in place of the one there is.
        given: Fields as :func:`propose` takes them.

    Raises:
        NotFound, NotAllowed, Conflict: As the access door says; a published act is not edited in place.
        Conflict: ``registers.designation.changed``.
        Invalid: As :func:`propose`.
    """
    with transaction.atomic():
        found = access.get(Designation, designation_id, by, "edit", lock=True)
        require_version(found, version)
        changed = {name: value for name, value in given.items() if getattr(found, name) != value}
        for name, value in changed.items():
            setattr(found, name, value)
        checked(found.value(), today=today)
        if scan is not None:
            found.scan = _kept(scan, found.area, by)
        was = found.state
        found.state, found.version, found.edited_by, found.edited_at = State.PROPOSED, version + 1, by, timezone.now()
        found.save()
        details = {"fields": sorted(changed), "version": found.version}
        log.record("registers.designation.corrected", by=by, subject=found, area=found.area, details=details)
        if was == State.REFUSED:
            telling.proposed(found, by)
    return found


def cancel(*, designation_id: int, reason: str, by: Any) -> Designation:
    """Take back a designation that is not published yet; it stays in the record.

    Raises:
        Invalid: ``registers.designation.no-reason``.
    """
    require_reason(reason)
    with transaction.atomic():
        found = access.get(Designation, designation_id, by, "withdraw", lock=True)
        found.state, found.reason, found.decided_by, found.decided_at = State.CANCELLED, reason, by, timezone.now()
        found.save(update_fields=["state", "reason", "decided_by", "decided_at"])
        log.record("registers.designation.cancelled", by=by, subject=found, area=found.area)
        telling.settled(found)
    return found


def require_version(found: Designation, version: int | None) -> None:
    """Refuse where somebody has changed it since it was read; without a version nothing was read from a page."""
    if version is not None and version != found.version:
        raise Conflict("registers.designation.changed", params={"area": found.area})


def require_reason(reason: str) -> None:
    """Refuse an act without a reason that must have one."""
    if not reason.strip():
        raise Invalid("registers.designation.no-reason")


def _kept(scan: Scan | None, area: str, by: Any) -> PrivateFile | None:
    if scan is None:
        return None
    name, content = scan
    ending = next((each for begin, each in SCANS.items() if content.startswith(begin)), "")
    if not ending:
        raise Invalid("registers.designation.scan")
    stem = name.rpartition(".")[0] or name
    row = files.store(content, name=f"{stem}{ending}", by=by, purpose="designation-letter", area=area)
    row.state = PrivateFile.State.KEPT
    row.save(update_fields=["state"])
    return row
