"""What a structure message may hold: flows, structures, code lists, concepts, the agency, what is available.

A message says which of them, how much of each, and which items of a list; the writers of formats say it in their way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from concord.mds.writers.sdmx.shape import (
    AGENCY,
    VERSION,
    Shape,
    flow_id,
    shape,
)
from concord.vocabulary.codelists import codelist
from concord.vocabulary.structures import structures

Kind = Literal["agencyscheme", "codelist", "conceptscheme", "dataflow", "datastructure"]
Detail = Literal["full", "stub", "complete-stub"]
CONCEPTS = "CS_MDS"
AGENCIES = "AGENCIES"
#: Who maintains the scheme in which our agency stands.
ABOVE = "SDMX"
_PACKAGES = {
    "Agency": "base", "AgencyScheme": "base", "Codelist": "codelist", "ConceptScheme": "conceptscheme",
    "Concept": "conceptscheme", "DataStructure": "datastructure", "Dataflow": "datastructure",
    "DataConstraint": "registry", "ContentConstraint": "registry",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Artefact:
    """One maintained thing in a message.

    Args:
        kind: What it is.
        id: Its id in SDMX, such as ``MDS_TOTALS`` or ``CL_AREA``.
        detail: ``stub``: id and name alone; ``complete-stub``: with what describes it, still without its content.
        items: Ids of the items that are said; None for all of them.
    """

    kind: Kind
    id: str
    detail: Detail = "full"
    items: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Available:
    """What a flow holds for a question.

    Args:
        flow: Id of the flow.
        values: Codes by component, in the order of the code list.
        period: First and last period; None where nothing is known of it or it was not asked.
        observations: How many there are.
        series: Of how many series.
    """

    flow: str
    values: Mapping[str, tuple[str, ...]]
    period: tuple[str, str] | None
    observations: int
    series: int


@dataclass(frozen=True, slots=True)
class Message:
    """A structure message."""

    id: str
    artefacts: tuple[Artefact, ...]
    available: tuple[Available, ...] = ()

    def of(self, kind: Kind) -> tuple[Artefact, ...]:
        """The artefacts of one kind."""
        return tuple(each for each in self.artefacts if each.kind == kind)


def urn(kind: str, id: str, *, version: str = VERSION, item: str = "", agency: str = AGENCY) -> str:
    """The address of a maintained thing, or of an item of it."""
    whole = f"urn:sdmx:org.sdmx.infomodel.{_PACKAGES[kind]}.{kind}={agency}:{id}({version})"
    return f"{whole}.{item}" if item else whole


def lists_of(found: Shape) -> tuple[str, ...]:
    """Ids of the code lists that a structure uses."""
    return tuple(dict.fromkeys(each.codes for each in found.components if each.codes))


def concepts() -> tuple[str, ...]:
    """Ids of the concepts of all structures, in declared order."""
    used = {each.id for id in structures() for each in shape(id).components}
    declared = [id for id in codelist("sdmx-concept").codes if id in used]
    return (*declared, *sorted(used - set(declared)))


def shape_of(flow: str) -> Shape:
    """The structure behind a flow's or a structure's id in SDMX."""
    return shape(_behind()[flow])


@lru_cache(maxsize=1)
def _behind() -> Mapping[str, str]:
    return {flow_id(id): id for id in structures()}


def whole(id: str) -> Message:
    """All that explains one declared structure: its flow, concepts and code lists."""
    found = shape(id)
    used = frozenset(each.id for each in found.components)
    lists = tuple(Artefact("codelist", each) for each in lists_of(found))
    own = (Artefact("dataflow", flow_id(id)), Artefact("datastructure", flow_id(id)))
    return Message(f"{found.id}-structure", (*own, Artefact("conceptscheme", CONCEPTS, items=used), *lists))


def chosen(artefact: Artefact, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The items of an artefact that a message says."""
    return ids if artefact.items is None else tuple(id for id in ids if id in artefact.items)
