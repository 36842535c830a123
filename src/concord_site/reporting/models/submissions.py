"""A country's report in a round, while it is filled and sent; what was sent is kept as it was, filing by filing.

The working answers are the country's alone, whatever the state: others read filings. Publications are things of their
own (:mod:`concord_site.reporting.models.publications`), so that a public page cannot reach anything else.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from concord_site.reporting.models import filling
from concord_site.reporting.models.filling import Answer, Entry, Upload
from concord_site.reporting.models.instruments import InstrumentVersion
from concord_site.reporting.models.rounds import Round
from concord_site.shell.models import Guarded


def _person(name: str = "+") -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name=name
    )


class Submission(Guarded):
    """One country's filled instrument in a round; a correction is a submission of its own, after ``previous``."""

    class State(models.TextChoices):
        """The states of ``concord.reporting.submission.WORKFLOW``."""

        DRAFT = "draft"
        CLEARING = "clearing"
        SUBMITTED = "submitted"
        UNDER_REVIEW = "under-review"
        RETURNED = "returned"
        ACCEPTED = "accepted"
        PUBLISHED = "published"
        CORRECTED = "corrected"
        WITHDRAWN = "withdrawn"

    Mode = filling.Mode

    classification = "L3"
    kind = "submission"
    access_state = "state"
    access_area = "area"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="submissions")
    area = models.CharField(max_length=3)
    edition = models.PositiveSmallIntegerField(default=1)  # 2 and more: corrections
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    language = models.CharField(max_length=2, default="en")  # the texts are written in it

    instrument = models.CharField(max_length=80)  # form_id
    number = models.CharField(max_length=40, blank=True)  # the author's version
    version = models.ForeignKey(InstrumentVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)  # of the instrument when the report began
    mode = models.CharField(max_length=8, choices=filling.Mode.choices, default=filling.Mode.WHOLE)
    last_instrument = models.CharField(max_length=80, blank=True)
    last: models.JSONField[Any, Any] = models.JSONField(default=dict)  # answers of the round before, as published
    last_is_example = models.BooleanField(default=False)
    passed: models.JSONField[Any, Any] = models.JSONField(default=list)  # pages that were saved as a whole
    confirmed: models.JSONField[Any, Any] = models.JSONField(default=dict)  # short mode: section → same, open

    withheld: models.JSONField[Any, Any] = models.JSONField(default=list)  # keys of questions kept confidential
    statement: models.JSONField[Any, Any] = models.JSONField(default=dict)  # the declaration: {"name", "office", "at"}
    is_example = models.BooleanField(default=False)
    begun_by = _person()
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)  # of a correction or withdrawal

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "area", "edition"], name="one_submission_an_edition")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["round", "state"])]

    def __str__(self) -> str:
        return f"{self.area} {self.instrument} ({self.state})"


class OfSubmission(Guarded):
    """A part of a country's working report: reached through it alone, and by its country alone."""

    classification = "L3"
    kind = "working-part"
    access_area = "submission__area"

    class Meta:
        abstract = True


class SubmissionEntry(OfSubmission, Entry):
    """One entry of a repeating block."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="entries")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "block", "entry"], name="one_entry_of_an_id_in_a_submission")
        ]


class SubmissionAnswer(OfSubmission, Answer):
    """One answer."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="answers")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "address"], name="one_answer_an_address_in_a_submission")
        ]


class SubmissionUpload(OfSubmission, Upload):
    """A file of answers, waiting to be looked at; several copies may wait at once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="uploads")
    form = models.CharField(max_length=12, default="workbook")  # workbook, xform, json
    copy = models.CharField(max_length=12, blank=True)  # code of the SubmissionCopy it came from
    sections: models.JSONField[Any, Any] = models.JSONField(default=list)  # merged so far
    sent_by = _person()


class Change(OfSubmission):
    """Every writing of an answer, in order: nothing that was typed disappears."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="changes")
    address = models.CharField(max_length=400)
    what = models.CharField(max_length=8, default="value")  # value, rival, settled, reason, refused
    value: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    way = models.CharField(max_length=12, default="page")  # page, workbook, xform, api, last, known
    by = _person()
    by_name = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["submission", "address", "at"])]

    def __str__(self) -> str:
        return f"{self.address} {self.at:%Y-%m-%d}"


class Presence(OfSubmission):
    """Who is on which page now; of no value a few minutes later."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=20, blank=True)  # "3.2"
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "person"], name="one_place_a_person_in_a_submission")
        ]

    def __str__(self) -> str:
        return self.page


class Remark(OfSubmission):
    """A comment among the people of one country, at a question or at the whole; nobody else ever reads it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="remarks")
    address = models.CharField(max_length=400, blank=True)
    text = models.TextField()
    by = _person()
    at = models.DateTimeField(default=timezone.now)
    settled_by = _person()
    settled_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.address


class Delegation(Guarded):
    """Some sections asked of a colleague elsewhere, by an invitation that opens these sections and nothing else."""

    class State(models.TextChoices):
        """Where it is; the same words as in ``data/roles.yaml``."""

        INVITED = "invited"
        OPEN = "open"
        HANDED_IN = "handed-in"
        ENDED = "ended"

    classification = "L3"
    kind = "delegation"
    access_state = "state"
    access_area = "submission__area"
    access_owner = "person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="delegations")
    sections: models.JSONField[Any, Any] = models.JSONField(default=list)  # numbers of sections
    email = models.EmailField()
    office = models.CharField(max_length=200, blank=True)  # where the colleague works
    language = models.CharField(max_length=2, default="en")  # of the invitation
    message = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    person = _person()  # once the invitation is taken up
    state = models.CharField(max_length=10, choices=State.choices, default=State.INVITED)
    token_digest = models.CharField(max_length=64, blank=True)
    invited_by = _person()
    invited_at = models.DateTimeField(default=timezone.now)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.sections} ({self.state})"


class ClearanceStep(Guarded):
    """A step that a country has declared for itself before its report is sent: who clears it, in which order."""

    classification = "L3"
    kind = "clearance"
    access_area = "area"

    area = models.CharField(max_length=3)
    place = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    person = _person()
    days = models.PositiveSmallIntegerField(null=True, blank=True)  # by when, counted from its turn
    ended_at = models.DateTimeField(null=True, blank=True)
    declared_by = _person()
    declared_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title


class Clearance(OfSubmission):
    """One step of clearing one report."""

    class State(models.TextChoices):
        """What was decided."""

        WAITING = "waiting"
        APPROVED = "approved"
        RETURNED = "returned"
        CANCELLED = "cancelled"

    kind = "clearance"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="clearances")
    step = models.ForeignKey(ClearanceStep, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField(default=1)  # a returned report goes round again
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    digest = models.CharField(max_length=64, blank=True)  # of the answers that were cleared
    due_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    by = _person()
    at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.place} ({self.state})"


class Filing(Guarded):
    """A report as it was sent, each time it was sent: what reviewers read, and what the receipt speaks of."""

    classification = "L3"
    kind = "filing"
    access_area = "submission__area"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="filings")
    number = models.PositiveSmallIntegerField()  # 1, then 2 after it was returned …
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)  # by position, as the library reads them
    reasons: models.JSONField[Any, Any] = models.JSONField(default=dict)  # address by position → why a number moved
    withheld: models.JSONField[Any, Any] = models.JSONField(default=list)
    statement: models.JSONField[Any, Any] = models.JSONField(default=dict)
    findings: models.JSONField[Any, Any] = models.JSONField(default=list)  # soft ones and notes, at that moment
    language = models.CharField(max_length=2)
    digest = models.CharField(max_length=64)  # concord.instrument.answers.digest
    reference = models.CharField(max_length=40, unique=True)
    by = _person()
    at = models.DateTimeField(default=timezone.now)
    is_late = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "number"], name="one_filing_a_number")
        ]

    def __str__(self) -> str:
        return self.reference
