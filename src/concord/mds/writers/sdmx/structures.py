"""SDMX structure messages: the flow, its structure, concepts and code lists, in SDMX-ML 3.0 and 2.1 and SDMX-JSON 2.0.

Names stand in every language they are declared in. A message holds all that its structure refers to.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any, Literal
from xml.etree import ElementTree

from concord.mds.writers.sdmx.ml import namespaces
from concord.mds.writers.sdmx.shape import (
    AGENCY,
    VERSION,
    VERSION_21,
    Component,
    Shape,
    code_title,
    codes,
    shape,
)
from concord.vocabulary.text import Text

Version = Literal["3.0", "2.1"]
CONCEPTS = "CS_MDS"
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
SCHEMA = "https://json.sdmx.org/2.0.0/sdmx-json-structure-schema.json"
#: Our type → the format of texts in SDMX.
FORMATS = {"string": "String", "integer": "Integer", "number": "Double"}
_CLASSES = {
    "Codelist": "codelist", "ConceptScheme": "conceptscheme", "Concept": "conceptscheme",
    "DataStructure": "datastructure", "Dataflow": "datastructure",
}  # fmt: skip


def urn(kind: str, id: str, *, version: str = VERSION, item: str = "") -> str:
    """The address of a maintained thing, or of an item of it."""
    whole = f"urn:sdmx:org.sdmx.infomodel.{_CLASSES[kind]}.{kind}={AGENCY}:{id}({version})"
    return f"{whole}.{item}" if item else whole


def lists_of(found: Shape) -> tuple[str, ...]:
    """Ids of the code lists that a structure uses."""
    return tuple(dict.fromkeys(each.codes for each in found.components if each.codes))


# ---- SDMX-JSON -------------------------------------------------------------------------------------------------------
def write_json(id: str, stream: IO[bytes], *, prepared: str) -> None:
    """The structure message of a declared structure as SDMX-JSON 2.0.

    Raises:
        NotFound: ``vocabulary.structure.unknown``.
    """
    found = shape(id)
    message = {
        "meta": {
            "schema": SCHEMA, "id": f"{found.id}-structure", "test": False, "prepared": prepared,
            "contentLanguages": list(LANGUAGES), "sender": {"id": AGENCY, "name": "Concord"},
        },
        "data": {
            "codelists": [_list_json(each) for each in lists_of(found)],
            "conceptSchemes": [_concepts_json(found)],
            "dataStructures": [_structure_json(found)],
            "dataflows": [{
                **_maintained("Dataflow", found.id, found.name), "structure": urn("DataStructure", found.id),
            }],
        },
    }  # fmt: skip
    stream.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def _maintained(kind: str, id: str, name: Text) -> dict[str, Any]:
    return {
        "id": id, "agencyID": AGENCY, "version": VERSION, **_named_json(name),
        "links": [{"rel": "self", "urn": urn(kind, id), "type": kind.lower()}],
    }  # fmt: skip


def _named_json(name: Text) -> dict[str, Any]:
    return {"name": name.best("en").text, "names": {each: name[each] for each in LANGUAGES if each in name}}


def _list_json(id: str) -> dict[str, Any]:
    said = [{"id": code, **_named_json(name)} for code, name in codes(id).items()]
    return {**_maintained("Codelist", id, code_title(id)), "isPartial": False, "codes": said}


def _concepts_json(found: Shape) -> dict[str, Any]:
    concepts = [{"id": each.id, **_named_json(each.name)} for each in found.components]
    return {**_maintained("ConceptScheme", CONCEPTS, Text({"en": "Concepts"})), "concepts": concepts}


def _structure_json(found: Shape) -> dict[str, Any]:
    attributes = [
        {**_component_json(each), "usage": "optional", "attributeRelationship": {"observation": {}}}
        for each in found.of("attribute")
    ]
    dimensions = [{**_component_json(each), "position": at} for at, each in enumerate(found.of("dimension"))]
    (time,) = found.of("time")
    timed = {**_component_json(time), "position": len(dimensions)}
    measure = {**_component_json(found.measure), "usage": "optional"}
    components = {
        "dimensionList": {"id": "DimensionDescriptor", "dimensions": dimensions, "timeDimension": timed},
        "measureList": {"id": "MeasureDescriptor", "measures": [measure]},
        "attributeList": {"id": "AttributeDescriptor", "attributes": attributes},
    }
    return {**_maintained("DataStructure", found.id, found.name), "dataStructureComponents": components}


def _component_json(each: Component) -> dict[str, Any]:
    local = {"enumeration": urn("Codelist", each.codes)} if each.codes else {"format": {"dataType": _format(each)}}
    return {"id": each.id, "conceptIdentity": urn("Concept", CONCEPTS, item=each.id), "localRepresentation": local}


def _format(each: Component) -> str:
    return "GregorianYear" if each.role == "time" else FORMATS[each.type]


# ---- SDMX-ML ---------------------------------------------------------------------------------------------------------
def write_ml(id: str, stream: IO[bytes], version: Version, *, prepared: str) -> None:
    """The structure message of a declared structure as SDMX-ML.

    Args:
        id: A structure's id, such as ``mds-totals``.
        stream: Opened for bytes.
        version: ``3.0`` or ``2.1``.
        prepared: When the release was made (ISO 8601).

    Raises:
        NotFound: ``vocabulary.structure.unknown``.
    """
    ElementTree.ElementTree(_Message(shape(id), version).made(prepared)).write(stream, "utf-8", xml_declaration=True)


class _Message:
    """One structure message in one version of SDMX-ML."""

    def __init__(self, found: Shape, version: Version) -> None:
        self._found, self._is_new = found, version == "3.0"
        self._version = VERSION if self._is_new else VERSION_21
        self._in = {**namespaces(version)}
        self._in["str"] = self._in.pop("ss").replace("data/structurespecific", "structure")
        for prefix, address in self._in.items():
            ElementTree.register_namespace(prefix, address)

    def made(self, prepared: str) -> ElementTree.Element:
        """The whole message."""
        root = ElementTree.Element(self._tag("mes:Structure"))
        header = self._under(root, "mes:Header")
        for name, text in (("ID", f"{self._found.id}-structure"), ("Test", "false"), ("Prepared", prepared)):
            self._under(header, f"mes:{name}").text = text
        self._under(header, "mes:Sender", {"id": AGENCY})
        whole = self._under(root, "mes:Structures")
        # The order of the schemas: 2.1 has flows first, 3.0 the order of the alphabet.
        parts = {
            "Dataflows": self._flow, "Codelists": self._lists,
            "ConceptSchemes" if self._is_new else "Concepts": self._concepts, "DataStructures": self._structure,
        }  # fmt: skip
        for name in sorted(parts) if self._is_new else parts:
            parts[name](self._under(whole, f"str:{name}"))
        return root

    def _tag(self, name: str) -> str:
        prefix, _, local = name.rpartition(":")
        return f"{{{self._in[prefix]}}}{local}" if prefix else local

    def _under(
        self, above: ElementTree.Element, name: str, attributes: Mapping[str, str] | None = None
    ) -> ElementTree.Element:
        return ElementTree.SubElement(above, self._tag(name), dict(attributes or {}))

    def _maintained(self, above: ElementTree.Element, name: str, id: str, title: Text) -> ElementTree.Element:
        said = {"id": id, "agencyID": AGENCY, "version": self._version}
        made = self._under(above, name, said if self._is_new else {**said, "isFinal": "true"})
        self._named(made, title)
        return made

    def _named(self, at: ElementTree.Element, name: Text) -> None:
        for language in LANGUAGES:
            if language in name:
                said = {"{http://www.w3.org/XML/1998/namespace}lang": language}
                self._under(at, "com:Name", said).text = name[language]

    def _refer(self, above: ElementTree.Element, name: str, kind: str, id: str, item: str = "") -> None:
        made = self._under(above, name)
        if self._is_new:
            made.text = urn(kind, id, item=item)
            return
        said = {"id": item or id, "agencyID": AGENCY, "class": kind, "package": _CLASSES[kind]}
        if item:
            said |= {"maintainableParentID": id, "maintainableParentVersion": self._version}
        else:
            said["version"] = self._version
        self._under(made, "Ref", said)

    def _flow(self, above: ElementTree.Element) -> None:
        flow = self._maintained(above, "str:Dataflow", self._found.id, self._found.name)
        self._refer(flow, "str:Structure", "DataStructure", self._found.id)

    def _lists(self, above: ElementTree.Element) -> None:
        for id in lists_of(self._found):
            made = self._maintained(above, "str:Codelist", id, code_title(id))
            for code, name in codes(id).items():
                self._named(self._under(made, "str:Code", {"id": code}), name)

    def _concepts(self, above: ElementTree.Element) -> None:
        scheme = self._maintained(above, "str:ConceptScheme", CONCEPTS, Text({"en": "Concepts"}))
        for each in self._found.components:
            self._named(self._under(scheme, "str:Concept", {"id": each.id}), each.name)

    def _structure(self, above: ElementTree.Element) -> None:
        made = self._maintained(above, "str:DataStructure", self._found.id, self._found.name)
        inside = self._under(made, "str:DataStructureComponents")
        dimensions = self._under(inside, "str:DimensionList", {"id": "DimensionDescriptor"})
        for at, each in enumerate(self._found.dimensions, start=1):
            name = "str:TimeDimension" if each.role == "time" else "str:Dimension"
            self._component(
                dimensions, name, each, {} if each.role == "time" and self._is_new else {"position": str(at)}
            )
        attributes = self._under(inside, "str:AttributeList", {"id": "AttributeDescriptor"})
        for each in self._found.of("attribute"):
            usage = {"usage": "optional"} if self._is_new else {"assignmentStatus": "Conditional"}
            related = self._under(
                self._component(attributes, "str:Attribute", each, usage), "str:AttributeRelationship"
            )
            if self._is_new:
                self._under(related, "str:Observation")
            else:
                self._under(self._under(related, "str:PrimaryMeasure"), "Ref", {"id": "OBS_VALUE"})
        measures = self._under(inside, "str:MeasureList", {"id": "MeasureDescriptor"})
        usage = {"usage": "optional"} if self._is_new else {}
        self._component(measures, "str:Measure" if self._is_new else "str:PrimaryMeasure", self._found.measure, usage)

    def _component(
        self, above: ElementTree.Element, name: str, each: Component, attributes: Mapping[str, str]
    ) -> ElementTree.Element:
        made = self._under(above, name, {"id": each.id, **attributes})
        self._refer(made, "str:ConceptIdentity", "Concept", CONCEPTS, each.id)
        local = self._under(made, "str:LocalRepresentation")
        if each.codes:
            self._refer(local, "str:Enumeration", "Codelist", each.codes)
        else:
            self._under(local, "str:TextFormat", {"textType": _format(each)})
        return made
