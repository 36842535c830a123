"""Fields that lead to people."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


def person() -> Any:
    """Who did something; kept as long as the thing is."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
