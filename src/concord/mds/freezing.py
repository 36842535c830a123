"""How a release is written and read: one Parquet file for each structure and a ``release.yaml`` beside them.

A release appears whole or not at all: it is written into a hidden folder, forced to disk, and renamed. The same tables
give the same bytes and the same digest on any day.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from concord.declarations.bundle import digest_of
from concord.errors import Conflict, Invalid
from concord.mds.citation import SHORT, citation, content_digest, digest_line, licences, source_ids, sources_line
from concord.mds.released import DECLARATION, Release, read
from concord.mds.writers.parquet import parquet_bytes
from concord.vocabulary.structures import Table, conform, structure

#: Status of a row that is hidden.
SUPPRESSED = "suppressed"


def freeze(
    tables: Sequence[Table],
    *,
    folder: Path,
    id: str,
    as_of: str,
    notes: Sequence[str] = (),
    licence: str = "",
    sources: Sequence[str] = (),
    previous: str = "",
    about: Mapping[str, Any] | None = None,
) -> Release:
    """Freeze tables as ``<folder>/releases/<id>/``; freezing the same again gives the release that is there.

    Args:
        tables: One for each structure; rows are put into the order of their dimensions.
        folder: The data folder.
        id: Letters, digits, points and hyphens.
        as_of: ISO date.
        notes: Sentences for readers.
        licence: Of the whole; the licences of the sources where not given.
        sources: Ids in ``data/sources``, besides those that the rows name.
        previous: The id of the release that this one follows.
        about: What else is told of it (JSON values); ``title`` begins its citation.

    Raises:
        Conflict: ``mds.release.exists`` when the id stands for other content.
        Invalid: ``mds.release.id``, ``mds.release.twice`` (two tables of one structure) or ``mds.release.of-persons``.
    """
    _check(tables, id)
    ready = sorted((in_order(table) for table in tables), key=lambda table: table.structure)
    digests = {table.structure: content_digest(table) for table in ready}
    whole = _whole(digests)
    target = folder / "releases" / id
    if target.exists():
        return _same(target, whole)
    named = tuple(sorted({*sources, *(each for table in ready for each in source_ids(table))}))
    head: dict[str, Any] = {
        "id": id,
        "as_of": as_of,
        "digest": whole,
        "previous": previous or None,
        "citation": _citation(id, as_of, named, whole, str((about or {}).get("title") or "")),
        "licence": licence or licences(named),
        "sources": list(named),
        "notes": list(notes),
    } | ({"about": dict(about)} if about else {})
    _write(target, head, ready, digests)
    return read(target)


def digest(tables: Sequence[Table]) -> str:
    """The digest that a release of these tables has."""
    return _whole({table.structure: content_digest(in_order(table)) for table in tables})


def _whole(digests: Mapping[str, str]) -> str:
    return digest_of("".join(f"{name} {digests[name]}\n" for name in sorted(digests)).encode())


def _check(tables: Sequence[Table], id: str) -> None:
    if not id or id.startswith(".") or not all(letter.isalnum() or letter in ".-" for letter in id):
        raise Invalid("mds.release.id", params={"id": id})
    ids = [table.structure for table in tables]
    twice = sorted({each for each in ids if ids.count(each) > 1})
    if twice:
        raise Invalid("mds.release.twice", params={"structure": twice[0]})
    persons = next((each for each in ids if structure(each).is_of_persons), None)
    if persons is not None:
        raise Invalid("mds.release.of-persons", params={"structure": persons})


def _same(target: Path, digest: str) -> Release:
    there = read(target)
    if there.digest != digest:
        raise Conflict("mds.release.exists", params={"id": target.name, "digest": there.digest[:SHORT]})
    return there


def in_order(table: Table) -> Table:
    """The table with its structure's columns, rows in order of their dimensions, then of their place of origin."""
    settled = conform(table.structure, table.frame, table.provenance)
    keys = structure(table.structure).of("dimension")
    rest = [name for name in settled.frame.columns if name not in keys]
    frame = settled.frame.sort([*keys, *rest], nulls_last=False, maintain_order=True)
    return Table(table.structure, frame, table.provenance)


def _citation(id: str, as_of: str, sources: Iterable[str], digest: str, title: str) -> str:
    parts = (
        f"{title.rstrip('.')}." if title else "",
        f"Concord, release {id}, as of {as_of}.",
        sources_line(sources),
        digest_line(digest),
    )
    return " ".join(part for part in parts if part)


def _write(target: Path, head: dict[str, Any], tables: Sequence[Table], digests: Mapping[str, str]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    try:
        fresh.chmod(0o755)
        entries = [_write_table(fresh, head, table, digests[table.structure]) for table in tables]
        _keep(fresh / DECLARATION, _yaml({**head, "tables": entries}))
        _sync(fresh)
        try:
            fresh.rename(target)
        except OSError as problem:
            raise Conflict("mds.release.exists", params={"id": head["id"], "digest": "?"}) from problem
        _sync(target.parent)
    finally:
        if fresh.exists():
            shutil.rmtree(fresh, ignore_errors=True)


def _write_table(folder: Path, head: Mapping[str, Any], table: Table, digest: str) -> dict[str, Any]:
    said = citation(table, release=str(head["id"]), digest=digest)
    content = parquet_bytes(
        table, citation=said, digest=digest, licence=licences(source_ids(table)) or head["licence"], notes=head["notes"]
    )
    file = f"{table.structure}.parquet"
    _keep(folder / file, content)
    return {
        "structure": table.structure,
        "file": file,
        "rows": len(table),
        **_hidden(table),
        "sha256": sha256(content).hexdigest(),
        "digest": digest,
        "citation": said,
        "sources": list(source_ids(table)),
        "inputs": [{"id": each.id, "digest": each.digest, "vintage": each.vintage} for each in table.provenance.inputs],
    }


def _hidden(table: Table) -> dict[str, int]:
    """How many of its rows are hidden, where any is."""
    count = hidden_rows(table)
    return {"hidden": count} if count else {}


def hidden_rows(table: Table) -> int:
    """How many rows of a table are hidden to protect persons."""
    return int((table.frame["status"] == SUPPRESSED).sum()) if "status" in table.frame.columns else 0


def _keep(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    """Force a folder's entries to disk, where the system lets a folder be opened."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _yaml(value: Mapping[str, Any]) -> bytes:
    import yaml

    return yaml.safe_dump(dict(value), sort_keys=False, allow_unicode=True, width=120).encode()
