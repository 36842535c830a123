"""Tables as SDMX: CSV 2.0 and 1.0, JSON 2.0, ML 3.0 and 2.1, and the structure messages that explain them.

Source: SDMX 2.1 and 3.0 technical specifications, SDMX-CSV 1.0 and 2.0, SDMX-JSON 2.0.
"""

from __future__ import annotations

from typing import IO

from concord.mds.citation import content_digest
from concord.mds.writers.sdmx.packing import WHOLE, Packing
from concord.vocabulary.structures import Table

#: Format → media type.
DATA = {
    "sdmx-csv": "application/vnd.sdmx.data+csv;version=2.0.0",
    "sdmx-json": "application/vnd.sdmx.data+json;version=2.0.0",
    "sdmx-ml": "application/vnd.sdmx.data+xml;version=3.0.0",
    "sdmx-ml-2.1": "application/vnd.sdmx.structurespecificdata+xml;version=2.1",
    "sdmx-ml-2.1-generic": "application/vnd.sdmx.genericdata+xml;version=2.1",
    "sdmx-csv-1.0": "application/vnd.sdmx.data+csv;version=1.0.0",
}
STRUCTURE = {
    "sdmx-json": "application/vnd.sdmx.structure+json;version=2.0.0",
    "sdmx-ml": "application/vnd.sdmx.structure+xml;version=3.0.0",
    "sdmx-ml-2.1": "application/vnd.sdmx.structure+xml;version=2.1",
}


def write_data(
    table: Table, format: str, stream: IO[bytes], *, prepared: str, digest: str = "", packing: Packing = WHOLE
) -> int:
    """Write a table; the same table, day and packing give the same bytes.

    Args:
        table: Any table of a declared structure.
        format: A key of :data:`DATA`.
        stream: Opened for bytes.
        prepared: When the table was released (ISO 8601).
        digest: Makes the message's id; the table's content digest where it is not given.
        packing: Which values and attributes stand in it, and what stands beside an observation.

    Returns:
        How many observations were written.
    """
    if format in ("sdmx-csv", "sdmx-csv-1.0"):
        from concord.mds.writers.sdmx.csv2 import write_csv

        return write_csv(table, stream, "2.0" if format == "sdmx-csv" else "1.0", packing)
    digest = digest or content_digest(table)
    if format == "sdmx-json":
        from concord.mds.writers.sdmx.json2 import write_json

        return write_json(table, stream, prepared=prepared, digest=digest, packing=packing)
    from concord.mds.writers.sdmx import ml

    if format == "sdmx-ml-2.1-generic":
        return ml.write_generic(table, stream, prepared=prepared, digest=digest, packing=packing)
    version: ml.Version = "2.1" if format == "sdmx-ml-2.1" else "3.0"
    return ml.write_data(table, stream, version, prepared=prepared, digest=digest, packing=packing)


def write_structure(id: str, format: str, stream: IO[bytes], *, prepared: str) -> None:
    """Write the structure message of a declared structure.

    Args:
        id: A structure's id, such as ``mds-totals``.
        format: A key of :data:`STRUCTURE`.
        stream: Opened for bytes.
        prepared: When the release was made (ISO 8601).
    """
    from concord.mds.writers.sdmx import structures

    if format == "sdmx-json":
        structures.write_json(id, stream, prepared=prepared)
    else:
        structures.write_ml(id, stream, "2.1" if format == "sdmx-ml-2.1" else "3.0", prepared=prepared)
