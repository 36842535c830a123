"""The workbook of a whole round: made once in the background for everybody, with its progress and a word when ready."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from concord.errors import Refusal
from concord_site.accounts import notices
from concord_site.accounts.models import Person
from concord_site.reporting.models.publications import RoundFile
from concord_site.reporting.queries import published_counts, round_files
from concord_site.shell import files, jobs
from concord_site.shell.i18n import in_language

PURPOSE = "reporting.round-answers"
#: After this long without a sign it is asked for anew: its worker has died.
ASK_AGAIN_AFTER = dt.timedelta(minutes=10)
#: Seconds between two notes of how far it is.
NOTE_EVERY = 0.5
#: People who are told of one file.
TOLD_AT_MOST = 200


def ask(year: str, *, language: str, by: Any, now: dt.datetime | None = None) -> RoundFile:
    """Have the workbook of what is published now made, once whoever asks; who is signed in is told when it is ready.

    Returns:
        Its row; without a file while it is being made.
    """
    at = now or timezone.now()
    with transaction.atomic():
        row, is_new = RoundFile.objects.get_or_create(
            year=year, language=language, digest=round_files.digest(year), defaults={"asked_at": at}
        )
        if row.file_id is not None:
            return row
        row = RoundFile.objects.select_for_update().get(pk=row.pk)
        is_late = row.asked_at < at - ASK_AGAIN_AFTER
        if is_late:
            row.asked_at, row.begun_at = at, None
        person = getattr(by, "pk", None)
        if person is not None and person not in row.told and len(row.told) < TOLD_AT_MOST:
            row.told = [*row.told, person]
        row.save(update_fields=["asked_at", "begun_at", "told"])
        if is_new or is_late:
            make.enqueue(row.pk)
    return row


@jobs.task()
def make(pk: int) -> None:
    """Make the workbook, put older ones of the round away, and tell those who asked."""
    row = RoundFile.objects.filter(pk=pk, file=None).first()
    if row is None or row.digest != round_files.digest(row.year):  # something was published or withdrawn meanwhile
        RoundFile.objects.filter(pk=pk, file=None).delete()
        return
    RoundFile.objects.filter(pk=pk).update(begun_at=timezone.now())
    try:
        content = published_counts.workbook(
            row.year, language=row.language, as_of=timezone.now().date(), progress=_noting(pk)
        )
    except Refusal:  # the last report of the round was withdrawn meanwhile
        RoundFile.objects.filter(pk=pk, file=None).delete()
        return
    with transaction.atomic():
        row = RoundFile.objects.select_for_update().get(pk=pk)
        if row.file_id is not None:
            return
        row.file = files.put(content, name=f"concord-answers-{row.year}-{row.language}.xlsx", purpose=PURPOSE)
        row.done = row.total
        row.save(update_fields=["file", "done"])
        _put_away(row)
        _tell(row)


def _noting(pk: int) -> Any:
    """Notes how far it is, now and then."""
    last = [0.0]

    def note(done: int, total: int) -> None:
        if time.monotonic() - last[0] >= NOTE_EVERY:
            last[0] = time.monotonic()
            RoundFile.objects.filter(pk=pk).update(done=done, total=total)

    return note


def _put_away(row: RoundFile) -> None:
    """A file of what was published before is of no use, and may hold what was withdrawn since."""
    for each in RoundFile.objects.filter(year=row.year, language=row.language).exclude(pk=row.pk):
        held = each.file
        each.delete()
        if held is not None:
            files.remove(held, now=timezone.now())


def _tell(row: RoundFile) -> None:
    href = reverse("reporting:published-answers", kwargs={"year": row.year, "form": "xlsx"})
    notices.tell(
        "file-ready", Person.objects.filter(pk__in=row.told, is_active=True), key=f"round-answers:{row.pk}",
        href=in_language(href, row.language), round=row.year,
    )  # fmt: skip
