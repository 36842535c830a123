"""Every page of the minimum data set in a real browser, in English wide and in Arabic narrow.

Axe finds nothing, nothing scrolls sideways, no script fails. Addresses come from the router, so that a new page is
looked at too.

Each address is opened as the first role that may see it, in one browser and one server. Without a campaign a sample is
looked at, another part of the addresses in each of the two ways.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ..looks import IS_CAMPAIGN, faults
from ..reporting.test_every_address_as_every_role import opened
from . import watch_world
from .test_watch_every_address import addresses
from .watch_world import World

axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")
#: Roles in the order in which they are tried, those of a country, of the secretariat and of observatories apart.
SIDES = (("officer", "authority"), ("desk", "region"), ("checks", "brings"))
ROLES = tuple(role for side in SIDES for role in side)
#: Files, and pages that answer with something else than a page.
NOT_PAGES = (".csv", ".json", ".xlsx", ".yaml", ".parquet", "/tables/", "/templates/", "/uploads/")
#: Of so many addresses one is looked at in a sample, in each way.
ONE_OF = 6


@pytest.fixture
def world(person: Any, organisation: Any) -> World:
    return watch_world.made(World(people=watch_world.people(person, organisation)))


def pages(found: World) -> list[str]:
    """Every page of the room, for every row: a page of a delivery differs by its state."""
    every = [each for each in addresses(found) if each.startswith("/en/mds/")]
    return [each for each in every if not any(part in each for part in NOT_PAGES) and "/x" not in each]


def whose(address: str, clients: dict[str, Client]) -> list[str]:
    """The first role that is shown a page there; in a campaign the first of each side, for their pages differ."""
    found = []
    for side in SIDES:
        role = next((each for each in side if _is_shown(clients[each], address)), "")
        found += [role] if role else []
        if found and not IS_CAMPAIGN:
            break
    return found


def _is_shown(client: Client, address: str) -> bool:
    """Whether a role is shown a whole page there, not a part of one that a script asks for."""
    answer = client.get(address)
    is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return is_page and b"<main" in answer.content


@pytest.mark.parametrize(("language", "width", "place"), [("en", 1280, 0), ("ar", 360, 3)])
def test_axe_finds_nothing_on_any_page_of_figures(
    browser: Any, live_server: Any, world: World, settings: Any, language: str, width: int, place: int
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    clients = {role: opened(world.people[role]) for role in ROLES}
    every = pages(world)
    assert len(every) > 60
    chosen = every if IS_CAMPAIGN else every[place::ONE_OF]
    context = browser.new_context(viewport={"width": width, "height": 900})
    page, axe = context.new_page(), axe_playwright.Axe()
    problems: list[str] = []
    page.on("console", lambda said: problems.append(f"{page.url} {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda said: problems.append(f"{page.url} {said}"))
    found, seen = list[str](), 0
    for address in chosen:
        for role in whose(address, clients):
            context.clear_cookies()
            context.add_cookies(
                [{"name": k, "value": each.value, "url": live_server.url} for k, each in clients[role].cookies.items()]
            )
            answer = page.goto(live_server.url + address.replace("/en/", f"/{language}/", 1))
            assert answer.status == 200, (role, address)
            seen += 1
            found += faults(page, axe, f"{role} {address}")
    context.close()
    assert found == [], "\n".join(found)
    assert problems == []
    assert seen > (60 if IS_CAMPAIGN else 6)
