"""What the clock does: staged rows are erased after thirty days, half uploads after a week, leftovers after an hour."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from concord_site.mds import tables
from concord_site.mds.actions import erasing
from concord_site.mds.actions.common import changed, logged
from concord_site.mds.models import Delivery, DeliveryFile, Reading, Upload
from concord_site.mds.queries import arriving, deliveries
from concord_site.shell import files
from concord_site.shell.models import PrivateFile

UPLOADS_DAYS = 7
LEFT_AFTER = dt.timedelta(hours=6)
PURPOSES = ("mds-delivery", "mds-reading", "mds-release")


def tick(*, now: dt.datetime) -> dict[str, int]:
    """Everything of this room that has a date.

    Returns:
        Counts: ``deliveries`` given up, ``files`` and ``readings`` erased, ``uploads`` forgotten, ``leftovers``.
    """
    done = {"deliveries": 0, "files": 0, "readings": 0, "uploads": 0}
    oldest = now - dt.timedelta(days=deliveries.KEPT_DAYS)
    for pk in _with_old(oldest):
        for name, count in _expire(pk, oldest, now).items():
            done[name] += count
    for upload in Upload.objects.filter(touched_at__lt=now - dt.timedelta(days=UPLOADS_DAYS)):
        with transaction.atomic():
            erasing.erase_upload(upload)
            done["uploads"] += 1
    return {**done, "leftovers": _leftovers(now)}


def _with_old(oldest: dt.datetime) -> list[object]:
    files_ = DeliveryFile.objects.filter(state=DeliveryFile.State.STAGED, added_at__lt=oldest)
    readings = Reading.objects.filter(state=Reading.State.STAGED, at__lt=oldest)
    return list({*files_.values_list("delivery_id", flat=True), *readings.values_list("delivery_id", flat=True)})


def _expire(pk: Any, oldest: dt.datetime, now: dt.datetime) -> dict[str, int]:
    with transaction.atomic():
        row = Delivery.objects.select_for_update().get(pk=pk)
        if deliveries.is_reading(row):
            return {}
        gone = list(row.files.filter(state=DeliveryFile.State.STAGED, added_at__lt=oldest).select_related("file"))
        for each in gone:
            erasing.erase_file(each, now=now)
        # What was read of an erased file is erased with it, whenever it was read.
        readings = row.readings.filter(state=Reading.State.STAGED)
        old = list(readings if gone else readings.filter(at__lt=oldest))
        for reading in old:
            erasing.erase_reading(reading, now=now)
        counts = {"files": len(gone), "readings": len(old), "deliveries": 0}
        if row.is_open:
            counts["deliveries"] = _give_up(row, now)
        logged("expired", row, None, **counts)
    return counts


def _give_up(row: Delivery, now: dt.datetime) -> int:
    """A delivery whose every file was erased is over; one with newer files is to be read again."""
    is_over = not deliveries.used_files(row)
    row.state = Delivery.State.DISCARDED if is_over else Delivery.State.DRAFT
    row.ended_at = now if is_over else None
    changed(row, "state", "ended_at", now=now)
    return int(is_over)


def _leftovers(now: dt.datetime) -> int:
    """What a process that died has left: folders of a reading, pieces without a row, tables nobody confirmed."""
    known = {str(pk) for pk in Delivery.objects.exclude(confirmed_at=None).values_list("pk", flat=True)}
    removed = tables.sweep(known, now=now)
    oldest = (now - LEFT_AFTER).timestamp()
    for path in (Path(settings.CONCORD.private) / "reading").glob("*"):
        if path.stat().st_mtime < oldest:
            shutil.rmtree(path, ignore_errors=True)
            removed += 1
    for path in arriving.place("").glob("*"):
        if path.stat().st_mtime < oldest and not Upload.objects.filter(pk=path.name).exists():
            path.unlink(missing_ok=True)
            removed += 1
    return removed + _forgotten_bytes(now)


def _forgotten_bytes(now: dt.datetime) -> int:
    """Bytes of erased files that are still there because a process died between the commit and the erasing."""
    lately = now - dt.timedelta(days=2)
    rows = PrivateFile.objects.filter(purpose__in=PURPOSES, state=PrivateFile.State.REMOVED, removed_at__gt=lately)
    left = [files.place(pk) for pk in rows.values_list("pk", flat=True)]
    there = [path for path in left if path.exists()]
    for path in there:
        path.unlink(missing_ok=True)
    return len(there)
