"""The log: whole, append-only, and nothing altered, removed or inserted stays unseen."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from concord_site.audit import log
from concord_site.audit.models import Entry, Head

pytestmark = pytest.mark.django_db
ROWS = 200
SEED = 20261121
sealed = import_module("concord_site.audit.migrations.0002_sealed")


@contextmanager
def unsealed() -> Iterator[None]:
    """Go around the triggers, as somebody with the database in hand could."""
    for statement in sealed.SQLITE_BACK if connection.vendor == "sqlite" else sealed.POSTGRES_BACK:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    yield
    for statement in sealed.SQLITE if connection.vendor == "sqlite" else sealed.POSTGRES:
        with connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.fixture
def written() -> None:
    for number in range(ROWS):
        log.record("tests.thing.done", subject=f"thing:{number}", details={"number": number, "word": "Å 中 ع"})


def test_a_log_that_nobody_touched_is_whole(written: None) -> None:
    verdict = log.verify()
    assert (verdict.entries, verdict.breaks) == (ROWS, ())
    assert verdict.head == Head.objects.get().digest


@pytest.mark.parametrize("statement", [
    "UPDATE audit_entry SET action = 'tests.thing.undone' WHERE sequence = 5",
    "DELETE FROM audit_entry WHERE sequence = 5",
])  # fmt: skip
def test_the_database_itself_refuses_to_change_or_remove_an_entry(written: None, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert log.verify().is_whole


def _alter(sequence: int, chance: random.Random) -> None:
    entry = Entry.objects.get(sequence=sequence)
    field = chance.choice(["text", "previous", "digest", "at", "action", "actor", "subject", "area"])
    changed = {
        "text": entry.text.replace('"number":', '"number" :', 1), "previous": "f" * 64, "digest": "e" * 64,
        "at": entry.at.replace(microsecond=(entry.at.microsecond + 1) % 1_000_000), "action": "tests.thing.forged",
        "actor": "person:999", "subject": "thing:x", "area": "KEN",
    }[field]  # fmt: skip
    Entry.objects.filter(sequence=sequence).update(**{field: changed})


def _remove(sequence: int, chance: random.Random) -> None:
    Entry.objects.filter(sequence=sequence).delete()


def _insert(sequence: int, chance: random.Random) -> None:
    """A forged entry after ``sequence``, itself well made, with everything behind it left as it was."""
    before = Entry.objects.get(sequence=sequence)
    text = json.dumps({**json.loads(before.text), "sequence": sequence + 1}, sort_keys=True, separators=(",", ":"))
    Entry.objects.filter(sequence=sequence + 1).delete()
    Entry.objects.create(
        sequence=sequence + 1, text=text, previous=before.digest, digest=log._digest(before.digest, text), at=before.at,
        action=before.action, actor=before.actor, subject=before.subject, area=before.area,
    )  # fmt: skip


def _swap(sequence: int, chance: random.Random) -> None:
    other = Entry.objects.get(sequence=1 if sequence != 1 else 2)
    Entry.objects.filter(sequence=sequence).update(text=other.text, digest=other.digest[::-1])


@pytest.mark.parametrize("change", [_alter, _remove, _insert, _swap])
@pytest.mark.parametrize("where", ["first", "middle", "last"])
def test_any_entry_altered_removed_or_inserted_is_found(written: None, change: object, where: str) -> None:
    chance = random.Random(f"{SEED}{change.__name__}{where}")
    sequence = {"first": 1, "middle": chance.randint(2, ROWS - 1), "last": ROWS}[where]
    with unsealed():
        change(sequence, chance)
    assert not log.verify().is_whole


def test_every_single_field_of_every_entry_is_covered(written: None) -> None:
    chance = random.Random(SEED)
    for sequence in chance.sample(range(1, ROWS + 1), 25):
        saved = transaction.savepoint()
        with unsealed():
            _alter(sequence, chance)
        assert log.verify().breaks[0].sequence in {sequence, sequence + 1}
        transaction.savepoint_rollback(saved)
    assert log.verify().is_whole


def test_act_and_entry_are_kept_together_or_not_at_all() -> None:
    with suppress(RuntimeError), transaction.atomic():
        log.record("tests.thing.done")
        raise RuntimeError
    assert log.verify().entries == 0


def test_a_discreet_entry_names_nobody_and_no_hour(person) -> None:
    entry = log.record("tests.complaint.received", by=person(), subject="complaint:1", area="KEN", discreet=True)
    text = json.loads(entry.text)
    assert (text["actor"], text["area"]) == ("", "")
    assert text["at"].endswith("T00:00:00.000000+00:00")


def test_names_and_addresses_of_people_are_not_written(person) -> None:
    who = person("secretariat-desk", name="Zebulon Quark", email="zebulon.quark@concord.test")
    log.record("tests.thing.done", by=who, subject=who)
    everything = " ".join(Entry.objects.values_list("text", flat=True))
    assert f"person:{who.pk}" in everything
    assert "ebulon" not in everything


def test_the_command_says_whether_the_log_is_whole(written: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_log")
    assert "the log is whole" in capsys.readouterr().out
    with unsealed():
        Entry.objects.filter(sequence=7).update(action="tests.thing.forged")
    with pytest.raises(CommandError):
        call_command("verify_log")


def test_only_administrators_read_the_log_and_reading_is_an_entry(person, signed_in) -> None:
    log.record("tests.thing.done")
    assert signed_in(person("secretariat-desk")).get("/en/audit/").status_code == 404
    page = signed_in(person("secretariat-administrator")).get("/en/audit/?action=tests&verify=1")
    assert page.status_code == 200
    assert b"tests.thing.done" in page.content
    assert Entry.objects.filter(action="audit.log.read").count() == 1
