"""The map of the site for search engines: every public page in six languages, each naming the other five.

One file a language, and an index of them. Only what anybody may open stands here: pages that are always there, and
pages of what is published. The database is asked a constant number of times, whatever is published.

Source: sitemaps.org 0.9, with ``xhtml:link`` for the languages of a page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from concord import safeguards
from concord.agreements.repository_corridors import corridors
from concord.vocabulary.areas import areas
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.provenance import sources
from concord_site.evidence.kept import kept
from concord_site.public import catalogue
from concord_site.public.agreeing import held, mapped
from concord_site.publishing import queries as editions
from concord_site.publishing.models import Edition
from concord_site.reporting.queries import published as reports
from concord_site.shell import i18n, navigation

MEDIA_TYPE = "application/xml; charset=utf-8"
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MENUS: tuple[navigation.Place, ...] = ("rooms", "search", "find", "trust", "use")
#: Pages that are always there and stand in no menu.
ALWAYS = (
    "home", "agreements-map", "agreements-clauses", "agreements-labour", "agreements-compare", "agreements-practice",
    "mirror", "vintages", "coverage", "flows", "headlines", "projection", "labour-markets",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its address in English, below the site's own, and when what it shows was published, where it was."""

    path: str
    changed: dt.date | None = None


@require_safe
@kept
def index(request: HttpRequest) -> HttpResponse:
    """Where the six files are."""
    found = "".join(
        f"<sitemap><loc>{escape(catalogue.origin())}/sitemap-{code}.xml</loc></sitemap>\n" for code in LANGUAGES
    )
    return _given(f'<sitemapindex xmlns="{SPACE}">\n{found}</sitemapindex>\n')


@require_safe
@kept
def robots(request: HttpRequest) -> HttpResponse:
    """What a search engine reads first: everything public may be read, and where the map is."""
    told = f"User-agent: *\nDisallow:\nSitemap: {catalogue.origin()}/sitemap.xml\n"
    return HttpResponse(told, content_type="text/plain; charset=utf-8")


@require_safe
@kept
def of_language(request: HttpRequest, code: str) -> HttpResponse:
    """Every public page in one language, each with its other languages."""
    listed = "".join(_url(each, code) for each in pages())
    head = f'<urlset xmlns="{SPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    return _given(f"{head}\n{listed}</urlset>\n")


def pages() -> tuple[Page, ...]:
    """Every public page once."""
    with translation.override("en"):
        found = {each.path: each for each in _found()}
    return tuple(found.values())


def _found() -> Iterator[Page]:
    for name in ALWAYS:
        yield Page(reverse(f"public:{name}"))
    for link in (each for place in MENUS for each in navigation.links(place)):
        yield Page(link.href)
    yield from _declared()
    for id in held.register():
        yield Page(reverse("public:agreement", kwargs={"id": id}))
    for each in corridors(held.register().values()):
        yield Page(mapped.address(each.origin, each.destination))
    for one in held.published():
        yield Page(reverse("public:agreement", kwargs={"id": one.slug}), one.published_at.date())
    for entry in catalogue.entries():
        yield Page(entry.address.removeprefix(catalogue.origin()), entry.issued)
    for edition in editions.editions(None):
        if edition.state == Edition.State.PUBLISHED:
            yield Page(reverse("publishing:edition", kwargs={"number": edition.number}), edition.published_at.date())
    for report in reports.listed():
        address = reverse("reporting:published-report", kwargs={"year": report.round.year, "area": report.area})
        yield Page(address, report.published_at.date())


def _declared() -> Iterator[Page]:
    """Pages of declared things: countries, lists, sources."""
    for area in areas():
        yield Page(reverse("public:country", kwargs={"code": area.code}))
    for edition in safeguards.editions():
        yield Page(reverse("public:list", kwargs={"edition": edition.id}))
    for id in sources():
        yield Page(reverse("public:source", kwargs={"id": id}))


def _url(page: Page, code: str) -> str:
    addresses: dict[str, str] = {each: catalogue.origin() + i18n.in_language(page.path, each) for each in LANGUAGES}
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{each}" href={quoteattr(address)}/>'
        for each, address in (*addresses.items(), ("x-default", addresses["en"]))
    )
    changed = f"<lastmod>{page.changed.isoformat()}</lastmod>" if page.changed else ""
    return f"<url><loc>{escape(addresses[code])}</loc>{changed}{others}</url>\n"


def _given(content: str) -> HttpResponse:
    return HttpResponse(f"{HEAD}{content}", content_type=MEDIA_TYPE)
