"""Questions between the secretariat (or a regional office) and a country on figures of a delivery, as threads."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from concord_site.mds.models.people import person
from concord_site.shell.models import Guarded


class CellQuestion(Guarded):
    """A question on one figure, or on a delivery as a whole. Its words name no person and quote no row about one."""

    class State(models.TextChoices):
        """Where a question is; the same words as in ``data/roles.yaml``."""

        OPEN = "open"
        ANSWERED = "answered"
        CLOSED = "closed"

    class Side(models.TextChoices):
        """Who asks first."""

        COUNTRY = "country"
        SECRETARIAT = "secretariat"  # a regional office too
        OBSERVATORY = "observatory"  # with the country's consent

    classification = "L3"
    kind = "data-question"
    access_state = "state"
    access_area = "area"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.CharField(max_length=3)
    delivery = models.ForeignKey("mds.Delivery", on_delete=models.CASCADE, related_name="questions")
    #: The figure as it stood: ``structure``, its ``dims``, ``value`` and ``status``; empty for the whole delivery.
    about: models.JSONField[Any, Any] = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    asked_by_side = models.CharField(max_length=11, choices=Side.choices)
    is_example = models.BooleanField(default=False)
    asked_by = person()
    asked_at = models.DateTimeField(default=timezone.now)
    closed_by = person()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["area", "state"])]

    def __str__(self) -> str:
        return f"{self.area} ({self.state})"


class QuestionMessage(Guarded):
    """One message of a thread."""

    classification = "L3"
    kind = "data-question"
    access_state = "question__state"
    access_area = "question__area"

    question = models.ForeignKey(CellQuestion, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=11, choices=CellQuestion.Side.choices)
    text = models.TextField()
    #: A later delivery in which the country gives the figure anew; who may not see it learns only that there is one.
    delivery = models.ForeignKey("mds.Delivery", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    office = models.CharField(max_length=200, blank=True)  # for whom it was written, as it was called then
    by = person()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.question_id} {self.at:%Y-%m-%d}"
