"""A country's release: confirmed tables, protected, frozen under an identifier, and what became of it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from concord_site.mds.models.people import person
from concord_site.shell.models import Guarded


class NationalRelease(Guarded):
    """One version of a release; a correction is a version of its own, and the one before it stays as it was."""

    class State(models.TextChoices):
        """Where a release is; the same words as in ``data/roles.yaml``."""

        DRAFT = "draft"  # which tables, under which rules; nothing is protected yet
        PROTECTED = "protected"  # protected and proved: before and after can be looked at
        EMBARGOED = "embargoed"  # frozen; is published at a moment that was said
        PUBLISHED = "published"
        CORRECTED = "corrected"  # a later version stands in its place; it stays citable
        WITHDRAWN = "withdrawn"  # its page and digests stay, its files are not given out any more
        DISCARDED = "discarded"  # given up before it was published

    #: States in which what is in it may change.
    OPEN: ClassVar[tuple[str, ...]] = ("draft", "protected")
    #: States in which everybody may see it.
    PUBLIC: ClassVar[tuple[str, ...]] = ("published", "corrected", "withdrawn")
    #: States in which everybody knows, or will know, its tables: what is protected later is protected with them.
    SHOWN: ClassVar[tuple[str, ...]] = ("embargoed", "published", "corrected", "withdrawn")

    classification = "L3"
    kind = "national-release"
    access_state = "state"
    access_area = "area"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.CharField(max_length=3)  # alpha-3
    series = models.CharField(max_length=20, blank=True)  # such as "KEN-2026.1", once it is frozen
    number = models.PositiveSmallIntegerField(default=1)  # the version
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)  # what readers should know: methods, coverage
    deliveries = models.ManyToManyField("mds.Delivery", related_name="releases")
    rules = models.CharField(max_length=60)  # id in data/protection
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    reason = models.CharField(max_length=500, blank=True)  # why it corrects, or why it was withdrawn

    job = models.CharField(max_length=32, blank=True)  # the protecting that runs, or ran last
    basis = models.CharField(max_length=64, blank=True)  # digest of what was protected: deliveries, rules, earlier ones
    #: Before and after, private files: structure, before, after, rows, given, hidden, primary, secondary, shares.
    tables: models.JSONField[Any, Any] = models.JSONField(default=list)
    proof: models.JSONField[Any, Any] = models.JSONField(default=dict)  # what is published of protecting
    findings: models.JSONField[Any, Any] = models.JSONField(default=list)  # code, level, params of each
    changes: models.JSONField[Any, Any] = models.JSONField(default=dict)  # against the version that it corrects

    digest = models.CharField(max_length=64, blank=True)  # of the frozen tables
    embargo = models.DateTimeField(null=True, blank=True)  # when it is published; None: at once
    statement: models.JSONField[Any, Any] = models.JSONField(default=dict)  # who releases it: name, office
    installation = models.CharField(max_length=20, blank=True)  # the release of all countries that it first stood in
    is_example = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)  # counts changes: nobody releases what they did not see
    begun_by = person()
    begun_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    frozen_by = person()
    frozen_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    ended_by = person()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["area", "state"]),
            models.Index(fields=["state", "embargo"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["series", "number"], condition=~models.Q(series=""), name="one_release_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key or self.area} ({self.state})"

    @property
    def key(self) -> str:
        """What it is cited by: ``KEN-2026.1-v2``; empty until it is frozen."""
        return f"{self.series}-v{self.number}" if self.series else ""

    @property
    def is_open(self) -> bool:
        """Whether what is in it may still change."""
        return self.state in self.OPEN
