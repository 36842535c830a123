"""Published answers for programs: open to everybody, drawn from publications alone."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Path, Query, Router

from concord.reporting import places
from concord_site.accounts.interface import asking
from concord_site.reporting.interface import published_schemas as schemas
from concord_site.reporting.interface import published_values as values
from concord_site.reporting.queries import published, published_counts
from concord_site.shell.interface import answers
from concord_site.shell.interface.schemas import Language, Limit, Offset, Page, page

router = Router(auth=asking)
SECONDS = 60

Year = Annotated[
    str, Path(description="Id of the round: its year.", max_length=4, pattern=r"^\d{4}$", examples=["2027"])
]
Area = Annotated[
    str,
    Path(description="ISO 3166 alpha-3 of the country.", max_length=3, pattern=r"^[A-Za-z]{3}$", examples=["KEN"]),
]
Key = Annotated[str, Path(description="Id of the question.", max_length=200, examples=["agreements_any"])]
Speaking = Annotated[
    Language | None, Query(description="Language of the words; else the header `Accept-Language` decides.")
]


def _language() -> str:
    return get_language() or "en"


@router.get(
    "/published", response=Page[schemas.PublishedOut], summary="List published reports", operation_id="listPublished",
)  # fmt: skip
def listed(
    request: HttpRequest,
    round: Annotated[str, Query(description="Only those of this round.", max_length=4, examples=["2027"])] = "",
    area: Annotated[str, Query(description="Only those of this country (alpha-3).", max_length=3)] = "",
    region: Annotated[
        Literal["", "AFR", "AMR", "EMR", "EUR", "SEAR", "WPR"], Query(description="Only those of this WHO region.")
    ] = "",
    every: Annotated[bool, Query(description="Corrected and withdrawn editions too.")] = False,
    limit: Limit = 50,
    offset: Offset = 0,
    language: Speaking = None,
) -> HttpResponse:
    """Countries' reports that stand, newest round first; corrected and withdrawn editions where asked for."""

    def give() -> HttpResponse:
        found = published.listed(round, area=area.upper(), every=every)
        kept = [each for each in found if not region or places.region(each.area, each.published_at.date()) == region]
        part = page(kept, limit=limit, offset=offset)
        return answers.as_json({**part, "items": [values.summary(each) for each in part["items"]]})

    parts = ("published", published.stamp(), round, area, region, every, limit, offset)
    return answers.kept(request, give, parts=parts, is_open=True, seconds=SECONDS)


@router.get(
    "/published/{year}/{area}", response=schemas.ReportOut, summary="One published report",
    operation_id="getPublished",
)  # fmt: skip
def report(
    request: HttpRequest,
    year: Year,
    area: Area,
    edition: Annotated[int, Query(ge=0, le=999, description="Which edition; 0: the one that stands.")] = 0,
    language: Speaking = None,
) -> HttpResponse:
    """A country's report with every question and what became of it; what is confidential says so."""
    found = published.edition(year, area.upper(), edition or None)
    return answers.kept(
        request,
        lambda: answers.as_json(values.whole(found, _language())),
        parts=("report", found.reference, found.digest, found.state, published.stamp(), _language()),
        is_open=True,
        seconds=SECONDS,
    )


@router.get(
    "/published/{year}/questions/{path:key}", response=schemas.QuestionOut, summary="One question over all reports",
    operation_id="getPublishedQuestion",
)  # fmt: skip
def question(request: HttpRequest, year: Year, key: Key, language: Speaking = None) -> HttpResponse:
    """What every published report of a round says to one question, with counts by choice, status and region."""
    given, today = published_counts.whole(year), timezone.now().date()
    published_counts.question(given, key)
    return answers.kept(
        request,
        lambda: answers.as_json(values.question(given, key, _language(), as_of=today)),
        parts=("question", year, key, published.stamp(), today, _language()),
        is_open=True,
        seconds=SECONDS,
    )
