"""What the pages of this room have in common."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def page(
    request: HttpRequest, template: str, title: str, crumbs: list[Crumb], *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of this room under its breadcrumb."""
    trail = [Crumb(_("Home"), f"/{language()}/"), *crumbs]
    return render(request, f"reporting/{template}.html", {"title": title, "crumbs": trail, **context}, status=status)


def questionnaires() -> Crumb:
    """The step to the list."""
    return Crumb(_("Questionnaires"), reverse("reporting:instruments"))


def address(name: str, **kwargs: object) -> str:
    """An address of a room or page that may not be there; empty then."""
    try:
        return reverse(name, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""
