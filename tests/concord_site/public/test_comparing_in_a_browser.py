"""Pages of comparisons in a real browser: nothing for axe to find, no sideways scroll, complete without scripts."""

from __future__ import annotations

from typing import Any

import pytest

from ..looks import WAYS, faults
from . import comparing_ground as ground

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

PAGES = (
    "data/mirror/", "data/mirror/?origin=NZL&destination=FJI&occupation=221", "data/vintages/",
    "data/vintages/?table=mds-totals&area=KEN&occupation=221&row_kind=total",
    "data/vintages/?table=mds-outflow&area=KEN&occupation=221&destination=CAN&row_kind=origin",
    "data/vintages/?before=2026.1&after=2026.2", "data/coverage/?given=some", "data/quality/KEN/", "data/quality/AND/",
    "methods/", "data/",
)  # fmt: skip


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_comparisons_are_accessible_and_never_scroll_sideways(
    live_server: Any, browser: Any, settings: Any, language: str, width: int
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    ground.release(settings.CONCORD.folder)
    page = browser.new_page(viewport={"width": width, "height": 900})
    found: list[str] = []
    for path in PAGES:
        page.goto(f"{live_server.url}/{language}/{path}")
        found += faults(page, axe.Axe(), path)
    page.close()
    assert found == []


def test_a_corridor_is_chosen_without_scripts_on_a_phone(live_server: Any, browser: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    ground.release(settings.CONCORD.folder)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/en/data/")
    page.click("#compare a >> nth=0")
    page.click(".filters-fold summary")
    page.select_option("#phone-origin", "IND")
    page.select_option("#phone-destination", "GBR")
    page.click(".filters-fold button")
    assert "origin=IND" in page.url
    assert "9,120" in page.inner_text("main")
    context.close()
