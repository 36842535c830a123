"""Whom a key stands for, and a person's own keys."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from concord_site.accounts.api_keys.models import ApiKey
from concord_site.shell import access
from concord_site.shell.access import ANYBODY, Seat

if TYPE_CHECKING:
    from concord_site.accounts.models import Person

PREFIX = "concord_"
LETTERS_AT_MOST = 100
#: How long a key that has expired is still listed.
SHOWN_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Program:
    """Whoever comes with a key. It has no things of its own, whatever number its key has."""

    key: int
    scopes: frozenset[str]

    @property
    def pk(self) -> None:
        """No identity among people."""
        return None

    def seats(self) -> tuple[Seat, ...]:
        """What anybody may do, and what a program may."""
        return (ANYBODY, Seat("api-key"))


def digest_of(secret: str) -> str:
    """What is kept of a key; it is found by this, so no time tells how near a guess was."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def program(secret: str, *, now: datetime) -> Program | None:
    """The program a key stands for; None where it is unknown, ended, expired, or its person's account is closed."""
    if not secret.startswith(PREFIX) or len(secret) > LETTERS_AT_MOST:
        return None
    rows = ApiKey.objects.filter(digest=digest_of(secret), state=ApiKey.State.ACTIVE, expires_at__gt=now)
    found = rows.filter(person__is_active=True).values_list("pk", "scope", "used_on").first()
    if found is None:
        return None
    pk, scope, used_on = found
    if used_on != now.date():
        ApiKey.objects.filter(pk=pk).update(used_on=now.date())
    return Program(pk, frozenset(scope.split()))


def listed(person: Person, *, now: datetime) -> list[ApiKey]:
    """A person's own keys that have not been ended, the newest first."""
    rows = access.visible(ApiKey, person).filter(person=person.pk, expires_at__gt=now - SHOWN_AFTER)
    return list(rows.order_by("-made_at"))


def count(person: Person, *, now: datetime) -> int:
    """How many keys of a person are good."""
    return ApiKey.objects.filter(person=person.pk, state=ApiKey.State.ACTIVE, expires_at__gt=now).count()
