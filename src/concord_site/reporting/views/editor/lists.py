"""Lists of choices: the default language beside one other."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from concord.errors import NotFound, Refusal
from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES, direction
from concord_site.reporting.actions import drafts as actions
from concord_site.reporting.editing import choices as listed
from concord_site.reporting.editing.book import Book, Line
from concord_site.reporting.views.editor.clashes import clash
from concord_site.reporting.views.editor.desk import Desk, at, desk_of, show, since_of
from concord_site.reporting.views.editor.words import label_of, name_of
from concord_site.reporting.views.page import read_or_send
from concord_site.shell import problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Link

SPARE_CHOICES = 3


@login_required
@read_or_send
def lists(request: HttpRequest, pk: int) -> HttpResponse:
    """The lists of choices, with where each is used; begin another."""
    desk = desk_of(request, pk, "edit" if request.method == "POST" else "see")
    name = request.POST.get("name", "").strip()
    if request.method == "POST" and name and " " not in name and "/" not in name:
        if name not in listed.lists(desk.book):
            more = [{"name": "yes", "label": _("Yes")}, {"name": "no", "label": _("No")}]
            actions.save_choices(version_id=pk, list_name=name, mine={}, more=more, by=request.user)
        return redirect("reporting:draft-list", pk=pk, name=name)
    shown = [
        (each, len(lines), [(line, label_of(desk.book, line)) for line in listed.used_by(desk.book, each)])
        for each, lines in listed.lists(desk.book).items()
    ]
    return show(
        request, desk, "lists", _("Lists of choices"), Crumb(_("Lists of choices")), lists=shown, wrong=bool(name),
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


@login_required
@read_or_send
def choices(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The choices of one list: the default language beside one other."""
    desk = desk_of(request, pk, "edit" if request.method == "POST" else "see")
    lines = listed.lists(desk.book).get(name)
    if lines is None:
        raise NotFound("reporting.draft.row-gone")
    code = request.GET.get("with", "")
    code = code if code in LANGUAGES and code != desk.book.language else _second(desk.book)
    if request.method == "POST":
        return _save_list(request, desk, name, code)
    shown = [_choice(each, desk.book, code) for each in lines]
    return show(
        request, desk, "choices", _("Choices of “%(name)s”") % {"name": name},
        Crumb(_("Lists of choices"), at(desk, "draft-lists")), Crumb(name), rows=shown, name=name, code=code,
        dir=direction(code), other=NATIVE_NAMES[code], own=NATIVE_NAMES.get(desk.book.language, desk.book.language),
        own_code=desk.book.language, own_dir=direction(desk.book.language), spare=range(SPARE_CHOICES),
        languages=[Link(NATIVE_NAMES[each], f"?with={each}", each == code) for each in LANGUAGES
                   if each != desk.book.language],
        used=[(line, label_of(desk.book, line)) for line in listed.used_by(desk.book, name)],
        has_map=bool(desk.version.previous),
    )  # fmt: skip


def _second(book: Book) -> str:
    """The reader's language, or French beside English."""
    if language() != book.language:
        return language()
    return next(code for code in ("fr", "en") if code != book.language)


def _choice(line: Line, book: Book, code: str) -> dict[str, object]:
    return {"line": line, "own": line["label"], "other": line[f"label::{code}"], "same_as": line["x_same_as"],
            "label": label_of(book, line)}  # fmt: skip


def _save_list(request: HttpRequest, desk: Desk, name: str, code: str) -> HttpResponse:
    columns = {"name": "name", "own": "label", "other": f"label::{code}", "same": "x_same_as"}
    mine: dict[int, dict[str, str]] = {}
    for line in listed.lists(desk.book)[name]:
        sent = {
            column: request.POST.get(f"{short}-{line.id}", line[column]).strip() for short, column in columns.items()
        }
        mine[line.id] = sent
    more = [
        {column: request.POST.get(f"{short}-new-{n}", "").strip() for short, column in columns.items()}
        for n in range(SPARE_CHOICES)
    ]
    more = [_named(each) for each in more if each["name"] or each["label"]]
    given: dict[str, Any] = {"version_id": desk.version.pk, "by": request.user}
    new = request.POST.get("list-name", name).strip()
    back = f"{at(desk, 'draft-list', name=name)}?with={code}"
    try:
        actions.save_choices(**given, list_name=name, mine=mine, more=more, since=since_of(request))
        if new and new != name:
            actions.rename_list(**given, old=name, new=new)
            back = f"{at(desk, 'draft-list', name=new)}?with={code}"
    except actions.Clashed as clashed:
        flat = {f"{id}:{column}": value for id, cells_ in mine.items() for column, value in cells_.items()}
        return clash(request, desk, clashed, flat, at(desk, "draft-do"), {"do": "settle-list", "list": name})
    except Refusal as refusal:
        messages.error(request, problems.sentence(refusal))
        return redirect(back)
    messages.success(request, _("Saved."))
    return redirect(back)


def _named(row: dict[str, str]) -> dict[str, str]:
    return {**row, "name": row["name"] or name_of(row["label"])}
