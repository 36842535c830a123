"""Whatever goes wrong in the interface, as problem+json: the same codes and sentences as on pages."""

from __future__ import annotations

import json
import math
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from concord.declarations.messages import fill
from concord.errors import NotFound, Refusal
from concord_site.shell import problems
from concord_site.shell.interface.bodies import BYTES

TYPE = "application/problem+json"
#: What an error outside our own refusals is called.
CODES = {400: "site.request.malformed", 403: "site.access.forbidden", 404: "site.access.unknown"}
#: Statuses of refusals about the body itself; other refusals have theirs in ``shell.problems``.
BODY = {"site.api.body-too-large": 413, "site.api.body-too-deep": 400, "site.api.body-unreadable": 400}
ERRORS_AT_MOST = 50


def problem(status: int, code: str, *, errors: list[dict[str, Any]] | None = None, **params: object) -> HttpResponse:
    """A problem in the language in use."""
    worded = fill(code, params, language=get_language() or "en")
    body: dict[str, Any] = {
        "type": f"about:blank#{code}", "title": worded.message, "status": status, "code": code, "hint": worded.hint,
    }  # fmt: skip
    if errors:
        body["errors"] = errors
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=TYPE)


def handle(api: NinjaAPI) -> None:
    """Teach an interface our answers to everything that goes wrong; what is a bug goes on to Django, which logs it."""
    api.add_exception_handler(Exception, _bug)
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(Http404, lambda request, _: problems.answer(request, NotFound("site.access.unknown")))
    api.add_exception_handler(RequestDataTooBig, lambda _request, _: _too_large())
    api.add_exception_handler(SuspiciousOperation, lambda _request, _: problem(400, "site.request.malformed"))
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(AuthenticationError, _unknown_key)
    api.add_exception_handler(Throttled, _too_many)
    api.add_exception_handler(HttpError, _http)


def _bug(_request: HttpRequest, bug: Exception | type[Exception]) -> HttpResponse:
    raise bug


def _refused(request: HttpRequest, refusal: Any) -> HttpResponse:
    if refusal.code in BODY:
        return problem(BODY[refusal.code], refusal.code, **refusal.params)
    return problems.answer(request, refusal)


def _http(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error.__cause__, Refusal):
        return _refused(request, error.__cause__)
    return problem(error.status_code, CODES.get(error.status_code, "site.request.malformed"))


def _too_many(_request: HttpRequest, error: Any) -> HttpResponse:
    response = problem(429, "site.api.too-many")
    if error.wait is not None:
        response["Retry-After"] = str(math.ceil(error.wait))
    return response


def _too_large() -> HttpResponse:
    return problem(413, "site.api.body-too-large", bytes=BYTES)


def _unknown_key(_request: HttpRequest, _error: Any) -> HttpResponse:
    response = problem(401, "site.api.key-refused")
    response["WWW-Authenticate"] = 'Bearer realm="Concord"'
    return response


def _invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    """Which parts of a request are wrong; what stands there is not repeated."""
    found = [
        {"where": [str(part) if not isinstance(part, int) else part for part in each.get("loc", ())],
         "message": str(each.get("msg", ""))}
        for each in error.errors[:ERRORS_AT_MOST]
    ]  # fmt: skip
    return problem(422, "site.api.request-invalid", errors=found, count=len(error.errors))
