"""People, organisations and memberships."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language

from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES
from concord.vocabulary.text import Text
from concord_site.accounts.api_keys.models import ApiKey as ApiKey  # known to Django from here
from concord_site.accounts.notice_models import LastLook as LastLook
from concord_site.accounts.notice_models import Notice as Notice
from concord_site.accounts.notice_models import NoticeChoice as NoticeChoice
from concord_site.shell import suppliers
from concord_site.shell.access import ANYBODY, SIGNED_IN, Seat
from concord_site.shell.models import Guarded


class People(BaseUserManager["Person"]):
    """Makes people; addresses are kept in lower case, so that one address is one person."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """A person with a password, or without one until they choose it."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """Find by address, whatever its case."""
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser, Guarded):
    """Somebody who can sign in."""

    class State(models.TextChoices):
        """Where an account is in its life."""

        INVITED = "invited"
        ACTIVE = "active"
        CLOSED = "closed"

    classification = "L3"
    kind = "account"
    access_state = "state"
    access_owner = "pk"
    access_organisation = "memberships__organisation"
    access_area = "memberships__area"

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=2, choices=[(code, NATIVE_NAMES[code]) for code in LANGUAGES], default="en")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    is_active = models.BooleanField(default=True)  # kept equal to state == "active"
    is_example = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name_plural = "people"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(state="active", is_active=True)
                | (~models.Q(state="active") & models.Q(is_active=False)),
                name="person_is_active_as_its_state",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name as the person writes it."""
        return self.name

    def seats(self) -> tuple[Seat, ...]:
        """What the person is at this moment: anybody, signed in, and one seat for each current membership.

        Rooms above add seats that somebody gave to an organisation: suppliers of ``accounts.seats``, called with the
        seats of the memberships.
        """
        if not self.is_active:
            return (ANYBODY,)
        current = self.memberships.current().select_related("organisation")
        seats = [membership.seat() for membership in current]
        # What every signed-in person may do for their organisation or area, they may for each of these.
        everyone = (replace(seat, role=SIGNED_IN.role) for seat in seats)
        given = (seat for supplier in suppliers.each("accounts.seats") for seat in supplier(tuple(seats)))
        return (ANYBODY, SIGNED_IN, *dict.fromkeys(everyone), *seats, *given)


class Organisation(Guarded):
    """A body people act for."""

    class Kind(models.TextChoices):
        """What an organisation is."""

        MINISTRY = "ministry"
        AUTHORITY = "authority"
        SECRETARIAT = "secretariat"
        REGIONAL_OFFICE = "regional-office"
        RECRUITER = "recruiter"
        STAKEHOLDER = "stakeholder"
        OBSERVATORY = "observatory"
        OPERATOR = "operator"

    class State(models.TextChoices):
        """Where an organisation is in its life."""

        CURRENT = "current"
        CLOSED = "closed"

    classification = "L3"
    kind = "organisation"
    access_state = "state"
    access_area = "area"
    access_organisation = "pk"

    name: models.JSONField[Any, Any] = models.JSONField()  # language → wording
    what = models.CharField(max_length=20, choices=Kind.choices)
    area = models.CharField(max_length=3, blank=True)  # alpha-3
    region = models.CharField(max_length=5, blank=True)  # of a regional office
    state = models.CharField(max_length=10, choices=State.choices, default=State.CURRENT)
    is_example = models.BooleanField(default=False)

    def __str__(self) -> str:
        return Text(self.name).best(get_language() or "en").text


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships at a moment."""

    def current(self, at: datetime | None = None) -> MembershipQuerySet:
        """Those that have begun and not ended."""
        now = at or timezone.now()
        begun = self.filter(begins_at__lte=now, organisation__state=Organisation.State.CURRENT)
        return begun.filter(models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=now))


class Membership(Guarded):
    """A person's role in an organisation, from a moment and perhaps until one."""

    classification = "L3"
    kind = "membership"
    access_area = "organisation__area"
    access_organisation = "organisation"
    access_owner = "person"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40)
    area = models.CharField(max_length=3, blank=True)  # where it differs from the organisation's
    begins_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)  # why it ended

    objects = MembershipQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "ends_at"])]

    def __str__(self) -> str:
        return f"{self.person} · {self.role} · {self.organisation}"

    def seat(self) -> Seat:
        """The seat this membership gives."""
        area = self.area or self.organisation.area
        return Seat(
            self.role, area=area, region=self.organisation.region, organisation=self.organisation_id, membership=self.pk
        )
