"""Labour market analyses: the countries to choose from, and the analysis of one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.labour_market.need import thresholds
from concord.labour_market.scenarios import scenarios
from concord.vocabulary.areas import area, member_states
from concord_site.evidence.kept import kept
from concord_site.public import crumbs
from concord_site.public.analysing import found
from concord_site.public.comparing import covered
from concord_site.shell.i18n import language
from concord_site.shell.parts import documents
from concord_site.shell.parts.values import Crumb
from concord_site.shell.parts.words import number


@require_safe
@kept
def labour_markets(request: HttpRequest) -> HttpResponse:
    """The countries whose labour market can be analysed."""
    wanted = request.GET.get("area", "").strip().upper()
    if wanted:
        return HttpResponseRedirect(reverse("public:labour-market", kwargs={"code": area(wanted).code}))
    title, said = _("Labour market analysis"), language()
    countries = sorted((each.name(said), each.code) for each in member_states(covered.today()))
    shown = {"title": title, "crumbs": crumbs.data(Crumb(title)), "countries": countries}
    return render(request, "public/analysing/countries.html", shown)


@require_safe
@kept
def labour_market(request: HttpRequest, code: str) -> HttpResponse:
    """The labour market analysis of one country, as page, PDF or Word."""
    known = area(code.upper()).code
    if code != known:
        return HttpResponsePermanentRedirect(reverse("public:labour-market", kwargs={"code": known}))
    query = request.GET.dict()
    choice = found.chosen(query)
    document = found.document(known, choice)
    format = query.get("format", "")
    if format in documents.FORMATS:
        return documents.as_file(document, format)
    return render(request, "public/analysing/country.html", _shown(known, choice, document, query))


def _shown(code: str, choice: found.Choice, document: Any, query: dict[str, str]) -> dict[str, Any]:
    title = str(document.title)
    before = Crumb(_("Labour market analysis"), reverse("public:labour-markets"))
    kept = {name: query[name] for name in ("threshold", "own", "scenario") if query.get(name, "").strip()}
    return {
        "title": title, "crumbs": crumbs.data(before, Crumb(title)), "document": document, "code": code,
        "thresholds": [(each.id, number(each.per_10k), each.id == _threshold(query)) for each in thresholds()],
        "own": query.get("own", "").strip(),
        "scenarios": [
            (each.id, each.title.best(language()).text, each.id == choice.scenario) for each in scenarios().values()
        ],
        "files": [(name, "?" + urlencode({**kept, "format": format})) for name, format in documents.FILES],
        "html": documents.on_page(document),
    }  # fmt: skip


def _threshold(query: dict[str, str]) -> str:
    from concord.labour_market.need import declared

    return "" if query.get("own", "").strip() else query.get("threshold", "").strip() or declared().default
