"""Structure messages as SDMX-ML 3.0 and 2.1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO, Literal
from xml.etree import ElementTree

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
from concord.mds.writers.sdmx.ml import namespaces
from concord.mds.writers.sdmx.naming import LANGUAGES, in_order
from concord.mds.writers.sdmx.shape import (
    AGENCY,
    VERSION,
    VERSION_21,
    Component,
    code_title,
    codes,
    concept_name,
    parents,
)
from concord.mds.writers.sdmx.structure_json import format_of
from concord.vocabulary.codelists import codelist
from concord.vocabulary.text import Text

Version = Literal["3.0", "2.1"]
Element = ElementTree.Element
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PACKAGES = {
    "Codelist": "codelist", "ConceptScheme": "conceptscheme", "Concept": "conceptscheme",
    "DataStructure": "datastructure", "Dataflow": "datastructure",
}  # fmt: skip


def write(message: Message, stream: IO[bytes], version: Version, *, prepared: str, language: str = "en") -> None:
    """Write a structure message; names in all languages, the wanted one first."""
    made = _Writer(version, language).made(message, prepared)
    ElementTree.ElementTree(made).write(stream, "utf-8", xml_declaration=True)


class _Writer:
    """Structure messages in one version of SDMX-ML."""

    def __init__(self, version: Version, language: str) -> None:
        self._is_new, self._language = version == "3.0", language
        self._version = VERSION if self._is_new else VERSION_21
        self._in = {**namespaces(version)}
        self._in["str"] = self._in.pop("ss").replace("data/structurespecific", "structure")
        for prefix, address in self._in.items():
            ElementTree.register_namespace(prefix, address)

    def made(self, message: Message, prepared: str) -> Element:
        """The whole message."""
        root = Element(self._tag("mes:Structure"))
        header = self._under(root, "mes:Header")
        for name, text in (("ID", message.id), ("Test", "false"), ("Prepared", prepared)):
            self._under(header, f"mes:{name}").text = text
        self._under(header, "mes:Sender", {"id": AGENCY})
        whole = self._under(root, "mes:Structures")
        for name, write, artefacts in self._parts(message):
            if artefacts:
                above = self._under(whole, f"str:{name}")
                for each in artefacts:
                    write(above, each)
        if message.available:
            above = self._under(whole, "str:DataConstraints" if self._is_new else "str:Constraints")
            for found in message.available:
                self._available(above, found)
        return root

    def _parts(self, message: Message) -> list[tuple[str, Callable[[Element, Artefact], None], tuple[Artefact, ...]]]:
        """Collections in the order of the schema of 2.1; that of 3.0 lets them stand in any order."""
        return [
            ("AgencySchemes" if self._is_new else "OrganisationSchemes", self._agencies, message.of("agencyscheme")),
            ("Dataflows", self._flow, message.of("dataflow")),
            ("Codelists", self._codes, message.of("codelist")),
            ("ConceptSchemes" if self._is_new else "Concepts", self._concepts, message.of("conceptscheme")),
            ("DataStructures", self._structure, message.of("datastructure")),
        ]

    # ---- elements ----------------------------------------------------------------------------------------------------
    def _tag(self, name: str) -> str:
        prefix, _, local = name.rpartition(":")
        return f"{{{self._in[prefix]}}}{local}" if prefix else local

    def _under(self, above: Element, name: str, attributes: Mapping[str, str] | None = None) -> Element:
        return ElementTree.SubElement(above, self._tag(name), dict(attributes or {}))

    def _maintained(self, above: Element, name: str, id: str, title: Text, more: Mapping[str, str]) -> Element:
        said = {"id": id, "agencyID": AGENCY, "version": self._version, **more}
        made = self._under(above, name, said if self._is_new else {**said, "isFinal": "true"})
        self._named(made, title)
        return made

    def _named(self, at: Element, name: Text) -> None:
        for language in in_order(self._language):
            if language in name:
                self._under(at, "com:Name", {_LANG: language}).text = name[language]

    def _described(self, at: Element, artefact: Artefact, about: str) -> None:
        if about and artefact.detail != "stub":
            self._under(at, "com:Description", {_LANG: "en"}).text = about

    def _refer(self, above: Element, name: str, kind: str, id: str, item: str = "") -> None:
        made = self._under(above, name)
        if self._is_new:
            made.text = urn(kind, id, item=item)
            return
        said = {"id": item or id, "agencyID": AGENCY, "class": kind, "package": _PACKAGES[kind]}
        if item:
            said |= {"maintainableParentID": id, "maintainableParentVersion": self._version}
        else:
            said["version"] = self._version
        self._under(made, "Ref", said)

    # ---- artefacts ---------------------------------------------------------------------------------------------------
    def _agencies(self, above: Element, artefact: Artefact) -> None:
        name = Text(dict.fromkeys(LANGUAGES, "Concord"))
        said = {"id": AGENCIES, "agencyID": ABOVE}
        made = self._under(
            above, "str:AgencyScheme", said if self._is_new else {**said, "version": "1.0", "isFinal": "false"}
        )
        self._named(made, name)
        if artefact.detail == "full":
            self._named(self._under(made, "str:Agency", {"id": AGENCY}), name)

    def _flow(self, above: Element, artefact: Artefact) -> None:
        found = shape_of(artefact.id)
        flow = self._maintained(above, "str:Dataflow", found.id, found.name, {})
        self._described(flow, artefact, found.description)
        if artefact.detail == "full":
            self._refer(flow, "str:Structure", "DataStructure", found.id)

    def _codes(self, above: Element, artefact: Artefact) -> None:
        partial = {"isPartial": "true"} if artefact.items is not None else {}
        made = self._maintained(above, "str:Codelist", artefact.id, code_title(artefact.id), partial)
        if artefact.detail != "full":
            return
        known, broader = codes(artefact.id), parents(artefact.id)
        kept = chosen(artefact, tuple(known))
        for code in kept:
            said = self._under(made, "str:Code", {"id": code})
            self._named(said, known[code])
            if broader.get(code) in kept:
                self._parent(said, broader[code])

    def _parent(self, code: Element, id: str) -> None:
        """The broader code; the schema of 3.0 has none whose id begins with a digit, so they are left out there."""
        if self._is_new and id[0].isdigit():
            return
        parent = self._under(code, "str:Parent")
        if self._is_new:
            parent.text = id
        else:
            self._under(parent, "Ref", {"id": id})

    def _concepts(self, above: Element, artefact: Artefact) -> None:
        partial = {"isPartial": "true"} if artefact.items is not None else {}
        scheme = self._maintained(above, "str:ConceptScheme", CONCEPTS, codelist("sdmx-concept").title, partial)
        if artefact.detail == "full":
            for id in chosen(artefact, concepts()):
                self._named(self._under(scheme, "str:Concept", {"id": id}), concept_name(id))

    def _structure(self, above: Element, artefact: Artefact) -> None:
        found = shape_of(artefact.id)
        made = self._maintained(above, "str:DataStructure", found.id, found.name, {})
        self._described(made, artefact, found.description)
        if artefact.detail != "full":
            return
        inside = self._under(made, "str:DataStructureComponents")
        dimensions = self._under(inside, "str:DimensionList", {"id": "DimensionDescriptor"})
        for at, each in enumerate(found.dimensions, start=1):
            name = "str:TimeDimension" if each.role == "time" else "str:Dimension"
            unplaced = each.role == "time" and self._is_new
            self._component(dimensions, name, each, {} if unplaced else {"position": str(at)})
        attributes = self._under(inside, "str:AttributeList", {"id": "AttributeDescriptor"})
        for each in found.of("attribute"):
            self._attribute(attributes, each)
        measures = self._under(inside, "str:MeasureList", {"id": "MeasureDescriptor"})
        usage = {"usage": "optional"} if self._is_new else {}
        self._component(measures, "str:Measure" if self._is_new else "str:PrimaryMeasure", found.measure, usage)

    def _attribute(self, above: Element, each: Component) -> None:
        usage = {"usage": "optional"} if self._is_new else {"assignmentStatus": "Conditional"}
        related = self._under(self._component(above, "str:Attribute", each, usage), "str:AttributeRelationship")
        if self._is_new:
            self._under(related, "str:Observation")
        else:
            self._under(self._under(related, "str:PrimaryMeasure"), "Ref", {"id": "OBS_VALUE"})

    def _component(self, above: Element, name: str, each: Component, attributes: Mapping[str, str]) -> Element:
        made = self._under(above, name, {"id": each.id, **attributes})
        self._refer(made, "str:ConceptIdentity", "Concept", CONCEPTS, each.id)
        local = self._under(made, "str:LocalRepresentation")
        if each.codes:
            self._refer(local, "str:Enumeration", "Codelist", each.codes)
        else:
            self._under(local, "str:TextFormat", {"textType": format_of(each)})
        return made

    def _available(self, above: Element, found: Available) -> None:
        """What a flow holds; counts as annotations, for want of a field."""
        name = "str:DataConstraint" if self._is_new else "str:ContentConstraint"
        said = {"id": found.flow, "agencyID": AGENCY, "version": self._version}
        made = self._under(above, name, {**said, "role" if self._is_new else "type": "Actual"})
        notes = self._under(made, "com:Annotations")
        for id, count in (("obs_count", found.observations), ("series_count", found.series)):
            note = self._under(notes, "com:Annotation", {"id": id})
            self._under(note, "com:AnnotationTitle").text = str(count)
            self._under(note, "com:AnnotationType").text = "sdmx_metrics"
        self._named(made, shape_of(found.flow).name)
        self._refer(self._under(made, "str:ConstraintAttachment"), "str:Dataflow", "Dataflow", found.flow)
        region = self._under(made, "str:CubeRegion", {"include": "true"})
        prefix = "str" if self._is_new else "com"
        for id, held in found.values.items():
            key = self._under(region, f"{prefix}:KeyValue", {"id": id})
            for code in held:
                self._under(key, f"{prefix}:Value").text = code
        if found.period:
            key = self._under(region, f"{prefix}:KeyValue", {"id": "TIME_PERIOD"})
            span = self._under(key, f"{prefix}:TimeRange")
            for part, period in zip(("StartPeriod", "EndPeriod"), found.period, strict=True):
                self._under(span, f"{prefix}:{part}", {"isInclusive": "true"}).text = period
