"""The sign-ins of a person that are open now: shown to them, and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession

from concord.errors import NotFound
from concord_site.accounts.models import Person


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One sign-in."""

    pk: int
    began_at: datetime
    seen_at: datetime
    address: str
    browser: str
    is_this: bool


def listed(person: Person, *, current_key: str | None) -> list[OpenSession]:
    """Open sign-ins, the one in use first, then the newest."""
    rows = UserSession.objects.purge_and_list(person)
    shown = [
        OpenSession(
            row.pk, row.created_at, row.last_seen_at, str(row.ip), row.user_agent, row.session_key == current_key
        )
        for row in rows
    ]
    return sorted(shown, key=lambda row: (not row.is_this, -row.began_at.timestamp()))


def seen(session_key: str | None, *, now: datetime) -> None:
    """Note that a sign-in was used."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=now)


def end(person: Person, pk: int) -> None:
    """End one of the person's own sign-ins.

    Raises:
        NotFound: ``site.access.unknown`` when there is none of this number among theirs.
    """
    row = UserSession.objects.filter(user_id=person.pk, pk=pk).first()
    if row is None:
        raise NotFound("site.access.unknown")
    row.end()


def end_all(person: Person, *, except_key: str | None = None) -> int:
    """End every sign-in of a person, or every other one.

    Returns:
        How many were ended.
    """
    rows = [row for row in UserSession.objects.filter(user_id=person.pk) if row.session_key != except_key]
    for row in rows:
        row.end()
    return len(rows)
