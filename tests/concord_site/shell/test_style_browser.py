"""The frame and every part, in a real browser: no fault for axe, no sideways scroll, nothing refused."""

from __future__ import annotations

from typing import Any

import pytest

from ..looks import IS_CAMPAIGN, WAYS

pytest.importorskip("playwright.sync_api")
pytest.importorskip("axe_playwright_python.sync_playwright")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BEYOND = """() => { const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll('main *, header *, footer *')].filter(e => { const r = e.getBoundingClientRect();
    return r.width && (r.right > width + 1 || r.left < -1) && !e.closest('.scroll, .sheet, .unseen, .rings, .rooms'); })
    .map(e => e.tagName + '.' + e.getAttribute('class')); }"""


LOOKS = [("light", "no-preference"), ("dark", "more")]
if IS_CAMPAIGN:
    LOOKS += [("dark", "no-preference"), ("light", "more")]


@pytest.mark.parametrize(("code", "width"), WAYS)
def test_every_part_is_without_fault(live_server: Any, browser: Any, settings: Any, code: str, width: int) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    for scheme, contrast in LOOKS:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, contrast=contrast)
        refused: list[str] = []
        page.on(
            "console", lambda message, found=refused: found.append(message.text) if message.type == "error" else None
        )
        page.on("response", lambda answer, found=refused: found.append(answer.url) if answer.status >= 400 else None)
        page.goto(f"{live_server.url}/{code}/style/")
        page.wait_for_load_state("networkidle")
        assert _faults(page) == [], (scheme, contrast)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(BEYOND) == []
        assert refused == []
        page.close()


def _faults(page: Any) -> list[tuple[str, list[Any]]]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found]


def test_each_script_has_its_own_face(live_server: Any, browser: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    page = browser.new_page()
    for code, family in {"en": '"Noto Sans"', "ar": '"Noto Sans Arabic"', "zh": '"Noto Sans SC"'}.items():
        page.goto(f"{live_server.url}/{code}/display/")
        page.wait_for_load_state("networkidle")
        assert family in page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
        assert page.evaluate(f"[...document.fonts].some(f => f.family.includes({family}) && f.status === 'loaded')")
    page.close()


def test_a_phone_opens_menu_and_languages_without_scripts(live_server: Any, browser: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/style/")
    page.locator(".strip summary").click()
    page.locator(".strip a[lang=ar]:visible").click()
    page.wait_for_url("**/ar/style/")
    page.locator(".menu summary").click()
    assert page.locator(".menu nav a:visible").count() >= 1
    context.close()


def test_every_target_is_large_enough_and_focus_is_seen(live_server: Any, browser: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(f"{live_server.url}/en/style/")
    low = page.evaluate(
        "[...document.querySelectorAll('.button, .segments a, .tabs a, .pages a, summary, .masthead a')]"
        ".map(e => e.getBoundingClientRect()).filter(r => r.height && r.height < 39.5).length"
    )
    assert low == 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    style = page.evaluate(
        "(({outlineWidth, outlineStyle}) => [outlineWidth, outlineStyle])(getComputedStyle(document.activeElement))"
    )
    assert style == ["3px", "solid"]
    page.close()


@pytest.mark.parametrize("code", ["en", "ar"])
def test_print_leaves_the_frame_out_and_says_where_it_is_from(
    live_server: Any, browser: Any, settings: Any, code: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    page = browser.new_page(viewport={"width": 794, "height": 1123}, color_scheme="dark")
    page.goto(f"{live_server.url}/{code}/style/")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator(".strip, .masthead, .buttons, .skip").first.is_visible()
    assert page.locator(".print-head").is_visible()
    assert f"/{code}/style/" in page.locator(".print-head").inner_text()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)", (
        "light, whatever the screen was"
    )
    page.close()
