"""Countries' releases as entries of the catalogue (the supplier ``catalogue.entries``)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.urls import reverse

from concord.mds.catalogue.entry import Distribution, Entry, Licence, Link, Status
from concord.mds.catalogue.of_release import of_release
from concord.mds.citation import GENERATED
from concord.mds.released import Release
from concord.mds.writers import MEDIA_TYPES
from concord.reporting import places
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.structures import structure
from concord.vocabulary.text import Text
from concord_site.mds import national
from concord_site.mds.models import NationalRelease
from concord_site.mds.queries import releases

State = NationalRelease.State
#: What became of a release → how the catalogue says it.
STATUS: dict[str, Status] = {"published": "public", "corrected": "corrected", "withdrawn": "withdrawn"}
LICENCE = Licence("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")
MADE = {
    format: MEDIA_TYPES[format].partition("; charset")[0]
    for format in ("csv", "xlsx", "csvw", "sdmx-csv", "sdmx-json", "sdmx-ml")
}


def entries() -> list[Entry]:
    """Every release that was ever public, with what became of it; one query."""
    rows = list(releases.public())
    by_key = {row.pk: row for row in rows}
    later = {row.corrects_id: row for row in rows if row.corrects_id}
    return [_entry(row, by_key.get(row.corrects_id) if row.corrects_id else None, later.get(row.pk)) for row in rows]


def _entry(row: NationalRelease, former: NationalRelease | None, later: NationalRelease | None) -> Entry:
    held = national.held(row.key)
    gives = row.state != State.WITHDRAWN
    made = of_release(
        held, address=_at("release", key=row.key), files=f"{_at('release', key=row.key)}unused", before=_link(former),
        after=_link(later), is_generated=row.is_example, gives_files=False,
    )  # fmt: skip
    issued = row.published_at.date() if row.published_at else made.issued
    title = Text({language: f"{places.name(row.area, language)}: {row.title}" for language in LANGUAGES})
    return replace(
        made, series=row.series, version=str(row.number), title=title, issued=issued, area=row.area,
        status=STATUS[row.state], changed=_changed(row, later), licences=(LICENCE,), publisher=_publisher(row, held),
        description=Text({"en": row.note}) if row.note else made.description,
        distributions=tuple(_files(row, held)) if gives else (),
        sources=(GENERATED,) if row.is_example else made.sources,
    )  # fmt: skip


def _changed(row: NationalRelease, later: NationalRelease | None) -> Any:
    if row.state == State.WITHDRAWN:
        return row.ended_at
    return later.published_at if row.state == State.CORRECTED and later is not None else None


def _publisher(row: NationalRelease, held: Release) -> str:
    return str(held.about.get("office") or places.name(row.area, "en"))


def _link(row: NationalRelease | None) -> Link | None:
    return None if row is None else Link(row.key, _at("release", key=row.key))


def _files(row: NationalRelease, held: Release) -> list[Distribution]:
    found = []
    for each in held.tables:
        title = structure(each.structure).title
        size = (held.folder / each.file).stat().st_size
        found.append(Distribution(
            each.structure, "parquet", _file(row, each.structure, "parquet"), MEDIA_TYPES["parquet"], size,
            each.sha256, each.rows, title,
        ))  # fmt: skip
        found += [
            Distribution(each.structure, format, _file(row, each.structure, format), media, rows=each.rows, title=title)
            for format, media in MADE.items()
        ]
    return found


def _file(row: NationalRelease, id: str, format: str) -> str:
    return _at("release-file", key=row.key, structure=id, format=format)


def _at(name: str, **more: str) -> str:
    return str(settings.CONCORD.address) + reverse(f"public:{name}", kwargs=more)
