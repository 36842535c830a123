"""SDMX-ML data messages: structure-specific, in version 3.0 and in 2.1, written as a stream of observations."""

from __future__ import annotations

from typing import IO, Literal
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl as Attributes

from concord.mds.writers.sdmx.shape import AGENCY, VERSION, VERSION_21, rows, shape
from concord.vocabulary.structures import Table

Version = Literal["3.0", "2.1"]
_PARTS = {"3.0": "v3_0", "2.1": "v2_1"}
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def namespaces(version: Version) -> dict[str, str]:
    """Prefix → address of the schemas of a version."""
    base = f"http://www.sdmx.org/resources/sdmxml/schemas/{_PARTS[version]}"
    return {"mes": f"{base}/message", "ss": f"{base}/data/structurespecific", "com": f"{base}/common"}


def write_data(table: Table, stream: IO[bytes], version: Version, *, prepared: str, digest: str) -> int:
    """Write a table as structure-specific SDMX-ML; how many observations.

    Args:
        table: The table.
        stream: Opened for bytes.
        version: ``3.0`` or ``2.1``.
        prepared: When the table was released (ISO 8601).
        digest: The table's digest; it makes the message's id.
    """
    found = shape(table.structure)
    numbered = VERSION if version == "3.0" else VERSION_21
    kind = "Dataflow" if version == "3.0" else "DataStructure"
    urn = f"urn:sdmx:org.sdmx.infomodel.datastructure.{kind}={AGENCY}:{found.id}({numbered})"
    own = f"{urn}:ObsLevelDim:AllDimensions"
    names = {**namespaces(version), "xsi": XSI, "ns1": own}
    out = XMLGenerator(stream, "utf-8", short_empty_elements=True)
    out.startDocument()
    out.startElement("mes:StructureSpecificData", Attributes({f"xmlns:{key}": each for key, each in names.items()}))
    _header(out, found.id, numbered, version, urn, own, prepared=prepared, digest=digest)
    attributes = {
        "ss:structureRef": found.id, "xsi:type": "ns1:DataSetType", "ss:dataScope": "DataStructure",
        "ss:action": "Information",
    }  # fmt: skip
    out.startElement("mes:DataSet", Attributes(attributes))
    count = 0
    for row in rows(table):
        said = {"TIME_PERIOD": row["TIME_PERIOD"], **{id: text for id, text in row.items() if id != "TIME_PERIOD"}}
        out.startElement("Obs", Attributes({id: _clean(text) for id, text in said.items()}))
        out.endElement("Obs")
        count += 1
    out.endElement("mes:DataSet")
    out.endElement("mes:StructureSpecificData")
    out.endDocument()
    return count


def _header(
    out: XMLGenerator, id: str, numbered: str, version: Version, urn: str, own: str, *, prepared: str, digest: str
) -> None:
    out.startElement("mes:Header", Attributes({}))
    for name, text in (("ID", f"{id}-{digest[:16]}"), ("Test", "false"), ("Prepared", prepared)):
        out.startElement(f"mes:{name}", Attributes({}))
        out.characters(text)
        out.endElement(f"mes:{name}")
    out.startElement("mes:Sender", Attributes({"id": AGENCY}))
    out.endElement("mes:Sender")
    said = {"structureID": id, "namespace": own, "dimensionAtObservation": "AllDimensions"}
    out.startElement("mes:Structure", Attributes(said))
    if version == "3.0":
        out.startElement("com:StructureUsage", Attributes({}))
        out.characters(urn)
        out.endElement("com:StructureUsage")
    else:
        out.startElement("com:Structure", Attributes({}))
        ref = {"agencyID": AGENCY, "id": id, "version": numbered, "class": "DataStructure"}
        out.startElement("Ref", Attributes(ref))
        out.endElement("Ref")
        out.endElement("com:Structure")
    out.endElement("mes:Structure")
    out.endElement("mes:Header")


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return "".join(each for each in text if each in "\t\n\r" or (ord(each) >= 32 and ord(each) not in (0xFFFE, 0xFFFF)))
