"""Files that are given as answers: kept privately, described in the answer, counted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from concord.errors import Invalid
from concord_site.reporting.answering.book import Book
from concord_site.reporting.answering.typed import Typed
from concord_site.reporting.queries.filling import Desk
from concord_site.shell import files
from concord_site.shell.models import PrivateFile


def with_file(desk: Desk, row: Any, book: Book, address: str, held: Typed) -> Typed:
    """What was typed, with the file that came with it kept and described."""
    if held.upload is None:
        return replace(held, value=None) if held.removes_file else held
    kept = book.of(address).value
    if isinstance(kept, Mapping) and kept.get("digest") == _digest_of(held.upload):
        return replace(held, upload=None, is_untouched=True)
    return replace(held, value=stored(desk, row, held.upload), is_untouched=False)


def stored(desk: Desk, row: Any, upload: UploadedFile[Any]) -> dict[str, Any]:
    """Keep a file, and what an answer says of it.

    Raises:
        Invalid: ``reporting.filling.too-many-files``.
    """
    purpose = desk.purpose(row)
    if PrivateFile.objects.filter(purpose=purpose, state=PrivateFile.State.STAGED).count() >= desk.files_at_most:
        raise Invalid("reporting.filling.too-many-files", params={"count": desk.files_at_most})
    desk.has_room(row, upload.size or 0)
    made = files.put(
        upload.chunks(), name=upload.name or "file", purpose=purpose, owner=desk.owner(row),
        state=PrivateFile.State.STAGED,
    )  # fmt: skip
    return {"file": made.pk, "name": made.name, "size": made.size, "digest": made.sha256}


def _digest_of(upload: UploadedFile[Any]) -> str:
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    upload.seek(0)
    return found.hexdigest()
