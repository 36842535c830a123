"""Messages, minutes, tasks and dates, documents: of the shared space, and the same of one's own."""

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
from django.views.decorators.http import require_POST, require_safe

from concord.errors import Conflict, NotFound, Refusal
from concord_site.agreements import forms, keys, records
from concord_site.agreements.actions import writing
from concord_site.agreements.queries.spaces import Dossier, Record, Space
from concord_site.agreements.views import framing
from concord_site.shell import problems
from concord_site.shell.parts.values import Crumb, Link

KINDS = (records.MESSAGE, records.MINUTES, records.TASK, writing.FILE)
#: What its author alone takes away; minutes and tasks belong to all who read the space.
AUTHORS_OWN = (records.MESSAGE, writing.FILE)


def _back(dossier: Dossier, side: str, where: str = "") -> str:
    name = "agreements:room" if side == "shared" else "agreements:room-own"
    return reverse(name, kwargs={"dossier_id": dossier.id}) + (f"#{where}" if where else "")


@login_required
@framing.read_or_send
def page(request: HttpRequest, dossier_id: str, side: str = "shared") -> HttpResponse:
    """Everything of one space's room; forms for a message, a task and a document."""
    dossier, context = framing.frame(request, dossier_id, "room")
    space = dossier.space(side)
    found = _forms(request, dossier)
    if request.method == "POST" and (where := _done(request, space, found)):
        return redirect(_back(dossier, side, where))
    wrong = any(form.is_bound and form.errors for form in found.values())
    if side == "own":
        context["title"] = _("Your party's own room")
        context["crumbs"] = [*context["crumbs"][:-1], Crumb(context["title"])]
    return framing.page(
        request, "agreements/room.html", context, status=422 if wrong else 200, side=side, forms=found,
        views=[Link(_("Shared with all parties"), _back(dossier, "shared"), side == "shared"),
               Link(_("Your party alone"), _back(dossier, "own"), side == "own")],
        messages_said=[(each, records.Message.from_json(each.body)) for each in space.records(records.MESSAGE)],
        minutes=[(each, records.Minutes.from_json(each.body)) for each in space.records(records.MINUTES)],
        tasks=_tasks(dossier, space), files=space.records(writing.FILE), person=request.user.pk,
    )  # fmt: skip


def _tasks(dossier: Dossier, space: Space) -> list[tuple[Record, records.Task, str, str, str]]:
    """Tasks and dates by day, with the party, a tag and its words; what is done comes last."""
    today = timezone.now().date()
    found = []
    for record in space.records(records.TASK):
        task = records.Task.from_json(record.body)
        party = dossier.party(task.party)
        tag = "done" if task.is_done else "look" if task.is_late(today) else "open"
        words = {"done": _("Done"), "look": _("Late"), "open": _("Date") if task.is_date else _("To do")}[tag]
        found.append((record, task, str(party) if party else _("All parties"), tag, words))
    return sorted(found, key=lambda each: (each[1].is_done, each[1].due is None, each[1].due or today))


def _forms(request: HttpRequest, dossier: Dossier) -> dict[str, Any]:
    do = request.POST.get("do", "") if request.method == "POST" else ""
    choices = [(party.id, str(party)) for party in dossier.parties if not party.has_left]
    return {
        "message": forms.MessageForm(request.POST if do == "message" else None),
        "task": forms.TaskForm(request.POST if do == "task" else None, choices=choices),
        "file": forms.FileForm(*((request.POST, request.FILES) if do == "file" else ())),
    }


def _done(request: HttpRequest, space: Space, found: dict[str, Any]) -> str:
    """Where on the page the new thing stands; empty where nothing was written."""
    form, by, now = found.get(request.POST.get("do", "")), request.user, timezone.now()
    if form is None or not form.is_valid():
        return ""
    try:
        if form is found["message"]:
            body = records.Message(form.cleaned_data["text"]).to_json()
            writing.put(space, records.MESSAGE, keys.new_id(), body, by=by, now=now, based_on=0)
            return "messages"
        if form is found["task"]:
            writing.put(space, records.TASK, keys.new_id(), form.value().to_json(), by=by, now=now, based_on=0)
            return "tasks"
        sent = form.cleaned_data["file"]
        writing.file_in(space, sent.name, sent.read(), by=by, now=now)
    except Refusal as refusal:
        form.add_error(None, problems.sentence(refusal))
        return ""
    return "documents"


@login_required
@framing.read_or_send
def minutes(request: HttpRequest, dossier_id: str, side: str, key: str) -> HttpResponse:
    """Write minutes anew (key ``new``), or correct them."""
    dossier, context = framing.frame(request, dossier_id, "room")
    space = dossier.space(side)
    record = _record(space, records.MINUTES, key)
    initial: dict[str, Any] = {"on": timezone.now().date(), "version": 0}
    if record is not None:
        was = records.Minutes.from_json(record.body)
        initial = {"title": was.title, "on": was.on, "present": was.present, "text": was.text}
        initial["version"] = record.version
    form = forms.MinutesForm(request.POST or None, initial=initial)
    return _edited(request, dossier, context, side, records.MINUTES, key, form, pgettext("of a meeting", "Minutes"))


@login_required
@framing.read_or_send
def task(request: HttpRequest, dossier_id: str, side: str, key: str) -> HttpResponse:
    """Change a task or a date."""
    dossier, context = framing.frame(request, dossier_id, "room")
    record = _record(dossier.space(side), records.TASK, key)
    if record is None:
        raise NotFound("site.access.unknown")
    was = records.Task.from_json(record.body)
    initial = {
        "title": was.title, "kind": "date" if was.is_date else "task", "party": was.party, "owner": was.owner,
        "due": was.due, "is_done": was.is_done, "version": record.version,
    }  # fmt: skip
    choices = [(party.id, str(party)) for party in dossier.parties]
    form = forms.TaskForm(request.POST or None, initial=initial, choices=choices)
    return _edited(request, dossier, context, side, records.TASK, key, form, _("Task or date"))


def _record(space: Space, kind: str, key: str) -> Record | None:
    if key == "new":
        return None
    record = space.record(kind, key)
    if record is None:
        raise NotFound("site.access.unknown")
    return record


def _edited(
    request: HttpRequest, dossier: Dossier, context: dict[str, Any], side: str, kind: str, key: str, form: Any,
    title: str,
) -> HttpResponse:  # fmt: skip
    """Save a version, or show the form again; where somebody else wrote meanwhile, both texts stand on the page."""
    theirs: Record | None = None
    if form.is_valid():
        try:
            writing.put(
                dossier.space(side), kind, keys.new_id() if key == "new" else key, form.value().to_json(),
                by=request.user, now=timezone.now(), based_on=form.cleaned_data["version"] or 0,
            )  # fmt: skip
        except Conflict as refusal:
            theirs = refusal.params["theirs"]  # type: ignore[assignment]
            form.data = {**form.data.dict(), "version": theirs.version if theirs else 0}
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            return redirect(_back(dossier, side, "minutes" if kind == records.MINUTES else "tasks"))
    context = {**context, "title": title, "crumbs": _crumbs(dossier, context, side, title)}
    status = 409 if theirs else 422 if form.is_bound and form.errors else 200
    history = dossier.space(side).history(kind, key) if key != "new" else ()
    return framing.page(
        request, "agreements/edit.html", context, status=status, form=form, side=side, kind=kind, key=key,
        theirs=theirs, theirs_lines=_lines(theirs), history=history, back=_back(dossier, side),
    )  # fmt: skip


def _lines(record: Record | None) -> list[str]:
    return [str(value) for value in record.body.values() if value not in ("", None, False)] if record else []


def _crumbs(dossier: Dossier, context: dict[str, Any], side: str, title: str) -> list[Crumb]:
    room = Crumb(str(context["part"].title) if side == "shared" else _("Your party's own room"), _back(dossier, side))
    return [*context["crumbs"][:-1], room, Crumb(title)]


@login_required
@require_POST
def take_away(request: HttpRequest, dossier_id: str, side: str) -> HttpResponse:
    """Take a message, minutes, a task or a document away; the journal brings it back."""
    dossier, _context = framing.frame(request, dossier_id, "room")
    kind, key = request.POST.get("kind", ""), request.POST.get("key", "")
    record = dossier.space(side).record(kind, key) if kind in KINDS else None
    if record is None or (kind in AUTHORS_OWN and record.who != request.user.pk):
        raise NotFound("site.access.unknown")
    writing.remove(dossier.space(side), kind, key, by=request.user, now=timezone.now(), based_on=None)
    messages.success(request, _("It is taken away. The page “Journal and recovery” brings it back."))
    return redirect(_back(dossier, side))


@login_required
@require_safe
def document(request: HttpRequest, dossier_id: str, side: str, key: str) -> HttpResponse:
    """A document out of a space, as a download."""
    dossier, _context = framing.frame(request, dossier_id, "room")
    return framing.download(writing.file_out(dossier.space(side), key))
