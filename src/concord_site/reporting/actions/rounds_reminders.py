"""Reminders of a country's due date: written by the clock exactly once for each kind and day, or by hand.

A reminder, its notices and its mails are one transaction: either all of them are there or none, so a clock that dies in
between loses nothing. Two clocks at once meet at the unique row of the reminder; the second writes nothing.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from concord.reporting import deadlines
from concord.reporting.deadlines import plan_of
from concord.reporting.standing import Standing
from concord_site.accounts import notices
from concord_site.accounts.queries import people_of
from concord_site.audit import log
from concord_site.reporting.actions.rounds_countries import WRITTEN_TO, address, reached, require_open
from concord_site.reporting.models.rounds import Participation, Reminder, Round
from concord_site.reporting.models.submissions import Submission
from concord_site.reporting.queries import rounds as queries
from concord_site.shell.models import Guarded

BY_HAND = "by-hand"
_log = logging.getLogger("concord.rounds")


def tick(*, now: dt.datetime) -> dict[str, int]:
    """Write the reminders of every open round that are due (supplier ``tick.work``)."""
    today = queries.day(now)
    written = 0
    for row in Round._default_manager.filter(state=Round.State.OPEN, opens_on__lte=today):
        written += _of_round(row, today, now)
    return {"reminders": written}


def _of_round(row: Round, today: dt.date, now: dt.datetime) -> int:
    """Reminders of one round: three queries where nothing is due."""
    rows = queries.participations(row)
    plan = plan_of(row.reminders)
    dates = {each.area: queries.due_on(each, today) for each in rows}
    near = {due for due in dates.values() if deadlines.to_send(plan, due, today=today, since=row.opens_on)}
    if not near:
        return 0
    sent = _sent(row)
    standing = queries.standings(row, today, with_invented=True)
    written = 0
    for each in rows:
        due = dates[each.area]
        where = standing.get(each.area, Standing(each.area))
        reminder = deadlines.to_send(
            plan, due, today=today, since=row.opens_on, sent=sent.get(each.pk, ()), is_in=where.is_in
        )
        if due in near and where.is_invited and reminder is not None:
            written += _once(each, reminder, now)
    return written


def _sent(row: Round) -> dict[int, set[tuple[str, dt.date]]]:
    found: dict[int, set[tuple[str, dt.date]]] = {}
    known = Reminder._default_manager.filter(participation__round=row)
    for pk, kind, on in known.values_list("participation", "kind_of", "on"):
        found.setdefault(pk, set()).add((kind, on))
    return found


def _once(each: Participation, reminder: deadlines.Reminder, now: dt.datetime) -> int:
    """Write a reminder unless somebody else has; a country whose reminder cannot be written stops no other."""
    try:
        with transaction.atomic():
            return 1 if _written(each, reminder, by=None, now=now) is not None else 0
    except IntegrityError:
        return 0
    except Exception:
        _log.exception("reminder of %s could not be written", each.area)
        return 0


def _written(each: Participation, reminder: deadlines.Reminder, *, by: Any, now: dt.datetime) -> Reminder | None:
    made, is_new = Reminder._default_manager.get_or_create(
        participation=each, kind_of=reminder.kind, on=reminder.on,
        defaults={"due_on": reminder.due_on, "by": by, "written_at": now},
    )  # fmt: skip
    if not is_new:
        return None
    about, action = _about(each)
    made.people = notices.tell(
        "report-due", people_of(each.area, WRITTEN_TO), key=deadlines.key(each.round.year, each.area, reminder),
        about=about, action=action, by=by, at=now, href=address(each.round, each.area),
        is_example=each.round.is_example, area=each.area, round=each.round.year, due=reminder.due_on,
    )  # fmt: skip
    made.save(update_fields=["people"])
    details = {"kind": reminder.kind, "on": reminder.on.isoformat(), "people": made.people}
    log.record("reporting.reminder.written", by=by, subject=each, area=each.area, details=details, now=now)
    return made


def _about(each: Participation) -> tuple[Guarded, str]:
    """What the mail asks again at sending: whether the person may still fill the report that was begun."""
    begun = Submission._default_manager.filter(round_id=each.round_id, area=each.area).order_by("-edition").first()
    return (begun, "edit") if begun is not None else (each, "see")


def remind(*, round_id: int, areas: Iterable[str], by: Any, now: dt.datetime | None = None) -> list[Reminder]:
    """Remind countries by hand, at most once a day each; those whose report is in are left out.

    Raises:
        Conflict: ``reporting.round.not-open``, ``reporting.round.nobody-chosen``.
    """
    at = now or timezone.now()
    today = queries.day(at)
    with transaction.atomic():
        found = reached(round_id, areas, by, "manage", lock=True)
        row = require_open(found[0].round)
        standing = queries.standings(row, today, with_invented=True)
        waiting = [each for each in found if not standing.get(each.area, Standing(each.area)).is_in]
        reminders = (deadlines.Reminder(BY_HAND, today, queries.due_on(each, today)) for each in waiting)
        made = [_written(each, one, by=by, now=at) for each, one in zip(waiting, reminders, strict=True)]
    return [each for each in made if each is not None]
