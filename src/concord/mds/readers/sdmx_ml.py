"""SDMX-ML 2.1 and 3.0: data messages, generic and structure-specific, to one table for each data set.

Runs in the limited reading process. Every observation becomes a row with the line on which it stands; the values of
its series, groups and data set stand beside it, as in an SDMX-CSV message. Which of them are dimensions and which
attributes, only the structure knows; what each means is settled by :mod:`concord.mds.readers.sdmx_records`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.sheets import Sheet
from concord.intake.source import Source
from concord.mds.readers.message_table import TableBuilder, unlike
from concord.mds.readers.sdmx_ml_structures import Structures
from concord.mds.readers.xml_stream import stream

HEAD = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
_SPACE = re.compile(r"http://www\.sdmx\.org/resources/sdmxml/schemas/v(\d)_(\d)/message")
_DATA = frozenset({"GenericData", "GenericTimeSeriesData", "StructureSpecificData", "StructureSpecificTimeSeriesData"})
_KEYS = {"SeriesKey": "series", "GroupKey": "group", "ObsKey": "obs"}
_KINDS = {"DataStructure": "datastructure", "Dataflow": "dataflow", "ProvisionAgreement": "dataprovision"}


class Message:
    """Follows a message's elements; the sheets of data or of structures are in it afterwards."""

    def __init__(self, source: Source, limits: Limits, remarks: Remarks) -> None:
        self._file, self._limits, self._remarks = source.name, limits, remarks
        self.version = ""
        self.kind = ""
        self.tables: list[TableBuilder] = []
        self.structures = Structures(source.name, remarks, limits)
        self._path: list[str] = []
        self._said: dict[str, dict[str, str]] = {}
        self._usage: dict[str, str] = {}
        self._scopes: dict[str, dict[str, str]] = {"set": {}, "series": {}, "obs": {}, "group": {}}
        self._groups: list[tuple[dict[str, str], dict[str, str]]] = []
        self._group_key: dict[str, str] = {}
        self._comp: tuple[str, list[str]] | None = None
        self._at = ""
        self._line = 0

    def start(self, space: str, name: str, attributes: Mapping[str, str], line: int) -> None:
        if not self._path:
            self._root(space, name, line)
        self._path.append(name)
        if self.kind == "structures":
            self.structures.start(name, attributes, self._path)
        elif "DataSet" in self._path:
            self._in_data(name, attributes, line)
        elif name == "Structure" and len(self._path) == 3:
            self._usage = dict(attributes)
            self._said[attributes.get("structureID", "")] = self._usage
        elif name == "Ref" and self._usage:
            self._referred(attributes)

    def end(self, name: str, text: str, line: int) -> None:
        self._path.pop()
        if self.kind == "structures":
            self.structures.end(name, text, self._path)
        elif "DataSet" in self._path:
            self._out_of_data(name, text)
        elif text.startswith("urn:") and self._usage:
            self._usage.setdefault("kind", _kind_of(text))
            self._usage.setdefault("id", text.partition("=")[2])

    def _root(self, space: str, name: str, line: int) -> None:
        found = _SPACE.fullmatch(space)
        if found is None:
            raise self._remarks.stop("intake.file.xml")
        self.version = f"{found.group(1)}.{found.group(2)}"
        self.kind = "data" if name in _DATA else "structures" if name == "Structure" else ""
        if self.version not in ("2.1", "3.0") or not self.kind:
            raise self._remarks.stop("mds.sdmx.other-message", row=line, value=name, version=self.version)

    def _referred(self, attributes: Mapping[str, str]) -> None:
        agency, id, version = (attributes.get(key, "") for key in ("agencyID", "id", "version"))
        kind = "dataflow" if "StructureUsage" in self._path else "datastructure"
        self._usage.setdefault("kind", kind)
        self._usage.setdefault("id", f"{agency}:{id}({version or '1.0'})")

    def _in_data(self, name: str, attributes: Mapping[str, str], line: int) -> None:
        plain = {key: value for key, value in attributes.items() if " " not in key}
        match name:
            case "DataSet":
                self._open_set(attributes, plain)
            case "Series":
                self._scopes["series"] = plain
            case "Obs":
                self._scopes["obs"], self._line = plain, line
            case "Group":
                self._scopes["group"], self._group_key = plain, {}
            case "Atts":
                self._groups.append(({}, plain))
            case "ObsDimension":
                self._scopes["obs"][plain.get("id") or self._at or "TIME_PERIOD"] = plain.get("value", "")
            case "ObsValue":
                self._scopes["obs"][plain.get("id") or "OBS_VALUE"] = plain.get("value", "")
            case "Comp" if "id" in plain:
                self._comp = (plain["id"], [])
            case "Value" if "id" in plain:
                self._value(plain["id"], plain.get("value", ""))

    def _open_set(self, attributes: Mapping[str, str], plain: dict[str, str]) -> None:
        every = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        usage = self._said.get(every.get("structureRef", "")) or next(iter(self._said.values()), {})
        self._at = usage.get("dimensionAtObservation", "")
        self._at = "" if self._at == "AllDimensions" else self._at
        kept = {key: value for key, value in plain.items() if key.isupper()}
        head = {"STRUCTURE": usage.get("kind", ""), "STRUCTURE_ID": usage.get("id", "")}
        head["ACTION"] = every.get("action", "")
        self._scopes = {"set": {**head, **kept}, "series": {}, "obs": {}, "group": {}}
        self._groups = []
        said = usage.get("id") or f"data set {len(self.tables) + 1}"
        name = unlike(said, [table.name for table in self.tables])
        self.tables.append(TableBuilder(self._file, name, self._remarks, self._limits, HEAD))

    def _value(self, id: str, value: str) -> None:
        """One component of a generic message: of the innermost key or attributes that hold it."""
        for name in reversed(self._path[:-1]):
            if name == "GroupKey":
                self._group_key[id] = value
                return
            if name in _KEYS or name in ("Obs", "Series", "Group", "DataSet"):
                scope = _KEYS.get(name) or {"DataSet": "set"}.get(name, name.lower())
                self._scopes[scope][id] = value
                return

    def _out_of_data(self, name: str, text: str) -> None:
        if name == "Value" and self._comp is not None:
            self._comp[1].append(text)
        elif name == "Comp" and self._comp is not None:
            id, values = self._comp
            inside = next((each for each in ("Obs", "Series", "Group") if each in self._path), "DataSet")
            self._scopes[{"DataSet": "set"}.get(inside, inside.lower())][id] = "; ".join(values or [text])
            self._comp = None
        elif name == "Group":
            self._groups.append((dict(self._group_key), self._scopes["group"]))
        elif name == "Obs":
            self._observed()
        elif name == "Series":
            self._scopes["series"] = {}

    def _observed(self) -> None:
        own = {**self._scopes["series"], **self._scopes["obs"]}
        row = dict(self._scopes["set"])
        for key, said in self._groups:
            apart = key or {id: value for id, value in said.items() if id in own}
            if all(own.get(id) == value for id, value in apart.items()):
                row.update(said)
        row.update(own)
        self.tables[-1].add(self._line, row)


def _kind_of(urn: str) -> str:
    named = urn.partition("=")[0].rpartition(".")[2]
    return _KINDS.get(named, named.lower())


def read(source: Source, limits: Limits, remarks: Remarks) -> tuple[list[Sheet], dict[str, Any]]:
    """The sheets of a message, and what it is.

    Raises:
        Stop: It is no SDMX-ML message of version 2.1 or 3.0 (remarked).
    """
    message = Message(source, limits, remarks)
    stream(source, message, remarks)
    facts: dict[str, Any] = {"format": "sdmx-ml", "version": message.version, "message": message.kind}
    if message.kind == "structures":
        return message.structures.sheets(), facts
    made = [table.sheet() for table in message.tables if len(table)]
    facts["places"] = "lines" if all(rising for _, rising in made) else "observations"
    return [sheet for sheet, _ in made], facts
