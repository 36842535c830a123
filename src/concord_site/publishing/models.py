"""Documents in preparation, their compiled files, and the editions that come of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from concord_site.shell.models import Guarded, PrivateFile

FORMATS = ("html", "pdf", "docx")


class Document(Guarded):
    """A report in preparation: what it is compiled from, and how far it has come."""

    class State(models.TextChoices):
        """Where a document is; the same words as in ``data/roles.yaml``."""

        DRAFT = "draft"
        IN_REVIEW = "in-review"
        SIGNED = "signed"
        WITHDRAWN = "withdrawn"

    classification = "L3"
    kind = "document"
    access_state = "state"
    access_owner = "drafted_by"

    outline = models.CharField(max_length=40, default="dg-report")
    round = models.CharField(max_length=4)
    as_of = models.DateField()
    languages: models.JSONField[Any, Any] = models.JSONField(default=list)
    formats: models.JSONField[Any, Any] = models.JSONField(default=list)
    title: models.JSONField[Any, Any] = models.JSONField(default=dict)  # language → wording
    number = models.CharField(max_length=12)  # the edition it is to be
    inputs: models.JSONField[Any, Any] = models.JSONField(default=list)  # id, digest, vintage
    digest = models.CharField(max_length=64, blank=True)
    version = models.CharField(max_length=40, blank=True)  # of the library that compiled it
    is_demonstration = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    reason = models.TextField(blank=True)  # why it was sent back or put away
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    job = models.CharField(max_length=32, blank=True)  # the job that compiles it
    drafted_at = models.DateTimeField(default=timezone.now)
    compiled_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "drafted_at"])]

    def __str__(self) -> str:
        return f"{self.outline} {self.number}"


class Rendition(Guarded):
    """A document in one language and format; without a file while it has been asked for and is not made yet."""

    classification = "L2"
    kind = "result"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="renditions")
    language = models.CharField(max_length=2)
    format = models.CharField(max_length=4, choices=[(each, each) for each in FORMATS])
    file = models.ForeignKey(PrivateFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["document", "language", "format"], name="rendition_once_a_language_and_format"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.language}.{self.format}"


class Edition(Guarded):
    """A document that was published. The database refuses to change anything but its withdrawal."""

    class State(models.TextChoices):
        """Where an edition is; the same words as in ``data/roles.yaml``."""

        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    classification = "L0"
    kind = "edition"
    access_state = "state"

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="edition")
    number = models.CharField(max_length=12, unique=True)  # "2024.1"
    outline = models.CharField(max_length=40)
    round = models.CharField(max_length=4)
    as_of = models.DateField()
    title: models.JSONField[Any, Any] = models.JSONField(default=dict)
    inputs: models.JSONField[Any, Any] = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    version = models.CharField(max_length=40)
    is_demonstration = models.BooleanField(default=False)
    published_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)  # why it was withdrawn

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["round", "published_at"])]

    def __str__(self) -> str:
        return self.number


class OfDocument(Guarded):
    """A part of a document in preparation: reached as far as the document."""

    classification = "L3"
    kind = "document"
    access_state = "document__state"

    class Meta:
        abstract = True


class Stage(OfDocument):
    """What was entered by hand for a stage of a document's path; the stages are declared (``data/paths``)."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=20)
    planned_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    number = models.CharField(max_length=40, blank=True)  # of the governing body's document: A78/9
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "stage"], name="one_entry_a_stage_of_a_document")
        ]

    def __str__(self) -> str:
        return self.stage


class Comment(OfDocument):
    """A comment on a draft, and its answer."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="comments")
    place = models.CharField(max_length=60, blank=True)  # page of the draft, empty for the whole
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.place


class DocumentClearance(OfDocument):
    """An office that clears a document before it is signed off, and what it decided."""

    class Decision(models.TextChoices):
        """What was decided."""

        WAITING = "waiting"
        APPROVED = "approved"
        RETURNED = "returned"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="clearances")
    office = models.CharField(max_length=200)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.WAITING)
    digest = models.CharField(max_length=64, blank=True)  # of the document that was approved
    reason = models.TextField(blank=True)
    at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.office
