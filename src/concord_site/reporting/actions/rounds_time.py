"""More time, as a country asks for it: ask, take the wish back, decline it; giving time grants it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed
from concord_site.accounts import notices
from concord_site.accounts.queries import people_with
from concord_site.audit import log
from concord_site.reporting.models.rounds import Extension, Participation, Round, TimeRequest
from concord_site.reporting.queries import rounds as queries
from concord_site.reporting.queries import rounds_time
from concord_site.shell import access

State = TimeRequest.State
#: Who grants time.
DESK = ("secretariat-desk", "secretariat-administrator")


def ask(*, participation_id: int, until: dt.date, reason: str, by: Any, now: dt.datetime | None = None) -> TimeRequest:
    """Ask for more time for one's own country; the desk is told.

    Raises:
        NotFound: ``site.access.unknown``.
        NotAllowed: ``site.access.forbidden``: this person does not fill the report.
        Conflict: ``reporting.round.not-open``, ``reporting.extension.already-asked``.
        Invalid: ``reporting.round.no-reason``, ``reporting.extension.not-later``,
            ``reporting.extension.after-closing``.
    """
    at = now or timezone.now()
    if not reason.strip():
        raise Invalid("reporting.round.no-reason")
    with transaction.atomic():
        part = _own(participation_id, by)
        if part.round.state != Round.State.OPEN:
            raise Conflict("reporting.round.not-open", params={"round": part.round.year})
        if part.time_requests.filter(state=State.OPEN).exists():
            raise Conflict("reporting.extension.already-asked")
        _require_sensible(part, until, queries.day(at))
        made = part.time_requests.create(until=until, reason=reason.strip()[:500], asked_by=by, asked_at=at)
        details = {"until": until.isoformat(), "reason": made.reason}
        log.record("reporting.extension.asked", by=by, subject=part, area=part.area, details=details)
        _tell_the_desk(made, by)
    return made


def _own(participation_id: int, by: Any) -> Participation:
    """The participation of this person's own country, held."""
    part = access.get(Participation, participation_id, by, "see", lock=True)
    if not rounds_time.may_ask(part, by):
        raise NotAllowed("site.access.forbidden", params={"action": "ask", "kind": "participation"})
    return part


def _require_sensible(part: Participation, until: dt.date, today: dt.date) -> None:
    if until <= max(queries.due_on(part, today), today):
        raise Invalid("reporting.extension.not-later", params={"until": until, "areas": part.area})
    if part.round.closes_on is not None and until > part.round.closes_on:
        params = {"until": until, "closes": part.round.closes_on}
        raise Invalid("reporting.extension.after-closing", params=params)


def _tell_the_desk(made: TimeRequest, by: Any) -> None:
    part = made.participation
    notices.tell(
        "extension-asked", people_with(DESK), key=f"time:{made.pk}", about=part, action="manage", by=by,
        href=_href(part), is_example=part.round.is_example, area=part.area, round=part.round.year, until=made.until,
    )  # fmt: skip


def _href(part: Participation) -> str:
    return reverse("reporting:round-country", kwargs={"year": part.round.year, "area": part.area})


def take_back(*, participation_id: int, by: Any) -> TimeRequest:
    """Take one's own country's wish back while it waits.

    Raises:
        Conflict: ``reporting.extension.nothing-asked``.
    """
    with transaction.atomic():
        part = _own(participation_id, by)
        made = _waiting(part)
        _settle(made, State.TAKEN_BACK, by)
        log.record("reporting.extension.no-longer-asked", by=by, subject=part, area=part.area)
    return made


def decline(*, participation_id: int, reason: str, by: Any) -> TimeRequest:
    """Decline a wish with a reason; the country is told.

    Raises:
        Conflict: ``reporting.extension.nothing-asked``.
        Invalid: ``reporting.round.no-reason``.
    """
    if not reason.strip():
        raise Invalid("reporting.round.no-reason")
    with transaction.atomic():
        part = access.get(Participation, participation_id, by, "manage", lock=True)
        made = _waiting(part)
        _settle(made, State.DECLINED, by, answer=reason.strip()[:500])
        log.record("reporting.extension.declined", by=by, subject=part, area=part.area, details={"reason": made.answer})
        if made.asked_by is not None:
            notices.tell(
                "extension-declined", [made.asked_by], key=f"time:{made.pk}", about=part, by=by, href=_href(part),
                is_example=part.round.is_example, area=part.area, round=part.round.year,
            )  # fmt: skip
    return made


def granted(made: Mapping[int, Extension], by: Any, at: dt.datetime) -> None:
    """Settle what waited in these participations, now that there is more time; by key of the participation."""
    for each in TimeRequest.objects.filter(participation__in=made, state=State.OPEN):
        each.extension = made[each.participation_id]
        _settle(each, State.GRANTED, by, at=at)


def _waiting(part: Participation) -> TimeRequest:
    found = part.time_requests.filter(state=State.OPEN).first()
    if found is None:
        raise Conflict("reporting.extension.nothing-asked")
    return found


def _settle(made: TimeRequest, state: str, by: Any, *, answer: str = "", at: dt.datetime | None = None) -> None:
    made.state, made.answer, made.answered_by, made.answered_at = state, answer, by, at or timezone.now()
    made.save(update_fields=["state", "answer", "answered_by", "answered_at", "extension"])
