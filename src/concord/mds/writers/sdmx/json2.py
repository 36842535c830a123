"""SDMX-JSON 2.0, data message: series of observations, codes by their place among the values of their component."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from concord.mds.writers.sdmx.naming import LANGUAGES, named
from concord.mds.writers.sdmx.packing import TIME, WHOLE, Packed, Packing, packed
from concord.mds.writers.sdmx.shape import AGENCY, VERSION, Component, codes
from concord.vocabulary.structures import Table

SCHEMA = "https://json.sdmx.org/2.0.0/sdmx-json-data-schema.json"


def write_json(table: Table, stream: IO[bytes], *, prepared: str, digest: str, packing: Packing = WHOLE) -> int:
    """Write a table as SDMX-JSON 2.0; how many observations.

    Args:
        table: The table.
        stream: Opened for bytes.
        prepared: When the table was released (ISO 8601): the message says nothing of the moment it was written.
        digest: The table's digest; it makes the message's id.
        packing: What stands in it.
    """
    found = packed(table, packing, default=TIME)
    places = {
        each.id: _places(each, found.rows) for each in (*found.dimensions, *found.measures, *found.attributes)
    }  # fmt: skip
    message = {
        "meta": {
            "schema": SCHEMA, "id": f"{found.shape.id}-{digest[:16]}", "test": False, "prepared": prepared,
            "contentLanguages": list(LANGUAGES), "sender": {"id": AGENCY, "name": "Concord"},
        },
        "data": {
            "structures": [_structure(found, places, packing)],
            "dataSets": [
                {"structure": 0, "action": "Information", "links": [_link(found)], **_observed(found, places, packing)}
            ],
        },
    }  # fmt: skip
    stream.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))
    return len(found.rows)


def _observed(found: Packed, places: Mapping[str, dict[str, int]], packing: Packing) -> dict[str, Any]:
    """Series with their observations; observations alone where no dimension stands at them."""
    if packing.keys_only:
        return {"series": {_key(found.dimensions, row, places): {} for row in found.rows}}
    if not found.at:
        return {
            "observations": {_key(found.dimensions, row, places): _values(found, row, places) for row in found.rows}
        }
    series: dict[str, Any] = {}
    for key, rows in found.series():
        held = {_key(found.at, row, places): _values(found, row, places) for row in rows}
        assert len(held) == len(rows), "two rows of one key"
        series[_key(found.series_of, key, places)] = {"observations": held}
    return {"series": series}


def _key(of: Iterable[Component], row: Mapping[str, str], places: Mapping[str, dict[str, int]]) -> str:
    return ":".join(str(places[each.id][row[each.id]]) for each in of)


def _values(found: Packed, row: Mapping[str, str], places: Mapping[str, dict[str, int]]) -> list[Any]:
    measured = [_number(row.get(each.id)) for each in found.measures]
    return [*measured, *(_said(each, row, places) for each in found.attributes)]


def _places(component: Component, there: Iterable[Mapping[str, str]]) -> dict[str, int]:
    """Value → its place among the values of a component, in the order in which they are first said."""
    found: dict[str, int] = {}
    for row in there:
        if component.id in row:
            found.setdefault(row[component.id], len(found))
    return found


def _number(text: str | None) -> int | float | None:
    if text is None:
        return None
    return float(text) if any(sign in text for sign in ".eEn") else int(text)


def _said(component: Component, row: Mapping[str, str], places: Mapping[str, dict[str, int]]) -> Any:
    text = row.get(component.id)
    if text is None:
        return None
    if component.codes:
        return places[component.id][text]
    return _number(text) if component.type in ("integer", "number") else text


def _structure(found: Packed, places: Mapping[str, dict[str, int]], packing: Packing) -> dict[str, Any]:
    position = {each.id: at for at, each in enumerate(found.dimensions)}
    flat = not found.at and not packing.keys_only

    def said(of: Iterable[Component]) -> list[dict[str, Any]]:
        return [_described(each, places, position.get(each.id), packing.language) for each in of]

    return {
        "links": [_link(found)], **named(found.shape.name, packing.language),
        "dimensions": {
            "dataSet": [], "series": [] if flat else said(found.series_of),
            "observation": said(found.dimensions) if flat else said(found.at),
        },
        "measures": {"observation": said(found.measures)},
        "attributes": {"dataSet": [], "dimensionGroup": [], "series": [], "observation": said(found.attributes)},
    }  # fmt: skip


def _link(found: Packed) -> dict[str, str]:
    urn = f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={AGENCY}:{found.shape.id}({VERSION})"
    return {"rel": "dataflow", "urn": urn}


def _described(
    component: Component, places: Mapping[str, dict[str, int]], position: int | None, language: str
) -> dict[str, Any]:
    made: dict[str, Any] = {"id": component.id, **named(component.name, language)}
    if component.description:
        made["description"] = component.description
    if position is not None:
        made["keyPosition"] = position
    if component.role == "attribute":
        made["relationship"] = {"observation": {}}
    if component.role == "time" or (component.role == "dimension" and not component.codes):
        made["values"] = [{"value": value} for value in places[component.id]]
    elif component.codes:
        made["values"] = _coded(component.codes, list(places[component.id]), language)
    return made


def _coded(id: str, said: Sequence[str], language: str) -> list[dict[str, Any]]:
    known = codes(id)
    return [{"id": code, **(named(known[code], language) if code in known else {})} for code in said]
