"""What is kept of a key."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from concord_site.shell.models import Guarded


class ApiKey(Guarded):
    """A key; it stands and falls with its person's account and is kept by them alone."""

    class State(models.TextChoices):
        """Where a key is in its life: two of the states that the kind ``account`` has in ``data/roles.yaml``."""

        ACTIVE = "active"
        CLOSED = "closed"

    classification = "L3"
    kind = "account"
    access_state = "state"
    access_owner = "person"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=80)
    start = models.CharField(max_length=16)  # its first letters, so that a person recognises it
    digest = models.CharField(max_length=64, unique=True)  # SHA-256; the key itself has 256 bits of chance
    scope = models.CharField(max_length=80, default="read")  # words of queries.SCOPES, with spaces between
    area = models.CharField(max_length=3, blank=True)  # the country whose reports it reaches; empty for none
    state = models.CharField(max_length=10, default=State.ACTIVE)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    used_on = models.DateField(null=True, blank=True)  # a day; finer would be a log of somebody's work

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "state"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"
