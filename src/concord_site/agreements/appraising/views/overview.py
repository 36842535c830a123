"""The appraisal as it stands: the answer, the profile, what to ask next, every element; and its files."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from concord.agreements.appraisal import Appraisal, Part
from concord.agreements.appraisal_document import compose
from concord.agreements.appraisal_files import FORMATS, content_of
from concord.agreements.comparison import compare
from concord.agreements.elements import catalogue
from concord.errors import NotFound
from concord.vocabulary.text import Text
from concord_site.agreements.actions.writing import Opened
from concord_site.agreements.appraising import actions, naming, shown
from concord_site.agreements.appraising.queries import Desk
from concord_site.agreements.appraising.views import common
from concord_site.agreements.views import download, read_or_send
from concord_site.agreements.views import page as show
from concord_site.shell.i18n import language

#: Gaps shown at once; the others are behind a fold.
FIRST_GAPS = 5


@login_required
@read_or_send
def page(request: HttpRequest, dossier_id: str, side: str = "shared") -> HttpResponse:
    """The appraisal of one text in one space."""
    desk, context = common.opened(request, dossier_id, side)
    context["note"] = catalogue().note
    if desk.source is None:
        return show(request, "agreements/appraising/appraisal.html", context)
    if request.method == "POST":
        return _taken_over(request, desk)
    of = desk.appraisal(suggested=True)
    gaps = [shown.line(row, desk.language) for row in of.gaps()]
    return show(
        request, "agreements/appraising/appraisal.html", context, of=of, sentences=shown.key_sentences(of),
        texts=common.texts(desk), text_name=naming.text_name(desk.text), counts=of.count,
        drawings=shown.drawings(of) if of.count.marked else [],
        gaps=[(each, common.address(desk, "appraisal-element", element=each.element.id)) for each in gaps[:FIRST_GAPS]],
        more_gaps=[(each, common.address(desk, "appraisal-element", element=each.element.id))
                   for each in gaps[FIRST_GAPS:]],
        groups=[_group(desk, part) for part in of.by_group()], quality=desk.suggestions.quality,
        uncited=_uncited(of), files=_files(desk), beside=common.address(desk, "appraisal-beside"),
        earlier=naming.text_name(desk.earlier) if desk.earlier else "", next=_next(desk, of),
    )  # fmt: skip


def _taken_over(request: HttpRequest, desk: Desk) -> HttpResponse:
    found = actions.take_over(desk, by=request.user, now=timezone.now())
    held, again = len(found.holding), len(found.to_look_at)
    said = ngettext("%(count)d mark was taken over.", "%(count)d marks were taken over.", held) % {"count": held}
    if again:
        said += " " + ngettext(
            "%(count)d is to be looked at again: a clause reads otherwise, is gone, or something new stands there.",
            "%(count)d are to be looked at again: clauses read otherwise, are gone, or something new stands there.",
            again,
        ) % {"count": again}  # fmt: skip
    messages.success(request, said)
    return redirect(common.home(desk))


def _group(desk: Desk, part: Part) -> dict[str, Any]:
    lines = [
        (shown.line(row, desk.language), common.address(desk, "appraisal-element", element=row.element.id))
        for row in part.rows
    ]
    return {"id": part.id, "label": shown.best(part.label), "lines": lines}


def _next(desk: Desk, of: Appraisal) -> str:
    """Address of the first element that nobody has marked."""
    rows = of.open()
    return common.address(desk, "appraisal-element", element=rows[0].element.id) if rows else ""


def _uncited(of: Appraisal) -> list[str]:
    """Clauses that no element cites, once something is marked."""
    return [naming.clause_title(each) for each in of.uncited()] if of.count.marked else []


def _files(desk: Desk) -> list[tuple[str, str]]:
    return [(each, common.address(desk, "appraisal-file", format=each)) for each in (*FORMATS, "json")]


@login_required
@require_safe
def file(request: HttpRequest, dossier_id: str, side: str, format: str) -> HttpResponse:
    """The appraisal as page, Word, PDF or JSON; earlier texts that have marks stand beside it."""
    desk, _context = common.opened(request, dossier_id, side)
    if format not in (*FORMATS, "json"):
        raise NotFound("site.access.unknown")
    of = desk.appraisal(suggested=True)
    if format == "json":
        content = json.dumps(of.to_json(), ensure_ascii=False, indent=1).encode()
    else:
        drafts = [each for each in desk.sources if each.key != desk.text.key and desk.marks_of(each)]
        both = compare([*(desk.appraisal_of(each) for each in drafts), of]) if drafts else None
        names = tuple(Text({language(): naming.text_name(each)}) for each in (*drafts, desk.text))
        content = content_of(
            compose(of, language(), as_of=timezone.now().date(), beside=both, names=names if both else ()), format
        )  # fmt: skip
    return download(Opened(f"{_('appraisal')}.{format}", "application/octet-stream", content))
