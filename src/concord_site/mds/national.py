"""Frozen releases of countries on disk: ``<data folder>/national/releases/<KEY>/``, as the library freezes them.

The library's own commands open the folder: ``concord query … --folder <data folder>/national``. A folder is there
before its row says so; one without a row is of a freezing that died, and is never served.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from concord.errors import NotFound, Unavailable
from concord.mds import freezing, released
from concord.mds.released import DECLARATION, Release
from concord.mds.store import Store
from concord.vocabulary.structures import Table

NAME = "national"
#: Under which a country releases its tables; the page on which it does so says it.
LICENCE = "CC-BY-4.0"


def folder() -> Path:
    """Where they stand."""
    return Path(settings.CONCORD.folder) / NAME


def store() -> Store:
    """All of them, as the library reads releases."""
    return Store(folder())


def freeze(tables: Sequence[Table], *, key: str, as_of: str, notes: Sequence[str], about: Mapping[str, Any]) -> Release:
    """Freeze tables under a key; a folder of the same key that a dead freezing has left is taken away first.

    Raises:
        Unavailable: ``site.release.not-written``; nothing is there then.
    """
    target = folder() / "releases" / key
    try:
        if target.exists():
            _remove(target)
        return freezing.freeze(tables, folder=folder(), id=key, as_of=as_of, notes=notes, licence=LICENCE, about=about)
    except OSError as problem:
        raise Unavailable("site.release.not-written") from problem


def _remove(target: Path) -> None:
    for path in target.iterdir():
        path.unlink()
    target.rmdir()


def forget(key: str) -> None:
    """Take a release away that was frozen and never published."""
    target = folder() / "releases" / key
    if key and target.is_dir():
        _remove(target)


def held(key: str) -> Release:
    """One frozen release.

    Raises:
        Unavailable: ``site.release.damaged`` when its files are not there.
    """
    place = folder() / "releases" / key
    try:
        changed = (place / DECLARATION).stat().st_mtime_ns
    except OSError as problem:
        raise Unavailable("site.release.damaged", params={"id": key}) from problem
    return _read(str(place), changed)


@lru_cache(maxsize=1024)
def _read(place: str, changed: int) -> Release:
    return released.read(Path(place))


def tables(key: str) -> tuple[Table, ...]:
    """Its tables, their bytes compared with the digests that were frozen."""
    release, every = held(key), store()
    return tuple(every.query(each.structure, release=release) for each in release.tables)


def content(key: str, file: str) -> bytes:
    """The frozen bytes of one file of a release.

    Raises:
        NotFound: ``site.access.unknown``.
        Unavailable: ``site.release.damaged`` when they are no longer those that were frozen.
    """
    release = held(key)
    known = {each.file: each.sha256 for each in release.tables} | {DECLARATION: ""}
    if file not in known:
        raise NotFound("site.access.unknown")
    try:
        found = (release.folder / file).read_bytes()
    except OSError as problem:
        raise Unavailable("site.release.damaged", params={"id": key}) from problem
    if known[file] and sha256(found).hexdigest() != known[file]:
        raise Unavailable("site.release.damaged", params={"id": key})
    return found


def package(key: str) -> bytes:
    """The whole release as one ZIP: unpacked into a data folder, the library's commands open it without a site."""
    release = held(key)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name in (DECLARATION, *(each.file for each in release.tables)):
            entry = zipfile.ZipInfo(f"releases/{key}/{name}", (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content(key, name))
    return stream.getvalue()
