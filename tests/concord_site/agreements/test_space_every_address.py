"""Every address below a dossier, of every room inside it: nobody else's, and no word of one party for the other.

Files are opened: what stands inside PDF, Word and workbooks is looked through like a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver

from concord.texts.proposing import Proposal
from concord_site.agreements import urls
from concord_site.agreements.demonstration.stories import story
from concord_site.agreements.demonstration.telling import DONE, Telling, _at
from concord_site.agreements.models import Place, SealedRow
from concord_site.agreements.texting import actions
from concord_site.agreements.texting.queries import Texts
from concord_site.agreements.texting.records import LanguageVersion, Version

from .inside_files import said, squeezed

pytestmark = pytest.mark.django_db
#: What another room shows of a dossier: a part as everybody would see it.
BESIDE = ("dossiers/<str:dossier_id>/publication/<str:part_id>/",)
#: What stands in addresses: kinds of space, files, days, clauses; every other part is tried with a word.
TRIED = {"side": ("own", "shared"), "day": ("2026-01-01",), "clause": ("art-1",), "part_id": ("text", "evaluation"),
         "element": ("CL08",), "quantity": ("moved",), "format": ("pdf",)}  # fmt: skip
#: What files are given out as below an address.
FILES = {
    "/prepare/": ("pdf", "docx"), "/text/": ("docx", "tracked.docx", "xml", "txt"), "/appraisal/": ("json", "pdf"),
    "/account/": ("json", "csv", "docx", "xlsx"),
}  # fmt: skip
USUAL = ("new",)
#: What stands in addresses where only it matters that there is an address.
PLAIN = {"side": ("own",), "format": ("json", "pdf", "docx"), "part_id": ("text",)}
#: Files of which at least one of each kind is opened.
OPENED = ("paper.pdf", "paper.docx", "record.pdf", "record.docx", "own/files/tracked.docx", "own/files/xml",
          "shared/files/tracked.docx", "files/txt", "files/pdf", "file.xlsx", "file.csv", "file.docx")  # fmt: skip
#: Files that say the same to everybody.
ALIKE = ("/survey.", "/known/")
#: Addresses of one record, and the kinds of record that stand there.
RECORDS = {
    "prepare/needs/{key}/": "need", "prepare/position/lines/{key}/": "position.line",
    "prepare/position/views/{key}/": "position.view", "prepare/position/sign-off/{key}/": "position.sign-off",
    "prepare/position/cited/{key}/": "position.cited", "prepare/consultations/{key}/": "consultation",
    "prepare/consultations/{key}/change/": "consultation", "prepare/objectives/{key}/": "objective",
    "text/own/versions/{key}/": "text.version", "text/compare/?a=own:{key}&b=own:{key}": "text.version",
    "room/own/documents/{key}/": "file", "room/own/minutes/{key}/": "minutes", "room/own/tasks/{key}/": "task",
}  # fmt: skip


def _routes(patterns: Any, before: str = "") -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, route)
        elif isinstance(each, URLPattern):
            yield route


def _addresses(dossier: str, *, is_plain: bool = False) -> list[str]:
    """Every address below a dossier, with every choice of what stands in it."""
    found = []
    for route in (*_routes(urls.urlpatterns), *BESIDE):
        if "<str:dossier_id>" not in route:
            continue
        files = next(({"format": formats} for part, formats in FILES.items() if part in route), {})
        tried = {**TRIED, **files, **(PLAIN if is_plain else {})}
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


def test_no_address_shows_one_party_what_the_other_keeps_to_itself(table, signed_in, now) -> None:
    _told(table)
    for dossier, by, word in ((table.origin(), table.asha, "zqleft17"), (table.destination(), table.ben, "zqright23")):
        _draft(dossier, by, word, now)
    secrets = {side: _only_in(getattr(table, side)(), other) for side, other in (
        ("origin", table.destination()), ("destination", table.origin()))}  # fmt: skip
    assert all(len(words) > 1 for words in secrets.values())
    stored = _stored()
    for side, by in (("origin", table.ben), ("destination", table.asha)):
        client, read = signed_in(by), list[str]()
        for address in _addresses(table.id):
            if any(each in address for each in ALIKE):
                continue
            answer = client.get(address)
            if answer.status_code == 200:
                _is_kept_nowhere(answer, address)
                words = said(answer)
                assert not [word for word in secrets[side] if word in words], address
                read += [part for part in OPENED if address.endswith(part)]
        assert sorted(set(read)) == sorted(OPENED), "no file of a kind was there to be searched"
        _records_of_the_other_party_are_not_there(client, table, side)
    assert _stored() == stored, "looking wrote something"


def _is_kept_nowhere(answer: Any, address: str) -> None:
    """Neither browser nor proxy keeps a page or a file, and a file is saved rather than shown."""
    assert "no-store" in answer["Cache-Control"], address
    assert answer["X-Content-Type-Options"] == "nosniff", address
    if not answer["Content-Type"].startswith("text/html"):
        assert answer["Content-Disposition"].startswith("attachment"), address


def _stored() -> tuple[int, set[bytes]]:
    """How many rows there are, and every place as it is sealed."""
    return SealedRow.objects.count(), {bytes(each.sealed) for each in Place.objects.all()}


def _records_of_the_other_party_are_not_there(client: Any, table: Any, whose: str) -> None:
    """By address, a record of the other party's own space is the page of one that does not exist."""
    own, mine = getattr(table, whose)().own, (table.destination if whose == "origin" else table.origin)()
    home, compared = f"/en/agreements/dossiers/{table.id}/", 0
    for page, kind in RECORDS.items():
        known = {record.key for space in (mine.own, mine.shared) for record in space.records(kind)}
        for key in [record.key for record in own.records(kind) if record.key not in known][:1]:
            there, missing = (client.get(home + page.replace("{key}", each)) for each in (key, "z" * len(key)))
            assert there.status_code == missing.status_code, page
            if there.status_code == 404:
                compared += 1
                assert there.content.replace(key.encode(), b"z" * len(key)) == missing.content, page
    assert compared > 4


def _draft(dossier: Any, by: Any, word: str, now: Any) -> None:
    """A draft of one's own with a proposal, a comment and a rendering, each with a word of its own."""
    texts = Texts(dossier, "own")
    actions.write_version(texts, Version(f"Article 1\nOurs alone: draft {word} of us", "en", "T"), by=by, now=now)
    texts = Texts(dossier, "own")
    actions.propose(texts, Proposal("art-1", "change", f"Article 1\nproposal {word} of us"), by=by, now=now)
    actions.comment(texts, "art-1", f"comment {word} of ours", by=by, now=now)
    actions.write_language(texts, LanguageVersion(f"Article 1\nrendering {word}", "fr"), by=by, now=now)


def _told(table: Any) -> None:
    """What the story of the nurses writes, without its phases."""
    told = story("nurses")
    telling = Telling(told, table.id, {"origin": table.asha, "destination": table.ben})
    for step in told.steps:
        if step.act in ("put", "text"):
            DONE[step.act](telling, step, telling.people[step.who], _at(step.on))


def _only_in(mine: Any, theirs: Any) -> set[str]:
    """Longer words of one's own space that stand in nothing the other party reads."""
    mine_alone = {text for record in mine.own.recent(1000) for text in _texts(record.body) if len(text) > 20}
    known = "".join(
        text
        for space in (theirs.own, theirs.shared)
        for r in space.recent(1000)
        for text in (r.by, r.key, *_texts(r.body))
    )
    return {squeezed(text) for text in mine_alone if text not in known}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
