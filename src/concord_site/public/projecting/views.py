"""The page of projections: read the address or the form, ask, show."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord_site.evidence.kept import kept
from concord_site.public.comparing.files import FORMATS
from concord_site.public.projecting import choosing, files, limiting, shown
from concord_site.shell.parts.values import Crumb


@require_safe
@kept
def projection(request: HttpRequest) -> HttpResponse:
    """Supply of a country or of a corridor, as assumed and with scenarios."""
    choice = choosing.chosen(request.GET)
    in_place = request.headers.get("HX-Request") == "true"
    if choosing.is_form(request.GET) and not in_place and not choice.refused:
        return HttpResponseRedirect(choice.address)
    late = limiting.too_often(request, choice.asked)
    if late is None and (format := request.GET.get("format", "")) in FORMATS and choice.asked is not None:
        return files.taken(choice.asked, choice.address, format)
    title = _("Projection of health personnel")
    crumbs = [Crumb(_("Home"), reverse("public:home")), Crumb(_("Data"), reverse("public:data")), Crumb(title)]
    context = {"title": title, "crumbs": crumbs, **shown.context(choice, late=late)}
    page = "public/projecting/results.html" if in_place else "public/projecting/page.html"
    answer = render(request, page, context)
    if in_place:
        answer["HX-Push-Url"] = choice.address
    patch_vary_headers(answer, ("HX-Request",))
    return answer if late is None else limiting.refused(request, answer, in_place=in_place)
