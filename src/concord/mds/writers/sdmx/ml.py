"""SDMX-ML data messages, written as a stream: structure-specific in versions 3.0 and 2.1, generic in 2.1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Literal
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl as Attributes

from concord.mds.writers.sdmx.packing import FLAT, TIME, WHOLE, Packed, Packing, packed
from concord.mds.writers.sdmx.shape import AGENCY, VERSION, VERSION_21, Component
from concord.vocabulary.structures import Table

Version = Literal["3.0", "2.1"]
_PARTS = {"3.0": "v3_0", "2.1": "v2_1"}
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def namespaces(version: Version) -> dict[str, str]:
    """Prefix → address of the schemas of a version."""
    base = f"http://www.sdmx.org/resources/sdmxml/schemas/{_PARTS[version]}"
    return {"mes": f"{base}/message", "ss": f"{base}/data/structurespecific", "com": f"{base}/common"}


def write_data(
    table: Table, stream: IO[bytes], version: Version, *, prepared: str, digest: str, packing: Packing = WHOLE
) -> int:
    """Write a table as structure-specific SDMX-ML; how many observations.

    Args:
        table: The table.
        stream: Opened for bytes.
        version: ``3.0`` or ``2.1``.
        prepared: When the table was released (ISO 8601).
        digest: The table's digest; it makes the message's id.
        packing: What stands in it.
    """
    found = packed(table, packing, default=FLAT)
    out = _Writer(stream)
    at = _at(found, packing)
    kind = "Dataflow" if version == "3.0" else "DataStructure"
    own = f"{_urn(found, version, kind)}:ObsLevelDim:{at}"
    names = {**namespaces(version), "xsi": XSI, "ns1": own}
    attributes = {
        "ss:structureRef": found.shape.id, "xsi:type": "ns1:DataSetType", "ss:dataScope": "DataStructure",
        "ss:action": "Information",
    }  # fmt: skip
    with out.inside("mes:StructureSpecificData", {f"xmlns:{key}": each for key, each in names.items()}):
        _header(out, found, version, {"namespace": own, "dimensionAtObservation": at}, prepared, digest)
        with out.inside("mes:DataSet", attributes):
            _specific(out, found, packing)
    return len(found.rows)


def write_generic(table: Table, stream: IO[bytes], *, prepared: str, digest: str, packing: Packing = WHOLE) -> int:
    """Write a table as generic SDMX-ML 2.1, which is read without its structure; how many observations."""
    found = packed(table, packing, default=TIME)
    out = _Writer(stream)
    names = {key: each for key, each in namespaces("2.1").items() if key != "ss"}
    names["gen"] = names["mes"].replace("message", "data/generic")
    with out.inside("mes:GenericData", {f"xmlns:{key}": each for key, each in names.items()}):
        _header(out, found, "2.1", {"dimensionAtObservation": _at(found, packing)}, prepared, digest)
        with out.inside("mes:DataSet", {"structureRef": found.shape.id, "action": "Information"}):
            for key, rows in found.series():
                if not found.at and not packing.keys_only:
                    _generic_observation(out, found, rows[0], flat=True)
                    continue
                with out.inside("gen:Series"):
                    _values(out, "gen:SeriesKey", key)
                    if not packing.keys_only:
                        for row in rows:
                            _generic_observation(out, found, row, flat=False)
    return len(found.rows)


# ---- parts -----------------------------------------------------------------------------------------------------------
class _Writer:
    """Elements as a stream."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._out = XMLGenerator(stream, "utf-8", short_empty_elements=True)
        self._out.startDocument()

    @contextmanager
    def inside(self, name: str, said: Mapping[str, str] | None = None) -> Iterator[None]:
        """What is written meanwhile stands inside this element."""
        self._out.startElement(name, Attributes({id: _clean(text) for id, text in (said or {}).items()}))
        yield
        self._out.endElement(name)

    def element(self, name: str, said: Mapping[str, str] | None = None, text: str = "") -> None:
        """One element with a text."""
        with self.inside(name, said):
            if text:
                self._out.characters(text)


def _at(found: Packed, packing: Packing) -> str:
    if packing.keys_only:
        return TIME
    return found.at[0].id if found.at else FLAT


def _urn(found: Packed, version: Version, kind: str) -> str:
    numbered = VERSION if version == "3.0" else VERSION_21
    return f"urn:sdmx:org.sdmx.infomodel.datastructure.{kind}={AGENCY}:{found.shape.id}({numbered})"


def _header(
    out: _Writer, found: Packed, version: Version, about: Mapping[str, str], prepared: str, digest: str
) -> None:
    with out.inside("mes:Header"):
        for name, text in (("ID", f"{found.shape.id}-{digest[:16]}"), ("Test", "false"), ("Prepared", prepared)):
            out.element(f"mes:{name}", text=text)
        out.element("mes:Sender", {"id": AGENCY})
        with out.inside("mes:Structure", {"structureID": found.shape.id, **about}):
            if version == "3.0":
                out.element("com:StructureUsage", text=_urn(found, version, "Dataflow"))
                return
            with out.inside("com:Structure"):
                ref = {"agencyID": AGENCY, "id": found.shape.id, "version": VERSION_21, "class": "DataStructure"}
                out.element("Ref", ref)


def _specific(out: _Writer, found: Packed, packing: Packing) -> None:
    if packing.keys_only:
        for row in found.rows:
            out.element("Series", row)
        return
    if not found.at:
        for row in found.rows:
            out.element("Obs", {TIME: row[TIME], **{id: text for id, text in row.items() if id != TIME}})
        return
    at = found.at[0].id
    for key, rows in found.series():
        with out.inside("Series", key):
            for row in rows:
                out.element("Obs", {at: row[at], **{id: text for id, text in row.items() if id not in key}})


def _generic_observation(out: _Writer, found: Packed, row: Mapping[str, str], *, flat: bool) -> None:
    with out.inside("gen:Obs"):
        if flat:
            _values(out, "gen:ObsKey", _of(found.dimensions, row))
        else:
            out.element("gen:ObsDimension", {"value": row[found.at[0].id]})
        for each in found.measures:
            if each.id in row:
                out.element("gen:ObsValue", {"value": row[each.id]})
        said = _of(found.attributes, row)
        if said:
            _values(out, "gen:Attributes", said)


def _of(components: tuple[Component, ...], row: Mapping[str, str]) -> dict[str, str]:
    return {each.id: row[each.id] for each in components if each.id in row}


def _values(out: _Writer, name: str, said: Mapping[str, str]) -> None:
    with out.inside(name):
        for id, text in said.items():
            out.element("gen:Value", {"id": id, "value": text})


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return "".join(each for each in text if each in "\t\n\r" or (ord(each) >= 32 and ord(each) not in (0xFFFE, 0xFFFF)))
