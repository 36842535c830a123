"""Restoring a backup: unpacked beside the data, verified to the last byte, and only then put in place.

Nothing is touched until every file has the size and digest of the manifest, the database passes its own integrity check
and is not newer than this version. What was there before is kept in ``before-restore-…`` inside the data folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from concord.errors import Conflict, Invalid, Unavailable
from concord_site.shell import backup, files
from concord_site.shell.lock import held

NAME = re.compile(r"(site\.sqlite3|site\.pgdump|(private|releases)(/[A-Za-z0-9_=+@%,~-][A-Za-z0-9._=+@%,~ -]*)+)\Z")


def restore(source: Path, *, now: datetime, replace: bool = False) -> dict[str, Any]:
    """Put a backup in place of the data folder's contents.

    Returns:
        The manifest.

    Raises:
        Invalid: ``site.backup.damaged``; ``site.backup.newer``.
        Conflict: ``site.backup.in-use``: there is a site already and ``replace`` was not asked for, or it is running;
            ``site.backup.restore-postgres``: the backup is of another kind of database.
    """
    folder = settings.CONCORD.folder
    with held(folder, alone=True), tempfile.TemporaryDirectory(dir=folder, prefix=".restore-") as scratch:
        staged = Path(scratch)
        manifest = unpack(source, staged)
        _require_same_kind(manifest)
        _require_not_newer(manifest)
        _require_sound(staged, manifest)
        _require_free(folder, replace)
        _put_in_place(staged, folder, manifest, now)
    call_command("migrate", verbosity=0, interactive=False)
    details = {"file": source.name, "made_at": manifest["made_at"], "files": len(manifest["files"])}
    backup.mark("restore", now=now, details=details)
    return manifest


def unpack(source: Path, target: Path) -> dict[str, Any]:
    """Unpack into an empty folder, verifying names, sizes and digests.

    Raises:
        Invalid: ``site.backup.damaged``, with what is wrong.
    """
    try:
        with tarfile.open(source, "r:") as archive:
            found = dict(_unpacked(archive, target))
    except (tarfile.TarError, OSError, EOFError, ValueError) as problem:
        raise _damaged(f"it cannot be read as an archive ({type(problem).__name__})") from problem
    manifest = _manifest(target)
    listed = {entry["name"]: (entry["size"], entry["sha256"]) for entry in manifest["files"]}
    if missing := sorted(set(listed) - set(found)):
        raise _damaged(f"{missing[0]} is missing")
    if extra := sorted(set(found) - set(listed)):
        raise _damaged(f"{extra[0]} is not in its manifest")
    for name, expected in listed.items():
        if found[name] != expected:
            raise _damaged(f"{name} is not what was backed up")
    return manifest


def _unpacked(archive: tarfile.TarFile, target: Path) -> Iterator[tuple[str, tuple[int, str]]]:
    seen: set[str] = set()
    for member in archive:
        if not member.isfile() or member.name in seen:
            raise _damaged(f"it holds something that is not a plain file, or twice the same ({member.name[:80]!r})")
        if member.name != backup.MANIFEST and not _is_safe(member.name):
            raise _damaged(f"it holds a name that is not ours ({member.name[:80]!r})")
        seen.add(member.name)
        entry = _extract(archive, member, target / member.name)
        if member.name != backup.MANIFEST:
            yield member.name, entry


def _is_safe(name: str) -> bool:
    return bool(NAME.match(name)) and not any(part in {"", ".", ".."} for part in name.split("/"))


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> tuple[int, str]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    reader = archive.extractfile(member)
    if reader is None:
        raise _damaged(f"{member.name} cannot be read")
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while data := reader.read(backup.CHUNK):
            digest.update(data)
            size += len(data)
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()


def _manifest(target: Path) -> dict[str, Any]:
    try:
        sealed = json.loads((target / backup.MANIFEST).read_text(encoding="utf-8"))
        manifest: dict[str, Any] = sealed["manifest"]
        text = json.dumps(manifest, sort_keys=True, ensure_ascii=False, indent=1)
        if sealed["sha256"] != hashlib.sha256(text.encode()).hexdigest():
            raise _damaged("its manifest was altered")
        if manifest["format"] > backup.FORMAT:
            raise Invalid("site.backup.newer", params={"version": manifest["version"]})
        if not {"version", "database", "migrations", "files", "made_at"} <= set(manifest):
            raise _damaged("its manifest is not complete")
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise _damaged("it has no readable manifest, so it may have been cut short") from problem
    return manifest


def _damaged(problem: str) -> Invalid:
    return Invalid("site.backup.damaged", params={"problem": problem})


def _require_same_kind(manifest: dict[str, Any]) -> None:
    if manifest["database"] != connection.vendor:
        raise Conflict("site.backup.restore-postgres")


def _require_not_newer(manifest: dict[str, Any]) -> None:
    ours = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    apps = {name.partition(".")[0] for name in ours}
    if any(name not in ours and name.partition(".")[0] in apps for name in manifest["migrations"]):
        raise Invalid("site.backup.newer", params={"version": manifest["version"]})


def _require_sound(staged: Path, manifest: dict[str, Any]) -> None:
    """Ask the database file itself whether it is whole, and follow every reference in it."""
    if manifest["database"] != "sqlite":
        return
    import sqlite3

    try:
        with closing(sqlite3.connect(staged / backup.SNAPSHOT["sqlite"])) as copy:
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
            loose = copy.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as problem:
        raise _damaged("its database cannot be opened") from problem
    if verdict != "ok" or loose is not None:
        raise _damaged("its database does not pass its own check")


def _require_free(folder: Path, replace: bool) -> None:
    if connection.vendor == "sqlite":
        is_used = settings.CONCORD.database_file.exists()
    else:
        is_used = bool(connection.introspection.table_names())
    if is_used and not replace:
        raise Conflict("site.backup.in-use")


def _put_in_place(staged: Path, folder: Path, manifest: dict[str, Any], now: datetime) -> None:
    connections.close_all()
    before = folder / f"before-restore-{now:%Y%m%dT%H%M%S}"
    before.mkdir(mode=0o700)
    names = ["site.sqlite3-wal", "site.sqlite3-shm", "site.sqlite3"] if manifest["database"] == "sqlite" else []
    for name in (*names, *backup.FOLDERS):
        if (folder / name).exists():
            (folder / name).replace(before / name)
    for name in backup.FOLDERS:
        (staged / name).mkdir(exist_ok=True, mode=0o700)
        (staged / name).replace(folder / name)
    if manifest["database"] == "sqlite":
        (staged / "site.sqlite3").replace(folder / "site.sqlite3")
    else:
        _load_postgres(staged / backup.SNAPSHOT["postgresql"])
    files.sync_folder(folder)


def _load_postgres(dump: Path) -> None:
    program = shutil.which("pg_restore")
    if program is None:
        raise Unavailable("site.backup.postgres")
    with backup.postgres_arguments() as (flags, environment):
        command = [program, "--clean", "--if-exists", "--no-owner", "--single-transaction", *flags, str(dump)]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
    if done.returncode != 0:
        raise Unavailable("site.backup.postgres", hint=done.stderr.decode(errors="replace").strip()[:300])
