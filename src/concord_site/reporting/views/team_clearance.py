"""Pages of clearance: the steps a country declares, and a report on its way through them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.accounts.country import queries as people
from concord_site.reporting.actions import team_clearances as actions
from concord_site.reporting.forms.team import ReturnForm, StepForm
from concord_site.reporting.models.submissions import ClearanceStep, Submission
from concord_site.reporting.queries import team_clearances as queries
from concord_site.reporting.queries import team_places
from concord_site.reporting.queries.team_places import Place
from concord_site.reporting.views import team_parts as parts
from concord_site.reporting.views.page import address, read_or_send
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


# ---- declaring ------------------------------------------------------------------------------------------------------
@login_required
@read_or_send
def steps(request: HttpRequest) -> HttpResponse:
    """The steps of a country, in order; its authority declares them, its people see them."""
    area = _area(request)
    may_declare = area in queries.areas_declared_by(request.user)
    form = StepForm(request.POST or None, people=_people(area)) if may_declare else None
    if request.method == "POST":
        access.permit(ClearanceStep, request.user, "create", state="recorded", area=area)
    if form is not None and form.is_valid():
        try:
            actions.declare(area=area, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            return redirect(_steps_href(area, request))
    title = _("Clearance before a report is sent")
    return parts.shown(
        request, "steps", title, [Crumb(title)], rows=queries.steps(request.user, area), form=form, area=area,
        area_name=parts.area_name(area), has_people=bool(_people(area)), accounts=address("accounts:country"),
        waiting=[(each, parts.name_of(each.submission)) for each in queries.waits_for(request.user)],
        status=422 if form is not None and form.errors else 200,
    )  # fmt: skip


def _area(request: HttpRequest) -> str:
    """The country asked for among those of the reader; their only one where none is named."""
    own = sorted(access.areas(request.user, "see", ClearanceStep, state="recorded"))
    asked = request.GET.get("country", "")
    if asked and asked not in own:
        raise NotFound("site.access.unknown")
    if not own:
        raise NotFound("site.access.unknown")
    return asked or own[0]


def _steps_href(area: str, request: HttpRequest) -> str:
    return reverse("reporting:clearance") + (f"?country={area}" if request.GET.get("country") else "")


def _people(area: str) -> list[tuple[int, str]]:
    return [(each.pk, each.name) for each in people.people(area, *actions.CLEARING)]


@login_required
@read_or_send
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a step, move it, end it."""
    row = access.get(ClearanceStep, pk, request.user, "edit")
    if row.ended_at is not None:
        raise NotFound("site.access.unknown")
    do = request.POST.get("do", "")
    if do in {"up", "down"}:
        actions.move(pk, up=do == "up", by=request.user)
        return redirect("reporting:clearance")
    if do == "end":
        actions.end(pk, by=request.user, today=timezone.now().date())
        messages.success(request, _("The step has ended. A report that waited there goes on."))
        return redirect("reporting:clearance")
    initial = {"title": row.title, "person": row.person_id, "days": row.days}
    form = StepForm(request.POST or None, people=_people(row.area), initial=initial)
    if form.is_valid():
        actions.change(pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("The step is changed."))
        return redirect("reporting:clearance")
    title = _("Change a step")
    crumbs = [Crumb(_("Clearance before a report is sent"), reverse("reporting:clearance")), Crumb(title)]
    return parts.shown(request, "step", title, crumbs, row=row, form=form, status=422 if form.errors else 200)


# ---- a report on its way --------------------------------------------------------------------------------------------
@login_required
@read_or_send
def report(request: HttpRequest, pk: object) -> HttpResponse:
    """Where a report stands between its last answer and its sending; approving and returning it."""
    place = team_places.at_report(pk, request.user)
    form = ReturnForm(request.POST if request.POST.get("do") == "return" else None)
    if request.method == "POST" and (answer := _decided(request, place, form)) is not None:
        return answer
    submission, today = place.submission, timezone.now().date()
    turns = queries.turns(submission, request.user)
    now = queries.waiting(submission)
    title = _("Clearance")
    return parts.shown(
        request, "clearing", title, [*parts.report_crumbs(place), Crumb(title)], submission=submission, turns=turns,
        waiting=now, form=form, is_mine=queries.is_turn_of(submission, request.user),
        digest=actions.digest_of(submission, today=today),
        may_start=bool(queries.declared(submission.area)) and _may_start(request, submission),
        is_clearing=submission.state == Submission.State.CLEARING, is_cleared=_is_cleared(submission, turns),
        may_take_back=place.may_write, steps=queries.steps(request.user, submission.area),
        tabs=parts.tabs(place, "clearing"), answers=address("reporting:report-check", pk=pk),
        report=parts.name_of(submission), may_submit=access.may(submission, request.user, "submit"),
        status=422 if form.errors else 200, today=today,
    )  # fmt: skip


def _may_start(request: HttpRequest, submission: Submission) -> bool:
    return submission.state in team_places.BEING_FILLED and access.may(submission, request.user, "submit")


def _is_cleared(submission: Submission, turns: list[Any]) -> bool:
    return submission.state == Submission.State.CLEARING and not queries.clearance_open(submission)


def _decided(request: HttpRequest, place: Place, form: ReturnForm) -> HttpResponse | None:
    pk, by, do = place.submission.pk, request.user, request.POST.get("do", "")
    try:
        if do == "start":
            seen = request.POST.get("seen", "")
            actions.start_clearing(pk, by=by, language=language(), today=timezone.now().date(), seen=seen)
            messages.success(request, _("The report is on its way through your country's steps."))
        elif do == "approve":
            actions.approve(pk, by=by, seen=request.POST.get("digest", ""), today=timezone.now().date())
            messages.success(request, _("Approved. Thank you."))
        elif do == "return":
            if not form.is_valid():
                return None
            actions.send_back(pk, reason=form.cleaned_data["reason"], by=by)
            messages.success(request, _("Returned. Those who fill the report have been told."))
        elif do == "take-back":
            actions.take_back(pk, by=by)
            messages.success(request, _("The report can be changed again. Clearance begins anew when it is ready."))
    except (Conflict, Invalid, NotAllowed) as refusal:
        messages.error(request, problems.sentence(refusal))
    return redirect("reporting:clearing", pk=pk)
