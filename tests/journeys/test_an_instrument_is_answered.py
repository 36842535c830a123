"""The instrument of 2027, answered start to end in a real browser by keyboard alone: two languages, with and without
scripts, on a wide page and on a telephone; every page is looked at by axe, and none scrolls sideways."""

from __future__ import annotations

import datetime as dt
import os
import re
from typing import Any

import pytest

from concord.instrument import library

axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")
pytest.importorskip("django")

from .answering_by_keyboard import Typist  # noqa: E402

#: One way in each run; ``CONCORD_CAMPAIGN`` walks all four.
WAYS = [("ar", False, 360)]
if os.environ.get("CONCORD_CAMPAIGN"):
    WAYS += [("en", True, 1280), ("ar", True, 360), ("en", False, 1280)]


@pytest.mark.parametrize(("language", "has_scripts", "width"), WAYS)
def test_the_instrument_of_2027_is_answered_by_keyboard(
    browser: Any, demonstration: Any, language: str, has_scripts: bool, width: int
) -> None:
    instrument = library.load("nri-2027")
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=has_scripts)
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if _is_problem(message) else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    found: list[str] = []
    axe = axe_playwright.Axe() if has_scripts else None
    typist = Typist(page, instrument, dt.datetime.now(dt.UTC).date(), has_scripts)
    looked: set[str] = set()
    typist.on_page = lambda at: found.extend(_faults(axe, at, looked))
    base = demonstration.address
    typist.begin(f"{base}/{language}/reporting/instruments/{instrument.id}/{instrument.version}/try/")
    tasks = page.url
    typist.answer_everything()
    page.goto(f"{tasks}check/")
    assert page.locator(".open-ones").count() == 0, page.locator(".open-ones").inner_text()
    page.locator("#content").focus()
    typist.tab_to(lambda each: each.tag == "BUTTON" and "finish" in str(page.url).replace("check", "finish"), 900)
    typist.press("Enter")
    page.wait_for_url("**/finish/")
    assert re.search(r"TRIAL-[0-9A-F]{4}-[0-9A-F]{4}", page.inner_text("main"))
    context.close()
    assert len(typist.seen) > 30
    assert typist.sideways == []
    assert found == []
    assert problems == []


def _is_problem(message: Any) -> bool:
    """An answer that was refused is no fault of the page."""
    return message.type == "error" and "422" not in message.text


#: Which parts stand on a page: axe looks at a page that has one it has not seen yet.
PARTS = """() => [...new Set([...document.querySelectorAll("main [class]")].flatMap((e) => [...e.classList]))]"""


def _faults(axe: Any, page: Any, looked: set[str]) -> list[str]:
    parts = set(page.evaluate(PARTS))
    if axe is None or parts <= looked:
        return []
    looked.update(parts)
    kind = re.sub(r"\?.*", "", page.url.rsplit("/trials/", 1)[-1])
    return [f"{kind} {each['id']} {each['nodes'][0]['html'][:120]}" for each in axe.run(page).response["violations"]]
