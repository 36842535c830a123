"""Estimates for programs: flows from stocks, projections, labour market analyses; each with its range.

What has to be worked out is counted (:data:`MAKING`), what is kept is not; the same question asked of the same release
gives the same bytes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from ninja import Path, Query, Router
from ninja.errors import Throttled

from concord.errors import Invalid, NotFound
from concord.labour_market.result import MEASURES
from concord.vocabulary.areas import area as known_area
from concord_site.accounts.interface import asking
from concord_site.evidence.facts import newest_release
from concord_site.public.analysing import found
from concord_site.public.comparing import covered
from concord_site.public.estimating import answers, schemas
from concord_site.public.interface import packed
from concord_site.public.projecting import choosing, held
from concord_site.shell.interface.limits import Rate
from concord_site.shell.interface.schemas import Language, Limit, Offset, Page
from concord_site.shell.interface.schemas import page as paged

router = Router(auth=asking)
#: Estimates that have to be worked out.
MAKING = Rate("estimates", anonymous=60, keyed=600)
JSON = "application/json; charset=utf-8"
FLOWS = "/api/v1/estimates/flows"
CORRIDORS_AT_MOST = 1000

Speaking = Annotated[
    Language | None, Query(description="Language of the words; else the header `Accept-Language` decides.")
]
Area = Annotated[
    str, Path(description="ISO 3166 alpha-3 of the country.", max_length=3, pattern=r"^[A-Za-z]{3}$", examples=["KEN"])
]
Place = Annotated[str, Query(description="Alpha-3; all where it is left out.", max_length=3, examples=["PHL"])]
Many = Annotated[int, Query(ge=1, le=CORRIDORS_AT_MOST, description="How many corridors to give at most.")]


@router.get(
    "/estimates/flows", response=Page[schemas.PeriodOut], summary="Periods with estimated flows",
    operation_id="listFlowPeriods",
)  # fmt: skip
def flow_periods(
    request: HttpRequest, limit: Limit = 50, offset: Offset = 0, language: Speaking = None
) -> HttpResponse:
    """Periods between two tables of stocks, with the methods that are run side by side."""
    _known(request, "limit", "offset")
    return _kept(request, lambda: paged(answers.flow_periods(FLOWS), limit=limit, offset=offset))


@router.get(
    "/estimates/flows/{period}", response=schemas.FlowsOut, summary="Estimated flows of a period",
    operation_id="getFlows",
)  # fmt: skip
def flows(
    request: HttpRequest,
    period: Annotated[str, Path(description="First and last year.", max_length=9, examples=["2005-2010"])],
    origin: Place = "", destination: Place = "", limit: Many = 100, offset: Offset = 0, language: Speaking = None,
) -> HttpResponse:  # fmt: skip
    """People who lived in one place at the start and in another at the end, by every method, with the range between."""
    _known(request, "origin", "destination", "limit", "offset")
    ends = [known_area(each.upper()).code if each else "" for each in (origin, destination)]
    return _kept(request, lambda: answers.flows(period, *ends, limit=limit, offset=offset))


@router.get(
    "/estimates/projections", response=Page[schemas.OfferedOut], summary="Countries that can be projected",
    operation_id="listProjected",
)  # fmt: skip
def projected(request: HttpRequest, limit: Limit = 50, offset: Offset = 0, language: Speaking = None) -> HttpResponse:
    """Countries of which a stock was published that is not too old, with its occupations."""
    _known(request, "limit", "offset")
    return _kept(request, lambda: paged(answers.offered(), limit=limit, offset=offset))


@router.get(
    "/estimates/scenarios", response=Page[schemas.ScenarioOut], summary="Scenarios of projections",
    operation_id="listScenarios",
)  # fmt: skip
def scenarios(request: HttpRequest, limit: Limit = 50, offset: Offset = 0, language: Speaking = None) -> HttpResponse:
    """Declared scenarios, what may be changed of each, and within which bounds."""
    _known(request, "limit", "offset")
    spoken = get_language() or "en"
    return _kept(request, lambda: paged(answers.declared_scenarios(spoken), limit=limit, offset=offset))


@router.get(
    "/estimates/projection", response=schemas.ProjectionOut, summary="A projection of health personnel",
    operation_id="getProjection",
)  # fmt: skip
def projection(
    request: HttpRequest,
    area: Annotated[
        str, Query(description="Alpha-3; two for a corridor, origin first.", max_length=7, examples=["KEN,GBR"])
    ],
    occupation: Annotated[str, Query(description="Code; by default the first one offered.", max_length=20)] = "",
    to: Annotated[str, Query(description="The last year.", max_length=4, pattern=r"^(\d{4})?$")] = "",
    s: Annotated[str, Query(description="Scenarios with their values: `training:30;ceiling:50`.", max_length=400)] = "",
    a: Annotated[
        str, Query(description="Assumptions of your own: `exit-rate:1.5;return-rate:0.5~1~3`.", max_length=600)
    ] = "",
    measure: Annotated[
        str, Query(description="Measures to give, separated by commas; all by default.", max_length=200)
    ] = "",
    language: Speaking = None,
) -> HttpResponse:
    """Supply year by year as quantiles of draws, with every assumption; the same as on the page of projections."""
    _known(request, "area", "occupation", "to", "s", "a", "measure")
    choice = choosing.chosen(request.GET)
    for refused in choice.refused:
        raise refused
    for each in _areas(area):
        if each not in held.offered():
            raise NotFound(
                "labour-market.stock.none", params={"area": each, "occupation": occupation or "-", "year": "-"}
            )
    if choice.asked is None or choice.asked.areas != _areas(area):
        raise Invalid("labour-market.project.nothing")
    if occupation and choice.asked.occupation != occupation:
        params = {"area": ", ".join(choice.asked.areas), "occupation": occupation[:20], "measure": "persons"}
        raise Invalid("labour-market.projection.no-curve", params=params)
    asked, measures = choice.asked, _measures(measure)
    return _kept(request, lambda: answers.projection(asked, measures))


@router.get(
    "/estimates/labour-markets/{area}", response=schemas.AnalysisOut, summary="A labour market analysis",
    operation_id="getLabourMarket",
)  # fmt: skip
def labour_market(
    request: HttpRequest,
    area: Area,
    threshold: Annotated[
        str, Query(description="Id of a declared threshold.", max_length=40, examples=["sdg-2016"])
    ] = "",
    own: Annotated[str, Query(description="A threshold of your own, persons per 10 000.", max_length=12)] = "",
    scenario: Annotated[str, Query(description="Id of a scenario of the projection.", max_length=40)] = "",
    language: Speaking = None,
) -> HttpResponse:
    """Stock, movement, need, demand, projection and gaps of a country, what is missing, and what comes first."""
    _known(request, "threshold", "own", "scenario")
    code = known_area(area.upper()).code
    query = {"threshold": threshold, "own": own, "scenario": scenario}
    choice = found.chosen(query)
    address = reverse("public:labour-market", kwargs={"code": code})
    return _kept(request, lambda: answers.analysis(found.of(code, choice), address))


def _areas(said: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(known_area(each.strip().upper()).code for each in said.split(",") if each.strip()))


def _measures(said: str) -> frozenset[str]:
    named = frozenset(each.strip() for each in said.split(",") if each.strip())
    unknown = sorted(named - set(MEASURES))
    if unknown:
        params = {"area": "-", "occupation": "-", "measure": ", ".join(unknown)[:60]}
        raise Invalid("labour-market.projection.no-curve", params=params)
    return named


def _known(request: HttpRequest, *names: str) -> None:
    """Refuse a parameter that there is not: a misspelt one would answer another question."""
    for name in request.GET:
        if name not in (*names, "language"):
            raise Invalid("mds.asking.parameter", params={"name": name[:60], "known": ", ".join((*names, "language"))})


def _kept(request: HttpRequest, make: Callable[[], Any]) -> HttpResponse:
    def made() -> bytes:
        if not MAKING.allow_request(request):
            raise Throttled(wait=math.ceil(MAKING.wait()))
        return json.dumps(make(), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()

    asked = (request.path, request.META.get("QUERY_STRING", ""), get_language() or "en")
    return packed.answer(request, made, parts=("estimates", newest_release(), str(covered.today()), *asked), media=JSON)
