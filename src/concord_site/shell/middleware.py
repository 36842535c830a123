"""Headers on every answer, and refusals turned into pages."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from concord.errors import Refusal
from concord_site.shell import problems

Answer = Callable[[HttpRequest], HttpResponse]

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"
NO_STORE = "no-store, private"


class Headers:
    """What every answer carries: no framing, no powers, no reading by other sites, no storing of what is private.

    An answer to a person who is signed in, or that touches the session, is never kept by browsers or proxies. Public
    pages may say otherwise for themselves; static files are long-lived by their digests.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers."""
        response = self.get_response(request)
        response.setdefault("X-Frame-Options", "DENY")
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        if _is_personal(request, response):
            response["Cache-Control"] = NO_STORE
        return response


def _is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    if request.path.startswith(settings.STATIC_URL):
        return False
    user = getattr(request, "user", None)
    signed_in = bool(user is not None and user.is_authenticated)
    return signed_in or bool(response.cookies) or request.method not in {"GET", "HEAD"}


class Refusals:
    """A refusal raised anywhere in a view becomes a page, or problem+json for a program."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Answer a refusal; leave everything else to Django, which logs it and calls our page for errors."""
        return problems.answer(request, problem) if isinstance(problem, Refusal) else None
