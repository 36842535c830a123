"""Clearance before a report is sent: a country declares its steps, and a report goes through them in order.

Acts on it are the country's alone: entries of the log say that its people worked on a report and nothing more, and
mails name neither step nor reason. Answers stay locked while a report is being cleared (its state); taking it back to
change an answer ends the turn, and the next one begins with the first step.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord.reporting.submission import OPEN_QUERIES, WORKFLOW
from concord_site.accounts import notices
from concord_site.accounts.country import queries as people
from concord_site.accounts.notices.actions.telling import settle
from concord_site.audit import log
from concord_site.reporting.actions import filling
from concord_site.reporting.actions import reports as sending
from concord_site.reporting.models.submissions import Clearance, ClearanceStep, Submission
from concord_site.reporting.queries import reports
from concord_site.reporting.queries import team_clearances as queries
from concord_site.reporting.queries.filling import book_of
from concord_site.reporting.queries.filling_asked import instrument_of
from concord_site.reporting.queries.team_places import at_report
from concord_site.shell import access

#: The one entry of the log for everything done here: that a country's people worked on its report.
WORKED_ON = "reporting.submission.worked-on"
#: Roles that may clear a report.
CLEARING = ("clearing-officer", "national-authority")
STEPS_AT_MOST = 12

State = Clearance.State


# ---- declaring ------------------------------------------------------------------------------------------------------
def declare(*, area: str, title: str, person: int, days: int | None, by: Any) -> ClearanceStep:
    """Add a step after the others.

    Args:
        area: The country, alpha-3.
        title: What the step is called among its people.
        person: Key of whoever decides; a clearing officer or national authority of the country.
        days: By when, counted in days from its turn.
        by: Whoever declares it.

    Raises:
        NotAllowed: ``site.access.forbidden``.
        Invalid: ``reporting.clearance.person``; ``reporting.clearance.too-many``.
    """
    access.permit(ClearanceStep, by, "create", state="recorded", area=area)
    who = _clearing_person(area, person)
    with transaction.atomic():
        _hold(area)
        rows = ClearanceStep.objects.filter(area=area, ended_at=None)
        if rows.count() >= STEPS_AT_MOST:
            raise Invalid("reporting.clearance.too-many", params={"count": STEPS_AT_MOST})
        place = (rows.aggregate(last=Max("place"))["last"] or 0) + 1
        made = ClearanceStep.objects.create(
            area=area, place=place, title=title.strip()[:200], person=who, days=days, declared_by=by
        )
        log.record(WORKED_ON, by=by, area=area)
    return made


def change(pk: int, *, title: str, person: int, days: int | None, by: Any) -> ClearanceStep:
    """Change a step; a report that waits there waits for its new person, who is told."""
    with transaction.atomic():
        step = _own(pk, by)
        who = _clearing_person(step.area, person)
        is_other = step.person_id != who.pk
        step.title, step.person, step.days = title.strip()[:200], who, days
        step.save(update_fields=["title", "person", "days"])
        if is_other:
            for row in Clearance.objects.filter(step=step, state=State.WAITING).select_related("submission__round"):
                if queries.waiting(row.submission) == row:
                    _tell(row)
        log.record(WORKED_ON, by=by, area=step.area)
    return step


def move(pk: int, *, up: bool, by: Any) -> None:
    """Let a step change places with the one before or after it; a report that is being cleared keeps its order."""
    with transaction.atomic():
        step = _own(pk, by)
        every = queries.declared(step.area)
        here = next(n for n, each in enumerate(every) if each.pk == step.pk)
        there = here + (-1 if up else 1)
        if 0 <= there < len(every):
            every[here], every[there] = every[there], every[here]
        for place, each in enumerate(every, start=1):
            ClearanceStep.objects.filter(pk=each.pk).update(place=place)
        log.record(WORKED_ON, by=by, area=step.area)


def end(pk: int, *, by: Any, today: dt.date) -> None:
    """End a step: no further report waits for it, and one that waits there goes on to the next."""
    with transaction.atomic():
        step = _own(pk, by)
        step.ended_at = timezone.now()
        step.save(update_fields=["ended_at"])
        for row in Clearance.objects.filter(step=step, state=State.WAITING).select_related("submission"):
            was_turn = queries.waiting(row.submission) == row
            row.state, row.at = State.CANCELLED, timezone.now()
            row.save(update_fields=["state", "at"])
            if was_turn:
                _begin_next(row.submission, today=today)
        log.record(WORKED_ON, by=by, area=step.area)


def _own(pk: int, by: Any) -> ClearanceStep:
    area = ClearanceStep.objects.filter(pk=pk).values_list("area", flat=True).first()
    _hold(area or "")
    step = access.get(ClearanceStep, pk, by, "edit", lock=True)
    if step.ended_at is not None:
        raise NotFound("site.access.unknown")
    return step


def _hold(area: str) -> None:
    """Hold the reports of a country that are being cleared, so that steps and decisions follow one another."""
    rows = Submission.objects.select_for_update(of=("self",)).filter(area=area, state=Submission.State.CLEARING)
    list(rows.order_by("pk"))


def _clearing_person(area: str, pk: int) -> Any:
    for each in people.people(area, *CLEARING):
        if each.pk == pk:
            return each
    raise Invalid("reporting.clearance.person")


# ---- a report on its way --------------------------------------------------------------------------------------------
def start_clearing(pk: object, *, by: Any, language: str, today: dt.date, seen: str = "") -> list[Clearance]:
    """Lock a complete report and send it through the declared steps; called in place of sending it.

    Args:
        pk: Key of the submission.
        by: Whoever would send it.
        language: Of findings.
        today: Days are counted from it.
        seen: Digest of the answers that were shown; where others stand by now, nothing happens.

    Raises:
        NotFound: ``site.access.unknown``.
        NotAllowed: ``site.access.forbidden``: this person does not speak for the country.
        Invalid: ``reporting.clearance.none``: the country has declared no step.
        Conflict: As for sending: ``workflow.step.hard-findings``, ``reporting.submission.conflicts``,
            ``reporting.submission.unanswered-queries``, ``reporting.report.moved``.
    """
    desk = reports.ReportDesk(pk, by)
    with transaction.atomic():
        submission = desk.fetch(lock=True)
        seat = access.permit(Submission, by, "submit", state=submission.state, area=submission.area)
        steps = queries.declared(submission.area)
        if not steps:
            raise Invalid("reporting.clearance.none")
        found = reports.opened_for(submission, desk, today=today, language=language)
        digest = filling.digest(found.book)
        if seen and seen != digest:
            raise Conflict("reporting.report.moved")
        more = sending.facts(found, digest)
        WORKFLOW.apply(submission, "clear", by=seat.role, findings=sending.findings_of(found), today=today, more=more)
        if more.get(OPEN_QUERIES):
            raise Conflict("reporting.submission.unanswered-queries")
        submission.save(update_fields=["state"])
        turn = (Clearance.objects.filter(submission=submission).aggregate(last=Max("turn"))["last"] or 0) + 1
        made = [
            Clearance.objects.create(submission=submission, step=step, place=place, turn=turn, digest=digest)
            for place, step in enumerate(steps, start=1)
        ]
        _begin_next(submission, today=today)
        log.record(WORKED_ON, by=by, subject=submission, area=submission.area)
    return made


def approve(pk: object, *, by: Any, seen: str, today: dt.date) -> Clearance:
    """Approve a report in one's turn, for the answers that were seen.

    Args:
        pk: Key of the submission.
        by: Whose step it is.
        seen: Digest of the answers as they were shown.
        today: The next step's days are counted from it.

    Raises:
        NotFound: ``site.access.unknown``.
        NotAllowed: ``reporting.clearance.not-yours``.
        Conflict: ``reporting.clearance.changed``: the answers are not those that were sent for clearance.
    """
    with transaction.atomic():
        submission, row = _turn(pk, by)
        if not row.digest == seen == digest_of(submission, today=today):
            raise Conflict("reporting.clearance.changed")
        _decide(row, State.APPROVED, by)
        if not _begin_next(submission, today=today):
            _tell_authority(submission, by)
        log.record(WORKED_ON, by=by, subject=submission, area=submission.area)
    return row


def digest_of(submission: Submission, *, today: dt.date) -> str:
    """SHA-256 over the answers of a report as they stand."""
    return filling.digest(book_of(submission, instrument_of(submission), today=today))


def send_back(pk: object, *, reason: str, by: Any) -> Clearance:
    """Return a report to whoever filled it, with a reason; every other step of the turn is cancelled.

    Raises:
        Invalid: ``reporting.clearance.reason``.
    """
    if not reason.strip():
        raise Invalid("reporting.clearance.reason")
    with transaction.atomic():
        submission, row = _turn(pk, by)
        row.reason = reason.strip()
        _decide(row, State.RETURNED, by)
        _reopen(submission, by)
        notices.tell(
            "clearance-returned", people.people(submission.area, "national-authority", "country-officer"),
            key=f"{submission.pk}:{row.turn}", about=submission, by=by, area=submission.area,
            is_example=submission.is_example, href=reverse("reporting:clearing", args=[submission.pk]),
        )  # fmt: skip
        log.record(WORKED_ON, by=by, subject=submission, area=submission.area)
    return row


def take_back(pk: object, *, by: Any) -> Submission:
    """Take a report back from clearing, to change it; clearing starts again afterwards.

    Raises:
        NotFound: ``site.access.unknown``.
        Conflict: ``workflow.step.moved-on``: it is not being cleared.
    """
    with transaction.atomic():
        submission = at_report(pk, by, "edit", lock=True).submission
        if submission.state != Submission.State.CLEARING:
            raise Conflict("workflow.step.moved-on", params={"kind": "submission", "state": submission.state})
        _reopen(submission, by)
        log.record(WORKED_ON, by=by, subject=submission, area=submission.area)
    return submission


def _turn(pk: object, by: Any) -> tuple[Submission, Clearance]:
    submission = access.get(Submission, pk, by, "approve", lock=True)
    row = queries.waiting(submission)
    if row is None:
        raise Conflict("workflow.step.moved-on", params={"kind": "submission", "state": submission.state})
    if row.step.person_id is None or row.step.person_id != by.pk:
        raise NotAllowed("reporting.clearance.not-yours")
    return submission, row


def _decide(row: Clearance, state: str, by: Any) -> None:
    row.state, row.by, row.at = state, by, timezone.now()
    row.save(update_fields=["state", "by", "at", "reason"])
    settle("clearance-waiting", about=row.submission)


def _reopen(submission: Submission, by: Any) -> None:
    """Back to where the report came from: returned by the reviewers, or never sent."""
    Clearance.objects.filter(submission=submission, state=State.WAITING).update(
        state=State.CANCELLED, at=timezone.now()
    )
    settle("clearance-waiting", about=submission)
    was_sent = submission.filings.exists()
    submission.state = Submission.State.RETURNED if was_sent else Submission.State.DRAFT
    submission.save(update_fields=["state"])


def _begin_next(submission: Submission, *, today: dt.date) -> Clearance | None:
    """The next step's turn: its days run from today, and its person is told."""
    row = queries.waiting(submission)
    if row is None:
        return None
    row.due_on = today + dt.timedelta(days=row.step.days) if row.step.days else None
    row.save(update_fields=["due_on"])
    _tell(row)
    return row


def _tell(row: Clearance, when: str = "turn") -> None:
    submission, who = row.submission, row.step.person
    notices.tell(
        "clearance-waiting", [who] if who else [], key=f"{row.pk}:{when}", about=submission,
        action="approve", area=submission.area, is_example=submission.is_example,
        href=reverse("reporting:clearing", args=[submission.pk]),
    )  # fmt: skip


def _tell_authority(submission: Submission, by: Any) -> None:
    """Everything is approved: the report can be sent."""
    turn = queries.turn_of(submission)[0].turn
    notices.tell(
        "clearance-done", people.people(submission.area, "national-authority"), key=f"{submission.pk}:{turn}",
        about=submission, action="submit", by=by, area=submission.area, is_example=submission.is_example,
        href=reverse("reporting:clearing", args=[submission.pk]),
    )  # fmt: skip


def remind_of_days(*, now: dt.datetime) -> int:
    """Dated work: tell whoever a report waits for once more on the day it is due, and once it is late.

    Returns:
        How many reports wait past their day.
    """
    today, found = now.date(), 0
    rows = Clearance.objects.filter(state=State.WAITING, due_on__lte=today, submission__state="clearing")
    for row in rows.select_related("submission", "step__person"):
        if queries.waiting(row.submission) != row:
            continue
        found += 1
        with transaction.atomic():
            _tell(row, "late" if row.due_on is not None and row.due_on < today else "due")
    return found
