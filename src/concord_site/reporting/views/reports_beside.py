"""What stands at the questions of a national report beside its boxes: queries of the review, and who else is there."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from concord_site.reporting.models.submissions import Submission
from concord_site.reporting.queries import reports as queries
from concord_site.reporting.queries import review
from concord_site.reporting.views.filling.here import Here
from concord_site.reporting.views.page import address
from concord_site.reporting.views.reports_words import HERE_FOR
from concord_site.shell import suppliers


def asked(request: HttpRequest, here: Here) -> Mapping[str, str]:
    """Queries at their questions, for the people of the country; delegates are asked by their own people."""
    row, desk = here.opened.row, here.opened.desk
    if not isinstance(row, Submission) or getattr(desk, "is_delegate", True) or row.state == Submission.State.DRAFT:
        return {}
    wanted = {at for at, _question in here.questions()}
    href = address("reporting:report-queries", pk=row.pk)
    return {
        at: render_to_string("reporting/reports/queries.html", {"queries": held, "href": href})
        for at, held in review.at(row, here.opened.book).items() if at in wanted
    }  # fmt: skip


def others(request: HttpRequest, here: Here) -> Mapping[str, str]:
    """Who else has this page open."""
    row = here.opened.row
    if not isinstance(row, Submission):
        return {}
    present = queries.present(row, since=timezone.now() - HERE_FOR)
    names = [each.person.name for each in present if each.page == here.page.id and each.person_id != request.user.pk]
    return {"": render_to_string("reporting/reports/others.html", {"names": names})} if names else {}


suppliers.register("filling.beside", "queries", asked)
suppliers.register("filling.beside", "presence", others)
