"""What countries have delivered, questions on figures and days by which figures are asked for, for programs.

A country's key (``data:read``, ``data:write``) reaches its own questions; a key of the secretariat or of a regional
office (``watch:read``, ``watch:write``) those of the countries its person follows. Each operation does what the page
does, through the same queries and actions, for the person for whom the key was made.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from ninja import Path, Query, Router

from concord.errors import Invalid, NotAllowed, NotFound
from concord_site.accounts.api_keys.queries import Program, acting, behind
from concord_site.accounts.interface import asking
from concord_site.mds.actions import cells as actions
from concord_site.mds.interface import watch_schemas as schemas
from concord_site.mds.interface import watch_values as values
from concord_site.mds.models import CellQuestion, Delivery
from concord_site.mds.queries import cells, deliveries, observatories, watch, watch_files
from concord_site.mds.queries.watch_lines import Narrowing, Watch, narrowed
from concord_site.shell.interface import answers
from concord_site.shell.interface.limits import Rate
from concord_site.shell.interface.schemas import Language

router = Router(auth=asking)
READ, WRITE = ("data:read", "watch:read"), ("data:write", "watch:write")
WRITING = Rate("data", anonymous=10, keyed=300)
LISTED_AT_MOST = 500

Speaking = Annotated[
    Language | None, Query(description="Language of the words; else the header `Accept-Language` decides.")
]
Id = Annotated[str, Path(description="Id of a question.", max_length=36, examples=[schemas.ID])]
AsOf = Annotated[dt.date | None, Query(description="As it stood on this day; today where it is left out.")]
Year = Annotated[int | None, Query(description="Only figures of this year.", ge=1950, le=2100)]
Round = Annotated[str, Query(description="Only what was brought for this round.", max_length=10)]
Region = Annotated[str, Query(description="Only countries of this region (`AFR`, `AMR` …).", max_length=10)]
Standing = Annotated[
    Literal["", "confirmed", "draft", "withdrawn", "none"], Query(description="Only countries that stand like that.")
]
Only = Annotated[
    Literal["", "questions", "waiting", "draft", "incomplete", "observatory", "late"],
    Query(description="Only countries with such a thing."),
]
Asked = Annotated[Literal["", "open", "answered", "closed"], Query(description="Only questions that stand like that.")]
Area = Annotated[str, Query(description="Only those of this country (alpha-3).", max_length=3)]


def follows(asker: object, scope: str) -> Any:
    """The person for whom a program follows countries; asked anew, so that a role that ended ends the key too.

    Raises:
        NotAllowed: ``site.api.scope``.
    """
    if isinstance(asker, Program) and scope in asker.scopes and asker.made_by is not None:
        person = behind(asker)
        mine = watch.reach(person, timezone.now().date())
        if mine is None or mine:
            return person
    raise NotAllowed("site.api.scope", params={"scope": scope})


def who(request: HttpRequest, scopes: tuple[str, str]) -> tuple[Any, str]:
    """The person, and the country a key is for: "" where it is for those the person follows."""
    own, following = scopes
    asker = request.auth  # type: ignore[attr-defined]
    if isinstance(asker, Program) and following in asker.scopes:
        return follows(asker, following), ""
    return acting(asker, own)


def _private(value: Any) -> HttpResponse:
    response = answers.as_json(value)
    response["Cache-Control"] = "no-store, private"
    return response


def _uuid(id: str) -> str:
    try:
        return str(uuid.UUID(id))
    except ValueError:
        raise NotFound("site.access.unknown") from None


def _language() -> str:
    return translation.get_language() or "en"


# ---- countries -------------------------------------------------------------------------------------------------------
@router.get(
    "/figures/countries", response=schemas.Countries, summary="What countries have delivered",
    operation_id="listFiguresOfCountries",
)  # fmt: skip
def countries(
    request: HttpRequest, as_of: AsOf = None, year: Year = None, round: Round = "", region: Region = "",
    state: Standing = "", only: Only = "",
    format: Annotated[Literal["json", "csv", "xlsx"], Query(description="JSON, or a file for spreadsheets.")] = "json",
    language: Speaking = None,
) -> HttpResponse:  # fmt: skip
    """One line a country that is followed, with sums; what is in hand is told of by a yes alone. Scope `watch:read`."""
    by = follows(request.auth, "watch:read")  # type: ignore[attr-defined]
    today = timezone.now().date()
    day = as_of or today
    if not dt.date(2011, 1, 1) <= day <= today:
        raise Invalid("site.figures.day", params={"day": day.isoformat()})
    found = watch.watch(by, as_of=day, language=_language(), year=year, round=round, today=today)
    lines = narrowed(found, Narrowing(region=region, state=state, only=only))
    if format == "json":
        return _private(values.countries(found, lines))
    return _file(found, lines, format)


def _file(found: Watch, lines: Any, format: str) -> HttpResponse:
    content = watch_files.countries(lines, format, found.as_of)
    name = f"figures-{found.as_of.isoformat()}.{format}"
    response = answers.download(content, name=name, media_type=watch_files.FORMATS[format])
    response["Cache-Control"] = "no-store, private"
    return response


@router.get(
    "/figures/due", response=schemas.Dues, summary="By when figures are asked for", operation_id="listFiguresDue"
)
def asked_for(request: HttpRequest, language: Speaking = None) -> HttpResponse:
    """What rounds ask of the key's own country, and when it came. Scope `data:read`."""
    person, area = acting(request.auth, "data:read")  # type: ignore[attr-defined]
    today = timezone.now().date()
    called = watch.called(area, deliveries.confirmed(person, area=area), today)
    return _private({"items": [{"area": area, **values.called(each)} for each in called]})


@router.get(
    "/figures/consents", response=schemas.Consents, summary="Consents to observatories",
    operation_id="listObservatoryConsents",
)  # fmt: skip
def consents(request: HttpRequest, language: Speaking = None) -> HttpResponse:
    """To what a country has agreed, of those the key reaches: what holds first. Scope `data:read` or `watch:read`."""
    person, area = who(request, READ)
    every = observatories.consents(person, today=timezone.now().date())
    return _private({"items": [values.consent(each) for each in every if area in ("", each.row.area)]})


# ---- questions -------------------------------------------------------------------------------------------------------
@router.get(
    "/figures/questions", response=schemas.FigureQuestions, summary="Questions on figures",
    operation_id="listFigureQuestions",
)  # fmt: skip
def questions(request: HttpRequest, state: Asked = "", area: Area = "", language: Speaking = None) -> HttpResponse:
    """Those the key reaches, open ones first, the newest first. Scope `data:read` or `watch:read`."""
    person, own = who(request, READ)
    if own and area not in ("", own):
        raise NotFound("site.access.unknown")
    rows = cells.seen_by(person, of=own or area)
    rows = rows.filter(state=state) if state else rows
    return _private({"items": [values.question(each) for each in rows[:LISTED_AT_MOST]]})


@router.get(
    "/figures/questions/{id}", response=schemas.FigureThread, summary="One question", operation_id="getFigureQuestion"
)
def question(request: HttpRequest, id: Id, language: Speaking = None) -> HttpResponse:
    """A question with its figure, as it stood and as it stands, and all that was said.

    Scope `data:read` or `watch:read`.
    """
    person, own = who(request, READ)
    return _private(values.thread(_held(id, person, own), person))


def _held(id: str, person: Any, own: str) -> CellQuestion:
    """A question of the key's country, or of one its person follows; any other is not known."""
    found = cells.question(_uuid(id), person)
    if own and found.area != own:
        raise NotFound("site.access.unknown")
    return found


@router.post(
    "/figures/questions", response=schemas.FigureThread, summary="Ask about a figure",
    operation_id="askAboutFigure", throttle=[WRITING],
)  # fmt: skip
def ask(request: HttpRequest, body: schemas.QuestionIn, language: Speaking = None) -> HttpResponse:
    """Ask about a figure as it stands, or about a delivery as a whole; the other side is told.

    Scope `data:write` or `watch:write`.
    """
    person, own = who(request, WRITE)
    row = observatories.looked_at(_uuid(body.delivery), person)
    if own and row.area != own:
        raise NotFound("site.access.unknown")
    made = actions.ask(delivery_id=row.pk, text=body.text, by=person, structure=body.structure, dims=_dims(row, body))
    return _private(values.thread(made, person))


def _dims(row: Delivery, body: schemas.QuestionIn) -> dict[str, str]:
    if body.structure and body.structure not in row.figures:
        raise NotFound("site.access.unknown")
    return {name: str(value) for name, value in body.dims.items() if value is not None}


@router.post(
    "/figures/questions/{id}/messages", response=schemas.FigureThread, summary="Write into a question",
    operation_id="writeIntoFigureQuestion", throttle=[WRITING],
)  # fmt: skip
def write(request: HttpRequest, id: Id, body: schemas.MessageIn, language: Speaking = None) -> HttpResponse:
    """Answer, comment, or ask again; a country may name the delivery in which it gives the figure anew.

    Scope `data:write` or `watch:write`.
    """
    person, own = who(request, WRITE)
    found = _held(id, person, own)
    actions.write(
        question_id=found.pk, text=body.text, by=person, asks_again=body.asks_again,
        delivery_id=_uuid(body.delivery) if body.delivery else None,
    )  # fmt: skip
    return _again(found, person)


@router.post(
    "/figures/questions/{id}/settle", response=schemas.FigureThread, summary="Settle a question",
    operation_id="settleFigureQuestion", throttle=[WRITING],
)  # fmt: skip
def settle(request: HttpRequest, id: Id, language: Speaking = None) -> HttpResponse:
    """Nothing more is asked; a country settles what it asked itself. Scope `data:write` or `watch:write`."""
    person, own = who(request, WRITE)
    found = _held(id, person, own)
    actions.settle(question_id=found.pk, by=person)
    return _again(found, person)


@router.post(
    "/figures/questions/{id}/reopen", response=schemas.FigureThread, summary="Open a question again",
    operation_id="reopenFigureQuestion", throttle=[WRITING],
)  # fmt: skip
def reopen(request: HttpRequest, id: Id, body: schemas.ReopenIn, language: Speaking = None) -> HttpResponse:
    """Open a settled question again, with a reason. Scope `data:write` or `watch:write`."""
    person, own = who(request, WRITE)
    found = _held(id, person, own)
    actions.reopen(question_id=found.pk, text=body.text, by=person)
    return _again(found, person)


def _again(found: CellQuestion, person: Any) -> HttpResponse:
    with transaction.atomic():
        return _private(values.thread(cells.question(found.pk, person), person))
