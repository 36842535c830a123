"""Telling people: the rows of an occasion, and the mails that go at once; both in the transaction of the act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from concord_site.accounts.models import Notice, NoticeChoice, Person
from concord_site.accounts.notice_models import How
from concord_site.accounts.notices import kinds
from concord_site.accounts.notices.actions import mailing
from concord_site.shell.models import Guarded


def tell(
    kind: str,
    people: Iterable[Person],
    *,
    key: str,
    href: str,
    about: Guarded | None = None,
    action: str = "see",
    by: Any = None,
    at: dt.datetime | None = None,
    is_example: bool = False,
    **params: Any,
) -> int:
    """Tell people of something, each once; see the guide in :mod:`concord_site.accounts.notices`.

    Args:
        kind: A kind of ``data/notices.yaml``.
        people: Whom; closed and invited accounts are left out. See ``people_of`` and ``people_with``.
        key: The occasion, such as the key of a query or ``f"{round}:{area}:30-days"``; the same kind and key again
            adds only people who were not told before.
        href: Where it can be seen: a path of this site (``reverse``), in whatever language.
        about: The thing; a notice is shown, counted and mailed only while its person may do ``action`` to it.
        action: See ``about``.
        by: Whose act it is; they are not told.
        at: When it happened; now if not given.
        is_example: The thing is invented or generated.
        params: What the declared title names: codes, dates (or their text), names of offices. Never a secret.

    Returns:
        How many people were told who were not told before.

    Raises:
        NotFound: ``site.notices.unknown-kind``.
        ValueError: A param of the title is missing, or ``href`` is no path of this site.
    """
    declared, now = kinds.kind(kind), at or timezone.now()
    if missing := [name for name in declared.params if name not in params]:
        raise ValueError(f"{kind}: the title needs {missing}")
    if not href.startswith("/") or href.startswith("//"):
        raise ValueError(f"{kind}: not a path of this site: {href!r}")
    wanted = {each.pk: each for each in people if each.is_active and each.pk != getattr(by, "pk", None)}
    with transaction.atomic():
        known = Notice._default_manager.filter(what=kind, key=key, person__in=wanted).values_list("person", flat=True)
        new = [wanted[pk] for pk in sorted(wanted.keys() - set(known))]
        choices = chosen(new, kind)
        Notice._default_manager.bulk_create(
            [
                Notice(
                    person=each, what=kind, key=key, params={name: _plain(value) for name, value in params.items()},
                    href=href, about_kind=about._meta.label if about is not None else "",
                    about_id=str(about.pk) if about is not None else "", about_action=action if about else "",
                    is_example=is_example, at=now, due_at=kinds.due(choices[each.pk], now),
                )
                for each in new
            ],
            ignore_conflicts=True,
        )  # fmt: skip
        mailing.at_once(kind, key, [pk for pk, how in choices.items() if how == How.AT_ONCE])
    return len(new)


def settle(kind: str, *, about: Guarded, at: dt.datetime | None = None) -> int:
    """Mark every unread notice of a kind about a thing as read: what it asked for was done, by whomever.

    Mails that have not left yet do not leave for it.

    Returns:
        How many.
    """
    rows = Notice._default_manager.filter(what=kind, about_kind=about._meta.label, about_id=str(about.pk), read_at=None)
    return rows.update(read_at=at or timezone.now())


def chosen(people: Iterable[Person], kind: str) -> dict[int, str]:
    """How soon each of these people wants mail of a kind."""
    given = {each.pk: kinds.kind(kind).how for each in people}
    own = NoticeChoice._default_manager.filter(what=kind, person__in=given).values_list("person", "how")
    return {**given, **dict(own)}


def _plain(value: Any) -> Any:
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()[:10]
    return value if isinstance(value, (int, float, bool)) or value is None else str(value)
