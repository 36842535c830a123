"""Every page of a release in a real browser, the country's own and the public ones: sound in both directions."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from ..looks import WAYS, faults
from .release_ground import STOCK, prepared

pytest.importorskip("playwright.sync_api")
axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: Pictures are put there where one wants to look at them.
PICTURES = os.environ.get("CONCORD_PICTURES", "")


def pages(first: Any, second: Any, third: Any) -> list[str]:
    """The pages of a corrected release, its correction, and one in preparation."""
    own = [reverse("mds:home"), reverse("mds:release-begin", kwargs={"area": "KEN"})]
    own.append(reverse("mds:release-begin", kwargs={"area": "KEN"}) + f"?corrects={second.pk}")
    own += [reverse("mds:release", kwargs={"pk": each.pk}) for each in (first, second, third)]
    own += [reverse(f"mds:release-{name}", kwargs={"pk": third.pk}) for name in ("describe",)]
    own.append(reverse("mds:release-both", kwargs={"pk": third.pk, "structure": STOCK}))
    own.append(reverse("mds:release-withdraw", kwargs={"pk": second.pk}))
    shown = [reverse("public:releases"), reverse("public:releases") + f"?digest={second.digest}"]
    shown += [reverse("public:release", kwargs={"key": each.key}) for each in (first, second)]
    shown.append(reverse("public:release-table", kwargs={"key": second.key, "structure": STOCK}))
    return [*own, *shown]


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_pages_of_releases_are_sound(
    browser: Any, live_server: Any, settings: Any, first: Any, second: Any, officer: Any, authority: Any,
    signed_in: Any, language: str, width: int,
) -> None:  # fmt: skip
    settings.ALLOWED_HOSTS = ["*"]
    third = prepared(officer, *second.deliveries.all())
    context = browser.new_context(viewport={"width": width, "height": 900})
    cookies = signed_in(authority).cookies.items()
    context.add_cookies([{"name": name, "value": each.value, "url": live_server.url} for name, each in cookies])
    page, axe, found, problems = context.new_page(), axe_playwright.Axe(), list[str](), list[str]()
    page.on("console", lambda said: problems.append(f"{page.url} {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda said: problems.append(f"{page.url} {said}"))
    with translation.override(language):
        addresses = pages(first, second, third)
    for number, address in enumerate(addresses):
        answer = page.goto(live_server.url + address)
        assert answer.status == 200, address
        found += faults(page, axe, address)
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{language}-{width}-{number:02d}.png"), full_page=True)
    context.close()
    assert found == []
    assert problems == []
