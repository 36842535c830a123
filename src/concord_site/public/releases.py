"""Countries' releases as everybody sees them: the list, one version, one of its tables, its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord.errors import NotFound
from concord.mds.protect import rules as rules_of
from concord.mds.released import Release
from concord.mds.writers import MEDIA_TYPES, ending, write
from concord.reporting import places
from concord.vocabulary.structures import Table, structure
from concord.vocabulary.text import Wording
from concord_site.evidence.facts import newest_release, store
from concord_site.mds import national, released
from concord_site.mds.models import NationalRelease
from concord_site.mds.queries import cells, releases
from concord_site.mds.queries.catalogued import LICENCE
from concord_site.public import catalogue, catalogue_box
from concord_site.public.rows import PIECE, paged
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Link

State = NationalRelease.State
#: Formats in which one table is given out, with their media types; Parquet is the frozen file itself.
TABLE_FORMATS: Mapping[str, str] = MEDIA_TYPES


@dataclass(frozen=True, slots=True)
class Shown:
    """A table of a release: rows, how many are hidden, the digest of its file, where it is."""

    structure: str
    title: Wording
    rows: int
    hidden: int
    file: str
    sha256: str
    digest: str
    href: str
    files: tuple[Link, ...]


def said(state: str) -> tuple[str, str]:
    """The form and the words of a release's state."""
    return {
        State.PUBLISHED: ("done", pgettext("state of a release", "Published")),
        State.CORRECTED: ("look", pgettext("state of a release", "Corrected by a later version")),
        State.WITHDRAWN: ("must", pgettext("state of a release", "Withdrawn")),
    }[State(state)]


def listed(chosen: str = "") -> dict[str, Any]:
    """All public releases, newest first, of one country where one is chosen."""
    rows = list(releases.public())
    countries = sorted({(places.name(each.area, language()), each.area) for each in rows})
    shown = [each for each in rows if chosen in ("", each.area)]
    return {
        "releases": [(each, places.name(each.area, language()), *said(each.state)) for each in shown],
        "countries": [Link(name, f"?area={code}", code == chosen) for name, code in countries],
        "chosen": chosen,
    }  # fmt: skip


def of(code: str) -> list[tuple[NationalRelease, str, str]]:
    """The public releases of one country, newest first, each with the form and the words of its state."""
    if not _is_laid(str(settings.CONCORD.folder), newest_release()):
        return []
    return [(each, *said(each.state)) for each in releases.public().filter(area=code)]


@lru_cache(maxsize=8)
def _is_laid(folder: str, id: str) -> bool:
    """Whether any country has ever released anything: the database is not asked where none has."""
    return bool(id) and "pieces" in store().release(id).about


def one(key: str) -> NationalRelease:
    """One public version.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    row = releases.published(key)
    if row is None:
        raise NotFound("site.access.unknown")
    return row


def context(row: NationalRelease) -> dict[str, Any]:
    """Everything the page of one version shows."""
    held = national.held(row.key)
    about, entry = held.about, catalogue.entry(row.key)
    versions = releases.versions(row.series)
    proof = about.get("protection", {}).get("proof", {})
    return {
        "row": row, "held": held, "about": about, "state": said(row.state),
        "licence_link": LICENCE.link, "is_country": not row.is_example,
        "country": places.name(row.area, language()), "tables": _tables(row, held), "proof": proof,
        "hidden": sum(each.hidden for each in held.tables), "rows_in_all": sum(each.rows for each in held.tables),
        "rules_title": rules_of(row.rules).title.best(language()),
        "versions": [(each, *said(each.state)) for each in versions],
        "newest": versions[0] if versions and versions[0].pk != row.pk else None,
        "changes": released.changes(row.changes), "is_open": row.state != State.WITHDRAWN,
        "made_of": about.get("made_of", []), "explanations": _explanations(about),
        "box": catalogue_box.of_entry(entry), "linked": catalogue_box.linked(entry),
    }  # fmt: skip


def _explanations(about: Mapping[str, Any]) -> list[str]:
    """What the country has said of its figures, each once."""
    return list(dict.fromkeys(one["text"] for each in about.get("made_of", []) for one in each.get("explanations", [])))


def _tables(row: NationalRelease, held: Release) -> list[Shown]:
    return [
        Shown(
            each.structure, structure(each.structure).title.best(language()), each.rows, each.hidden, each.file,
            each.sha256, each.digest, _at(row, "release-table", structure=each.structure), files(row, each.structure),
        )
        for each in held.tables
    ]  # fmt: skip


def _at(row: NationalRelease, name: str, **more: str) -> str:
    return reverse(f"public:{name}", kwargs={"key": row.key, **more})


#: Names of formats, as a reader knows them.
NAMES = {
    "csv": "CSV", "csvw": "CSVW", "xlsx": "Excel", "parquet": "Parquet", "sdmx-csv": "SDMX-CSV",
    "sdmx-json": "SDMX-JSON", "sdmx-ml": "SDMX-ML", "sdmx-ml-2.1": "SDMX-ML 2.1",
}  # fmt: skip


def files(row: NationalRelease, id: str) -> tuple[Link, ...]:
    """One table in every format; none of a release that was withdrawn."""
    if row.state == State.WITHDRAWN:
        return ()
    return tuple(
        Link(NAMES.get(format, format), _at(row, "release-file", structure=id, format=format), False)
        for format in TABLE_FORMATS
    )


def table(row: NationalRelease, id: str) -> Table:
    """One table of a release that has not been withdrawn.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    held = national.held(row.key)
    if row.state == State.WITHDRAWN or held.table(id) is None:
        raise NotFound("site.access.unknown")
    return national.store().query(id, release=held)


def file(row: NationalRelease, id: str, format: str) -> tuple[bytes, str, str]:
    """A table as a file: its bytes, its name, its media type. The Parquet file is the one that was frozen."""
    if format not in TABLE_FORMATS:
        raise NotFound("site.access.unknown")
    held = national.held(row.key)
    entry = held.table(id)
    if row.state == State.WITHDRAWN or entry is None:
        raise NotFound("site.access.unknown")
    if format == "parquet":
        return national.content(row.key, entry.file), f"{row.key}-{id}.parquet", TABLE_FORMATS[format]
    found = table(row, id)
    stream = BytesIO()
    write(
        found, format, stream, language(), entry.citation, notes=_notes(row, held),
        prepared=f"{held.as_of}T00:00:00Z", licence=held.licence,
    )  # fmt: skip
    return stream.getvalue(), f"{row.key}-{id}.{ending(format)}", TABLE_FORMATS[format]


def _notes(row: NationalRelease, held: Release) -> list[str]:
    """Sentences that go with every file."""
    notes = [_("GENERATED for the demonstration: these are no facts.")] if row.is_example else []
    if any(each.hidden for each in held.tables):
        notes.append(_("Some numbers are hidden to protect persons. A hidden number is not zero."))
    if row.state == State.CORRECTED:
        notes.append(_("A later version corrects this one: see %(page)s.") % {
            "page": reverse("public:release-newest", kwargs={"series": row.series})
        })  # fmt: skip
    return [*held.notes, *notes]


def rows(row: NationalRelease, id: str, said: Mapping[str, str]) -> dict[str, Any]:
    """One table in pieces: its rows in words, with the file and row of the country that each comes from."""
    frame = table(row, id).frame
    names = [each for each in cells.dimensions(id) if each in frame.columns and frame[each].null_count() < len(frame)]
    page, pager = paged(_at(row, "release-table", structure=id), {}, said, len(frame))
    measure = cells.measure(id)
    shown = [
        (
            [cells.value_name(id, name, each[name]) for name in names], each[measure], str(each["status"] or ""),
            each.get("source_file") or "", each.get("source_row"),
        )
        for each in frame.slice((page - 1) * PIECE, PIECE).iter_rows(named=True)
    ]  # fmt: skip
    return {
        "heads": [cells.dimension(each) for each in names], "lines": shown, "count": len(frame),
        "statuses": sorted({line[2] for line in shown if line[2]}),
        "files": files(row, id), **pager,
    }  # fmt: skip


def known(digest: str) -> list[tuple[NationalRelease, str, tuple[str, str]]]:
    """What a SHA-256 belongs to: release, file ("" for the whole), state."""
    wanted = "".join(digest.lower().split()).removeprefix("sha256:")
    if len(wanted) != 64 or not all(letter in "0123456789abcdef" for letter in wanted):
        return []
    return [(row, file, said(row.state)) for row, file in releases.with_digest(wanted)]
