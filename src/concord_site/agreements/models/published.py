"""What the parties of an agreement have made public: versions, each frozen with its digest."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from concord_site.shell.models import Guarded


class Publication(Guarded):
    """One public version of an agreement's page; the newest is shown, the ones before it stay to be found."""

    class State(models.TextChoices):
        """Published things are never edited in place."""

        PUBLISHED = "published"
        CORRECTED = "corrected"

    classification = "L0"
    kind = "agreement-publication"
    access_state = "state"

    slug = models.SlugField(max_length=80)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED)
    content: models.JSONField[Any, Any] = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["slug", "version"], name="one_version_of_an_agreement_page")
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"
