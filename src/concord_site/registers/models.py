"""Designations of national authorities, and the persons a country has named for contact."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from concord.registers.designations import Act
from concord.vocabulary.periods import PartialDate
from concord.vocabulary.text import Text
from concord_site.shell.models import Guarded, PrivateFile


def _person() -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class Designation(Guarded):
    """One act by which a country names its authority for the Code, and the office it names."""

    class State(models.TextChoices):
        """Where a designation is; the same words as in ``data/roles.yaml``."""

        PROPOSED = "proposed"
        REFUSED = "refused"  # returned with a reason; it can be corrected
        CANCELLED = "cancelled"  # taken back before it was published
        CURRENT = "current"
        EXPIRED = "expired"  # its own stated end has passed
        ENDED = "ended"

    class How(models.TextChoices):
        """How it ended."""

        REPLACED = "replaced", pgettext_lazy("a designation", "replaced by a newer act")
        EXPIRED = "expired", pgettext_lazy("a designation", "its stated end was reached")
        WITHDRAWN = "withdrawn", pgettext_lazy("a designation", "withdrawn by the country")
        MISTAKEN = "mistaken", pgettext_lazy("a designation", "published by mistake")

    class ActKind(models.TextChoices):
        """By what it was told; the words of :data:`concord.registers.listing.ACT_KINDS`."""

        NOTE_VERBALE = "note-verbale", _("Note verbale")
        LETTER = "letter", _("Letter")
        DECREE = "decree", _("Decree or order")
        LAW = "law", _("Law")
        MEETING = "meeting", _("Record of a meeting")
        OTHER = "other", pgettext_lazy("kind of act", "Other")

    class Origin(models.TextChoices):
        """Who entered it."""

        COUNTRY = "country"
        SECRETARIAT = "secretariat"
        IMPORT = "import"

    #: States that everybody sees: what is or was in the register.
    PUBLIC: ClassVar[tuple[str, ...]] = ("current", "expired", "ended")

    classification = "L0"
    kind = "designation"
    access_state = "state"
    access_area = "area"

    area = models.CharField(max_length=3)  # alpha-3
    office: models.JSONField[Any, Any] = models.JSONField()  # language → wording
    address = models.CharField(max_length=300, blank=True)  # of the office, never of a person
    web = models.URLField(blank=True)
    act = models.CharField(max_length=300)  # the letter, decree or note by which it was told
    act_kind = models.CharField(max_length=12, choices=ActKind.choices, blank=True)
    letter_reference = models.CharField(max_length=120, blank=True)
    letter_date = models.CharField(max_length=10, blank=True)
    scan = models.ForeignKey(PrivateFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source = models.URLField(blank=True)
    since = models.CharField(max_length=10)  # as precise as it is known: 2024, 2024-05, 2024-05-21
    until = models.CharField(max_length=10, blank=True)  # when it ended in fact
    runs_until = models.CharField(max_length=10, blank=True)  # the end the act itself states
    review_on = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    ended_how = models.CharField(max_length=10, choices=How.choices, blank=True)
    reason = models.TextField(blank=True)  # why it was refused, taken back or ended
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.SECRETARIAT)
    is_example = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)  # counts corrections: nobody decides on what they did not read
    proposed_by = _person()
    edited_by = _person()
    confirmed_by = _person()
    decided_by = _person()  # who refused it, took it back or ended it
    proposed_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    people_reviewed_by = _person()  # after its end: whose roles end with it
    people_reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["area"], condition=models.Q(state="current"), name="one_current_designation_an_area"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["area", "since"])]

    def __str__(self) -> str:
        return f"{self.area}: {Text(self.office).best('en').text}"

    def value(self) -> Act:
        """The act as the library knows it."""
        ends = (_read(each) for each in (self.until, self.runs_until, self.review_on))
        return Act(self.pk or 0, PartialDate.parse(self.since), *ends)


def _read(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


class AuthorityContact(Guarded):
    """A person whom a country has named for contact; never public, read by the country and the Secretariat."""

    classification = "L3"
    kind = "authority-contact"
    access_area = "area"

    area = models.CharField(max_length=3)
    name = models.CharField(max_length=150)
    function = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, default="en")  # in which they are written to
    note = models.CharField(max_length=300, blank=True)
    is_example = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_by = _person()
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["area"])]

    def __str__(self) -> str:
        return self.name
