"""Profiles that were saved: how a country's files are read, version by version."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from concord_site.mds.models.people import person
from concord_site.shell.models import Guarded


class SavedProfile(Guarded):
    """One version of a profile, for one subject of one area; the newest is offered next year."""

    classification = "L3"
    kind = "data-profile"
    access_area = "area"
    access_organisation = "delivery__organisation"

    area = models.CharField(max_length=3)
    subject = models.CharField(max_length=120, blank=True)  # as of the delivery; "" for the only one
    number = models.PositiveIntegerField()
    body: models.JSONField[Any, Any] = models.JSONField(default=dict)  # keys of concord.mds.profile
    delivery = models.ForeignKey("mds.Delivery", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    is_example = models.BooleanField(default=False)
    saved_by = person()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["area", "subject", "number"], name="one_profile_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.subject} {self.number}"
