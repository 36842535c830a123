"""The desk that codes free-text answers: versions of code books, the texts, and what each coder gave them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.rounds import Round
from concord_site.reporting.models.submissions import Filing, _person
from concord_site.shell.models import Guarded


class CodeBookVersion(Guarded):
    """One version of a code book; frozen as soon as a text is coded with it."""

    class State(models.TextChoices):
        """Where a version is; the same words as in ``data/roles.yaml``."""

        DRAFT = "draft"
        FROZEN = "frozen"

    classification = "L2"
    kind = "code-book"
    access_state = "state"

    book = models.CharField(max_length=40)  # id of the declared book
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    content: models.JSONField[Any, Any] = models.JSONField(default=dict)  # concord.reporting.coding.book, as JSON
    digest = models.CharField(max_length=64)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_by = _person()
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["book", "number"], name="one_version_a_number_of_a_code_book"),
            models.UniqueConstraint(
                fields=["book"], condition=models.Q(state="draft"), name="one_draft_of_a_code_book"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.book} {self.number}"


class CodingText(Guarded):
    """One free-text answer, as it was sent; a text that changed is another text."""

    classification = "L3"
    kind = "coding"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    use = models.CharField(max_length=12, choices=Publication.Use.choices, default=Publication.Use.NATIONAL)
    owner = models.CharField(max_length=60)  # whose: alpha-3 of a country, reference of a stakeholder's publication
    area = models.CharField(max_length=3, blank=True)
    instrument = models.CharField(max_length=80)
    question = models.CharField(max_length=200)  # its name
    part = models.CharField(max_length=20)  # difficulties, lessons …
    address = models.CharField(max_length=400)  # by position
    language = models.CharField(max_length=2)
    text = models.TextField()
    digest = models.CharField(max_length=64)  # of the text
    filing = models.ForeignKey(Filing, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    publication = models.ForeignKey(Publication, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_current = models.BooleanField(default=True)  # false once the report says it no longer, or was withdrawn
    is_example = models.BooleanField(default=False)
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round", "use", "owner", "address", "digest"], name="one_coding_text_a_wording"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["round", "is_current"])]

    def __str__(self) -> str:
        return f"{self.owner} {self.address}"


class Coding(Guarded):
    """What one coder gave a text; the two first are blind to each other, the third settles where they differ."""

    class Place(models.TextChoices):
        """Whose turn it was."""

        FIRST = "first"
        SECOND = "second"
        SETTLED = "settled"

    classification = "L3"
    kind = "coding"

    text = models.ForeignKey(CodingText, on_delete=models.PROTECT, related_name="codings")
    book = models.ForeignKey(CodeBookVersion, on_delete=models.PROTECT, related_name="codings")
    place = models.CharField(max_length=8, choices=Place.choices)
    codes: models.JSONField[Any, Any] = models.JSONField(default=list)  # ids; empty: none of them
    seen: models.JSONField[Any, Any] = models.JSONField(default=list)  # codes that were suggested when it was coded
    note = models.TextField(blank=True)
    way = models.CharField(max_length=10, blank=True)  # settled: "agreement" or "third"
    by = _person()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["text", "book", "place"], name="one_coding_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.text_id} {self.place}"
