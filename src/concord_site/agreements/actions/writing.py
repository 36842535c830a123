"""Writing to a space: add a version of a record, take one away, bring one back; files, sealed like everything else.

Nothing is changed in place: each act is a new row. Who writes is the person for whom the space was opened; the name
and party under which they write come from there, never from a form.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from concord.errors import Conflict, Invalid, NotFound, Unavailable
from concord_site.agreements import keys, sealing
from concord_site.agreements.actions import traces
from concord_site.agreements.models import SealedRow
from concord_site.agreements.queries.journal import Line, head_of
from concord_site.agreements.queries.spaces import Record, Space, Unsaid
from concord_site.shell.files import clean_name

MOST_BYTES = 4_000_000
PART = 256 * 1024
FILE = "file"
_TRIES = 8


def put(
    space: Space, kind: str, key: str, body: Mapping[str, Any], *, by: Any, now: datetime, based_on: int | None
) -> Record:
    """Write a version of a record.

    Args:
        space: Opened for ``by``.
        kind: What it is.
        key: Which one; :func:`concord_site.agreements.keys.new_id` makes one.
        body: Plain JSON (the value of your own dataclass).
        by: The person; must be the one for whom the space was opened.
        now: The moment.
        based_on: The version the writer had before them: 0 for a new record, None where the last writer wins.

    Returns:
        The record as it now stands.

    Raises:
        Conflict: ``agreements.space.moved-on`` with ``theirs`` (the :class:`Record` that stands) and ``yours`` (what
            was to be written): somebody else wrote in the meantime. Nothing was written.
        Invalid: ``agreements.space.too-large`` beyond four million bytes.
        NotFound: ``site.access.unknown``: the space was opened for somebody else.
    """
    _require_size(body)
    return _write(space, kind, key, body, by=by, now=now, based_on=based_on)


def remove(space: Space, kind: str, key: str, *, by: Any, now: datetime, based_on: int | None) -> Record:
    """Take a record away; every version of it stays, and :func:`restore` brings it back.

    Raises:
        NotFound: ``agreements.record.unknown``: there is none.
        Conflict: as :func:`put`.
    """
    _require_standing(space, kind, key)
    return _write(space, kind, key, {}, by=by, now=now, based_on=based_on, is_removed=True)


def restore(space: Space, kind: str, key: str, *, by: Any, now: datetime, version: int | None = None) -> Record:
    """Bring back what was taken away, or an earlier version of what stands: its text becomes a new version.

    Args:
        space: Opened for ``by``.
        kind: What it is.
        key: Which one.
        by: The person.
        now: The moment.
        version: Which version; the last one with a text if not said.

    Raises:
        NotFound: ``agreements.record.unknown``: there is no such version.
    """
    space.journal.catch_up()
    said = [record for record in space.history(kind, key) if not record.is_removed]
    wanted = [record for record in said if version is None or record.version == version]
    if not wanted:
        raise NotFound("agreements.record.unknown")
    return _write(space, kind, key, wanted[-1].body, by=by, now=now, based_on=None)


def _require_standing(space: Space, kind: str, key: str) -> None:
    space.journal.catch_up()
    if space.record(kind, key) is None:
        raise NotFound("agreements.record.unknown")


def _require_size(body: Mapping[str, Any]) -> None:
    if len(json.dumps(body, ensure_ascii=False, allow_nan=False).encode()) > MOST_BYTES:
        raise Invalid("agreements.space.too-large", params={"megabytes": MOST_BYTES // 1_000_000})


def _write(
    space: Space, kind: str, key: str, body: Mapping[str, Any], *, by: Any, now: datetime, based_on: int | None,
    is_removed: bool = False,
) -> Record:  # fmt: skip
    if by is None or by.pk != space.author.person:
        raise NotFound("site.access.unknown")
    for _ in range(_TRIES):
        space.journal.catch_up()
        standing = space.latest(kind, key)
        version = standing.version if standing is not None else 0
        if based_on is not None and based_on != version:
            raise _moved_on(space, kind, key, body)
        at = now.astimezone(UTC)
        line = Line(len(space.journal.lines), kind, key, version + 1, space.author.shown, by.pk, at, is_removed)
        if _added(space, line, body):
            space.journal.note(line, body)
            return Record(kind, key, line.version, body, line.by, at, by.pk, is_removed)
    raise Unavailable("agreements.space.busy")


def _moved_on(space: Space, kind: str, key: str, body: Mapping[str, Any]) -> Conflict:
    history = space.history(kind, key)
    theirs = history[-1] if history else None
    return Conflict("agreements.space.moved-on", params={"theirs": theirs, "yours": Unsaid(body)})


def _added(space: Space, line: Line, body: Mapping[str, Any]) -> bool:
    """Whether the row could be added; somebody else may have taken its number."""
    key = space.journal.key
    token = key.row_token(line.sequence)
    head = sealing.seal(key.sealing, head_of(line), bound_to=f"{token}.head")
    text = sealing.seal(key.sealing, body, bound_to=f"{token}.body")
    try:
        with transaction.atomic():
            SealedRow.objects.create(token=token, head=head, body=text)
            traces.leave()
    except IntegrityError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Opened:
    """A file taken out of a space."""

    name: str
    media_type: str
    content: bytes


def file_in(
    space: Space, name: str, content: bytes, *, by: Any, now: datetime, media_type: str = "application/octet-stream",
    about: Mapping[str, Any] | None = None, kind: str = FILE, key: str = "",
) -> Record:  # fmt: skip
    """Keep a file in a space, in sealed parts of one size, with its record.

    Returns:
        The record of kind ``file``: ``name``, ``media_type``, ``size``, ``sha256``, ``parts``, ``file`` and ``about``
        (plain JSON of the caller).

    Raises:
        Invalid: ``site.file.too-large`` beyond the option ``upload_megabytes``.
        NotFound: as :func:`put`.
    """
    most = settings.CONCORD.upload_megabytes
    if len(content) > most * 1_000_000:
        raise Invalid("site.file.too-large", params={"megabytes": most})
    pieces = [content[first : first + PART] for first in range(0, len(content), PART)] or [b""]
    file = keys.new_id()
    body = {
        "file": file, "name": clean_name(name), "media_type": media_type, "size": len(content), "parts": len(pieces),
        "sha256": hashlib.sha256(content).hexdigest(), "about": dict(about or {}),
    }  # fmt: skip
    with transaction.atomic():
        record = put(space, kind, key or file, body, by=by, now=now, based_on=None)
        SealedRow.objects.bulk_create(_part(space, file, number, piece) for number, piece in enumerate(pieces))
    return record


def _part(space: Space, file: str, number: int, piece: bytes) -> SealedRow:
    key = space.journal.key
    token = key.part_token(file, number)
    head = sealing.seal(key.sealing, {"part": number}, bound_to=f"{token}.head")
    return SealedRow(token=token, head=head, body=sealing.seal_bytes(key.sealing, piece, bound_to=f"{token}.body"))


def file_out(space: Space, key: str, *, kind: str = FILE) -> Opened:
    """A file out of a space, its digest checked.

    Raises:
        NotFound: ``agreements.record.unknown``.
        Unavailable: ``agreements.space.damaged``.
    """
    record = space.record(kind, key)
    if record is None:
        raise NotFound("agreements.record.unknown")
    body = record.body
    wanted = [space.journal.key.part_token(body["file"], number) for number in range(body["parts"])]
    rows = dict(SealedRow.objects.filter(pk__in=wanted).values_list("token", "body"))
    if len(rows) != len(wanted):
        raise Unavailable("agreements.space.damaged")
    sealing_key = space.journal.key.sealing
    content = b"".join(sealing.open_bytes(sealing_key, rows[token], bound_to=f"{token}.body") for token in wanted)
    if hashlib.sha256(content).hexdigest() != body["sha256"]:
        raise Unavailable("agreements.space.damaged")
    return Opened(body["name"], body["media_type"], content)
