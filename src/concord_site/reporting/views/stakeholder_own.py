"""A stakeholder's own pages: its registration, its reports, and the desk at which one is filled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from concord.errors import NotFound, Refusal
from concord.reporting import places
from concord.reporting import stakeholders as library
from concord_site.reporting.actions import stakeholder_reports as actions
from concord_site.reporting.actions import stakeholders as registering
from concord_site.reporting.forms import stakeholders as forms
from concord_site.reporting.models.stakeholders import StakeholderReport
from concord_site.reporting.queries import stakeholder_reports as queries
from concord_site.reporting.queries import stakeholders
from concord_site.reporting.queries.stakeholder_reports import StakeholderDesk
from concord_site.reporting.views.filling import overview
from concord_site.reporting.views.filling import tasks as listing
from concord_site.reporting.views.filling.shown import name_of, opened, private, shown
from concord_site.reporting.views.page import page as room_page
from concord_site.reporting.views.page import read_or_send
from concord_site.reporting.views.stakeholders import (
    decisions_of,
    members,
    register_crumb,
    state_tag,
    state_words,
    step_words,
    type_label,
)
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb

State = StakeholderReport.State


def _home_crumb() -> Crumb:
    return Crumb(_("Your reports"), reverse("reporting:stakeholder-home"))


@login_required
@read_or_send
def home(request: HttpRequest) -> HttpResponse:
    """What the stakeholder is registered as, its reports, and the rounds in which it may begin one."""
    mine, today = stakeholders.own(request.user), timezone.now().date()
    if not mine:
        raise NotFound("site.access.unknown")
    years = [each.year for each in queries.open_rounds(request.user, today)]
    data = request.POST if request.method == "POST" else None
    form = forms.BeginForm(data, years=years, members=members(), initial={"language": mine[0].language})
    if form.is_valid():
        try:
            made = actions.begin(by=request.user, today=today, **form.cleaned_data)
            return redirect("reporting:stakeholder-report", made.pk)
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
    return private(room_page(
        request, "stakeholders/home", _("Your reports"), [register_crumb(), Crumb(_("Your reports"))],
        form=form if years and any(each.state == "registered" for each in mine) else None,
        mine=[(each, state_words(each.state), state_tag(each.state), type_label(each.type), _number(each))
              for each in mine],
        rows=[(each, state_words(each.state), state_tag(each.state), _name(each)) for each in
              queries.own_reports(request.user)],
        status=422 if form.is_bound else 200,
    ))  # fmt: skip


def _number(found: Any) -> str:
    return found.public.entry.number if hasattr(found, "public") else ""


def _name(row: StakeholderReport) -> str:

    return places.name(row.area, language()) if row.area else _("No single country")


@login_required
@read_or_send
def registration(request: HttpRequest, pk: object) -> HttpResponse:
    """One's own registration: keep the statement up to date, appeal, end it."""
    found = next((each for each in stakeholders.own(request.user) if str(each.pk) == str(pk)), None)
    if found is None:
        raise NotFound("site.access.unknown")
    do = request.POST.get("do", "") if request.method == "POST" else ""
    now = {each: getattr(found, each) for each in registering.STATEMENT}
    statement = forms.StatementForm(request.POST if do == "edit" else None, members=members(), initial=now)
    text = forms.TextForm(
        request.POST if do in ("appeal", "leave") else None, auto_id="text_%s",
        label=_("Why should it be decided otherwise?") if found.state == "suspended" else _("Why do you end it?"),
    )  # fmt: skip
    try:
        if do == "edit" and statement.is_valid():
            registering.edit(pk, by=request.user, **statement.cleaned_data)
            messages.success(request, _("The register shows the new statement."))
            return redirect("reporting:stakeholder-registration", pk)
        if do == "appeal" and text.is_valid():
            registering.appeal(pk=pk, text=text.cleaned_data["text"], by=request.user)
            messages.success(request, _("Your appeal is sent."))
            return redirect("reporting:stakeholder-registration", pk)
        if do == "leave" and text.is_valid():
            registering.leave(pk, text=text.cleaned_data["text"], by=request.user)
            messages.success(request, _("Your registration has ended. What was published stays."))
            return redirect("reporting:stakeholders")
    except Refusal as refusal:
        (statement if do == "edit" else text).add_error(None, problems.sentence(refusal))
    return private(room_page(
        request, "stakeholders/registration", found.name, [_home_crumb(), Crumb(_("Your registration"))], found=found,
        statement=statement if access.may(found, request.user, "edit") else None, text=text,
        may_appeal=stakeholders.may_appeal(found, now=timezone.now()), decisions=decisions_of(found),
        state_words=state_words(found.state), tag=state_tag(found.state), number=_number(found),
        may_leave=access.may(found, request.user, "withdraw"), status=422 if do else 200,
    ))  # fmt: skip


# ---- one report ------------------------------------------------------------------------------------------------------
def _desk(request: HttpRequest, pk: object) -> StakeholderDesk:
    return StakeholderDesk(pk, request.user)


@login_required
@require_safe
def tasks(request: HttpRequest, pk: object) -> HttpResponse:
    """The sections in any order, each with its state; and what became of the report."""
    found = opened(_desk(request, pk))
    row: StakeholderReport = found.row
    sent = queries.filing(row)
    return shown(
        request, "stakeholders/tasks", name_of(found.instrument), found, [],
        **listing.summary(found, listing.rows(found)), forms=listing.export_links(found), sent=sent,
        state_words=state_words(row.state), tag=state_tag(row.state), country=_name(row),
        moderations=moderations_of(row), may_appeal=actions.may_appeal(row, now=timezone.now()),
        appeal=forms.TextForm(label=_("Why should it be decided otherwise?"), auto_id="appeal_%s"),
        leave=forms.TextForm(label=_("Why do you withdraw it?"), auto_id="leave_%s"), is_draft=row.state == State.DRAFT,
        may_rewrite=row.state in (State.SUBMITTED, State.REFUSED), may_correct=row.state == State.PUBLISHED,
        may_withdraw=access.may(row, request.user, "withdraw"), comments=queries.comments(row),
    )  # fmt: skip


def moderations_of(row: StakeholderReport) -> list[tuple[Any, str, str]]:
    """What was decided and said, oldest first; never by whom."""
    reasons = library.rules().report_reasons
    return [
        (each, step_words(each.what), reasons[each.reason].label.best(language()).text if each.reason else "")
        for each in row.moderations.order_by("at", "pk")
    ]


@login_required
@require_safe
def check(request: HttpRequest, pk: object) -> HttpResponse:
    """Every answer, what is missing, and links to change them."""
    found = opened(_desk(request, pk))
    listed, links = overview.listed(found, request)
    open_ones = overview.open_ones(found)
    wish = library.wish(found.book.answers())
    return shown(
        request, "stakeholders/check", _("Check the answers"), found, [Crumb(_("Check the answers"))], listed=listed,
        links=links, open_ones=open_ones, may_send=not open_ones and found.may_answer, wish=wish,
        asked=library.concerned(found.book.answers(), found.row.area), days=library.rules().comment_days,
    )  # fmt: skip


@login_required
@require_POST
def do(request: HttpRequest, pk: object) -> HttpResponse:
    """Send, take back, appeal, withdraw, correct."""
    what, by, text = request.POST.get("do", ""), request.user, request.POST.get("text", "")
    try:
        if what == "send":
            actions.submit(pk, by=by, language=language(), today=timezone.now().date())
            messages.success(request, _("Your report is sent. You find here what becomes of it."))
        elif what == "rewrite":
            actions.rewrite(pk, by=by)
            messages.success(request, _("You can write on. Send it again when it is ready."))
        elif what == "appeal":
            actions.appeal(pk, text=text, by=by)
            messages.success(request, _("Your appeal is sent."))
        elif what == "withdraw":
            actions.withdraw(pk, text=text, by=by)
            messages.success(request, _("The report is withdrawn. What was published stays listed."))
        elif what == "correct":
            made = actions.begin_correction(pk, by=by)
            return redirect("reporting:stakeholder-report", made.pk)
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, problems.sentence(refusal))
        if what == "send":
            return redirect("reporting:stakeholder-report-check", pk)
    return redirect("reporting:stakeholder-report", pk)
