"""Stakeholders who register themselves, and their reports (Code, article 9.4): never the word of a country.

A registration with its contact is the Secretariat's and the stakeholder's alone; what everybody reads of it is a row
of its own (:class:`StakeholderEntry`), without persons. What everybody reads of a report is a ``Publication`` whose
``use`` is ``stakeholder``.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from concord_site.reporting.models import filling
from concord_site.reporting.models.filling import Answer, Entry, Upload
from concord_site.reporting.models.instruments import InstrumentVersion
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.rounds import Round
from concord_site.reporting.models.submissions import _person
from concord_site.shell.models import Guarded


class Stakeholder(Guarded):
    """One registration: who they are, what they do, who pays for it, which interests bear on it, and whom to ask."""

    class State(models.TextChoices):
        """The states of ``concord.reporting.stakeholders.REGISTRATION``."""

        PROPOSED = "proposed"
        REGISTERED = "registered"
        REFUSED = "refused"
        APPEALED = "appealed"
        SUSPENDED = "suspended"
        ENDED = "ended"

    classification = "L3"
    kind = "stakeholder"
    access_state = "state"
    access_organisation = "organisation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=20)  # declared: data/stakeholders/registration.yaml
    website = models.URLField(blank=True)
    seat = models.CharField(max_length=3, blank=True)  # alpha-3 of the country it is in
    countries: models.JSONField[Any, Any] = models.JSONField(default=list)  # alpha-3; empty: worldwide
    does = models.TextField()  # what they do
    funding = models.TextField()  # who funds them
    conflicts = models.TextField(blank=True)  # interests that may bear on what they say
    language = models.CharField(max_length=2, default="en")  # of what they wrote, and of letters to them
    contact_name = models.CharField(max_length=150)
    contact_email = models.EmailField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # its mail address
    state_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "sent_at"])]

    def __str__(self) -> str:
        return self.name


class StakeholderDecision(Guarded):
    """What was decided on a registration, or said against it; never changed, never removed."""

    class What(models.TextChoices):
        """The steps."""

        REGISTERED = "registered"
        REFUSED = "refused"
        APPEALED = "appealed"
        UPHELD = "upheld"  # the refusal stands
        SUSPENDED = "suspended"
        REINSTATED = "reinstated"
        ENDED = "ended"

    classification = "L3"
    kind = "stakeholder"
    access_state = "stakeholder__state"
    access_organisation = "stakeholder__organisation"

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="decisions")
    what = models.CharField(max_length=12, choices=What.choices)
    reason = models.CharField(max_length=40, blank=True)  # declared
    text = models.TextField(blank=True)
    by = _person()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.what


class StakeholderEntry(Guarded):
    """What everybody reads of a registered stakeholder; of somebody who reports for themselves, no name."""

    class State(models.TextChoices):
        """Where it is; the same words as in ``data/roles.yaml``."""

        CURRENT = "current"
        ENDED = "ended"

    classification = "L0"
    kind = "stakeholder-entry"
    access_state = "state"

    number = models.CharField(max_length=20, unique=True)  # cited: ST-0001
    name = models.CharField(max_length=200, blank=True)  # empty: a person
    type = models.CharField(max_length=20)
    website = models.URLField(blank=True)
    seat = models.CharField(max_length=3, blank=True)
    countries: models.JSONField[Any, Any] = models.JSONField(default=list)
    interest: models.JSONField[Any, Any] = models.JSONField(default=dict)  # does, funding, conflicts
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=8, choices=State.choices, default=State.CURRENT)
    is_suspended = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    is_example = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.number


class StakeholderLink(Guarded):
    """Which entry of the public register is whose; never public, since an entry may be a person's."""

    classification = "L3"
    kind = "stakeholder"
    access_state = "stakeholder__state"
    access_organisation = "stakeholder__organisation"

    stakeholder = models.OneToOneField(Stakeholder, on_delete=models.PROTECT, related_name="public")
    entry = models.OneToOneField(StakeholderEntry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.entry_id)


class StakeholderReport(Guarded):
    """A stakeholder's filled instrument in a round; a correction is a report of its own, after ``previous``."""

    class State(models.TextChoices):
        """The states of ``concord.reporting.stakeholders.REPORT``."""

        DRAFT = "draft"
        SUBMITTED = "submitted"
        REFUSED = "refused"
        APPEALED = "appealed"
        COMMENTING = "commenting"  # let through; the countries concerned may comment
        KEPT = "kept"  # read; not published, as its sender wished
        PUBLISHED = "published"
        CORRECTED = "corrected"
        WITHDRAWN = "withdrawn"

    Mode = filling.Mode

    classification = "L3"
    kind = "stakeholder-report"
    access_state = "state"
    access_area = "asked__area"  # countries asked for their comment, and no others
    access_organisation = "stakeholder__organisation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="reports")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="stakeholder_reports")
    area = models.CharField(max_length=3, blank=True)  # the country it is about; empty: no single one
    edition = models.PositiveSmallIntegerField(default=1)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    language = models.CharField(max_length=2, default="en")

    instrument = models.CharField(max_length=80)
    number = models.CharField(max_length=40, blank=True)
    version = models.ForeignKey(InstrumentVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    mode = models.CharField(max_length=8, choices=filling.Mode.choices, default=filling.Mode.WHOLE)
    last_instrument = models.CharField(max_length=80, blank=True)
    last: models.JSONField[Any, Any] = models.JSONField(default=dict)
    last_is_example = models.BooleanField(default=False)
    passed: models.JSONField[Any, Any] = models.JSONField(default=list)
    confirmed: models.JSONField[Any, Any] = models.JSONField(default=dict)

    comment_until = models.DateField(null=True, blank=True)  # publishing waits for the countries' word until then
    publication = models.OneToOneField(
        Publication, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # fmt: skip
    is_example = models.BooleanField(default=False)
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    state_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["round", "state"])]

    def __str__(self) -> str:
        return f"{self.instrument} ({self.state})"


class OfStakeholderReport(Guarded):
    """A part of a report being filled: reached by its own stakeholder alone."""

    classification = "L3"
    kind = "working-part"
    access_organisation = "report__stakeholder__organisation"

    class Meta:
        abstract = True


class StakeholderReportEntry(OfStakeholderReport, Entry):
    """One entry of a repeating block."""

    report = models.ForeignKey(StakeholderReport, on_delete=models.CASCADE, related_name="entries")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "block", "entry"], name="one_entry_of_an_id_in_a_stakeholders")
        ]


class StakeholderReportAnswer(OfStakeholderReport, Answer):
    """One answer."""

    report = models.ForeignKey(StakeholderReport, on_delete=models.CASCADE, related_name="answers")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "address"], name="one_answer_an_address_in_a_stakeholders")
        ]


class StakeholderReportUpload(OfStakeholderReport, Upload):
    """A file of answers, waiting to be looked at."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(StakeholderReport, on_delete=models.CASCADE, related_name="uploads")


class StakeholderFiling(Guarded):
    """A stakeholder's report as it was sent; what the Secretariat moderates."""

    classification = "L3"
    kind = "stakeholder-report"
    access_state = "report__state"
    access_organisation = "report__stakeholder__organisation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(StakeholderReport, on_delete=models.PROTECT, related_name="filings")
    number = models.PositiveSmallIntegerField()
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    reasons: models.JSONField[Any, Any] = models.JSONField(default=dict)
    language = models.CharField(max_length=2)
    digest = models.CharField(max_length=64)
    reference = models.CharField(max_length=40, unique=True)
    by = _person()
    at = models.DateTimeField(default=timezone.now)
    is_late = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "number"], name="one_stakeholder_filing_a_number")
        ]

    def __str__(self) -> str:
        return self.reference


class Moderation(Guarded):
    """What was decided on a stakeholder's report, or said against it; never changed, never removed."""

    class What(models.TextChoices):
        """The steps."""

        LET_THROUGH = "let-through"
        KEPT = "kept"
        REFUSED = "refused"
        APPEALED = "appealed"
        UPHELD = "upheld"
        TAKEN_BACK = "taken-back"
        PUBLISHED = "published"
        CORRECTED = "corrected"
        WITHDRAWN = "withdrawn"

    classification = "L3"
    kind = "stakeholder-report"
    access_state = "report__state"
    access_organisation = "report__stakeholder__organisation"

    report = models.ForeignKey(StakeholderReport, on_delete=models.PROTECT, related_name="moderations")
    what = models.CharField(max_length=12, choices=What.choices)
    reason = models.CharField(max_length=40, blank=True)  # declared
    text = models.TextField(blank=True)
    by = _person()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.what


class Asked(Guarded):
    """A country that was asked for its comment on a stakeholder's report."""

    classification = "L3"
    kind = "stakeholder-report"
    access_state = "report__state"
    access_area = "area"
    access_organisation = "report__stakeholder__organisation"

    report = models.ForeignKey(StakeholderReport, on_delete=models.PROTECT, related_name="asked")
    area = models.CharField(max_length=3)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "area"], name="a_country_is_asked_once")
        ]

    def __str__(self) -> str:
        return self.area


class CountryComment(Guarded):
    """What a national authority says on a stakeholder's report; a later comment takes the place of an earlier one."""

    classification = "L3"
    kind = "stakeholder-report"
    access_state = "asked__report__state"
    access_area = "asked__area"

    asked = models.ForeignKey(Asked, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    language = models.CharField(max_length=2, default="en")
    by = _person()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.asked_id}"
