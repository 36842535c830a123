"""A country's deliveries for programs: bring files, have them read, answer, explain, confirm, take tables away.

With a key made for that country alone. Every operation does what the page does, through the same actions and limits.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Path, Query, Router

from concord.declarations.messages import fill
from concord.errors import Conflict, Invalid, NotFound
from concord.mds.proposing.answering import answer
from concord_site.accounts.api_keys.queries import acting
from concord_site.accounts.interface import asking
from concord_site.mds import due, outcome, reading, watch_api
from concord_site.mds.actions import confirming, delivering, explaining, marking, profiling, reading_files
from concord_site.mds.interface import schemas, values
from concord_site.mds.models import Delivery
from concord_site.mds.queries import deliveries, exports, settling
from concord_site.mds.queries.board import explained_before
from concord_site.shell.interface import answers
from concord_site.shell.interface.limits import Rate
from concord_site.shell.interface.schemas import Language
from concord_site.shell.models import Job

router = Router(auth=asking)
router.add_router("", watch_api.router)
READ, WRITE = "data:read", "data:write"
WRITING = Rate("data", anonymous=10, keyed=300)
CHUNK = 1 << 16
LISTED_AT_MOST = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

Speaking = Annotated[
    Language | None, Query(description="Language of the words; else the header `Accept-Language` decides.")
]
Id = Annotated[str, Path(description="Id of a delivery.", max_length=36, examples=[schemas.ID])]
FileId = Annotated[int, Path(description="Id of a file.", examples=[7])]
Structure = Annotated[str, Path(description="Id of a structure.", max_length=80, examples=["mds-stock-by-training"])]
Name = Annotated[
    str, Path(description="Name of the file; its ending says what it is.", max_length=200, examples=["stock.csv"])
]


def _files(*media: str) -> dict[str, Any]:
    content = {each: {"schema": {"type": "string", "format": "binary"}} for each in media}
    return {"responses": {200: {"description": "The file.", "content": content}}}


BYTES = {
    "requestBody": {
        "required": True,
        "description": "The bytes of the file.",
        "content": {
            "application/octet-stream": {"schema": {"type": "string", "format": "binary", "example": "Area;Year;…"}}
        },
    }
}


def _language() -> str:
    return get_language() or "en"


def _private(value: Any, *, status: int = 200) -> HttpResponse:
    response = answers.as_json(value, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def _download(content: bytes, name: str, media: str) -> HttpResponse:
    response = answers.download(content, name=name, media_type=media)
    response["Cache-Control"] = "no-store, private"
    return response


def _held(request: HttpRequest, id: str, scope: str) -> tuple[Delivery, Any]:
    """A delivery of the key's own country and the person for whom the key acts; any other is not known.

    Of the countries its person follows, a key of the secretariat reads what they have confirmed.
    """
    asker: Any = request.auth  # type: ignore[attr-defined]
    person, area = watch_api.who(request, watch_api.READ) if scope == READ else acting(asker, scope)
    row = deliveries.delivery(_uuid(id), person)
    if area and row.area != area:
        raise NotFound("site.access.unknown")
    return row, person


def _uuid(id: str) -> str:
    try:
        return str(uuid.UUID(id))
    except ValueError:
        raise NotFound("site.access.unknown") from None


def _again(row: Delivery, person: Any) -> HttpResponse:
    return _private(values.delivery(deliveries.glance(row.pk, person), person))


def _found(row: Delivery, person: Any) -> outcome.Outcome:
    """What the newest reading gave.

    Raises:
        Conflict: ``site.delivery.not-read``.
    """
    found = deliveries.outcome_of(deliveries.reading_for(row, person))
    if found is None:
        raise Conflict("site.delivery.not-read")
    return found


# ---- deliveries ------------------------------------------------------------------------------------------------------
@router.get("/deliveries", response=schemas.Deliveries, summary="List own deliveries", operation_id="listDeliveries")
def listed(request: HttpRequest, language: Speaking = None) -> HttpResponse:
    """The deliveries of the key's country that its person may see. Scope `data:read`."""
    person, area = acting(request.auth, READ)  # type: ignore[attr-defined]
    rows = deliveries.seen_by(person, area=area).select_related("organisation")[:LISTED_AT_MOST]
    return _private({"items": [values.delivery(each, person, with_files=False) for each in rows]})


@router.post(
    "/deliveries", response=schemas.Delivery, summary="Begin a delivery", operation_id="beginDelivery",
    throttle=[WRITING],
)  # fmt: skip
def begin(request: HttpRequest, body: schemas.DeliveryIn, language: Speaking = None) -> HttpResponse:
    """Begin a delivery of the key's country; the country is never taken from a file. Scope `data:write`."""
    person, area = acting(request.auth, WRITE)  # type: ignore[attr-defined]
    made = delivering.begin(
        area=area, by=person, what=body.what, subject=body.subject, year=body.year,
        round=due.round_of(area, today=timezone.now().date()),
        replaces=_uuid(body.replaces) if body.replaces else None,
    )  # fmt: skip
    return _again(made, person)


@router.get("/deliveries/{id}", response=schemas.Delivery, summary="One own delivery", operation_id="getDelivery")
def one(request: HttpRequest, id: Id, language: Speaking = None) -> HttpResponse:
    """What a delivery holds. Scope `data:read`, or `watch:read` once it is confirmed."""
    row, person = _held(request, id, READ)
    return _private(values.delivery(row, person))


# ---- files and reading -----------------------------------------------------------------------------------------------
@router.put(
    "/deliveries/{id}/files/{name}", response=schemas.Delivery, summary="Send a file", operation_id="sendDataFile",
    throttle=[WRITING], openapi_extra=BYTES,
)  # fmt: skip
def send(request: HttpRequest, id: Id, name: Name, language: Speaking = None) -> HttpResponse:
    """Send the bytes of a file as they are, under the limits of the page; one of the same name is replaced.

    Scope `data:write`.
    """
    row, person = _held(request, id, WRITE)
    limit = settings.CONCORD.upload_megabytes
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdigit() and int(length) > limit * 1_000_000:
        raise Invalid("site.file.too-large", params={"megabytes": limit})
    delivering.add(delivery_id=row.pk, chunks=_chunks(request), name=name, by=person)
    return _again(row, person)


def _chunks(request: HttpRequest) -> Iterator[bytes]:
    while piece := request.read(CHUNK):
        yield piece


@router.delete(
    "/deliveries/{id}/files/{name}", response=schemas.Delivery, summary="Take a file out",
    operation_id="takeDataFileOut", throttle=[WRITING],
)  # fmt: skip
def take_out(request: HttpRequest, id: Id, name: Name, language: Speaking = None) -> HttpResponse:
    """Take a file out of those that are read. Scope `data:write`."""
    row, person = _held(request, id, WRITE)
    there = {each.name: each.pk for each in deliveries.used_files(row)}
    if name not in there:
        raise NotFound("site.access.unknown")
    delivering.take_out(delivery_id=row.pk, file_id=there[name], by=person)
    return _again(row, person)


@router.post(
    "/deliveries/{id}/reading", response=schemas.Progress, summary="Have the files read", operation_id="readDelivery",
    throttle=[WRITING],
)  # fmt: skip
def read(request: HttpRequest, id: Id, language: Speaking = None) -> HttpResponse:
    """Start the job that the page starts; ask for the state until it is done. Scope `data:write`."""
    row, person = _held(request, id, WRITE)
    reading_files.start(delivery_id=row.pk, by=person)
    return _state(deliveries.glance(row.pk, person))


@router.delete(
    "/deliveries/{id}/reading", response=schemas.Progress, summary="Stop the reading", operation_id="stopReading",
    throttle=[WRITING],
)  # fmt: skip
def stop(request: HttpRequest, id: Id, language: Speaking = None) -> HttpResponse:
    """Stop the reading that runs; what was read before stays as it was. Scope `data:write`."""
    row, person = _held(request, id, WRITE)
    reading_files.stop(delivery_id=row.pk, by=person)
    return _state(deliveries.glance(row.pk, person))


@router.get(
    "/deliveries/{id}/state", response=schemas.Progress, summary="How far a delivery is",
    operation_id="getDeliveryState",
)  # fmt: skip
def state(request: HttpRequest, id: Id, language: Speaking = None) -> HttpResponse:
    """Where it stands, and how far its reading is. Scope `data:read`."""
    person, area = acting(request.auth, READ)  # type: ignore[attr-defined]
    row = deliveries.glance(_uuid(id), person)  # asked again and again: no entry of the log each time
    if row.area != area:
        raise NotFound("site.access.unknown")
    return _state(row)


def _state(row: Delivery) -> HttpResponse:
    return _private(values.progress(row, _problem(deliveries.job(row))))


def _problem(found: Job | None) -> str:
    if found is None or not found.problem:
        return ""
    worded = fill(found.problem["code"], found.problem.get("params") or {}, language=_language())
    return f"{worded.message} {worded.hint}".strip()


# ---- questions and findings ------------------------------------------------------------------------------------------
@router.get(
    "/deliveries/{id}/questions", response=schemas.Questions, summary="What is asked", operation_id="getDataQuestions"
)
def questions(request: HttpRequest, id: Id, language: Speaking = None) -> HttpResponse:
    """What only somebody who knows the files can settle, and the profile as it stands. Scope `data:read`."""
    row, person = _held(request, id, READ)
    return _private(values.questions(row, _found(row, person)))


@router.post(
    "/deliveries/{id}/answers", response=schemas.Delivery, summary="Answer questions",
    operation_id="answerDataQuestions", throttle=[WRITING],
)  # fmt: skip
def answered(request: HttpRequest, id: Id, body: schemas.AnswersTold, language: Speaking = None) -> HttpResponse:
    """Answer some questions, all or none, or give a whole profile; then have the files read again.

    Scope `data:write`.
    """
    row, person = _held(request, id, WRITE)
    said = _said(row, body, person)
    profiling.save(delivery_id=row.pk, said=said, by=person, version=body.version)
    return _again(row, person)


def _said(row: Delivery, body: schemas.AnswersTold, person: Any) -> dict[str, Any]:
    found = _found(row, person) if body.profile is None or body.answers else outcome.Outcome()
    profile = reading.profile(found.profile if body.profile is None else body.profile)
    free = {each["id"]: each["free"] for each in found.questions}
    for id, choice in body.answers.items():
        if id not in free:
            raise Invalid("site.data.nothing-to-answer", params={"id": id[:120]})
        given = settling.area_of(choice) if free[id] == "area" and choice not in ("unknown", "leave-out") else choice
        profile = answer(profile, id, given)
    return profile.as_dict()


@router.get(
    "/deliveries/{id}/findings", response=schemas.DataFindings, summary="What was found",
    operation_id="getDataFindings",
)  # fmt: skip
def findings(request: HttpRequest, id: Id, language: Speaking = None) -> HttpResponse:
    """Findings with place, value, sentence and remedy, as on the page and the command line. Scope `data:read`."""
    row, person = _held(request, id, READ)
    return _private(values.findings(row, _found(row, person)))


@router.get(
    "/deliveries/{id}/findings.csv", response=None, summary="All findings as CSV",
    operation_id="getDataFindingsFile", openapi_extra=_files("text/csv"),
)  # fmt: skip
def findings_file(request: HttpRequest, id: Id, language: Speaking = None) -> HttpResponse:
    """Every finding as a row. Scope `data:read`."""
    row, person = _held(request, id, READ)
    content = exports.findings_csv(row, _found(row, person), _language())
    return _download(content, f"concord-{row.area}-findings.csv", CSV)


@router.get(
    "/deliveries/{id}/explanations", response=schemas.Explanations, summary="What was explained",
    operation_id="listExplanations",
)  # fmt: skip
def explanations(request: HttpRequest, id: Id, language: Speaking = None) -> HttpResponse:
    """The explanations that go with the figures. Scope `data:read`, or `watch:read` once it is confirmed."""
    row, person = _held(request, id, READ)
    found = deliveries.outcome_of(deliveries.current_reading(row)) if row.is_open else None
    offered = explained_before(row, found, deliveries.previous(row, person)) if found is not None else {}
    return _private({
        "items": [values.explanation(each) for each in row.explanations.order_by("pk")],
        "offered": [values.explanation(each) for each in offered.values()],
    })  # fmt: skip


@router.put(
    "/deliveries/{id}/explanations", response=schemas.Delivery, summary="Explain a finding",
    operation_id="explainFinding", throttle=[WRITING],
)  # fmt: skip
def explain(request: HttpRequest, id: Id, body: schemas.ExplanationIn, language: Speaking = None) -> HttpResponse:
    """Say why a soft finding is right as it stands, or take that back. Scope `data:write`."""
    row, person = _held(request, id, WRITE)
    explaining.explain(delivery_id=row.pk, key=body.key, text=body.text, by=person)
    return _again(row, person)


@router.post(
    "/deliveries/{id}/explanations/again", response=schemas.Delivery, summary="Say again what was said last time",
    operation_id="explainAgain", throttle=[WRITING],
)  # fmt: skip
def explain_again(request: HttpRequest, id: Id, body: schemas.Again, language: Speaking = None) -> HttpResponse:
    """Take over what explained the same finding of the same series last time. Scope `data:write`."""
    row, person = _held(request, id, WRITE)
    explaining.take_over(delivery_id=row.pk, by=person, key=body.key)
    return _again(row, person)


# ---- deciding --------------------------------------------------------------------------------------------------------
@router.post(
    "/deliveries/{id}/confirm", response=schemas.Delivery, summary="Confirm the tables", operation_id="confirmDelivery",
    throttle=[WRITING],
)  # fmt: skip
def confirm(request: HttpRequest, id: Id, body: schemas.Declaration, language: Speaking = None) -> HttpResponse:
    """Stand by the tables, with a declaration; rows about persons are erased at once. Scope `data:write`."""
    row, person = _held(request, id, WRITE)
    confirming.confirm(delivery_id=row.pk, version=body.version, name=body.name, office=body.office, by=person)
    return _again(row, person)


@router.post(
    "/deliveries/{id}/withdraw", response=schemas.Delivery, summary="Take a delivery back",
    operation_id="withdrawDelivery", throttle=[WRITING],
)  # fmt: skip
def withdraw(request: HttpRequest, id: Id, body: schemas.Reason, language: Speaking = None) -> HttpResponse:
    """Take confirmed tables back, with a reason, or give up what is not confirmed. Scope `data:write`."""
    row, person = _held(request, id, WRITE)
    with transaction.atomic():
        if row.is_open:
            delivering.discard(delivery_id=row.pk, by=person, reason=body.reason)
        else:
            confirming.withdraw(delivery_id=row.pk, reason=body.reason, by=person)
    return _again(row, person)


# ---- files out -------------------------------------------------------------------------------------------------------
@router.get(
    "/deliveries/{id}/marked/{file}", summary="A file with its cells marked", operation_id="getMarkedCopy",
    response={200: None, 202: schemas.Marking}, openapi_extra=_files(XLSX),
)  # fmt: skip
def marked(request: HttpRequest, id: Id, file: FileId, language: Speaking = None) -> HttpResponse:
    """A copy with the cells marked that findings are about; 202 while it is being made. Scope `data:write`."""
    row, person = _held(request, id, WRITE)
    deliveries.delivery(row.pk, person, "edit")
    made = marking.copy_of(row, file, _language())
    if made is not None:
        name, content = made
        return _download(content, f"{name}.xlsx", XLSX)
    problem = marking.problem_of(row, file, _language())
    if not problem:
        marking.ask(delivery_id=row.pk, file_id=file, language=_language(), by=person)
    return _private({"state": "failed" if problem else "waiting", "problem": problem or None}, status=202)


@router.get(
    "/deliveries/{id}/tables", response=schemas.DataTables, summary="Tables of a delivery",
    operation_id="listDataTables",
)  # fmt: skip
def tables_of(request: HttpRequest, id: Id, language: Speaking = None) -> HttpResponse:
    """The tables as they would be confirmed, or as they were. Scope `data:read`, or `watch:read` for the latter."""
    row, person = _held(request, id, READ)
    return _private({"items": values.listed(row, exports.contents(row, person)) if row.figures else []})


@router.get(
    "/deliveries/{id}/tables/{structure}", response=schemas.DataRows, summary="One table",
    operation_id="getDataTable",
)  # fmt: skip
def table(
    request: HttpRequest, id: Id, structure: Structure,
    format: Annotated[Literal["json", "csv", "xlsx"], Query(description="JSON is exact; files are for spreadsheets.")]
    = "json",
    language: Speaking = None,
) -> HttpResponse:  # fmt: skip
    """The rows of one table as JSON, CSV or a workbook. Scope `data:read`, or `watch:read` once it is confirmed."""
    row, person = _held(request, id, READ)
    if structure not in row.figures:
        raise NotFound("site.access.unknown")
    if format == "json":
        content = exports.contents(row, person).get(structure)
        if content is None:
            raise NotFound("site.access.unknown")
        return _private(json.loads(json.dumps(values.rows(row, person, structure, content), default=str)))
    made = exports.table(row, person, structure, format, _language())
    return _download(made, f"concord-{row.area}-{structure}.{format}", XLSX if format == "xlsx" else CSV)
