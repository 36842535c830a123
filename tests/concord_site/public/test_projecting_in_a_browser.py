"""The page of projections in a real browser: a slider answers and changes the address; a button does it too."""

from __future__ import annotations

from typing import Any

import pytest

from ..looks import WAYS, faults

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

PAGES = (
    "data/projection/",
    "data/projection/?area=KEN,GBR&to=2026&s=recruitment",
    "data/projection/?area=NZL&to=2026&occupation=2221_3221&s=care-workers",
)
MOVE = """() => { const slider = document.querySelector("#p-training-more"); slider.value = 60;
for (const kind of ["input", "change"]) slider.dispatchEvent(new Event(kind, {bubbles: true})); }"""


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_projections_are_accessible_and_never_scroll_sideways(
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


def test_a_moved_slider_turns_its_scenario_on_and_stands_in_the_address(
    live_server: Any, browser: Any, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/en/data/projection/?area=DEU&to=2026")
    assert "With the scenario" not in page.inner_text("#projection")
    page.evaluate(MOVE)
    page.wait_for_url("**training:60**")
    assert "With the scenario" in page.inner_text("#projection")
    assert page.is_checked("#on-training")
    page.reload()
    assert page.input_value("#p-training-more") == "60"
    page.close()


def test_a_scenario_is_chosen_without_scripts_on_a_phone(live_server: Any, browser: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/en/data/projection/?area=DEU&to=2026")
    page.click(".filters-fold summary")
    page.check("#phone-on-wage")
    page.click(".filters-fold button")
    assert page.url.endswith("?area=DEU&occupation=221&from=2021&to=2026&s=wage")
    assert "With the scenario" in page.inner_text("main")
    context.close()
