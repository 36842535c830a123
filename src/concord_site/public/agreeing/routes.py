"""Agreements for programs: the register, what parties have published, corridors, base rates of clauses."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Path, Query, Router

from concord.agreements import repository_out
from concord.agreements.repository import agreement
from concord.agreements.repository_corridors import corridors
from concord.agreements.repository_filters import Wanted, wanted
from concord.agreements.repository_folder import folder_of
from concord.agreements.repository_labour import labour_agreements, shares
from concord.agreements.repository_model import Agreement
from concord.agreements.repository_words import coded_clauses
from concord.errors import Invalid
from concord_site.accounts.interface import asking
from concord_site.agreements.queries.published import published
from concord_site.public import catalogue
from concord_site.public.agreeing import citing, files, held, mapped, practice, practice_page, schemas
from concord_site.shell.interface import answers
from concord_site.shell.interface.schemas import Language, Limit, Offset, Page, page

router = Router(auth=asking)
SECONDS = 60

Speaking = Annotated[
    Language | None, Query(description="Language of the words; else the header `Accept-Language` decides.")
]
Place = Annotated[str, Query(description="Alpha-3; all where it is left out.", max_length=3, examples=["KEN"])]
Id = Annotated[str, Path(description="Id of the entry, or name of a published agreement.", max_length=100)]
Year = Annotated[int | None, Query(ge=1900, le=2100, description="Included.")]
Clause = Annotated[str, Query(description="Element that a source names.", max_length=8, examples=["CL39"])]


@router.get(
    "/agreements", response=Page[schemas.AgreementOut], summary="List agreements", operation_id="listAgreements",
)  # fmt: skip
def listed(
    request: HttpRequest, party: Place = "", origin: Place = "", destination: Place = "",
    region: Annotated[
        Literal["", "AFR", "AMR", "EMR", "EUR", "SEAR", "WPR"], Query(description="WHO region of any party.")
    ] = "",
    occupation: Annotated[str, Query(description="Group of occupations.", max_length=20)] = "",
    type: Annotated[str, Query(description="Kind of agreement.", max_length=30)] = "",
    status: Annotated[str, Query(description="Status.", max_length=20)] = "",
    clause: Clause = "", first_year: Year = None, last_year: Year = None,
    words: Annotated[str, Query(description="Words of title, parties or provisions.", max_length=200)] = "",
    verification: Annotated[
        Literal["", "known", "verified", "partly", "unverified"],
        Query(description="`known`: its existence was read somewhere."),
    ] = "",
    limit: Limit = 50, offset: Offset = 0, language: Speaking = None,
) -> HttpResponse:  # fmt: skip
    """Entries of the register, newest first; `verification=known` leaves out those that could not be checked."""
    _known(request, "party", "origin", "destination", "region", "occupation", "type", "status", "clause", "first_year",
           "last_year", "words", "verification", "limit", "offset")  # fmt: skip
    asked = Wanted(
        words, party.upper(), origin.upper(), destination.upper(), region, occupation, first_year, last_year, type,
        status, "", clause.upper(), verification,
    )  # fmt: skip
    found = wanted(held.register().values(), asked, on=held.today())
    part = page(list(found), limit=limit, offset=offset)
    return _given(request, {**part, "items": [_entry(each) for each in part["items"]]})


@router.get(
    "/agreements/corridors", response=Page[schemas.AgreementCorridorOut], summary="Corridors with an agreement",
    operation_id="listAgreementCorridors",
)  # fmt: skip
def pairs(request: HttpRequest, limit: Limit = 50, offset: Offset = 0, language: Speaking = None) -> HttpResponse:
    """Pairs with an agreement whose existence was read, those with most first; mutual texts make no pair."""
    _known(request, "limit", "offset")
    found = [
        {
            "origin": each.origin, "destination": each.destination, "agreements": each.count,
            "ids": [one.id for one in each.agreements],
            "address": catalogue.origin() + mapped.address(each.origin, each.destination),
        }
        for each in corridors(held.register().values())
        if each.count
    ]  # fmt: skip
    return _given(request, page(found, limit=limit, offset=offset))


@router.get(
    "/agreements/clauses", response=Page[schemas.ClauseShareOut], summary="Clauses of labour agreements over time",
    operation_id="listClauseShares",
)  # fmt: skip
def clauses(request: HttpRequest, limit: Limit = 50, offset: Offset = 0, language: Speaking = None) -> HttpResponse:
    """Base rates of all sectors with their 95 percent intervals; they stand for no agreement on health personnel."""
    _known(request, "limit", "offset")
    spoken = get_language() or "en"
    found = [
        {
            "clause": code, "name": each.name.best(spoken).text, "near": list(each.near), "first_year": share.first,
            "last_year": share.last, "found": share.found, "texts": share.texts, "share": share.share,
            "low": share.low, "high": share.high, "sector": "all",
        }
        for code, each in coded_clauses().items() for share in shares(code)
    ]  # fmt: skip
    return _given(request, page(found, limit=limit, offset=offset))


@router.get(
    "/agreements/labour", response=Page[schemas.LabourAgreementOut], summary="Labour agreements of all sectors",
    operation_id="listLabourAgreements",
)  # fmt: skip
def labour(
    request: HttpRequest, party: Place = "", limit: Limit = 50, offset: Offset = 0, language: Speaking = None
) -> HttpResponse:
    """Labour agreements between two countries since 1945, newest first; few are about health personnel."""
    _known(request, "party", "limit", "offset")
    found = [each for each in labour_agreements().values() if not party or party.upper() in each.areas]
    found.sort(key=lambda each: (each.year is None, -(each.year or 0), int(each.id)))
    part = page(found, limit=limit, offset=offset)
    items = [
        {
            "id": each.id, "areas": list(each.areas), "year": each.year, "signed": each.signed,
            "ratified": each.ratified, "evidence": each.evidence, "title": each.title,
            "clauses": None if each.clauses is None else sorted(each.clauses), "not_coded": sorted(each.not_coded),
            "sector": "all",
        }
        for each in part["items"]
    ]  # fmt: skip
    return _given(request, {**part, "items": items})


@router.get(
    "/agreements/published", response=Page[schemas.PublishedAgreementOut], summary="Agreements their parties published",
    operation_id="listPublishedAgreements",
)  # fmt: skip
def made_public(request: HttpRequest, limit: Limit = 50, offset: Offset = 0, language: Speaking = None) -> HttpResponse:
    """What parties have made public, newest first; what is withheld is named as withheld."""
    _known(request, "limit", "offset")
    part = page(list(held.published()), limit=limit, offset=offset)
    return _given(request, {**part, "items": [files.published_json(each) for each in part["items"]]})


@router.get(
    "/agreements/published/{id}", response=schemas.PublishedAgreementOut, summary="One published agreement",
    operation_id="getPublishedAgreement",
)  # fmt: skip
def one_public(request: HttpRequest, id: Id, language: Speaking = None) -> HttpResponse:
    """An agreement as its parties have published it, in its newest version."""
    _known(request)
    return _given(request, files.published_json(published(id)))


@router.get(
    "/agreements/practice", response=Page[schemas.PracticeLessonOut], summary="Library of practice",
    operation_id="listPracticeLessons",
)  # fmt: skip
def lessons(
    request: HttpRequest,
    phase: Annotated[str, Query(description="Phase in which it was learnt.", max_length=40)] = "",
    element: Annotated[str, Query(description="Element of the catalogue.", max_length=8, examples=["CL27"])] = "",
    party: Annotated[str, Query(description="Alpha-3, or the name of a party that has none.", max_length=200)] = "",
    year: Year = None,
    words: Annotated[str, Query(description="Words of lesson, agreement or parties.", max_length=200)] = "",
    invented: Annotated[bool, Query(description="Lessons of invented agreements; never both kinds at once.")] = False,
    limit: Limit = 50, offset: Offset = 0, language: Speaking = None,
) -> HttpResponse:  # fmt: skip
    """Lessons that parties have published, newest first: those of real agreements, or of invented ones on demand."""
    _known(request, "phase", "element", "party", "year", "words", "invented", "limit", "offset")
    asked = practice.Asked(words, phase, element.upper(), party, str(year or ""), invented)
    part = page(list(practice.wanted(practice.every(), asked)), limit=limit, offset=offset)
    return _given(request, {**part, "items": [practice_page.record(each) for each in part["items"]]})


@router.get(
    "/agreements/{id}", response=schemas.AgreementOut, summary="One agreement", operation_id="getAgreement",
)  # fmt: skip
def one(request: HttpRequest, id: Id, language: Speaking = None) -> HttpResponse:
    """An entry of the register."""
    from django.conf import settings

    _known(request)
    return _given(request, _entry(agreement(id, folder_of(settings.CONCORD.folder))))


def _entry(found: Agreement) -> dict[str, Any]:
    return {**repository_out.as_json(found, get_language() or "en"), "address": citing.address_of(found.id)}


def _known(request: HttpRequest, *names: str) -> None:
    """Refuse a parameter that there is not: a misspelt filter would give everything."""
    for name in request.GET:
        if name not in (*names, "language"):
            params = {"name": name[:60], "known": ", ".join((*names, "language"))}
            raise Invalid("mds.asking.parameter", params=params)


def _given(request: HttpRequest, value: dict[str, Any]) -> HttpResponse:
    response = answers.as_json(value)
    mark = answers.tag(response.content)
    if answers.unchanged(request, mark):
        response = HttpResponse(status=304)
    answers.opened(response, mark=mark, seconds=SECONDS)
    return response
