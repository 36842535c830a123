"""Files out: findings, tables, templates. Nothing of what was sent goes out again but as findings about it."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from concord.errors import NotFound
from concord.mds.template import NOTHING_FILLED
from concord.vocabulary.languages import LANGUAGES
from concord_site.mds import due, templates_offered
from concord_site.mds.actions import marking
from concord_site.mds.queries import deliveries, exports, last_rows, observatories
from concord_site.mds.views.page import own_page, private
from concord_site.shell.files import TYPES
from concord_site.shell.i18n import language


def _sent(content: bytes, name: str, format: str) -> HttpResponse:
    response = private(HttpResponse(content, content_type=TYPES.get(f".{format}", "application/octet-stream")))
    response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@login_required
@require_safe
def findings(request: HttpRequest, pk: object, format: str) -> HttpResponse:
    """All findings of the newest reading, as CSV or JSON."""
    row = deliveries.delivery(pk, request.user)
    found = deliveries.outcome_of(deliveries.reading_for(row, request.user))
    if found is None or format not in ("csv", "json"):
        raise NotFound("site.access.unknown")
    if format == "json":
        content = json.dumps(exports.findings_json(row, found, language()), ensure_ascii=False, indent=1).encode()
    else:
        content = exports.findings_csv(row, found, language())
    return _sent(content, f"concord-{row.area}-findings", format)


@never_cache
@login_required
@require_safe
def table(request: HttpRequest, pk: object, structure: str, format: str) -> HttpResponse:
    """A table of a delivery, for whoever may see it: as it would be confirmed, or as it was."""
    row = deliveries.delivery(pk, request.user)
    if format not in ("csv", "xlsx", "parquet"):
        raise NotFound("site.access.unknown")
    content = exports.table(row, request.user, structure, format, language())
    return _sent(content, f"concord-{row.area}-{structure}", format)


@never_cache
@login_required
@require_safe
def profile(request: HttpRequest, pk: object) -> HttpResponse:
    """How the files were read, for ``concord tabulate --profile`` on the officer's own computer."""
    row = deliveries.delivery(pk, request.user)
    read = deliveries.reading_for(row, request.user)
    if read is None:
        raise NotFound("site.access.unknown")
    return _sent(exports.profile_yaml(read), f"concord-{row.area}-profile", "yaml")


@never_cache
@login_required
@require_safe
def marked(request: HttpRequest, pk: object, file: int) -> HttpResponse:
    """A copy of a file with the cells marked; the first who asks for it waits until it is made."""
    row = deliveries.delivery(pk, request.user, "edit")
    made = marking.copy_of(row, file, language())
    if made is not None:
        name, content = made
        return _sent(content, name, "xlsx")
    if request.method == "GET":
        marking.ask(delivery_id=row.pk, file_id=file, language=language(), by=request.user)
    return own_page(
        request, "marking", _("The marked copy is being made"), row, "findings", status=202,
        problem=marking.problem_of(row, file, language()),
    )  # fmt: skip


@login_required
@require_safe
def template(request: HttpRequest, structure: str, format: str) -> HttpResponse:
    """A template in one of six languages: empty, or with the rows that were confirmed last (``last``)."""
    code = request.GET.get("in", "")
    code = code if code in LANGUAGES else language()
    areas = deliveries.areas(request.user)
    if not areas:
        raise NotFound("site.access.unknown")
    given, name = NOTHING_FILLED, f"concord-{structure}-{code}"
    if len(areas) == 1:
        area, wants_last = areas[0], bool(request.GET.get("last"))
        round = due.round_of(area, today=timezone.now().date())
        given = last_rows.filled(area, request.user, structure, code, round=round, last=wants_last)
        name = f"concord-{area}-{structure}-{given.years[0]}-{code}" if given.last else name
    return _sent(templates_offered.content(structure, format, code, filled=given), name, format)


@never_cache
@login_required
@require_safe
def quality(request: HttpRequest, pk: object, format: str) -> HttpResponse:
    """The data quality report of a delivery, as PDF or for Word; for the country alone."""
    from concord.documents.render import docx, pdf
    from concord_site.mds.queries import quality as reports

    row = deliveries.delivery(pk, request.user)
    if format not in ("pdf", "docx") or not observatories.is_own(row, request.user):
        raise NotFound("site.access.unknown")
    document = reports.report(row, request.user)
    content = pdf.render(document) if format == "pdf" else docx.render(document)
    return _sent(content, f"concord-{row.area}-quality", format)
