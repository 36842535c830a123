"""The public register as files: CSV, JSON, XLSX; nothing in them that the page does not show."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from concord.registers.listing import WIDTHS
from concord.vocabulary.areas import area
from concord.vocabulary.text import Text
from concord_site.registers.models import Designation
from concord_site.registers.queries.as_of import act_in_force, acts_by_area
from concord_site.shell.i18n import language

FORMATS = {
    "csv": "text/csv; charset=utf-8", "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
COLUMNS = (
    "area", "name", "region", "office", "office_language", "address", "web", "act_kind", "act", "since", "until",
    "runs_until", "review_on", "state", "ended_how", "source", "is_example",
)  # fmt: skip


def rows(*, show: str, on: dt.date) -> list[dict[str, Any]]:
    """What is in force on a day, or every act (``show`` is ``history``), by country and date."""
    found: list[Designation] = []
    for acts in acts_by_area(None).values():
        current = act_in_force(acts, on)
        found += acts if show == "history" else [current] if current is not None else []
    return [_row(each, on) for each in found]


def _row(found: Designation, on: dt.date) -> dict[str, Any]:
    office = Text(found.office).best(language())
    its_area = area(found.area)
    return {
        **{name: getattr(found, name) for name in COLUMNS if hasattr(found, name)},
        "name": its_area.name(language()), "region": its_area.region(on) or "", "office": office.text,
        "office_language": office.language, "is_example": found.is_example,
    }  # fmt: skip


def table(format: str, *, show: str, on: dt.date, origin: str) -> HttpResponse:
    """The register as a file."""
    what = "history" if show == "history" else "in-force"
    found = rows(show=what, on=on)
    name = f"concord-national-authorities-{what}-{on.isoformat()}"
    about = {
        "title": _("Designated national authorities"),
        "source": _("Register of designated national authorities (Code, articles 7.3 and 7.4)"),
        "address": origin, "as_of": on.isoformat(), "shows": what,
    }  # fmt: skip
    if format == "json":
        content = json.dumps({**about, "rows": found}, ensure_ascii=False, indent=1).encode()
    else:
        content = _sheet(format, about, found)
    return attached(content, format, name)


def _sheet(format: str, about: dict[str, str], found: list[dict[str, Any]]) -> bytes:
    from concord.intake.out import Meta, write_csv, write_xlsx

    meta = Meta(
        title=about["title"], source=about["source"], vintage=about["as_of"], language=language(),
        notes=(_("A country that is not listed may have named an authority; it is not known here."),),
        created=dt.date.fromisoformat(about["as_of"]),
    )  # fmt: skip
    stream = io.BytesIO()
    if format == "csv":
        write_csv(stream, COLUMNS, found, meta, excel=True)
    else:
        write_xlsx(stream, COLUMNS, found, meta)
    return stream.getvalue()


def attached(content: bytes, format: str, name: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=FORMATS[format])
    response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    return response


def list_out(format: str, found: Iterable[dict[str, Any]]) -> bytes:
    """Designations in the columns in which a list comes in, so that it can be corrected and sent back."""
    from concord.intake.out import write_csv, write_xlsx

    offices = {code for each in found for code in each["office"]} or {"en"}
    columns = [name for name in WIDTHS if name != "office"] + [f"office_{code}" for code in sorted(offices)]
    flat = [{**each, **{f"office_{code}": each["office"].get(code, "") for code in offices}} for each in found]
    stream = io.BytesIO()
    (write_csv if format == "csv" else write_xlsx)(stream, columns, flat)
    return stream.getvalue()
