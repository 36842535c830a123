"""A country's own reports for programs: begin, read, write, check, send; with a key made for that country alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Path, Query, Router

from concord.errors import Conflict, NotFound
from concord.findings import Findings, as_json
from concord_site.accounts.api_keys.queries import acting
from concord_site.accounts.interface import asking
from concord_site.reporting.actions import filling, filling_uploads
from concord_site.reporting.actions import reports as actions
from concord_site.reporting.interface import report_schemas as schemas
from concord_site.reporting.models.rounds import Round
from concord_site.reporting.models.submissions import Filing, Submission
from concord_site.reporting.queries import reports
from concord_site.reporting.queries.filling import Opened
from concord_site.shell import access
from concord_site.shell.interface import answers
from concord_site.shell.interface.limits import Rate
from concord_site.shell.interface.schemas import Language

router = Router(auth=asking)
FINDINGS_AT_MOST = 100
WRITING = Rate("reports", anonymous=10, keyed=300)
READ, WRITE, SUBMIT = "reports:read", "reports:write", "reports:submit"

Speaking = Annotated[
    Language | None, Query(description="Language of the words; else the header `Accept-Language` decides.")
]
Id = Annotated[
    str, Path(description="Id of a report.", max_length=36, examples=["5f0c6f9e-1d1b-4f0e-9d0a-0b9d6a1f2c3d"])
]


def _language() -> str:
    return get_language() or "en"


def _today() -> dt.date:
    return timezone.localdate()


def _private(value: Any, *, status: int = 200) -> HttpResponse:
    response = answers.as_json(value, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def _desk(request: HttpRequest, id: str, scope: str) -> reports.ReportDesk:
    """The desk at a report of the key's own country; any other is not known."""
    person, area = acting(request.auth, scope)  # type: ignore[attr-defined]
    desk = reports.ReportDesk(id, person)
    if desk.fetch().area != area:
        raise NotFound("site.access.unknown")
    return desk


def _opened(desk: reports.ReportDesk) -> Opened:
    return reports.opened_for(desk.fetch(), desk, today=_today(), language=_language())


# ---- rounds ---------------------------------------------------------------------------------------------------------
@router.get("/rounds", response=schemas.RoundsOut, summary="List rounds", operation_id="listRounds")
def rounds(request: HttpRequest, language: Speaking = None) -> HttpResponse:
    """Rounds that are open or were, the newest first, with their days and instruments."""
    by: Any = request.auth  # type: ignore[attr-defined]
    rows = access.visible(Round, by).exclude(state=Round.State.PREPARING).prefetch_related("instruments")
    return answers.opened(answers.as_json({"items": [_round(each) for each in rows.order_by("-year")]}), seconds=60)


def _round(row: Round) -> dict[str, Any]:
    return {
        "year": row.year, "state": row.state, "opens_on": row.opens_on.isoformat(), "due_on": row.due_on.isoformat(),
        "closes_on": row.closes_on.isoformat() if row.closes_on else None, "is_example": row.is_example,
        "instruments": {each.use: each.instrument for each in row.instruments.all()},
    }  # fmt: skip


# ---- a country's own reports ----------------------------------------------------------------------------------------
@router.get("/reports", response=schemas.ReportsOut, summary="List own reports", operation_id="listReports")
def listed(request: HttpRequest, language: Speaking = None) -> HttpResponse:
    """The reports of the key's country, the newest round first. Scope `reports:read`."""
    person, area = acting(request.auth, READ)  # type: ignore[attr-defined]
    found = reports.of_area(area, person)
    return _private({"items": [_report(_opened(reports.ReportDesk(each, person))) for each in found]})


@router.post(
    "/reports", response=schemas.ReportOut, summary="Begin a report", operation_id="beginReport", throttle=[WRITING]
)
def begin(request: HttpRequest, body: schemas.BeginIn, language: Speaking = None) -> HttpResponse:
    """Begin the country's report in an open round, or find the one that was begun. Scope `reports:write`."""
    person, area = acting(request.auth, WRITE)  # type: ignore[attr-defined]
    row = access.visible(Round, person).filter(year=body.round).first()
    if row is None:
        raise NotFound("site.access.unknown")
    made = actions.begin(row, area, by=person, today=_today(), mode=body.mode, language=body.language)
    return _private(_report(_opened(reports.ReportDesk(made.pk, person))))


@router.get("/reports/{id}", response=schemas.ReportOut, summary="One own report", operation_id="getReport")
def report(request: HttpRequest, id: Id, language: Speaking = None) -> HttpResponse:
    """Where a report stands. Scope `reports:read`."""
    return _private(_report(_opened(_desk(request, id, READ))))


def _report(found: Opened) -> dict[str, Any]:
    row: Submission = found.row
    return {
        "id": str(row.pk), "round": row.round.year, "area": row.area, "edition": row.edition, "state": row.state,
        "instrument": row.instrument, "instrument_version": row.number, "instrument_digest": row.digest,
        "mode": row.mode, "language": row.language, "due_on": reports.due_of(row, found.today).isoformat(),
        "digest": filling.digest(found.book), "saved_at": row.saved_at.isoformat(),
        "submitted_at": row.submitted_at.isoformat() if row.submitted_at else None, "withheld": row.withheld,
        "is_example": row.is_example,
    }  # fmt: skip


@router.get(
    "/reports/{id}/answers", response=schemas.AnswersOut, summary="Answers of an own report",
    operation_id="getReportAnswers",
)  # fmt: skip
def kept(request: HttpRequest, id: Id, language: Speaking = None) -> HttpResponse:
    """The working answers as they stand. Scope `reports:read`."""
    found = _opened(_desk(request, id, READ))
    book = found.book
    conflicts = sorted(at for each, kept in book.kept.items() if kept.rival and (at := book.positional(each)))
    return _private({"answers": book.answers(), "digest": filling.digest(book), "conflicts": conflicts})


@router.patch(
    "/reports/{id}/answers", response=schemas.WrittenOut, summary="Write answers of an own report",
    operation_id="writeReportAnswers", throttle=[WRITING],
)  # fmt: skip
def write(request: HttpRequest, id: Id, body: schemas.WriteIn, language: Speaking = None) -> HttpResponse:
    """Write some answers, all or none. What breaks a rule is refused; others' later answers too, given a digest.

    Scope `reports:write`.
    """
    desk, spoken = _desk(request, id, WRITE), _language()
    given, removed = _parted(body.answers)
    with transaction.atomic():
        before = filling.held(desk, today=_today(), language=spoken)
        if body.digest and body.digest != filling.digest(before.book):
            raise Conflict("reporting.report.moved")
        changed = filling_uploads.whole(desk, given, language=spoken, today=_today(), way="api", removed=removed)
    found = _opened(desk)
    said = Findings([each for every in found.faults.values() for each in every])
    return _private({"changed": changed, "digest": filling.digest(found.book), "findings": _said(said, spoken)})


def _parted(given: Mapping[str, Any], at: str = "") -> tuple[dict[str, Any], list[str]]:
    """What is given, and the addresses by position whose answers are taken back."""
    held: dict[str, Any] = {}
    removed: list[str] = []
    for key, value in given.items():
        if value is None:
            removed.append(f"{at}{key}")
        elif isinstance(value, list) and value and all(isinstance(each, Mapping) for each in value):
            held[key] = []
            for place, inner in enumerate(value, start=1):
                kept, gone = _parted(inner, f"{at}{key}[{place}]/")
                held[key].append(kept)
                removed += gone
        else:
            held[key] = value
    return held, removed


@router.post(
    "/reports/{id}/check", response=schemas.CheckOut, summary="Check an own report", operation_id="checkReport",
    throttle=[WRITING],
)  # fmt: skip
def check(request: HttpRequest, id: Id, language: Speaking = None) -> HttpResponse:
    """Everything that can be said of a report as it stands, what is missing included. Scope `reports:read`."""
    findings = actions.findings_of(_opened(_desk(request, id, READ)))
    counts = {"hard": len(findings.hard), "soft": len(findings.soft), "notes": len(findings.notes)}
    return _private({**counts, "findings": _said(findings, _language())})


def _said(findings: Findings, language: str) -> list[dict[str, Any]]:
    return list(_sentences(findings, language))[:FINDINGS_AT_MOST]


def _sentences(findings: Findings, language: str) -> Iterator[dict[str, Any]]:
    for each in (*findings.hard, *findings.soft, *findings.notes):
        yield as_json(each, language)


@router.post(
    "/reports/{id}/submit", response=schemas.ReceiptOut, summary="Send an own report", operation_id="submitReport",
    throttle=[WRITING],
)  # fmt: skip
def submit(request: HttpRequest, id: Id, body: schemas.SubmitIn, language: Speaking = None) -> HttpResponse:
    """Send a report with its declaration; asked twice, it gives the same receipt. Scope `reports:submit`."""
    desk = _desk(request, id, SUBMIT)
    filing = actions.submit(
        desk.pk, by=desk.by, statement={"name": body.name, "office": body.office}, language=_language(),
        today=_today(), seen=body.digest,
    )  # fmt: skip
    return _private(_receipt(filing))


@router.get(
    "/reports/{id}/receipts", response=schemas.ReceiptsOut, summary="Receipts of an own report",
    operation_id="listReceipts",
)  # fmt: skip
def receipts(request: HttpRequest, id: Id, language: Speaking = None) -> HttpResponse:
    """Every time it was sent, the newest first. Scope `reports:read`."""
    row = _desk(request, id, READ).fetch()
    return _private({"items": [_receipt(each) for each in row.filings.order_by("-number")]})


def _receipt(filing: Filing) -> dict[str, Any]:
    return {
        "reference": filing.reference, "digest": filing.digest, "at": filing.at.isoformat(), "number": filing.number,
        "is_late": filing.is_late,
    }  # fmt: skip
