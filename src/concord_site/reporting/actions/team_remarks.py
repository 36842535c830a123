"""Comments among the people of one country: say, settle, reopen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.urls import reverse

from concord.errors import Invalid, NotAllowed, NotFound
from concord_site.accounts import notices
from concord_site.accounts.country import queries as people
from concord_site.reporting.models.submissions import Delegation, Remark
from concord_site.reporting.queries.team_places import Place, section_of

LETTERS_AT_MOST = 4000
REMARKS_AT_MOST = 3000


def say(place: Place, address: str, text: str, *, now: dt.datetime) -> Remark:
    """Write a comment at a question, or ("") at the whole report.

    Raises:
        NotFound: ``site.access.unknown``: no such question for whoever stands there.
        NotAllowed: ``site.access.forbidden``.
        Invalid: ``reporting.remark.empty``, ``reporting.remark.long``, ``reporting.remark.too-many``.
    """
    _require(place, address)
    text = text.strip()
    if not text:
        raise Invalid("reporting.remark.empty")
    if len(text) > LETTERS_AT_MOST:
        raise Invalid("reporting.remark.long", params={"count": LETTERS_AT_MOST})
    with transaction.atomic():
        if Remark.objects.filter(submission=place.submission).count() >= REMARKS_AT_MOST:
            raise Invalid("reporting.remark.too-many", params={"count": REMARKS_AT_MOST})
        made = Remark.objects.create(submission=place.submission, address=address, text=text, by=place.by, at=now)
        _tell(place, made)
    return made


def settle(place: Place, address: str, *, now: dt.datetime) -> int:
    """Say that a thread is settled; how many comments were closed is returned."""
    _require(place, address)
    rows = Remark.objects.filter(submission=place.submission, address=address, settled_at=None)
    return rows.update(settled_at=now, settled_by=place.by)


def reopen(place: Place, address: str) -> int:
    """Open a thread again; how many comments were opened is returned."""
    _require(place, address)
    rows = Remark.objects.filter(submission=place.submission, address=address).exclude(settled_at=None)
    return rows.update(settled_at=None, settled_by=None)


def _require(place: Place, address: str) -> None:
    if not place.knows(address):
        raise NotFound("site.access.unknown")
    if not place.may_write:
        raise NotAllowed("site.access.forbidden")


def _tell(place: Place, made: Remark) -> None:
    """The country's people, and the delegates who have the section, each at their own page of comments."""
    submission = place.submission
    common: dict[str, Any] = {"by": place.by, "area": submission.area, "is_example": submission.is_example}
    notices.tell(
        "remark", people.people(submission.area, "national-authority", "country-officer"), key=f"{made.pk}",
        about=made, href=reverse("reporting:remarks", args=[submission.pk]), **common,
    )  # fmt: skip
    section = section_of(place.instrument, made.address) if made.address else 0
    rows = Delegation.objects.filter(submission=submission, state=Delegation.State.OPEN).select_related("person")
    for each in rows:
        if section and section in each.sections and each.person is not None:
            href = reverse("reporting:delegation-remarks", args=[each.pk])
            notices.tell("remark", [each.person], key=f"{made.pk}:{each.pk}", about=each, href=href, **common)
