"""Structure messages as SDMX-JSON 2.0."""

from __future__ import annotations

import json
from typing import IO, Any

from concord.mds.writers.sdmx.artefacts import (
    ABOVE,
    AGENCIES,
    CONCEPTS,
    Artefact,
    Available,
    Message,
    chosen,
    concepts,
    shape_of,
    urn,
)
from concord.mds.writers.sdmx.naming import LANGUAGES, in_order, named
from concord.mds.writers.sdmx.shape import (
    AGENCY,
    VERSION,
    Component,
    Shape,
    code_title,
    codes,
    concept_name,
    parents,
)
from concord.vocabulary.codelists import codelist
from concord.vocabulary.text import Text

SCHEMA = "https://json.sdmx.org/2.0.0/sdmx-json-structure-schema.json"
#: Our type → the format of texts in SDMX.
FORMATS = {"string": "String", "integer": "Integer", "number": "Double"}


def write(message: Message, stream: IO[bytes], *, prepared: str, language: str = "en") -> None:
    """Write a structure message; names in all languages, the wanted one first."""
    parts = {
        "agencySchemes": [_agencies(each, language) for each in message.of("agencyscheme")],
        "codelists": [_codes(each, language) for each in message.of("codelist")],
        "conceptSchemes": [_concepts(each, language) for each in message.of("conceptscheme")],
        "dataConstraints": [_available(each, language) for each in message.available],
        "dataStructures": [_structure(each, language) for each in message.of("datastructure")],
        "dataflows": [_flow(each, language) for each in message.of("dataflow")],
    }
    said = {
        "meta": {
            "schema": SCHEMA, "id": message.id, "test": False, "prepared": prepared,
            "contentLanguages": list(in_order(language)), "sender": {"id": AGENCY, "name": "Concord"},
        },
        "data": {name: each for name, each in parts.items() if each},
    }  # fmt: skip
    stream.write(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def format_of(each: Component) -> str:
    """The format of a component without a code list."""
    return "GregorianYear" if each.role == "time" else FORMATS[each.type]


def _maintained(kind: str, id: str, name: Text, language: str, **more: Any) -> dict[str, Any]:
    return {
        "id": id, "agencyID": AGENCY, "version": VERSION, **named(name, language), **more,
        "links": [{"rel": "self", "urn": urn(kind, id), "type": kind.lower()}],
    }  # fmt: skip


def _described(artefact: Artefact, about: str) -> dict[str, Any]:
    if artefact.detail == "stub" or not about:
        return {}
    return {"description": about, "descriptions": {"en": about}}


def _flow(artefact: Artefact, language: str) -> dict[str, Any]:
    found = shape_of(artefact.id)
    made = _maintained("Dataflow", found.id, found.name, language, **_described(artefact, found.description))
    return made if artefact.detail != "full" else {**made, "structure": urn("DataStructure", found.id)}


def _codes(artefact: Artefact, language: str) -> dict[str, Any]:
    made = _maintained("Codelist", artefact.id, code_title(artefact.id), language)
    if artefact.detail != "full":
        return made
    known, above = codes(artefact.id), parents(artefact.id)
    kept = chosen(artefact, tuple(known))
    said = [
        {"id": code, **named(known[code], language), **({"parent": above[code]} if above.get(code) in kept else {})}
        for code in kept
    ]
    return {**made, "isPartial": artefact.items is not None, "codes": said}


def _concepts(artefact: Artefact, language: str) -> dict[str, Any]:
    made = _maintained("ConceptScheme", CONCEPTS, codelist("sdmx-concept").title, language)
    if artefact.detail != "full":
        return made
    said = [{"id": each, **named(concept_name(each), language)} for each in chosen(artefact, concepts())]
    return {**made, "isPartial": artefact.items is not None, "concepts": said}


def _agencies(artefact: Artefact, language: str) -> dict[str, Any]:
    name = Text(dict.fromkeys(LANGUAGES, "Concord"))
    link = {"rel": "self", "urn": urn("AgencyScheme", AGENCIES, version="1.0", agency=ABOVE), "type": "agencyscheme"}
    made = {"id": AGENCIES, "agencyID": ABOVE, **named(name, language), "links": [link]}
    return made if artefact.detail != "full" else {**made, "agencies": [{"id": AGENCY, **named(name, language)}]}


def _structure(artefact: Artefact, language: str) -> dict[str, Any]:
    found = shape_of(artefact.id)
    made = _maintained("DataStructure", found.id, found.name, language, **_described(artefact, found.description))
    return made if artefact.detail != "full" else {**made, "dataStructureComponents": _components(found)}


def _components(found: Shape) -> dict[str, Any]:
    attributes = [
        {**_component(each), "usage": "optional", "attributeRelationship": {"observation": {}}}
        for each in found.of("attribute")
    ]
    dimensions = [{**_component(each), "position": at} for at, each in enumerate(found.of("dimension"))]
    (time,) = found.of("time")
    timed = {**_component(time), "position": len(dimensions)}
    measure = {**_component(found.measure), "usage": "optional"}
    return {
        "dimensionList": {"id": "DimensionDescriptor", "dimensions": dimensions, "timeDimension": timed},
        "measureList": {"id": "MeasureDescriptor", "measures": [measure]},
        "attributeList": {"id": "AttributeDescriptor", "attributes": attributes},
    }


def _component(each: Component) -> dict[str, Any]:
    local = {"enumeration": urn("Codelist", each.codes)} if each.codes else {"format": {"dataType": format_of(each)}}
    return {"id": each.id, "conceptIdentity": urn("Concept", CONCEPTS, item=each.id), "localRepresentation": local}


def _available(found: Available, language: str) -> dict[str, Any]:
    """What a flow holds, as the constraint that says what is there; counts as annotations, for want of a field."""
    keys: list[dict[str, Any]] = [
        {"id": id, "values": [{"value": code} for code in held]} for id, held in found.values.items()
    ]
    if found.period:
        first, last = ({"period": each, "isInclusive": True} for each in found.period)
        keys.append({"id": "TIME_PERIOD", "timeRange": {"startPeriod": first, "endPeriod": last}})
    counted = (("obs_count", found.observations), ("series_count", found.series))
    made = _maintained("DataConstraint", found.flow, shape_of(found.flow).name, language)
    return {
        **made, "role": "Actual",
        "annotations": [{"id": id, "title": str(count), "type": "sdmx_metrics"} for id, count in counted],
        "constraintAttachment": {"dataflows": [urn("Dataflow", found.flow)]},
        "cubeRegions": [{"include": True, "keyValues": keys}],
    }  # fmt: skip
