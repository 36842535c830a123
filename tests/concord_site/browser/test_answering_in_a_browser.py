"""Answering in a real browser: axe finds nothing, answers are saved as they are given, a dropped line loses nothing."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from ..looks import WAYS, faults
from ..reporting.small_forms import EVERY_KIND, LISTS, form, question

axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")

STATIC = Path(__file__).resolve().parents[3] / "src" / "concord_site"
GROUP, END, REPEAT, END_REPEAT = "begin_group", {"type": "end_group"}, "begin_repeat", {"type": "end_repeat"}
GRID = form(
    question(GROUP, "who", x_rows="colours", x_columns="years terms"),
    question("integer", "n", x_unit="persons", x_status="not-known"),
    END,
    question(GROUP, "rest", appearance="field-list"),
    question("select_one yes_no", "gate"),
    question("text", "why", relevant="${gate} = 'yes'", appearance="multiline"),
    question("integer", "count", x_unit="persons", x_status="not-known", constraint=". <= 100",
             constraint_message="Write a number up to 100."),
    question("select_one many", "listed"),
    question("rank colours", "order"),
    END,
    question(GROUP, "list"),
    question(REPEAT, "people"), question("text", "person"), END_REPEAT,
    END,
    lists={**LISTS, "years": "y2025 y2026", "terms": "short long"}, form_id="browser",
)  # fmt: skip


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch, live_server: Any, settings: Any) -> Callable[..., str]:
    """Begin a trial; its address without the language."""
    from concord.instrument import library
    from concord_site.reporting.actions import trials as actions

    settings.ALLOWED_HOSTS = ["*"]
    known: dict[str, Any] = {}
    real = library.load
    monkeypatch.setattr(library, "load", lambda id: known[id] if id in known else real(id))

    def make(instrument: Any = GRID, language: str = "en", **more: Any) -> str:
        known[instrument.id] = instrument
        made = actions.begin(instrument, by=None, today=timezone.now().date(), **more)
        return f"{live_server.url}/{language}/reporting/trials/{made.pk}/"

    return make


def kept(address: str) -> dict[str, Any]:
    """The answers of the trial of an address."""
    from concord_site.reporting.models.trials import Trial
    from concord_site.reporting.queries import trials as queries

    found = Trial.objects.get(pk=re.search(r"trials/([0-9a-f-]{36})", address)[1])  # type: ignore[index]
    return queries.book_of(found, queries.instrument_of(found), today=timezone.now().date()).answers()


def saved(page: Any, name: str) -> None:
    """Wait until a question says that it is saved."""
    page.locator(f"#q-{name}-after time").wait_for()


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    browser: Any, tried: Callable[..., str], language: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    axe, found = axe_playwright.Axe(), list[str]()
    last = {"last": "uploaded", "last_instrument": "browser", "last_answers": {"count": 40, "gate": "yes"}}
    every, grid = tried(EVERY_KIND), tried(GRID, **last)
    short = tried(GRID, mode="short", **last)
    paths = [every + f"1/{n}/" for n in range(1, 5)]
    paths += [grid + each for each in ("", "1/1/", "2/1/", "3/1/", "check/", "why/", "files/", "remove/")]
    paths += [short, short + "2/confirm/", re.sub(r"trials/.*", "instruments/nri-2027/", grid) + "2027.1/try/"]
    for path in paths:
        address = path.replace("/en/", f"/{language}/")
        answer = page.goto(address)
        assert answer.status == 200, address
        page.wait_for_load_state("networkidle")
        found += faults(page, axe, address)
    page.close()
    assert found == []
    assert problems == []


def test_an_answer_is_saved_as_it_is_given_and_what_follows_appears(browser: Any, tried: Callable[..., str]) -> None:
    address = tried()
    page = browser.new_page()
    page.goto(address + "2/1/")
    page.check("input[name='a:gate'][value=yes]")
    page.locator("textarea[name='a:why']").wait_for()
    page.fill("textarea[name='a:why']", "because")
    page.fill("input[name='a:count']", "120")
    page.keyboard.press("Tab")
    page.locator("#q-count-error .error").wait_for()
    page.fill("input[name='a:count']", "12")
    page.keyboard.press("Tab")
    saved(page, "count")
    page.locator("#q-count-error .error").wait_for(state="detached")
    page.wait_for_load_state("networkidle")
    assert kept(address) == {"gate": "yes", "why": "because", "count": 12}
    page.check("input[name='a:gate'][value=no]")
    page.locator("textarea[name='a:why']").wait_for(state="detached")
    page.close()


def test_a_word_in_place_of_an_answer_empties_the_box_and_typing_takes_the_word_back(
    browser: Any, tried: Callable[..., str]
) -> None:
    address = tried()
    page = browser.new_page()
    page.goto(address + "2/1/")
    page.fill("input[name='a:count']", "7")
    page.keyboard.press("Tab")
    saved(page, "count")
    page.check("input[name='s:count']")
    assert page.input_value("input[name='a:count']") == ""
    page.wait_for_load_state("networkidle")
    assert kept(address) == {"count": {"status": "not-known"}}
    page.fill("input[name='a:count']", "8")
    assert not page.is_checked("input[name='s:count']")
    page.keyboard.press("Tab")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    assert kept(address) == {"count": 8}
    page.close()


def test_a_long_list_is_searched_and_an_order_made_by_keyboard(browser: Any, tried: Callable[..., str]) -> None:
    address = tried()
    page = browser.new_page()
    page.goto(address + "2/1/")
    page.focus("#q-listed-find")
    page.keyboard.insert_text("c2")
    assert page.get_attribute("#q-listed-find", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    saved(page, "listed")
    assert kept(address)["listed"].startswith("c2")
    page.locator("ol.order li").nth(2).locator("button").first.focus()
    page.keyboard.press("Enter")
    saved(page, "order")
    assert kept(address)["order"] == ["red", "blue", "green"]
    page.close()


def test_a_block_from_a_spreadsheet_fills_a_grid_whose_totals_add_themselves_up(
    browser: Any, tried: Callable[..., str]
) -> None:
    address = tried()
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address + "1/1/")
    page.evaluate("""() => { const box = document.querySelector("table.grid input.box"); box.focus();
        const data = new DataTransfer(); data.setData("text", "31\\t259\\n120\\t..\\n");
        box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    found = kept(address)
    assert list(found.values()) == [31, 259, 120, {"status": "not-known"}]
    totals = [each.strip() for each in page.locator("table.grid output").all_inner_texts()]
    assert [each for each in totals if each] == ["290", "at least ≥ 120"] or "290" in totals
    page.close()


def test_on_a_telephone_a_grid_shows_one_year_at_a_time(browser: Any, tried: Callable[..., str]) -> None:
    address = tried()
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(address + "1/1/")
    heads = page.locator("table.grid th.outer:visible")
    assert heads.count() == 1
    first = heads.first.inner_text()
    page.locator(".year-choice button").first.click()
    assert page.locator("table.grid th.outer:visible").first.inner_text() != first
    page.close()


def test_when_the_line_drops_what_was_typed_is_kept_and_sent_on_return(browser: Any, tried: Callable[..., str]) -> None:
    address = tried()
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + "2/1/")
    context.set_offline(True)
    page.fill("input[name='a:count']", "42")
    page.keyboard.press("Tab")
    page.get_by_text("Not connected.").wait_for()
    assert kept(address) == {}
    context.set_offline(False)
    page.get_by_text("Connected again.").wait_for()
    assert kept(address) == {"count": 42}
    assert page.evaluate("localStorage.length") == 0
    context.close()


def test_what_was_typed_without_a_line_survives_closing_the_page_and_meets_a_newer_answer(
    browser: Any, tried: Callable[..., str]
) -> None:
    address = tried()
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + "2/1/")
    context.set_offline(True)
    page.fill("input[name='a:count']", "42")
    page.keyboard.press("Tab")
    page.get_by_text("Not connected.").wait_for()
    page.close()
    other = browser.new_page()
    other.goto(address + "2/1/")
    other.fill("input[name='a:count']", "50")
    other.keyboard.press("Tab")
    saved(other, "count")
    context.set_offline(False)
    again = context.new_page()
    again.goto(address + "2/1/")
    again.locator("fieldset.conflict").wait_for()
    shown = again.locator("fieldset.conflict").inner_text()
    assert "42" in shown
    assert "50" in shown
    assert kept(address) == {"count": 50}
    context.close()
    other.close()


def test_a_page_weighs_less_than_a_hundred_kilobytes_without_pictures_and_fonts(
    browser: Any, tried: Callable[..., str]
) -> None:
    address = tried(EVERY_KIND)
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "1/2/")
    parts = [each for each in asked if re.search(r"\.(css|js)$", each)]
    packed = sum(len(gzip.compress(page.request.get(each).body())) for each in parts)
    assert len(page.request.get(address + "1/2/").body()) + packed < 100_000
    page.close()
