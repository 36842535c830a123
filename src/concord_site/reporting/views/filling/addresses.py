"""The addresses at which anything is filled by somebody who is signed in: one list for every kind of desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from concord_site.reporting.queries.filling import Desk
from concord_site.reporting.views.filling import files, overview, pages
from concord_site.reporting.views.page import read_or_send

View = Callable[..., HttpResponseBase]


def answering(desk: Callable[[object, Any], Desk], name: str, before: str = "") -> list[URLPattern]:
    """Questions, their reasons, and files of answers, at a desk that is made for each request.

    Args:
        desk: Makes it from the key in the address and whoever asks.
        name: What the names of addresses begin with: ``report`` gives ``report-page``.
        before: Where they stand, with ``<uuid:pk>/`` in it.
    """

    def at(view: View, allows: Callable[[View], View] = require_safe) -> View:
        def shown(request: HttpRequest, pk: object, **more: object) -> HttpResponseBase:
            return view(request, desk(pk, request.user), **more)

        return login_required(allows(shown))

    return [
        path(f"{before}why/", at(overview.why), name=f"{name}-why"),
        path(f"{before}files/", at(files.upload, read_or_send), name=f"{name}-upload"),
        path(f"{before}files/<uuid:upload>/", at(files.differences, read_or_send), name=f"{name}-differences"),
        path(f"{before}files/kept/<str:file>/", at(files.kept), name=f"{name}-file"),
        path(f"{before}export.<str:form>", at(files.export), name=f"{name}-export"),
        path(f"{before}<int:section>/", at(pages.section), name=f"{name}-section"),
        path(f"{before}<int:section>/confirm/", at(pages.confirm, read_or_send), name=f"{name}-confirm"),
        path(f"{before}<int:section>/<int:number>/", at(pages.page, read_or_send), name=f"{name}-page"),
    ]
