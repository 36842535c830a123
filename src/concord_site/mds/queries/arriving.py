"""Files on their way: where their bytes stand, and those that wait to be continued."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from concord_site.mds.models import Delivery, Upload
from concord_site.shell import access

CHUNK = 1 << 20


def place(pk: str) -> Path:
    """Where the bytes of an upload stand until the last one has come."""
    return Path(settings.CONCORD.private) / "arriving" / pk


def waiting(row: Delivery, by: object) -> list[Upload]:
    """Somebody's own unfinished uploads to a delivery, oldest first."""
    return list(access.visible(Upload, by).filter(delivery=row).order_by("begun_at"))


def digest(upload: Upload) -> str:
    """SHA-256 of the bytes that have arrived (hexadecimal)."""
    whole = hashlib.sha256()
    left = upload.received
    if not left:
        return whole.hexdigest()
    with place(upload.pk).open("rb") as stream:
        while left and (piece := stream.read(min(CHUNK, left))):
            whole.update(piece)
            left -= len(piece)
    return whole.hexdigest()
