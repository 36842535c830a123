"""What a review keeps and writes: who reviews, queries on questions, and what the country answers."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from concord_site.reporting.models.submissions import Submission, _person
from concord_site.shell.models import Guarded


class Review(Guarded):
    """What the secretariat's desk keeps of one report: who reviews it, and how much there is to look at.

    The counts are those of the newest filing when it was last looked through; they are made anew by the clock, since
    other countries' answers arrive meanwhile.
    """

    classification = "L3"
    kind = "review"
    access_area = "submission__area"

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="review")
    reviewer = _person()
    assigned_at = models.DateTimeField(null=True, blank=True)
    filing = models.PositiveSmallIntegerField(default=0)  # number of the filing that was counted; 0: none yet
    counts: models.JSONField[Any, Any] = models.JSONField(default=dict)  # level → how many findings
    counted_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)  # the country, of open queries

    def __str__(self) -> str:
        return f"{self.submission_id} ({self.reviewer_id or '-'})"


class Query(Guarded):
    """A query of a reviewer on one question of a filing, or on the whole of it."""

    class State(models.TextChoices):
        """Where it is; the same words as in ``data/roles.yaml``."""

        DRAFTED = "drafted"
        OPEN = "open"
        ANSWERED = "answered"
        CLOSED = "closed"

    class Weight(models.TextChoices):
        """What it asks for."""

        CHANGE = "change"  # or explain
        NOTE = "note"

    classification = "L3"
    kind = "query"
    access_state = "state"
    access_area = "submission__area"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="queries")
    filing = models.PositiveSmallIntegerField(default=1)  # number of the filing it was raised on
    address = models.CharField(max_length=400, blank=True)  # by position; empty for the whole
    question = models.CharField(max_length=200, blank=True)  # key of the question
    finding = models.CharField(max_length=120, blank=True)  # code of the finding that raised it
    text = models.TextField()
    language = models.CharField(max_length=2, default="en")
    weight = models.CharField(max_length=8, choices=Weight.choices, default=Weight.CHANGE)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTED)
    by = _person()
    at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["submission", "state"])]

    def __str__(self) -> str:
        return f"{self.address} ({self.state})"


class Reply(Guarded):
    """One word in the exchange on a query; ``submission`` is the report it was given with, perhaps a later round's."""

    class Side(models.TextChoices):
        """Who speaks."""

        COUNTRY = "country"
        SECRETARIAT = "secretariat"

    classification = "L3"
    kind = "query"
    access_state = "query__state"
    access_area = "query__submission__area"

    query = models.ForeignKey(Query, on_delete=models.PROTECT, related_name="replies")
    submission = models.ForeignKey(Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=12, choices=Side.choices)
    text = models.TextField()
    language = models.CharField(max_length=2, default="en")
    is_for_publication = models.BooleanField(default=False)  # shown beside the published report
    by = _person()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.side
