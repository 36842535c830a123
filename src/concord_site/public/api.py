"""Released tables for programs: what there is, its codes, its rows, and sums where adding is right.

What is published is open: no key is needed. Every answer is drawn from protected, frozen tables alone
(:mod:`concord.mds.asking` says why filters that overlap give nothing away), names its release and digest, and can be
asked again of the same release with ``release``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Path, Query, Router
from ninja.errors import Throttled

from concord.errors import Invalid, NotFound
from concord.mds.asking import answering, paging
from concord.mds.asking.answering import Answered
from concord.mds.asking.paging import Cursor
from concord.mds.asking.question import Question, check
from concord.vocabulary.structures import Table
from concord_site.accounts.interface import asking
from concord_site.public.agreeing.routes import router as agreements
from concord_site.public.estimating.routes import router as estimates
from concord_site.public.interface import files, held, packed, schemas, tables
from concord_site.public.interface.held import Held
from concord_site.shell.interface.limits import Rate
from concord_site.shell.interface.schemas import Language, Limit, Offset, Page
from concord_site.shell.interface.schemas import page as paged

router = Router(auth=asking)
router.add_router("", estimates)
router.add_router("", agreements)
#: Answers that have to be made; those that are kept are not counted.
MAKING = Rate("tables", anonymous=240, keyed=2400)
JSON = "application/json; charset=utf-8"
ROWS_AT_MOST = 1000

Id = Annotated[str, Path(description="Id of a table.", max_length=80, examples=["mds-totals"])]
Speaking = Annotated[
    Language | None, Query(description="Language of the words; else the header `Accept-Language` decides.")
]
Edition = Annotated[
    str, Query(description="Id of a release; the newest where it is left out.", max_length=40, examples=["2026.1"])
]
Format = Annotated[
    Literal["json", "csv", "parquet"], Query(description="JSON in pages; a file holds the whole answer.")
]
Many = Annotated[int, Query(ge=1, le=ROWS_AT_MOST, description="How many rows of JSON to give at most.")]
Onward = Annotated[
    str, Query(description="`next` of the page before; everything else stays as it was.", max_length=paging.LONGEST)
]
Apart = Annotated[
    str,
    Query(
        description="What to keep apart, separated by commas: dimensions, `area_region`, `origin_income` …",
        max_length=300, examples=["area_region,year"],
    ),
]  # fmt: skip
FILES: dict[str, Any] = {
    "responses": {
        200: {
            "content": {
                media: {"schema": {"type": "string", "format": "binary"}} for media in ("text/csv", files.PARQUET)
            }
        }
    }
}


# ---- what is held ----------------------------------------------------------------------------------------------------
@router.get("/releases", response=Page[schemas.ReleaseOut], summary="List releases", operation_id="listReleases")
def releases(request: HttpRequest, limit: Limit = 50, offset: Offset = 0, language: Speaking = None) -> HttpResponse:
    """Releases of this installation, the newest first; each stays as it was frozen."""
    known = held.releases()[::-1]
    items = [tables.release(each.release, is_newest=each is known[0]) for each in known if each.release]
    newest = held.newest()
    return _kept(request, newest, lambda: _json(paged(items, limit=limit, offset=offset)))


@router.get("/tables", response=Page[schemas.TableOut], summary="List tables", operation_id="listTables")
def listed(
    request: HttpRequest, release: Edition = "", limit: Limit = 50, offset: Offset = 0, language: Speaking = None
) -> HttpResponse:
    """The tables of a release, with what they are about, how many rows they have and their digests."""
    found, spoken = _release(release), _language()

    def give() -> bytes:
        part = paged(sorted(found.tables), limit=limit, offset=offset)
        return _json({**part, "items": [tables.summary(found, id, spoken) for id in part["items"]]})

    return _kept(request, found, give)


@router.get("/tables/{id}", response=schemas.TableWhole, summary="One table", operation_id="getTable")
def whole(request: HttpRequest, id: Id, release: Edition = "", language: Speaking = None) -> HttpResponse:
    """Columns, the codes that occur with their wordings, and what sums of it can be kept apart by."""
    found, spoken = _of(id, release), _language()
    return _kept(request, found, lambda: _json(tables.whole(found, id, spoken)))


# ---- rows and sums ---------------------------------------------------------------------------------------------------
@router.get(
    "/tables/{id}/rows", response=schemas.Rows, summary="Rows of a table", operation_id="queryRows",
    openapi_extra=FILES,
)  # fmt: skip
def rows(
    request: HttpRequest, id: Id, where: Query[schemas.Filters], release: Edition = "", format: Format = "json",
    limit: Many = 100, cursor: Onward = "", language: Speaking = None,
) -> HttpResponse:  # fmt: skip
    """Rows as they were published; a value that is hidden is null, with status `suppressed`."""
    _known(request, "release", "format", "limit", "cursor", "language")
    return _answer(request, id, _question(id, where), "rows", release, format, limit, cursor)


@router.get(
    "/tables/{id}/sums", response=schemas.Sums, summary="Sums of rows of a table", operation_id="querySums",
    openapi_extra=FILES,
)  # fmt: skip
def sums(
    request: HttpRequest, id: Id, where: Query[schemas.Filters], group_by: Apart = "", release: Edition = "",
    format: Format = "json", limit: Many = 100, cursor: Onward = "", language: Speaking = None,
) -> HttpResponse:  # fmt: skip
    """Sums where adding is right: never of totals with their parts; with hidden rows they are `at_least` so many."""
    _known(request, "group_by", "release", "format", "limit", "cursor", "language")
    return _answer(request, id, _question(id, where, group_by), "sums", release, format, limit, cursor)


def _answer(
    request: HttpRequest, id: str, question: Question, what: str, release: str, format: str, limit: int, cursor: str
) -> HttpResponse:
    mark = paging.read(cursor) if cursor else None
    if mark is not None:
        paging.same(mark, question, what)
        if release and release != mark.release:
            raise Invalid("mds.asking.cursor")
    found, spoken = _of(id, mark.release if mark else release), _language()

    def give() -> bytes:
        check(question)
        answered, used = _answered(found, question, what)
        said = tables.about(found, used, spoken)
        if format == "json":
            return _page(answered, said, question, what, mark.after if mark else 0, limit)
        if answered.frame.height > files.MOST_ROWS:
            raise Invalid("mds.asking.too-many", params={"count": answered.frame.height, "most": files.MOST_ROWS})
        described = {**said, **_how(answered)}
        return (files.csv if format == "csv" else files.parquet)(answered.frame, described, spoken)

    media = {"json": JSON, "csv": files.CSV, "parquet": files.PARQUET}[format]
    response = _kept(request, found, give, media)
    if format != "json" and response.status_code == 200:
        response["Content-Disposition"] = f'attachment; filename="concord-{id}-{what}.{format}"'
    return response


def _answered(found: Held, question: Question, what: str) -> tuple[Answered, Table]:
    """The answer, and the rows of the table from which it was made."""
    table = found.table(question.structure, answering.pushed(question))
    kept = answering.rows(table, question if what == "rows" else _unsorted(question))
    used = Table(table.structure, kept.frame, table.provenance)
    return (kept if what == "rows" else answering.sums(used, question)), used


def _unsorted(question: Question) -> Question:
    return Question(question.structure, question.filters, question.groups, question.years)


def _page(answered: Answered, said: dict[str, Any], question: Question, what: str, after: int, limit: int) -> bytes:
    there = answered.frame.height > after + limit
    onward = Cursor(said["release"], paging.fingerprint(question, what), after + limit)
    return _json(tables.page(answered, said, after=after, limit=limit, next=paging.written(onward) if there else None))


def _how(answered: Answered) -> dict[str, list[str]]:
    plan = answered.plan
    if plan is None:
        return {}
    return {"keep": list(plan.keep), "always_kept": list(plan.always), "row_kinds": list(plan.kinds)}


# ---- reading what is asked -------------------------------------------------------------------------------------------
def _question(id: str, where: schemas.Filters, group_by: str = "") -> Question:
    given = {name: text for name, text in where.dict(exclude={"year_from", "year_to", "sort"}).items() if text}
    groups = {name: _values(text) for name, text in given.items() if name in _ALL_GROUPS}
    filters = {name: _values(text) for name, text in given.items() if name not in _ALL_GROUPS}
    return Question(
        id, filters, groups,
        (where.year_from, where.year_to), _values(group_by), _values(where.sort),
    )  # fmt: skip


_ALL_GROUPS = frozenset(
    name for name in schemas.Filters.model_fields if name.endswith(("_region", "_income", "_group"))
)


def _values(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))


def _known(request: HttpRequest, *more: str) -> None:
    """Refuse a parameter that there is not: a misspelt filter would give everything."""
    for name in request.GET:
        if name not in schemas.Filters.model_fields and name not in more:
            known = ", ".join((*schemas.Filters.model_fields, *more))
            raise Invalid("mds.asking.parameter", params={"name": name[:60], "known": known})


def _release(id: str) -> Held:
    found = held.of_release(id) if id else held.newest()
    if found is None:
        raise NotFound("mds.asking.release-unknown", params={"release": id[:60]})
    return found


def _of(id: str, release: str) -> Held:
    """The release that is asked, where it holds the table."""
    found = _release(release)
    if id not in found.tables:
        raise NotFound("mds.query.nothing", params={"structure": id[:80], "release": found.id or "-"})
    return found


# ---- answering -------------------------------------------------------------------------------------------------------
def _language() -> str:
    return get_language() or "en"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _kept(request: HttpRequest, found: Held, make: Callable[[], bytes], media: str = JSON) -> HttpResponse:
    def made() -> bytes:
        if not MAKING.allow_request(request):
            raise Throttled(wait=int(MAKING.wait()))
        return make()

    asked = (request.path, request.META.get("QUERY_STRING", ""), _language())
    return packed.answer(request, made, parts=(found.id, found.as_of, found.digest, *asked), media=media)
