"""Reading notices: what a person may see of them now; asked again for every list, count and mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import QuerySet

from concord.errors import NotFound
from concord.vocabulary.text import Wording
from concord_site.accounts.models import Notice, Person
from concord_site.accounts.notices import kinds
from concord_site.shell import access, i18n

#: More unread notices than this are counted as "more than".
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as a page shows it."""

    pk: int
    what: str
    title: Wording
    href: str
    at: dt.datetime
    is_read: bool
    is_example: bool


def rows_of(person: Person) -> QuerySet[Notice]:
    """A person's own notices, newest first."""
    return access.visible(Notice, person).filter(person=person).order_by("-at", "-pk")


def seen_by(rows: Iterable[Notice], person: Person) -> list[Notice]:
    """Those of these notices whose things the person may still see, in the order given; of kinds still declared."""
    given = [row for row in rows if row.what in kinds.declared().kinds]
    groups: dict[tuple[str, str], set[str]] = {}
    for row in given:
        if row.about_kind:
            groups.setdefault((row.about_kind, row.about_action), set()).add(row.about_id)
    allowed = {group: _allowed(*group, ids, person) for group, ids in groups.items()}
    return [
        row for row in given
        if not row.about_kind or row.about_id in allowed[row.about_kind, row.about_action]
    ]  # fmt: skip


def _allowed(label: str, action: str, ids: set[str], person: Person) -> set[str]:
    try:
        model = apps.get_model(label)
    except LookupError:  # a room that is not there any more
        return set()
    found = access.visible(model, person, action=action).filter(pk__in=ids).values_list("pk", flat=True)
    return {str(pk) for pk in found}


def listed(person: Person, *, start: int = 0, most: int = 30, unread: bool = False) -> tuple[list[Line], bool]:
    """A page of a person's notices, newest first, and whether there are more; in the language in use."""
    rows = rows_of(person).filter(read_at=None) if unread else rows_of(person)
    seen = seen_by(rows[:MOST_READ], person)
    return [_line(row) for row in seen[start : start + most]], len(seen) > start + most


#: Older notices than so many are not listed; they stay in the database.
MOST_READ = 1000


def since(person: Person, moment: dt.datetime) -> list[Line]:
    """Notices told after a moment, newest first."""
    return [_line(row) for row in seen_by(rows_of(person).filter(at__gt=moment)[:200], person)]


def _line(row: Notice) -> Line:
    language = i18n.language()
    title = kinds.title(row.what, row.params, language)
    href = i18n.in_language(row.href, language)
    return Line(row.pk, row.what, title, href, row.at, row.read_at is not None, row.is_example)


def unread(person: Person) -> int:
    """How many unread notices there are that the person may see; at most ``MOST_COUNTED`` and one."""
    rows = rows_of(person).filter(read_at=None).only("what", "about_kind", "about_action", "about_id")
    return min(len(seen_by(rows[: 2 * MOST_COUNTED], person)), MOST_COUNTED + 1)


def one(person: Person, pk: int) -> Notice:
    """One of a person's own notices, about a thing they may still see.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    row = rows_of(person).filter(pk=pk).first()
    if row is None or not seen_by([row], person):
        raise NotFound("site.access.unknown")
    return row
