"""Answers kept packed: made once for a release and a question, then given as they are to whoever asks the same.

A release never changes, so an answer is wholly made of its digest and of what was asked; both are its mark (ETag).
"""

from __future__ import annotations

import gzip
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from concord import __version__
from concord_site.evidence.kept import OPEN, Shelf
from concord_site.shell.interface import answers

#: How long browsers and proxies may keep an answer, and how much is kept here.
SECONDS = 300
MOST_BYTES = 48_000_000
LEVEL = 5
shelf: Shelf[bytes] = Shelf(MOST_BYTES)
Make = Callable[[], bytes]


def answer(
    request: HttpRequest, make: Make, *, parts: tuple[object, ...], media: str, vary: tuple[str, ...] = ()
) -> HttpResponse:
    """An answer with its mark: 304 where it is held already, else from the shelf, else made.

    Args:
        request: Who asks, and what they hold and can unpack.
        make: Makes the body; called only where nobody has asked the same before.
        parts: All that the answer depends on: the release's digest, the question, the language, the format.
        media: Its media type.
        vary: Headers on which it depends, besides those of every open answer.
    """
    key = (str(settings.CONCORD.folder), __version__, media, *parts)
    mark = answers.tag(*key[1:])
    if answers.unchanged(request, mark):
        return _opened(HttpResponse(status=304), mark, vary)
    request.META[OPEN] = True
    packed = shelf.get(key)
    if packed is None:
        packed = gzip.compress(make(), LEVEL, mtime=0)
        shelf.put(key, packed, len(packed))
    if answers.unpacks(request.headers.get("Accept-Encoding", "")):
        response = HttpResponse(packed, content_type=media)
        response["Content-Encoding"] = "gzip"
        return _opened(response, f"W/{mark}", vary)
    return _opened(HttpResponse(gzip.decompress(packed), content_type=media), mark, vary)


def _opened(response: HttpResponse, mark: str, vary: tuple[str, ...]) -> HttpResponse:
    answers.opened(response, mark=mark, seconds=SECONDS)
    patch_vary_headers(response, ("Accept-Encoding", *vary))
    return response
