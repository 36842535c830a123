"""Papers of preparation as Word and PDF: the record of consultations, and the national position of the delegation."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from concord.agreements import lifecycle, position_document, stakeholders
from concord.agreements.appraisal_files import content_of
from concord.consultations import record
from concord.documents.model import Document
from concord.errors import NotFound
from concord.findings import Findings
from concord_site.agreements.actions.writing import Opened
from concord_site.agreements.preparing import queries
from concord_site.agreements.preparing.views import telling
from concord_site.agreements.preparing.views.coherence import fits
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.views import download, frame
from concord_site.shell.i18n import language
from concord_site.shell.parts.documents import FILES, FORMATS


def links(name: str, dossier: Dossier) -> list[tuple[str, str]]:
    """What a paper is given out as, with the address of each file."""
    return [
        (label, reverse(f"agreements:{name}", kwargs={"dossier_id": dossier.id, "format": format}))
        for label, format in FILES
    ]


@login_required
@require_safe
def consultations(request: HttpRequest, dossier_id: str, format: str) -> HttpResponse:
    """The record of one's own consultations."""
    dossier, _context = frame(request, dossier_id, "consultations")
    made = record.compose(_record(dossier), language(), as_of=timezone.now().date())
    return _given("consultations", made, format)


@login_required
@require_safe
def position(request: HttpRequest, dossier_id: str, format: str) -> HttpResponse:
    """The position of one's own party."""
    dossier, _context = frame(request, dossier_id, "position")
    made = position_document.compose(_position(dossier), language(), as_of=timezone.now().date())
    return _given("national-position", made, format)


def _given(name: str, made: Document, format: str) -> HttpResponse:
    if format not in FORMATS:
        raise NotFound("site.access.unknown")
    return download(Opened(f"{name}.{format}", FORMATS[format], content_of(made, format)))


def _record(dossier: Dossier) -> record.Material:
    phases = tuple(
        record.Phase(each.id, each.label, tuple(type.id for type in stakeholders.expected(each.id)))
        for each in lifecycle.phases()
    )
    types = {each.id: each.label for each in stakeholders.types().values()}
    return record.Material(
        dossier.title, dossier.mine.name, phases, types, queries.consultations_of(dossier), dossier.is_invented
    )


def _position(dossier: Dossier) -> position_document.Material:
    held, names = queries.position_of(dossier), telling.names(dossier)
    found = Findings([*held.findings(), *fits(dossier, queries.told_of(dossier))])
    return position_document.Material(
        dossier.title, dossier.mine.name, held, queries.cited_of(dossier),
        {each.need.id: each.need.statement for each in queries.needs_of(dossier)}, telling.named(found, names),
        dossier.is_invented,
    )  # fmt: skip
