"""The workbook of all published answers of a round: whether it is made at once, kept, or being made, and how far."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db.models import Count, Max, Q

from concord_site.reporting.models.publications import Publication, RoundFile
from concord_site.reporting.queries import published

#: From this many reports on a workbook is made in the background.
HEAVY_FROM = 20


def is_heavy(year: str) -> bool:
    """Whether a workbook takes more than a moment."""
    return len(published.listed(year)) > HEAVY_FROM


def digest(year: str) -> str:
    """What names the published answers of a round: changes whenever one is published, corrected or withdrawn."""
    rows = Publication.objects.filter(round__year=year)
    found = rows.aggregate(
        n=Count("pk"), open=Count("pk", filter=Q(state="published")), last=Max("published_at"), ended=Max("ended_at")
    )
    return hashlib.sha256(repr(sorted((key, str(value)) for key, value in found.items())).encode()).hexdigest()


def kept(year: str, language: str) -> RoundFile | None:
    """The workbook of what is published now, where it was asked for."""
    rows = RoundFile.objects.filter(year=year, language=language, digest=digest(year))
    return rows.select_related("file").first()


def seconds_left(row: RoundFile, now: dt.datetime) -> int | None:
    """By the pace so far; None while nothing is known."""
    if row.begun_at is None or not row.done:
        return None
    return round((now - row.begun_at).total_seconds() / row.done * max(row.total - row.done, 0))
