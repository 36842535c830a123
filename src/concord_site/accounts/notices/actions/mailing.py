"""Mails of notices: which notices a mail holds is fixed when it is written, what it says only when it is sent.

A row of the outbox with the key ``notices:…`` has no body. When it is sent, the notices that belong to it are read
again, those that their person may no longer see or has read are left out, and the rest is worded in the person's
language; where nothing is left, nothing is sent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from concord_site.accounts.models import Notice, Person
from concord_site.accounts.notices import kinds, showing
from concord_site.shell import i18n, outbox
from concord_site.shell.models import OutboxMessage

PREFIX = "notices"
MOST_LINES = 40


def at_once(kind: str, key: str, people: Iterable[int]) -> int:
    """Write a mail for each of these people about one occasion, in the caller's transaction."""
    rows = Notice._default_manager.filter(what=kind, key=key, person__in=list(people), mail="", due_at=None)
    return sum(_written([row]) for row in rows.select_related("person").order_by("pk"))


def gather(*, now: dt.datetime) -> int:
    """Write the gathered mails that are due (supplier ``tick.work``); two clocks at once write each once.

    Returns:
        How many mails were written.
    """
    due = Notice._default_manager.filter(mail="", due_at__lte=now)
    people = due.order_by("person").values_list("person", flat=True).distinct()
    return sum(_gathered(pk, now) for pk in list(people))


def _gathered(person: int, now: dt.datetime) -> int:
    with transaction.atomic():
        due = Notice._default_manager.filter(person=person, mail="", due_at__lte=now)
        rows = list(due.select_for_update(skip_locked=True, of=("self",)).select_related("person").order_by("pk"))
        return _written(rows) if rows else 0


def _written(rows: list[Notice]) -> int:
    """One mail for these notices of one person; the newest notice names it, for each is mailed once."""
    person = rows[0].person
    key = f"{PREFIX}:{person.pk}:{rows[-1].pk}"
    with override(person.language):
        subject = _("Notice from Concord") if rows[0].due_at is None else _("Notices from Concord")
    outbox.write(key=key, subject=subject, body="", person=person, language=person.language)
    Notice._default_manager.filter(pk__in=[row.pk for row in rows]).update(mail=key)
    return 1


def body(row: OutboxMessage) -> str | None:
    """What a mail says at the moment of sending (supplier ``outbox.body``); None where nothing is left to say."""
    person = row.person
    if not isinstance(person, Person) or not person.is_active:
        return None
    rows = Notice._default_manager.filter(mail=row.key, person=person, read_at=None).order_by("-at", "-pk")
    shown = showing.seen_by(list(rows), person)
    if not shown:
        return None
    with override(row.language):
        lines = [
            f"{kinds.sentence(each.what, row.language)}\n{_link(each.href, row.language)}"
            for each in shown[:MOST_LINES]
        ]
        if len(shown) > MOST_LINES:
            lines.append(_("There is more:") + "\n" + outbox.link(reverse("accounts:notices")))
        choices = outbox.link(reverse("accounts:notice-choices"))
        lines.append(_("Choose which mails you get, and how often:") + f"\n{choices}")
    return "\n\n".join(lines)


def _link(href: str, language: str) -> str:
    return outbox.link(i18n.in_language(href, language))
