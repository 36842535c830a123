"""Tables of a delivery as files."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from concord.errors import NotFound
from concord.findings import Findings
from concord.mds.checks.explaining import Explanation, explained
from concord.mds.checks.keys import key
from concord.mds.citation import GENERATED, SUBMITTED, citation
from concord.mds.finding_files import document
from concord.mds.finding_files import write as write_findings
from concord.mds.proposing.written import as_yaml
from concord.mds.writers import write
from concord.vocabulary.provenance import Input, Provenance
from concord.vocabulary.structures import Table
from concord_site.mds import reading, tables
from concord_site.mds.models import Delivery, Reading
from concord_site.mds.naming import name
from concord_site.mds.outcome import Outcome
from concord_site.mds.queries import deliveries, observatories


def contents(row: Delivery, by: Any) -> dict[str, bytes]:
    """The Parquet of each table: as it was confirmed, or as it would be.

    Raises:
        NotFound: ``site.access.unknown``: there is none, or none for this person.
    """
    if row.confirmed_at is not None:
        return {structure: tables.content(row.area, row.pk, structure) for structure in sorted(row.figures)}
    read = deliveries.reading_for(row, by)
    if read is None:
        raise NotFound("site.access.unknown")
    return deliveries.table_bytes(read)


def table(row: Delivery, by: Any, structure: str, format: str, language: str) -> bytes:
    """One table as CSV, XLSX or Parquet.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    if structure not in row.figures:
        raise NotFound("site.access.unknown")
    content = contents(row, by).get(structure)
    if content is None:
        raise NotFound("site.access.unknown")
    made = sourced(row, by, structure, content)
    stream = BytesIO()
    write(made, format, stream, language, citation(made, language=language), notes=notes(row))
    return stream.getvalue()


#: Columns that tell of the files: of whoever brought them alone.
OF_FILES = ("source_file", "source_row")


def sourced(row: Delivery, by: Any, structure: str, content: bytes) -> Table:
    """A table of a delivery, with its source in every row: the observatory that brought it, or that it is generated.

    Whoever has not brought it reads nothing of its files, not even their names.
    """
    import polars as pl

    frame, source = tables.frame(content), observatories.source(row) or (GENERATED if row.is_example else "")
    if source and "source" in frame.columns:
        own = pl.when(pl.col("source") == SUBMITTED).then(pl.lit(source)).otherwise(pl.col("source"))
        frame = frame.with_columns(own.alias("source"))
    if not observatories.is_own(row, by):
        hidden = [pl.lit(None, dtype=frame.schema[each]).alias(each) for each in OF_FILES if each in frame.columns]
        frame = frame.with_columns(hidden)
    day = row.confirmed_at.date().isoformat() if row.confirmed_at is not None else ""
    made_of = Input(name(row), row.digest, day)
    return Table(structure, frame, Provenance((made_of,)))


def notes(row: Delivery) -> list[str]:
    """What every file of a delivery says of itself: that it is no fact, that it is not confirmed, who brought it."""
    said = [_("Generated or invented figures, for a demonstration or a test: they are no facts.")]
    said = said if row.is_example else []
    if row.confirmed_at is None:
        said.append(_("Not confirmed by the country."))
    if source := observatories.source(row):
        said.append(_("Brought by %(name)s with the consent of the country's authority.") % {"name": source})
    return said


def findings(row: Delivery, found: Outcome) -> Findings:
    """The findings of a reading, those that were explained as notes that carry their explanation."""
    known = {each.key: each for each in row.explanations.select_related("by")}
    told = []
    for each in found.found:
        said = known.get(each.key)
        if said is not None:
            told.append(Explanation(key(each.finding), said.text, str(said.by or ""), said.at.date()))
    return explained(found.findings, told)


def findings_json(row: Delivery, found: Outcome, language: str) -> dict[str, Any]:
    """All findings with the keys that scripts rely on."""
    return document(findings(row, found), language, limit=None)


def findings_csv(row: Delivery, found: Outcome, language: str) -> bytes:
    """All findings as CSV that no spreadsheet takes for formulas."""
    stream = BytesIO()
    write_findings(stream, findings(row, found), language, limit=None)
    return stream.getvalue()


def profile_yaml(read: Reading) -> bytes:
    """The profile of a reading as the file that the command line reads."""
    return as_yaml(reading.profile(read.profile)).encode()
