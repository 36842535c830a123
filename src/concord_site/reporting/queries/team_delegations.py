"""Sections asked of colleagues elsewhere: who was asked, how far they are, and what a link opens."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from concord.errors import NotFound
from concord_site.accounts.models import Person
from concord_site.reporting.models.submissions import Delegation, Submission
from concord_site.reporting.queries.team_places import BEING_FILLED, areas
from concord_site.shell import access

State = Delegation.State
#: How long the link of an invitation is good; a reminder sends a new one.
GOOD_FOR = dt.timedelta(days=30)
LIVE = (State.INVITED, State.OPEN, State.HANDED_IN)


def digest_of(token: str) -> str:
    """What is kept of a link; it is found by this, so no time tells how near a guess was."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def invited(token: str, *, now: dt.datetime) -> Delegation:
    """The delegation a link opens, as long as it is good.

    Raises:
        NotFound: ``reporting.delegation.link``: forged, used, replaced, taken back, too old, or the report was sent.
    """
    rows = Delegation.objects.filter(token_digest=digest_of(token), state=State.INVITED)
    found = rows.filter(invited_at__gt=now - GOOD_FOR).select_related("submission__round", "invited_by").first()
    if not token or found is None or found.submission.state not in BEING_FILLED:
        raise NotFound("reporting.delegation.link")
    return found


def has_account(email: str) -> bool:
    """Whether somebody can sign in, or was closed, under an address (for the page of a link that was sent there)."""
    return Person.objects.filter(email=email).exclude(state=Person.State.INVITED).exists()


def of_report(submission: Submission, by: Any) -> list[Delegation]:
    """Everybody asked for sections of a report, for the people of its country: live ones first, then ended ones."""
    rows = access.visible(Delegation, by).filter(submission=submission, submission__area__in=areas(by))
    found = list(rows.select_related("person", "invited_by"))
    order = {state: place for place, state in enumerate((State.HANDED_IN, State.OPEN, State.INVITED, State.ENDED))}
    return sorted(found, key=lambda each: (order[State(each.state)], each.due_on or dt.date.max, each.invited_at))


def by_section(submission: Submission) -> dict[int, list[Delegation]]:
    """Live delegations by number of the section, for the task list of the country's people."""
    found: dict[int, list[Delegation]] = {}
    for each in Delegation.objects.filter(submission=submission, state__in=LIVE).select_related("person"):
        for section in each.sections:
            found.setdefault(int(section), []).append(each)
    return found


def open_of(submission: Submission) -> int:
    """How many colleagues have been asked and have not handed in."""
    return Delegation.objects.filter(submission=submission, state__in=(State.INVITED, State.OPEN)).count()


def own(person: Any) -> list[Delegation]:
    """What is asked of somebody, of whatever country and round, what is due first; nothing that was taken back."""
    pk = getattr(person, "pk", None)
    if pk is None:
        return []
    rows = access.visible(Delegation, person).filter(person=pk, state__in=(State.OPEN, State.HANDED_IN))
    rows = rows.exclude(submission__state=Submission.State.WITHDRAWN).select_related("submission__round")
    found = list(rows)
    return sorted(found, key=lambda each: (each.state != State.OPEN, each.due_on or dt.date.max, each.invited_at))


def sees_protected(person: Any) -> bool:
    """Whether something protected is open to somebody by a delegation: they need a second factor for it."""
    rows = Delegation.objects.filter(person=getattr(person, "pk", None), state__in=(State.OPEN, State.HANDED_IN))
    return rows.exclude(submission__state=Submission.State.WITHDRAWN).exists()


def pick(pk: object, by: Any) -> Delegation:
    """One delegation, for the people of its country.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = access.visible(Delegation, by).filter(pk=str(pk), submission__area__in=areas(by)).first()
    if found is None:
        raise NotFound("site.access.unknown")
    return found
