"""Erasing what a delivery staged: bytes go at once, digests and counts stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from concord_site.mds.models import Delivery, DeliveryFile, Reading, Upload
from concord_site.mds.queries import arriving
from concord_site.shell import files
from concord_site.shell.models import PrivateFile


def erase_all(row: Delivery, *, now: dt.datetime) -> dict[str, int]:
    """Erase every file, every reading and every half upload of a delivery.

    Returns:
        Counts: ``files``, ``readings``, ``uploads``.
    """
    gone = [each for each in row.files.select_related("file") if each.state != DeliveryFile.State.ERASED]
    for each in gone:
        erase_file(each, now=now)
    readings = [each for each in row.readings.select_related("result") if each.state != Reading.State.ERASED]
    for reading in readings:
        erase_reading(reading, now=now)
    uploads = list(row.uploads.all())
    for upload in uploads:
        erase_upload(upload)
    return {"files": len(gone), "readings": len(readings), "uploads": len(uploads)}


def erase_file(each: DeliveryFile, *, now: dt.datetime) -> None:
    """Erase the bytes of a file; name, size and digest stay."""
    each.state, each.erased_at = DeliveryFile.State.ERASED, now
    each.save(update_fields=["state", "erased_at"])
    erase_bytes([each.file_id], now=now)


def erase_reading(each: Reading, *, now: dt.datetime) -> None:
    """Erase what a reading gave; its counts stay."""
    erase_bytes([*([each.result_id] if each.result_id else []), *table_files(each)], now=now)
    erase_copies(each, now=now)
    each.state, each.result = Reading.State.ERASED, None
    each.save(update_fields=["state", "result"])


def erase_copies(each: Reading, *, now: dt.datetime) -> None:
    """Erase the marked copies of a reading: they are made again when they are asked for."""
    erase_bytes([copy["file"] for copy in each.copies.values() if copy.get("file")], now=now)
    each.copies = {}
    each.save(update_fields=["copies"])


def erase_tables(each: Reading, *, now: dt.datetime) -> None:
    """Erase the staged tables of a reading and keep what was found."""
    erase_bytes(table_files(each), now=now)


def table_files(each: Reading) -> list[str]:
    """Keys of the private files that hold the staged tables of a reading."""
    return [table["file"] for table in each.tables if table.get("file")]


def erase_bytes(pks: Iterable[str], *, now: dt.datetime) -> None:
    """Erase private files for good: out of use in this transaction, off the disk once it is committed."""
    rows = list(PrivateFile.objects.filter(pk__in=list(pks)).exclude(state=PrivateFile.State.REMOVED))
    for row in rows:
        files.remove(row, now=now)
        places = files.place(row.pk)
        transaction.on_commit(lambda path=places: path.unlink(missing_ok=True))  # type: ignore[misc]


def erase_upload(upload: Upload) -> None:
    """Forget a file on its way."""
    path = arriving.place(upload.pk)
    upload.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
