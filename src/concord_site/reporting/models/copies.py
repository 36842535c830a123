"""Workbooks as they were given out: what stood in them, so that a cell nobody touched is no difference on return."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from concord_site.reporting.models.submissions import OfSubmission, Submission


class SubmissionCopy(OfSubmission):
    """One workbook that was given out; the file names itself by ``code``."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="copies")
    code = models.CharField(max_length=12)
    language = models.CharField(max_length=2)
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)  # by lasting address
    entries: models.JSONField[Any, Any] = models.JSONField(default=dict)  # ids in order, by block
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "code"], name="one_copy_of_a_code_in_a_submission")
        ]

    def __str__(self) -> str:
        return self.code
