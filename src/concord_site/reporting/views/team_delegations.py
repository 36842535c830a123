"""Pages on which a country's people ask colleagues for sections, remind them, give more time, take sections back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.errors import Conflict, Invalid, NotFound, Refusal
from concord_site.reporting.actions import team_delegations as actions
from concord_site.reporting.forms.team import AskForm, DayForm, TakeBackForm
from concord_site.reporting.models.submissions import Delegation
from concord_site.reporting.queries import team_delegations as queries
from concord_site.reporting.queries import team_places
from concord_site.reporting.queries.team_places import BEING_FILLED, Place
from concord_site.reporting.views import team_parts as parts
from concord_site.reporting.views.page import read_or_send
from concord_site.shell import problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb

State = Delegation.State


@dataclass(frozen=True, slots=True)
class Asked:
    """A delegation as the country's people see it."""

    row: Delegation
    sections: tuple[str, ...]
    tag: str
    words: str
    is_late: bool


@login_required
@read_or_send
def of_report(request: HttpRequest, pk: object) -> HttpResponse:
    """Who was asked for what, how far they are, and a form to ask another colleague."""
    place = team_places.at_report(pk, request.user)
    may_ask = place.may_write and place.submission.state in BEING_FILLED
    wanted = [each for each in request.GET.getlist("section") if each.isdigit()]
    form = AskForm(
        request.POST or None, sections=[(n, f"{n}. {title}") for n, title in parts.titles(place)],
        initial={"language": language(), "sections": wanted},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite(pk, by=request.user, now=timezone.now(), **form.cleaned_data)
        except (Invalid, Conflict) as refusal:
            form.add_error(_field_of(refusal), problems.sentence(refusal))
        else:
            messages.success(request, _("The link is on its way. It opens these sections and nothing else."))
            return redirect("reporting:delegations", pk=pk)
    title = _("Colleagues")
    rows = [_asked(place, each) for each in queries.of_report(place.submission, request.user)]
    return parts.shown(
        request, "delegations", title, [*parts.report_crumbs(place), Crumb(title)], place=place,
        submission=place.submission, rows=[each for each in rows if each.row.state != State.ENDED],
        ended=[each for each in rows if each.row.state == State.ENDED], form=form if may_ask else None,
        may_change=place.may_write, tabs=parts.tabs(place, "delegations"), status=422 if form.errors else 200,
    )  # fmt: skip


def _field_of(refusal: Refusal) -> str | None:
    return {
        "reporting.delegation.sections": "sections", "reporting.delegation.own": "email",
        "reporting.delegation.twice": "email", "reporting.delegation.past": "due_on", "site.outbox.header": "email",
    }.get(refusal.code)  # fmt: skip


def _asked(place: Place, row: Delegation) -> Asked:
    tag, words = {
        State.INVITED: ("open", _("Invited")), State.OPEN: ("going", _("Open")),
        State.HANDED_IN: ("done", _("Handed in")), State.ENDED: ("later", _("Ended")),
    }[State(row.state)]  # fmt: skip
    is_waited_for = row.state in (State.INVITED, State.OPEN)
    is_late = is_waited_for and row.due_on is not None and row.due_on < timezone.now().date()
    found = parts.titles(place, row.sections)
    return Asked(row, tuple(f"{number}. {title}" for number, title in found), tag, words, is_late)


@login_required
@read_or_send
def one(request: HttpRequest, pk: object, delegation: object) -> HttpResponse:
    """One delegation: remind, another day, open again, take back."""
    place = team_places.at_report(pk, request.user, "edit")
    row = queries.pick(delegation, request.user)
    if row.submission_id != place.submission.pk:
        raise NotFound("site.access.unknown")
    do = request.POST.get("do", "")
    day = DayForm(request.POST if do == "extend" else None, initial={"due_on": row.due_on})
    back = TakeBackForm(request.POST if do == "end" else None)
    if request.method == "POST":
        try:
            said = _do(request, row, do, day, back)
        except Invalid as refusal:
            day.add_error("due_on", problems.sentence(refusal))
            said = ""
        except Conflict as refusal:
            messages.error(request, problems.sentence(refusal))
            return redirect("reporting:delegations", pk=pk)
        if said:
            messages.success(request, said)
            return redirect("reporting:delegations", pk=pk)
    title = row.office or row.email
    crumbs = [*parts.report_crumbs(place), Crumb(_("Colleagues"), reverse("reporting:delegations", args=[pk]))]
    return parts.shown(
        request, "delegation_manage", title, [*crumbs, Crumb(title)], row=_asked(place, row), day=day, back=back,
        submission=place.submission, status=422 if day.errors or back.errors else 200,
    )  # fmt: skip


def _do(request: HttpRequest, row: Delegation, do: str, day: DayForm, back: TakeBackForm) -> str:
    """What a button asks for; words on what was done, or empty where a form is wrong."""
    now, by = timezone.now(), request.user
    if do == "remind":
        actions.remind(row.pk, by=by, now=now)
        return _("The reminder is on its way.")
    if do == "again":
        actions.open_again(row.pk, by=by)
        return _("Your colleague can change the answers again.")
    if do == "extend" and day.is_valid():
        actions.extend(row.pk, due_on=day.cleaned_data["due_on"], by=by, now=now)
        return _("The day is changed.")
    if do == "end" and back.is_valid():
        actions.end(row.pk, reason=back.cleaned_data["reason"], by=by, now=now)
        return _("The sections are taken back. What was answered stays.")
    return ""
