"""Tables to take away: the same figures as on the page, as CSV, XLSX or Parquet, with source and licence inside."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from concord.indicators.model import Result
from concord.intake.out import Meta, OutColumn, write_csv, write_xlsx
from concord.mds.citation import citation, known_sources, licences, source_ids, source_line
from concord.mds.writers import ENDINGS, write
from concord.mds.writers.sdmx import DATA
from concord.vocabulary.areas import area
from concord.vocabulary.structures import Table, structure
from concord_site.evidence.facts import evidence
from concord_site.public import explorer
from concord_site.shell.i18n import language

FORMATS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
#: A whole table, besides: messages of SDMX, by format of the writers.
MESSAGES: Mapping[str, str] = {format: DATA[format] for format in ("sdmx-csv", "sdmx-json", "sdmx-ml")}
RESULT_COLUMNS = (
    OutColumn("indicator"), OutColumn("area"), OutColumn("name", width=32), OutColumn("year", kind="integer"),
    OutColumn("occupation"), OutColumn("value", kind="decimal"), OutColumn("unit"), OutColumn("status"),
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
        "occupation": each.occupation, "value": each.value, "unit": each.unit, "status": each.status,
        "at_least": "yes" if each.at_least else "no", "note": explorer.note(each), "rows": rows,
    }  # fmt: skip


def of_table(table: Table, format: str) -> HttpResponse:
    """Rows of a table of the release as they are carried, every column; or as a message of SDMX."""
    found = evidence()
    if format in MESSAGES:
        return _message(table, format, f"{found.facts.as_of.isoformat()}T00:00:00Z")
    declared = structure(table.structure)
    kinds: Mapping[str, Any] = {"string": "text", "integer": "integer", "number": "decimal"}
    columns = [OutColumn(each.name, kind=kinds[each.type]) for each in declared.columns]
    title = str(declared.title.best(language()))
    meta = _meta(title, source_ids(table), citation(table, release=found.basis.release, language=language()),
                 [declared.description])  # fmt: skip
    return _file(table.structure, format, columns, table.frame.iter_rows(named=True), meta)


def _message(table: Table, format: str, prepared: str) -> HttpResponse:
    stream = io.BytesIO()
    write(table, format, stream, prepared=prepared)
    response = HttpResponse(stream.getvalue(), content_type=MESSAGES[format])
    response["Content-Disposition"] = f'attachment; filename="concord-{table.structure}.{ENDINGS[format]}"'
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
