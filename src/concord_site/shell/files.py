"""Private files: bytes on disk beside the database, reached only through the access door.

Writing: a temporary file, its data forced to the disk, renamed to its place, the folder forced to the disk; only then
the row is committed. A crash leaves a file without a row, never a row without its file; :func:`sweep` removes such
files.
Names on disk are random, without the sender's name or extension, and nobody may execute them.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from concord.errors import Invalid, Unavailable
from concord_site.shell import access
from concord_site.shell.models import PrivateFile

CHUNK = 1 << 18
KEPT_AFTER_REMOVAL = timedelta(days=30)
ORPHAN_AFTER = timedelta(hours=1)
#: What a browser is told; everything else is sent as bytes. Nothing is ever shown in place.
TYPES = {
    ".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".json": "application/json",
    ".pdf": "application/pdf", ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip


def place(pk: str) -> Path:
    """Where a file's bytes stand."""
    return Path(settings.CONCORD.private) / pk[:2] / pk


def clean_name(name: str) -> str:
    """The last part of a name, without control characters, path signs or leading dots; never empty."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip().lstrip(".")
    return kept[-200:] or "file"


def store(
    content: bytes | Iterable[bytes],
    *,
    name: str,
    by: Any,
    purpose: str,
    area: str = "",
    organisation: int | None = None,
    state: str = PrivateFile.State.STAGED,
) -> PrivateFile:
    """Keep a file for ``by``; on return it is on the disk, and its row is in the caller's transaction.

    Raises:
        NotAllowed: ``site.access.forbidden`` when this person may not send files.
        Invalid: ``site.file.too-large`` beyond the option ``upload_megabytes``; nothing is kept then.
    """
    access.permit(PrivateFile, by, "create", state=PrivateFile.State.STAGED)
    return put(content, name=name, owner=by, purpose=purpose, area=area, organisation=organisation, state=state)


def put(
    content: bytes | Iterable[bytes],
    *,
    name: str,
    purpose: str,
    owner: Any = None,
    area: str = "",
    organisation: int | None = None,
    state: str = PrivateFile.State.KEPT,
) -> PrivateFile:
    """Keep a file the site itself has made (an edition, an export); asks nobody."""
    row = PrivateFile(
        name=clean_name(name), purpose=purpose, owner=owner, area=area, organisation_id=organisation, state=state,
        media_type=TYPES.get(Path(name).suffix.lower(), "application/octet-stream"),
    )  # fmt: skip
    limit = settings.CONCORD.upload_megabytes * 1_000_000 if state == PrivateFile.State.STAGED else None
    row.size, row.sha256 = _write(place(row.pk), _chunks(content), limit)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except BaseException:
        place(row.pk).unlink(missing_ok=True)
        raise
    return row


def _chunks(content: bytes | Iterable[bytes]) -> Iterator[bytes]:
    return iter((content,)) if isinstance(content, bytes) else iter(content)


def _write(path: Path, chunks: Iterator[bytes], limit: int | None) -> tuple[int, str]:
    _make_folder(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    size, digest = 0, hashlib.sha256()
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if limit is not None and size > limit:
                    raise Invalid("site.file.too-large", params={"megabytes": limit // 1_000_000})
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(path.parent)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return size, digest.hexdigest()


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Force a folder's list of names to the disk, where the system knows how."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_for(pk: str, by: Any) -> tuple[PrivateFile, IO[bytes]]:
    """A file's row and its open bytes, for somebody who may see it; the digest is checked first.

    Raises:
        NotFound: ``site.access.unknown``.
        Unavailable: ``site.file.damaged`` when the bytes are gone or not those that were stored.
    """
    row = access.get(PrivateFile, pk, by, "see")
    return row, open_checked(row)


def open_checked(row: PrivateFile) -> IO[bytes]:
    """The bytes of a row that has been fetched through the access door, once their digest has been compared."""
    try:
        file = place(row.pk).open("rb")
    except OSError as problem:
        raise Unavailable("site.file.damaged", params={"name": row.name}) from problem
    if hashlib.file_digest(file, "sha256").hexdigest() != row.sha256:
        file.close()
        raise Unavailable("site.file.damaged", params={"name": row.name})
    file.seek(0)
    return file


def response(row: PrivateFile, file: IO[bytes]) -> FileResponse:
    """The file as a download: never shown in place, never guessed at, never run."""
    answer = FileResponse(file, as_attachment=True, filename=row.name, content_type=row.media_type)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    if row.state != PrivateFile.State.PUBLISHED:
        answer["Cache-Control"] = "no-store, private"
    return answer


@require_safe
def download(request: HttpRequest, pk: str) -> FileResponse:
    """The page behind every file address."""
    row, file = open_for(pk, request.user)
    return response(row, file)


def remove(row: PrivateFile, *, now: datetime) -> None:
    """Take a file out of use; its bytes stay for thirty days, in case it was a mistake."""
    row.state, row.removed_at = PrivateFile.State.REMOVED, now
    row.save(update_fields=["state", "removed_at"])


def sweep(*, now: datetime) -> dict[str, int]:
    """Delete the bytes of files removed long ago, drafts of writers that died, and files without a row.

    Returns:
        Counts: ``expired`` and ``orphans``.
    """
    expired = 0
    for row in PrivateFile.objects.filter(state=PrivateFile.State.REMOVED, removed_at__lt=now - KEPT_AFTER_REMOVAL):
        if place(row.pk).exists():
            place(row.pk).unlink(missing_ok=True)
            expired += 1
    return {"expired": expired, "orphans": _sweep_orphans(now)}


def _sweep_orphans(now: datetime) -> int:
    removed = 0
    oldest = (now - ORPHAN_AFTER).timestamp()
    for path in Path(settings.CONCORD.private).glob("??/*"):
        is_old = path.is_file() and path.stat().st_mtime < oldest
        if is_old and not PrivateFile.objects.filter(pk=path.name).exists():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def tick(*, now: datetime | None = None) -> dict[str, int]:
    """What the clock calls."""
    return sweep(now=now or timezone.now())
