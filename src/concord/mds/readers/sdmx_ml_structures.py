"""SDMX-ML 2.1 and 3.0: structure messages, as tables of codes and of components.

Runs in the limited reading process. A code list becomes a table of its codes with a column for the name in each
language; a data structure a table of its components with their role, concept and code list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.sheets import Sheet
from concord.mds.readers.message_table import TableBuilder

CODES = ("code", "parent", "name")
COMPONENTS = ("position", "component", "role", "concept", "codelist", "required")
_LISTS = frozenset({"Codelist", "ValueList", "GeoCodelist"})
_ITEMS = frozenset({"Code", "ValueItem", "GeoFeatureSetCode", "GeoGridCode"})
_ROLES = {
    "Dimension": "dimension",
    "TimeDimension": "dimension",
    "MeasureDimension": "dimension",
    "PrimaryMeasure": "measure",
    "Measure": "measure",
    "Attribute": "attribute",
}
_COMPONENT_LISTS = frozenset({"DimensionList", "MeasureList", "AttributeList"})
_LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"


class Structures:
    """Follows the elements of a structure message."""

    def __init__(self, file: str, remarks: Remarks, limits: Limits) -> None:
        self._file, self._remarks, self._limits = file, remarks, limits
        self._tables: list[TableBuilder] = []
        self._row: dict[str, str] | None = None
        self._language = ""
        self._count = 0

    def start(self, name: str, attributes: Mapping[str, str], path: Sequence[str]) -> None:
        """An element begins; ``path`` ends with it."""
        above = path[-2] if len(path) > 1 else ""
        if name in _LISTS and above in ("Codelists", "ValueLists", "GeoCodelists"):
            self._open("codelist", attributes, CODES)
        elif name == "DataStructure" and above == "DataStructures":
            self._open("datastructure", attributes, COMPONENTS)
        elif name in _ITEMS and self._tables and above in _LISTS:
            self._row = {"code": attributes.get("id", ""), "parent": attributes.get("parentID", "")}
        elif name in _ROLES and self._tables and above in _COMPONENT_LISTS:
            self._row = {"component": attributes.get("id", _default_id(name)), "role": _ROLES[name]}
            self._row["required"] = attributes.get("usage", attributes.get("assignmentStatus", "")).lower()
        elif name == "Ref" and self._row is not None:
            self._refer(attributes, path)
        self._language = attributes.get(_LANGUAGE, "en") if name in ("Name", "Description") else self._language

    def _refer(self, attributes: Mapping[str, str], path: Sequence[str]) -> None:
        assert self._row is not None
        if path[-2] == "Parent":
            self._row["parent"] = attributes.get("id", "")
        elif "ConceptIdentity" in path:
            self._row["concept"] = attributes.get("id", "")
            self._row["component"] = self._row["component"] or attributes.get("id", "")
        elif "Enumeration" in path:
            self._row["codelist"] = _named(attributes)

    def end(self, name: str, text: str, path: Sequence[str]) -> None:
        """An element ends; ``path`` is what it stood in."""
        above = path[-1] if path else ""
        if self._row is None:
            return
        if name == "Name" and above in _ITEMS:
            header = "name" if self._language == "en" and "name" not in self._row else f"name:{self._language}"
            self._row.setdefault(header, text)
        elif name == "Parent" and text:
            self._row["parent"] = text.rpartition(".")[2]
        elif name == "ConceptIdentity" and text.startswith("urn:"):
            self._row["concept"] = text.rpartition(".")[2]
            self._row["component"] = self._row["component"] or self._row["concept"]
        elif name == "Enumeration" and text.startswith("urn:"):
            self._row["codelist"] = text.partition("=")[2]
        elif (name in _ITEMS and above in _LISTS) or (name in _ROLES and above in _COMPONENT_LISTS):
            self._close()

    def _open(self, kind: str, attributes: Mapping[str, str], first: Sequence[str]) -> None:
        self._count = 0
        named = f"{kind} {_named(attributes)}"
        self._tables.append(TableBuilder(self._file, named, self._remarks, self._limits, first))

    def _close(self) -> None:
        assert self._row is not None
        self._count += 1
        if "role" in self._row:
            self._row["position"] = str(self._count)
        self._tables[-1].add(self._count, self._row)
        self._row = None

    def sheets(self) -> list[Sheet]:
        """One sheet for each code list and each data structure."""
        return [table.sheet()[0] for table in self._tables]


def _default_id(name: str) -> str:
    return {"TimeDimension": "TIME_PERIOD", "PrimaryMeasure": "OBS_VALUE"}.get(name, "")


def _named(attributes: Mapping[str, str]) -> str:
    agency, id, version = (attributes.get(key, "") for key in ("agencyID", "id", "version"))
    return f"{agency}:{id}({version or '1.0'})"
