"""What is done in an appraisal: mark an element, take a mark away, take marks over from an earlier version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from concord.agreements.appraisal_marks import Marking
from concord.agreements.appraisal_versions import Carried, carried
from concord.errors import NotFound
from concord_site.agreements.actions import writing
from concord_site.agreements.appraising.queries import MARK, Desk, key_of
from concord_site.agreements.queries.spaces import Record


def mark(desk: Desk, marking: Marking, *, by: Any, now: datetime, based_on: int | None) -> Record:
    """Mark an element of the text.

    Raises:
        Conflict: ``agreements.space.moved-on``: somebody else marked it in the meantime.
    """
    key = key_of(desk.text.key, marking.element)
    return writing.put(desk.space, MARK, key, marking.to_json(), by=by, now=now, based_on=based_on)


def unmark(desk: Desk, element: str, *, by: Any, now: datetime) -> None:
    """Take a mark away; the journal brings it back.

    Raises:
        NotFound: ``agreements.record.unknown``.
    """
    writing.remove(desk.space, MARK, key_of(desk.text.key, element), by=by, now=now, based_on=None)


def take_over(desk: Desk, *, by: Any, now: datetime) -> Carried:
    """Take over the marks of the text before that still hold, where nobody has marked the element yet.

    Raises:
        NotFound: ``agreements.record.unknown``: no earlier text has marks.
    """
    earlier = desk.earlier
    if earlier is None:
        raise NotFound("agreements.record.unknown")
    waiting = [each for each in desk.marks_of(earlier) if desk.record(each.element) is None]
    found = carried(waiting, earlier.kept.clauses(), desk.clauses, text=desk.text.key)
    with transaction.atomic():
        for each in found.holding:
            key = key_of(desk.text.key, each.element)
            writing.put(desk.space, MARK, key, each.to_json(), by=by, now=now, based_on=None)
    return found
