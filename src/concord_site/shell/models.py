"""What the shell remembers: private files, mail to send, jobs; and what every model of the site declares.

Every model says how strictly it is kept (``classification``), what it is called in ``data/roles.yaml`` (``kind``), and
which of its fields tell its state, its area, its organisation and its owner. The access door reads these.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Literal

from django.conf import settings
from django.db import models
from django.utils import timezone

Classification = Literal["L0", "L2", "L3", "L4"]


class Guarded(models.Model):
    """A thing that is fetched for a person through :mod:`concord_site.shell.access` alone."""

    classification: ClassVar[Classification]
    kind: ClassVar[str]
    #: Field that holds the state; empty where the kind has one state.
    access_state: ClassVar[str] = ""
    #: Field (may span relations, ``organisation__area``) that holds the alpha-3 area.
    access_area: ClassVar[str] = ""
    #: Field that leads to the organisation.
    access_organisation: ClassVar[str] = ""
    #: Field that leads to the person whose own it is.
    access_owner: ClassVar[str] = ""

    class Meta:
        abstract = True


def _public_id() -> str:
    return uuid.uuid4().hex


class PrivateFile(Guarded):
    """A file in private storage: bytes on disk under their digest's folder, name and owner here."""

    class State(models.TextChoices):
        """Where a file is in its life; the same words as in ``data/roles.yaml``."""

        STAGED = "staged"
        KEPT = "kept"
        PUBLISHED = "published"
        REMOVED = "removed"

    classification = "L4"
    kind = "file"
    access_state = "state"
    access_area = "area"
    access_organisation = "organisation"
    access_owner = "owner"

    id = models.CharField(primary_key=True, max_length=32, default=_public_id, editable=False)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State.choices, default=State.STAGED)
    purpose = models.CharField(max_length=60)
    area = models.CharField(max_length=3, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stored_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "stored_at"])]

    def __str__(self) -> str:
        return self.name


class OutboxMessage(Guarded):
    """One mail to one person, kept until it is sent; see :mod:`concord_site.shell.outbox`."""

    class State(models.TextChoices):
        """Where a message is on its way."""

        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        REFUSED = "refused"
        FAILED = "failed"

    classification = "L3"
    kind = "outbox-message"
    access_state = "state"
    access_owner = "person"

    key = models.CharField(max_length=120, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    address = models.EmailField(max_length=254)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    is_secret = models.BooleanField(default=False)  # the body holds a one-time link: wiped once it is sent
    subject_kind = models.CharField(max_length=100, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    subject_action = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    uncertain = models.PositiveSmallIntegerField(default=0)  # times a sender died without saying how it went
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"{self.subject} ({self.state})"


class Job(Guarded):
    """Work in the background as its owner sees it; see :mod:`concord_site.shell.jobs`."""

    class State(models.TextChoices):
        """Where a job is."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        STOPPED = "stopped"

    classification = "L3"
    kind = "job"
    access_state = "state"
    access_owner = "owner"

    id = models.CharField(primary_key=True, max_length=32, default=_public_id, editable=False)
    name = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    stop_asked = models.BooleanField(default=False)
    result = models.JSONField(null=True, blank=True)
    problem = models.JSONField(null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "asked_at"])]

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"


class Milestone(Guarded):
    """When the installation last did something that is worth knowing: a backup, a restore, a tick."""

    classification = "L3"
    kind = "milestone"

    name = models.CharField(primary_key=True, max_length=40)
    happened_at = models.DateTimeField()
    details: models.JSONField[Any, Any] = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name
