"""Headers of answers: who may keep them and how long, who may read them, and "nothing has changed"."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header, parse_etags, quote_etag

Response = TypeVar("Response", bound=HttpResponseBase)
VARY = ("Accept-Language", "Authorization")


def tag(*parts: object) -> str:
    """An entity tag made of what an answer depends on."""
    return quote_etag(hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:32])


def unchanged(request: HttpRequest, mark: str) -> bool:
    """Whether the program already holds what carries this mark."""
    return holds(request.headers.get("If-None-Match", ""), mark)


def holds(said: str, mark: str) -> bool:
    """Whether a header ``If-None-Match`` names a mark, or all; a weak mark is the same as a strong one."""
    plain = mark.removeprefix("W/")
    return any(each == "*" or each.removeprefix("W/") == plain for each in parse_etags(said)) if said else False


def unpacks(said: str) -> bool:
    """Whether a program with this header ``Accept-Encoding`` can unpack what gzip has packed."""
    for part in said.split(","):
        name, _, quality = part.replace(" ", "").partition(";q=")
        if name == "gzip":
            return quality not in ("0", "0.0", "0.00", "0.000")
    return False


def opened(response: Response, *, mark: str = "", seconds: int = 60) -> Response:
    """Say that anybody may read an answer from any site and keep it for some seconds."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Content-Disposition, Content-Language, Retry-After"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = f"public, max-age={seconds}"
    if mark:
        response["ETag"] = mark
    patch_vary_headers(response, VARY)
    return response


def kept(
    request: HttpRequest, make: Callable[[], HttpResponse], *, parts: tuple[object, ...], is_open: bool, seconds: int
) -> HttpResponse:
    """An answer with its mark; 304 without making it where the program holds it already.

    Args:
        request: What was asked.
        make: Makes the answer.
        parts: All that the answer depends on, such as a digest and a language.
        is_open: Whether anybody may read it; what is not open is never kept.
        seconds: How long an open one may be kept.
    """
    if not is_open:
        response = make()
        response["Cache-Control"] = "no-store, private"
        return response
    mark = tag(*parts)
    return opened(HttpResponse(status=304) if unchanged(request, mark) else make(), mark=mark, seconds=seconds)


def as_json(value: Any, *, status: int = 200) -> HttpResponse:
    """Plain values as JSON, letters of every script as they are."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, status=status, content_type="application/json; charset=utf-8")


def download(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A file under its name."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
