"""Tables to take away: the same figures as on the page, as CSV, XLSX or Parquet, with source and licence inside."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _

from concord.indicators.model import Result
from concord.intake.out import Meta, OutColumn, write_csv, write_xlsx
from concord.mds.catalogue.cited import cite
from concord.mds.citation import content_digest, known_sources, licences, source_ids, source_line
from concord.mds.writers import MEDIA_TYPES, csvw, ending, write
from concord.vocabulary.areas import area
from concord.vocabulary.structures import Table, structure
from concord_site.evidence.facts import evidence
from concord_site.public import explorer
from concord_site.public.catalogue import current, entries, part, rows_address
from concord_site.shell.i18n import language

FORMATS: Mapping[str, str] = {format: MEDIA_TYPES[format] for format in ("csv", "xlsx", "parquet")}
#: A whole table, besides: messages of SDMX, by format of the writers, and CSV on the Web with its metadata apart.
MESSAGES: Mapping[str, str] = {
    **{format: MEDIA_TYPES[format] for format in ("sdmx-csv", "sdmx-json", "sdmx-ml", "csvw")},
    "csv-metadata": csvw.MEDIA_TYPE,
}
RESULT_COLUMNS = (
    OutColumn("indicator"), OutColumn("area"), OutColumn("name", width=32), OutColumn("year", kind="integer"),
    OutColumn("occupation"), OutColumn("value", kind="decimal"), OutColumn("low", kind="decimal"),
    OutColumn("high", kind="decimal"), OutColumn("unit"), OutColumn("status"),
    OutColumn("at_least"), OutColumn("note", width=40),
)  # fmt: skip
ROWS = OutColumn("rows", width=60)


def of_results(choice: explorer.Choice, results: Sequence[Result], format: str) -> HttpResponse:
    """The figures of a view of the explorer."""
    found = evidence()
    used = dict.fromkeys(row.source for each in results for row in each.rows)
    meta = _meta(
        str(choice.indicator.title.best(language())), tuple(used), explorer.citation(choice, found),
        [str(choice.indicator.definition.best(language()))],
    )  # fmt: skip
    name = f"{choice.indicator.id}-{choice.year or 'none'}"
    parts = explorer.parts(list(results))
    columns = (*RESULT_COLUMNS, *(OutColumn(part, kind="decimal") for part in parts), ROWS)
    return _file(name, format, columns, [_line(each) | dict(each.parts) for each in results], meta)


def of_image(choice: explorer.Choice) -> HttpResponse | None:
    """The view of the explorer as a picture; None where nothing is known."""
    svg = explorer.image(choice, evidence())
    if svg is None:
        return None
    response = HttpResponse(svg, content_type="image/svg+xml")
    name = f"concord-{choice.indicator.id}-{choice.view}-{choice.year or 'none'}.svg"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _line(each: Result) -> dict[str, Any]:
    rows = "; ".join(f"{ref.source} {ref.file}:{ref.row}" for ref in each.rows[:200])
    return {
        "indicator": each.indicator, "area": each.area, "name": area(each.area).name(language()), "year": each.year,
        "occupation": each.occupation, "value": each.value, "low": each.low, "high": each.high,
        "unit": each.unit, "status": each.status, "at_least": "yes" if each.at_least else "no",
        "note": explorer.note(each), "rows": rows,
    }  # fmt: skip


def of_table(table: Table, format: str, chosen: Mapping[str, str] | None = None) -> HttpResponse:
    """Rows of a table of the release as they are carried, every column; or as CSVW, or as a message of SDMX.

    Args:
        table: The rows.
        format: A key of :data:`FORMATS` or :data:`MESSAGES`.
        chosen: The filters that chose them, which the citation in the file names.
    """
    cited = _cited(table, chosen or {})
    if format == "csvw":
        return _archive(table, cited)
    if format in MESSAGES and format != "csv-metadata":
        return _message(table, format, f"{evidence().facts.as_of.isoformat()}T00:00:00Z")
    declared = structure(table.structure)
    kinds: Mapping[str, Any] = {"string": "text", "integer": "integer", "number": "decimal"}
    columns = [OutColumn(each.name, kind=kinds[each.type]) for each in declared.columns]
    meta = _meta(str(declared.title.best(language())), source_ids(table), cited, [declared.description])
    made = "csv" if format == "csv-metadata" else format
    response = _file(table.structure, made, columns, table.frame.iter_rows(named=True), meta)
    if made != "csv":
        return response
    base = rows_address(table.structure, {})
    if format == "csv-metadata":
        at = f"{base}?{urlencode({**(chosen or {}), 'format': 'csv'})}"
        return _described(table, response.content, at, cited)
    at = f"{base}?{urlencode({**(chosen or {}), 'format': 'csv-metadata'})}"
    response["Link"] = f'<{at}>; rel="describedby"; type="{csvw.MEDIA_TYPE}"'
    return response


def _cited(table: Table, chosen: Mapping[str, str]) -> str:
    listed = entries()
    return cite(current(listed), part(table, chosen, listed), language=language())


def _archive(table: Table, cited: str) -> HttpResponse:
    stream = io.BytesIO()
    write(table, "csvw", stream, language(), cited)
    response = HttpResponse(stream.getvalue(), content_type=MESSAGES["csvw"])
    response["Content-Disposition"] = f'attachment; filename="concord-{table.structure}.{ending("csvw")}"'
    return response


def _described(table: Table, content: bytes, at: str, cited: str) -> HttpResponse:
    """The metadata of the CSV that stands at an address."""
    digest = content_digest(table)
    found = csvw.metadata(table, content, at, language=language(), citation=cited, digest=digest)
    response = HttpResponse(csvw.as_bytes(found), content_type=csvw.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="concord-{table.structure}.csv-metadata.json"'
    return response


def _message(table: Table, format: str, prepared: str) -> HttpResponse:
    stream = io.BytesIO()
    write(table, format, stream, prepared=prepared)
    response = HttpResponse(stream.getvalue(), content_type=MESSAGES[format])
    response["Content-Disposition"] = f'attachment; filename="concord-{table.structure}.{ending(format)}"'
    return response


def _meta(title: str, sources: Iterable[str], cited: str, notes: Sequence[str]) -> Meta:
    ids = tuple(sources)
    release = evidence().basis.release
    return Meta(
        title=title,
        source="; ".join(source_line(each) for each in known_sources(ids)),
        licence=licences(ids),
        citation=cited,
        vintage=_("release %(id)s") % {"id": release} if release else _("bundled facts"),
        notes=(*(note for note in notes if note), _("An empty value is not zero: the status says why it is empty.")),
        language=language(),
        created=evidence().facts.as_of,
    )


def _file(
    name: str, format: str, columns: Sequence[OutColumn], rows: Iterable[Mapping[str, Any]], meta: Meta
) -> HttpResponse:
    stream = io.BytesIO()
    if format == "csv":
        write_csv(stream, columns, rows, meta, excel=True)
    elif format == "xlsx":
        write_xlsx(stream, columns, rows, meta)
    else:
        _parquet(stream, columns, list(rows), meta)
    response = HttpResponse(stream.getvalue(), content_type=FORMATS[format])
    response["Content-Disposition"] = f'attachment; filename="concord-{name}.{format}"'
    return response


def _parquet(stream: io.BytesIO, columns: Sequence[OutColumn], rows: Sequence[Mapping[str, Any]], meta: Meta) -> None:
    import polars as pl
    import pyarrow.parquet as parquet

    kinds: Mapping[str, Any] = {"integer": pl.Int64(), "decimal": pl.Float64()}
    schema = {column.name: kinds.get(column.kind, pl.String()) for column in columns}
    frame = pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)
    said = {f"concord.{key}": text for key, text in meta.lines()} | {"concord.notes": json.dumps(list(meta.notes))}
    parquet.write_table(frame.to_arrow().replace_schema_metadata(said), stream, compression="zstd")
