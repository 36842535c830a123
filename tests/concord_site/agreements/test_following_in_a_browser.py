"""Appraising and following in a real browser: axe finds nothing, nothing scrolls sideways, and a figure that is tried
shows at once what it changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from concord_site.agreements.texting import actions as texting
from concord_site.agreements.texting.queries import Texts
from concord_site.agreements.texting.records import Version

from ..looks import WAYS, faults
from .test_following_pages import at, begin, sent

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

TEXT = "Article 1\nNo more than 30 nurses shall be recruited each year.\nArticle 2\nA committee should meet.\n"
FOLLOWING = ("account/", "account/shared/figures/anyway/", "plan/", "plan/actions/new/", "committee/", "monitoring/",
             "monitoring/targets/new/", "evaluation/", "lessons/")  # fmt: skip
APPRAISING = ("", "shared/elements/CL08/", "shared/beside/?known=AGR-010", "known/")


def fill(table: Any, client: Any) -> None:
    """A text, an account, an action that is late, and two figures that differ."""
    begin(table)
    now = timezone.now()
    texting.write_version(Texts(table.origin(), "shared"), Version(TEXT, "en", "Invented"), by=table.asha, now=now)
    sent(client, at(table, "plan/actions/new/"), title="Send lists", party="origin", owner="Registry",
         start="2020-01-01", end="2020-02-01", state="under-way", version=0)  # fmt: skip
    sent(client, at(table, "monitoring/targets/new/"), indicator="persons-moved", aim="at-most", value="105",
         year="2030", every_year="on", baseline="40", baseline_year="2024", version=0)  # fmt: skip
    sent(client, at(table, "monitoring/figures/new/"), indicator="persons-moved", year="2026", value="104",
         source="Register", version=0)  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("language", "width"), WAYS)
def test_axe_finds_nothing_on_pages_of_appraising_and_following(
    live_server: Any, browser: Any, settings: Any, table: Any, signed_in: Any, language: str, width: int
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = signed_in(table.asha)
    fill(table, client)
    context = browser.new_context(viewport={"width": width, "height": 900})
    url = live_server.url
    context.add_cookies([{"name": name, "value": each.value, "url": url} for name, each in client.cookies.items()])
    page, found = context.new_page(), list[str]()
    addresses = [at(table, each, language) for each in FOLLOWING]
    addresses += [at(table, each, language).replace("/follow/", "/appraisal/") for each in APPRAISING]
    for address in addresses:
        assert page.goto(url + address).status == 200, address
        found += faults(page, axe.Axe(), address)
    page.goto(url + at(table, "account/", language))
    boxes = page.evaluate("[...document.querySelectorAll('#try input:not([type=hidden])')].map(each => each.name)")
    page.fill("[name=anyway]", "10")
    page.keyboard.press("Tab")
    page.wait_for_selector(".changed .other")
    assert page.evaluate("document.activeElement.name") == boxes[boxes.index("anyway") + 1]
    found += faults(page, axe.Axe(), "tried")
    page.focus("button[name=back]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".changed", state="detached")
    assert page.input_value("[name=anyway]") == "30"
    context.close()
    assert found == []
