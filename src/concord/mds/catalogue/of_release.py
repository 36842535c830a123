"""A release of the store as an entry of the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from concord.mds.catalogue.entry import Distribution, Entry, Licence, Link, Part, words
from concord.mds.citation import GENERATED, SUBMITTED, known_sources
from concord.mds.released import Release
from concord.vocabulary.structures import structure

#: Media type of the files that a release keeps.
PARQUET = "application/vnd.apache.parquet"
#: The series of which the releases of a whole installation are versions.
SERIES = "concord"


def of_release(
    release: Release,
    *,
    address: str,
    files: str,
    structures: Collection[str] | None = None,
    before: Link | None = None,
    after: Link | None = None,
    is_generated: bool = False,
    gives_files: bool = True,
    more: Sequence[Distribution] = (),
) -> Entry:
    """The entry of one release of a whole installation.

    Args:
        release: As it was frozen.
        address: Absolute address of its page.
        files: Absolute address under which its files stand, without a stroke at the end.
        structures: Tables that are shown; all where not said.
        before, after: The releases before and after it; it stays public when another follows.
        is_generated: Whether it holds generated rows that its sources do not tell of.
        gives_files: Whether its files are handed out.
        more: Further files, such as tables made on demand.
    """
    shown = [each for each in release.tables if structures is None or each.structure in structures]
    held = [_held(release.folder / each.file, each.sha256) for each in shown]
    spans = [each[0] for each in held if each[0] is not None]
    own = tuple(
        Distribution(
            each.structure, "parquet", f"{files}/{each.file}", PARQUET, (release.folder / each.file).stat().st_size,
            each.sha256, each.rows, structure(each.structure).title,
        )
        for each in shown
    )  # fmt: skip
    day = date.fromisoformat(release.as_of)
    return Entry(
        release.id, SERIES, release.id, words("mds.catalogue.title", id=release.id), address, day, day,
        description=words("mds.catalogue.about"), licences=licences_of(release.sources), sources=release.sources,
        digest=release.digest, years=(min(s[0] for s in spans), max(s[1] for s in spans)) if spans else None,
        areas=tuple(sorted({area for each in held for area in each[1]})),
        structures=tuple(each.structure for each in shown), notes=release.notes, replaces=before, replaced_by=after,
        is_generated=is_generated or GENERATED in release.sources,
        distributions=(*own, *more) if gives_files else (),
    )  # fmt: skip


def licences_of(sources: Sequence[str]) -> tuple[Licence, ...]:
    """The licences of sources, each once."""
    found = (Licence(each.licence, each.licence_link) for each in known_sources(sources) if each.licence)
    return tuple(dict.fromkeys(found))


def licences_for(entry: Entry, part: Part | None) -> tuple[Licence, ...]:
    """The licences of what is cited: of the sources of these rows where they say any, else of the whole."""
    return (licences_of(part.sources) if part is not None else ()) or entry.licences


def pieces(release: Release) -> frozenset[str]:
    """Ids of the countries' releases whose rows stand in a release (``source_file`` is ``<id>/<structure>``)."""
    if SUBMITTED not in release.sources:
        return frozenset()
    return frozenset(id for each in release.tables for id in _held(release.folder / each.file, each.sha256)[2])


@lru_cache(maxsize=512)
def _held(path: Path, sha256: str) -> tuple[tuple[int, int] | None, frozenset[str], frozenset[str]]:
    """First and last year, areas, and countries' releases of a frozen file; read once, as its bytes never change."""
    import pyarrow.parquet as parquet

    names = parquet.read_schema(path).names
    wanted = [name for name in ("area", "year", "source", "source_file") if name in names]
    columns = parquet.read_table(path, columns=wanted)
    years = [year for year in columns["year"].unique().to_pylist() if year is not None] if "year" in wanted else []
    areas = frozenset(filter(None, columns["area"].unique().to_pylist())) if "area" in wanted else frozenset()
    ids: frozenset[str] = frozenset()
    if "source" in wanted and "source_file" in wanted:
        told = columns.select(["source", "source_file"]).group_by(["source", "source_file"]).aggregate([]).to_pylist()
        ids = frozenset(_piece(row["source_file"]) for row in told if row["source"] == SUBMITTED) - {""}
    return ((min(years), max(years)) if years else None), areas, ids


def _piece(file: str | None) -> str:
    id, stroke, _ = (file or "").rpartition("/")
    return id if stroke else ""
