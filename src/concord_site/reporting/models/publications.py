"""What is published of a report: a copy of its own, made at publication, without what is kept confidential.

Public pages, files, the interface, search and reports read this alone.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from concord_site.reporting.models.instruments import InstrumentVersion
from concord_site.reporting.models.rounds import Round
from concord_site.shell.models import Guarded, PrivateFile


class Publication(Guarded):
    """One published report, per country (or stakeholder) and round; corrected and withdrawn ones stay listed."""

    class State(models.TextChoices):
        """Where it is; the same words as in ``data/roles.yaml``."""

        PUBLISHED = "published"
        CORRECTED = "corrected"
        WITHDRAWN = "withdrawn"

    class Use(models.TextChoices):
        """Whose word it is."""

        NATIONAL = "national"
        STAKEHOLDER = "stakeholder"

    classification = "L0"
    kind = "publication"
    access_state = "state"
    access_area = "area"

    reference = models.CharField(max_length=40, unique=True)  # cited: NR-2027-KEN-1
    use = models.CharField(max_length=12, choices=Use.choices, default=Use.NATIONAL)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="publications")
    area = models.CharField(max_length=3, blank=True)
    edition = models.PositiveSmallIntegerField(default=1)
    who: models.JSONField[Any, Any] = models.JSONField(default=dict)  # a stakeholder: name, type, interest
    instrument = models.CharField(max_length=80)
    number = models.CharField(max_length=40, blank=True)
    version = models.ForeignKey(InstrumentVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    instrument_digest = models.CharField(max_length=64)
    language = models.CharField(max_length=2)  # in which its texts are written
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)  # by position
    reasons: models.JSONField[Any, Any] = models.JSONField(default=dict)
    withheld: models.JSONField[Any, Any] = models.JSONField(default=list)  # ids of all hidden questions
    asked: models.JSONField[Any, Any] = models.JSONField(default=list)  # addresses; of hidden questions none
    calculated: models.JSONField[Any, Any] = models.JSONField(default=dict)  # from what is shown, by address
    replies: models.JSONField[Any, Any] = models.JSONField(default=list)  # to queries, chosen for publication
    comment: models.JSONField[Any, Any] = models.JSONField(default=dict)  # the country's, on a stakeholder's report
    digest = models.CharField(max_length=64)  # of what is published
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED)
    submitted_on = models.DateField()
    published_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)  # of the correction or withdrawal
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round", "area"], condition=models.Q(state="published", use="national"),
                name="one_current_publication_an_area",
            )
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["round", "use", "state"]),
            models.Index(fields=["area", "state"], name="reporting_pub_area_state"),
        ]

    def __str__(self) -> str:
        return self.reference


class RoundFile(Guarded):
    """All published answers of a round as a workbook that takes long to make; without a file while it is being made.

    ``digest`` names what was published when it was asked for, so that a file never outlives a report in it.
    """

    classification = "L2"
    kind = "result"

    year = models.CharField(max_length=4)
    language = models.CharField(max_length=2)
    digest = models.CharField(max_length=64)
    file = models.ForeignKey(PrivateFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True, blank=True)
    told: models.JSONField[Any, Any] = models.JSONField(default=list)  # people who hear when it is ready

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["year", "language", "digest"], name="one_file_of_a_round_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.language}"
