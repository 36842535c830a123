"""Writing the log and verifying it.

Each entry's text is canonical JSON (keys sorted, no spaces, UTF-8); its digest is SHA-256 over the digest of the entry
before it, a line feed and its own text. One row, the head, holds the newest number and digest; it is locked while an
entry is added, so that entries stand in one line whoever writes at once. Triggers in the database refuse to change or
remove entries; :func:`verify` finds it where somebody has gone around them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from concord_site.audit.models import Entry, Head

FORMAT = 1
START = "0" * 64


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the log does not hold: ``text``, ``link``, ``gap``, ``copy`` or ``head``."""

    sequence: int
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found."""

    entries: int
    head: str
    breaks: tuple[Break, ...]

    @property
    def is_whole(self) -> bool:
        """Whether no entry was altered, removed, inserted or moved."""
        return not self.breaks


def record(
    action: str,
    *,
    by: object = None,
    subject: models.Model | str | None = None,
    area: str = "",
    role: str = "",
    details: Mapping[str, Any] | None = None,
    discreet: bool = False,
    now: datetime | None = None,
) -> Entry:
    """Append an entry, in the caller's transaction: act and entry are kept together or not at all.

    Args:
        action: ``room.subject.past-tense``, such as ``accounts.membership.ended``.
        by: Who did it; ``None`` for the installation itself.
        subject: The thing, or its name. Names and addresses of people do not belong in an entry; keys do.
        area: Alpha-3, where the act concerns a country.
        role: The role in which it was done.
        details: JSON values that explain the act.
        discreet: For complaints: no actor, no area, and no time finer than the day.
        now: The moment; the clock's if not given.
    """
    at = (now or timezone.now()).astimezone(UTC)
    if discreet:
        at, by, area, role = at.replace(hour=0, minute=0, second=0, microsecond=0), None, "", ""
    written: dict[str, Any] = {
        "format": FORMAT, "at": at.isoformat(timespec="microseconds"), "action": action, "actor": _actor(by),
        "subject": _subject(subject), "area": area, "role": role, "details": dict(details or {}),
    }  # fmt: skip
    with transaction.atomic():
        head, _ = Head.objects.select_for_update().get_or_create(pk=1)
        text = _canonical({**written, "sequence": head.sequence + 1})
        entry = Entry(
            sequence=head.sequence + 1, text=text, previous=head.digest, digest=_digest(head.digest, text), at=at,
            action=action, actor=written["actor"], subject=written["subject"], area=area,
        )  # fmt: skip
        entry.save(force_insert=True)
        head.sequence, head.digest = entry.sequence, entry.digest
        head.save(update_fields=["sequence", "digest"])
    return entry


def _actor(by: object) -> str:
    key = getattr(by, "pk", None)
    return f"person:{key}" if key is not None else ""


def _subject(subject: models.Model | str | None) -> str:
    if isinstance(subject, models.Model):
        return f"{subject._meta.label_lower}:{subject.pk}"
    return subject or ""


def _canonical(written: Mapping[str, Any]) -> str:
    return json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _digest(previous: str, text: str) -> str:
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def verify() -> Verdict:
    """Walk the whole log, oldest first, and name every place where it does not hold."""
    breaks: list[Break] = []
    count, expected, digest = 0, 1, START
    for entry in Entry.objects.order_by("sequence").iterator(chunk_size=2000):
        count += 1
        breaks.extend(Break(entry.sequence, what) for what in _faults(entry, expected, digest))
        expected, digest = entry.sequence + 1, entry.digest
    head = Head.objects.filter(pk=1).first() or Head()
    if (head.sequence, head.digest) != (expected - 1, digest):
        breaks.append(Break(head.sequence, "head"))
    return Verdict(count, digest, tuple(breaks))


def _faults(entry: Entry, expected: int, previous: str) -> Iterator[str]:
    if entry.sequence != expected:
        yield "gap"
    if entry.previous != previous:
        yield "link"
    if entry.digest != _digest(entry.previous, entry.text):
        yield "text"
    if not _copies_agree(entry):
        yield "copy"


def _copies_agree(entry: Entry) -> bool:
    try:
        text = json.loads(entry.text)
        copies = (text["sequence"], text["at"], text["action"], text["actor"], text["subject"], text["area"])
    except (ValueError, KeyError, TypeError):
        return False
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return copies == (entry.sequence, at, entry.action, entry.actor, entry.subject, entry.area)
