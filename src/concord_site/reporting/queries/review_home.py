"""What the review has for somebody's home page: reports that wait for them, queries that wait for their country."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concord.reporting import places
from concord_site.reporting.models.reviewing import Query, Review
from concord_site.reporting.models.rounds import Round
from concord_site.reporting.models.submissions import Submission
from concord_site.reporting.queries import review_desk
from concord_site.shell import access
from concord_site.shell.i18n import language
from concord_site.shell.parts.home import Start, Waiting

#: Lines of one kind.
AT_MOST = 20


def waiting(person: Any) -> list[Waiting]:
    """Supplier ``home.waiting``."""
    return [*_for_reviewer(person), *_for_country(person)]


def _for_reviewer(person: Any) -> list[Waiting]:
    """Reports that this person reviews and that wait for the desk."""
    rows = access.visible(Review, person).filter(reviewer=person.pk, submission__state__in=review_desk.WITH_US)
    rows = rows.select_related("submission__round").order_by("submission__submitted_at")[:AT_MOST]
    return [
        Waiting(
            "report-submitted", _("Review the report of %(country)s") % {"country": _name(each.submission.area)},
            reverse("reporting:review-filing", args=[each.submission.round.year, each.submission.area]),
            about=each.submission, note=each.submission.round.year, is_example=each.submission.is_example,
        )
        for each in rows
    ]  # fmt: skip


def _for_country(person: Any) -> list[Waiting]:
    """Queries that this person may answer for their country."""
    held = access.areas(person, "edit", Query, state=Query.State.OPEN)
    rows = access.visible(Submission, person).filter(area__in=held, state=Submission.State.RETURNED)
    rows = rows.annotate(open=Count("queries", filter=Q(queries__state=Query.State.OPEN)))
    return [
        Waiting(
            "query-received",
            ngettext("Answer %(count)s query on the report", "Answer %(count)s queries on the report", each.open)
            % {"count": each.open},
            reverse("reporting:report-queries", args=[each.pk]), about=each,
            note=f"{_name(each.area)} · {each.round.year}", is_example=each.is_example,
        )
        for each in rows.filter(open__gt=0).select_related("round")[:AT_MOST]
    ]  # fmt: skip


def _name(area: str) -> str:
    return places.name(area, language())


def entries(person: Any) -> list[Start]:
    """Supplier ``home.entries``: the desk of the newest round that runs, for whoever has a place at it."""
    if not review_desk.may_read(person):
        return []
    found = access.visible(Round, person).filter(state=Round.State.OPEN).order_by("-year").first()
    if found is None:
        return []
    title = _("Review the reports of %(year)s") % {"year": found.year}
    note = _("What waits, for how long, and how much there is to look at.")
    return [Start(title, reverse("reporting:review-queue", args=[found.year]), note, 20)]
