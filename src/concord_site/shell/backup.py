"""A backup: one file with a snapshot of the database, every private file and release, and a manifest of their digests.

Taken while the site runs. The database is copied first, by SQLite's own backup (or ``pg_dump``), the files after it:
a file is on the disk before its row is committed and stays thirty days after it is removed, so every row of the
snapshot finds its file. **Not inside**: the key of the installation (``secret-key``: keep a copy elsewhere; without it
people must set up their second factor anew), ``concord.toml``, collected static files, mail already written to files.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from concord import __version__
from concord.errors import Conflict, Unavailable
from concord_site.shell import files, suppliers
from concord_site.shell.models import Milestone

FORMAT = 1
MANIFEST = "manifest.json"
SNAPSHOT = {"sqlite": "site.sqlite3", "postgresql": "site.pgdump"}
FOLDERS = ("private", "releases", "agreements")
CHUNK = 1 << 20


def make(target: Path, *, now: datetime) -> dict[str, Any]:
    """Write a backup to ``target``, wholly or not at all.

    Returns:
        The manifest.

    Raises:
        Conflict: ``site.backup.exists`` when ``target`` is there already.
        Unavailable: ``site.backup.postgres`` when the database is PostgreSQL and ``pg_dump`` is missing or fails.
    """
    if target.exists():
        raise Conflict("site.backup.exists", params={"file": target.name})
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
            manifest = _write(raw, now)
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(target)
        files.sync_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)
    details = {"file": target.name, "files": len(manifest["files"]), "bytes": target.stat().st_size}
    mark("backup", now=now, details=details)
    return manifest


def mark(name: str, *, now: datetime, details: dict[str, Any]) -> None:
    """Note that something worth knowing happened: in the milestones, and in the log."""
    Milestone.objects.update_or_create(name=name, defaults={"happened_at": now, "details": details})
    if (record := suppliers.one("audit.recorder")) is not None:
        record(f"shell.{name}.made", details=details, now=now)


def _write(raw: Any, now: datetime) -> dict[str, Any]:
    vendor = connection.vendor
    with tempfile.TemporaryDirectory(dir=settings.CONCORD.folder, prefix=".backup-") as scratch:
        snapshot = Path(scratch) / SNAPSHOT[vendor]
        _snapshot(snapshot)
        with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
            listed = [_add(archive, snapshot, SNAPSHOT[vendor])]
            for folder in FOLDERS:
                listed.extend(_add(archive, path, name) for path, name in _contents(settings.CONCORD.folder / folder))
            manifest = {
                "format": FORMAT, "version": __version__, "database": vendor, "made_at": now.isoformat(),
                "migrations": sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations()),
                "files": listed,
            }  # fmt: skip
            _add_manifest(archive, manifest)
    return manifest


def _snapshot(target: Path) -> None:
    if connection.vendor == "sqlite":
        _copy_sqlite(target)
    else:
        _dump_postgres(target)


def _copy_sqlite(target: Path) -> None:
    import sqlite3

    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def postgres_arguments() -> Iterator[tuple[list[str], dict[str, str]]]:
    """Arguments and environment by which PostgreSQL's programs reach our database; the password is no argument."""
    values = connection.settings_dict
    flags = ["--dbname", values["NAME"]]
    for flag, key in (("--host", "HOST"), ("--port", "PORT"), ("--username", "USER")):
        if values.get(key):
            flags += [flag, str(values[key])]
    yield flags, {**os.environ, "PGPASSWORD": values.get("PASSWORD") or ""}


def _dump_postgres(target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise Unavailable("site.backup.postgres")
    with postgres_arguments() as (flags, environment):
        command = [program, "--format=custom", "--no-owner", "--file", str(target), *flags]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
    if done.returncode != 0:
        raise Unavailable("site.backup.postgres", hint=done.stderr.decode(errors="replace").strip()[:300])


def _contents(folder: Path) -> Iterator[tuple[Path, str]]:
    """Files of a folder by name, without the drafts of writers at work."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path, f"{folder.name}/{path.relative_to(folder).as_posix()}"


def _add(archive: tarfile.TarFile, path: Path, name: str) -> dict[str, Any]:
    """Add a file, computing its digest from the bytes as they are written."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        reader = _Digesting(file)
        archive.addfile(_member(name, size), reader)
    return {"name": name, "size": size, "sha256": reader.digest.hexdigest()}


class _Digesting:
    """A file that computes the digest of what is read from it."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read and digest."""
        data: bytes = self._file.read(size)
        self.digest.update(data)
        return data


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _add_manifest(archive: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    """The manifest comes last, with its own digest: a file cut short has none."""
    text = json.dumps(manifest, sort_keys=True, ensure_ascii=False, indent=1)
    sealed = {"manifest": manifest, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    data = json.dumps(sealed, sort_keys=True, ensure_ascii=False, indent=1).encode()
    archive.addfile(_member(MANIFEST, len(data)), io.BytesIO(data))
