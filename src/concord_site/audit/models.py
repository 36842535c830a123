"""One entry of the log. Rows are added by :func:`concord_site.audit.log.record` and never changed or removed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from concord_site.shell.models import Guarded


class Entry(Guarded):
    """One sealed entry: its text, and the digest over the entry before it and its own text."""

    classification = "L3"
    kind = "audit-entry"
    access_area = "area"

    sequence = models.BigIntegerField(primary_key=True)
    text = models.TextField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    # Copies of what stands in the text, so that entries can be found; ``verify`` compares them with it.
    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=100, db_index=True)
    actor = models.CharField(max_length=40, blank=True, db_index=True)
    subject = models.CharField(max_length=100, blank=True, db_index=True)
    area = models.CharField(max_length=3, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["sequence"]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class Head(Guarded):
    """The newest entry's number and digest, in one row: what is missing from the end of the log shows here."""

    classification = "L3"
    kind = "audit-entry"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest}"
