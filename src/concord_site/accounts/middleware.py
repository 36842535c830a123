"""Two guards of every request of a signed-in person: ended memberships, and the second factor."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone

from concord.errors import NotAllowed
from concord_site.accounts import queries, sessions
from concord_site.shell import problems

Answer = Callable[[HttpRequest], HttpResponse]
SESSION_KEY = "memberships"
HELD = "concord.roles-held"  # in a request: key of each membership → role, as the first guard has read them
SEEN_KEY = "seen_at"
SEEN_EVERY_SECONDS = 600

#: Pages a person needs in order to get a second factor, or to leave.
OPEN_WITHOUT_SECOND_FACTOR = frozenset({
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes", "mfa_view_recovery_codes",
    "mfa_download_recovery_codes", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_reauthenticate",
    "account_logout", "account_confirm_email", "account_email_verification_sent", "health", "set_language",
})  # fmt: skip


class EndedMemberships:
    """Ends a session whose memberships have ended since it began, whether by an act or by a date."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign the person out and ask for a new sign-in, or pass the request on."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        current = request.META[HELD] = queries.current_roles(request.user)
        known = request.session.get(SESSION_KEY)
        if known is not None and not set(known) <= set(current):
            logout(request)
            return self._refused(request)
        if known is None or set(known) != set(current):
            request.session[SESSION_KEY] = list(current)
        self._note_seen(request)
        return self.get_response(request)

    def _note_seen(self, request: HttpRequest) -> None:
        """Note every ten minutes when a sign-in was last used; a write on every page would cost more than it tells."""
        now = timezone.now()
        if now.timestamp() - request.session.get(SEEN_KEY, 0) > SEEN_EVERY_SECONDS:
            request.session[SEEN_KEY] = int(now.timestamp())
            sessions.seen(request.session.session_key, now=now)

    def _refused(self, request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD"} and not problems.wants_json(request):
            return redirect(settings.LOGIN_URL)
        return problems.answer(request, NotAllowed("site.session.ended"))


class SecondFactor:
    """Sends people whose roles see what is protected to set up a second factor before anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect, refuse or pass on."""
        if not request.user.is_authenticated or _is_open(request):
            return self.get_response(request)
        if not queries.lacks_second_factor(request.user, _held(request)):
            return self.get_response(request)
        if request.method in {"GET", "HEAD"} and not problems.wants_json(request):
            return redirect("mfa_index")
        return problems.answer(request, NotAllowed("site.session.second-factor"))


def _held(request: HttpRequest) -> Iterable[str] | None:
    """The roles the guard before this one has just read."""
    held: dict[int, str] | None = request.META.get(HELD)
    return None if held is None else held.values()


def _is_open(request: HttpRequest) -> bool:
    if request.path.startswith(settings.STATIC_URL):
        return True
    try:
        return resolve(request.path_info).url_name in OPEN_WITHOUT_SECOND_FACTOR
    except Resolver404:
        return True
