"""Real agreements as published facts show them: what is known of each element, and what is not known here."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.agreements.appraisal_document import compose_facts
from concord.agreements.appraisal_facts import from_facts, one_from_facts
from concord.agreements.appraisal_files import FORMATS, content_of
from concord.agreements.elements import catalogue, label_of_level
from concord.errors import NotFound
from concord_site.agreements.actions.writing import Opened
from concord_site.agreements.appraising import shown
from concord_site.agreements.appraising.views import common
from concord_site.agreements.views import download, frame
from concord_site.agreements.views import page as show
from concord_site.shell.i18n import language


@login_required
@require_safe
def known(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Every agreement whose facts are declared."""
    dossier, context = frame(request, dossier_id, "appraisal")
    agreements = [
        {
            "of": each, "title": shown.best(each.title), "not_known": len(each.not_known()),
            "facts": [
                (shown.best(element.label), shown.best(fact.says), label_of_level(fact.at_least, language()),
                 _read(fact.read_in), fact.source)
                for element, fact in each.known()
            ],
            "files": [
                (format, reverse("agreements:appraisal-known-file", kwargs={
                    "dossier_id": dossier.id, "agreement": each.id, "format": format}))
                for format in FORMATS
            ],
        }
        for each in from_facts()
    ]  # fmt: skip
    return show(
        request, "agreements/appraising/known.html",
        common.below(context, reverse("agreements:appraisal", kwargs={"dossier_id": dossier.id}), _("Real agreements")),
        links=common.tabs(dossier, "known"), agreements=agreements, note=catalogue().note,
    )  # fmt: skip


def _read(where: str) -> str:
    return {
        "text": _("read in a part of the text"), "summary": _("read in the publisher's summary"),
        "report": _("reported by others"),
    }[where]  # fmt: skip


@login_required
@require_safe
def known_file(request: HttpRequest, dossier_id: str, agreement: str, format: str) -> HttpResponse:
    """One of them as page, Word or PDF."""
    frame(request, dossier_id, "appraisal")
    if format not in FORMATS:
        raise NotFound("site.access.unknown")
    try:
        of = one_from_facts(agreement)
    except NotFound:
        raise NotFound("site.access.unknown") from None
    content = content_of(compose_facts(of, language(), as_of=timezone.now().date()), format)
    return download(Opened(f"{of.id.lower()}.{format}", "application/octet-stream", content))
