"""Pages of labour market analyses in a real browser: accessible, no sideways scroll, and without scripts too."""

from __future__ import annotations

from typing import Any

import pytest

from ..looks import WAYS, faults

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

PAGES = (
    "analysis/labour-market/",
    "analysis/labour-market/KEN/",
    "analysis/labour-market/DEU/?own=30&scenario=training",
)


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_analyses_are_accessible_and_never_scroll_sideways(
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


def test_a_country_and_a_threshold_are_chosen_without_scripts_on_a_phone(
    live_server: Any, browser: Any, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/en/analysis/labour-market/")
    page.select_option("#area", "KEN")
    page.click("main form button")
    page.click(".filters-fold summary")
    page.fill("#phone-own", "30")
    page.click(".filters-fold button")
    assert "own=30" in page.url
    assert "y the threshold of 30" in page.inner_text("main")
    context.close()
