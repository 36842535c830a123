"""Invited consultations: types of stakeholders per phase, who was asked, what they said, what was done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord.agreements import lifecycle, stakeholders
from concord.consultations import as_json
from concord.consultations.model import Consultation
from concord.consultations.standing import standing
from concord.errors import NotFound, Refusal
from concord_site.agreements import keys
from concord_site.agreements.preparing import actions, forms_common, naming, queries
from concord_site.agreements.preparing.forms_consulting import (
    OUTCOME_NAMES,
    WAY_NAMES,
    AnswerForm,
    ConsultationForm,
    HearForm,
    InviteForm,
    consultation_initial,
)
from concord_site.agreements.preparing.views import editing, papers
from concord_site.agreements.preparing.views.editing import Editing
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.views import frame, read_or_send
from concord_site.agreements.views import page as show
from concord_site.shell import problems
from concord_site.shell.parts.values import Crumb

FLAG_TAGS = {"heard": "done", "asked": "going", "not-asked": "look"}
OUTCOME_TAGS = {"taken": "done", "partly": "going", "not-taken": "later", "noted": "open"}


def _flag_words(state: str) -> str:
    return {
        "heard": _("Heard"),
        "asked": _("Asked, no word yet"),
        "not-asked": pgettext("a ministry or a body", "Not asked"),
    }[state]


@login_required
@read_or_send
def page(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Every phase with the types that it names, and every consultation."""
    dossier, context = frame(request, dossier_id, "consultations")
    held = queries.consultations_of(dossier)
    phases = [
        (each, flags, sum(one.state == "not-asked" for one, *_rest in flags))
        for each in lifecycle.phases()
        if (
            flags := [(one, FLAG_TAGS[one.state], _flag_words(one.state)) for one in queries.flags_in(dossier, each.id)]
        )
    ]
    return show(
        request, "agreements/preparing/consultations.html", context, phases=phases, whole=standing(held),
        held=[(each, lifecycle.phase(each.occasion).label, WAY_NAMES[each.way], standing([each])) for each in held],
        current=_current(dossier), files=papers.links("consultations-file", dossier),
    )  # fmt: skip


def _current(dossier: Dossier) -> str:
    from concord_site.agreements.queries import life

    return life.life_of(dossier).current.id


def _found(dossier: Dossier, key: str) -> Consultation:
    record = dossier.own.record(queries.CONSULTATION, key)
    if record is None:
        raise NotFound("site.access.unknown")
    return as_json.from_json(record.body)


@login_required
@read_or_send
def edit(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """Title, question, phase and days of a consultation, new (key ``new``) or changed."""
    dossier, context = frame(request, dossier_id, "consultations")
    today = timezone.now().date()

    def value(form: Any, key: str, body: Any) -> dict[str, Any]:
        return as_json.to_json(form.value(key, as_json.from_json(body) if body else None))

    of = Editing(
        queries.CONSULTATION, dossier.own,
        _("Open a consultation") if key == editing.NEW else _("Change a consultation"),
        reverse("agreements:consultations", kwargs={"dossier_id": dossier.id}), ConsultationForm,
        lambda body: consultation_initial(as_json.from_json(body) if body else None, today), value,
    )  # fmt: skip
    return editing.edit(request, context, of, key)


@login_required
@read_or_send
def one(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """One consultation; each form says by ``do`` what it is for."""
    dossier, context = frame(request, dossier_id, "consultations")
    found = _found(dossier, key)
    forms = _forms(request, found)
    if request.method == "POST" and (said := _done(request, dossier, key, forms)):
        messages.success(request, said)
        return redirect("agreements:consultation", dossier_id=dossier.id, key=key)
    wrong = any(form.errors for form in forms.values())
    title = naming.plain(found.title)
    crumbs = [
        *context["crumbs"][:-1],
        Crumb(str(context["title"]), reverse("agreements:consultations", kwargs={"dossier_id": dossier.id})),
        Crumb(title),
    ]
    types = stakeholders.types()
    names = {each.id: each.name for each in found.invited}
    return show(
        request, "agreements/preparing/consultation.html", {**context, "title": title, "crumbs": crumbs},
        status=422 if wrong else 200, found=found, phase=lifecycle.phase(found.occasion).label,
        way=WAY_NAMES[found.way], standing=standing([found]), forms=forms,
        invited=[(each, types[each.type].label if each.type in types else each.type) for each in found.invited],
        comments=[
            (each, names.get(each.invited) or (types[each.type].label if each.type in types else each.type),
             OUTCOME_NAMES.get(each.outcome or ""), OUTCOME_TAGS.get(each.outcome or "", "look"),
             forms[f"answer-{each.id}"])
            for each in found.comments
        ],
    )  # fmt: skip


def _forms(request: HttpRequest, found: Consultation) -> dict[str, Any]:
    do, today = request.POST.get("do", "") if request.method == "POST" else "", timezone.now().date()

    def given(name: str) -> Any:
        return request.POST if do == name else None

    day = min(max(today, found.opened), found.closes)
    made: dict[str, Any] = {
        "invite": InviteForm(given("invite"), initial={"on": day}),
        "hear": HearForm(given("hear"), consultation=found, initial={"on": max(today, found.opened)}),
    }
    for each in found.comments:
        name = f"answer-{each.id}"
        first = {"outcome": each.outcome or "noted", "answer": naming.plain(each.answer)}
        made[name] = AnswerForm(given(name), initial=first, auto_id=f"id_{each.id}_%s")
    return made


def _done(request: HttpRequest, dossier: Dossier, key: str, forms: dict[str, Any]) -> str:
    do, by, now = request.POST.get("do", ""), request.user, timezone.now()
    form = forms.get(do)
    if form is None or not form.is_valid():
        return ""
    try:
        if do == "invite":
            whom = form.value(keys.new_id())
            actions.change_consultation(dossier, key, lambda it: it.invite(whom), by=by, now=now)
            return _("It is noted that they were asked.")
        if do == "hear":
            comment = form.value(keys.new_id())
            actions.change_consultation(dossier, key, lambda it: it.hear(comment), by=by, now=now)
            return _("The word is noted. It is owed an answer.")
        id, outcome = do.removeprefix("answer-"), form.chosen()
        before = next(each.answer for each in _found(dossier, key).comments if each.id == id)
        answer = forms_common.said(form.cleaned_data["answer"], before)
        actions.change_consultation(
            dossier, key, lambda it: it.answer(id, outcome, answer, on=now.date()), by=by, now=now
        )
        return _("The answer is noted.")
    except Refusal as refusal:
        form.add_error(None, problems.sentence(refusal))
        return ""
