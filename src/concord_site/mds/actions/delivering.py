"""Beginning a delivery, bringing and taking out files, giving it up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotFound
from concord_site.mds.actions import erasing
from concord_site.mds.actions.common import changed, held, logged
from concord_site.mds.models import Delivery, DeliveryFile
from concord_site.mds.queries import deliveries, profiles
from concord_site.shell import access, files
from concord_site.shell.models import PrivateFile

MOST_FILES = 20


def begin(
    *, area: str, by: Any, what: str = Delivery.What.TABLES, subject: str = "", year: int | None = None,
    round: str = "", replaces: object = None, is_example: bool = False,
) -> Delivery:  # fmt: skip
    """Begin a delivery; its files are compared with the newest profile of the same subject.

    Raises:
        NotAllowed: ``site.access.forbidden``.
        Invalid: ``site.delivery.year``.
    """
    seat = access.permit(Delivery, by, "create", state=Delivery.State.DRAFT, area=area)
    _check_year(year)
    with transaction.atomic():
        former = None if replaces is None else deliveries.delivery(replaces, by)
        if former is not None and former.area != area:
            raise NotFound("site.access.unknown")
        row = Delivery(
            area=area, what=what, subject=subject.strip(), year=year, round=round, replaces=former, begun_by=by,
            organisation_id=seat.organisation, is_example=is_example,
        )  # fmt: skip
        row.profile_from = known = profiles.newest(row, by)
        row.save(force_insert=True)
        logged("begun", row, by, what=what, year=year, profile=known.pk if known else None)
    return row


def _check_year(year: int | None) -> None:
    if year is not None and not 1950 <= year <= timezone.now().year:
        raise Invalid("site.delivery.year", params={"year": year, "least": 1950, "most": timezone.now().year})


def describe(*, delivery_id: object, by: Any, what: str, subject: str, year: int | None) -> Delivery:
    """Correct what was said of a delivery; files have to be read again where the year is another."""
    _check_year(year)
    now = timezone.now()
    with transaction.atomic():
        row = held(delivery_id, by)
        if row.year != year:
            row.state = Delivery.State.DRAFT
            row.profile = {key: value for key, value in row.profile.items() if key != "year"}
        row.what, row.subject, row.year = what, subject.strip(), year
        changed(row, "what", "subject", "year", "state", "profile", now=now)
        logged("described", row, by, what=what, year=year)
    return row


def add(*, delivery_id: object, chunks: Iterable[bytes], name: str, by: Any, instead: bool = False) -> DeliveryFile:
    """Bring a file; one of the same name takes the place of the one that is there.

    Args:
        delivery_id: The delivery.
        chunks: Its bytes.
        name: As it was sent.
        by: Who brings it.
        instead: It takes the place of all files that are there.

    Raises:
        Conflict: ``site.delivery.being-read``, ``site.delivery.too-many-files``.
        Invalid: ``site.file.too-large``, ``site.delivery.empty-file``.
    """
    now = timezone.now()
    with transaction.atomic():
        row = held(delivery_id, by)
        shown = files.clean_name(name)
        there = deliveries.used_files(row)
        leaving = [each for each in there if instead or each.name == shown]
        if len(there) - len(leaving) >= MOST_FILES:
            raise Conflict("site.delivery.too-many-files", params={"most": MOST_FILES})
        access.permit(PrivateFile, by, "create", state=PrivateFile.State.STAGED)
        # Without an owner: its bytes are reached through the delivery alone, by whoever speaks for the country then.
        kept = files.put(chunks, name=shown, purpose="mds-delivery", state=PrivateFile.State.STAGED)
        if kept.size == 0:
            raise Invalid("site.delivery.empty-file", params={"name": shown})
        for each in leaving:
            _leave(each)
        made = DeliveryFile.objects.create(
            delivery=row, file=kept, name=shown, size=kept.size, sha256=kept.sha256, added_by=by, added_at=now
        )
        _unread(row, now)
        logged("file-added", row, by, digest=kept.sha256, size=kept.size, replaced=len(leaving))
    return made


def _leave(each: DeliveryFile) -> None:
    each.is_used = False
    each.save(update_fields=["is_used"])


def _unread(row: Delivery, now: dt.datetime) -> None:
    row.state = Delivery.State.DRAFT
    changed(row, "state", now=now)


def take_out(*, delivery_id: object, file_id: object, by: Any) -> None:
    """Take a file out; it can be brought back while the delivery is open."""
    with transaction.atomic():
        row = held(delivery_id, by)
        _leave(_file(row, file_id, is_used=True))
        _unread(row, timezone.now())
        logged("file-removed", row, by, file=str(file_id))


def bring_back(*, delivery_id: object, file_id: object, by: Any) -> None:
    """Use a file again that was taken out; it takes the place of one of the same name."""
    with transaction.atomic():
        row = held(delivery_id, by)
        found = _file(row, file_id, is_used=False)
        for each in deliveries.used_files(row):
            if each.name == found.name:
                _leave(each)
        found.is_used = True
        found.save(update_fields=["is_used"])
        _unread(row, timezone.now())
        logged("file-back", row, by, file=str(file_id))


def _file(row: Delivery, pk: Any, *, is_used: bool) -> DeliveryFile:
    found = row.files.filter(pk=pk, is_used=is_used).exclude(state=DeliveryFile.State.ERASED).first()
    if found is None:
        raise NotFound("site.access.unknown")
    return found


def discard(*, delivery_id: object, by: Any, reason: str = "") -> None:
    """Give a delivery up before it is confirmed: its files and what was read of them are erased at once."""
    now = timezone.now()
    with transaction.atomic():
        row = held(delivery_id, by, "withdraw")
        if not row.is_open:
            raise Conflict("site.access.state", params={"action": "withdraw", "kind": row.kind, "state": row.state})
        row.state, row.reason, row.ended_by, row.ended_at = Delivery.State.DISCARDED, reason.strip(), by, now
        changed(row, "state", "reason", "ended_by", "ended_at", now=now)
        counts = erasing.erase_all(row, now=now)
        logged("discarded", row, by, **counts)


def suffix(name: str) -> str:
    """The ending of a name, for what is said of it."""
    return Path(name).suffix.lower()
