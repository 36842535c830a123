"""SDMX-JSON 1.0 and 2.0: structure messages, as the same tables of codes and components as those of SDMX-ML.

Runs in the limited reading process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.sheets import Sheet
from concord.mds.readers.message_table import TableBuilder
from concord.mds.readers.sdmx_ml_structures import CODES, COMPONENTS
from concord.mds.readers.strict_json import listed, mapped, text_of

_LISTS = {
    "dimensionList": (("dimensions", "dimension"), ("timeDimension", "dimension"), ("timeDimensions", "dimension")),
    "measureList": (("primaryMeasure", "measure"), ("measures", "measure")),
    "attributeList": (("attributes", "attribute"),),
}
_DEFAULT = {"timeDimension": "TIME_PERIOD", "timeDimensions": "TIME_PERIOD", "primaryMeasure": "OBS_VALUE"}


def read(document: Mapping[str, Any], file: str, limits: Limits, remarks: Remarks) -> list[Sheet]:
    """One sheet for each code list and each data structure of a structure message."""
    inner = mapped(document.get("data")) or document
    made = []
    for kind in ("codelists", "valueLists", "geoCodelists"):
        for each in map(mapped, listed(inner.get(kind))):
            rows = _codes(each)
            made.append(_table(file, f"codelist {_named(each)}", CODES, rows, limits, remarks))
    for each in map(mapped, listed(inner.get("dataStructures"))):
        rows = _components(mapped(each.get("dataStructureComponents")))
        made.append(_table(file, f"datastructure {_named(each)}", COMPONENTS, rows, limits, remarks))
    return made


def _table(
    file: str, name: str, first: Sequence[str], rows: Iterator[dict[str, str]], limits: Limits, remarks: Remarks
) -> Sheet:
    table = TableBuilder(file, name, remarks, limits, first)
    for place, row in enumerate(rows, start=1):
        table.add(place, row)
    return table.sheet()[0]


def _codes(codelist: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for code in map(mapped, [*listed(codelist.get("codes")), *listed(codelist.get("valueItems"))]):
        row = {"code": text_of(code.get("id")), "parent": text_of(code.get("parent"))}
        names = mapped(code.get("names"))
        row["name"] = text_of(code.get("name")) if isinstance(code.get("name"), str) else text_of(names)
        row.update({f"name:{language}": text_of(said) for language, said in names.items() if language != "en"})
        yield row


def _components(lists: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    position = 0
    for name, kinds in _LISTS.items():
        for key, role in kinds:
            said = mapped(lists.get(name)).get(key)
            for each in map(mapped, said if isinstance(said, list) else [said] if said else []):
                position += 1
                yield {**_component(each, key, role), "position": str(position)}


def _component(said: Mapping[str, Any], key: str, role: str) -> dict[str, str]:
    concept = text_of(said.get("conceptIdentity")).rpartition(".")[2]
    represented = mapped(said.get("localRepresentation"))
    return {
        "component": text_of(said.get("id")) or concept or _DEFAULT.get(key, ""),
        "role": role,
        "concept": concept,
        "codelist": text_of(represented.get("enumeration")).partition("=")[2],
        "required": text_of(said.get("usage") or said.get("assignmentStatus")).lower(),
    }


def _named(said: Mapping[str, Any]) -> str:
    return f"{text_of(said.get('agencyID'))}:{text_of(said.get('id'))}({text_of(said.get('version')) or '1.0'})"
