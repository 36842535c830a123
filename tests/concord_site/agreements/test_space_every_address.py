"""Every address below a dossier, of every room inside it: nobody else's, and no word of one party for the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver

from concord_site.agreements import urls
from concord_site.agreements.demonstration.stories import story
from concord_site.agreements.demonstration.telling import DONE, Telling, _at

pytestmark = pytest.mark.django_db
#: What stands in addresses: kinds of space, files, days, clauses; every other part is tried with a word.
TRIED = {"side": ("own", "shared"), "format": ("json",), "day": ("2026-01-01",), "clause": ("art-1",),
         "element": ("CL08",), "part_id": ("text",), "quantity": ("moved",)}  # fmt: skip
USUAL = ("new",)
#: What stands in addresses where only it matters that there is an address.
PLAIN = {"side": ("own",), "format": ("json",)}


def _routes(patterns: Any, before: str = "") -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, route)
        elif isinstance(each, URLPattern):
            yield route


def _addresses(dossier: str, *, is_plain: bool = False) -> list[str]:
    """Every address below a dossier, with every choice of what stands in it."""
    found, tried = [], {**TRIED, **(PLAIN if is_plain else {})}
    for route in _routes(urls.urlpatterns):
        if "<str:dossier_id>" not in route:
            continue
        names = re.findall(r"<(?:\w+:)?(\w+)>", route.replace("<str:dossier_id>", dossier))
        for chosen in product(*(tried.get(name, USUAL) for name in names)):
            address = route.replace("<str:dossier_id>", dossier)
            for name, word in zip(names, chosen, strict=True):
                address = re.sub(rf"<(?:\w+:)?{name}>", word, address)
            found.append(f"/en/agreements/{address}")
    return found


def test_every_address_of_every_room_is_walked() -> None:
    walked = " ".join(_addresses("d"))
    for part in ("/d/life/", "/d/prepare/needs/", "/d/text/", "/d/appraisal/", "/d/follow/plan/"):
        assert part in walked


def test_whoever_has_no_seat_gets_the_page_of_what_does_not_exist(table, signed_in, person, organisation) -> None:
    stranger = signed_in(person("negotiator", organisation("ministry", "KEN")))
    for address in _addresses(table.id, is_plain=True):
        there, missing = stranger.get(address), stranger.get(address.replace(table.id, "a" * 26))
        assert there.status_code == missing.status_code, address
        assert there.status_code in (404, 405), address
        assert there.content.replace(table.id.encode(), b"a" * 26) == missing.content, address
    administrator = signed_in(person("secretariat-administrator"))
    for address in _addresses(table.id, is_plain=True)[::3]:
        assert administrator.get(address).status_code in (404, 405), address
        assert administrator.post(address, {"do": "x"}).status_code in (404, 405), address


def test_no_address_shows_one_party_what_the_other_keeps_to_itself(table, signed_in) -> None:
    _told(table)
    secrets = {side: _only_in(getattr(table, side)(), other) for side, other in (
        ("origin", table.destination()), ("destination", table.origin()))}  # fmt: skip
    assert all(len(words) > 1 for words in secrets.values())
    for side, by in (("origin", table.ben), ("destination", table.asha)):
        client = signed_in(by)
        for address in _addresses(table.id):
            answer = client.get(address)
            if answer.status_code == 200 and not getattr(answer, "streaming", False):
                page = answer.content.decode(errors="replace")
                assert not [word for word in secrets[side] if word in page], address


def _told(table: Any) -> None:
    """What the story of the nurses writes, without its phases."""
    told = story("nurses")
    telling = Telling(told, table.id, {"origin": table.asha, "destination": table.ben})
    for step in told.steps:
        if step.act in ("put", "text"):
            DONE[step.act](telling, step, telling.people[step.who], _at(step.on))


def _only_in(mine: Any, theirs: Any) -> set[str]:
    """Longer words of one's own space that stand in nothing the other party reads."""
    said = {text for record in mine.own.recent(1000) for text in _texts(record.body) if len(text) > 20}
    known = "".join(
        text for space in (theirs.own, theirs.shared) for r in space.recent(1000) for text in _texts(r.body)
    )
    return {text for text in said if text not in known}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
