"""CSV and XLSX out: the structure's columns, and what the table is in lines above it or on a sheet beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from concord.intake.out import Meta, OutColumn, write_csv, write_xlsx
from concord.mds.citation import known_sources, source_ids, source_line
from concord.vocabulary.structures import Column, Table, structure
from concord.vocabulary.text import wording

_KINDS = {"integer": "integer", "number": "decimal", "string": "text"}
#: Integers that are not quantities are shown without thousands signs.
_PLAIN = frozenset({"year", "source_row", "fiscal_year"})
_LABELS = {
    "title": "Title",
    "source": "Source",
    "licence": "Licence",
    "citation": "Citation",
    "vintage": "Vintage",
    "note": "Note",
}


def write_sheet(
    table: Table, format: str, stream: IO[bytes], language: str, citation: str, digest: str, notes: Sequence[str],
    *, licence: str,
) -> int:  # fmt: skip
    """Write a table as ``csv`` or ``xlsx``."""
    columns = [_column(column) for column in structure(table.structure).columns]
    rows = table.frame.select([column.header for column in columns]).iter_rows()
    meta = _meta(table, language, citation, digest, notes, licence)
    if format == "xlsx":
        return write_xlsx(stream, columns, rows, meta, sheet=table.structure[:31], notes_sheet="notes")
    stream.write(f"# structure: {table.structure}\r\n".encode())
    return write_csv(stream, columns, rows, meta)


def _column(column: Column) -> OutColumn:
    kind = "text" if column.name in _PLAIN else _KINDS[column.type]
    return OutColumn(column.name, kind=kind, width=max(10, min(32, len(column.name) + 6)))  # type: ignore[arg-type]


def _meta(table: Table, language: str, citation: str, digest: str, notes: Sequence[str], licence: str) -> Meta:
    ids = source_ids(table)
    declared = structure(table.structure)
    about = (f"structure: {table.structure}", f"digest: {digest}", *(note for note in notes if note))
    vintages = dict.fromkeys(each.vintage for each in table.provenance.inputs if each.vintage)
    return Meta(
        title=declared.title.best(language).text,
        source="; ".join(source_line(each) for each in known_sources(ids)),
        licence=licence,
        citation=citation,
        vintage="; ".join(vintages),
        notes=about,
        language=language,
        labels={name: wording("mds", f"notes.{name}", english, language).text for name, english in _LABELS.items()},
    )
