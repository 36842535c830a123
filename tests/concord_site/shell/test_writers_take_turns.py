"""Those who write to SQLite wait in turn, and what one server process counts the others see."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from concord_site.shell.sqlite.base import Turns


def test_turns_come_in_the_order_in_which_they_were_asked_for() -> None:
    turns, came = Turns(), []
    assert turns.take(1)

    def wait(number: int) -> None:
        assert turns.take(10)
        came.append(number)
        turns.give()

    threads = []
    for number in range(6):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        while len(turns._waiting) <= number:
            time.sleep(0.001)
    turns.give()
    for thread in threads:
        thread.join()
    assert came == [0, 1, 2, 3, 4, 5]


def test_who_waits_too_long_is_told_and_holds_up_nobody() -> None:
    turns = Turns()
    assert turns.take(1)
    assert not turns.take(0.01)
    turns.give()
    assert turns.take(0.01)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_gives_its_turn_to_the_next() -> None:
    from django.db import connection, transaction

    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _ = 1 / 0
    with transaction.atomic():
        pass
    connection.close()
    with transaction.atomic():
        assert connection.in_atomic_block


def test_a_used_code_is_known_to_every_server_process(settings: Any) -> None:
    from django.core.cache import cache

    cache.set("used", "yes", 60)
    place = settings.CACHES["default"]["LOCATION"]
    assert Path(place).is_relative_to(settings.CONCORD.folder)
    asked = (
        "from django.conf import settings\n"
        f"settings.configure(CACHES={settings.CACHES!r})\n"
        "from django.core.cache import cache\nprint(cache.get('used'))"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "yes"
