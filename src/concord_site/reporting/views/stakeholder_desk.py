"""Moderation by the Secretariat, with reasons; and what a country is asked to comment on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.errors import NotFound, Refusal
from concord.reporting import stakeholders as library
from concord.reporting.publication import echoes
from concord_site.reporting.actions import stakeholder_reports as actions
from concord_site.reporting.actions import stakeholders as registering
from concord_site.reporting.forms import stakeholders as forms
from concord_site.reporting.queries import stakeholder_reports as queries
from concord_site.reporting.queries import stakeholders
from concord_site.reporting.views.filling.shown import private
from concord_site.reporting.views.page import page, read_or_send
from concord_site.reporting.views.stakeholder_own import moderations_of
from concord_site.reporting.views.stakeholders import (
    decisions_of,
    interest_of,
    lines_of,
    register_crumb,
    state_tag,
    state_words,
    type_label,
)
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


def _desk_crumb() -> Crumb:
    return Crumb(_("Moderation"), reverse("reporting:stakeholder-desk"))


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the Secretariat, and everything else of stakeholders."""
    if not queries.is_secretariat(request.user):
        raise NotFound("site.access.unknown")
    return private(page(
        request, "stakeholders/desk", _("Moderation of stakeholders"), [register_crumb(), Crumb(_("Moderation"))],
        registrations=[_row(each) for each in stakeholders.waiting(request.user)],
        reports=[_row(each) for each in queries.waiting(request.user)],
        all_registrations=[_row(each) for each in stakeholders.listed(request.user)[:200]],
        all_reports=[_row(each) for each in queries.listed(request.user)[:200]],
    ))  # fmt: skip


def _row(row: Any) -> tuple[Any, str, str]:
    return row, state_words(row.state), state_tag(row.state)


@login_required
@read_or_send
def registration(request: HttpRequest, pk: object) -> HttpResponse:
    """One registration, and what can be decided on it."""
    if not queries.is_secretariat(request.user):
        raise NotFound("site.access.unknown")
    found = stakeholders.registration(pk, request.user)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    is_registered = found.state in ("registered", "suspended")
    last = stakeholders.last_decision(found)
    was_suspended = found.state == "appealed" and last is not None and last.what == "suspended"
    use: library.Use = "end" if do == "end" else "suspend" if is_registered or was_suspended else "refuse"
    negative = forms.ReasonForm(
        request.POST if do in ("refuse", "suspend", "end") else None, of="registration", use=use, language=language()
    )
    ending = forms.ReasonForm(of="registration", use="end", language=language(), auto_id="end_%s")
    positive = forms.TextForm(
        request.POST if do in ("accept", "reinstate") else None, label=_("A word to go with it"), auto_id="ok_%s",
        is_required=do == "reinstate",
    )  # fmt: skip
    if do and _registration_done(request, pk, do, negative, positive):
        return redirect("reporting:stakeholder-desk-registration", pk)
    return private(page(
        request, "stakeholders/desk_registration", found.name, [register_crumb(), _desk_crumb(), Crumb(found.name)],
        found=found, type=type_label(found.type), decisions=decisions_of(found), negative=negative, ending=ending,
        positive=positive, state_words=state_words(found.state), tag=state_tag(found.state),
        said=interest_of({"does": found.does, "funding": found.funding, "conflicts": found.conflicts}),
        may_decide=access.may(found, request.user, "approve"), may_manage=access.may(found, request.user, "manage"),
        status=422 if do else 200,
    ))  # fmt: skip


def _registration_done(request: HttpRequest, pk: object, do: str, negative: Any, positive: Any) -> bool:
    form = positive if do in ("accept", "reinstate") else negative
    if not form.is_valid():
        return False
    given, by = form.cleaned_data, request.user
    try:
        if do == "accept":
            registering.accept(pk, text=given["text"], by=by)
        elif do == "reinstate":
            registering.reinstate(pk, text=given["text"], by=by)
        else:
            {"refuse": registering.refuse, "suspend": registering.suspend, "end": registering.end}[do](
                pk, by=by, **given
            )
    except NotFound:
        raise
    except Refusal as refusal:
        form.add_error(None, problems.sentence(refusal))
        return False
    messages.success(request, _("It is decided. Whoever is concerned is told by mail."))
    return True


@login_required
@read_or_send
def report(request: HttpRequest, pk: object) -> HttpResponse:
    """One report as it was sent, what everybody would read of it, and what can be decided."""
    found = queries.moderated(pk, request.user)
    sent = queries.filing(found)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    use: library.Use = "withdraw" if found.state in ("published", "commenting") else "refuse"
    negative = forms.ReasonForm(
        request.POST if do in ("refuse", "withdraw") else None, of="report", use=use, language=language()
    )
    positive = forms.TextForm(
        request.POST if do in ("let-through", "keep") else None, label=_("A word to go with it"), auto_id="ok_%s",
        is_required=False,
    )  # fmt: skip
    if do and _report_done(request, pk, do, negative, positive):
        return redirect("reporting:stakeholder-desk-report", pk)
    outward = queries.outward(found, sent) if sent is not None else None
    wish = library.wish(sent.answers) if sent is not None else None
    return private(page(
        request, "stakeholders/desk_report", found.stakeholder.name,
        [register_crumb(), _desk_crumb(), Crumb(found.stakeholder.name)], found=found, sent=sent, wish=wish,
        sections=lines_of(queries.whole(found, sent)) if sent is not None else [],
        echoes=echoes(outward, sent.answers) if outward is not None and sent is not None else (),
        hidden=set(outward.withheld) if outward is not None else set(), moderations=moderations_of(found),
        negative=negative, positive=positive, state_words=state_words(found.state), tag=state_tag(found.state),
        type=type_label(found.stakeholder.type), asked=list(found.asked.order_by("pk")),
        concerned=library.concerned(sent.answers, found.area) if sent is not None else (),
        comments=queries.comments(found), may_review=access.may(found, request.user, "review"),
        may_publish=found.state == "commenting" and access.may(found, request.user, "publish"),
        may_withdraw=access.may(found, request.user, "withdraw"), days=library.rules().comment_days,
        is_ripe=found.state == "commenting" and actions.is_ripe(found, today=timezone.now().date()),
        status=422 if do else 200,
    ))  # fmt: skip


def _report_done(request: HttpRequest, pk: object, do: str, negative: Any, positive: Any) -> bool:
    form = negative if do in ("refuse", "withdraw") else positive
    if form.is_bound and not form.is_valid():
        return False
    by, today = request.user, timezone.now().date()
    try:
        if do == "let-through":
            actions.let_through(pk, text=form.cleaned_data["text"], by=by, today=today)
        elif do == "keep":
            actions.keep(pk, text=form.cleaned_data["text"], by=by)
        elif do == "publish":
            actions.publish(pk, by=by, today=today)
        elif do in ("refuse", "withdraw"):
            (actions.refuse if do == "refuse" else actions.withdraw)(pk, by=by, **form.cleaned_data)
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, problems.sentence(refusal))
        return do == "publish"
    messages.success(request, _("It is decided."))
    return True


# ---- a country -------------------------------------------------------------------------------------------------------
@login_required
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The stakeholders' reports on which one's country may comment."""
    rows = queries.asked_of(request.user)
    return private(page(
        request, "stakeholders/asked", _("Stakeholders' reports on your country"),
        [register_crumb(), Crumb(_("Asked for comment"))],
        rows=[(each, state_words(each.report.state), each.comments.exists()) for each in rows],
    ))  # fmt: skip


@login_required
@read_or_send
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """What will be, or is, published of a report on one's country; the national authority comments."""
    found = queries.asked(pk, request.user)
    row = found.report
    sent = queries.filing(row)
    if found.area not in {seat.area for seat in access.seats_of(request.user)} or sent is None:
        raise NotFound("site.access.unknown")
    told = found.comments.order_by("-at", "-pk")
    data = request.POST if request.method == "POST" else None
    form = forms.CommentForm(data, initial={"language": language(), "text": told[0].text if told else ""})
    may_comment = access.may(found, request.user, "review")
    if form.is_valid():
        try:
            actions.comment(pk, by=request.user, **form.cleaned_data)
            messages.success(request, _("Your country's comment stands beside the report."))
            return redirect("reporting:stakeholder-comment", pk)
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
    shown = queries.outward(row, sent)
    wish = library.wish(sent.answers)
    is_person = library.rules().types[row.stakeholder.type].is_person
    name = row.stakeholder.name if wish.with_name and not is_person else _("A stakeholder, not named here")
    return private(page(
        request, "stakeholders/comment", _("Report of a stakeholder: %(who)s") % {"who": name},
        [register_crumb(), Crumb(_("Asked for comment"), reverse("reporting:stakeholder-asked")), Crumb(name)],
        found=found, row=row, sections=lines_of(shown), form=form if may_comment else None, told=told,
        type=type_label(row.stakeholder.type), status=422 if form.is_bound else 200,
        state_words=state_words(row.state), language_of=shown.language,
    ))  # fmt: skip
