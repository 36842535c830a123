"""Designations of national authorities."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from concord.vocabulary.text import Text
from concord_site.shell.models import Guarded


class Designation(Guarded):
    """One act by which a country names its authority for the Code, and the office it names."""

    class State(models.TextChoices):
        """Where a designation is; the same words as in ``data/roles.yaml``."""

        PROPOSED = "proposed"
        CURRENT = "current"
        ENDED = "ended"

    classification = "L0"
    kind = "designation"
    access_state = "state"
    access_area = "area"

    area = models.CharField(max_length=3)  # alpha-3
    office: models.JSONField[Any, Any] = models.JSONField()  # language → wording
    address = models.CharField(max_length=300, blank=True)  # of the office, never of a person
    web = models.URLField(blank=True)
    act = models.CharField(max_length=300)  # the letter, decree or note by which it was told
    source = models.URLField(blank=True)
    since = models.CharField(max_length=10)  # as precise as it is known: 2024, 2024-05, 2024-05-21
    until = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    is_example = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["area"], condition=models.Q(state="current"), name="one_current_designation_an_area"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["area", "since"])]

    def __str__(self) -> str:
        return f"{self.area}: {Text(self.office).best('en').text}"
