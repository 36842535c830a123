"""Set a round up, change it, open it, close it, open it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from concord.errors import Invalid, NotFound, Refusal
from concord.reporting import deadlines
from concord.reporting import rounds as declared
from concord_site.audit import queries as trail
from concord_site.reporting.actions import rounds as actions
from concord_site.reporting.forms import rounds as forms
from concord_site.reporting.models.rounds import Round, RoundInstrument
from concord_site.reporting.queries import instruments
from concord_site.reporting.queries import rounds as queries
from concord_site.reporting.views.page import page, read_or_send
from concord_site.reporting.views.rounds_desk import crumbs
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb

Use = RoundInstrument.Use


@login_required
@read_or_send
def new(request: HttpRequest) -> HttpResponse:
    """Prepare a declared round that is not set up here yet."""
    access.permit(Round, request.user, "create", state=Round.State.PREPARING)
    taken = {each.year for each in queries.rounds(request.user)}
    years = [
        (each.id, each.title.best(language()).text) for each in declared.rounds()
        if each.id not in taken and each.status == "next"
    ]  # fmt: skip
    initial = {"year": years[0][0] if years else "", **forms.typed(deadlines.declared())}
    form = forms.RoundForm(request.POST or None, years=years, initial=initial, **_choices(request.user))
    if form.is_valid():
        try:
            made = actions.set_up(
                year=form.cleaned_data["year"], days=_days(form), instruments=_chosen(form), by=request.user,
                plan=form.plan(deadlines.declared()),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("The round is set up. Nobody is asked before you open it."))
            return redirect("reporting:round-set-up", year=made.year)
    trail_ = [Crumb(_("Rounds"), reverse("reporting:rounds")), Crumb(_("Set up"))]
    return page(
        request, "rounds/set_up", _("Set up a round"), trail_, form=form, row=None, years=years,
        send=_("Set up"), back=reverse("reporting:rounds"), status=422 if form.is_bound else 200,
    )  # fmt: skip


def _choices(by: Any) -> dict[str, Any]:
    """What a round can ask: versions that are published or declared, by use."""
    found: dict[str, list[tuple[str, str]]] = {"national": [], "stakeholder": []}
    for each in instruments.versions(by):
        if each.kind in ("current", "proposal") and each.use in found:
            label = _("%(title)s, version %(number)s") % {
                "title": each.title.best(language()).text, "number": each.number,
            }  # fmt: skip
            if each.kind == "proposal":
                label = _("%(title)s (proposal, not adopted)") % {"title": label}
            found[each.use].append((actions.choice(each.id, each.number), label))
    return found


def _days(form: forms.RoundForm) -> actions.Days:
    given = form.cleaned_data
    return actions.Days(given["opens_on"], given["due_on"], given["closes_on"], given["cut_off_on"])


def _chosen(form: forms.RoundForm) -> dict[str, str]:
    return {use: form.cleaned_data[use] for use in (Use.NATIONAL, Use.STAKEHOLDER)}


@login_required
@read_or_send
def set_up(request: HttpRequest, year: str) -> HttpResponse:
    """Days, questionnaires and reminders of a round; its turns; what was done to it."""
    row = queries.round(year, request.user)
    access.get(Round, row.pk, request.user, "edit")
    is_open = row.state == Round.State.OPEN
    plan = actions.plan(row)
    title = declared.round_of(row.year).title.best(language()).text
    form = forms.RoundForm(
        request.POST or None, years=[(row.year, title)], is_open=is_open,
        initial={**_stored(row), **forms.typed(plan)}, **_choices(request.user),
    )  # fmt: skip
    if form.is_valid():
        try:
            actions.change(
                round_id=row.pk, days=_days(form), instruments=_chosen(form), by=request.user, plan=form.plan(plan),
                reason=form.cleaned_data.get("reason", ""),
            )  # fmt: skip
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("Kept."))
            return redirect("reporting:round-set-up", year=row.year)
    return page(
        request, "rounds/set_up", _("Set up round %(year)s") % {"year": row.year}, crumbs(row, Crumb(_("Set up"))),
        form=form, row=row, send=_("Keep"), back=reverse("reporting:round", kwargs={"year": row.year}),
        turns=_turns(row), reason_form=forms.ReasonForm(auto_id="turn_%s"),
        history=[(done_words(each.action), each) for each in trail.history(row)],
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def done_words(action: str) -> str:
    """What an entry of the log about a round says; its own word where it has no other."""
    return {
        "reporting.round.set-up": _("Set up"), "reporting.round.changed": _("Changed"),
        "reporting.round.opened": pgettext("a round", "Opened"),
        "reporting.round.closed": pgettext("a round", "Closed"),
        "reporting.round.reopened": _("Opened again"), "reporting.participation.invited": _("Countries invited"),
        "reporting.extension.granted": _("More time given"),
        "reporting.extension.taken-back": _("More time taken back"),
        "reporting.letters.asked": _("Letters made"),
    }.get(action, action)  # fmt: skip


def _stored(row: Round) -> dict[str, Any]:
    chosen = {each.use: actions.choice(each.instrument, each.number) for each in row.instruments.all()}
    days = {name: getattr(row, name) for name in ("opens_on", "due_on", "closes_on", "cut_off_on")}
    return {"year": row.year, **days, **chosen}


def _turns(row: Round) -> list[tuple[str, str, bool]]:
    """What can be done to the round now: the turn, its words, and whether a reason is asked for."""
    return {
        Round.State.PREPARING: [("open", _("Open the round"), False)],
        Round.State.OPEN: [("close", _("Close the round"), True)],
        Round.State.CLOSED: [("reopen", _("Open the round again"), True)],
    }[Round.State(row.state)]


@login_required
@require_POST
def turn(request: HttpRequest, year: str) -> HttpResponse:
    """Open, close, or open again."""
    row = queries.round(year, request.user)
    wanted, reason = request.POST.get("turn", ""), request.POST.get("reason", "")
    try:
        said = _turned(row, wanted, reason, request.user)
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, problems.sentence(refusal))
    else:
        messages.success(request, said)
    return redirect("reporting:round-set-up", year=row.year)


def _turned(row: Round, wanted: str, reason: str, by: Any) -> str:
    if wanted == "open":
        actions.open(round_id=row.pk, by=by)
        return _("The round is open. Invite the countries next.")
    if wanted == "close":
        actions.close(round_id=row.pk, reason=reason, by=by)
        return _("The round is closed. Nothing is taken any more; what was begun is kept.")
    if wanted == "reopen":
        actions.reopen(round_id=row.pk, reason=reason, by=by)
        return _("The round is open again.")
    raise Invalid("reporting.round.no-reason")
