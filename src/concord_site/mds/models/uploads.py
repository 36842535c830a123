"""Files on their way: so much of them as has arrived, so that a dropped line costs nothing."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from concord_site.shell.models import Guarded


def _public_id() -> str:
    return uuid.uuid4().hex


class Upload(Guarded):
    """A file that arrives in pieces; its bytes stand in the private folder until the last one has come."""

    classification = "L4"
    kind = "delivery-upload"
    access_area = "delivery__area"
    access_owner = "owner"

    id = models.CharField(primary_key=True, max_length=32, default=_public_id, editable=False)
    delivery = models.ForeignKey("mds.Delivery", on_delete=models.CASCADE, related_name="uploads")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    instead = models.BooleanField(default=False)  # it takes the place of all files that are there
    begun_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.name}: {self.received} / {self.size}"
