"""Private files: whole or not there, reached through the door alone, never run, never shown in place."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from concord.errors import Invalid, NotAllowed, NotFound, Unavailable
from concord_site.shell import files
from concord_site.shell.models import PrivateFile

pytestmark = pytest.mark.django_db
BYTES = b"area,year\nKEN,2020\n" * 1000


def everything_on_disk() -> list[str]:
    from django.conf import settings

    return sorted(path.name for path in settings.CONCORD.private.rglob("*") if path.is_file())


@pytest.fixture
def officer(person, organisation):
    return person("country-officer", organisation("ministry", "KEN"))


def test_a_file_comes_back_as_it_was_sent(officer) -> None:
    row = files.store(iter([BYTES[:100], BYTES[100:]]), name="stock.csv", by=officer, purpose="tests", area="KEN")
    assert (row.size, row.sha256) == (len(BYTES), hashlib.sha256(BYTES).hexdigest())
    again, file = files.open_for(row.pk, officer)
    with file:
        assert (again.pk, file.read()) == (row.pk, BYTES)


def test_on_the_disk_it_has_no_name_and_nobody_can_run_it(officer) -> None:
    row = files.store(b"#!/bin/sh\n", name="run me.sh", by=officer, purpose="tests")
    assert everything_on_disk() == [row.pk]
    assert stat.S_IMODE(files.place(row.pk).stat().st_mode) == 0o600


def test_a_file_too_large_leaves_nothing(officer, settings) -> None:
    settings.CONCORD = replace(settings.CONCORD, upload_megabytes=1)

    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 100_000

    with pytest.raises(Invalid) as refusal:
        files.store(endless(), name="a.csv", by=officer, purpose="tests")
    assert refusal.value.code == "site.file.too-large"
    assert (everything_on_disk(), PrivateFile.objects.count()) == ([], 0)


def test_a_sender_who_breaks_off_leaves_nothing(officer) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        files.store(broken(), name="a.csv", by=officer, purpose="tests")
    assert (everything_on_disk(), PrivateFile.objects.count()) == ([], 0)


def test_data_and_name_are_forced_to_the_disk_before_the_row(officer, monkeypatch) -> None:
    happened: list[str] = []
    fsync, save = os.fsync, PrivateFile.save

    def synced(handle: int) -> None:
        happened.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def saved(self: PrivateFile, *args: object, **kwargs: object) -> None:
        happened.append("row")
        save(self, *args, **kwargs)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(PrivateFile, "save", saved)
    files.store(b"x", name="a.csv", by=officer, purpose="tests")
    assert happened[-3:] == ["file", "folder", "row"]


def test_who_may_not_send_files_sends_none(person) -> None:
    with pytest.raises(NotAllowed):
        files.store(b"x", name="a.csv", by=person(), purpose="tests")
    assert everything_on_disk() == []


def test_an_upload_is_its_senders_alone_until_it_is_kept(officer, person, organisation) -> None:
    row = files.store(b"x", name="a.csv", by=officer, purpose="tests", area="KEN")
    colleague = person("national-authority", organisation("authority", "KEN"))
    for somebody in (
        colleague,
        person("secretariat-administrator"),
        person("operator", organisation("operator")),
        None,
    ):
        with pytest.raises(NotFound):
            files.open_for(row.pk, somebody)
    PrivateFile.objects.update(state="kept")
    assert files.open_for(row.pk, colleague)[0].pk == row.pk


@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_a_damaged_file_is_not_handed_out(officer, damage: str) -> None:
    row = files.store(BYTES, name="a.csv", by=officer, purpose="tests")
    place = files.place(row.pk)
    if damage == "gone":
        place.unlink()
    else:
        place.write_bytes(BYTES[:-1] if damage == "cut" else b"X" + BYTES[1:])
    with pytest.raises(Unavailable) as refusal:
        files.open_for(row.pk, officer)
    assert refusal.value.code == "site.file.damaged"


def test_a_download_is_never_shown_in_place_nor_kept(officer, signed_in) -> None:
    row = files.store(b"<script>alert(1)</script>", name='ev"il\n.html', by=officer, purpose="tests")
    answer = signed_in(officer).get(f"/files/{row.pk}")
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "\n" not in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert Client().get(f"/files/{row.pk}").status_code == 404


def test_a_published_file_is_for_everybody(officer) -> None:
    row = files.put(b"x", name="edition.pdf", purpose="tests", state="published")
    answer = Client().get(f"/files/{row.pk}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


@given(st.text(max_size=300))
def test_any_name_becomes_a_harmless_one(name: str) -> None:
    cleaned = files.clean_name(name)
    assert 0 < len(cleaned) <= 200
    assert not set(cleaned) & set("/\\\0\n\r")
    assert not cleaned.startswith(".")


def test_a_row_that_was_rolled_back_leaves_bytes_that_are_swept(officer, now) -> None:
    with suppress(RuntimeError), transaction.atomic():
        row = files.store(b"x", name="a.csv", by=officer, purpose="tests")
        raise RuntimeError
    kept = files.store(b"y", name="b.csv", by=officer, purpose="tests")
    assert files.sweep(now=now)["orphans"] == 0, "a file just written may belong to a transaction at work"
    assert files.sweep(now=now + timedelta(hours=2))["orphans"] == 1
    assert everything_on_disk() == [kept.pk]
    assert row.pk != kept.pk


def test_a_removed_file_stays_thirty_days(officer, now) -> None:
    row = files.store(b"x", name="a.csv", by=officer, purpose="tests")
    files.remove(row, now=now)
    with pytest.raises(NotFound):
        files.open_for(row.pk, officer)
    assert files.sweep(now=now + timedelta(days=29))["expired"] == 0
    assert files.sweep(now=now + timedelta(days=31))["expired"] == 1
    assert everything_on_disk() == []
