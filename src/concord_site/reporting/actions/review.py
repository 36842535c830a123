"""What the secretariat does with a report that was sent: take it up, assign it, send it back, accept it, open it again.

The report's row is held while a step is taken, and each step says which filing was looked at: of two reviewers who
decide at once one wins, and the other is told what has happened meanwhile. Queries are in
:mod:`~concord_site.reporting.actions.review_queries` and offered here too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from concord import roles
from concord.errors import Conflict, Invalid
from concord.reporting.submission import OPEN_QUERIES, WORKFLOW
from concord_site.accounts import notices
from concord_site.accounts.models import Person
from concord_site.accounts.queries import people_of, people_with
from concord_site.audit import log
from concord_site.reporting.actions import steps
from concord_site.reporting.actions.review_queries import (
    change_query,
    close_query,
    held,
    remove_query,
    reply,
    send_query,
    settle_changed,
    write_query,
)
from concord_site.reporting.models.reviewing import Query, Review
from concord_site.reporting.models.rounds import Step
from concord_site.reporting.models.submissions import Submission
from concord_site.reporting.queries.review_desk import REVIEWERS
from concord_site.shell import access

__all__ = [
    "accept",
    "assign",
    "change_query",
    "close_query",
    "desk_of",
    "remind",
    "remove_query",
    "reopen_review",
    "reply",
    "send_back",
    "send_query",
    "settle_changed",
    "take_up",
    "write_query",
]

#: Roles of a country's people who answer queries.
ANSWERING = ("national-authority", "country-officer")


def take_up(pk: object, *, by: Any, filing: int | None = None) -> Submission:
    """Begin the review of a report; whoever takes it up reviews it, where nobody was assigned.

    Raises:
        NotFound: ``site.access.unknown``.
        NotAllowed: ``site.access.forbidden``.
        Conflict: ``reporting.review.moved-on``, ``reporting.review.new-filing``.
    """
    with transaction.atomic():
        found = _held(pk, by, "review", filing)
        settle_changed(found, by=None)
        role = _step(found, "take-up", by)
        desk = desk_of(found)
        if desk.reviewer_id is None:
            desk.reviewer, desk.assigned_at = by, timezone.now()
            desk.save(update_fields=["reviewer", "assigned_at"])
        found.save(update_fields=["state"])
        _note("reporting.review.taken-up", found, by, role)
    return found


def send_back(
    pk: object, *, by: Any, filing: int | None = None, queries: Collection[object] | None = None
) -> Submission:
    """Return a report with queries: one's own drafts are sent; a colleague's stay theirs.

    Args:
        pk: Key of the report.
        by: The reviewer.
        filing: Number of the filing that was looked at; refused where another has come since.
        queries: Keys of the drafts to send; all of one's own where not given.

    Raises:
        Conflict: ``reporting.submission.no-queries`` where none is sent and none is open; as in :func:`take_up`.
    """
    now = timezone.now()
    with transaction.atomic():
        found = _held(pk, by, "review", filing)
        drafts = _drafts(found, by, queries)
        standing = found.queries.filter(state=Query.State.OPEN).count()
        role = _step(found, "return", by, {OPEN_QUERIES: standing + len(drafts)})
        number = newest(found)
        for each in drafts:
            each.state, each.sent_at = Query.State.OPEN, now
            each.save(update_fields=["state", "sent_at"])
        found.save(update_fields=["state"])
        steps.note(
            found.round, found.area, Step.What.QUERIED, by=by, submission=found, at=now, details={"filing": number}
        )
        details = {"filing": number, "queries": [str(each.pk) for each in drafts]}
        _note("reporting.review.returned", found, by, role, details)
        _tell(found, "report-returned", f"{found.pk}:{number}", by)
    return found


def _drafts(found: Submission, by: Any, queries: Collection[object] | None) -> list[Query]:
    rows = list(found.queries.select_for_update(of=("self",)).filter(state=Query.State.DRAFTED, by=by).order_by("at"))
    if queries is None:
        return rows
    wanted = {str(each) for each in queries}
    return [each for each in rows if str(each.pk) in wanted]


def accept(pk: object, *, by: Any, filing: int | None = None) -> Submission:
    """Accept a report; queries that were answered are closed.

    Raises:
        Conflict: ``reporting.submission.open-queries``; ``reporting.review.drafts-left`` where anybody has queries that
            were not sent; as in :func:`take_up`.
    """
    now = timezone.now()
    with transaction.atomic():
        found = _held(pk, by, "approve", filing)
        settle_changed(found, by=None)
        if count := found.queries.filter(state=Query.State.DRAFTED).count():
            raise Conflict("reporting.review.drafts-left", params={"count": count})
        asked = found.queries.filter(weight=Query.Weight.CHANGE)
        role = _step(found, "accept", by, {OPEN_QUERIES: asked.filter(state=Query.State.OPEN).count()})
        found.queries.filter(state=Query.State.ANSWERED).update(state=Query.State.CLOSED, closed_at=now)
        found.accepted_at = now
        found.save(update_fields=["state", "accepted_at"])
        number = newest(found)
        steps.note(
            found.round, found.area, Step.What.ACCEPTED, by=by, submission=found, at=now, details={"filing": number}
        )
        _note("reporting.review.accepted", found, by, role, {"filing": number})
        _tell(found, "report-accepted", f"{found.pk}:{number}:{now:%Y%m%d%H%M%S}", by)
    return found


def reopen_review(pk: object, *, by: Any, reason: str) -> Submission:
    """Take an acceptance back, before publication, with a reason that stays in the log.

    Raises:
        Invalid: ``reporting.review.no-reason``.
    """
    if not reason.strip():
        raise Invalid("reporting.review.no-reason")
    with transaction.atomic():
        found = _held(pk, by, "review", None)
        role = _step(found, "reopen-review", by)
        found.accepted_at = None
        found.save(update_fields=["state", "accepted_at"])
        _note("reporting.review.reopened", found, by, role, {"reason": reason.strip()[:500]})
    return found


def assign(pk: object, person: object | None, *, by: Any) -> Review:
    """Say who reviews a report; ``None`` gives it to nobody.

    Raises:
        Invalid: ``reporting.review.not-a-reviewer``.
    """
    with transaction.atomic():
        found = held(pk, by)
        seat = access.permit(Review, by, "manage", state="recorded", area=found.area)
        chosen = _reviewer(person) if person is not None else None
        desk = desk_of(found)
        before, desk.reviewer = desk.reviewer_id, chosen
        desk.assigned_at = timezone.now() if chosen is not None else None
        desk.save(update_fields=["reviewer", "assigned_at"])
        if before != desk.reviewer_id:
            details = {"person": getattr(chosen, "pk", None), "before": before}
            _note("reporting.review.assigned", found, by, seat.role, details)
    return desk


def _reviewer(pk: object) -> Person:
    found = next((each for each in people_with(REVIEWERS) if str(each.pk) == str(pk)), None)
    if found is None:
        raise Invalid("reporting.review.not-a-reviewer")
    return found


def remind(pk: object, *, by: Any) -> int:
    """Remind a country of the queries it has not answered: a notice a day at most.

    Returns:
        How many people were told.

    Raises:
        Conflict: ``reporting.submission.no-queries`` where none is open.
    """
    now = timezone.now()
    with transaction.atomic():
        found = held(pk, by)
        seat = access.permit(Review, by, "edit", state="recorded", area=found.area)
        if found.state != Submission.State.RETURNED or not found.queries.filter(state=Query.State.OPEN).exists():
            raise Conflict("reporting.submission.no-queries", params={"state": found.state})
        desk = desk_of(found)
        desk.reminded_at = now
        desk.save(update_fields=["reminded_at"])
        told = _tell(found, "report-returned", f"{found.pk}:reminder:{now:%Y%m%d}", by)
        _note("reporting.review.reminded", found, by, seat.role, {"told": told})
    return told


# ---- what the steps have in common
def desk_of(found: Submission) -> Review:
    """What the desk keeps of a report; begun where there is nothing yet."""
    return Review.objects.get_or_create(submission=found)[0]


def newest(found: Submission) -> int:
    """Number of the newest filing; 0 where none was sent."""
    return found.filings.order_by("-number").values_list("number", flat=True).first() or 0


def _held(pk: object, by: Any, action: str, filing: int | None) -> Submission:
    """A report, its row held; refused where it is no longer what the reviewer looked at."""
    try:
        found = access.get(Submission, pk, by, action, lock=True)
    except Conflict as refusal:
        raise Conflict("reporting.review.moved-on", params={"state": refusal.params.get("state", "")}) from None
    number = newest(found)
    if not number:
        raise Conflict("reporting.review.no-filing")
    if filing is not None and filing != number:
        raise Conflict("reporting.review.new-filing", params={"filing": number})
    return found


def _step(found: Submission, name: str, by: Any, more: Mapping[str, object] | None = None) -> str:
    """Take a step of the workflow; the role it was taken in."""
    try:
        return WORKFLOW.apply(found, name, by=_roles(by, found.area), today=dt.date.today(), more=more).role
    except Conflict as refusal:
        if refusal.code != "workflow.step.moved-on":
            raise
        raise Conflict("reporting.review.moved-on", params={"state": found.state}) from None


def _roles(by: Any, area: str) -> tuple[str, ...]:
    """The roles somebody holds for a country: those held everywhere, and those held for it."""
    return tuple(
        seat.role for seat in access.seats_of(by)
        if seat.role != roles.ANONYMOUS and (not seat.area or seat.area == area)
    )  # fmt: skip


def _note(action: str, found: Submission, by: Any, role: str, details: Mapping[str, Any] | None = None) -> None:
    log.record(action, by=by, subject=found, area=found.area, role=role, details=details)


def _tell(found: Submission, kind: str, key: str, by: Any) -> int:
    href = reverse("reporting:report-queries", args=[found.pk])
    return notices.tell(
        kind, people_of(found.area, ANSWERING), key=key, about=found, href=href, by=by, area=found.area,
        round=found.round.year, is_example=found.is_example,
    )  # fmt: skip
