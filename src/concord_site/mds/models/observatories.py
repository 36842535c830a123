"""The consent of a country's authority to what a workforce observatory does for the country."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from concord_site.mds.models.people import person
from concord_site.shell.models import Guarded


class Consent(Guarded):
    """An authority agrees that an observatory brings, checks or comments for its country; it ends it at any moment."""

    class State(models.TextChoices):
        """Where a consent is; the same words as in ``data/roles.yaml``."""

        GIVEN = "given"
        ENDED = "ended"

    class May(models.TextChoices):
        """What is agreed to; each gives the role ``observatory-…`` of ``data/roles.yaml``."""

        UPLOAD = "upload", pgettext_lazy("what an observatory may do", "Bring figures, and see what it brought itself")
        CHECK = "check", pgettext_lazy("what an observatory may do", "Check tables of the country before they stand")
        COMMENT = "comment", pgettext_lazy("what an observatory may do", "Ask and comment on figures that it may read")

    classification = "L3"
    kind = "observatory-consent"
    access_state = "state"
    access_area = "area"
    access_organisation = "organisation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.CharField(max_length=3)  # alpha-3: whose authority agrees
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    may: models.JSONField[Any, Any] = models.JSONField(default=list)  # words of May
    begins_on = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day; None until it is ended
    note = models.CharField(max_length=500, blank=True)  # such as the letter it rests on
    state = models.CharField(max_length=5, choices=State.choices, default=State.GIVEN)
    is_example = models.BooleanField(default=False)
    given_by = person()
    given_at = models.DateTimeField(default=timezone.now)
    ended_by = person()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)  # why it was ended

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organisation", "state"])]

    def __str__(self) -> str:
        return f"{self.area} {self.organisation_id} ({self.state})"

    def holds_on(self, day: dt.date) -> bool:
        """Whether it gives anything on a day."""
        is_begun = self.begins_on <= day and (self.until is None or day <= self.until)
        return is_begun and self.state == self.State.GIVEN
