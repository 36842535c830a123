"""Confirming: the country stands by the tables. And taking that back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, Invalid
from concord_site.mds import tables
from concord_site.mds.actions import erasing, profiling, watch_telling
from concord_site.mds.actions.common import changed, held, logged
from concord_site.mds.actions.profiling import require_version
from concord_site.mds.models import Delivery, DeliveryFile, Reading
from concord_site.mds.queries import deliveries, observatories
from concord_site.shell.models import PrivateFile

#: Days within which a withdrawal can be undone.
UNDO_DAYS = 30


def confirm(*, delivery_id: object, version: int, name: str, office: str, by: Any) -> Delivery:
    """Confirm the tables of the newest reading: written whole, then the row; rows about persons are erased.

    Args:
        delivery_id: The delivery.
        version: The version that was shown to whoever confirms.
        name: Who declares it.
        office: In which office.
        by: Who is signed in.

    Raises:
        Conflict: ``site.delivery.moved-on``, ``site.delivery.unexplained``, ``site.delivery.no-tables``.
        Invalid: ``site.delivery.declaration``.
        Unavailable: ``site.delivery.not-written``; nothing is confirmed then.
    """
    name, office = name.strip(), office.strip()
    if not name or not office:
        raise Invalid("site.delivery.declaration")
    now = timezone.now()
    with transaction.atomic():
        row = held(delivery_id, by, "submit")
        require_version(row, version)
        read = _readable(row)
        _write(row, read, name, office, now)
        replaced = deliveries.superseded(row, row.covers)
        row.state, row.confirmed_by, row.confirmed_at = Delivery.State.CONFIRMED, by, now
        row.statement = {"name": name, "office": office, "at": now.isoformat()}
        changed(row, "state", "confirmed_by", "confirmed_at", "statement", now=now)
        _replace(replaced, row, now)
        profiling.keep_version(row, dict(read.profile), by)
        counts = _settle(row, read, now)
        logged("confirmed", row, by, digest=row.digest, replaced=[str(each.pk) for each in replaced], **counts)
        watch_telling.confirmed(row, replaced, by=by)
    return row


def _readable(row: Delivery) -> Reading:
    read = deliveries.current_reading(row)
    found = deliveries.outcome_of(read)
    if read is None or found is None or not read.tables:
        raise Conflict("site.delivery.no-tables")
    known = set(row.explanations.values_list("key", flat=True))
    open_ones = sum(each.finding.level == "soft" and each.key not in known for each in found.found)
    if open_ones:
        raise Conflict("site.delivery.unexplained", params={"count": open_ones})
    return read


def _write(row: Delivery, read: Reading, name: str, office: str, now: dt.datetime) -> None:
    about = {
        "delivery": str(row.pk), "area": row.area, "what": row.what, "subject": row.subject, "round": row.round,
        "brought_by": observatories.source(row),
        "confirmed_at": now.isoformat(), "declared_by": {"name": name, "office": office}, "digest": row.digest,
        "is_example": row.is_example, "reading": read.number, "profile": read.profile,
        "inputs": [{"sha256": each["sha256"], "size": each["size"], "rows": each["rows"]} for each in read.files],
        "explanations": [{"code": each.code, "text": each.text} for each in row.explanations.order_by("pk")],
    }  # fmt: skip
    tables.keep(row.area, row.pk, deliveries.table_bytes(read), about)


def _replace(replaced: list[Delivery], row: Delivery, now: dt.datetime) -> None:
    for each in replaced:
        each.state, each.replaced_by = Delivery.State.REPLACED, row
        changed(each, "state", "replaced_by", now=now)


def is_personal(row: Delivery) -> bool:
    """Whether rows of its files are about persons."""
    return row.what == Delivery.What.REGISTER or row.readings.filter(is_personal=True).exists()


def _settle(row: Delivery, read: Reading, now: dt.datetime) -> dict[str, int]:
    """Erase what may hold persons; keep the files of tables that were read, and what was found in them."""
    if is_personal(row):
        return erasing.erase_all(row, now=now)
    aside = [each for each in row.files.select_related("file") if not each.is_used]
    for each in aside:
        if each.state != DeliveryFile.State.ERASED:
            erasing.erase_file(each, now=now)
    for each in deliveries.used_files(row):
        each.state = DeliveryFile.State.KEPT
        each.save(update_fields=["state"])
        PrivateFile.objects.filter(pk=each.file_id).update(state=PrivateFile.State.KEPT)
    for former in row.readings.exclude(state=Reading.State.ERASED):
        erasing.erase_tables(former, now=now)
        erasing.erase_copies(former, now=now)
        former.state = Reading.State.KEPT
        former.save(update_fields=["state"])
    for upload in row.uploads.all():
        erasing.erase_upload(upload)
    return {"files": len(aside), "readings": 0, "uploads": 0}


def withdraw(*, delivery_id: object, reason: str, by: Any) -> Delivery:
    """Take confirmed tables back; those they had replaced stand again.

    Raises:
        Invalid: ``site.delivery.reason``.
    """
    if not reason.strip():
        raise Invalid("site.delivery.reason")
    now = timezone.now()
    with transaction.atomic():
        row = deliveries.delivery(delivery_id, by, "withdraw", lock=True)
        if row.state != Delivery.State.CONFIRMED:
            raise Conflict("site.access.state", params={"action": "withdraw", "kind": row.kind, "state": row.state})
        row.state, row.reason, row.ended_by, row.ended_at = Delivery.State.WITHDRAWN, reason.strip(), by, now
        changed(row, "state", "reason", "ended_by", "ended_at", now=now)
        for each in Delivery.objects.select_for_update().filter(replaced_by=row, state=Delivery.State.REPLACED):
            each.state, each.replaced_by = Delivery.State.CONFIRMED, None
            changed(each, "state", "replaced_by", now=now)
        logged("withdrawn", row, by)
    return row


def restore(*, delivery_id: object, by: Any) -> Delivery:
    """Undo a withdrawal within thirty days.

    Raises:
        Conflict: ``site.delivery.too-late``; ``site.delivery.taken-place`` where later figures stand in its place.
    """
    now = timezone.now()
    with transaction.atomic():
        row = deliveries.delivery(delivery_id, by, "manage", lock=True)
        if row.ended_at is None or now - row.ended_at > dt.timedelta(days=UNDO_DAYS):
            raise Conflict("site.delivery.too-late", params={"days": UNDO_DAYS})
        if _newer(row).exists():
            raise Conflict("site.delivery.taken-place")
        replaced = deliveries.superseded(row, row.covers)
        row.state, row.reason, row.ended_by, row.ended_at = Delivery.State.CONFIRMED, "", None, None
        changed(row, "state", "reason", "ended_by", "ended_at", now=now)
        _replace(replaced, row, now)
        logged("restored", row, by)
    return row


def _newer(row: Delivery) -> Any:
    """Deliveries of the same subject that were confirmed after it was withdrawn."""
    rows = Delivery.objects.filter(area=row.area, subject=row.subject, state=Delivery.State.CONFIRMED)
    return rows.filter(confirmed_at__gt=row.ended_at)
