"""Backup and restore: everything comes back; what is damaged is refused before anything is touched."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection, connections

from concord.errors import Conflict, Invalid
from concord_site.audit import log
from concord_site.shell import backup, files, lock, restore
from concord_site.shell.models import Milestone, PrivateFile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def on_disk(settings, tmp_path) -> Iterator[Path]:
    """An installation whose database is a file: a copy of the empty database of the tests."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    own = connections["default"]
    own.ensure_connection()
    in_memory, name = own.connection, own.settings_dict["NAME"]
    folder = settings.CONCORD.folder
    with closing(sqlite3.connect(folder / "site.sqlite3")) as file:
        in_memory.backup(file)
    own.connection, own.settings_dict["NAME"] = None, str(folder / "site.sqlite3")
    yield folder
    own.close()
    own.connection, own.settings_dict["NAME"] = in_memory, name


@pytest.fixture
def filled(on_disk, person) -> Path:
    owner = person("secretariat-desk")
    for number in range(20):
        log.record("tests.thing.done", details={"number": number})
        files.store(f"file {number}".encode() * 50, name=f"{number}.csv", by=owner, purpose="tests", state="kept")
    (on_disk / "releases" / "r-1").mkdir(parents=True)
    (on_disk / "releases" / "r-1" / "stock.parquet").write_bytes(b"PAR1")
    return on_disk


@pytest.fixture
def made(filled, tmp_path, now) -> Path:
    target = tmp_path / "concord.backup"
    backup.make(target, now=now)
    return target


def picture(folder: Path) -> dict[str, str]:
    """Everything that counts in a data folder, as digests."""
    names = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.parent.name not in {"", "static"}]
    kept = {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in names if ".lock" not in p.name
    }
    return {name: digest for name, digest in kept.items() if name.split("/")[0] in set(backup.FOLDERS)}


def test_everything_comes_back(made, filled, now) -> None:
    before, head, rows = picture(filled), log.verify().head, PrivateFile.objects.count()
    entries = log.verify().entries - 1  # the backup's own entry came after the snapshot
    PrivateFile.objects.all().delete()
    for path in (filled / "private").rglob("*"):
        if path.is_file():
            path.write_bytes(b"ruined")
    restore.restore(made, now=now, replace=True)
    assert picture(filled) == before
    assert PrivateFile.objects.count() == rows
    verdict = log.verify()
    assert verdict.is_whole
    assert verdict.entries == entries + 1, "and an entry of the restore"
    assert verdict.head != head
    assert Milestone.objects.get(name="restore").happened_at == now
    assert list(filled.glob("before-restore-*/private")), "what was there is kept"


def test_a_backup_holds_no_key_and_is_readable_by_its_owner_only(made, filled) -> None:
    (filled / "secret-key").write_text("key")
    with tarfile.open(made) as archive:
        names = archive.getnames()
    assert "secret-key" not in names
    assert names[0] == "site.sqlite3"
    assert names[-1] == "manifest.json"
    assert made.stat().st_mode & 0o077 == 0


def test_a_backup_never_writes_over_another(made, now) -> None:
    with pytest.raises(Conflict) as refusal:
        backup.make(made, now=now)
    assert refusal.value.code == "site.backup.exists"


def test_a_backup_is_noted(made, now) -> None:
    assert Milestone.objects.get(name="backup").happened_at == now


def test_a_site_in_place_is_not_replaced_unasked(made, filled, now) -> None:
    before = picture(filled)
    with pytest.raises(Conflict) as refusal:
        restore.restore(made, now=now)
    assert (refusal.value.code, picture(filled)) == ("site.backup.in-use", before)


def test_a_running_site_is_not_replaced(made, filled, now) -> None:
    with lock.held(filled, alone=False), pytest.raises(Conflict) as refusal:
        restore.restore(made, now=now, replace=True)
    assert refusal.value.code == "site.backup.in-use"


Members = list[tuple[tarfile.TarInfo, bytes]]


def _read(path: Path) -> Members:
    with tarfile.open(path) as archive:
        return [(member, archive.extractfile(member).read()) for member in archive]


def _write(path: Path, members: Members) -> None:
    with tarfile.open(path, "w") as archive:
        for member, data in members:
            member.size = len(data) if member.isfile() else 0
            archive.addfile(member, io.BytesIO(data))


def _resealed(members: Members, change: Callable[[dict], None]) -> Members:
    """The manifest changed, and sealed again by somebody who knows how."""
    sealed = json.loads(members[-1][1])
    change(sealed["manifest"])
    text = json.dumps(sealed["manifest"], sort_keys=True, ensure_ascii=False, indent=1)
    sealed["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    return [*members[:-1], (members[-1][0], json.dumps(sealed).encode())]


def _member(name: str, **values: object) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    for key, value in values.items():
        setattr(member, key, value)
    return member


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-30_000])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def something_else(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + b"\0" * 5000)


def one_bit_of_a_file(path: Path) -> None:
    data = bytearray(path.read_bytes())
    place = data.find(b"file 7file 7")
    data[place] ^= 1
    path.write_bytes(data)


def one_bit_of_the_database(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[512 + 9000] ^= 1
    path.write_bytes(data)


def a_file_taken_out(path: Path) -> None:
    members = _read(path)
    _write(path, [*members[:3], *members[4:]])


def a_file_put_in(path: Path) -> None:
    members = _read(path)
    _write(path, [*members[:-1], (_member("private/aa/extra"), b"x"), members[-1]])


def a_file_twice(path: Path) -> None:
    members = _read(path)
    _write(path, [*members[:4], members[3], *members[4:]])


def a_name_that_climbs_out(path: Path) -> None:
    members = _read(path)
    _write(path, [*members[:-1], (_member("private/../../evil"), b"x"), members[-1]])


def a_link(path: Path) -> None:
    members = _read(path)
    _write(
        path, [*members[:-1], (_member("private/aa/l", type=tarfile.SYMTYPE, linkname="/etc/passwd"), b""), members[-1]]
    )


def no_manifest(path: Path) -> None:
    _write(path, _read(path)[:-1])


def an_altered_manifest(path: Path) -> None:
    members = _read(path)
    _write(path, [*members[:-1], (members[-1][0], members[-1][1].replace(b'"0.', b'"9.', 1))])


def a_manifest_that_was_resealed_over_a_broken_database(path: Path) -> None:
    members = _read(path)
    broken = members[0][1][:8192] + b"\xff" * 4096 + members[0][1][12288:]
    members[0] = (members[0][0], broken)

    def change(manifest: dict) -> None:
        manifest["files"][0] |= {"sha256": hashlib.sha256(broken).hexdigest(), "size": len(broken)}

    _write(path, _resealed(members, change))


def a_newer_version(path: Path) -> None:
    _write(path, _resealed(_read(path), lambda manifest: manifest["migrations"].append("audit.0999_from_the_future")))


def a_newer_format(path: Path) -> None:
    _write(path, _resealed(_read(path), lambda manifest: manifest.update(format=2)))


def another_kind_of_database(path: Path) -> None:
    _write(path, _resealed(_read(path), lambda manifest: manifest.update(database="postgresql")))


DAMAGES = [
    cut_short, empty, something_else, one_bit_of_a_file, one_bit_of_the_database, a_file_taken_out, a_file_put_in,
    a_file_twice, a_name_that_climbs_out, a_link, no_manifest, an_altered_manifest,
    a_manifest_that_was_resealed_over_a_broken_database, a_newer_version, a_newer_format, another_kind_of_database,
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_backup_is_refused_before_anything_is_touched(damage, made, filled, now, tmp_path) -> None:
    damage(made)
    before, rows = picture(filled), PrivateFile.objects.count()
    with pytest.raises((Invalid, Conflict)) as refusal:
        restore.restore(made, now=now, replace=True)
    assert refusal.value.code in {"site.backup.damaged", "site.backup.newer", "site.backup.restore-postgres"}
    assert picture(filled) == before
    assert PrivateFile.objects.count() == rows
    assert not (tmp_path / "evil").exists()
    assert [path.name for path in filled.iterdir() if path.name.startswith((".restore", "before"))] == []


def test_a_snapshot_is_whole_while_somebody_writes(filled, tmp_path, now) -> None:
    with closing(sqlite3.connect(filled / "site.sqlite3", timeout=1)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE shell_privatefile SET name = 'half-done'")
        snapshot = tmp_path / "snapshot.sqlite3"
        backup._snapshot(snapshot)
        other.rollback()
    with closing(sqlite3.connect(snapshot)) as copy:
        assert copy.execute("SELECT count(*) FROM shell_privatefile WHERE name = 'half-done'").fetchone() == (0,)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
