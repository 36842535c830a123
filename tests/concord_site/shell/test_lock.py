"""What nobody may do at the same time is done in turn."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from concord.mds.store import Store
from concord_site.mds.actions import publishing
from concord_site.shell.lock import in_turn

HOLDS = """
import sys, time
from pathlib import Path
from concord_site.shell.lock import in_turn
with in_turn(Path(sys.argv[1]), "work"):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
    Path(sys.argv[1], "done").touch()
"""


def test_threads_wait_for_each_other(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work(number: int) -> None:
        with in_turn(tmp_path / "new", "work"):
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.01)
            inside.remove(number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(16)))
    assert max(most) == 1
    assert len(most) == 16


@pytest.mark.skipif(sys.platform == "win32", reason="no such lock there")
def test_processes_wait_for_each_other_and_for_nothing_else(tmp_path: Path) -> None:
    call = [sys.executable, "-c", HOLDS, str(tmp_path), "1"]
    with subprocess.Popen(call, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with in_turn(tmp_path, "something else"):
            assert not (tmp_path / "done").exists()
        with in_turn(tmp_path, "work"):
            assert (tmp_path / "done").exists()


def test_the_clock_and_whoever_publishes_freeze_the_tables_of_all_countries_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(publishing.releases, "standing", list)
    slow: Callable[..., Any] = publishing.from_bundled

    def slower(*args: Any, **more: Any) -> Any:
        time.sleep(0.2)
        return slow(*args, **more)

    monkeypatch.setattr(publishing, "from_bundled", slower)
    now = timezone.now()
    with ThreadPoolExecutor(3) as pool:
        ids = set(pool.map(lambda _: publishing.stand(now), range(3)))
    assert len(ids) == 1
    assert [each.id for each in Store(settings.CONCORD.folder).releases()] == sorted(ids)
