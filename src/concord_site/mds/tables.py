"""Confirmed tables on disk: ``<data folder>/tables/<area>/<delivery>/``, one Parquet file for each structure.

A folder appears whole or not at all: written beside its place, forced to disk, renamed, its parent forced to disk;
only then is the row of the database committed. A crash leaves a folder without a confirmed delivery, never the other
way round; :func:`sweep` removes such folders. What is here was written by us from checked columns, is unprotected
(class L3), and is published by nobody until a release protects it.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from concord.errors import Unavailable
from concord.mds.citation import content_digest
from concord.mds.freezing import digest, in_order
from concord.mds.writers.parquet import parquet_bytes
from concord.vocabulary.structures import Table
from concord_site.shell.files import sync_folder

if TYPE_CHECKING:
    import polars as pl

DECLARATION = "delivery.json"
ORPHAN_AFTER = timedelta(hours=1)


def folder(area: str, delivery: object) -> Path:
    """Where the tables of a delivery stand."""
    return Path(settings.CONCORD.folder) / "tables" / area / str(delivery)


def as_bytes(table: Table) -> bytes:
    """A table as our own Parquet, rows in the order of its dimensions; the same table gives the same bytes."""
    return parquet_bytes(in_order(table), digest=content_digest(in_order(table)))


def digest_of(tables: Iterable[Table]) -> str:
    """The digest of the contents of several tables."""
    return digest(tuple(tables))


def frame(content: bytes) -> pl.DataFrame:
    """Our own Parquet again."""
    import polars as pl

    return pl.read_parquet(BytesIO(content))


def keep(area: str, delivery: object, contents: Mapping[str, bytes], about: Mapping[str, Any]) -> Path:
    """Write the tables of a delivery: all or none.

    Args:
        area: Who reports.
        delivery: Key of the delivery.
        contents: Structure → Parquet.
        about: What stands in ``delivery.json`` beside them; the digests of the files are added.

    Raises:
        Unavailable: ``site.delivery.not-written``: the folder could not be written; nothing is there then.
    """
    target = folder(area, delivery)
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    except OSError as problem:
        raise Unavailable("site.delivery.not-written") from problem
    try:
        files = {f"{structure}.parquet": content for structure, content in contents.items()}
        told = [{"file": name, "sha256": sha256(content).hexdigest()} for name, content in sorted(files.items())]
        files[DECLARATION] = json.dumps({**about, "files": told}, ensure_ascii=False, sort_keys=True).encode()
        for name, content in files.items():
            _write(fresh / name, content)
        sync_folder(fresh)
        if target.exists():  # of a confirmation that died before its row was committed
            shutil.rmtree(target)
        fresh.rename(target)
        sync_folder(target.parent)
        sync_folder(target.parent.parent)
    except OSError as problem:
        raise Unavailable("site.delivery.not-written") from problem
    finally:
        if fresh.exists():
            shutil.rmtree(fresh, ignore_errors=True)
    return target


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def content(area: str, delivery: object, structure: str) -> bytes:
    """The bytes of one confirmed table, compared with the digest that was written beside it.

    Raises:
        Unavailable: ``site.delivery.damaged``.
    """
    place = folder(area, delivery)
    try:
        told = json.loads((place / DECLARATION).read_bytes())
        found = (place / f"{structure}.parquet").read_bytes()
    except (OSError, ValueError) as problem:
        raise Unavailable("site.delivery.damaged", params={"structure": structure}) from problem
    known = {each["file"]: each["sha256"] for each in told["files"]}
    if known.get(f"{structure}.parquet") != sha256(found).hexdigest():
        raise Unavailable("site.delivery.damaged", params={"structure": structure})
    return found


def sweep(known: Collection[str], *, now: datetime) -> int:
    """Remove folders of no confirmed delivery, and half-written ones, once they are an hour old."""
    removed = 0
    oldest = (now - ORPHAN_AFTER).timestamp()
    for path in (Path(settings.CONCORD.folder) / "tables").glob("???/*"):
        if path.name not in known and path.stat().st_mtime < oldest:
            shutil.rmtree(path, ignore_errors=True)
            removed += 1
    return removed
