"""Tables as SDMX: CSV 2.0, JSON 2.0, ML 3.0 and 2.1, and the structure messages that explain them.

Source: SDMX 2.1 and 3.0 technical specifications, SDMX-CSV 2.0, SDMX-JSON 2.0.
"""

from __future__ import annotations

from typing import IO

from concord.mds.citation import content_digest
from concord.vocabulary.structures import Table

#: Format → media type.
DATA = {
    "sdmx-csv": "application/vnd.sdmx.data+csv;version=2.0.0",
    "sdmx-json": "application/vnd.sdmx.data+json;version=2.0.0",
    "sdmx-ml": "application/vnd.sdmx.data+xml;version=3.0.0",
    "sdmx-ml-2.1": "application/vnd.sdmx.structurespecificdata+xml;version=2.1",
}
STRUCTURE = {
    "sdmx-json": "application/vnd.sdmx.structure+json;version=2.0.0",
    "sdmx-ml": "application/vnd.sdmx.structure+xml;version=3.0.0",
    "sdmx-ml-2.1": "application/vnd.sdmx.structure+xml;version=2.1",
}


def write_data(table: Table, format: str, stream: IO[bytes], *, prepared: str) -> int:
    """Write a table; the same table and day give the same bytes.

    Args:
        table: Any table of a declared structure.
        format: A key of :data:`DATA`.
        stream: Opened for bytes.
        prepared: When the table was released (ISO 8601).

    Returns:
        How many observations were written.
    """
    digest = content_digest(table)
    if format == "sdmx-csv":
        from concord.mds.writers.sdmx.csv2 import write_csv

        return write_csv(table, stream)
    if format == "sdmx-json":
        from concord.mds.writers.sdmx.json2 import write_json

        return write_json(table, stream, prepared=prepared, digest=digest)
    from concord.mds.writers.sdmx.ml import write_data as write_ml

    return write_ml(table, stream, "2.1" if format == "sdmx-ml-2.1" else "3.0", prepared=prepared, digest=digest)


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
