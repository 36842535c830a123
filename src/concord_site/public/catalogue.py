"""The catalogue of this installation: its releases, what other rooms add, and how a page's rows are cited.

Other rooms add entries through the supplier ``catalogue.entries``: a function without arguments that gives
:class:`~concord.mds.catalogue.entry.Entry` values, once an id, of everything they have ever made public. It answers in
the language that is active (titles are in all six, addresses in this one), gives whole addresses that begin with the
installation's own, and asks the database a constant number of times. A thing that was corrected or withdrawn stays
among them with its status, the moment it changed (``changed``), what stands in its place (``replaced_by``), and no
distributions where its files are no longer handed out. Nothing that is not public yet is among them.

An installation's release whose rows come from a country's release (``source_file`` is ``<id>/<structure>``) gives its
files away only while that country's release stands or has been corrected: what was withdrawn, or is not known here, is
not handed out by an older release either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from concord.client.figures import needed_structures
from concord.errors import NotFound
from concord.mds.catalogue.entry import BUNDLED, Distribution, Entry, Link, Part, newest_first, words
from concord.mds.catalogue.of_release import SERIES, licences_of, of_release, pieces
from concord.mds.citation import GENERATED, SUBMITTED, content_digest, source_ids
from concord.mds.released import Release
from concord.mds.writers import MEDIA_TYPES
from concord.vocabulary.structures import Table, structure
from concord_site.evidence.facts import evidence, store
from concord_site.public.comparing import held
from concord_site.shell import suppliers
from concord_site.shell.i18n import language

#: Formats in which a table is made on demand, with the media type of each.
ON_DEMAND = {
    format: MEDIA_TYPES[format].partition("; charset")[0]
    for format in ("csv", "xlsx", "csvw", "sdmx-csv", "sdmx-json", "sdmx-ml")
}


def origin() -> str:
    """The installation's own address, without a stroke at the end."""
    return str(settings.CONCORD.address)


def entries() -> tuple[Entry, ...]:
    """Everything released, the newest first: releases of the installation, and what other rooms add."""
    added = {each.id: each for supplier in suppliers.each("catalogue.entries") for each in supplier()}
    return newest_first([*_own(added), *added.values()])


def entry(id: str) -> Entry:
    """One entry.

    Raises:
        NotFound: ``mds.release.unknown``.
    """
    found = next((each for each in entries() if each.id == id), None)
    if found is None:
        raise NotFound("mds.release.unknown", params={"id": id})
    return found


def current(listed: Iterable[Entry] | None = None) -> Entry:
    """The release from which pages show their rows; the bundled facts where there is none.

    Args:
        listed: The entries, where they are known already.
    """
    release = evidence().basis.release
    found = (each for each in (entries() if listed is None else listed) if each.id == release)
    return next(found, None) or _bundled()


def _own(added: Mapping[str, Entry]) -> list[Entry]:
    released = _releases()
    if not released:
        return [_bundled()]
    standing = {id for id, each in added.items() if each.status != "withdrawn"}
    made = {id for id, each in added.items() if each.is_generated}
    newest = evidence().basis.release
    neighbours = zip([None, *released], released, [*released[1:], None], strict=False)
    return [_entry(each, before, after, standing, made, each.id == newest) for before, each, after in neighbours]


def _entry(
    release: Release, before: Release | None, after: Release | None, standing: set[str], made: set[str], is_newest: bool
) -> Entry:
    sent = pieces(release)
    return of_release(
        release,
        address=address(release.id),
        files=f"{origin()}/catalogue/{release.id}",
        structures={each.structure for each in release.tables if is_shown(each.structure)},
        before=Link(before.id, address(before.id)) if before is not None else None,
        after=Link(after.id, address(after.id)) if after is not None else None,
        is_generated=bool(sent & made),
        gives_files=sent <= standing,
        more=_on_demand() if is_newest else (),
    )


def address(id: str) -> str:
    """The whole address of the page of one of the installation's releases."""
    return origin() + reverse("public:catalogued", kwargs={"id": id})


def _releases() -> tuple[Release, ...]:
    """The releases of the installation, read again only when their folder has changed."""
    folder = Path(settings.CONCORD.folder)
    try:
        changed = (folder / "releases").stat().st_mtime_ns
    except FileNotFoundError:
        return ()
    return _read(str(folder), changed)


@lru_cache(maxsize=4)
def _read(folder: str, changed: int) -> tuple[Release, ...]:
    return store().releases()


def is_shown(id: str) -> bool:
    """Whether a table of a release is shown to readers: the minimum data set, and what indicators are computed from."""
    return id.startswith("mds-") or id in needed_structures()


def tables() -> Mapping[str, Table]:
    """The tables whose rows pages show, by structure."""
    return {**held.tables(), **evidence().facts.tables}


def _on_demand() -> list[Distribution]:
    return [
        Distribution(
            id, format, f"{rows_address(id, {})}?format={format}", media, rows=len(table), title=structure(id).title
        )
        for id, table in sorted(tables().items())
        for format, media in ON_DEMAND.items()
    ]


def _bundled() -> Entry:
    """The facts that come with Concord, where nothing is released yet."""
    day: date = evidence().facts.as_of
    shown = tables()
    ids = tuple(sorted({id for table in shown.values() for id in source_ids(table)}))
    return Entry(
        BUNDLED, SERIES, "", words("mds.catalogue.bundled"), origin() + reverse("public:data"), day, day,
        description=words("mds.catalogue.about"), licences=licences_of(ids), sources=ids,
        structures=tuple(sorted(shown)), distributions=tuple(_on_demand()),
    )  # fmt: skip


# ---- rows of a table -------------------------------------------------------------------------------------------------
def rows_address(id: str, chosen: Mapping[str, str]) -> str:
    """The whole address of the page of some rows of a table."""
    query = f"?{urlencode(chosen)}" if chosen else ""
    return origin() + reverse("public:rows", kwargs={"structure": id}) + query


def part(table: Table, chosen: Mapping[str, str], listed: Iterable[Entry] = ()) -> Part:
    """Rows of a table of the current release as they are cited.

    Args:
        table: The rows.
        chosen: The filters that chose them, in codes; empty for the whole table.
        listed: The entries: rows of one that is generated are generated.
    """
    ids = source_ids(table)
    return Part(
        table.structure,
        structure(table.structure).title,
        rows_address(table.structure, chosen),
        content_digest(table),
        tuple(chosen.items()),
        ids,
        len(table),
        GENERATED in ids or (SUBMITTED in ids and bool(_pieces(table) & {e.id for e in listed if e.is_generated})),
    )


def _pieces(table: Table) -> set[str]:
    import polars as pl

    files = table.frame.filter(pl.col("source") == SUBMITTED)["source_file"].drop_nulls().unique().to_list()
    return {str(file).rpartition("/")[0] for file in files}


def titled(entry: Entry) -> str:
    """The title of an entry in the reader's language."""
    return entry.title.best(language()).text
