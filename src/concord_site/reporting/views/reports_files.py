"""Files of a report: workbooks and forms to answer without a line, files that come back, receipts."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from concord.errors import NotFound
from concord.reporting import places
from concord.reporting import receipt as receipts
from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES
from concord_site.reporting.actions import reports as actions
from concord_site.reporting.answering import outward
from concord_site.reporting.forms.reports import CompareForm
from concord_site.reporting.models.filling import _SIGNS
from concord_site.reporting.models.submissions import Filing
from concord_site.reporting.queries import reports as queries
from concord_site.reporting.queries.reports import COPY, ReportDesk
from concord_site.reporting.views.filling import files
from concord_site.reporting.views.filling.shown import opened, private
from concord_site.reporting.views.page import page as room_page
from concord_site.reporting.views.page import read_or_send
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Link


def _desk(request: HttpRequest, pk: object) -> ReportDesk:
    return ReportDesk(pk, request.user)


@login_required
@require_safe
def workbook(request: HttpRequest, pk: object, code: str) -> HttpResponse:
    """The workbook in one language, with what is answered so far and the answers of last time beside the cells."""
    if code not in LANGUAGES:
        raise NotFound("site.access.unknown")
    with override(code):
        found = opened(_desk(request, pk))
        row = found.row
        copy = "".join(secrets.choice(_SIGNS) for _n in range(6)).upper()
        made = outward.write(
            "xlsx", found.book, found.state, today=found.today, language=code, reference=found.desk.reference(row),
            area=row.area, area_name=places.name(row.area, code), last=_beside(found), kind="report",
            round=f"{row.round.year}{COPY}{copy}", generated=row.is_example,
        )  # fmt: skip
        assert made is not None
        if found.may_answer:
            actions.copy_out(found, copy)
    return files.sent_file(made)


def _beside(found: Any) -> dict[str, Any]:
    return dict(found.last.carried) if found.last.old is not None else {}


@login_required
@require_safe
def form(request: HttpRequest, pk: object) -> HttpResponse:
    """The questionnaire as an XForm, for ODK and KoBo."""
    from concord.instrument import xform

    found = opened(_desk(request, pk))
    name = f"{found.instrument.id}-{found.desk.reference(found.row)}.xml"
    return files.sent_file(outward.File(xform.definition(found.instrument), name, "application/xml"))


# ---- receipts --------------------------------------------------------------------------------------------------------
@login_required
@require_safe
def receipt(request: HttpRequest, pk: object) -> HttpResponse:
    """The receipt of a filing, for its country."""
    filing = queries.filing(pk, request.user)
    said = receipt_of(filing, request)
    title = _("The report is sent")
    row = filing.submission
    trail = [
        Crumb(_("Reports"), reverse("reporting:reports")),
        Crumb(queries.name_of(row), reverse("reporting:report", args=[row.pk])), Crumb(_("Receipt")),
    ]  # fmt: skip
    return private(
        room_page(
            request, "reports/receipt", title, trail, filing=filing, receipt=said, row=row,
            country=places.name(row.area, language()),
            files=[
                Link(NATIVE_NAMES[code], reverse("reporting:receipt-file", args=[filing.pk, code]))
                for code in LANGUAGES
            ],
        )
    )  # fmt: skip


@login_required
@require_safe
def receipt_file(request: HttpRequest, pk: object, code: str) -> HttpResponse:
    """The receipt as a PDF, in one language."""
    from concord.documents.render import pdf

    if code not in LANGUAGES:
        raise NotFound("site.access.unknown")
    filing = queries.filing(pk, request.user)
    content = pdf.render(receipts.compose(receipt_of(filing, request), code))
    return files.sent_file(outward.File(content, f"{filing.reference}-{code}.pdf", "application/pdf"))


def receipt_of(filing: Filing, request: HttpRequest) -> receipts.Receipt:
    """What a receipt says of a filing."""
    from concord.instrument.answers import addresses, parse

    row = filing.submission
    instrument = queries.instrument_of(row)
    answered = sum(1 for _each in addresses(instrument, parse(filing.answers)))
    counts = {level: sum(1 for each in filing.findings if each["level"] == level) for level in ("soft", "note")}
    return receipts.Receipt(
        reference=filing.reference, digest=filing.digest, area=row.area, round=row.round.year, received=filing.at,
        language=filing.language, questionnaire=instrument.title, version=f"{row.instrument} {row.number}".strip(),
        instrument_digest=row.digest, declared_by=filing.statement.get("name", ""),
        office=filing.statement.get("office", ""), answered=answered,
        findings=counts, withheld=len(filing.withheld), number=filing.number, is_late=filing.is_late,
        is_example=row.is_example, address=request.build_absolute_uri(reverse("reporting:receipts")),
    )  # fmt: skip


@read_or_send
def compare(request: HttpRequest) -> HttpResponse:
    """Anybody who holds a receipt compares it; what does not fit and what does not exist are answered alike."""
    form, fits = CompareForm(request.POST or None), None
    if form.is_valid():
        fits = queries.compared(form.cleaned_data["reference"], form.cleaned_data["digest"])
    title = _("Compare a receipt")
    return private(
        room_page(
            request, "reports/compare", title, [Crumb(title)], form=form, fits=fits, today=timezone.now().date(),
            status=422 if form.is_bound and not form.is_valid() else 200,
        )
    )  # fmt: skip
