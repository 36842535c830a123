"""The system's Chromium, for every test that asks for ``browser``: found once, marked once, opened once a module."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for the module; Django's live server and Playwright's loop share a thread."""
    playwright = pytest.importorskip("playwright.sync_api")
    with pytest.MonkeyPatch.context() as patched, playwright.sync_playwright() as started:
        patched.setenv(_UNSAFE, "1")
        opened = started.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()
