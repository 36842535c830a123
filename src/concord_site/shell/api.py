"""The one interface for programs: ``/api/v1/``, described by ``/api/v1/openapi.json`` (OpenAPI 3.1).

Rooms add their parts with :func:`mount`, called by ``concord_site.urls``. What every operation may answer besides its
own result (401, 403, 404, 409, 422, 429 …) is declared here once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Router

from concord import __version__
from concord_site.shell.interface import answers, problems
from concord_site.shell.interface.bodies import Bodies
from concord_site.shell.interface.schemas import Problem

VERSION = "v1"
ABOUT = """\
Read what countries are asked, check answers against the same rules as every page and workbook, compare rounds.

What is published is open: no key, readable from any site. A key (made on the page of your account) allows more
requests a minute. Languages: `language=` in the address, else the `Accept-Language` header. Every problem is
`application/problem+json` with a stable `code`.
"""
#: Answers that any operation may give: status → when.
SHARED = {
    400: "The request cannot be read.",
    401: "The key is not known, has ended, or has expired.",
    403: "This may not be done with this key.",
    404: "There is no such thing, or none that may be known.",
    409: "The state has moved on since; look again.",
    413: "The body is too large.",
    422: "The request can be read and is not as it must be; `errors` says where.",
    429: "Too many requests in this minute; `Retry-After` says how many seconds to wait.",
    503: "Not available now; try again later.",
}
KEY = {"type": "http", "scheme": "bearer", "description": "A key made on the page of your account."}


class Interface(NinjaAPI):
    """The interface with the answers that all operations share."""

    def get_openapi_schema(self, **given: Any) -> Any:
        """The description: shared problems once under ``components``, a key as something that may be given."""
        described = super().get_openapi_schema(**given)
        parts = described["components"]
        parts["schemas"] |= _problem_schemas()
        parts["securitySchemes"] = {"key": KEY}
        parts["responses"] = {f"Problem{status}": _shared(about) for status, about in SHARED.items()}
        for operations in described["paths"].values():
            for operation in operations.values():
                operation["security"] = [{}, {"key": []}]
                for status in SHARED:
                    operation["responses"].setdefault(status, {"$ref": f"#/components/responses/Problem{status}"})
        return described


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    inner = schema.pop("$defs", {})
    return {"Problem": schema, **inner}


def _shared(about: str) -> dict[str, Any]:
    content = {problems.TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": about, "content": content}


def build(routers: Iterable[tuple[str, Router]]) -> Interface:
    """An interface of some rooms' parts, each with its tag."""
    made = Interface(
        title="Concord", version=__version__, description=ABOUT, docs_url=None, openapi_url=None,
        urls_namespace="api", parser=Bodies(),
        openapi_extra={"info": {"license": {"name": "CC BY 4.0 (content)",
                                            "url": "https://creativecommons.org/licenses/by/4.0/"}}},
    )  # fmt: skip
    problems.handle(made)
    for name, router in routers:
        made.add_router("", router, tags=[name])
    return made


def mount(routers: Iterable[tuple[str, Router]]) -> tuple[list[Any], str, str]:
    """Addresses of the interface below ``/api/v1/``, its description among them; for Django's ``path``."""
    made = build(routers)
    patterns, _app, namespace = made.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = _in_json(pattern.callback)
    return [path("openapi.json", _description(made), name="openapi"), *patterns], "api", namespace


def _in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A method that an address does not have is a problem like any other."""

    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        refused = problems.problem(405, "site.api.method", method=str(request.method)[:10])
        refused["Allow"] = response["Allow"]
        return refused

    return csrf_exempt(answered)  # no session gives anything here: keys do, and what is open


def _description(made: Interface) -> Callable[[HttpRequest], HttpResponse]:
    def description(request: HttpRequest) -> HttpResponse:
        """The description of the interface."""
        if request.method not in {"GET", "HEAD"}:
            refused = problems.problem(405, "site.api.method", method=str(request.method)[:10])
            refused["Allow"] = "GET, HEAD"
            return refused
        return answers.opened(answers.as_json(made.get_openapi_schema()), seconds=300)

    return description
