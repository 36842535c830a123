"""A draft as a whole: settings, history, findings, preview, question map, workbook."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.findings import Finding
from concord.instrument.model import Instrument
from concord_site.reporting import wording
from concord_site.reporting.actions import drafts as actions
from concord_site.reporting.actions import instruments as instrument_actions
from concord_site.reporting.editing import mapping
from concord_site.reporting.forms.instruments import SettingsForm
from concord_site.reporting.queries import downloads, found, instruments, maps
from concord_site.reporting.views.editor.clashes import clash
from concord_site.reporting.views.editor.desk import Desk, at, desk_of, show, since_of
from concord_site.reporting.views.page import read_or_send
from concord_site.reporting.views.uploads import preview_context
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


@login_required
@read_or_send
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """What the draft is called and what it belongs to."""
    desk = desk_of(request, pk, "edit" if request.method == "POST" else "see")
    stand = dict(desk.book.settings.lines[0].cells) if desk.book.settings.lines else {}
    known = [(each.id, f"{each.title.best(language()).text} ({each.id})") for each in instruments.newest(request.user)]
    form = SettingsForm(request.POST or None, initial=stand, default=desk.book.language, known=known, auto_id="f-%s")
    if form.is_valid():
        mine = {key: str(value).strip() for key, value in form.cleaned_data.items()}
        try:
            actions.save_settings(version_id=pk, mine=mine, by=request.user, since=since_of(request))
        except actions.Clashed as clashed:
            return clash(request, desk, clashed, mine, at(desk, "draft-do"), {"do": "settle-settings"})
        messages.success(request, _("Saved."))
        return redirect("reporting:draft", pk=pk)
    return show(
        request, desk, "settings", _("Title, version, round"), Crumb(_("Title, version, round")), form=form,
        plain=[form[name] for name in ("form_id", "version", "default_language", "x_use", "x_round", "x_previous",
                                       "x_provenance")],
        wordings=[(wording.columns(column), boxes) for column, boxes in form.wordings()],
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@login_required
@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every saving: what, who, when; and the way back to it."""
    desk = desk_of(request, pk)
    here = desk.step
    shown = [
        (each, wording.step(each.what, each.about), each.number == here) for each in instruments.steps(desk.version)
    ]
    return show(request, desk, "history", _("History of this draft"), Crumb(_("History")), steps=shown)


@login_required
@require_safe
def findings(request: HttpRequest, pk: int) -> HttpResponse:
    """All findings of a draft with the piece of the sheet, each with its way to the row."""
    desk = desk_of(request, pk)
    board = found.board(desk.checked.findings, desk.book.sheets(), lambda each: _finding_href(desk, each))
    return show(request, desk, "findings", _("What was found"), Crumb(_("What was found")), board=board)


def _finding_href(desk: Desk, finding: Finding) -> str:
    where = finding.where
    line = desk.book.at(where.sheet or "", where.row)
    if where.sheet == "survey" and line is not None:
        return at(desk, "draft-row", row=line.id)
    if where.sheet == "choices" and line is not None and line["list_name"]:
        return at(desk, "draft-list", name=line["list_name"])
    return at(desk, "draft-settings") if where.sheet == "settings" else ""


@login_required
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """How the draft will look, in one of six languages; also while something must change."""
    desk = desk_of(request, pk)
    asked = desk.checked.instrument or desk.checked.draft
    return show(
        request, desk, "preview", _("How it will look"), Crumb(_("Preview")),
        **preview_context(asked, request),
    )  # fmt: skip


@login_required
@require_safe
def question_map(request: HttpRequest, pk: int) -> HttpResponse:
    """The map to the last round as it stands in the draft, and what is not mapped yet."""
    desk = desk_of(request, pk)
    old = instruments.other(desk.version.previous, request.user)
    asked: Instrument | None = desk.checked.instrument or desk.checked.draft
    drawn = maps.drawn(asked, old, request.GET.get("section", "")) if asked and old else None
    views = maps.views(asked, drawn) if asked and drawn else []
    return show(
        request, desk, "map", _("Question map"), Crumb(_("Question map")), drawn=drawn, old=old, views=views,
        old_title=old.title.best(language()) if old else None, rows=_map_rows(desk, drawn, old),
        modes=maps.modes(drawn) if drawn else [], board=found.board(drawn.findings, None) if drawn else None,
    )  # fmt: skip


def _map_rows(desk: Desk, drawn: maps.Drawn | None, old: Instrument | None) -> list[dict[str, Any]]:
    by_name = {line.name: line for line in desk.book.survey.lines if line.name}
    made = []
    for each in drawn.rows if drawn else ():
        line = by_name.get(each.new.path.rpartition("/")[2]) if each.new else None
        alike = mapping.suggestions(line, desk.book.language, old)[:2] if line and old and each.mode == "new" else ()
        made.append({"row": each, "line": line, "mode": wording.mode(each.mode), "alike": [
            (one, one.question.label.best(language())) for one in alike]})  # fmt: skip
    return made


@login_required
@require_safe
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as a workbook, to be changed elsewhere and uploaded again."""
    desk = desk_of(request, pk)
    content = downloads.authoring(desk.book.sheets(), tuple(instrument_actions.languages_of(desk.book)))
    answer = HttpResponse(content, content_type=downloads.XLSX)
    stem = desk.version.instrument or "draft"
    answer["Content-Disposition"] = f'attachment; filename="{stem}-{desk.step}.xlsx"'
    answer["Cache-Control"] = "no-store, private"
    return answer
