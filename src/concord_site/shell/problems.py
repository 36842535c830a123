"""Refusals and errors as pages, or as problem+json (RFC 9457) for programs. Nothing else turns one into the other.

A refusal is expected: it has a code, a sentence and a way out. Anything else is a bug: it is logged with a reference,
and the page gives the reference and nothing more.
"""

from __future__ import annotations

import json
import logging
import secrets
import sys

from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, loader
from django.utils.html import escape
from django.utils.translation import get_language

from concord.declarations.messages import fill
from concord.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal, Unavailable

log = logging.getLogger("concord.problems")

STATUS: dict[type[Refusal], int] = {Invalid: 422, NotFound: 404, NotAllowed: 403, Conflict: 409, Unavailable: 503}
TEMPLATE = "problem.html"


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    return next((status for kind, status in STATUS.items() if isinstance(refusal, kind)), 400)


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks: an address of the interface, or a wish for JSON and none for HTML."""
    accept = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or ("json" in accept and "html" not in accept)


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The answer to a refused request."""
    worded = fill(refusal.code, refusal.params, language=get_language() or "en")
    status = status_of(refusal)
    response = _render(request, status, refusal.code, worded.message, refusal.hint or worded.hint)
    if status == 503:
        response["Retry-After"] = "30"
    return response


def _worded(request: HttpRequest, status: int, code: str, *, reference: str = "") -> HttpResponse:
    worded = fill(code, {}, language=get_language() or "en")
    return _render(request, status, code, worded.message, worded.hint, reference)


def _render(request: HttpRequest, status: int, code: str, message: str, hint: str, reference: str = "") -> HttpResponse:
    problem = {"type": f"about:blank#{code}", "title": message, "status": status, "code": code, "hint": hint}
    if reference:
        problem["reference"] = reference
    if wants_json(request):
        body = json.dumps(problem, ensure_ascii=False)
        return HttpResponse(body, status=status, content_type="application/problem+json")
    return HttpResponse(_page(request, problem), status=status)


def _page(request: HttpRequest, problem: dict[str, object]) -> str:
    context = {"problem": problem, "title": problem["title"]}
    try:
        return loader.render_to_string(TEMPLATE, context, request)
    except TemplateDoesNotExist:
        return _bare_page(problem)
    except Exception:
        # The frame itself is broken: say so in the log and still answer.
        log.exception("the page of a problem could not be drawn")
        return _bare_page(problem)


def _bare_page(problem: dict[str, object]) -> str:
    title, hint = escape(str(problem["title"])), escape(str(problem["hint"]))
    reference = escape(str(problem.get("reference", "")))
    language = get_language() or "en"
    return (
        f'<!doctype html><html lang="{language}" dir="auto"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><main><h1>{title}</h1><p>{hint}</p><p>{reference}</p></main></body></html>"
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Status 400."""
    return _worded(request, 400, "site.request.malformed")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Status 403."""
    return _worded(request, 403, "site.access.forbidden")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Status 404, the same bytes for what is unknown and for what may not be known."""
    return _worded(request, 404, "site.access.unknown")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: an old page, or a forged request."""
    return _worded(request, 403, "site.request.stale")


def server_error(request: HttpRequest) -> HttpResponse:
    """Status 500: a bug, logged with the reference the page shows.

    The log names the kind of page and not which one: an address can tell what is being negotiated.
    """
    reference = secrets.token_hex(4)
    match = request.resolver_match
    where = match.route if match is not None else request.path
    log.error("reference %s: error at %s %s", reference, request.method, where, exc_info=sys.exc_info())
    return _worded(request, 500, "site.bug", reference=reference)


def sentence(refusal: Refusal) -> str:
    """A refusal as one sentence with its way out, for a form."""
    worded = fill(refusal.code, refusal.params, language=get_language() or "en")
    return f"{worded.message} {refusal.hint or worded.hint}".strip()
