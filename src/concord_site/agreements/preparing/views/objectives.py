"""Objectives under the four goals, for both countries, each with an indicator where one exists."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.agreements import objectives as library
from concord.agreements.monitoring_declared import declared as followed
from concord.agreements.objectives import Chosen
from concord.agreements.parties import SIDES
from concord.errors import Refusal
from concord.indicators import model as indicators
from concord_site.agreements.preparing import actions, queries, thread
from concord_site.agreements.preparing.forms_needs import ObjectiveForm, objective_initial
from concord_site.agreements.preparing.views import editing
from concord_site.agreements.preparing.views.editing import Editing
from concord_site.agreements.views import frame, read_or_send
from concord_site.agreements.views import page as show
from concord_site.shell import problems


@login_required
@read_or_send
def page(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Goals and sides, what is set under each, and what may be taken over."""
    dossier, context = frame(request, dossier_id, "objectives")
    refused = ""
    if request.method == "POST" and request.POST.get("do") == "take":
        try:
            actions.set_objective(dossier, request.POST.get("id", ""), by=request.user, now=timezone.now())
        except Refusal as refusal:
            refused = problems.sentence(refusal)
        else:
            messages.success(request, _("The objective is set, for all parties to see."))
            return redirect("agreements:objectives", dossier_id=dossier.id)
    chosen = queries.objectives_of(dossier)
    taken = {each.declared for each, _record in chosen}
    goals = [
        (goal, [(side, _set(chosen, goal.id, side), _offered(goal.id, side, taken)) for side in SIDES])
        for goal in library.goals().values()
    ]
    return show(
        request, "agreements/preparing/objectives.html", context, goals=goals, refused=refused,
        status=422 if refused else 200, missing=len(library.check([each for each, _record in chosen])),
    )  # fmt: skip


def _set(chosen: Any, goal: str, side: str) -> list[tuple[Chosen, Any, str]]:
    return [
        (each, record, thread.indicator_name(each.indicator) if each.indicator else "")
        for each, record in chosen
        if (each.goal, each.side) == (goal, side)
    ]


def _offered(goal: str, side: str, taken: set[str]) -> list[tuple[library.Objective, str]]:
    return [
        (each, thread.indicator_name(each.indicator) if each.indicator else "")
        for each in library.objectives(goal=goal, side=side)
        if each.id not in taken
    ]


@login_required
@read_or_send
def edit(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """An objective in the parties' own words, new (key ``new``) or changed."""
    dossier, context = frame(request, dossier_id, "objectives")
    named = [f"agreement/{id}" for id in followed().indicators] + [f"data-set/{id}" for id in indicators.indicators()]
    known = sorted(((id, thread.indicator_name(id)) for id in named), key=lambda pair: pair[1])

    def form(data: Any, *, initial: dict[str, Any]) -> ObjectiveForm:
        return ObjectiveForm(data, initial=initial, indicators=known)

    of = Editing(
        queries.OBJECTIVE, dossier.shared,
        _("Write an objective") if key == editing.NEW else _("Change an objective"),
        reverse("agreements:objectives", kwargs={"dossier_id": dossier.id}), form,
        lambda body: objective_initial(Chosen.from_json(body) if body else None) or _asked(request),
        lambda form, key, body: form.value(key, Chosen.from_json(body) if body else None).to_json(),
    )  # fmt: skip
    return editing.edit(request, context, of, key)


def _asked(request: HttpRequest) -> dict[str, Any]:
    return {name: request.GET[name] for name in ("goal", "side") if name in request.GET}
