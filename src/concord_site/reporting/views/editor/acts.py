"""What the buttons of the editor do: add, move, duplicate, remove, undo, redo, settle."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from concord.errors import NotFound, Refusal
from concord_site.reporting.actions import drafts as actions
from concord_site.reporting.actions import instruments as instrument_actions
from concord_site.reporting.editing import cells
from concord_site.reporting.editing import choices as listed
from concord_site.reporting.editing.book import Line
from concord_site.reporting.views.editor.clashes import clash, sent_cells, settled
from concord_site.reporting.views.editor.desk import desk_of, since_of
from concord_site.reporting.views.editor.words import name_of
from concord_site.shell import problems


@login_required
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a new question or group at the end of a section, and open it."""
    desk = desk_of(request, pk, "edit")
    chosen = request.POST.get("kind", "text")
    label = request.POST.get("label", "").strip()
    group = request.POST.get("where", "")
    chosen = chosen if chosen in cells.KINDS else "text"
    made = cells.with_kind(
        Line(0, {}), chosen, next(iter(listed.lists(desk.book)), "") if chosen in cells.CHOOSING else ""
    )
    fresh = {"label": label or _("New question"), "name": name_of(label), **made}
    _found, row_id = actions.add_row(
        version_id=pk, row=fresh, by=request.user, group=int(group) if group.isdigit() else None
    )
    messages.success(request, _("Added."))
    return redirect("reporting:draft-row", pk=pk, row=row_id)


@login_required
@require_POST
def do(request: HttpRequest, pk: int) -> HttpResponse:
    """One act on one row, list or step: its button says which."""
    what, _sign, on = request.POST.get("do", "").partition(":")
    try:
        to = _done(request, pk, what, int(on) if on.isdigit() else 0)
    except NotFound:
        raise
    except actions.Clashed as clashed:
        desk = desk_of(request, pk)
        return clash(request, desk, clashed, sent_cells(request), request.path, {"do": f"{what}:{on}"})
    except Refusal as refusal:
        messages.error(request, problems.sentence(refusal))
        to = ""
    fallback = reverse("reporting:draft", kwargs={"pk": pk})
    return redirect(to or _back(request, fallback))


def _back(request: HttpRequest, fallback: str) -> str:
    """The page of this draft that the button stood on."""
    sent = request.POST.get("back", "")
    return sent if sent.startswith(fallback) else fallback


def _done(request: HttpRequest, pk: int, what: str, on: int) -> str:
    given: dict[str, Any] = {"version_id": pk, "by": request.user}
    anchor = f"#row-{on}"
    back = _back(request, reverse("reporting:draft", kwargs={"pk": pk}))
    if what in ("up", "down"):
        actions.move_row(**given, row_id=on, places=-1 if what == "up" else 1)
        return back + anchor
    if what == "copy":
        _found, made = actions.duplicate_row(**given, row_id=on)
        return f"{back}#row-{made}"
    if what == "remove":
        actions.remove_row(**given, row_id=on, since=since_of(request))
        messages.success(request, _("Removed. You can undo it."))
    elif what == "into":
        group = request.POST.get("group", "")
        actions.move_row_into(**given, row_id=on, group=int(group) if group.isdigit() else None)
        return (reverse("reporting:draft", kwargs={"pk": pk}) + (f"?in={group}" if group.isdigit() else "")) + anchor
    elif what in ("choice-up", "choice-down"):
        actions.move_choice(**given, choice_id=on, places=-1 if what == "choice-up" else 1)
    elif what == "choice-remove":
        actions.remove_choice(**given, choice_id=on)
    elif what == "settle":
        actions.save_row(**given, row_id=on, mine=settled(request), is_settled=True)
        messages.success(request, _("Saved."))
        return reverse("reporting:draft-row", kwargs={"pk": pk, "row": on})
    elif what == "settle-settings":
        actions.save_settings(**given, mine=settled(request), is_settled=True)
        messages.success(request, _("Saved."))
    elif what == "settle-list":
        return _settle_list(request, given)
    else:
        _step(given, what, on, since_of(request))
    return ""


def _step(given: dict[str, Any], what: str, on: int, since: int) -> None:
    if what == "undo":
        actions.undo(**given, since=since)
    elif what == "redo":
        actions.redo(**given, since=since)
    elif what == "go":
        actions.go_to(**given, step=on)
    elif what in ("away", "again"):
        instrument_actions.put_away(**given, is_away=what == "away")


def _settle_list(request: HttpRequest, given: dict[str, Any]) -> str:
    mine: dict[int, dict[str, str]] = {}
    for key, value in settled(request).items():
        id, _sign, column = key.partition(":")
        if id.isdigit():
            mine.setdefault(int(id), {})[column] = value
    name = request.POST.get("list", "")
    actions.save_choices(**given, list_name=name, mine=mine, more=(), is_settled=True)
    messages.success(request, _("Saved."))
    return reverse("reporting:draft-list", kwargs={"pk": given["version_id"], "name": name})
