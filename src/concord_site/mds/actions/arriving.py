"""Files that arrive in pieces: each is on the disk before it is acknowledged, and a dropped line costs nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, Invalid
from concord_site.mds.actions import delivering, erasing
from concord_site.mds.models import Delivery, DeliveryFile, Upload
from concord_site.mds.queries import arriving, deliveries
from concord_site.shell import access, files

#: Files of one person that are on their way to one delivery at once.
MOST = 20


def begin(*, delivery_id: object, name: str, size: int, by: Any, instead: bool = False) -> Upload:
    """Announce a file; one of the same name and size that stopped on its way goes on where it stopped.

    Raises:
        Invalid: ``site.upload.size``, ``site.delivery.empty-file``.
        Conflict: ``site.upload.too-many``, ``site.access.state``.
    """
    limit = settings.CONCORD.upload_megabytes
    shown = files.clean_name(name)
    if size > limit * 1_000_000:
        raise Invalid("site.upload.size", params={"megabytes": limit})
    if size <= 0:
        raise Invalid("site.delivery.empty-file", params={"name": shown})
    with transaction.atomic():
        row = deliveries.delivery(delivery_id, by, "edit", lock=True)
        access.permit(Upload, by, "create", state="unfinished", area=row.area)
        there = [each for each in arriving.waiting(row, by) if (each.name, each.size) == (shown, size)]
        if there:
            return there[0]
        if row.uploads.filter(owner=by).count() >= MOST:
            raise Conflict("site.upload.too-many", params={"most": MOST})
        return Upload.objects.create(delivery=row, owner=by, name=shown, size=size, instead=instead)


def take(
    *, delivery_id: object, upload_id: object, offset: int, content: bytes, digest: str, by: Any
) -> DeliveryFile | None:
    """Take a piece; the last one makes the file one of the delivery.

    Args:
        delivery_id: The delivery.
        upload_id: The file on its way.
        offset: Where the piece begins; 0 begins anew.
        content: The piece.
        digest: Its SHA-256 (hexadecimal).
        by: Whose upload it is.

    Returns:
        The file once it is whole.

    Raises:
        Conflict: ``site.upload.offset`` when the piece does not follow what has arrived.
        Invalid: ``site.upload.digest``, ``site.upload.beyond``.
    """
    if hashlib.sha256(content).hexdigest() != digest:
        raise Invalid("site.upload.digest")
    now = timezone.now()
    with transaction.atomic():
        row = deliveries.delivery(delivery_id, by, "edit", lock=True)
        upload = _held(row, upload_id, by)
        if offset not in (0, upload.received):
            raise Conflict("site.upload.offset", params={"received": upload.received})
        if offset + len(content) > upload.size:
            raise Invalid("site.upload.beyond")
        path = arriving.place(upload.pk)
        _write(path, offset, content)
        upload.received, upload.touched_at = offset + len(content), now
        upload.save(update_fields=["received", "touched_at"])
        if upload.received < upload.size:
            return None
        made = delivering.add(delivery_id=row.pk, chunks=_chunks(path), name=upload.name, by=by, instead=upload.instead)
        erasing.erase_upload(upload)
    return made


def _held(row: Delivery, upload_id: object, by: Any, action: str = "edit") -> Upload:
    found = access.get(Upload, upload_id, by, action, lock=True)
    if found.delivery_id != row.pk:
        raise Conflict("site.upload.offset", params={"received": 0})
    return found


def _write(path: Path, offset: int, content: bytes) -> None:
    """The piece at its place, and nothing after it, on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    is_new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as stream:
        stream.truncate(offset)
        stream.seek(offset)
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    if is_new:
        files.sync_folder(path.parent)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(arriving.CHUNK):
            yield piece


def cancel(*, delivery_id: object, upload_id: object, by: Any) -> None:
    """Forget a file on its way."""
    with transaction.atomic():
        row = deliveries.delivery(delivery_id, by, "edit")
        erasing.erase_upload(_held(row, upload_id, by, "withdraw"))
