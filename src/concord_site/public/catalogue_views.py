"""Pages and files of the catalogue: the list, one release, its frozen files, citations, the feed, DCAT."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.errors import NotFound
from concord.mds.catalogue import dcat, jsonld, turtle
from concord.mds.catalogue.cited import FORMS, cited
from concord.mds.catalogue.entry import BUNDLED, PUBLISHER, Entry, Part
from concord.mds.catalogue.of_release import SERIES
from concord_site.evidence.facts import evidence, store
from concord_site.evidence.kept import kept
from concord_site.public import catalogue, catalogue_box, catalogue_feed, crumbs, rows
from concord_site.shell.i18n import language, preferred
from concord_site.shell.interface import answers
from concord_site.shell.parts.values import Crumb

#: Form of the catalogue → media type and writer.
WRITTEN = {"jsonld": (jsonld.MEDIA_TYPE, jsonld.write), "ttl": (turtle.MEDIA_TYPE, turtle.write)}


@require_safe
@kept
def listed(request: HttpRequest) -> HttpResponse:
    """Everything released."""
    title = _("Releases of data")
    home = catalogue.origin()
    found = [(each, catalogue.titled(each), each.address.removeprefix(home)) for each in catalogue.entries()]
    shown = {"title": title, "crumbs": crumbs.data(Crumb(title)), "entries": found}
    return render(request, "public/cite_catalogue.html", {**shown, "linked": catalogue_box.linked_catalogue()})


@require_safe
@kept
def release(request: HttpRequest, id: str) -> HttpResponse:
    """One release of the installation; another room's entry has its page there."""
    found = _entry(id)
    if found.series != SERIES or found.id == BUNDLED:
        return redirect(found.address.removeprefix(catalogue.origin()))
    title = catalogue.titled(found)
    shown = {
        "title": title,
        "crumbs": crumbs.data(Crumb(_("Releases of data"), reverse("public:catalogue")), Crumb(found.id)),
        "entry": found, "box": catalogue_box.of_entry(found), "linked": catalogue_box.linked(found),
        "files": [(each, each.address.removeprefix(catalogue.origin())) for each in found.distributions if each.sha256],
        "is_current": found.id == evidence().basis.release,
    }  # fmt: skip
    return render(request, "public/cite_release.html", shown)


def _entry(id: str) -> Entry:
    try:
        return catalogue.entry(id)
    except NotFound:
        raise Http404 from None


@require_safe
def cite_release(request: HttpRequest, id: str, form: str) -> HttpResponse:
    """The citation of a release as a file."""
    return _citation(_entry(id), None, form)


@require_safe
def cite_rows(request: HttpRequest, structure: str, form: str) -> HttpResponse:
    """The citation of a table, or of the rows that the address asks for, as a file."""
    query = request.GET.dict()
    table, listed = rows.chosen(structure, query), catalogue.entries()
    part = catalogue.part(table, rows.filters(structure, query), listed)
    return _citation(catalogue.current(listed), part, form)


def _citation(entry: Entry, part: Part | None, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    body = cited(entry, form, part, language=language(), accessed=evidence().facts.as_of)
    name = "-".join(("concord", entry.id, *((part.structure,) if part is not None else ())))
    return answers.download(body.encode(), name=f"{name}.{form}", media_type=FORMS[form].media_type)


@require_safe
def file(request: HttpRequest, id: str, name: str) -> HttpResponseBase:
    """A frozen file as it was frozen: its bytes are those whose digest the catalogue names, for ever."""
    found = _entry(id)
    kept_file = next((each for each in found.distributions if each.sha256 and each.address.endswith(f"/{name}")), None)
    if kept_file is None or found.series != SERIES:
        raise Http404
    mark = f'"{kept_file.sha256}"'
    if answers.unchanged(request, mark):
        return answers.opened(HttpResponse(status=304), mark=mark, seconds=86_400)
    path = Path(store().release(id).folder) / name
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=kept_file.media_type)
    return answers.opened(response, mark=mark, seconds=86_400)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Atom: what was published, corrected and withdrawn."""
    body = catalogue_feed.atom(catalogue.entries(), language())
    return _opened(request, body, catalogue_feed.MEDIA_TYPE)


@require_safe
def described(request: HttpRequest, form: str = "") -> HttpResponse:
    """The whole catalogue as DCAT 3; without an ending in the address, in the form that is asked for."""
    if not form:
        form = _wanted(request)
        if not form:
            response: HttpResponse = redirect(f"/{preferred(request)}/data/catalogue/")
            patch_vary_headers(response, ("Accept", "Accept-Language", "Cookie"))
            return response
    with translation.override("en"):
        found = catalogue.entries()
        at, page = catalogue.origin() + reverse("catalogue"), catalogue.origin() + reverse("public:catalogue")
    response = _opened(request, _written(found, dcat.Place(at, page, PUBLISHER), form), WRITTEN[form][0])
    patch_vary_headers(response, ("Accept",))
    return response


def _wanted(request: HttpRequest) -> str:
    """The form that a program asks for; empty for a browser."""
    types = ["text/html", "application/ld+json", "text/turtle", "application/json"]
    best = request.get_preferred_type(types)
    return {"text/turtle": "ttl", "text/html": ""}.get(best or "", "jsonld")


@lru_cache(maxsize=4)
def _written(found: tuple[Entry, ...], place: dcat.Place, form: str) -> bytes:
    return WRITTEN[form][1](dcat.catalogue(found, place)).encode()


def _opened(request: HttpRequest, body: bytes, media_type: str) -> HttpResponse:
    mark = answers.tag(body)
    if answers.unchanged(request, mark):
        return answers.opened(HttpResponse(status=304), mark=mark)
    return answers.opened(HttpResponse(body, content_type=media_type), mark=mark)
