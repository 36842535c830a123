"""Answers of the SDMX interface: the release that is asked, the body, the standard's error message."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from concord.errors import Invalid, NotFound, Refusal, Unavailable
from concord.mds.sdmx_query import asked, available, choosing, negotiating, problems, raw, resolving
from concord.mds.sdmx_query.asked import Api, DataQuestion
from concord.mds.sdmx_query.negotiating import Wanted
from concord.mds.writers.sdmx import structure_json, structure_ml, write_data
from concord.mds.writers.sdmx.artefacts import Message
from concord_site.public.interface import held, packed
from concord_site.public.interface.held import Held
from concord_site.shell.interface.limits import Rate

#: The most observations one answer gives.
MOST_OBSERVATIONS = 150_000
VARY = ("Accept", "Accept-Language")
#: Answers that have to be made; those that are kept are not counted.
MAKING = Rate("sdmx", anonymous=240, keyed=1200)
#: Seconds to wait after too many.
WAIT = 60
View = Callable[[HttpRequest, str, str], HttpResponse]


# ---- refusals --------------------------------------------------------------------------------------------------------
def in_sdmx(view: View) -> View:
    """A refusal becomes the standard's error message, in the format that was asked for."""

    @wraps(view)
    def answered(request: HttpRequest, api: str, path: str = "") -> HttpResponse:
        try:
            return view(request, api, path)
        except Refusal as refusal:
            return _problem(request, api, refusal)

    return answered


def _problem(request: HttpRequest, api: str, refusal: Refusal) -> HttpResponse:
    accept = request.headers.get("Accept", "").lower()
    wants_xml = "xml" in accept and "json" not in accept and "html" not in accept
    language = negotiating.language(request.headers.get("Accept-Language", ""))
    status, _number = problems.status_of(refusal)
    if wants_xml or (api == "v1" and "json" not in accept):
        body = problems.as_xml(refusal, language, is_new=api == "v2" and "version=2.1" not in accept)
        response = HttpResponse(body, status=status, content_type=problems.XML_TYPE)
    else:
        body = problems.as_json(refusal, language)
        response = HttpResponse(body, status=status, content_type=problems.JSON_TYPE)
    if status in (429, 503):
        response["Retry-After"] = str(WAIT)
    response["Access-Control-Allow-Origin"] = "*"
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store" if status in (429, 500, 503) else "public, max-age=60"
    patch_vary_headers(response, VARY)
    return response


def _limited(request: HttpRequest, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """The making of an answer, refused to whoever asks for too many."""

    def made() -> bytes:
        if not MAKING.allow_request(request):
            raise Unavailable("mds.sdmx.too-often")
        return make()

    return made


# ---- releases --------------------------------------------------------------------------------------------------------
def edition(given: Mapping[str, str]) -> Held:
    """The release that the parameters ask for.

    Raises:
        NotFound: ``mds.sdmx.release-unknown``.
    """
    wanted = asked.edition(given)
    if wanted.release:
        found = held.of_release(wanted.release)
    else:
        found = held.newest() if wanted.on is None else held.on_day(wanted.on)
    if found is None:
        raise NotFound("mds.sdmx.release-unknown", params={"release": wanted.release or str(wanted.on)})
    return found


def parts(path: str) -> list[str]:
    """The parts of an address; a slash at its end makes no difference."""
    stripped = path.rstrip("/")
    return stripped.split("/") if stripped else []


# ---- data ------------------------------------------------------------------------------------------------------------
def data(request: HttpRequest, api: Api, path: Sequence[str]) -> HttpResponse:
    """Observations."""
    given = raw.parameters(request.META.get("QUERY_STRING", ""), asked.DATA[api])
    wanted = negotiating.data(api, request.headers.get("Accept", ""))
    language = negotiating.language(request.headers.get("Accept-Language", ""))
    release = edition(given)

    def observations() -> bytes:
        question = asked.data(api, path, given, release.flows, language)
        _changed(release, question)
        return _observations(release, question, wanted)

    made = _limited(request, observations)
    key = (release.id, release.digest, *_asked(request), language, wanted.format, wanted.labels)
    response = packed.answer(request, made, parts=key, media=wanted.media, vary=VARY)
    response["Content-Language"] = language
    return response


def _changed(release: Held, question: DataQuestion) -> None:
    """Refuse a flow that is the same as on the day after which its changes are asked for."""
    day = question.changed_since
    if day is None:
        return
    before = held.on_day(day)
    same = before is not None and before.tables.get(question.structure) == release.tables[question.structure]
    if same or release.as_of <= day.isoformat():
        raise NotFound("mds.sdmx.unchanged", params={"day": day.isoformat()})


def _observations(release: Held, question: DataQuestion, wanted: Wanted) -> bytes:
    from dataclasses import replace

    rows = release.table(question.structure, choosing.pushed(question))
    table = choosing.chosen(rows, question)
    if not len(table):
        raise NotFound("mds.sdmx.no-data")
    if len(table) > MOST_OBSERVATIONS:
        raise Invalid("mds.sdmx.too-many", params={"count": len(table), "most": MOST_OBSERVATIONS})
    stream = io.BytesIO()
    packing = replace(question.packing, labels=wanted.labels, at=question.packing.at or "TIME_PERIOD")
    write_data(
        table, wanted.format, stream, prepared=release.prepared, digest=release.tables[question.structure],
        packing=packing,
    )  # fmt: skip
    return stream.getvalue()


# ---- structures ------------------------------------------------------------------------------------------------------
def structures(request: HttpRequest, api: Api, path: Sequence[str]) -> HttpResponse:
    """Structures, code lists, concepts, the agency."""
    given = raw.parameters(request.META.get("QUERY_STRING", ""), resolving.PARAMETERS)
    release = edition(given)

    def message() -> Message:
        return resolving.message(resolving.structures(api, path, given), release.flows)

    return _message(request, api, release, message)


def schema(request: HttpRequest, api: Api, path: Sequence[str]) -> HttpResponse:
    """What rules the data of a flow: its structure with all that it refers to."""
    context, *rest = [*path, "*"] if len(path) < 2 else path
    wanted = {"references": "descendants" if context in ("dataflow", "*") else "children"}
    kind = "datastructure" if context == "datastructure" else "dataflow"
    if context not in asked.CONTEXTS or len(rest) > 3:
        raise NotFound("mds.sdmx.nothing")
    given = raw.parameters(request.META.get("QUERY_STRING", ""), (*asked.OWN, "dimensionAtObservation"))
    release = edition(given)
    question = resolving.structures(api, [kind, *rest], wanted)

    def message() -> Message:
        return resolving.message(question, release.flows)

    return _message(request, api, release, message)


def availability(request: HttpRequest, api: Api, path: Sequence[str]) -> HttpResponse:
    """What there is for a key."""
    given = raw.parameters(request.META.get("QUERY_STRING", ""), asked.AVAILABLE[api])
    release = edition(given)

    def message() -> Message:
        question = asked.availability(api, path, given, release.flows)
        _changed(release, question.data)
        found = available.available(release.table(question.data.structure), question)
        if not found.observations:
            raise NotFound("mds.sdmx.no-data")
        return available.message(found, question)

    return _message(request, api, release, message)


def _message(request: HttpRequest, api: Api, release: Held, make: Callable[[], Message]) -> HttpResponse:
    wanted = negotiating.structures(api, request.headers.get("Accept", ""))
    language = negotiating.language(request.headers.get("Accept-Language", ""))

    def written() -> bytes:
        stream, message = io.BytesIO(), make()
        if wanted.format == "sdmx-json":
            structure_json.write(message, stream, prepared=release.prepared, language=language)
        else:
            version: structure_ml.Version = "2.1" if wanted.format == "sdmx-ml-2.1" else "3.0"
            structure_ml.write(message, stream, version, prepared=release.prepared, language=language)
        return stream.getvalue()

    key = (release.id, release.digest, *_asked(request), language, wanted.format)
    response = packed.answer(request, _limited(request, written), parts=key, media=wanted.media, vary=VARY)
    response["Content-Language"] = language
    return response


def _asked(request: HttpRequest) -> tuple[str, str]:
    """The question as it was written: every process makes the same mark of it."""
    return request.path, str(request.META.get("QUERY_STRING", ""))


def version(text: str) -> Api:
    """The version of the interface that an address names."""
    return cast(Api, text)
