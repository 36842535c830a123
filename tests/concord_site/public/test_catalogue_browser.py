"""The catalogue and what stands under a table in a browser: calm for axe and the policy, copied by one click."""

from __future__ import annotations

from typing import Any

import pytest

from concord.mds.store import Store
from concord.vocabulary.structures import table

from ..looks import WAYS, faults

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
PAGES = ("data/catalogue/", "data/catalogue/2026.1/", "data/tables/mds-totals/?area=NZL", "data/tables/density/")


@pytest.fixture
def released(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    store = Store(settings.CONCORD.folder)
    for day in ("2026-01-10", "2026-06-20"):
        made = table(
            "mds-totals", area=["NZL"], year=[2018], occupation=["221"], row_kind=["total"], headcount=[int(day[5:7])],
            source=["oecd-wfmi-totals"], source_file=["a.csv"], source_row=[2],
        )  # fmt: skip
        store.add([made], as_of=day, notes=["A note."])


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_pages_are_accessible_never_scroll_sideways_and_break_no_policy(
    live_server: Any, browser: Any, released: None, language: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    found: list[str] = []
    for path in PAGES:
        page.goto(f"{live_server.url}/{language}/{path}")
        assert page.locator('script[type="application/ld+json"]').count() == 1, path
        found += faults(page, axe.Axe(), path)
    page.close()
    assert found == []
    assert not [each for each in said if "Content Security Policy" in each]


def test_a_click_takes_the_whole_citation_and_all_lines_of_code_without_scripts(
    live_server: Any, browser: Any, released: None
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/en/data/tables/mds-totals/?area=NZL")
    for place in ("#cite .cite", "#use pre"):
        shown = page.locator(place).first
        assert shown.evaluate("each => getComputedStyle(each).userSelect") == "all"
    folded = page.locator("#use details").nth(2)
    assert not folded.locator("pre").is_visible()
    folded.locator("summary").click()
    assert "arrow::read_parquet" in folded.locator("pre").inner_text()
    context.close()
