"""Pages of the shell: the door without a language, how pages are shown, and the living style page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from concord.vocabulary.languages import LANGUAGES, direction, native_name
from concord_site.shell import i18n, preferences, samples
from concord_site.shell.frame import Frame
from concord_site.shell.parts.values import Crumb, Link


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame of the page."""
    return {"frame": Frame(request)}


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """``/``: on to the reader's language, by the cookie, else by what the browser asks for."""
    response = redirect(f"/{i18n.preferred(request)}/")
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """How pages are shown: language, theme, contrast. Kept in cookies that hold nothing else."""
    if request.method == "POST":
        return _keep(request)
    back = _path_of_this_site(request, request.GET.get("next", "") or request.headers.get("Referer", ""))
    now = preferences.of(request)
    return render(request, "shell/display.html", {
        "title": _("Display and language"),
        "next": back,
        "languages": [(code, native_name(code), direction(code)) for code in LANGUAGES],
        "themes": [("", _("As my system says")), ("light", _("Light")), ("dark", _("Dark"))],
        "contrasts": [("", _("As my system says")), ("normal", _("Usual")), ("more", _("More contrast"))],
        "theme": now.theme,
        "contrast": now.contrast,
    })  # fmt: skip


def _keep(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("language", "")
    code = code if code in LANGUAGES else i18n.language()
    response = redirect(i18n.in_language(_path_of_this_site(request, request.POST.get("next", "")), code))
    now = preferences.chosen(request.POST, theme="theme", contrast="contrast")
    _set(response, settings.LANGUAGE_COOKIE_NAME, code)
    _set(response, preferences.THEME_COOKIE, now.theme)
    _set(response, preferences.CONTRAST_COOKIE, now.contrast)
    return response


def _set(response: HttpResponse, name: str, value: str) -> None:
    if not value:
        response.delete_cookie(name, samesite="Lax")
        return
    response.set_cookie(
        name, value, max_age=preferences.A_YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def _path_of_this_site(request: HttpRequest, address: str) -> str:
    """A path of this site to go back to; the first page where the address leads elsewhere."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return f"/{i18n.language()}/"
    after_host = address.partition("://")[2].partition("/")[2] if "://" in address else address.removeprefix("/")
    return f"/{after_host}" if not after_host.startswith(("/", "\\")) else f"/{i18n.language()}/"


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """The living style page: every part in every state, in the theme and contrast its address names."""
    now = preferences.chosen(request.GET, theme="theme", contrast="contrast")
    if now.key:
        request.concord_preferences = now  # type: ignore[attr-defined]
    return render(request, "shell/style.html", {
        **samples.context(),
        "title": _("Parts of the page"),
        "crumbs": [Crumb(_("Home"), f"/{i18n.language()}/"), Crumb(_("Parts of the page"))],
        "looks": _looks(now),
    })  # fmt: skip


def _looks(now: preferences.Preferences) -> list[Link]:
    choices = (
        (_("Light"), "light", "normal"), (_("Dark"), "dark", "normal"),
        (_("More contrast"), "light", "more"), (_("Dark, more contrast"), "dark", "more"),
    )  # fmt: skip
    return [
        Link(label, f"?theme={theme}&contrast={contrast}", (theme, contrast) == (now.theme, now.contrast))
        for label, theme, contrast in choices
    ]
