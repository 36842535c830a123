"""What is not confirmed is erased after thirty days; nothing that a process left behind stays."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from concord_site.mds import tables
from concord_site.mds.actions import clock, confirming, delivering
from concord_site.mds.models import Delivery, DeliveryFile, Reading
from concord_site.shell import files

from . import small_files

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


def _places(row: Any) -> list[Path]:
    found = [files.place(each.file_id) for each in row.files.all()]
    for each in row.readings.all():
        found += [files.place(pk) for pk in [each.result_id, *(one["file"] for one in each.tables)] if pk]
    return found


def test_what_nobody_confirms_is_erased_after_thirty_days(delivery: Any, read: Any) -> None:
    read(delivery)
    there = _places(delivery)
    assert clock.tick(now=timezone.now() + 29 * DAY)["files"] == 0
    assert all(path.exists() for path in there)
    done = clock.tick(now=timezone.now() + 31 * DAY)
    assert (done["files"], done["readings"], done["deliveries"]) == (1, 1, 1)
    assert not any(path.exists() for path in there)
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.DISCARDED
    assert delivery.readings.get().counts["rows"] == 4
    assert delivery.files.get().sha256


def test_a_delivery_with_newer_files_loses_only_the_old_ones(delivery: Any, officer: Any, read: Any) -> None:
    delivery.files.update(added_at=timezone.now() - 40 * DAY)
    delivering.add(delivery_id=delivery.pk, chunks=[small_files.LATER], name="later.csv", by=officer)
    read(delivery)
    clock.tick(now=timezone.now())
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.DRAFT
    assert {each.name: each.state for each in delivery.files.all()} == {
        "stock.csv": DeliveryFile.State.ERASED, "later.csv": DeliveryFile.State.STAGED,
    }  # fmt: skip
    assert delivery.readings.get().state == Reading.State.ERASED


def test_confirmed_tables_outlive_the_clock(delivery: Any, officer: Any, read: Any) -> None:
    read(delivery)
    confirming.confirm(delivery_id=delivery.pk, version=delivery.version, name="R", office="S", by=officer)
    clock.tick(now=timezone.now() + 400 * DAY)
    assert tables.content("KEN", delivery.pk, "mds-stock-by-training")
    assert files.place(delivery.files.get().file_id).exists()


def test_leftovers_of_a_process_that_died_are_swept(delivery: Any, settings: Any) -> None:
    old = (timezone.now() - DAY).timestamp()
    left = [
        tables.folder("KEN", "11111111-1111-4111-8111-111111111111"), tables.folder("KEN", ".new-abc"),
        Path(settings.CONCORD.private) / "reading" / "tmpxyz",
    ]  # fmt: skip
    for path in left:
        path.mkdir(parents=True)
        (path / "rows.csv").write_bytes(small_files.GOOD)
        os.utime(path, (old, old))
    piece = Path(settings.CONCORD.private) / "arriving" / ("0" * 32)
    piece.parent.mkdir()
    piece.write_bytes(b"rows")
    os.utime(piece, (old, old))
    assert clock.tick(now=timezone.now())["leftovers"] == 4
    assert not any(path.exists() for path in (*left, piece))


def test_giving_up_erases_at_once(delivery: Any, officer: Any, read: Any) -> None:
    read(delivery)
    there = _places(delivery)
    delivering.discard(delivery_id=delivery.pk, by=officer)
    assert not any(path.exists() for path in there)
