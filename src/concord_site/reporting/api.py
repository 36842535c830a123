"""Instruments for programs: list, whole, as files, question maps, differences, burden, and answers checked."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Path, Query, Router

from concord.errors import NotFound
from concord.instrument.model import Instrument
from concord.reporting.instrument_print import FORMS, Made, made
from concord.reporting.instrument_trial import tried
from concord_site.accounts.interface import asking
from concord_site.reporting import published_api, reports_api
from concord_site.reporting.interface import schemas, values
from concord_site.reporting.queries import instruments
from concord_site.reporting.queries.instruments import Version
from concord_site.shell.interface import answers
from concord_site.shell.interface.limits import Rate
from concord_site.shell.interface.schemas import Language, Limit, Offset, Page, page

router = Router(auth=asking)
router.add_router("", reports_api.router)
router.add_router("", published_api.router)
FINDINGS_AT_MOST = 100
#: A minute and an hour; a version never changes, but it can be withdrawn.
SHORT, LONG = 60, 3600
CHECKING = Rate("answers", anonymous=60, keyed=600)
MAKING = Rate("files", anonymous=30, keyed=300)

Id = Annotated[str, Path(description="Id of an instrument.", max_length=80, examples=["nri-2027"])]
Number = Annotated[
    str,
    Path(
        description="Version of the author, or `newest`: the newest that is not withdrawn.",
        max_length=40,
        examples=["newest"],
    ),
]
Other = Annotated[str, Path(description="Id of the other instrument.", max_length=80, examples=["nri-2024"])]
Speaking = Annotated[
    Language | None, Query(description="Language of the words; else the header `Accept-Language` decides.")
]
OtherNumber = Annotated[
    str, Query(description="Its version; the newest where it is left out.", max_length=40, examples=["2024"])
]
Form = Literal["xlsx", "csv", "answers-xlsx", "xform", "fhir", "docx", "pdf", "html"]


def _language() -> str:
    return get_language() or "en"


def _version(request: HttpRequest, id: str, number: str) -> Version:
    by: Any = request.auth  # type: ignore[attr-defined]
    return instruments.version(id, by, "" if number == "newest" else number)


@router.get(
    "/instruments", response=Page[schemas.Summary], summary="List instruments", operation_id="listInstruments",
)  # fmt: skip
def listed(
    request: HttpRequest,
    round: Annotated[str, Query(description="Only those of this round.", max_length=10, examples=["2027"])] = "",
    use: Annotated[
        Literal["", "national", "stakeholder", "other"], Query(description="Only those for these answerers.")
    ] = "",
    kind: Annotated[
        Literal["", "current", "proposal", "reconstruction", "withdrawn"], Query(description="Only those of this kind.")
    ] = "",
    every: Annotated[bool, Query(description="Every version instead of the newest of each.")] = False,
    limit: Limit = 50,
    offset: Offset = 0,
    language: Speaking = None,
) -> HttpResponse:
    """Instruments that anybody may see: one entry each for its newest version, or one for every version."""
    by: Any = request.auth  # type: ignore[attr-defined]
    known = instruments.versions(by) if every else instruments.newest(by)
    chosen = [
        each
        for each in known
        if (not round or each.round == round) and (not use or each.use == use) and (not kind or each.kind == kind)
    ]

    def give() -> HttpResponse:
        part = page(chosen, limit=limit, offset=offset)
        return answers.as_json({**part, "items": [values.summary(each) for each in part["items"]]})

    parts = ("list", limit, offset, *((each.id, each.number, each.digest, each.state) for each in chosen))
    return answers.kept(request, give, parts=parts, is_open=True, seconds=SHORT)


@router.get(
    "/instruments/{id}", response=Page[schemas.Summary], summary="Versions of an instrument",
    operation_id="listVersions",
)  # fmt: skip
def versions(
    request: HttpRequest, id: Id, limit: Limit = 50, offset: Offset = 0, language: Speaking = None
) -> HttpResponse:
    """All versions of one instrument, the newest first; withdrawn ones too, since answers were given to them."""
    by: Any = request.auth  # type: ignore[attr-defined]
    known = instruments.of_instrument(id, by)
    if not known:
        raise NotFound("site.access.unknown")

    def give() -> HttpResponse:
        part = page(known, limit=limit, offset=offset)
        return answers.as_json({**part, "items": [values.summary(each) for each in part["items"]]})

    parts = ("versions", limit, offset, *((each.number, each.digest, each.state) for each in known))
    return answers.kept(request, give, parts=parts, is_open=True, seconds=SHORT)


@router.get(
    "/instruments/{id}/versions/{number}", response=schemas.Whole, summary="One version, whole",
    operation_id="getInstrument",
)  # fmt: skip
def whole(
    request: HttpRequest,
    id: Id,
    number: Number,
    lists: Annotated[
        Literal["whole", "names"], Query(description="Whether lists of choices come whole or are only named.")
    ] = "whole",
    language: Speaking = None,
) -> HttpResponse:
    """Everything one version asks: sections, questions, rules, lists of choices, in every language it has."""
    found = _version(request, id, number)
    return answers.kept(
        request,
        lambda: answers.as_json(values.whole(found, with_choices=lists == "whole")),
        parts=("whole", found.id, found.number, found.digest, found.state, lists),
        is_open=True,
        seconds=SHORT if number == "newest" else LONG,
    )


@router.get(
    "/instruments/{id}/versions/{number}/files/{form}", summary="One version as a file",
    operation_id="getInstrumentFile", throttle=[MAKING], response=None,
    openapi_extra={
        "responses": {
            200: {
                "description": "The file.",
                "content": {
                    media: {"schema": {"type": "string", "format": "binary"}}
                    for media in dict.fromkeys(form.media_type for form in FORMS.values())
                },
            }
        }
    },
)  # fmt: skip
def file(
    request: HttpRequest,
    id: Id,
    number: Number,
    form: Annotated[Form, Path(description="The form of the file.", examples=["xlsx"])],
    language: Speaking = None,
) -> HttpResponse:
    """One version as a workbook, XForm, FHIR Questionnaire, Word, PDF or HTML file."""
    found, spoken = _version(request, id, number), _language()

    def give() -> HttpResponse:
        file = _made(found.instrument, form, spoken if FORMS[form].by_language else "en", _day(found))
        return answers.download(file.content, name=file.name, media_type=file.media_type)

    parts = ("file", found.id, found.number, found.digest, found.state, form, spoken)
    return answers.kept(request, give, parts=parts, is_open=True, seconds=SHORT if number == "newest" else LONG)


def _day(version: Version) -> dt.date | None:
    """The day of publication stands on a printed form; a declared instrument has none, and its files never change."""
    return version.since.date() if version.since else None


@lru_cache(maxsize=24)
def _made(instrument: Instrument, form: str, language: str, as_of: dt.date | None) -> Made:
    return made(instrument, form, language=language, as_of=as_of)


@router.get(
    "/instruments/{id}/versions/{number}/map/{other}", response=schemas.MapOut, summary="Question map to another",
    operation_id="getQuestionMap",
)  # fmt: skip
def question_map(
    request: HttpRequest,
    id: Id,
    number: Number,
    other: Other,
    other_version: OtherNumber = "",
    language: Speaking = None,
) -> HttpResponse:
    """How each question comes from those of another instrument: same, reworded, split, merged, new or dropped."""
    new, old = _version(request, id, number), _version(request, other, other_version or "newest")
    return answers.kept(
        request,
        lambda: answers.as_json(values.mapped(new.instrument, old.instrument, _language())),
        parts=("map", new.digest, old.digest, _language()),
        is_open=True,
        seconds=SHORT,
    )


@router.get(
    "/instruments/{id}/versions/{number}/differences/{other}", response=schemas.DifferenceOut,
    summary="What changed since another", operation_id="getDifferences",
)  # fmt: skip
def differences(
    request: HttpRequest,
    id: Id,
    number: Number,
    other: Other,
    other_version: OtherNumber = "",
    language: Speaking = None,
) -> HttpResponse:
    """What was added, removed, moved or worded anew since another version or instrument."""
    new, old = _version(request, id, number), _version(request, other, other_version or "newest")

    def give() -> HttpResponse:
        pair = {"new": values.reference(new), "old": values.reference(old)}
        return answers.as_json({**pair, **values.changed(old.instrument, new.instrument)})

    return answers.kept(request, give, parts=("changes", new.digest, old.digest), is_open=True, seconds=SHORT)


@router.get(
    "/instruments/{id}/versions/{number}/burden", response=schemas.BurdenOut, summary="How much it asks",
    operation_id="getBurden",
)  # fmt: skip
def burden(request: HttpRequest, id: Id, number: Number, language: Speaking = None) -> HttpResponse:
    """Questions, the share asked, and minutes, estimated from declared assumptions, by section."""
    found, today = _version(request, id, number), timezone.now().date()
    return answers.kept(
        request,
        lambda: answers.as_json(values.burden(found, _language(), today)),
        parts=("burden", found.digest, _language(), today),
        is_open=True,
        seconds=SHORT,
    )


@router.post(
    "/instruments/{id}/versions/{number}/answers", response=schemas.CheckedOut, summary="Check a set of answers",
    operation_id="checkAnswers", throttle=[CHECKING],
)  # fmt: skip
def check(
    request: HttpRequest, id: Id, number: Number, body: schemas.AnswersIn, language: Speaking = None
) -> dict[str, Any]:
    """What is asked, needed and calculated given some answers, and what breaks a rule. Nothing is kept."""
    found = _version(request, id, number)
    done = tried(
        found.instrument,
        body.answers,
        today=body.today or timezone.now().date(),
        language=_language(),
        complete=body.complete,
    )
    said = done.as_json(_language(), at_most=FINDINGS_AT_MOST, why=body.why)
    return {"instrument": values.reference(found), **said}
