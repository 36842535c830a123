"""Structure queries: which artefacts are meant, and which of those that refer to them or that they refer to.

A flow refers to its structure; a structure to code lists and the concept scheme. Nothing else refers to anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from concord.errors import Invalid, NotFound
from concord.mds.sdmx_query import keys, versions
from concord.mds.sdmx_query.asked import OWN, Api
from concord.mds.writers.sdmx.artefacts import (
    ABOVE,
    AGENCIES,
    CONCEPTS,
    Artefact,
    Detail,
    Kind,
    Message,
    concepts,
    lists_of,
    shape_of,
)
from concord.mds.writers.sdmx.shape import AGENCY, VERSION, VERSION_21, codes, cubes

PARAMETERS = ("detail", "references", *OWN)
Node = tuple[Kind, str]
KINDS: tuple[Kind, ...] = ("dataflow", "datastructure", "codelist", "conceptscheme", "agencyscheme")
ITEMS = ("codelist", "conceptscheme", "agencyscheme")
#: Other names of kinds that we hold; kinds of the standard of which there are none here.
ALSO: Mapping[str, Kind] = {"organisationscheme": "agencyscheme"}
EVERY_KIND = ("*", "structure")
NONE_HELD = (
    "metadatastructure", "categoryscheme", "hierarchy", "hierarchyassociation", "valuelist", "dataproviderscheme",
    "metadataproviderscheme", "dataconsumerscheme", "organisationunitscheme", "metadataflow", "reportingtaxonomy",
    "provisionagreement", "metadataprovisionagreement", "structuremap", "representationmap", "conceptschememap",
    "categoryschememap", "organisationschememap", "reportingtaxonomymap", "process", "categorisation",
    "dataconstraint", "metadataconstraint", "contentconstraint", "attachmentconstraint", "actualconstraint",
    "allowedconstraint", "hierarchicalcodelist", "structureset", "transformationscheme", "rulesetscheme",
    "userdefinedoperatorscheme", "customtypescheme", "namepersonalisationscheme", "vtlmappingscheme",
)  # fmt: skip
DETAILS: Mapping[str, tuple[Detail, Detail]] = {
    "full": ("full", "full"), "raw": ("full", "full"), "referencepartial": ("full", "full"),
    "allstubs": ("stub", "stub"), "referencestubs": ("full", "stub"),
    "allcompletestubs": ("complete-stub", "complete-stub"), "referencecompletestubs": ("full", "complete-stub"),
}  # fmt: skip
WAYS = ("none", "parents", "parentsandsiblings", "ancestors", "children", "descendants", "all")


@dataclass(frozen=True, slots=True)
class StructureQuestion:
    """Which artefacts, how much of each, and which others beside them."""

    kinds: tuple[Kind, ...]
    agency: str
    ids: tuple[str, ...]
    version: str
    items: frozenset[str] | None
    detail: str
    references: tuple[str, ...]
    api: Api


# ---- reading ---------------------------------------------------------------------------------------------------------
def structures(api: Api, path: Sequence[str], given: Mapping[str, str]) -> StructureQuestion:
    """Read a structure query.

    Args:
        api: Which version of the interface.
        path: Kind, agency, id, version, items; what is left out at the end is any.
        given: The parameters.

    Raises:
        Invalid: ``mds.sdmx.kind-unknown``, ``mds.sdmx.value``, ``mds.sdmx.path``, ``mds.sdmx.items``.
        NotFound: ``mds.sdmx.nothing`` for a kind of which we have none.
    """
    if len(path) > 5:
        raise Invalid("mds.sdmx.path")
    kind, agency, ids, version, items = [*path, *("*", "*", "*", "~", "*")[len(path) :]]
    kinds = _kinds(kind)
    if items not in keys.EVERY and not all(each in ITEMS for each in kinds):
        raise Invalid("mds.sdmx.items", params={"kind": kind[:40], "known": ", ".join(ITEMS)})
    several = "," if api == "v2" else "+"
    detail = given.get("detail", "full")
    if detail not in DETAILS:
        raise _not_among("detail", detail, DETAILS)
    return StructureQuestion(
        kinds, agency, () if ids in keys.EVERY else tuple(ids.split(several)), version,
        None if items in keys.EVERY else frozenset(items.split(several)),
        detail, _references(given.get("references", "none")), api,
    )  # fmt: skip


def _kinds(text: str) -> tuple[Kind, ...]:
    if text in EVERY_KIND:
        return KINDS
    kind = ALSO.get(text, text)
    if kind in KINDS:
        return (kind,)
    if kind in NONE_HELD:
        raise NotFound("mds.sdmx.nothing")
    raise Invalid("mds.sdmx.kind-unknown", params={"kind": text[:40], "known": ", ".join(KINDS)})


def _references(text: str) -> tuple[str, ...]:
    said = tuple(each for each in text.split(",") if each)
    for each in said:
        if each not in (*WAYS, *KINDS, *ALSO, *NONE_HELD):
            raise _not_among("references", each, (*WAYS, *KINDS))
    return tuple(ALSO.get(each, each) for each in said if each != "none")


def _not_among(name: str, value: str, known: Iterable[str]) -> Invalid:
    return Invalid("mds.sdmx.value", params={"name": name, "value": value[:60], "known": ", ".join(known)})


# ---- answering -------------------------------------------------------------------------------------------------------
def message(question: StructureQuestion, flows: Iterable[str]) -> Message:
    """The artefacts that a question asks for.

    Args:
        question: As :func:`structures` reads it.
        flows: Ids of the flows that hold data.

    Raises:
        NotFound: ``mds.sdmx.nothing``.
    """
    known = tuple(flows)
    meant = [node for node in _nodes(known) if _is_meant(node, question)]
    if question.items is not None:
        meant = [node for node in meant if question.items & set(_items(node))]
    if not meant:
        raise NotFound("mds.sdmx.nothing")
    beside = [node for node in _beside(meant, question.references, known) if node not in meant]
    own, theirs = DETAILS[question.detail]
    partial = question.detail == "referencepartial"
    found = [Artefact(kind, id, own, question.items) for kind, id in meant]
    used = _used(meant + beside) if partial else None
    found += [Artefact(kind, id, theirs, used if kind == "conceptscheme" else None) for kind, id in beside]
    return Message("structures", tuple(found))


def _nodes(flows: tuple[str, ...]) -> list[Node]:
    """Everything there is."""
    lists = dict.fromkeys(each for id in cubes() for each in lists_of(shape_of(id)))
    return [
        *(("dataflow", id) for id in sorted(flows)), *(("datastructure", id) for id in sorted(cubes())),
        *(("codelist", id) for id in lists), ("conceptscheme", CONCEPTS), ("agencyscheme", AGENCIES),
    ]  # fmt: skip


def _is_meant(node: Node, question: StructureQuestion) -> bool:
    kind, id = node
    if kind not in question.kinds or (question.ids and id not in question.ids):
        return False
    is_scheme = kind == "agencyscheme"
    agencies = (ABOVE, AGENCY) if is_scheme else (AGENCY,)
    wanted = question.agency.replace("+", ",").split(",")
    if question.agency not in keys.EVERY and not set(agencies) & set(wanted):
        return False
    if is_scheme:
        return True  # a scheme of agencies has no version of its own
    return versions.is_asked(question.version or "~", VERSION if question.api == "v2" else VERSION_21)


def _items(node: Node) -> Iterable[str]:
    kind, id = node
    if kind == "codelist":
        return codes(id)
    return concepts() if kind == "conceptscheme" else (AGENCY,)


def _below(node: Node) -> list[Node]:
    kind, id = node
    if kind == "dataflow":
        return [("datastructure", id)]
    if kind == "datastructure":
        return [("conceptscheme", CONCEPTS), *(("codelist", each) for each in lists_of(shape_of(id)))]
    return []


def _above(node: Node, flows: tuple[str, ...]) -> list[Node]:
    return [each for each in _nodes(flows) if node in _below(each)]


def _beside(meant: Sequence[Node], references: Sequence[str], flows: tuple[str, ...]) -> list[Node]:
    """What stands beside the artefacts that are meant, each once."""
    found: dict[Node, None] = {}
    for way in references:
        for node in meant:
            found |= dict.fromkeys(_along(way, node, flows))
    return list(found)


def _along(way: str, node: Node, flows: tuple[str, ...]) -> list[Node]:
    parents = _above(node, flows)
    match way:
        case "parents":
            return parents
        case "children":
            return _below(node)
        case "descendants":
            return _all_below(node)
        case "ancestors":
            return [*parents, *(each for parent in parents for each in _above(parent, flows))]
        case "parentsandsiblings":
            return [*parents, *(each for parent in parents for each in _below(parent))]
        case "all":
            siblings = _along("parentsandsiblings", node, flows)
            return [*siblings, *_all_below(node), ("agencyscheme", AGENCIES)]
    every = [*_along("ancestors", node, flows), *_along("all", node, flows)]
    return [each for each in every if each[0] == way]


def _all_below(node: Node) -> list[Node]:
    below = _below(node)
    return [*below, *(each for child in below for each in _below(child))]


def _used(nodes: Iterable[Node]) -> frozenset[str]:
    """Concepts of the structures among the artefacts."""
    return frozenset(each.id for kind, id in nodes if kind == "datastructure" for each in shape_of(id).components)
