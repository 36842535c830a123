"""Comparisons to take away as CSV and XLSX, with sources, licences and citation; what is hidden has no number."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from concord.intake.out import Meta, OutColumn, write_csv, write_xlsx
from concord.mds.citation import known_sources, licences, source_line
from concord.mds.comparing import Mirror
from concord.mds.released import Release
from concord_site.public.comparing import choosing, corridor, covered, differences, held, names
from concord_site.shell.i18n import language

FORMATS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Columns = Sequence[OutColumn]


def of_corridor(choice: choosing.Choice, shown: Mirror, format: str) -> HttpResponse:
    """Every figure of both sides, a row each, and the differences after them."""
    columns = (
        OutColumn("side"), OutColumn("area"), OutColumn("table", width=30), OutColumn("activity"), OutColumn("base"),
        OutColumn("year", kind="integer"), OutColumn("persons", kind="decimal"), OutColumn("percent", kind="decimal"),
        OutColumn("status"), OutColumn("note", width=30), OutColumn("source"), OutColumn("file", width=30),
        OutColumn("row", kind="integer"),
    )  # fmt: skip
    ids = tuple(dict.fromkeys(each.source for one in shown.series for each in one.figures if each.source))
    title = _("%(origin)s to %(destination)s, %(occupation)s") % {
        "origin": names.place(choice.origin), "destination": names.place(choice.destination),
        "occupation": names.coded("occupation", choice.occupation),
    }  # fmt: skip
    above = meta(title, ids, corridor.citation(choice, ids))
    name = f"mirror-{choice.origin}-{choice.destination}-{choice.occupation}".lower()
    return given(name, format, columns, list(_of_corridor(shown)), above)


def _of_corridor(shown: Mirror) -> Iterable[dict[str, Any]]:
    for series in shown.series:
        for each in series.figures:
            yield {
                "side": series.side, "area": series.area, "table": series.structure, "activity": series.activity,
                "base": series.base, "year": each.year, "persons": each.value, "status": each.status,
                "note": each.note, "source": each.source, "file": each.file, "row": each.row or None,
            }  # fmt: skip
    for gap in shown.differences:
        yield {
            "side": "difference", "table": f"{gap.destination.structure} - {gap.origin.structure}",
            "activity": gap.destination.activity, "base": gap.destination.base, "year": gap.year,
            "persons": gap.persons, "percent": gap.percent,
            "status": {"hidden": "suppressed", "missing": "missing"}.get(gap.without, "normal"),
        }  # fmt: skip


def of_coverage(region: str, only: str, sort: str, format: str) -> HttpResponse:
    """Completeness and timeliness, a row for each country and table."""
    columns = (
        OutColumn("area"), OutColumn("name", width=30), OutColumn("table", width=30),
        OutColumn("occupations_asked", kind="integer"), OutColumn("occupations_given", kind="integer"),
        OutColumn("first_year", kind="integer"), OutColumn("last_year", kind="integer"),
        OutColumn("recent_years", kind="integer"), OutColumn("rows", kind="integer"),
        OutColumn("rows_hidden", kind="integer"), OutColumn("completeness"), OutColumn("timeliness"),
        OutColumn("days_after_year", kind="integer"), OutColumn("days_late", kind="integer"),
    )  # fmt: skip
    rows = [row for each in covered.lines(region, only, sort) for row in _of_country(each)]
    title = _("Completeness and timeliness by country")
    release, _day = held.vintage()
    said = _("release %(id)s") % {"id": release} if release else _("bundled facts")
    return given("coverage", format, columns, rows, meta(title, (), f"Concord, {said}: {title}."))


def _of_country(line: covered.Line) -> Iterable[dict[str, Any]]:
    when = line.coverage.timeliness
    for each in line.coverage.tables:
        yield {
            "area": line.coverage.area, "name": line.name, "table": each.structure,
            "occupations_asked": len(each.asked), "occupations_given": len(each.given),
            "first_year": each.years[0] if each.years else None, "last_year": each.newest,
            "recent_years": len(each.recent) if each.rows else None, "rows": each.rows,
            "rows_hidden": each.hidden, "completeness": line.coverage.grade, "timeliness": when.grade,
            "days_after_year": when.days, "days_late": when.days_late,
        }  # fmt: skip


def of_changes(before: Release, after: Release, format: str) -> HttpResponse:
    """Every figure that changed from one release to another."""
    found = differences.between(before, after)
    keys = list(dict.fromkeys(name for each in found.rows for name, _value in each.key))
    columns = (
        OutColumn("table", width=30), *(OutColumn(name, kind="integer" if name == "year" else "text") for name in keys),
        OutColumn("what"), OutColumn("measure"), OutColumn("before", kind="decimal"),
        OutColumn("after", kind="decimal"), OutColumn("difference", kind="decimal"),
        OutColumn("status_before"), OutColumn("status_after"),
    )  # fmt: skip
    rows = [
        {
            "table": each.structure, **dict(each.key), "what": each.kind, "measure": each.measure,
            "before": each.before, "after": each.after, "difference": each.difference,
            "status_before": each.before_status, "status_after": each.after_status,
        }
        for each in found.rows
    ]  # fmt: skip
    title = _("What changed from release %(before)s to release %(after)s") % {"before": before.id, "after": after.id}
    above = meta(title, after.sources, after.citation)
    return given(f"changes-{before.id}-{after.id}", format, columns, rows, above)


def meta(title: str, sources: Iterable[str], cited: str, *, notes: Iterable[str] = ()) -> Meta:
    """What stands above a table that is taken away: title, sources, licences, vintage, citation.

    Args:
        title: What it is.
        sources: Ids of the declared sources of its rows.
        cited: How it is cited.
        notes: Further lines.
    """
    ids = tuple(sources)
    release, _day = held.vintage()
    return Meta(
        title=title,
        source="; ".join(source_line(each) for each in known_sources(ids)),
        licence=licences(ids),
        citation=cited,
        vintage=_("release %(id)s") % {"id": release} if release else _("bundled facts"),
        notes=(_("An empty value is not zero: the status says why it is empty."), *notes),
        language=language(),
        created=covered.today(),
    )


def given(name: str, format: str, columns: Columns, rows: list[dict[str, Any]], meta: Meta) -> HttpResponse:
    """A table as a file to take away, under its name and in one of :data:`FORMATS`."""
    stream = io.BytesIO()
    if format == "csv":
        write_csv(stream, columns, rows, meta, excel=True)
    else:
        write_xlsx(stream, columns, rows, meta)
    response = HttpResponse(stream.getvalue(), content_type=FORMATS[format])
    response["Content-Disposition"] = f'attachment; filename="concord-{name}.{format}"'
    return response
