"""Trials of an instrument: answers given by anybody to see what is asked; nothing of a trial is sent to anybody."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from concord_site.reporting.models import filling
from concord_site.reporting.models.filling import Answer, Entry, Upload
from concord_site.reporting.models.filling import entry_id as entry_id
from concord_site.reporting.models.instruments import InstrumentVersion
from concord_site.shell.models import Guarded


class Trial(Guarded):
    """One trial: which instrument, in which mode, in which role, and how far it has come."""

    class State(models.TextChoices):
        """Who reaches it; the same words as in ``data/roles.yaml``."""

        PRIVATE = "private"
        BY_LINK = "by-link"

    Mode = filling.Mode

    class Role(models.TextChoices):
        """The role that is played."""

        OFFICER = "officer"
        DELEGATE = "delegate"
        REVIEWER = "reviewer"

    class Last(models.TextChoices):
        """Where the answers of last time come from."""

        NONE = "none"
        INVENTED = "invented"
        UPLOADED = "uploaded"

    classification = "L3"
    kind = "trial"
    access_state = "state"
    access_owner = "owner"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instrument = models.CharField(max_length=80)  # form_id
    number = models.CharField(max_length=40, blank=True)  # the author's version
    version = models.ForeignKey(InstrumentVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)  # of the instrument when the trial began
    mode = models.CharField(max_length=8, choices=filling.Mode.choices, default=filling.Mode.WHOLE)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.OFFICER)
    section = models.PositiveSmallIntegerField(default=0)  # the delegate's
    area = models.CharField(max_length=3, blank=True)  # alpha-3, only what the trial plays
    last_from = models.CharField(max_length=10, choices=Last.choices, default=Last.NONE)
    last_instrument = models.CharField(max_length=80, blank=True)
    last: models.JSONField[Any, Any] = models.JSONField(default=dict)  # answers of last time, as they stood
    passed: models.JSONField[Any, Any] = models.JSONField(default=list)  # pages that were saved as a whole
    confirmed: models.JSONField[Any, Any] = models.JSONField(default=dict)  # short mode: section → same, open
    state = models.CharField(max_length=8, choices=State.choices, default=State.PRIVATE)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["owner", "saved_at"])]

    def __str__(self) -> str:
        return f"{self.instrument} ({self.state})"

    @property
    def reference(self) -> str:
        """What the finished trial is called: short, said to be a trial, not a key to it."""
        return f"TRIAL-{self.finished_digest[:4].upper()}-{self.finished_digest[4:8].upper()}"


class OfTrial(Guarded):
    """A part of a trial: it is reached through its trial alone, and as far as its trial."""

    classification = "L3"
    kind = "trial"
    access_owner = "trial__owner"
    access_state = "trial__state"

    class Meta:
        abstract = True


class TrialEntry(OfTrial, Entry):
    """One entry of a repeating block of a trial."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="entries")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["trial", "block", "entry"], name="one_entry_of_an_id_in_a_trial")
        ]


class TrialAnswer(OfTrial, Answer):
    """One answer of a trial."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="answers")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["trial", "address"], name="one_answer_an_address_in_a_trial")
        ]


class TrialUpload(OfTrial, Upload):
    """A file of answers of a trial."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="uploads")
