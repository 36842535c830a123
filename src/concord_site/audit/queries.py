"""Reading the log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from concord_site.audit.models import Entry, Head
from concord_site.shell import access

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a page shows it."""

    sequence: int
    at: datetime
    action: str
    actor: str
    subject: str
    area: str
    role: str
    details: dict[str, Any]
    digest: str


def entries(
    by: object, *, action: str = "", subject: str = "", actor: str = "", before: int | None = None
) -> list[Line]:
    """Up to fifty entries that ``by`` may read, newest first, narrowed by beginnings of their words."""
    rows: QuerySet[Entry] = access.visible(Entry, by)
    if action:
        rows = rows.filter(action__startswith=action)
    if subject:
        rows = rows.filter(subject__startswith=subject)
    if actor:
        rows = rows.filter(actor=actor)
    if before is not None:
        rows = rows.filter(sequence__lt=before)
    return [_line(entry) for entry in rows.order_by("-sequence")[:PAGE]]


def _line(entry: Entry) -> Line:
    text = json.loads(entry.text)
    return Line(
        entry.sequence, entry.at, entry.action, entry.actor, entry.subject, entry.area, text.get("role", ""),
        text.get("details", {}), entry.digest,
    )  # fmt: skip


def history(subject: Any, *, most: int = PAGE) -> list[Line]:
    """The entries about one thing, oldest first, for a page that has fetched the thing through the access door."""
    rows = Entry.objects.filter(subject=f"{subject._meta.label_lower}:{subject.pk}").order_by("sequence")
    return [_line(entry) for entry in rows[:most]]


def newest() -> int:
    """The number of the newest entry, 0 where there is none: whatever people did since has a higher one."""
    return Head.objects.filter(pk=1).values_list("sequence", flat=True).first() or 0
