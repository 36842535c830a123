"""Pages kept in memory: only for readers without a session, only while nothing has changed, never without bound."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory

from concord_site.evidence import kept
from concord_site.public import views

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses whose page was made anew."""
    found: list[str] = []
    original = views.render

    def render(request: Any, *args: Any, **more: Any) -> Any:
        found.append(request.get_full_path())
        return original(request, *args, **more)

    monkeypatch.setattr(views, "render", render)
    return found


def test_the_same_page_is_made_once(client: Client, made: list[str]) -> None:
    first, second = client.get("/en/methods/"), client.get("/en/methods/")
    assert len(made) == 1
    assert first.content == second.content


def test_language_query_and_theme_are_told_apart(client: Client, made: list[str]) -> None:
    client.get("/en/methods/")
    client.get("/ar/methods/")
    client.get("/en/methods/?a=1")
    client.cookies["concord_theme"] = "dark"
    client.get("/en/methods/")
    assert len(made) == 4


def test_somebody_signed_in_is_never_answered_from_the_shelf(
    client: Client, made: list[str], person: Any, signed_in: Any
) -> None:
    client.get("/en/methods/")
    own = signed_in(person(role="secretary"))
    own.get("/en/methods/")
    own.get("/en/methods/")
    assert len(made) == 3


def test_another_release_makes_the_page_anew(client: Client, made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    client.get("/en/methods/")
    keys = kept._key
    monkeypatch.setattr(kept, "_key", lambda request: (*keys(request), "2026.2"))
    client.get("/en/methods/")
    assert len(made) == 2


def test_a_long_query_and_a_file_are_not_kept() -> None:
    make = RequestFactory()
    assert not kept._may_be_kept(make.get("/en/data/?q=" + "x" * 400))
    assert not kept._may_be_kept(make.get("/en/data/?format=csv"))
    assert kept._may_be_kept(make.get("/en/data/"))


def test_the_shelf_has_a_limit_and_the_oldest_go_first() -> None:
    import random

    shelf = kept.Shelf(most=3_000)
    dice = random.Random(1)
    for number in range(10):
        shelf.put((number,), dice.randbytes(1_000))
    assert shelf.bytes <= 3_000
    assert shelf.get((0,)) is None
    assert shelf.get((9,)) is not None
