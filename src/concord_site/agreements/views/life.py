"""Phases, the gates between them, and the dated status of the text."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.agreements import gates, lifecycle
from concord.agreements.lifecycle import StatusStep
from concord.errors import Conflict, Refusal
from concord.vocabulary import formats
from concord.vocabulary.text import Text
from concord_site.agreements import forms, own_parts, parts
from concord_site.agreements.actions import life as actions
from concord_site.agreements.actions import writing
from concord_site.agreements.queries import life
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.views import framing
from concord_site.shell import problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Event


@login_required
@framing.read_or_send
def page(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """The whole page; each form says by ``do`` what it is for."""
    dossier, context = framing.frame(request, dossier_id, "life")
    found = _forms(request, dossier)
    if request.method == "POST" and (said := _done(request, dossier, found)):
        messages.success(request, said)
        return redirect("agreements:life", dossier_id=dossier.id)
    own, today = life.life_of(dossier), timezone.now().date()
    to = found["phase"]["to"].value() or ""
    seen = life.seen(dossier, to, on=today) if to in lifecycle.declared().phases else ()
    given = life.reasons_of(dossier)
    wrong = any(form.is_bound and form.errors for form in found.values())
    return framing.page(
        request, "agreements/life.html", context, status=422 if wrong else 200, life=own, places=own.places(),
        seen=[
            (each, _hrefs(dossier, each.gate.part), [r for r in given if r.gate == each.gate.id],
             _reason(found["reason"], each.gate.id))
            for each in seen
        ],
        left=gates.without_reason(seen, given), entered=life.entered(dossier),
        steps=[_told(each) for each in own.steps], forms=found,
        events=_events(dossier), notified=dossier.own.record("fact", own_parts.NOTIFIED),
        note=lifecycle.declared().note,
    )  # fmt: skip


def _forms(request: HttpRequest, dossier: Dossier) -> dict[str, Any]:
    do = request.POST.get("do", "") if request.method == "POST" else ""
    now = life.life_of(dossier)
    onward = now.next[0].id if now.next else now.current.id
    wanted = request.GET.get("to", "")
    onward = wanted if wanted in lifecycle.declared().phases else onward

    def given(name: str) -> Any:
        return request.POST if do == name else None

    return {
        "phase": forms.PhaseForm(given("phase"), current=now.current.id, initial={"to": onward}),
        "reason": forms.ReasonForm(given("reason"), auto_id=f"%s-{request.POST.get('gate', '')}"),
        "status": forms.StatusForm(given("status")),
        "notified": forms.NotifiedForm(given("notified")),
    }


def _reason(sent: forms.ReasonForm, gate: str) -> forms.ReasonForm:
    """The form of a gate: the one that was sent for it, else an empty one."""
    if sent.is_bound and sent.data.get("gate") == gate:
        return sent
    return forms.ReasonForm(initial={"gate": gate}, auto_id=f"%s-{gate}")


def _done(request: HttpRequest, dossier: Dossier, found: dict[str, Any]) -> str:
    form, by, now = found.get(request.POST.get("do", "")), request.user, timezone.now()
    if form is None or not form.is_valid():
        return ""
    given = form.cleaned_data
    try:
        if form is found["phase"]:
            actions.enter(
                dossier, given["to"], by=by, now=now, reason=given["reason"], outcome=given.get("outcome", ""),
                names=given.get("names", ""),
            )  # fmt: skip
            return _("Your party is in another phase now.")
        if form is found["reason"]:
            actions.say_why(dossier, given["gate"], given["reason"], by=by, now=now)
            return _("The reason is kept.")
        if form is found["status"]:
            step = StatusStep(given["status"], given["on"], given["source"], given["note"], given["names"])
            actions.note_status(dossier, step, by=by, now=now)
            return _("The status is noted for all parties.")
        body = {"on": given["on"].isoformat()}
        writing.put(dossier.own, "fact", own_parts.NOTIFIED, body, by=by, now=now, based_on=None)
        return _("The day is noted.")
    except Refusal as refusal:
        form.add_error(None, _sentence(refusal))
        return ""


def _sentence(refusal: Refusal) -> str:
    """Gates are named as pages name them, not by their ids."""
    if isinstance(refusal, Conflict) and refusal.code == "agreements.gate.no-reason":
        ids = str(refusal.params["gates"]).split(", ")
        named = "; ".join(gates.gate(each).label.best(language()).text for each in ids)
        refusal = Conflict(refusal.code, params={"gates": named})
    return problems.sentence(refusal)


def _told(step: lifecycle.Step) -> tuple[Text, lifecycle.Step, list[tuple[Text, str]]]:
    """A step with the name of its phase, and the reasons for going over open gates with the gates' names."""
    return lifecycle.phase(step.phase).label, step, [(gates.gate(gate).label, why) for gate, why in step.over]


def _hrefs(dossier: Dossier, part_id: str) -> str:
    try:
        return reverse(parts.part(part_id).url_name, kwargs={"dossier_id": dossier.id})
    except (LookupError, NoReverseMatch):
        return ""


def _events(dossier: Dossier) -> list[Event]:
    found = []
    for step in life.history_of(dossier).steps:
        label = lifecycle.status(step.status).label.best(language()).text
        found.append(Event(label, formats.date(step.on, language()), more=step.note))
    return found
