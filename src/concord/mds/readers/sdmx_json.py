"""SDMX-JSON 1.0 and 2.0: data and structure messages to tables.

Runs in the limited reading process. No library at hand reads SDMX-JSON data; this is our own reader. Every observation
becomes a row, counted from 1 in the order of the message; indices are resolved to the codes they point at, and an
index that points at nothing is a finding with the key of its observation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.sheets import Sheet
from concord.mds.readers.message_table import TableBuilder, unlike
from concord.mds.readers.strict_json import listed, mapped, text_of

HEAD = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
TOLD_AT_MOST = 10
_VERSION = re.compile(r"sdmx-json/?.*?(\d+)\.(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Component:
    """A component of a structure: its id, and the codes that indices point at."""

    id: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Shape:
    """The components of one structure, by where a message of it says them."""

    head: Mapping[str, str]
    fixed: Sequence[Component]
    series: Sequence[Component]
    observation: Sequence[Component]
    measures: Sequence[str]
    of_set: Sequence[Component]
    of_series: Sequence[Component]
    of_groups: Sequence[Component]
    of_observation: Sequence[Component]


def is_message(document: Any) -> bool:
    """Whether a document is an SDMX-JSON message of data or of structures."""
    whole = mapped(document)
    inner = mapped(whole.get("data")) or whole
    return "dataSets" in inner or bool({"codelists", "dataStructures", "dataflows"}.intersection(inner))


def version_of(document: Mapping[str, Any]) -> str:
    """The version that the message names; ``1.0`` for older ones that name none."""
    found = _VERSION.search(text_of(mapped(document.get("meta")).get("schema")))
    if found:
        return f"{found.group(1)}.{found.group(2)}"
    return "2.0" if "structures" in mapped(document.get("data")) else "1.0"


def read_data(document: Mapping[str, Any], file: str, limits: Limits, remarks: Remarks) -> list[Sheet]:
    """One sheet for each data set that holds observations.

    Raises:
        Stop: The message has no structure to resolve its indices with, or is of another version (remarked).
    """
    if version_of(document).split(".")[0] not in ("1", "2"):
        raise remarks.stop("mds.sdmx.other-message", value="SDMX-JSON", version=version_of(document))
    inner = mapped(document.get("data")) or document
    structures = listed(inner.get("structures")) or [inner.get("structure")]
    sheets: list[Sheet] = []
    for number, each in enumerate(listed(inner.get("dataSets"))):
        which = mapped(each).get("structure", 0)
        structure = structures[which] if isinstance(which, int) and 0 <= which < len(structures) else None
        if not isinstance(structure, dict):
            raise remarks.stop("mds.sdmx.no-structure")
        shape = _shape(structure)
        name = unlike(shape.head["STRUCTURE_ID"] or f"data set {number + 1}", [sheet.name or "" for sheet in sheets])
        table = TableBuilder(file, name, remarks, limits, HEAD)
        for place, row in enumerate(_rows(mapped(each), shape, remarks), start=1):
            table.add(place, row)
        if len(table):
            sheets.append(table.sheet()[0])
    return sheets


def _shape(structure: Mapping[str, Any]) -> _Shape:
    dimensions, attributes = mapped(structure.get("dimensions")), mapped(structure.get("attributes"))
    measured = [each.id for each in _components(mapped(structure.get("measures")), "observation")]
    return _Shape(
        head=_head(structure),
        fixed=_components(dimensions, "dataSet"),
        series=_components(dimensions, "series"),
        observation=_components(dimensions, "observation"),
        measures=measured if len(measured) > 1 else ["OBS_VALUE"],
        of_set=_components(attributes, "dataSet"),
        of_series=_components(attributes, "series"),
        of_groups=_components(attributes, "dimensionGroup"),
        of_observation=_components(attributes, "observation"),
    )


def _components(group: Mapping[str, Any], where: str) -> list[Component]:
    said = [mapped(each) for each in listed(group.get(where))]
    return [Component(text_of(each.get("id")), [_code(value) for value in listed(each.get("values"))]) for each in said]


def _code(value: object) -> str:
    if not isinstance(value, dict):
        return text_of(value)
    return next((text_of(value[name]) for name in ("id", "value", "name") if value.get(name) is not None), "")


def _head(structure: Mapping[str, Any]) -> dict[str, str]:
    for link in map(mapped, listed(structure.get("links"))):
        kind = text_of(link.get("rel")).lower()
        if kind in ("dataflow", "datastructure", "provisionagreement"):
            address = text_of(link.get("urn"))
            id = address.partition("=")[2] if address else text_of(link.get("href")).rstrip("/")
            return {"STRUCTURE": kind, "STRUCTURE_ID": id if address else _of_address(id)}
    return {"STRUCTURE": "", "STRUCTURE_ID": text_of(structure.get("id"))}


def _of_address(address: str) -> str:
    """The id in the address of a web service, such as ``…/dataflow/PART2/all``."""
    parts = address.split("/")
    after = [parts[at + 1] for at, part in enumerate(parts[:-1]) if part.lower() in ("dataflow", "datastructure")]
    return after[0] if after else ""


def _rows(data: Mapping[str, Any], shape: _Shape, remarks: Remarks) -> Iterator[dict[str, str]]:
    common = {**shape.head, "ACTION": text_of(data.get("action"))}
    common.update({each.id: _value(each, 0) or "" for each in shape.fixed})
    common.update(_attributes(shape.of_set, listed(data.get("attributes")), remarks, ""))
    groups = mapped(data.get("dimensionGroupAttributes"))
    yield from _flat(mapped(data.get("observations")), shape, common, "", groups, remarks)
    for key, series in mapped(data.get("series")).items():
        said = mapped(series)
        row = {**common, **_keyed(key, shape.series, remarks)}
        row.update(_attributes(shape.of_series, listed(said.get("attributes")), remarks, key))
        yield from _flat(mapped(said.get("observations")), shape, row, key, groups, remarks)


def _flat(
    observations: Mapping[str, Any],
    shape: _Shape,
    common: Mapping[str, str],
    series: str,
    groups: Mapping[str, Any],
    remarks: Remarks,
) -> Iterator[dict[str, str]]:
    for key, said in observations.items():
        whole = f"{series}:{key}" if series else key
        values = said if isinstance(said, list) else [said]
        row = {**common, **_keyed(key, shape.observation, remarks, whole)}
        for group, attributes in groups.items():
            if _covers(group, whole):
                row.update(_attributes(shape.of_groups, listed(attributes), remarks, whole))
        count = len(shape.measures)
        row.update(zip(shape.measures, map(text_of, values), strict=False))
        row.update(_attributes(shape.of_observation, values[count:], remarks, whole))
        yield row


def _covers(group: str, key: str) -> bool:
    """Whether a group's key, with nothing where any value does, covers an observation's key."""
    wanted, there = group.split(":"), key.split(":")
    return all(want in ("", has) for want, has in zip(wanted, there, strict=False))


def _keyed(key: str, components: Sequence[Component], remarks: Remarks, whole: str = "") -> dict[str, str]:
    said = {}
    indices = key.split(":")
    for each, index in zip(components, indices, strict=False):
        found = _value(each, int(index)) if index.isascii() and index.isdigit() and len(index) < 10 else None
        said[each.id] = found or ""
        if found is None:
            _unresolved(remarks, each.id, index, whole or key)
    if len(indices) != len(components):
        _unresolved(remarks, str(len(components)), str(len(indices)), whole or key)
    return said


def _attributes(components: Sequence[Component], said: Sequence[Any], remarks: Remarks, key: str) -> dict[str, str]:
    found = {}
    for each, index in zip(components, said, strict=False):
        if index is None:
            continue
        points = bool(each.values) and isinstance(index, int) and not isinstance(index, bool)
        value = _value(each, index) if points else text_of(index)
        found[each.id] = value or ""
        if value is None:
            _unresolved(remarks, each.id, str(index), key)
    return found


def _value(component: Component, index: int) -> str | None:
    return component.values[index] if 0 <= index < len(component.values) else None


def _unresolved(remarks: Remarks, component: str, index: str, key: str) -> None:
    if sum(remark.code == "mds.sdmx.index" for remark in remarks) < TOLD_AT_MOST:
        remarks.add("mds.sdmx.index", "hard", value=index[:40], component=component, key=key[:100])
