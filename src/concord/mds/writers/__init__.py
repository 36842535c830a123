"""Tables out: CSV, XLSX, Parquet, CSVW and SDMX; the first four with notes, licence, citation and digest inside.

Public face: :func:`write`. Cells are safe to open in a spreadsheet; the stored value stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Literal, get_args

from concord.errors import Invalid
from concord.mds.citation import citation as cite
from concord.mds.citation import content_digest, licences, source_ids
from concord.mds.writers.sdmx import DATA
from concord.vocabulary.structures import Table

Format = Literal["csv", "xlsx", "parquet", "csvw", "sdmx-csv", "sdmx-json", "sdmx-ml", "sdmx-ml-2.1"]
FORMATS: tuple[str, ...] = get_args(Format)
#: Format of SDMX → ending of a file's name.
ENDINGS = {"sdmx-csv": "sdmx.csv", "sdmx-json": "sdmx.json", "sdmx-ml": "sdmx.xml", "sdmx-ml-2.1": "sdmx21.xml"}
#: Format → media type of its bytes.
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "csvw": "application/zip",
    **{format: DATA[format] for format in ENDINGS},
}


def write(
    table: Table,
    format: str,
    stream: IO[bytes],
    language: str = "en",
    citation: str = "",
    *,
    notes: Sequence[str] = (),
    prepared: str = "",
    licence: str = "",
) -> int:
    """Write a table; the same table, words and version give the same bytes.

    Args:
        table: Any table of a declared structure.
        format: One of :data:`FORMATS`; ``sdmx-ml`` is version 3.0, ``csvw`` a ZIP of the CSV and its metadata.
        stream: Opened for bytes.
        language: Of the title and the names of notes; headers are the structure's own.
        citation: How it is cited; made from its sources where not given.
        notes: Further sentences for readers.
        prepared: When the table was released (ISO 8601), which an SDMX message must say.
        licence: Of the release that the table is of; the licences of its sources where not given.

    Returns:
        How many rows were written.

    Raises:
        Invalid: ``mds.format.unknown``.
    """
    check_format(format)
    if format in ENDINGS:
        from concord.mds.writers.sdmx import write_data

        if not prepared:
            raise ValueError("an SDMX message says when its table was released")
        return write_data(table, format, stream, prepared=prepared)
    digest = content_digest(table)
    said = citation or cite(table, digest=digest, language=language)
    under = licence or licences(source_ids(table))
    if format == "parquet":
        from concord.mds.writers.parquet import parquet_bytes

        stream.write(parquet_bytes(table, citation=said, digest=digest, licence=under, notes=notes))
        return len(table)
    if format == "csvw":
        from concord.mds.writers.csvw import write_zip

        return write_zip(table, stream, language, said, digest, notes, licence=under)
    from concord.mds.writers.sheets import write_sheet

    return write_sheet(table, format, stream, language, said, digest, notes, licence=under)


def check_format(format: str) -> None:
    """Refuse a format that cannot be written."""
    if format not in FORMATS:
        raise Invalid("mds.format.unknown", params={"format": format, "known": ", ".join(FORMATS)})


def ending(format: str) -> str:
    """The ending of the name of a file in this format."""
    return "csvw.zip" if format == "csvw" else ENDINGS.get(format, format)
