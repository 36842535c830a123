"""One step for many reports: first what would become of each, then the step."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from concord.errors import Invalid, NotAllowed
from concord_site.reporting.actions import review_bulk
from concord_site.reporting.actions.review_bulk import ACTS, Outcome
from concord_site.reporting.queries import review_desk, review_filing
from concord_site.reporting.queries.review_desk import Row
from concord_site.reporting.views import review_queue as desk
from concord_site.reporting.views.page import page
from concord_site.reporting.views.review_words import private, queue_crumb, worded
from concord_site.shell import problems
from concord_site.shell.parts.values import Crumb


@login_required
@require_POST
def several(request: HttpRequest, year: str) -> HttpResponse:
    """Show what a step would do with each report, or take it where that was seen and confirmed."""
    _round, rows = desk.asked(request, year)
    if not review_filing.is_reviewer(request.user):
        raise NotAllowed("site.access.forbidden")
    act = next((each for each in ACTS if each == request.POST.get("act")), None)
    if act is None:
        raise Invalid("reporting.review.unknown-step")
    chosen = _chosen(request, rows)
    back = f"{reverse('reporting:review-queue', args=[year])}?{request.POST.get('query', '')}"
    if not chosen:
        messages.warning(request, _("No report was chosen. Tick some, or choose all that the list shows."))
        return redirect(back)
    if request.POST.get("confirmed"):
        _report(request, review_bulk.do(chosen, act, by=request.user, person=request.POST.get("person") or None))
        return redirect(back)
    found = review_bulk.looked_at(chosen, act, by=request.user)
    title = {
        "take-up": _("Take up these reports?"), "assign": _("Assign these reports?"),
        "accept": _("Accept these reports?"), "remind": _("Remind these countries?"),
    }[act]  # fmt: skip
    return private(page(
        request, "review/several", title, [queue_crumb(year), Crumb(title)], act=act, year=year,
        ready=[each.row for each in found if each.is_done],
        refused=[(each.row, problems.sentence(worded(each.refusal))) for each in found if each.refusal],
        reviewers=review_desk.reviewers(), query=request.POST.get("query", ""), back=back,
    ))  # fmt: skip


def _chosen(request: HttpRequest, rows: list[Row]) -> list[Row]:
    """The reports that were ticked; or all that the list showed, as it was narrowed."""
    if request.POST.get("scope") == "all":
        query = QueryDict(request.POST.get("query", "")[:2_000])
        request.GET = query  # the list is narrowed as its own address narrows it
        _form, narrow, _chips = desk.narrowed_by(request, rows)
        return [each for each in review_desk.narrowed(rows, narrow, request.user) if each.is_sent]
    ticked = set(request.POST.getlist("area"))
    return [each for each in rows if each.area in ticked and each.is_sent]


def _report(request: HttpRequest, found: list[Outcome]) -> None:
    done = sum(each.is_done for each in found)
    if done:
        messages.success(request, ngettext("Done for %(n)s report.", "Done for %(n)s reports.", done) % {"n": done})
    for each in found:
        if each.refusal is not None:
            messages.warning(request, f"{each.row.name}: {problems.sentence(worded(each.refusal))}")
