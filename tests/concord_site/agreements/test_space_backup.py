"""A backup holds sealed spaces and no word of them; restored with the key they open, without it there is nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection, connections

from concord_site.agreements.actions import writing
from concord_site.agreements.queries import spaces
from concord_site.shell import backup, restore

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "zq-canary-of-the-backup-0815"


@pytest.fixture
def on_disk(settings) -> Iterator[Path]:
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


def test_a_backup_brings_sealed_spaces_back_and_says_no_word_of_them(on_disk, table, tmp_path, now, settings) -> None:
    own = table.origin().own
    writing.put(own, "position.line", CANARY, {"text": CANARY}, by=table.asha, now=now, based_on=0)
    file = writing.file_in(own, f"{CANARY}.docx", CANARY.encode() * 9000, by=table.asha, now=now)
    target = tmp_path / "concord.backup"
    backup.make(target, now=now)
    writing.put(own, "position.line", "later", {"text": "after the backup"}, by=table.asha, now=now, based_on=0)
    connections.close_all()
    for path in (target, *(each for each in on_disk.rglob("*") if each.is_file())):
        content = path.read_bytes()
        for word in (CANARY, table.id, "Province of Fictia"):
            assert word.encode() not in content, path.name
    restore.restore(target, now=now, replace=True)
    found = spaces.dossier(table.id, by=table.asha).own
    assert [record.body["text"] for record in found.records("position.line")] == [CANARY]
    assert writing.file_out(found, file.key).content == CANARY.encode() * 9000
    settings.SECRET_KEY = "the key of somebody who has the backup alone"
    assert spaces.dossiers_of(table.asha) == ()
