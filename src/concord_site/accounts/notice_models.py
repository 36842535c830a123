"""What is kept of notices: one row a notice and person, what each person has chosen, and when they last looked."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from concord_site.shell.models import Guarded


class How(models.TextChoices):
    """How soon a mail follows a notice; the words of ``data/notices.yaml``."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Notice(Guarded):
    """One person is told of one thing, once; its wording is made when it is read, in the reader's language."""

    classification = "L3"
    kind = "notice"
    access_owner = "person"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    what = models.CharField(max_length=40)  # a kind of data/notices.yaml
    key = models.CharField(max_length=120)  # the occasion: telling it again changes nothing
    params: models.JSONField[Any, Any] = models.JSONField(default=dict)
    href = models.CharField(max_length=400)  # a path of this site, in any language
    about_kind = models.CharField(max_length=100, blank=True)  # model of the thing, "reporting.Submission"
    about_id = models.CharField(max_length=64, blank=True)
    about_action = models.CharField(max_length=20, blank=True)  # what the person must be allowed to do to it
    is_example = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)  # of the mail that gathers; empty where none will
    mail = models.CharField(max_length=120, blank=True)  # key of the message of the outbox it is told in

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "what", "key"], name="one_notice_an_occasion_and_person")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "read_at", "at"], name="notices_of_a_person"),
            models.Index(fields=["due_at"], name="notices_to_gather", condition=models.Q(mail="")),
            models.Index(fields=["mail"], name="notices_of_a_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.key}"


class NoticeChoice(Guarded):
    """How soon a person wants mail of one kind, where it differs from what is declared."""

    classification = "L3"
    kind = "notice"
    access_owner = "person"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices")
    what = models.CharField(max_length=40)
    how = models.CharField(max_length=8, choices=How.choices)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "what"], name="one_choice_a_kind_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.how}"


class LastLook(Guarded):
    """When a person looked at their home page: what has changed is counted from the visit before this one."""

    classification = "L3"
    kind = "notice"
    access_owner = "person"

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="last_look")
    at = models.DateTimeField()  # the newest page of this visit
    before = models.DateTimeField()  # the end of the visit before

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
