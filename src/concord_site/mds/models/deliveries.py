"""A delivery: what a country brings, from its first file to confirmed tables."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from concord_site.mds.models.people import person
from concord_site.shell.models import Guarded, PrivateFile


class Delivery(Guarded):
    """What one country brings about one year or several: files, what was read of them, and what was confirmed."""

    class State(models.TextChoices):
        """Where a delivery is; the same words as in ``data/roles.yaml``."""

        DRAFT = "draft"  # files come; nothing of them has been read
        READ = "read"  # read, and something must change
        ASKED = "asked"  # read, and questions wait for the officer
        CHECKED = "checked"  # nothing must change; what is soft may wait for an explanation
        CONFIRMED = "confirmed"
        REPLACED = "replaced"  # a later delivery took its place
        WITHDRAWN = "withdrawn"  # taken back after it was confirmed
        DISCARDED = "discarded"  # given up before it was confirmed

    class What(models.TextChoices):
        """What a row of the files is."""

        REGISTER = "register", pgettext_lazy("kind of delivery", "A register: one row for each person")
        TABLES = "tables", pgettext_lazy("kind of delivery", "Tables: rows of counts")

    #: States in which files, answers and explanations may change.
    OPEN: ClassVar[tuple[str, ...]] = ("draft", "read", "asked", "checked")

    classification = "L3"
    kind = "delivery"
    access_state = "state"
    access_area = "area"
    access_organisation = "organisation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.CharField(max_length=3)  # alpha-3: who reports
    what = models.CharField(max_length=8, choices=What.choices, default=What.TABLES)
    subject = models.CharField(max_length=120, blank=True)  # such as "Register of the nursing council"
    year = models.PositiveSmallIntegerField(null=True, blank=True)  # None: the years the files themselves name
    round = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # who sends

    profile: models.JSONField[Any, Any] = models.JSONField(default=dict)  # as it stands; saved ones are versions
    profile_from = models.ForeignKey(
        "mds.SavedProfile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    job = models.CharField(max_length=32, blank=True)  # the reading that runs, or ran last
    counts: models.JSONField[Any, Any] = models.JSONField(default=dict)  # by level, questions, unexplained, rows
    figures: models.JSONField[Any, Any] = models.JSONField(default=dict)  # structure → rows, total, sums by kind of row
    covers: models.JSONField[Any, Any] = models.JSONField(default=list)  # series: structure, year, occupation, activity
    statement: models.JSONField[Any, Any] = models.JSONField(default=dict)  # the declaration: name, office
    digest = models.CharField(max_length=64, blank=True)  # of the confirmed tables

    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors")
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)  # why it was taken back
    is_example = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)  # counts changes: nobody confirms what they did not see
    begun_by = person()
    begun_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    confirmed_by = person()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_by = person()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["area", "state"]),
            models.Index(fields=["state", "changed_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.year or ''} ({self.state})"

    @property
    def is_open(self) -> bool:
        """Whether files, answers and explanations may still change."""
        return self.state in self.OPEN


class _Part(Guarded):
    """A part of a delivery that may hold something about persons: its country's alone, in every state."""

    class State(models.TextChoices):
        """Whether its bytes are there; the same words as in ``data/roles.yaml``."""

        STAGED = "staged"
        KEPT = "kept"
        ERASED = "erased"

    classification = "L4"
    kind = "delivery-part"
    access_state = "state"
    access_area = "delivery__area"
    access_organisation = "delivery__organisation"

    class Meta:
        abstract = True


class DeliveryFile(_Part):
    """A file that was brought. Its digest and counts stay when its bytes are erased."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="files")
    state = models.CharField(max_length=6, choices=_Part.State.choices, default=_Part.State.STAGED)
    file = models.ForeignKey(PrivateFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)  # unique among those of the delivery: findings name it
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(null=True, blank=True)  # once it was read
    is_used = models.BooleanField(default=True)  # False once a corrected file took its place, or it was taken out
    added_by = person()
    added_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Reading(_Part):
    """One reading of the files: its counts stay; findings with values, and tables, are files that can be erased."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="readings")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=6, choices=_Part.State.choices, default=_Part.State.STAGED)
    result = models.ForeignKey(PrivateFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    tables: models.JSONField[Any, Any] = models.JSONField(default=list)  # structure, file (private), rows, total, sums
    files: models.JSONField[Any, Any] = models.JSONField(default=list)  # name, size, sha256, rows
    profile: models.JSONField[Any, Any] = models.JSONField(default=dict)  # the profile it was read with
    counts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    codes: models.JSONField[Any, Any] = models.JSONField(default=dict)  # code of a finding → how often
    is_personal = models.BooleanField(default=False)  # a row of the files is a person
    #: Marked copies: language and key of a file → job that makes it, private file once it is made.
    copies: models.JSONField[Any, Any] = models.JSONField(default=dict)
    by = person()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["delivery", "number"], name="one_reading_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.number}"


class Explanation(Guarded):
    """Why a soft finding is right as it stands; goes with the delivery and is read with its figures."""

    classification = "L3"
    kind = "delivery"
    access_state = "delivery__state"
    access_area = "delivery__area"
    access_organisation = "delivery__organisation"

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="explanations")
    key = models.CharField(max_length=40)  # of the finding; the same when the same thing is found again
    code = models.CharField(max_length=80)
    text = models.TextField()
    by = person()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["delivery", "key"], name="one_explanation_a_finding")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.key}"
