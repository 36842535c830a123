"""Pages of measures in a real browser: nothing for axe to find, no sideways scroll, complete without scripts."""

from __future__ import annotations

from typing import Any

import pytest

from ..looks import WAYS, faults

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

PAGES = (
    "safeguards/2023/what-if/", "safeguards/2023/what-if/?uhc-index=60&until=2021&to=2030",
    "safeguards/2023/what-if/?uhc-index=abc", "data/headlines/", "countries/NZL/", "countries/COK/",
    "data/?indicator=emigration-rate-by-density", "data/?indicator=self-sufficiency",
    "data/figures/emigration-rate-by-density/NZL/2018/221/",
)  # fmt: skip


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_measures_are_accessible_and_never_scroll_sideways(
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


def test_a_threshold_is_changed_without_scripts_on_a_phone(live_server: Any, browser: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/en/safeguards/2023/")
    page.click("#what-if a")
    page.click(".filters-fold summary")
    page.fill("#phone-uhc-index", "60")
    page.select_option("#phone-until", "2021")
    page.click(".filters-fold button")
    assert "uhc-index=60" in page.url
    assert "13 would enter" in page.inner_text("main")
    assert "Botswana" in page.inner_text("main")
    context.close()
