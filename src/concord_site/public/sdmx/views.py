"""Addresses of the SDMX interface; everybody may ask, from any site, without a key."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from concord.errors import Invalid
from concord_site.public.sdmx import answering

RESOURCES = ("availability", "data", "schema", "structure")


@require_safe
@answering.in_sdmx
def data(request: HttpRequest, api: str, path: str) -> HttpResponse:
    """Observations of a flow."""
    return answering.data(request, answering.version(api), answering.parts(path))


@require_safe
@answering.in_sdmx
def structure(request: HttpRequest, api: str, path: str) -> HttpResponse:
    """Structures; the address of 1.5 begins with their kind."""
    return answering.structures(request, answering.version(api), answering.parts(path))


@require_safe
@answering.in_sdmx
def availability(request: HttpRequest, api: str, path: str) -> HttpResponse:
    """What there is for a key."""
    return answering.availability(request, answering.version(api), answering.parts(path))


@require_safe
@answering.in_sdmx
def schema(request: HttpRequest, api: str, path: str) -> HttpResponse:
    """What rules the data of a flow."""
    return answering.schema(request, answering.version(api), answering.parts(path))


@require_safe
@answering.in_sdmx
def unknown(request: HttpRequest, api: str, path: str) -> HttpResponse:
    """Anything else below the interface."""
    kind = path.partition("/")[0]
    if kind in ("metadata", "registration"):
        raise Invalid("mds.sdmx.not-built", params={"what": kind})
    raise Invalid("mds.sdmx.kind-unknown", params={"kind": kind[:40], "known": ", ".join(RESOURCES)})
