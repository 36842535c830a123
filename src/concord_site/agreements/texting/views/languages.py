"""Language versions of the text beside each other, clause by clause, and which of them prevails."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.texts.aligning import Alignment, Row
from concord.vocabulary.languages import direction, native_name
from concord_site.agreements.actions import writing
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.texting import actions, in_force, naming
from concord_site.agreements.texting.forms import LanguageForm
from concord_site.agreements.texting.queries import Texts
from concord_site.agreements.texting.records import LANGUAGE
from concord_site.agreements.texting.views.texts import below, tabs
from concord_site.agreements.views import frame, read_or_send
from concord_site.agreements.views import page as show
from concord_site.shell.parts.values import Link


@login_required
@read_or_send
def page(request: HttpRequest, dossier_id: str, side: str = "shared") -> HttpResponse:
    """Upload a language version, of the shared text or of one's own draft; see what is missing and what differs."""
    dossier, context = frame(request, dossier_id, "texts")
    texts = Texts(dossier, side)
    here = address(dossier, side)
    sent = request.method == "POST" and request.POST.get("do") == "add"
    form = LanguageForm(*((request.POST, request.FILES) if sent else ()), without=texts.language)
    if request.method == "POST" and request.POST.get("do") == "remove":
        key = request.POST.get("key", "")
        writing.remove(texts.space, LANGUAGE, key, by=request.user, now=timezone.now(), based_on=None)
        messages.success(request, _("It is taken away. The page “Journal and recovery” brings it back."))
        return redirect(here)
    if texts.current is not None and form.is_valid():
        actions.write_language(texts, form.value(texts.current.key), by=request.user, now=timezone.now())
        return redirect(here)
    is_in_force = side == "shared" and bool(texts.attached) and request.GET.get("text") == "in-force"
    now = in_force.every_language(texts, timezone.now().date()) if is_in_force else {}
    alignment = in_force.alignment(now) if is_in_force else texts.alignment()
    whole = request.GET.get("all") == "1"
    rows = _rows(alignment, whole) if alignment else []
    return show(
        request, "agreements/texting/languages.html", below(context, dossier, side, _("Languages")),
        status=422 if form.errors else 200, links=tabs(dossier, "languages"), texts=texts, form=form,
        versions=_versions(texts), alignment=alignment, rows=rows, whole=whole,
        found=[naming.compared(each) for each in alignment.findings] if alignment else [],
        differing=len(alignment.differing()) if alignment else 0, prevails=_prevails(alignment),
        spoken=native_name(texts.language), sides=_sides(dossier, side), behind=in_force.behind(now),
        which=_which(texts, is_in_force), is_in_force=is_in_force,
    )  # fmt: skip


def address(dossier: Dossier, side: str) -> str:
    """Address of the language versions of the text in one space."""
    name = "agreements:text-languages" if side == "shared" else "agreements:text-languages-own"
    return reverse(name, kwargs={"dossier_id": dossier.id})


def _sides(dossier: Dossier, here: str) -> list[Link]:
    """The two texts whose languages can be laid beside each other."""
    found = (("shared", _("Shared text")), ("own", _("Your party's drafts")))
    return [Link(words, address(dossier, side), side == here) for side, words in found]


def _which(texts: Texts, is_in_force: bool) -> list[Link]:
    """The text as signed or as in force today, once something belongs to it."""
    if texts.side != "shared" or not texts.attached:
        return []
    here = address(texts.dossier, "shared")
    return [
        Link(_("Without amendments"), f"{here}#clauses", not is_in_force),
        Link(_("In force today"), f"{here}?text=in-force#clauses", is_in_force),
    ]


def _versions(texts: Texts) -> list[dict[str, Any]]:
    """Each language version, and whether it renders the newest version of the text."""
    now = texts.current.key if texts.current else ""
    numbers = {each.key: each.number for each in texts.versions}
    return [
        {
            "record": record, "version": version, "name": native_name(version.language),
            "is_old": version.of != now, "of": numbers.get(version.of),
        }
        for record, version in texts.languages
    ]  # fmt: skip


def _rows(alignment: Alignment, whole: bool) -> list[dict[str, Any]]:
    return [_row(row, alignment) for row in alignment.rows if whole or row.findings]


def _row(row: Row, alignment: Alignment) -> dict[str, Any]:
    first = next(iter(row.clauses.values()))
    cells = [
        (language, native_name(language), direction(language), row.clauses.get(language))
        for language in alignment.languages
    ]
    name = naming.of_clause(first)
    return {
        "row": row,
        "name": name,
        "cells": cells,
        "findings": [naming.compared(each, row.number or name) for each in row.findings],
    }


def _prevails(alignment: Alignment | None) -> dict[str, Any]:
    """What the versions say of each other: the outcome in words, and each version's own sentence."""
    if alignment is None:
        return {}
    if alignment.which == "equal" and alignment.findings:
        said = _("The text calls its language versions equally authentic, and does not name every one that is here.")
    elif alignment.which == "equal":
        said = _("All language versions are equally authentic, as the text says.")
    elif alignment.which:
        said = _("Where the versions differ, the one in %(language)s prevails, as the text says.") % {
            "language": native_name(alignment.which)
        }
    elif alignment.prevails:
        said = _("The versions do not say the same about which of them prevails.")
    else:
        said = _("The text does not say which language version prevails.")
    return {
        "said": said, "is_settled": bool(alignment.which) and not alignment.findings,
        "sentences": [
            (native_name(spoken), spoken, direction(spoken), found) for spoken, found in alignment.prevails.items()
        ],
    }  # fmt: skip
