"""SDMX-JSON 2.0, data message: series of observations, codes by their place among the values of their component."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import IO, Any

from concord.mds.writers.sdmx.shape import AGENCY, VERSION, Component, codes, rows, shape
from concord.vocabulary.structures import Table
from concord.vocabulary.text import Text

SCHEMA = "https://json.sdmx.org/2.0.0/sdmx-json-data-schema.json"
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")


def write_json(table: Table, stream: IO[bytes], *, prepared: str, digest: str) -> int:
    """Write a table as SDMX-JSON 2.0; how many observations.

    Args:
        table: The table.
        stream: Opened for bytes.
        prepared: When the table was released (ISO 8601): the message says nothing of the moment it was written.
        digest: The table's digest; it makes the message's id.
    """
    found = shape(table.structure)
    there = list(rows(table))
    series_of, times = found.of("dimension"), found.of("time")
    places = {each.id: _places(each, there) for each in found.components}
    series: dict[str, Any] = {}
    attributes = found.of("attribute")
    for row in there:
        key = ":".join(str(places[each.id][row[each.id]]) for each in series_of)
        at = ":".join(str(places[each.id][row[each.id]]) for each in times)
        value = row.get("OBS_VALUE")
        said = [_number(value), *(_said(each, row, places) for each in attributes)]
        held = series.setdefault(key, {"observations": {}})["observations"]
        assert at not in held, "two rows of one key"
        held[at] = said
    message = {
        "meta": {
            "schema": SCHEMA, "id": f"{found.id}-{digest[:16]}", "test": False, "prepared": prepared,
            "contentLanguages": list(LANGUAGES), "sender": {"id": AGENCY, "name": "Concord"},
        },
        "data": {
            "structures": [_structure(table, places)],
            "dataSets": [{"structure": 0, "action": "Information", "series": series}],
        },
    }  # fmt: skip
    stream.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))
    return len(there)


def _places(component: Component, there: Iterable[dict[str, str]]) -> dict[str, int]:
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


def _said(component: Component, row: dict[str, str], places: dict[str, dict[str, int]]) -> Any:
    text = row.get(component.id)
    if text is None:
        return None
    if component.codes:
        return places[component.id][text]
    return _number(text) if component.type in ("integer", "number") else text


def _structure(table: Table, places: dict[str, dict[str, int]]) -> dict[str, Any]:
    found = shape(table.structure)
    urn = f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={AGENCY}:{found.id}({VERSION})"
    return {
        "links": [{"rel": "dataflow", "urn": urn}],
        "name": found.name.best("en").text, "names": _names(found.name),
        "dimensions": {
            "dataSet": [], "series": [_described(each, places, at) for at, each in enumerate(found.of("dimension"))],
            "observation": [_described(each, places, len(found.dimensions) - 1) for each in found.of("time")],
        },
        "measures": {"observation": [_described(found.measure, {}, None)]},
        "attributes": {
            "dataSet": [], "dimensionGroup": [], "series": [],
            "observation": [_described(each, places, None) for each in found.of("attribute")],
        },
    }  # fmt: skip


def _described(component: Component, places: dict[str, dict[str, int]], position: int | None) -> dict[str, Any]:
    made: dict[str, Any] = {"id": component.id, "name": component.name.best("en").text, "names": _names(component.name)}
    if position is not None:
        made["keyPosition"] = position
    if component.role == "time":
        made["values"] = [{"value": value} for value in places[component.id]]
    elif component.codes:
        made["values"] = _values(component.codes, list(places[component.id]))
    return made


def _values(id: str, said: Sequence[str]) -> list[dict[str, Any]]:
    known = codes(id)
    return [
        {"id": code, "name": known[code].best("en").text, "names": _names(known[code])} if code in known
        else {"id": code}
        for code in said
    ]  # fmt: skip


def _names(text: Text) -> dict[str, str]:
    return {language: text[language] for language in LANGUAGES if language in text}
