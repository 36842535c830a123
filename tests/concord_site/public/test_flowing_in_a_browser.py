"""The page of flows in a real browser: nothing for axe to find, no sideways scroll, a choice without scripts."""

from __future__ import annotations

from typing import Any

import pytest

from ..looks import WAYS, faults

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

PAGES = ("data/flows/", "data/flows/?origin=KEN", "data/flows/?origin=KEN&destination=GBR")


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_flows_are_accessible_and_never_scroll_sideways(
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


def test_a_corridor_is_chosen_without_scripts_on_a_phone(live_server: Any, browser: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/en/data/flows/")
    page.click(".filters-fold summary")
    page.select_option("#phone-origin", "PHL")
    page.select_option("#phone-destination", "SAU")
    page.select_option("#phone-period", "1990-1995")
    page.click(".filters-fold button")
    assert page.url.endswith("?origin=PHL&destination=SAU&period=1990-1995")
    assert "between" in page.inner_text("main .key, .key")
    context.close()
