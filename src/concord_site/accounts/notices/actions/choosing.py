"""What a person does with notices: reads them, and chooses how soon a mail follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from concord.errors import Invalid
from concord_site.accounts.models import Notice, NoticeChoice, Person
from concord_site.accounts.notice_models import How
from concord_site.accounts.notices import kinds, showing
from concord_site.audit import log


def choices(person: Person) -> dict[str, str]:
    """How soon a person wants mail of each kind: as declared, or as they chose."""
    own = dict(NoticeChoice._default_manager.filter(person=person).values_list("what", "how"))
    return {id: own.get(id, each.how) for id, each in kinds.declared().kinds.items()}


def choose(person: Person, wanted: Mapping[str, str], *, now: dt.datetime) -> int:
    """Keep what a person chooses; notices that wait to be gathered follow it at once.

    Returns:
        How many kinds were changed.

    Raises:
        Invalid: ``site.notices.unknown-choice``.
    """
    known = kinds.declared().kinds
    for what, how in wanted.items():
        if what not in known or how not in How.values:
            raise Invalid("site.notices.unknown-choice", params={"kind": what, "how": how})
    with transaction.atomic():
        before = choices(person)
        changed = {what: how for what, how in wanted.items() if before[what] != how}
        for what, how in changed.items():
            NoticeChoice._default_manager.update_or_create(person=person, what=what, defaults={"how": how})
            _move(person, what, how, now)
        if changed:
            log.record("accounts.notices.chosen", by=person, subject=person, details=changed)
    return len(changed)


def _move(person: Person, what: str, how: str, now: dt.datetime) -> None:
    """Notices not mailed yet: gathered by the new choice; where it is "at once", by the next mail of the clock."""
    waiting = Notice._default_manager.filter(person=person, what=what, mail="", due_at__isnull=False)
    waiting.update(due_at=now if how == How.AT_ONCE else kinds.due(how, now))


def read(person: Person, pk: int, *, now: dt.datetime) -> Notice:
    """Mark one notice as read.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    row = showing.one(person, pk)
    if row.read_at is None:
        row.read_at = now
        row.save(update_fields=["read_at"])
    return row


def read_all(person: Person, *, now: dt.datetime) -> int:
    """Mark all notices as read that the person can see now; what they cannot see stays as it is."""
    seen = showing.seen_by(showing.rows_of(person).filter(read_at=None), person)
    return Notice._default_manager.filter(pk__in=[row.pk for row in seen]).update(read_at=now)


def unread_again(person: Person, pk: int) -> Notice:
    """Mark one notice as unread."""
    row = showing.one(person, pk)
    row.read_at = None
    row.save(update_fields=["read_at"])
    return row
