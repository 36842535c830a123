"""The web page of a report, cut into pages that load on a phone: one for each part, or section of a large part."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from concord.errors import NotFound, Unavailable
from concord_site.publishing import queries
from concord_site.publishing.models import Rendition

LARGE = 60_000
_PART = re.compile(r"^(?=<h2\b)", re.MULTILINE)
_SECTION = re.compile(r"^(?=<h3\b)", re.MULTILINE)
_HEADING = re.compile(r'<h[23] id="([^"]+)">(.*?)</h[23]>', re.DOTALL)
_LEVEL = re.compile(r"<(/?)h([2-5])\b")
_WIDE = re.compile(r'(<div class="table")(?=[ >])')
_ID = re.compile(r'\bid="([^"]+)"')
_LOCAL = re.compile(r'href="#([^"]+)"')
_TAG = re.compile(r"<[^>]+>")
_PICTURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
#: What a report never holds; a file that does was not written by our renderer.
_REFUSED = re.compile(
    r"<\s*(script|iframe|object|embed|style|form|link|meta|base)\b|\son\w+\s*=|\sstyle\s*=|javascript:", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: the part it belongs to, its own id and heading, and its HTML."""

    id: str
    part: str
    heading: str
    html: str


@dataclass(frozen=True, slots=True)
class Book:
    """Pages in order, and on which page each id of the report stands."""

    pages: tuple[Page, ...]
    places: dict[str, str]

    def page(self, id: str) -> Page:
        """One page.

        Raises:
            NotFound: ``site.access.unknown``.
        """
        for each in self.pages:
            if each.id == id:
                return each
        raise NotFound("site.access.unknown")

    def contents(self) -> list[tuple[Page, list[Page]]]:
        """First pages of the parts, each with the pages of its sections."""
        firsts = [each for each in self.pages if each.id == each.part]
        return [
            (first, [each for each in self.pages if each.part == first.id and each is not first]) for first in firsts
        ]

    def around(self, page: Page) -> tuple[Page | None, Page | None]:
        """The page before and the page after."""
        at = self.pages.index(page)
        return (self.pages[at - 1] if at else None, self.pages[at + 1] if at + 1 < len(self.pages) else None)


def book(rendition: Rendition) -> Book:
    """The stored web page of a document, cut; kept in memory by its digest."""
    return _book(rendition.sha256, lambda: queries.text(rendition))


_kept: dict[str, Book] = {}


def _book(digest: str, read: Callable[[], str]) -> Book:
    if digest not in _kept:
        while len(_kept) >= 6:
            _kept.pop(next(iter(_kept)))
        _kept[digest] = cut(read())
    return _kept[digest]


def cut(html: str) -> Book:
    """A report's HTML as pages.

    Raises:
        Unavailable: ``site.file.damaged`` where it holds what our renderer never writes.
    """
    if _REFUSED.search(html):
        raise Unavailable("site.file.damaged", params={"name": "html"})
    pages: list[Page] = []
    for piece in _PART.split(html):
        if _HEADING.match(piece):
            pages.extend(_pages(piece))
    places = {id: page.id for page in pages for id in _ID.findall(page.html)}
    return Book(tuple(pages), places)


def _pages(part: str) -> list[Page]:
    first = _HEADING.match(part)
    assert first is not None
    id, heading = first[1], _TAG.sub("", first[2])
    if len(_PICTURE.sub("", part)) <= LARGE:
        return [Page(id, id, heading, part)]
    pieces = _SECTION.split(part)
    found = [Page(id, id, heading, pieces[0])]
    for piece in pieces[1:]:
        head = _HEADING.match(piece)
        if head is None:
            continue
        found.append(Page(head[1], id, _TAG.sub("", head[2]), piece))
    return found


def shown(book: Book, page: Page, address: Callable[[str], str]) -> SafeString:
    """A page's HTML for the site: links to other pages of the report lead there.

    The bytes were written by our own renderer, which escapes every text, and were compared with their digest.
    """

    def link(match: re.Match[str]) -> str:
        place = book.places.get(match[1])
        if place is None or place == page.id:
            return match[0]
        return f'href="{address(place)}#{match[1]}"'

    raised = _LEVEL.sub(_raised(page), page.html)
    return SafeString(_WIDE.sub(r'\1 tabindex="0"', _LOCAL.sub(link, raised)))


def _raised(page: Page) -> Callable[[re.Match[str]], str]:
    """Headings of a page begin at level 1, whatever they were in the whole report."""
    by = 1 if page.id == page.part else 2
    return lambda match: f"<{match[1]}h{int(match[2]) - by}"
