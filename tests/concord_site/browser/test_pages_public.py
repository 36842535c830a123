"""Public pages in a real browser: nothing for axe to find, no sideways scroll, complete without scripts."""

from __future__ import annotations

from typing import Any

import pytest

from ..looks import WAYS, faults

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

PAGES = (
    "", "countries/", "countries/NZL/", "countries/COK/", "countries/SCG/", "data/?mark=NZL", "data/?view=map",
    "data/?view=time&indicator=density", "data/tables/mds-stock-by-training/",
    "data/figures/foreign-trained-share/NZL/2018/221/", "safeguards/2023/", "sources/", "methods/", "search/?q=nigeria",
)  # fmt: skip


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_pages_are_accessible_and_never_scroll_sideways(
    live_server: Any, browser: Any, settings: Any, language: str, width: int
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    page = browser.new_page(viewport={"width": width, "height": 900})
    found: list[str] = []
    for path in PAGES:
        page.goto(f"{live_server.url}/{language}/{path}")
        found += faults(page, axe.Axe(), path)
    page.close()
    assert found == []


def test_pages_are_complete_without_scripts(live_server: Any, browser: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/en/")
    page.fill("#find-country", "new zealand")
    page.click(".find-country button")
    assert page.url.endswith("/en/countries/NZL/")
    page.goto(f"{live_server.url}/en/data/")
    page.click(".filters-fold summary")
    page.fill("#phone-mark", "Norway")
    page.click(".filters-fold button")
    assert "mark=Norway" in page.url
    assert page.locator("tr.told").first.inner_text().startswith("Norway")
    context.close()
