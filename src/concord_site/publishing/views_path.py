"""The page of a document's path: stages, comments and their answers, clearance."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from concord.errors import NotFound, Refusal
from concord.reporting import path as library
from concord.vocabulary import formats
from concord_site.publishing import forms, path
from concord_site.publishing.models import Document, DocumentClearance
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Event


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the path of a document, or take a step on it."""
    found = access.get(Document, pk, request.user)
    known = path.of(found, today=timezone.localdate())
    given = _forms(found)
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act in given:
            given[act] = _bound(act, found, request)
            if not given[act].is_valid():
                return _shown(request, found, known, given, status=422)
        try:
            done = _acted(act, found, request, given.get(act))
        except Refusal as refusal:
            if isinstance(refusal, NotFound):
                raise
            messages.error(request, problems.sentence(refusal))
        else:
            messages.success(request, done)
        return redirect("publishing:path", pk=pk)
    return _shown(request, found, known, given)


def _forms(found: Document) -> dict[str, django_forms.Form]:
    return {"enter": _form("enter", found), "comment": _form("comment", found), "office": _form("office", found)}


def _bound(act: str, found: Document, request: HttpRequest) -> django_forms.Form:
    return _form(act, found, request.POST)


def _form(act: str, found: Document, sent: Any = None) -> django_forms.Form:
    if act == "enter":
        stages = [(each.id, each.title.best(language()).text) for each in library.stages(found.outline)]
        return forms.StageForm(sent, stages=stages, prefix="stage")
    if act == "office":
        return forms.OfficeForm(sent, people=[(each.pk, each.name) for each in path.who_may_clear()], prefix="office")
    return forms.CommentForm(sent, prefix="comment")


def _acted(act: str, found: Document, request: HttpRequest, form: Any) -> str:
    by = request.user
    if act == "enter":
        path.enter(document_id=found.pk, by=by, **form.cleaned_data)
        return _("The path is kept.")
    if act == "comment":
        path.comment(document_id=found.pk, by=by, **form.cleaned_data)
        return _("Your comment is kept. Whoever drafts the report answers it here.")
    if act == "office":
        path.name_office(document_id=found.pk, by=by, **form.cleaned_data)
        return _("The office is named. It can decide while the draft waits for sign-off.")
    which = request.POST.get("which", "")
    if not which.isdigit():
        raise NotFound("site.access.unknown")
    if act == "answer":
        path.answer(document_id=found.pk, comment_id=int(which), text=request.POST.get("text", ""), by=by)
        return _("The answer is kept.")
    if act in {"approve", "return"}:
        path.decide(
            document_id=found.pk, clearance_id=int(which), is_approved=act == "approve",
            reason=request.POST.get("reason", ""), by=by,
        )  # fmt: skip
        return _("Your decision is kept.")
    raise NotFound("site.access.unknown")


def _shown(
    request: HttpRequest, found: Document, known: path.Path, given: dict[str, django_forms.Form], status: int = 200
) -> HttpResponse:
    title = _("Path of %(number)s") % {"number": found.number}
    crumbs = [
        Crumb(_("Home"), f"/{language()}/"), Crumb(_("Reports"), reverse("publishing:editions")),
        Crumb(found.number, reverse("publishing:document", kwargs={"pk": found.pk})),
        Crumb(pgettext("of a document", "Path")),
    ]  # fmt: skip
    may = {action: access.may(found, request.user, action) for action in ("manage", "review")}
    may["answer"] = may["manage"] and found.state in {Document.State.DRAFT, Document.State.IN_REVIEW}
    context = {
        "title": title, "crumbs": crumbs, "document": found, "path": known, "events": events(known), "may": may,
        "enter": given["enter"], "comment": given["comment"], "office": given["office"],
        "clearances": [
            (each, holds, each.person_id == request.user.pk and found.state == Document.State.IN_REVIEW)
            for each, holds in known.clearances
        ],
        "decision": DocumentClearance.Decision,
    }  # fmt: skip
    return render(request, "publishing/path.html", context, status=status)


def events(known: path.Path) -> list[Event]:
    """The stages as dated dots."""
    found = []
    for at in known.stages:
        more = [at.entered.number, at.stage.about.best(language()).text if at.state == "now" else "", at.entered.note]
        if at.is_late:
            more.insert(0, _("late"))
        found.append(
            Event(at.stage.title.best(language()).text, _when(at), at.on is None, "", " · ".join(filter(None, more)))
        )
    return found


def _when(at: library.At) -> str:
    if at.on is not None:
        return formats.date(at.on, language())
    if at.entered.planned_on is not None:
        return _("planned for %(date)s") % {"date": formats.date(at.entered.planned_on, language())}
    return _("no day planned") if at.state == "now" else ""
