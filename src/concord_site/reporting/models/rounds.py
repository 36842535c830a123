"""Rounds as this installation runs them: their instruments and dates, every country's way through them, the letters.

What a round *was* is declared (``data/rounds``); what is remembered here is what happens in one. A country's way is a
list of dated steps that is only ever added to, so that counts can be given as of any day.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from concord_site.reporting.models.instruments import InstrumentVersion
from concord_site.shell.models import Guarded, PrivateFile


def _person(**more: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", **more
    )


class Round(Guarded):
    """One round: named by its year, with the days that count."""

    class State(models.TextChoices):
        """Where a round is; the same words as in ``data/roles.yaml``."""

        PREPARING = "preparing"
        OPEN = "open"
        CLOSED = "closed"

    classification = "L2"
    kind = "round"
    access_state = "state"

    year = models.CharField(max_length=4, unique=True)  # id of the declared round
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARING)
    opens_on = models.DateField()
    due_on = models.DateField()  # for everybody whose date was not extended
    closes_on = models.DateField(null=True, blank=True)  # after it nothing is taken
    cut_off_on = models.DateField(null=True, blank=True)  # answers counted in the Director-General's report
    reminders: models.JSONField[Any, Any] = models.JSONField(default=dict)  # reporting.deadlines.Plan.as_json
    is_example = models.BooleanField(default=False)  # answers in it are generated
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.year


class RoundInstrument(Guarded):
    """The version of an instrument that a round asks, for one use."""

    class Use(models.TextChoices):
        """Whom it asks."""

        NATIONAL = "national"
        STAKEHOLDER = "stakeholder"

    classification = "L2"
    kind = "round"
    access_state = "round__state"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="instruments")
    use = models.CharField(max_length=12, choices=Use.choices)
    instrument = models.CharField(max_length=80)  # form_id
    number = models.CharField(max_length=40, blank=True)
    version = models.ForeignKey(InstrumentVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "use"], name="one_instrument_a_use_in_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.instrument} ({self.use})"


class Participation(Guarded):
    """One Member State in one round."""

    classification = "L3"
    kind = "participation"
    access_area = "area"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="participations")
    area = models.CharField(max_length=3)  # alpha-3
    language = models.CharField(max_length=2, default="en")  # of letters and reminders
    short_mode = models.BooleanField(default=False)  # answers what has changed alone
    note = models.TextField(blank=True)  # the secretariat's own

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "area"], name="one_participation_an_area_in_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.round_id}"


class OfParticipation(Guarded):
    """A part of a country's participation: reached as far as that."""

    classification = "L3"
    kind = "participation"
    access_area = "participation__area"

    class Meta:
        abstract = True


class Step(OfParticipation):
    """Something that happened on a country's way through a round; never changed, never removed."""

    class What(models.TextChoices):
        """The steps, in the order in which they usually come."""

        INVITED = "invited"
        DESIGNATED = "designated"
        STARTED = "started"
        SUBMITTED = "submitted"
        QUERIED = "queried"
        ANSWERED = "answered"
        ACCEPTED = "accepted"
        PUBLISHED = "published"
        CORRECTED = "corrected"
        WITHDRAWN = "withdrawn"

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=12, choices=What.choices)
    at = models.DateTimeField(default=timezone.now)
    by = _person()
    submission = models.ForeignKey(
        "reporting.Submission", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    details: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["what", "at"])]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d}"


class Extension(OfParticipation):
    """More time for one country."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="extensions")
    until = models.DateField()
    reason = models.CharField(max_length=500)
    granted_by = _person()
    granted_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)  # taken back

    def __str__(self) -> str:
        return f"{self.until}"


class TimeRequest(OfParticipation):
    """A country's wish for more time: who asked, why, until when, and what became of it."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open"
        GRANTED = "granted"
        DECLINED = "declined"
        TAKEN_BACK = "taken-back"

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="time_requests")
    until = models.DateField()  # as the country wishes
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    asked_by = _person()
    asked_at = models.DateTimeField(default=timezone.now)
    extension = models.ForeignKey(Extension, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=500, blank=True)  # why it was declined
    answered_by = _person()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["participation"], condition=models.Q(state="open"), name="one_open_wish_for_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.until} ({self.state})"


class Reminder(OfParticipation):
    """A reminder that was written to the people of a country: once for its kind and day, whichever clock is first."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="reminders")
    kind_of = models.CharField(max_length=20)  # id of the plan's rule, or "by-hand"
    on = models.DateField()
    due_on = models.DateField()  # the due date it speaks of
    people = models.PositiveSmallIntegerField(default=0)  # how many messages were written
    by = _person()
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["participation", "kind_of", "on"], name="one_reminder_a_kind_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.kind_of} {self.on}"


class Letter(Guarded):
    """What a Member State was told, when and by which office: the record of being informed (articles 7.3, 9.1).

    A letter that Concord made has its wording kept as it went out; what was sent by other ways is entered by hand.
    """

    class State(models.TextChoices):
        """Where a letter is; the same words as in ``data/roles.yaml``."""

        DRAFTED = "drafted"
        SENT = "sent"
        ACKNOWLEDGED = "acknowledged"
        CANCELLED = "cancelled"

    class Way(models.TextChoices):
        """How it was sent."""

        MISSION = "mission"
        POST = "post"
        MAIL = "mail"
        MEETING = "meeting"
        OTHER = "other"

    classification = "L3"
    kind = "letter"
    access_state = "state"
    access_area = "area"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.CharField(max_length=3)
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    what = models.CharField(max_length=40)  # id of the declared letter, or "other"
    subject = models.CharField(max_length=300)
    language = models.CharField(max_length=2, default="en")
    reference = models.CharField(max_length=60, blank=True)
    params: models.JSONField[Any, Any] = models.JSONField(default=dict)  # what filled the declared letter
    digest = models.CharField(max_length=64, blank=True)  # of the composed document
    word = models.ForeignKey(PrivateFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(PrivateFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFTED)
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.MISSION)
    sent_on = models.DateField(null=True, blank=True)
    sent_by_office = models.CharField(max_length=200, blank=True)
    sent_to = models.CharField(max_length=300, blank=True)  # an office, never a person's name
    acknowledged_on = models.DateField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=300, blank=True)
    is_example = models.BooleanField(default=False)
    made_by = _person()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["area", "sent_on"])]

    def __str__(self) -> str:
        return f"{self.what} {self.area}"
