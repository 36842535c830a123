"""Pages of deliveries in the states in which they hold most, in a real browser: axe finds nothing, nothing scrolls
sideways, no script fails; in English wide and in Arabic narrow. A jump is answered without scripts.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from concord_site.mds.actions import confirming, delivering, explaining, profiling
from concord_site.mds.models import Delivery
from concord_site.mds.queries import deliveries

from ..looks import WAYS, faults
from . import small_files

axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")
#: A year later: more than twice as many, and as many of an unknown origin as before.
NEXT = small_files.HEAD + (
    b"Uganda;2221;origin;T;2024;320\r\n"
    b"Malawi;2221;origin;T;2024;60\r\n"
    b";2221;domestic;T;2024;1200\r\n"
    b";2221;unknown;T;2024;920\r\n"
    b";2221;total;T;2024;2500\r\n"
)
#: A column that nobody knows, a number that reads two ways, a country that nobody knows.
MESSY = small_files.GOOD.replace(b"Stock\r\n", b"Stock;Zzqx\r\n").replace(b"0\r\n", b"0;qwe\r\n").replace(
    b"Malawi", b"Atlantis")  # fmt: skip
TEXT = "The council asks for the country of training since 2020; before that it was not asked."


def _brought(by: Any, read: Any, content: bytes, **more: Any) -> Delivery:
    row = delivering.begin(area="KEN", by=by, subject=more.pop("subject", "Register of the nursing council"), **more)
    delivering.add(delivery_id=row.pk, chunks=[content], name="effectifs-2024.csv", by=by)
    return read(row)


def _confirmed(row: Delivery, by: Any) -> Delivery:
    for each in deliveries.outcome_of(deliveries.current_reading(row)).found:
        if each.finding.level == "soft":
            explaining.explain(delivery_id=row.pk, key=each.key, text=TEXT, by=by)
    row.refresh_from_db()
    return confirming.confirm(delivery_id=row.pk, version=row.version, name="Tala Maro", office="Statistics", by=by)


@pytest.fixture
def rows(officer: Any, authority: Any, read: Any) -> dict[str, Delivery]:
    """Deliveries by what they hold: confirmed, with jumps and last year's explanation, with a break, with questions."""
    made = {"confirmed": _confirmed(_brought(officer, read, small_files.UNKNOWN), authority)}
    made["jumps"] = _brought(officer, read, NEXT)
    broken = _brought(officer, read, NEXT)
    said = dict(deliveries.outcome_of(deliveries.current_reading(broken)).profile)
    series = {"structure": "mds-stock-by-training", "occupation": "2221"}
    said["breaks"] = [{"year": 2024, "what": TEXT, "series": series}]
    profiling.save(delivery_id=broken.pk, said=said, by=officer)
    made["broken"] = read(broken)
    made["asked"] = _brought(officer, read, MESSY, subject="Ministry")
    made["wrong"] = _brought(officer, read, small_files.NEGATIVE, subject="Ministry")
    made["draft"] = delivering.begin(area="KEN", by=officer, subject="Universities")
    return made


def _pages(rows: dict[str, Delivery]) -> list[str]:
    own = {
        "confirmed": ("delivery", "before-after", "history", "findings", "profile", "withdraw"),
        "jumps": ("delivery", "findings", "profile", "before-after", "confirm"),
        "broken": ("before-after", "profile", "findings"), "asked": ("delivery", "profile", "findings"),
        "wrong": ("delivery", "findings", "confirm", "give-up"), "draft": ("delivery", "profile", "findings", "about"),
    }  # fmt: skip
    found = [reverse(f"mds:{page}", kwargs={"pk": rows[which].pk}) for which, pages in own.items() for page in pages]
    return [reverse("mds:home"), reverse("mds:begin", kwargs={"area": "KEN"}), *found]


def _page(browser: Any, live_server: Any, client: Any, **how: Any) -> Any:
    context = browser.new_context(**how)
    context.add_cookies(
        [{"name": name, "value": each.value, "url": live_server.url} for name, each in client.cookies.items()]
    )
    return context.new_page()


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_pages_of_deliveries_are_sound(
    browser: Any, live_server: Any, settings: Any, rows: dict[str, Delivery], officer: Any, signed_in: Any,
    language: str, width: int,
) -> None:  # fmt: skip
    settings.ALLOWED_HOSTS = ["*"]
    page = _page(browser, live_server, signed_in(officer), viewport={"width": width, "height": 900})
    axe, found, problems = axe_playwright.Axe(), list[str](), list[str]()
    page.on("console", lambda said: problems.append(f"{page.url} {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda said: problems.append(f"{page.url} {said}"))
    with translation.override(language):
        addresses = _pages(rows)
    for address in addresses:
        answer = page.goto(live_server.url + address)
        assert answer.status == 200, address
        found += faults(page, axe, address)
    page.context.close()
    assert found == []
    assert problems == []


def test_a_jump_is_answered_by_keyboard_and_without_scripts(
    browser: Any, live_server: Any, settings: Any, rows: dict[str, Delivery], officer: Any, signed_in: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    row = rows["jumps"]
    page = _page(browser, live_server, signed_in(officer), viewport={"width": 360, "height": 800},
                 java_script_enabled=False)  # fmt: skip
    page.goto(live_server.url + reverse("mds:findings", kwargs={"pk": row.pk}))
    form = page.locator("form.explain", has=page.locator("fieldset.change")).first
    form.locator("input[value=break]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(TEXT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**" + reverse("mds:delivery", kwargs={"pk": row.pk}))
    page.context.close()
    row.refresh_from_db()
    assert [(each["year"], each["what"]) for each in row.profile["breaks"]] == [(2024, TEXT)]
    assert deliveries.is_reading(row)
