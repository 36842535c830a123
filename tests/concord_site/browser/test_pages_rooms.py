"""The Code, the strategy, the register and reports in a real browser: axe finds nothing, nothing scrolls sideways."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ..looks import WAYS, faults

axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")

PAGES = (
    "programme/code/", "programme/code/7.3/", "programme/code/7.2/", "programme/code/7/", "programme/code/compare/",
    "programme/code/where/", "programme/code/reviews/", "programme/resolutions/", "programme/resolutions/WHA63.16/",
    "programme/strategy/", "programme/strategy/plan/", "programme/budget/", "programme/rounds/",
    "registers/authorities/", "registers/authorities/?region=AFR", "registers/authorities/KEN/",
    "publishing/", "publishing/editions/2024.1/", "publishing/editions/2024.1/read/",
)  # fmt: skip
PARTS = ("part-summary", "part-round", "part-authorities", "section-reliance", "part-plan", "part-method", "area-nzl")


@pytest.fixture
def edition(settings: Any) -> None:
    """A real edition with its web page alone."""
    settings.ALLOWED_HOSTS = ["*"]
    from concord_site.publishing import actions

    actions.compile_edition(round="2024", languages=["en"], formats=["html"], as_of=dt.date(2025, 5, 1))


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    browser: Any, live_server: Any, edition: None, language: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    axe = axe_playwright.Axe()
    found: list[str] = []
    for path in (*PAGES, *(f"publishing/editions/2024.1/read/{part}/" for part in PARTS)):
        answer = page.goto(f"{live_server.url}/{language}/{path}")
        assert answer.status == 200, path
        found += faults(page, axe, path)
    page.close()
    assert found == []
    assert problems == []


def test_a_stranger_reads_a_report_by_its_links(browser: Any, live_server: Any, edition: None) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(f"{live_server.url}/en/publishing/")
    page.click("main .what a")
    page.click("main a.button")
    page.click("main .toc a >> nth=0")
    first = page.inner_text("h1")
    page.click("a[rel=next]")
    assert page.inner_text("h1") != first
    page.close()
