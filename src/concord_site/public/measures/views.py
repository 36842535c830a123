"""Pages of measures: read the address, ask, show."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord import safeguards
from concord_site.evidence.kept import kept
from concord_site.public import crumbs
from concord_site.public.measures import headlines as headline_figures
from concord_site.public.measures import what_if as other_thresholds
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


@require_safe
@kept
def what_if(request: HttpRequest, edition: str) -> HttpResponse:
    """An edition's criteria with other thresholds: who enters, who leaves, who will be near the line."""
    found = safeguards.edition(edition)
    title = _("The criteria of %(edition)s with other thresholds") % {"edition": found.id}
    way = crumbs.home(
        Crumb(_("Countries"), reverse("public:countries")),
        Crumb(found.title.best(language()).text, reverse("public:list", kwargs={"edition": found.id})),
        Crumb(_("What if")),
    )
    shown = other_thresholds.context(found, request.GET.dict())
    return render(request, "public/measures/what_if.html", {"title": title, "crumbs": way, **shown})


@require_safe
@kept
def headlines(request: HttpRequest) -> HttpResponse:
    """Published headline figures beside our own."""
    title = _("Headline figures beside ours")
    shown = headline_figures.context()
    return render(
        request, "public/measures/headlines.html", {"title": title, "crumbs": crumbs.data(Crumb(title)), **shown}
    )
