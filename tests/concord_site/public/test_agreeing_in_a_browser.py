"""Pages of agreements in a real browser: nothing for axe to find, no sideways scroll, choices without scripts."""

from __future__ import annotations

from typing import Any

import pytest

from ..looks import WAYS, faults
from .test_agreeing_published import publish

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

PAGES = (
    "agreements/?clause=CL39", "agreements/map/", "agreements/clauses/", "agreements/labour/?party=KEN",
    "agreements/practice/", "agreements/practice/?examples=yes",
    "agreements/agr-010/", "agreements/agr-047/", "agreements/agr-048/", "corridors/", "corridors/AUS/NZL/",
    "corridors/FJI/KEN/", "agreements/marania-and-velmark/",
    "agreements/compare/?one=marania-and-velmark&other=agr-002&third=agr-020",
)  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("language", "width"), WAYS)
def test_agreements_are_accessible_and_never_scroll_sideways(
    live_server: Any, browser: Any, settings: Any, language: str, width: int
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    publish()
    page = browser.new_page(viewport={"width": width, "height": 900})
    found: list[str] = []
    for path in PAGES:
        page.goto(f"{live_server.url}/{language}/{path}")
        found += faults(page, axe.Axe(), path)
    page.close()
    assert found == []


def test_two_countries_are_chosen_without_scripts_on_a_phone(live_server: Any, browser: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/en/corridors/")
    page.select_option("#one", "NZL")
    page.select_option("#other", "AUS")
    page.click(".choose-two button")
    assert page.url.endswith("/en/corridors/AUS/NZL/")
    page.goto(f"{live_server.url}/en/agreements/")
    page.click(".filters-fold summary")
    page.select_option("#phone-party", "KEN")
    page.click(".filters-fold button")
    assert "party=KEN" in page.url
    assert "entries of the register" in page.inner_text("main")
    context.close()
