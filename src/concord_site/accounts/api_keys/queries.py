"""Whom a key stands for, and a person's own keys."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from concord import roles
from concord.errors import NotAllowed
from concord_site.accounts.api_keys.models import ApiKey
from concord_site.shell import access
from concord_site.shell.access import ANYBODY, Seat

if TYPE_CHECKING:
    from concord_site.accounts.models import Person

PREFIX = "concord_"
#: What a key can be made for: what is published; a country's own reports, or its figures of the data set; those of the
#: countries its person follows. A scope holds those before it of its family.
SCOPES = ("read", "reports:read", "reports:write", "reports:submit", "data:read", "data:write", "watch:read",
          "watch:write")  # fmt: skip
#: What whoever makes such a key must be allowed to do for the country, to a draft of which kind (``data/roles.yaml``).
ASKED = {
    "reports:read": ("see", "submission"), "reports:write": ("edit", "submission"),
    "reports:submit": ("submit", "submission"), "data:read": ("see", "delivery"), "data:write": ("edit", "delivery"),
}  # fmt: skip
#: The same of keys that are for no single country: what their person may do to things of which kind in which state.
FOLLOWING = {"watch:read": ("see", "delivery", "confirmed"), "watch:write": ("create", "data-question", "open")}
LETTERS_AT_MOST = 100
#: How long a key that has expired is still listed.
SHOWN_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Program:
    """Whoever comes with a key. It has no things of its own, whatever number its key has."""

    key: int
    scopes: frozenset[str]
    area: str = ""
    made_by: int | None = None

    @property
    def pk(self) -> None:
        """No identity among people."""
        return None

    def seats(self) -> tuple[Seat, ...]:
        """What anybody may do, and what a program may."""
        return (ANYBODY, Seat("api-key"))


def held_with(scope: str) -> tuple[str, ...]:
    """The scopes that a key of this one holds: what is published, and those before it of its family.

    Example:
        >>> held_with("reports:write")
        ('read', 'reports:read', 'reports:write')
    """
    family = scope.partition(":")[0]
    before = SCOPES[: SCOPES.index(scope) + 1]
    return tuple(each for each in before if each == "read" or each.partition(":")[0] == family)


def areas_for(person: Person, scope: str) -> frozenset[str]:
    """The countries for which ``person`` may make a key of this scope: those they may do it for themselves.

    One that follows countries is for no single one: "" stands for those its person follows.
    """
    table = roles.declared()
    if scope in FOLLOWING:
        reached = {each for seat in person.seats() for each in table.reach(seat.role, *FOLLOWING[scope])}
        return frozenset({""}) if reached & {"any", "region"} else frozenset()
    action, kind = ASKED[scope]
    return frozenset(
        seat.area for seat in person.seats() if seat.area and "area" in table.reach(seat.role, action, kind, "draft")
    )


def acting(asker: object, scope: str) -> tuple[Person, str]:
    """The person for whom a program acts on a country's reports or figures, and the country.

    What the person may no longer do, their key may not either: every operation asks the access door for the person.

    Raises:
        NotAllowed: ``site.api.scope``: no key was given, it was not made for this, or its person has left the country.
    """
    if isinstance(asker, Program) and scope in asker.scopes and asker.made_by is not None:
        person = behind(asker)
        if asker.area in areas_for(person, scope):
            return person, asker.area
    raise NotAllowed("site.api.scope", params={"scope": scope})


def behind(asker: Program) -> Person:
    """The person who made the key of a program."""
    return ApiKey.objects.select_related("person").get(pk=asker.key).person


def digest_of(secret: str) -> str:
    """What is kept of a key; it is found by this, so no time tells how near a guess was."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def program(secret: str, *, now: datetime) -> Program | None:
    """The program a key stands for; None where it is unknown, ended, expired, or its person's account is closed."""
    if not secret.startswith(PREFIX) or len(secret) > LETTERS_AT_MOST:
        return None
    rows = ApiKey.objects.filter(digest=digest_of(secret), state=ApiKey.State.ACTIVE, expires_at__gt=now)
    found = rows.filter(person__is_active=True).values_list("pk", "scope", "used_on", "area", "person").first()
    if found is None:
        return None
    pk, scope, used_on, area, made_by = found
    if used_on != now.date():
        ApiKey.objects.filter(pk=pk).update(used_on=now.date())
    return Program(pk, frozenset(scope.split()), area, made_by)


def listed(person: Person, *, now: datetime) -> list[ApiKey]:
    """A person's own keys that have not been ended, the newest first."""
    rows = access.visible(ApiKey, person).filter(person=person.pk, expires_at__gt=now - SHOWN_AFTER)
    return list(rows.order_by("-made_at"))


def count(person: Person, *, now: datetime) -> int:
    """How many keys of a person are good."""
    return ApiKey.objects.filter(person=person.pk, state=ApiKey.State.ACTIVE, expires_at__gt=now).count()
