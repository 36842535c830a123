"""What rooms tell the home page of a signed-in person: what waits, what changed, where one can begin.

A room registers suppliers (in its wiring)::

    suppliers.register("home.waiting", "reports", waiting)     # waiting(person) -> list[Waiting]
    suppliers.register("home.changes", "reports", changes)     # changes(person, since) -> list[Change]
    suppliers.register("home.entries", "reports", entries)     # entries(person) -> list[Start]

``person`` is the signed-in :class:`~concord_site.accounts.models.Person`; ``since`` an aware datetime. A supplier
fetches through :mod:`concord_site.shell.access` and words ``title`` in the language in use (gettext), for
it is called while the page is made. ``kind`` is one of ``data/notices.yaml``; it chooses the group the line stands in.
A supplier that fails is logged and left out; the page stands without it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from concord_site.shell.models import Guarded


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the person to do it.

    Args:
        kind: A kind of ``data/notices.yaml``.
        title: What is to be done, in the reader's language.
        href: Where it is done.
        due: By when; None where no day is set. What is past is marked as late.
        about: The thing; a line about a thing the person may not see (any more) is left out. None: always shown.
        note: A second line, such as the country and the round.
        is_example: The thing is invented or generated; the line carries the mark.
    """

    kind: str
    title: str
    href: str
    due: dt.date | None = None
    about: Guarded | None = None
    note: str = ""
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened since the person last looked.

    Args:
        kind: A kind of ``data/notices.yaml``.
        title: What happened, in the reader's language.
        href: Where it can be seen.
        at: When it happened (aware).
        about: As in :class:`Waiting`.
        note: A second line.
        is_example: As in :class:`Waiting`.
    """

    kind: str
    title: str
    href: str
    at: dt.datetime
    about: Guarded | None = None
    note: str = ""
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """A place where a person in some role begins: a country its report, the desk its review queue.

    Args:
        title: A verb and a thing, such as "Fill the report of Kenya".
        href: Where it leads.
        note: One sentence on what one finds there.
        order: Lower stands first; 10, 20, …
    """

    title: str
    href: str
    note: str = ""
    order: int = 50
