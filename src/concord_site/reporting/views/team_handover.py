"""The hand-over for a new officer, as a page, a PDF and a Word file."""

from __future__ import annotations

from importlib import import_module

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.errors import NotFound
from concord.reporting import handover
from concord_site.audit import log
from concord_site.reporting.answering import outward
from concord_site.reporting.queries import team_handover as queries
from concord_site.reporting.views import team_parts as parts
from concord_site.reporting.views.filling import files
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Link

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

NAMES = {"pdf": "PDF", "docx": "Word"}


def _area(request: HttpRequest, asked: str) -> str:
    own = queries.countries(request.user)
    if not own or (asked and asked not in own):
        raise NotFound("site.access.unknown")
    return asked or own[0]


@login_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What is due, what was said, who helped, for whoever takes over; for the country's people alone."""
    area = _area(request, request.GET.get("country", ""))
    found = queries.kit(area, request.user, today=timezone.now().date(), language=language())
    title = _("Hand-over")
    own = queries.countries(request.user)
    return parts.shown(
        request, "handover", title, [Crumb(title)], kit=found,
        files=[(NAMES[each], reverse("reporting:handover-file", args=[area, each])) for each in MEDIA],
        countries=[Link(parts.area_name(each), f"?country={each}", each == area) for each in own] if own[1:] else [],
        sections=list(dict.fromkeys(each.section for each in (found.last.answers if found.last else ()))),
    )  # fmt: skip


@login_required
@require_safe
def file(request: HttpRequest, area: str, form: str) -> HttpResponse:
    """The same as a file."""
    if form not in MEDIA:
        raise NotFound("site.access.unknown")
    area = _area(request, area)
    today = timezone.now().date()
    document = handover.compose(queries.kit(area, request.user, today=today, language=language()), language())
    content = import_module(f"concord.documents.render.{form}").render(document)
    log.record("reporting.handover.made", by=request.user, area=area, details={"form": form})
    return files.sent_file(outward.File(content, f"{document.id}.{form}", MEDIA[form]))
