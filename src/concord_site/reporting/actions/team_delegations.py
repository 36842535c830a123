"""Asking colleagues for sections of a report: invite, take up, hand in, remind, give more time, take back.

The link of an invitation is good once, and only for the address it was sent to; what is kept of it is a digest. It
opens the sections it names and nothing else, from the moment it is taken up until it is taken back.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.accounts import actions as accounts
from concord_site.accounts import notices
from concord_site.accounts.country import queries as people
from concord_site.accounts.models import Person
from concord_site.audit import log
from concord_site.reporting.actions.team_clearances import WORKED_ON
from concord_site.reporting.answering import pages
from concord_site.reporting.models.submissions import Delegation, Presence
from concord_site.reporting.queries import team_delegations as queries
from concord_site.reporting.queries.team_places import BEING_FILLED, at_report
from concord_site.shell import access, outbox, post

State = Delegation.State
#: Roles of those who are told what a colleague handed in.
ASKING = ("national-authority", "country-officer")
DELEGATIONS_AT_MOST = 60


def invite(
    pk: object, *, sections: Iterable[int], email: str, office: str, message: str, due_on: dt.date | None,
    language: str, by: Any, now: dt.datetime,
) -> Delegation:  # fmt: skip
    """Ask a colleague for some sections of a report; they get a link by mail, in the language chosen.

    Args:
        pk: Key of the submission.
        sections: Numbers of sections.
        email: Where the link is sent; nobody else can use it.
        office: Where the colleague works, as the country's people write it.
        message: Shown on the page the link opens; never in the mail.
        due_on: By when.
        language: Of the mail and of the page it opens.
        by: Whoever asks.
        now: The moment.

    Raises:
        NotFound: ``site.access.unknown``.
        Invalid: ``reporting.delegation.sections``, ``reporting.delegation.own``, ``reporting.delegation.past``,
            ``reporting.delegation.too-many``; ``site.outbox.header``.
        Conflict: ``reporting.delegation.not-filled``, ``reporting.delegation.twice``.
    """
    email = email.strip().lower()
    post.require_clean(email)
    with transaction.atomic():
        place = at_report(pk, by, "edit", lock=True)
        submission = place.submission
        access.permit(Delegation, by, "create", state=State.INVITED, area=submission.area)
        if submission.state not in BEING_FILLED:
            raise Conflict("reporting.delegation.not-filled")
        wanted = sorted(set(sections))
        if not wanted or not set(wanted) <= {each.number for each in pages.sections(place.instrument)}:
            raise Invalid("reporting.delegation.sections")
        if email == str(getattr(by, "email", "")).lower():
            raise Invalid("reporting.delegation.own")
        _require_day(due_on, now)
        live = Delegation.objects.filter(submission=submission, state__in=queries.LIVE)
        if any(set(wanted) & set(each.sections) for each in live.filter(email=email)):
            raise Conflict("reporting.delegation.twice")
        if live.count() >= DELEGATIONS_AT_MOST:
            raise Invalid("reporting.delegation.too-many", params={"count": DELEGATIONS_AT_MOST})
        made = Delegation.objects.create(
            submission=submission, sections=wanted, email=email, office=office.strip()[:200], language=language,
            message=message.strip(), due_on=due_on, invited_by=by, invited_at=now,
        )  # fmt: skip
        _send_link(made, now)
        log.record(WORKED_ON, by=by, subject=submission, area=submission.area)
    return made


def _require_day(due_on: dt.date | None, now: dt.datetime) -> None:
    if due_on is not None and due_on < now.date():
        raise Invalid("reporting.delegation.past")


def _send_link(row: Delegation, now: dt.datetime) -> None:
    """A new link in place of any that was sent before."""
    token = secrets.token_urlsafe(32)
    row.token_digest, row.invited_at = queries.digest_of(token), now
    row.save(update_fields=["token_digest", "invited_at"])
    with override(row.language):
        link = outbox.link(reverse("reporting:delegation-link", kwargs={"token": token}))
        subject = _("A colleague asks you for a part of a national report")
        body = _(
            "You are asked to answer a part of your country's report on the WHO Global Code of Practice on the "
            "International Recruitment of Health Personnel. What is asked, by when and by whom is said here:\n\n"
            "{link}\n\nThe link is yours alone, is good once and for thirty days. If you did not expect this message, "
            "you need not do anything."
        ).format(link=link)
    outbox.write(
        key=f"reporting.delegation:{row.pk}:{row.token_digest[:16]}", subject=subject, body=body, address=row.email,
        language=row.language, is_secret=True,
    )  # fmt: skip


# ---- taking it up ---------------------------------------------------------------------------------------------------
def take_up(token: str, *, by: Person, now: dt.datetime) -> Delegation:
    """Open what a link brings, by somebody who is signed in under the address it was sent to.

    Raises:
        NotFound: ``reporting.delegation.link``.
        NotAllowed: ``reporting.delegation.other-person``.
    """
    with transaction.atomic():
        row = _held(token, now)
        if by.email.lower() != row.email:
            raise NotAllowed("reporting.delegation.other-person")
        return _opened(row, by)


def take_up_anew(token: str, *, name: str, password: str, now: dt.datetime) -> Delegation:
    """Open what a link brings with a new account; the link has shown that the address is theirs.

    Raises:
        NotFound: ``reporting.delegation.link``.
        Conflict: ``site.account.exists``, ``site.outbox.closed-account``.
        ValidationError: Django's, when the password is not good enough.
    """
    with transaction.atomic():
        row = _held(token, now)
        person = accounts.open_account(email=row.email, name=name, password=password, language=row.language)
        return _opened(row, person)


def _held(token: str, now: dt.datetime) -> Delegation:
    found = queries.invited(token, now=now)
    rows = Delegation.objects.select_for_update(of=("self",)).filter(pk=found.pk)
    if rows.filter(state=State.INVITED, token_digest=found.token_digest).first() is None:
        raise NotFound("reporting.delegation.link")
    return found


def _opened(row: Delegation, person: Person) -> Delegation:
    row.person, row.state, row.token_digest = person, State.OPEN, ""
    row.save(update_fields=["person", "state", "token_digest"])
    log.record(WORKED_ON, by=person, subject=row.submission, area=row.submission.area)
    return row


# ---- working on it --------------------------------------------------------------------------------------------------
def hand_in(pk: object, *, by: Any, now: dt.datetime) -> Delegation:
    """Say that the sections are done; they can be looked at and no longer changed until somebody opens them again.

    Raises:
        NotFound: ``site.access.unknown``.
        Conflict: ``site.access.state``: handed in already.
    """
    with transaction.atomic():
        row = access.get(Delegation, pk, by, "submit", lock=True)
        if row.person_id != by.pk:
            raise NotFound("site.access.unknown")
        row.state, row.handed_in_at = State.HANDED_IN, now
        row.save(update_fields=["state", "handed_in_at"])
        submission = row.submission
        notices.tell(
            "section-handed-in", people.people(submission.area, *ASKING), key=f"{row.pk}:{now:%Y%m%d%H%M%S}",
            about=submission, by=by, area=submission.area, is_example=submission.is_example,
            href=reverse("reporting:delegations", args=[submission.pk]),
        )  # fmt: skip
        log.record(WORKED_ON, by=by, subject=submission, area=submission.area)
    return row


def open_again(pk: object, *, by: Any) -> Delegation:
    """Give sections that were handed in back to the colleague, who is told."""
    with transaction.atomic():
        row = _live(pk, by)
        if row.state != State.HANDED_IN:
            raise Conflict("site.access.state", params={"state": row.state})
        row.state, row.handed_in_at = State.OPEN, None
        row.save(update_fields=["state", "handed_in_at"])
        _tell(row, f"{row.pk}:again:{timezone.now():%Y%m%d%H%M%S}")
        log.record(WORKED_ON, by=by, subject=row.submission, area=row.submission.area)
    return row


def remind(pk: object, *, by: Any, now: dt.datetime) -> Delegation:
    """Ask again: with a new link where the first was not taken up, else by a notice; once a day at most."""
    with transaction.atomic():
        row = _live(pk, by)
        if row.state == State.INVITED:
            if row.submission.state not in BEING_FILLED:
                raise Conflict("reporting.delegation.not-filled")
            _send_link(row, now)
        elif row.state == State.OPEN:
            _tell(row, f"{row.pk}:{now:%Y%m%d}")
        else:
            raise Conflict("site.access.state", params={"state": row.state})
        log.record(WORKED_ON, by=by, subject=row.submission, area=row.submission.area)
    return row


def extend(pk: object, *, due_on: dt.date | None, by: Any, now: dt.datetime) -> Delegation:
    """Set another day by which the sections are due.

    Raises:
        Invalid: ``reporting.delegation.past``.
    """
    _require_day(due_on, now)
    with transaction.atomic():
        row = _live(pk, by)
        row.due_on = due_on
        row.save(update_fields=["due_on"])
        if row.state == State.OPEN:
            _tell(row, f"{row.pk}:due:{due_on}")
        log.record(WORKED_ON, by=by, subject=row.submission, area=row.submission.area)
    return row


def end(pk: object, *, reason: str, by: Any, now: dt.datetime) -> Delegation:
    """Take sections back: link and pages are gone at the colleague's next request; their answers stay."""
    with transaction.atomic():
        row = _live(pk, by)
        row.state, row.ended_at, row.reason, row.token_digest = State.ENDED, now, reason.strip()[:300], ""
        row.save(update_fields=["state", "ended_at", "reason", "token_digest"])
        if row.person_id is not None:
            Presence.objects.filter(submission=row.submission_id, person=row.person_id).delete()
        log.record(WORKED_ON, by=by, subject=row.submission, area=row.submission.area)
    return row


def _live(pk: object, by: Any) -> Delegation:
    """One that has not ended, for the country's people to change."""
    queries.pick(pk, by)
    row = access.get(Delegation, pk, by, "manage", lock=True)
    if row.state == State.ENDED:
        raise Conflict("site.access.state", params={"state": row.state})
    return row


def _tell(row: Delegation, key: str) -> None:
    if row.person is not None:
        notices.tell(
            "section-delegated", [row.person], key=key, about=row, area=row.submission.area,
            is_example=row.submission.is_example, href=reverse("reporting:delegation", args=[row.pk]),
        )  # fmt: skip


def remind_of_days(*, now: dt.datetime, before: int = 3) -> int:
    """Dated work: remind each delegate once, some days before their sections are due.

    Returns:
        How many were told.
    """
    soon = Delegation.objects.filter(state=State.OPEN, due_on__lte=now.date() + dt.timedelta(days=before))
    rows = soon.filter(due_on__gte=now.date(), submission__state__in=BEING_FILLED).select_related("submission")
    found = list(rows)
    for row in found:
        with transaction.atomic():
            _tell(row, f"{row.pk}:soon:{row.due_on}")
    return len(found)
