"""The page of flows: read the address, ask, show."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord_site.evidence.kept import kept
from concord_site.public import crumbs
from concord_site.public.comparing.files import FORMATS
from concord_site.public.flowing import choosing, files, shown
from concord_site.shell.parts.values import Crumb


@require_safe
@kept
def flows(request: HttpRequest) -> HttpResponse:
    """Moves between two countries, or of one, by several methods with the range between them."""
    choice = choosing.chosen(request.GET.dict())
    if (format := request.GET.get("format", "")) in FORMATS and choice.origin:
        return files.taken(choice, format)
    title = _("Flows between countries, estimates")
    listed = [(shown.title(id), shown.about(id)) for id in shown.METHODS]
    context = {"title": title, "crumbs": crumbs.data(Crumb(title)), "methods": listed, **shown.context(choice)}
    return render(request, "public/flows.html", context)
