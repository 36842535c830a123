"""Questionnaires in a real browser: axe finds nothing, nothing scrolls sideways, and a draft is written by keyboard."""

from __future__ import annotations

from typing import Any

import pytest

from ..looks import WAYS, faults

playwright = pytest.importorskip("playwright.sync_api")
axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")


@pytest.fixture
def administrator(person: Any, settings: Any) -> Any:
    settings.ALLOWED_HOSTS = ["*"]
    return person("secretariat-administrator")


@pytest.fixture
def draft(administrator: Any) -> Any:
    """The next version of the national instrument, with one thing that must change."""
    from concord_site.reporting.actions import drafts, instruments
    from concord_site.reporting.editing import book as books
    from concord_site.reporting.queries import instruments as queries

    first = queries.version("nri-2027", None)
    made = instruments.copy(id="nri-2027", number=first.number, new_number="2027.9", by=administrator)
    row = next(each for each in books.of_json(made.sheets).survey.lines if each.kind == "select_one")
    wrong = {"relevant": "${nowhere} = 'x", "label::ar": "هل عيّن بلدكم سلطة وطنية؟"}
    return drafts.save_row(version_id=made.pk, row_id=row.id, mine=wrong, by=administrator)


def opened(browser: Any, live_server: Any, who: Any, width: int, **more: Any) -> Any:
    """A page in which somebody is signed in."""
    from django.test import Client

    client = Client()
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    context = browser.new_context(viewport={"width": width, "height": 900}, **more)
    for name, morsel in client.cookies.items():
        context.add_cookies([{"name": name, "value": morsel.value, "url": live_server.url}])
    return context.new_page()


def pages(draft: Any) -> tuple[str, ...]:
    """Every page of the room, with a question, a section and a grid."""
    from concord.instrument.model import Group
    from concord_site.reporting.editing import book as books
    from concord_site.reporting.queries import instruments as queries

    found = queries.version("nri-2027", None)
    asked = next(each for each in found.instrument.questions if each.rules.relevant and each.is_asked)
    grid = next(each for each in found.instrument.nodes() if isinstance(each, Group) and each.grid is not None)
    lines = books.of_json(draft.sheets).survey.lines
    group = next(each.id for each in lines if each.kind == "begin_group")
    row = next(each.id for each in lines if each.kind == "select_one")
    one = f"nri-2027/{found.number}/"
    edit = f"drafts/{draft.pk}/"
    return (
        "", "nri-2027/", "nri-2024/", f"{one}map/", f"{one}map/?section=-dropped", f"{one}difference/",
        f"{one}questions/{asked.path[0]}/", f"{one}questions/{'/'.join(asked.path)}/",
        f"{one}questions/{'/'.join(grid.path)}/", f"{one}copy/", "new/", "upload/", edit, f"{edit}?in={group}",
        f"{edit}rows/{row}/", f"{edit}rows/{group}/", f"{edit}lists/", f"{edit}lists/yes_no/", f"{edit}settings/",
        f"{edit}history/", f"{edit}findings/", f"{edit}preview/", f"{edit}map/", f"{edit}publish/",
    )  # fmt: skip


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    browser: Any, live_server: Any, administrator: Any, draft: Any, width: int, language: str
) -> None:
    page = opened(browser, live_server, administrator, width)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    axe = axe_playwright.Axe()
    found: list[str] = []
    for path in pages(draft):
        answer = page.goto(f"{live_server.url}/{language}/reporting/instruments/{path}")
        assert answer.status == 200, path
        found += faults(page, axe, path)
    page.context.close()
    assert found == []
    assert problems == []


def test_a_workbook_is_uploaded_mended_in_the_editor_and_published_without_scripts(
    browser: Any, live_server: Any, administrator: Any, tmp_path: Any
) -> None:
    from ..reporting import workbooks

    path = tmp_path / "small.xlsx"
    path.write_bytes(workbooks.broken())
    page = opened(browser, live_server, administrator, 360, java_script_enabled=False)
    page.goto(f"{live_server.url}/en/reporting/instruments/upload/")
    page.set_input_files("input[type=file]", str(path))
    page.click("text=Read the file")
    assert "must change" in page.inner_text("h1")
    assert page.locator(".ring-hard").count() > 0
    page.click("text=Save as a draft")
    page.click(".editor-ways .must")
    page.click("text=Go to it >> nth=0")
    page.fill("textarea[name=relevant]", "${laws_any} = 'yes'") if page.input_value("input[name=name]") == (
        "laws_count"
    ) else page.select_option("select[name=listed]", "yes_no")
    page.click("button.button:has-text('Save') >> nth=0")
    while "must change" in page.inner_text(".editor-ways"):
        page.click(".editor-ways .must")
        page.click("text=Go to it >> nth=0")
        if page.input_value("input[name=name]") == "laws_count":
            page.fill("textarea[name=relevant]", "${laws_any} = 'yes'")
        else:
            page.select_option("select[name=listed]", "yes_no")
        page.click("button.button:has-text('Save') >> nth=0")
    page.click("text=Sections")
    page.click("text=Publish this version")
    page.click("button:has-text('Publish this version')")
    assert "It is published." in page.inner_text("main")
    assert page.inner_text("h1") == "A small questionnaire"
    page.context.close()


see = playwright.expect  # waits for the page that a key press asked for


def test_a_question_is_written_and_moved_by_keyboard_in_arabic(
    browser: Any, live_server: Any, administrator: Any, draft: Any
) -> None:
    page = opened(browser, live_server, administrator, 1280)
    page.goto(f"{live_server.url}/ar/reporting/instruments/drafts/{draft.pk}/")
    page.focus("#add-label")
    page.keyboard.type("Which plans are there?")
    page.keyboard.press("Enter")
    assert page.input_value("input[name=name]") == "which_plans_are_there"
    page.focus("textarea[name='label::ar']")
    page.keyboard.type("ما هي الخطط؟")
    page.focus(".save-bar button >> nth=0")
    page.keyboard.press("Enter")
    rows = page.locator("ol.rows > li")
    see(rows.last).to_contain_text("ما هي الخطط؟", timeout=20_000)
    rows.last.locator("button[value^=up]").focus()
    page.keyboard.press("Enter")
    see(rows.nth(-2)).to_contain_text("ما هي الخطط؟", timeout=20_000)
    page.focus("button[value=undo]")
    page.keyboard.press("Enter")
    see(rows.last).to_contain_text("ما هي الخطط؟", timeout=20_000)
    page.context.close()


def test_two_people_meet_on_one_question_and_both_texts_are_shown(
    browser: Any, live_server: Any, administrator: Any, draft: Any, person: Any
) -> None:
    from concord_site.reporting.editing import book as books

    other = person("translator")
    row = [each.id for each in books.of_json(draft.sheets).survey.lines if each.kind == "select_one"][1]
    first = opened(browser, live_server, administrator, 1280)
    second = opened(browser, live_server, other, 360)
    for page in (first, second):
        page.goto(f"{live_server.url}/en/reporting/instruments/drafts/{draft.pk}/rows/{row}/")
    first.fill("textarea[name=label]", "Words of the first person")
    first.click(".save-bar button >> nth=0")
    second.fill("textarea[name=label]", "Words of the second person")
    second.fill("textarea[name='hint::fr']", "Une aide")
    second.click(".save-bar button >> nth=0")
    text = second.inner_text("main")
    assert "Words of the first person" in " ".join(text.split())
    assert "Words of the second person" in " ".join(text.split())
    assert axe_playwright.Axe().run(second).response["violations"] == []
    second.check("input[value=theirs]")
    second.click("text=Save what is chosen")
    assert second.input_value("textarea[name=label]") == "Words of the first person"
    assert second.input_value("textarea[name='hint::fr']") == "Une aide"
    first.context.close()
    second.context.close()
