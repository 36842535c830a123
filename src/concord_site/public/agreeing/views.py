"""Pages of agreements: read the address, ask, show."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.agreements.repository_filters import wanted
from concord.agreements.repository_model import Agreement
from concord.errors import NotFound
from concord.vocabulary.areas import area
from concord_site.agreements.queries.published import Published, published
from concord_site.evidence.kept import kept
from concord_site.public.agreeing import (
    choosing,
    compared,
    dossier,
    dossier_document,
    entry,
    entry_document,
    files,
    held,
    listing,
    mapped,
    text_asked,
    text_files,
)
from concord_site.public.agreeing import clauses as over_time
from concord_site.public.agreeing import corridor as of_two
from concord_site.public.agreeing import labour as all_sectors
from concord_site.public.agreeing import names as words
from concord_site.public.comparing import files as tables
from concord_site.public.comparing import names as places
from concord_site.shell.parts import documents
from concord_site.shell.parts.values import Crumb


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [
        Crumb(_("Home"), reverse("public:home")), Crumb(_("Agreements"), reverse("public:agreements")), *more,
    ]  # fmt: skip


@require_safe
@kept
def listed(request: HttpRequest) -> HttpResponse:
    """The register, filtered, or as a file."""
    query = request.GET.dict()
    if (format := query.get("format", "")) in files.FORMATS:
        asked = choosing.asked(query)
        found = wanted(held.register().values(), asked.wanted, on=held.today())
        return files.of_register(found, asked.address(), format)
    crumbs = [Crumb(_("Home"), reverse("public:home")), Crumb(_("Agreements"))]
    return render(request, "public/agreeing/list.html", {
        "title": _("Agreements"), "crumbs": crumbs, **listing.context(query),
    })  # fmt: skip


@require_safe
@kept
def mapped_(request: HttpRequest) -> HttpResponse:
    """Corridors on a map and as a network."""
    title = _("Corridors with an agreement")
    shown = {"title": title, "crumbs": _crumbs(Crumb(title)), **mapped.context()}
    return render(request, "public/agreeing/map.html", shown)


@require_safe
@kept
def clauses(request: HttpRequest) -> HttpResponse:
    """How often clauses stand in labour agreements of all sectors, over time."""
    if (format := request.GET.get("format", "")) in files.FORMATS:
        return files.of_clauses(format)
    title = _("Clauses over time")
    shown = {"title": title, "crumbs": _crumbs(Crumb(title)), **over_time.context(request.GET)}
    return render(request, "public/agreeing/clauses.html", shown)


@require_safe
@kept
def labour(request: HttpRequest) -> HttpResponse:
    """Labour agreements of all sectors."""
    query = request.GET.dict()
    if (format := query.get("format", "")) in files.FORMATS:
        return files.of_labour(all_sectors.found(all_sectors.asked(query)), format)
    title = _("Labour agreements of all sectors")
    shown = {"title": title, "crumbs": _crumbs(Crumb(title)), **all_sectors.context(query)}
    return render(request, "public/agreeing/labour.html", shown)


@require_safe
@kept
def compare(request: HttpRequest) -> HttpResponse:
    """Two or three agreements side by side, as a page or as a file."""
    query, listed = request.GET.dict(), compared.comparable()
    now = compared.asked(query, listed)
    if (format := query.get("format", "")) in tables.FORMATS and len(now.profiles) > 1:
        return compared.as_file(now, format)
    title = _("Agreements side by side")
    shown = {"title": title, "crumbs": _crumbs(Crumb(title)), **compared.context(query, now, listed)}
    return render(request, "public/agreeing/compare.html", shown)


@require_safe
@kept
def one(request: HttpRequest, id: str) -> HttpResponse:
    """One agreement: an entry of the register, or what its parties have published."""
    found = held.register().get(id)
    if found is not None:
        return _entry(request, found)
    return _published(request, published(id))


def _version(request: HttpRequest, newest: Published) -> Published:
    """The version that the address names, where there was one; else the newest."""
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0
    return published(newest.slug, version=number) if 0 < number < newest.version else newest


def _entry(request: HttpRequest, found: Agreement) -> HttpResponse:
    if (format := request.GET.get("format", "")) in ("json", "csv", "bib"):
        return files.of_entry(found, format)
    if format in documents.FORMATS:
        return documents.as_file(entry_document.document(found), format)
    if (known := entry.appraised(found, format)) is not None:
        return documents.as_file(known, format.removeprefix(entry.KNOWN))
    shown = {"title": found.title, "crumbs": _crumbs(Crumb(words.who(found))), **entry.context(found)}
    return render(request, "public/agreeing/entry.html", shown)


def _published(request: HttpRequest, newest: Published) -> HttpResponse:
    found, format = _version(request, newest), request.GET.get("format", "")
    query = request.GET.dict()
    if "text" in query or format == "xml":
        asked = text_asked.asked(found, query, newest=newest.version)
        if (answer := text_files.answer(found, asked, format)) is not None:
            return answer
    elif format == "json":
        return files.of_published(found)
    elif format in documents.FORMATS:
        return documents.as_file(dossier_document.document(found, newest=newest.version, query=query), format)
    shown = dossier.context(found, newest=newest.version, query=query)
    return render(request, "public/agreeing/published.html", {"crumbs": _crumbs(Crumb(shown["who"])), **shown})


@require_safe
@kept
def corridors(request: HttpRequest) -> HttpResponse:
    """Choose two countries; named in the address, they lead to their page."""
    query: Mapping[str, str] = request.GET
    codes = [_code(query.get(name, "")) for name in ("one", "other")]
    if all(codes) and codes[0] != codes[1]:
        return redirect(mapped.address(codes[0], codes[1]))
    title = _("Two countries")
    shown = {
        "title": title, "crumbs": _crumbs(Crumb(title)), "views": listing.views("corridors"),
        "places": of_two.choices(), "said": codes, "typed": [query.get(name, "") for name in ("one", "other")],
        "is_same": bool(codes[0]) and codes[0] == codes[1], **of_two.starting(),
    }  # fmt: skip
    return render(request, "public/agreeing/corridors.html", shown)


def _code(text: str) -> str:
    from concord.vocabulary.areas import resolve

    found = resolve(text.strip()[:80]) if text.strip() else None
    return found.area if found is not None and found.area and found.status == "exact" else ""


@require_safe
@kept
def corridor(request: HttpRequest, one: str, other: str) -> HttpResponse:
    """Two countries, both ways; one address for both orders."""
    codes = sorted(_code(each) or each.upper() for each in (one, other))
    if [one, other] != codes:
        return HttpResponsePermanentRedirect(reverse("public:corridor", kwargs={"one": codes[0], "other": codes[1]}))
    first, second = area(codes[0]), area(codes[1])
    if first.code == second.code:
        raise NotFound("areas.area.unknown", params={"code": other[:20]})
    pair = {"one": places.place(first.code), "other": places.place(second.code)}
    title = _("%(one)s and %(other)s") % pair
    crumbs = _crumbs(Crumb(_("Two countries"), reverse("public:corridors")), Crumb(title))
    shown = {"title": title, "crumbs": crumbs, **of_two.context(first, second)}
    return render(request, "public/agreeing/corridor.html", shown)
