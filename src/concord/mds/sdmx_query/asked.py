"""A question as the interface understands it: read from the parts of an address and its parameters.

``v2`` is the SDMX REST API 2.1 (SDMX 3.0), ``v1`` is 1.5 (SDMX 2.1). A question asks one flow at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from concord.errors import Invalid, NotFound
from concord.mds.sdmx_query import filters, keys, periods, raw, versions
from concord.mds.sdmx_query.filters import Condition
from concord.mds.sdmx_query.keys import Key
from concord.mds.writers.sdmx.packing import FLAT, WHOLE, Packing
from concord.mds.writers.sdmx.shape import AGENCY, VERSION, VERSION_21, Shape, shape

Api = Literal["v2", "v1"]
#: Parameters of our own besides the standard's: a release by its id.
OWN = ("asOf", "release")
SHARED = ("updatedAfter", "firstNObservations", "lastNObservations", "dimensionAtObservation", "includeHistory", *OWN)
DATA: Mapping[Api, tuple[str, ...]] = {
    "v2": ("c", "attributes", "measures", *SHARED),
    "v1": ("startPeriod", "endPeriod", "detail", *SHARED),
}
AVAILABLE: Mapping[Api, tuple[str, ...]] = {
    "v2": ("c", "updatedAfter", "references", "mode", *OWN),
    "v1": ("startPeriod", "endPeriod", "updatedAfter", "references", "mode", *OWN),
}
CONTEXTS = ("dataflow", "datastructure", "*", "")
DETAILS = ("full", "dataonly", "serieskeysonly", "nodata")
#: How many observations of a series may be asked for by name.
MOST_OBSERVATIONS = 1_000_000


@dataclass(frozen=True, slots=True)
class Edition:
    """Which release is asked: the newest, one by its id, or the newest there was on a day."""

    release: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class DataQuestion:
    """Which observations of which flow, packed how.

    Args:
        structure: Id of the declared structure.
        keys: Keys of series, any of which may match; none for all series.
        conditions: What else holds of every row.
        first, last: How many observations of each series from either end; 0 for all.
        packing: What the message says of them.
        changed_since: Asked only for what changed after this day.
    """

    structure: str
    keys: tuple[Key, ...] = ()
    conditions: tuple[Condition, ...] = ()
    first: int = 0
    last: int = 0
    packing: Packing = WHOLE
    changed_since: date | None = None


@dataclass(frozen=True, slots=True)
class AvailabilityQuestion:
    """What there is for a key: of which components, with which artefacts beside it."""

    data: DataQuestion
    components: tuple[str, ...]
    references: tuple[str, ...] = ()
    is_exact: bool = True


# ---- releases --------------------------------------------------------------------------------------------------------
def edition(given: Mapping[str, str]) -> Edition:
    """Which release the parameters ask for.

    Raises:
        Invalid: ``mds.sdmx.release-twice``, ``mds.sdmx.period``.
    """
    if "release" in given and "asOf" in given:
        raise Invalid("mds.sdmx.release-twice")
    if "asOf" in given:
        return Edition(on=periods.span(given["asOf"])[1])
    return Edition(release=given.get("release", ""))


# ---- data ------------------------------------------------------------------------------------------------------------
def data(api: Api, path: Sequence[str], given: Mapping[str, str], held: Mapping[str, str], language: str = "en") -> (
    DataQuestion
):  # fmt: skip
    """Read a question for data.

    Args:
        api: Which version of the interface.
        path: The parts behind ``data``: context, agency, flow, version, key (v2); flow, key, provider (v1).
        given: The parameters, as :func:`raw.parameters` reads them.
        held: Flow → structure of what there is.
        language: Of names.

    Raises:
        Invalid: What is wrong with it, as ``mds.sdmx.…``.
        NotFound: ``mds.sdmx.nothing`` where there is no such flow.
    """
    structure, key = _flow(api, path, held)
    found = shape(structure)
    return DataQuestion(
        structure, _keys(api, key, found), _conditions(given, found),
        _count(given, "firstNObservations"), _count(given, "lastNObservations"),
        _packing(given, found, language), _since(given),
    )  # fmt: skip


def availability(
    api: Api, path: Sequence[str], given: Mapping[str, str], held: Mapping[str, str]
) -> AvailabilityQuestion:
    """Read a question for what there is; the last part of the path names components."""
    parts = [*path, *[""] * (6 - len(path))]
    named = parts[5] if api == "v2" else parts[3]
    asked = data(api, parts[:5] if api == "v2" else parts[:3], given, held)
    dimensions = tuple(each.id for each in shape(asked.structure).dimensions)
    components = dimensions if named in keys.EVERY else tuple(named.split(","))
    _among("componentID", components, dimensions)
    mode = given.get("mode", "exact")
    _among("mode", (mode,), ("exact", "available"))
    references = tuple(each for each in given.get("references", "none").split(",") if each != "none")
    allowed = ("all", "codelist", "conceptscheme", "dataflow", "datastructure", "dataproviderscheme", "valuelist")
    _among("references", references, allowed)
    return AvailabilityQuestion(asked, components, references, is_exact=mode == "exact")


def _flow(api: Api, path: Sequence[str], held: Mapping[str, str]) -> tuple[str, str]:
    """The structure behind a flow, and the key part."""
    if len(path) > (5 if api == "v2" else 3):
        raise Invalid("mds.sdmx.path")
    if api == "v2":
        context, agency, flow, version, key = [*path, *("*", "*", "*", "*", "*")[len(path) :]]
        _context(context)
    else:
        reference, key, _provider = [*path, *("", "all", "all")[len(path) :]]
        parts = reference.split(",")
        agency, flow, version = {1: ("all", *parts, "latest"), 2: (*parts, "latest"), 3: tuple(parts)}.get(
            len(parts), ("", "", "")
        )
    if flow in keys.EVERY or "," in flow:
        raise Invalid("mds.sdmx.one-flow", params={"known": ", ".join(sorted(held))})
    numbered = VERSION if api == "v2" else VERSION_21
    is_ours = agency in (*keys.EVERY, AGENCY) or AGENCY in agency.split(",")
    if not is_ours or flow not in held or not versions.is_asked(version or "~", numbered):
        raise NotFound("mds.sdmx.flow-unknown", params={"flow": f"{agency}:{flow}({version})"[:120]})
    return held[flow], key


def _context(text: str) -> None:
    if text == "provisionagreement":
        raise NotFound("mds.sdmx.flow-unknown", params={"flow": text})
    _among("context", (text,), CONTEXTS)


def _keys(api: Api, text: str, found: Shape) -> tuple[Key, ...]:
    return keys.keys(text, tuple(each.id for each in found.of("dimension")), several=api == "v2")


def _conditions(given: Mapping[str, str], found: Shape) -> tuple[Condition, ...]:
    by_id = {each.id: each for each in found.components}
    asked = raw.components(given)
    _among("c", tuple(asked), tuple(by_id))
    read = [filters.condition(by_id[id], text) for id, text in asked.items()]
    (time,) = found.of("time")
    for name, operator in (("startPeriod", "ge"), ("endPeriod", "le")):
        if name in given:
            read.append(filters.condition(time, f"{operator}:{given[name].replace('+', ' ')}"))
    return tuple(read)


def _count(given: Mapping[str, str], name: str) -> int:
    text = given.get(name, "")
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= MOST_OBSERVATIONS):
        raise Invalid("mds.sdmx.count", params={"name": name, "value": text[:20]})
    return int(text[:9])


def _since(given: Mapping[str, str]) -> date | None:
    if given.get("includeHistory", "false") != "false":
        raise Invalid("mds.sdmx.not-built", params={"what": "includeHistory=true"})
    return periods.span(given["updatedAfter"])[1] if "updatedAfter" in given else None


def _packing(given: Mapping[str, str], found: Shape, language: str) -> Packing:
    at = given.get("dimensionAtObservation", "")
    _among("dimensionAtObservation", (at,), ("", FLAT, *(each.id for each in found.dimensions)))
    detail = given.get("detail", "full")
    _among("detail", (detail,), DETAILS)
    attributes = _attributes(given.get("attributes", "none" if detail == "dataonly" else "dsd"), found)
    has_value = _has_value(given.get("measures", "all"), found)
    keys_only = detail in ("serieskeysonly", "nodata") or (attributes == frozenset() and not has_value)
    return Packing(at, attributes, has_value, keys_only, language)


def _attributes(text: str, found: Shape) -> frozenset[str] | None:
    """Ids of the attributes that are wanted; every attribute of ours stands at the observation."""
    known = tuple(each.id for each in found.of("attribute"))
    wanted = text.split(",")
    if any(each in ("dsd", "all", "obs") for each in wanted):
        return None
    words = ("none", "msd", "dataset", "series")
    _among("attributes", wanted, ("dsd", "all", "obs", *words, *known))
    return frozenset(each for each in wanted if each not in words)


def _has_value(text: str, found: Shape) -> bool:
    wanted = text.split(",")
    _among("measures", wanted, ("all", "none", *(each.id for each in found.of("measure"))))
    return any(each != "none" for each in wanted)


def _among(name: str, said: Collection[str], known: Collection[str]) -> None:
    """Refuse a value that there is not."""
    for each in said:
        if each not in known:
            shown = ", ".join(word for word in known if word)
            raise Invalid("mds.sdmx.value", params={"name": name, "value": each[:60], "known": shown})
