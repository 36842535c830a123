"""Every page of rounds and reports in a real browser, in English wide and in Arabic narrow: axe finds nothing, nothing
scrolls sideways, no script fails. Addresses come from the router, so that a new page is looked at too.

One page of each address is opened as the first role that may see it, in one browser and one server. Without a campaign
a sample is looked at, another part of the addresses in each of the two ways.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ..looks import IS_CAMPAIGN, faults
from .test_every_address_as_every_role import World, addresses, opened, world

axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")

__all__ = ["world"]  # the fixture
#: Roles in the order in which they are tried.
ROLES = ("chief", "desk", "delegate", "stakeholder", "administrator", "clearing", "nobody")
#: Files, interfaces and what other rooms show have tests of their own; trials and questionnaires too.
NOT_PAGES = (".csv", ".json", ".xlsx", ".xml", ".pdf", ".docx", ".ics", ".atom", ".zip", "/export.", "/workbook-")
ROOM = "/en/reporting/"
#: Of so many addresses one is looked at in a sample, in each way, until so many pages were seen.
ONE_OF, ENOUGH = 6, 10


def pages(found: World) -> list[str]:
    """One address of every page of the room, told apart by what is no key in it."""
    kept: dict[str, str] = {}
    keys = {each for keys in found.uuids.values() for each in keys}
    for address in addresses(found):
        is_page = address.startswith(ROOM) and not any(each in address for each in (*NOT_PAGES, "<", "("))
        if is_page:
            parts = ("*" if each in keys or each.isdigit() else each for each in address.split("/"))
            kept.setdefault("/".join(parts), address)
    return list(kept.values())


def whose(address: str, clients: dict[str, Client]) -> str:
    """The first role that is shown a page there; empty where no role is."""
    for role, client in clients.items():
        answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            return role
    return ""


@pytest.mark.parametrize(("language", "width", "place"), [("en", 1280, 0), ("ar", 360, 3)])
def test_axe_finds_nothing_on_any_page_of_rounds_and_reports(
    browser: Any, live_server: Any, world: World, settings: Any, language: str, width: int, place: int
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    clients = {role: opened(world.people[role]) for role in ROLES}
    every = pages(world)
    assert len(every) > 60
    chosen = every if IS_CAMPAIGN else [each for at in range(ONE_OF) for each in every[(place + at) % ONE_OF :: ONE_OF]]
    context = browser.new_context(viewport={"width": width, "height": 900})
    page, axe = context.new_page(), axe_playwright.Axe()
    problems: list[str] = []
    page.on("console", lambda said: problems.append(f"{page.url} {said.text}") if said.type == "error" else None)
    found, seen = list[str](), 0
    for address in chosen:
        if seen == ENOUGH and not IS_CAMPAIGN:
            break
        if not (role := whose(address, clients)):
            continue
        context.clear_cookies()
        context.add_cookies(
            [{"name": k, "value": each.value, "url": live_server.url} for k, each in clients[role].cookies.items()]
        )
        answer = page.goto(live_server.url + address.replace("/en/", f"/{language}/", 1))
        assert answer.status == 200, (role, address)
        seen += 1
        found += faults(page, axe, f"{role} {address}")
    context.close()
    assert found == []
    assert problems == []
    assert seen >= (50 if IS_CAMPAIGN else ENOUGH)
