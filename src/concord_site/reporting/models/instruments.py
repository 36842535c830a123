"""Versions of instruments that people write or upload, and every step of a draft.

Declared instruments (``data/instruments``) have no row: :mod:`concord_site.reporting.queries.instruments` shows both.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from concord.vocabulary.text import Text
from concord_site.shell.models import Guarded, PrivateFile


class State(models.TextChoices):
    """Where a version is; the same words as in ``data/roles.yaml``."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class InstrumentVersion(Guarded):
    """One version of an instrument; once it is published, the database refuses to change what it asks."""

    State = State

    classification = "L2"
    kind = "instrument"
    access_state = "state"
    access_owner = "written_by"

    instrument = models.CharField(max_length=80)  # form_id
    number = models.CharField(max_length=40)  # the author's version
    title: models.JSONField[Any, Any] = models.JSONField(default=dict)  # language → wording
    languages: models.JSONField[Any, Any] = models.JSONField(default=list)
    use = models.CharField(max_length=20, blank=True)
    round = models.CharField(max_length=10, blank=True)
    previous = models.CharField(max_length=80, blank=True)
    provenance = models.CharField(max_length=40, blank=True)
    questions = models.PositiveIntegerField(default=0)  # as counted at the last save; 0 while it cannot be read
    hard = models.PositiveIntegerField(default=0)  # findings at the last save
    soft = models.PositiveIntegerField(default=0)
    sheets: models.JSONField[Any, Any] = models.JSONField(default=dict)  # editing.book.Book.as_json
    digest = models.CharField(max_length=64, blank=True)  # of the instrument, set when it is published
    step = models.ForeignKey("DraftStep", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    reason = models.TextField(blank=True)  # why it was withdrawn
    source = models.ForeignKey(PrivateFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_example = models.BooleanField(default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    put_away_at = models.DateTimeField(null=True, blank=True)  # a draft nobody goes on with; it can be taken up again

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["instrument", "number"],
                condition=~models.Q(published_at=None),
                name="one_published_version_of_a_number",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "instrument"])]

    def __str__(self) -> str:
        return f"{Text(self.title).best('en').text or self.instrument} {self.number}".strip()

    @property
    def titled(self) -> Text:
        """Its title by language."""
        return Text(self.title)


class DraftStep(Guarded):
    """One saving of a draft, whole: what it was, who changed what and when. Steps are never removed."""

    classification = "L2"
    kind = "instrument"
    access_state = "state"
    access_owner = "version__written_by"

    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    before = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="after")
    what = models.CharField(max_length=40)  # row.changed, row.added …
    about = models.CharField(max_length=200, blank=True)  # the question or list it was done to
    content = models.BinaryField()  # the sheets as canonical JSON, compressed
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "number"], name="one_step_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.version_id}#{self.number} {self.what}"


class InstrumentFile(Guarded):
    """A file of a published version that takes long to make; without a file while it is being made."""

    classification = "L2"
    kind = "result"

    digest = models.CharField(max_length=64)  # of the instrument
    what = models.CharField(max_length=12)  # queries.downloads.KINDS
    language = models.CharField(max_length=2, blank=True)
    file = models.ForeignKey(PrivateFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["digest", "what", "language"], name="one_file_of_a_kind_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.digest[:8]} {self.what} {self.language}".strip()
