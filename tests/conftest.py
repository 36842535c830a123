"""The system's Chromium, for every test that asks for ``browser``: found once, marked once, opened once a module."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from hypothesis import settings

# A test that is slow on a busy machine is not wrong: time is measured under bench/.
settings.register_profile("concord", deadline=None)
settings.load_profile("concord")
CHROMIUM = Path(os.environ.get("CONCORD_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium")
#: Nothing is drawn on a graphics card: where there is none, its imitation takes as long as the page itself.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-extensions", "--disable-background-networking"]
_UNSAFE = "DJANGO_ALLOW_ASYNC_UNSAFE"


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test in a browser is slow, needs a Chromium, and commits where the site it looks at runs beside it."""
    asked = getattr(item, "fixturenames", ())
    if "browser" not in asked:
        return
    item.add_marker(pytest.mark.browser)
    item.add_marker(pytest.mark.slow)
    item.add_marker(pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this system"))
    if "live_server" in asked:
        item.add_marker(pytest.mark.django_db(transaction=True))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked ``in_turn(n)`` run in n of their languages, another test in other ones; in a campaign in all.

    Journeys take minutes: every process begins with its share of them, so that none is left alone with one at the end.
    """
    if not os.environ.get("CONCORD_CAMPAIGN"):
        _take_turns(config, items)
    items[:] = _long_first(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def _long_first(items: list[pytest.Item], processes: int) -> list[pytest.Item]:
    """The same tests, each of as many equal parts of the list beginning with some whole modules of journeys."""
    journeys: dict[Path, list[pytest.Item]] = {}
    for item in items:
        if "journeys" in item.path.parts:
            journeys.setdefault(item.path, []).append(item)
    rest = [item for item in items if item.path not in journeys]
    ordered: list[pytest.Item] = []
    for process in range(processes):
        own = [item for path in sorted(journeys)[process::processes] for item in journeys[path]]
        size = max(0, len(items) // processes - len(own))
        taken = rest if process == processes - 1 else rest[:size]
        ordered += own + taken
        rest = rest[len(taken) :]
    return ordered


def _take_turns(config: pytest.Config, items: list[pytest.Item]) -> None:
    spoken: dict[str, list[str]] = {}
    for item in items:
        if item.get_closest_marker("in_turn"):
            spoken.setdefault(_but_for_language(item), []).append(_language(item))
    left = [item for item in items if item.get_closest_marker("in_turn") and not _has_its_turn(item, spoken)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]


def _language(item: pytest.Item) -> str:
    return str(getattr(item, "callspec").params["language"])  # noqa: B009


def _but_for_language(item: pytest.Item) -> str:
    parts = item.nodeid.rpartition("[")[2].rstrip("]").split("-")
    return f"{item.nodeid.rpartition('[')[0]}[{'-'.join(part for part in parts if part != _language(item))}]"


def _has_its_turn(item: pytest.Item, spoken: dict[str, list[str]]) -> bool:
    mark = item.get_closest_marker("in_turn")
    among = sorted(set(spoken[_but_for_language(item)]))
    first = crc32(_but_for_language(item).encode()) % len(among)
    count = mark.args[0] if mark else len(among)
    return _language(item) in {among[(first + step) % len(among)] for step in range(count)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for the module; Django's live server and Playwright's loop share a thread."""
    playwright = pytest.importorskip("playwright.sync_api")
    with pytest.MonkeyPatch.context() as patched, playwright.sync_playwright() as started:
        patched.setenv(_UNSAFE, "1")
        opened = started.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()
