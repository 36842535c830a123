"""What every filled instrument has, whoever fills it: a trial, a national report, a stakeholder's report.

One row an answer, with its revision, so that two people who work at once never overwrite each other unseen. The
entries of repeating blocks have ids that last: an address such as ``agreements[k7x]/partner`` names the same entry
when another one is removed.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.utils import timezone

from concord_site.shell.models import Guarded

#: Letters and digits that are not mistaken for one another; an id begins with a letter, a position never does.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_SIGNS = _LETTERS + "23456789"


def entry_id() -> str:
    """A new id of an entry."""
    return secrets.choice(_LETTERS) + "".join(secrets.choice(_SIGNS) for _ in range(7))


class Mode(models.TextChoices):
    """Everything, or what has changed since last time."""

    WHOLE = "whole"
    SHORT = "short"


class Entry(Guarded):
    """One entry of a repeating block; a removed one stays, so that it can be brought back with its answers."""

    entry = models.CharField(max_length=12)  # see entry_id
    block = models.CharField(max_length=300)  # lasting address of the repeating block: agreements, a[k7x]/b
    place = models.PositiveIntegerField(default=0)
    was = models.PositiveIntegerField(null=True, blank=True)  # its position in the answers of last time
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.block}[{self.entry}]"


class Answer(Guarded):
    """One answer under its lasting address, with what else was written at the same time.

    ``value`` is null where the answer was taken back; ``typed`` is what was written last and could not be accepted;
    ``rival`` is what somebody else wrote without having seen ``value``.
    """

    address = models.CharField(max_length=400)
    value: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    reason = models.TextField(blank=True)  # why a number moved
    typed: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    rival: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)  # {"value", "by", "at"}
    revision = models.PositiveIntegerField(default=1)
    by = models.CharField(max_length=80, blank=True)  # a name, as others who fill it see it
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.address} ({self.revision})"


class Upload(Guarded):
    """A file of answers that was sent in and waits until its differences have been looked at."""

    name = models.CharField(max_length=200)
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    removed: models.JSONField[Any, Any] = models.JSONField(default=list)  # addresses whose answer was taken out
    findings: models.JSONField[Any, Any] = models.JSONField(default=list)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
