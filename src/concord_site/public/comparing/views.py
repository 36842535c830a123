"""Pages of comparisons: read the address, ask, show."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord_site.evidence.kept import kept
from concord_site.public import crumbs
from concord_site.public.comparing import choosing, corridor, covered, differences, files, names, reports, vintages
from concord_site.shell.parts import documents
from concord_site.shell.parts.values import Crumb


@require_safe
@kept
def mirror(request: HttpRequest) -> HttpResponse:
    """Two countries' figures of one corridor beside each other."""
    query = request.GET.dict()
    format = query.get("format", "")
    choice = choosing.chosen(query)
    if format in files.FORMATS and choice.is_whole:
        return files.of_corridor(choice, corridor.found(choice), format)
    title = _("Two countries, one corridor")
    shown = {"title": title, "crumbs": crumbs.data(Crumb(title)), **corridor.context(query)}
    return render(request, "public/comparing/mirror.html", shown)


@require_safe
@kept
def changed(request: HttpRequest) -> HttpResponse:
    """How one figure changed over releases; what changed between two of them; without either, every release."""
    query = request.GET.dict()
    title = _("How figures changed")
    if vintages.is_series(query):
        own = _("How this figure changed")
        way = crumbs.data(Crumb(title, reverse("public:vintages")), Crumb(own))
        shown = vintages.of_series(query)
        return render(request, "public/comparing/series.html", {"title": own, "crumbs": way, **shown})
    pair = differences.pair(query)
    if pair is not None:
        if query.get("format", "") in files.FORMATS:
            return files.of_changes(*pair, query["format"])
        own = _("What changed from release %(before)s to release %(after)s") % {
            "before": pair[0].id, "after": pair[1].id,
        }  # fmt: skip
        way = crumbs.data(Crumb(title, reverse("public:vintages")), Crumb(own))
        shown = {"title": own, "crumbs": way, **differences.of_pair(*pair)}
        return render(request, "public/comparing/changes.html", shown)
    shown = {"title": title, "crumbs": crumbs.data(Crumb(title)), "steps": differences.steps()}
    return render(request, "public/comparing/vintages.html", shown)


@require_safe
@kept
def coverage(request: HttpRequest) -> HttpResponse:
    """What every country has given, and how old it is."""
    query = request.GET.dict()
    shown = covered.context(query)
    if query.get("format", "") in files.FORMATS:
        return files.of_coverage(shown["region"], shown["only"], shown["sort"], query["format"])
    title = _("What is held of each country")
    return render(
        request, "public/comparing/coverage.html", {"title": title, "crumbs": crumbs.data(Crumb(title)), **shown}
    )


@require_safe
@kept
def quality(request: HttpRequest, code: str) -> HttpResponse:
    """The published data quality report of one country, as page, PDF or Word."""
    if code != code.upper():
        return HttpResponsePermanentRedirect(reverse("public:quality", kwargs={"code": code.upper()}))
    found = reports.known(code)
    format = request.GET.get("format", "")
    if format in documents.FORMATS:
        return documents.as_file(reports.document(found), format)
    return render(request, "public/comparing/quality.html", _report(found))


def _report(code: str) -> dict[str, object]:
    document = reports.document(code)
    title = str(document.title)
    before = Crumb(_("What is held of each country"), reverse("public:coverage"))
    return {
        "title": title, "crumbs": crumbs.data(before, Crumb(title)), "document": document, "code": code,
        "name": names.place(code), "quality": reports.of(code),
        "html": documents.on_page(document),
    }  # fmt: skip
