"""Public pages kept in memory for readers who are not signed in.

A page depends on the release, the day, the language in its address, its query, and how the reader wants pages shown;
all of them are in its key, so a publication or another day shows itself at once. Rooms whose own facts stand on a
public page (authorities, reports) may change between two releases: a page is therefore kept for a minute, no longer.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from time import monotonic
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from concord_site.evidence.facts import evidence
from concord_site.shell import preferences
from concord_site.shell.i18n import language

#: How long a page is kept, how much is kept in all (compressed), and the longest query that is kept.
SECONDS = 60.0
MOST_BYTES = 24_000_000
LONGEST_QUERY = 300

View = Callable[..., HttpResponse]
Key = tuple[object, ...]


class Shelf:
    """Pages by key, the longest unused thrown out first; safe between threads."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most = most
        self.bytes = 0
        self._pages: OrderedDict[Key, tuple[float, bytes]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> bytes | None:
        """A page that is still fresh."""
        with self._lock:
            held = self._pages.get(key)
            if held is None or monotonic() - held[0] > SECONDS:
                return None
            self._pages.move_to_end(key)
        return zlib.decompress(held[1])

    def put(self, key: Key, page: bytes) -> None:
        """Keep a page; older ones go when there is no room."""
        packed = zlib.compress(page, 1)
        with self._lock:
            self._drop(key)
            self._pages[key] = (monotonic(), packed)
            self.bytes += len(packed)
            while self.bytes > self.most and self._pages:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pages.clear()
            self.bytes = 0

    def _drop(self, key: Key) -> None:
        held = self._pages.pop(key, None)
        if held is not None:
            self.bytes -= len(held[1])


shelf = Shelf()


def kept(view: View) -> View:
    """Answer from the shelf where the same page was just made for a reader without a session or messages."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not _may_be_kept(request):
            return view(request, *args, **more)
        key = _key(request)
        found = shelf.get(key)
        if found is not None:
            return HttpResponse(found)
        response = view(request, *args, **more)
        if "CSRF_COOKIE_NEEDS_UPDATE" in request.META:  # a form with a token of one reader
            return response
        if response.status_code == 200 and not response.cookies and response["Content-Type"].startswith("text/html"):
            shelf.put(key, response.content)
        return response

    return answer


def _may_be_kept(request: HttpRequest) -> bool:
    """A reader with a session may be signed in or have a message waiting; files are made anew."""
    has_own = settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES
    query = request.META.get("QUERY_STRING", "")
    return not has_own and len(query) <= LONGEST_QUERY and "format=" not in query


def _key(request: HttpRequest) -> Key:
    found = evidence()
    return (
        str(settings.CONCORD.folder), settings.CONCORD.address, id(found), found.basis.release, found.facts.as_of,
        language(), request.path, request.META.get("QUERY_STRING", ""), preferences.of(request).key,
    )  # fmt: skip
