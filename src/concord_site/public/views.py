"""Public pages: read the address, ask, show."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord import safeguards
from concord.errors import NotFound
from concord.indicators.model import indicator as declared_indicator
from concord.indicators.model import indicators
from concord.vocabulary.areas import area, resolve
from concord.vocabulary.provenance import source as declared_source
from concord.vocabulary.provenance import sources as declared_sources
from concord_site.evidence.facts import evidence
from concord_site.evidence.kept import kept
from concord_site.public import catalogue_box, crumbs, downloads, explorer, home, lists, rows, takeaways, trace
from concord_site.public import countries as country_list
from concord_site.public import country as one_country
from concord_site.public import search as finding
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


@require_safe
@kept
def first(request: HttpRequest) -> HttpResponse:
    """The first page."""
    view = "table" if request.GET.get("view") == "table" else "map"
    return render(request, "public/home.html", {"title": _("Health workers cross borders"), **home.context(view)})


@require_safe
@kept
def countries(request: HttpRequest) -> HttpResponse:
    """All Member States; an exact name or code typed into the first page's box leads straight to the country."""
    words = request.GET.get("q", "")
    if request.GET.get("go") and (found := resolve(words).area):
        return redirect("public:country", code=found)
    title = _("Countries")
    shown = country_list.context(request.GET.dict())
    return render(request, "public/countries.html", {"title": title, "crumbs": crumbs.home(Crumb(title)), **shown})


@require_safe
@kept
def country(request: HttpRequest, code: str) -> HttpResponse:
    """One country or area."""
    if code != code.upper():
        return HttpResponsePermanentRedirect(reverse("public:country", kwargs={"code": code.upper()}))
    try:
        place = one_country.known(code)
    except NotFound:
        return _no_country(request, code)
    name = place.name(language())
    way = crumbs.home(Crumb(_("Countries"), reverse("public:countries")), Crumb(name))
    return render(request, "public/country.html", {"title": name, "crumbs": way, **one_country.context(place)})


def _no_country(request: HttpRequest, code: str) -> HttpResponse:
    """Another code of a country leads to its page; what is none is answered with what may be meant."""
    meant = resolve(code.replace("-", " ").replace("_", " "))
    if meant.area:
        return redirect("public:country", code=meant.area)
    title = _("No such country")
    way = crumbs.home(Crumb(_("Countries"), reverse("public:countries")), Crumb(title))
    shown = {"title": title, "crumbs": way, "asked": code[:60], "suggestions": meant.suggestions}
    return render(request, "public/country_unknown.html", shown, status=404)


@require_safe
@kept
def safeguards_list(request: HttpRequest, edition: str) -> HttpResponse:
    """One edition of the safeguards list beside its criteria recomputed."""
    found = safeguards.edition(edition)
    title = found.title.best(language())
    way = crumbs.home(Crumb(_("Countries"), reverse("public:countries")), Crumb(found.id))
    return render(request, "public/list.html", {"title": title, "crumbs": way, **lists.context(found)})


@require_safe
@kept
def data(request: HttpRequest) -> HttpResponse:
    """The explorer, or with ``format`` its figures as a file."""
    format = request.GET.get("format", "")
    if format in downloads.FORMATS:
        choice = explorer.chosen(request.GET.dict())
        return downloads.of_results(choice, explorer.of_year(choice, evidence()), format)
    if format == "svg" and (picture := downloads.of_image(explorer.chosen(request.GET.dict()))) is not None:
        return picture
    title = _("Explore the data")
    way = crumbs.home(Crumb(title))
    shown = {"linked": catalogue_box.linked_catalogue(), **explorer.context(request.GET.dict())}
    return render(request, "public/data.html", {"title": title, "crumbs": way, **shown})


@require_safe
@kept
def table_rows(request: HttpRequest, structure: str) -> HttpResponse:
    """Rows of one table of the release, filtered, or as a file."""
    format = request.GET.get("format", "")
    if format in downloads.FORMATS or format in downloads.MESSAGES:
        query = request.GET.dict()
        return downloads.of_table(rows.chosen(structure, query), format, rows.filters(structure, query))
    shown = rows.context(structure, request.GET.dict())
    way = crumbs.data(Crumb(shown["name"]))
    return render(request, "public/rows.html", {"title": shown["name"], "crumbs": way, **shown})


@require_safe
@kept
def figure(request: HttpRequest, indicator: str, area: str, year: int, occupation: str) -> HttpResponse:
    """One figure: how it was made, from which rows of which files, under which licence."""
    result = trace.find(indicator, area, year, occupation)
    if result is None:
        raise Http404
    declared = declared_indicator(indicator)
    title = declared.title.best(language())
    way = crumbs.home(Crumb(_("Data"), reverse("public:data") + f"?indicator={indicator}"), Crumb(_("One figure")))
    return render(request, "public/figure.html", {
        "title": title, "crumbs": way, "result": result, "declared": declared, "unit": explorer.unit(declared.unit),
        "parts": [(takeaways.part_name(name), value) for name, value in result.parts.items()],
        "rows": trace.rows_of(result), "reports": trace.reports_of(result), "note": explorer.note(result),
        "country": _place(area), **rows.sources_of(result),
    })  # fmt: skip


def _place(code: str) -> object:
    return area(code)


@require_safe
@kept
def sources(request: HttpRequest) -> HttpResponse:
    """Every source with its licence and vintage."""
    title = _("Sources and licences")
    listed = sorted(declared_sources().values(), key=lambda each: (each.publisher, each.title))
    return render(
        request, "public/sources.html", {"title": title, "crumbs": crumbs.home(Crumb(title)), "sources": listed}
    )


@require_safe
@kept
def source(request: HttpRequest, id: str) -> HttpResponse:
    """One source and the tables that hold rows of it."""
    found = declared_source(id)
    way = crumbs.home(Crumb(_("Sources and licences"), reverse("public:sources")), Crumb(found.title))
    return render(
        request,
        "public/source.html",
        {"title": found.title, "crumbs": way, "source": found, "tables": rows.tables_of(id)},
    )


@require_safe
@kept
def methods(request: HttpRequest) -> HttpResponse:
    """How each indicator is defined and computed."""
    title = _("Methods")
    return render(request, "public/methods.html", {
        "title": title, "crumbs": crumbs.home(Crumb(title)),
        "indicators": [(each, explorer.unit(each.unit)) for each in indicators().values()],
    })  # fmt: skip


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One box over everything public."""
    words = request.GET.get("q", "").strip()[:200]
    found, total = finding.everything(words, language=language()) if words else ([], 0)
    title = _("Search")
    return render(request, "public/search.html", {
        "title": title, "crumbs": crumbs.home(Crumb(title)), "words": words, "found": found, "total": total,
    })  # fmt: skip
