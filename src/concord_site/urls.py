"""Every address of the site: the language first, then the room.

A room's ``urls.py`` is included under the room's own name where it exists (``public`` at the root of the language,
``shell`` too). A room that needs an address without a language (a file for machines) lists it in
``without_language`` of the same module.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from ninja import Router

from concord_site.shell import api, files, health

AT_ROOT = ("shell", "public")


def _module(room: str) -> ModuleType | None:
    name = f"concord_site.{room}.urls"
    is_there = room in settings.ROOMS_PRESENT and find_spec(name) is not None
    return import_module(name) if is_there else None


def _rooms() -> list[URLResolver]:
    found = []
    for room in reversed(settings.ROOMS_PRESENT):
        if room not in AT_ROOT and _module(room) is not None:
            found.append(path(f"{room}/", include(f"concord_site.{room}.urls")))
    # The root comes last: a room's own address is never hidden by a page of the root.
    found.extend(path("", include(f"concord_site.{room}.urls")) for room in AT_ROOT if _module(room) is not None)
    return found


def _without_language() -> list[URLPattern | URLResolver]:
    modules = (_module(room) for room in settings.ROOMS_PRESENT)
    return [pattern for module in modules if module for pattern in getattr(module, "without_language", ())]


def _interface() -> list[tuple[str, Router]]:
    """Every room's part of the interface for programs: the ``router`` of its ``api.py``."""
    names = ((room, f"concord_site.{room}.api") for room in settings.ROOMS_PRESENT if room != "shell")
    return [(room, import_module(name).router) for room, name in names if find_spec(name) is not None]


urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health.page, name="health"),
    path(f"api/{api.VERSION}/", api.mount(_interface())),
    path("files/<str:pk>", files.download, name="file"),
    *_without_language(),
    *i18n_patterns(
        path("account/", include("allauth.urls")),
        *_rooms(),
        prefix_default_language=True,
    ),
]

handler400 = "concord_site.shell.problems.bad_request"
handler403 = "concord_site.shell.problems.forbidden"
handler404 = "concord_site.shell.problems.not_found"
handler500 = "concord_site.shell.problems.server_error"
