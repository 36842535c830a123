"""What is not confirmed reaches nobody else: every address is opened as every role, and none shows what is not theirs.

Each thing that is somebody's carries a word or a figure of its own. They are looked for in every page, file, feed,
search, refusal and answer of the interface for programs; addresses come from the router itself, so that a new page is
walked too. Of counts nobody learns either: what is not theirs changes no byte of what they see.
"""

from __future__ import annotations

import itertools
import os
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from concord_site.accounts.api_keys import actions as keys
from concord_site.accounts.api_keys.models import ApiKey
from concord_site.mds.actions import observatories

from ..looks import walks
from ..reporting.test_every_address_as_every_role import body, opened, patterns
from . import watch_world
from .watch_world import STOCK, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
IS_CAMPAIGN = bool(os.environ.get("CONCORD_CAMPAIGN"))
#: Roles whose pages differ; in a campaign all of them walk.
WALKING = ("nobody", "officer", "stranger", "desk", "region", "brings", "checks", "lapsed")
#: Those who may read something: they walk every address of the room in every run.
REACHING = ("officer", "desk", "region", "brings", "checks")
ROOM = "mds/"
ROWS = ("delivery", "question", "consent")
#: Pages of others that end what the walk needs, and, in a sample, rooms that are told nothing of figures.
ELSEWHERE = (
    "account/log",
    "static/",
    *(() if IS_CAMPAIGN else ("programme/", "registers/", "reporting/", "publishing/", "agreements/")),
)
#: Which keys stand where in addresses of the room.
PLACES = {
    "questions/<uuid": "question", "consents/<uuid": "consent", "deliveries/{": "delivery",
}  # fmt: skip
VALUES = {
    "area": ("KEN", "PER"), "structure": (STOCK,), "format": ("csv", "json", "xlsx"), "upload": ("0" * 32,),
    "language": ("en",), "year": ("2027",), "round": ("2027",),
}  # fmt: skip


@pytest.fixture
def world(person: Any, organisation: Any) -> World:
    """Everything; in a sample addresses name three deliveries: in hand, confirmed, brought by an observatory."""
    found = watch_world.made(World(people=watch_world.people(person, organisation)))
    if not IS_CAMPAIGN:
        found.values["delivery"] = found.values["delivery"][:3]
    return found


def addresses(found: World) -> list[str]:
    """An address of every pattern of the room for every row that fits it, and every address that names no row."""
    made: set[str] = set()
    for route, _pattern in patterns(get_resolver()):
        names = re.findall(r"<(?:(\w+):)?(\w+)>", route)
        if ROOM in route:
            made |= set(_filled(route, names, found))
        elif not names and "(" not in route and not any(each in route for each in ELSEWHERE):
            made.add("/" + re.sub(r"[\^$\\]", "", route))
    jobs = [f"/en/jobs/{each}/" for each in found.values.get("job", ())]
    files = [f"/files/{each}" for each in found.values.get("bytes", ())]
    return sorted({each.replace("//", "/") for each in made} | set(jobs) | set(files))


def _filled(route: str, names: list[tuple[str, str]], found: World) -> Iterator[str]:
    choices = [[(name, value) for value in _candidates(kind, name, route, found)] for kind, name in names]
    for chosen in itertools.product(*choices):
        path = route
        for name, value in chosen:
            path = re.sub(rf"<(?:\w+:)?{name}>", value, path)
        yield "/" + re.sub(r"[\^$\\]", "", path)


def _candidates(kind: str, name: str, route: str, found: World) -> tuple[str, ...]:
    if name in VALUES:
        return VALUES[name]
    if kind == "uuid":
        place = next((key for start, key in PLACES.items() if start in route), "delivery")
        return tuple(found.values[place])
    return tuple(found.values["file"]) if name == "file" else ("x",)


def test_every_address_shows_every_role_only_what_is_theirs(world: World) -> None:
    every = addresses(world)
    every += ["/en/search/?q=WORD", "/en/mds/watch/?as_of=2026-01-01", "/en/mds/questions/?state=open"]
    assert sum("/mds/" in each for each in every) > 80, len(every)
    shown: dict[str, set[str]] = {}
    wrong: list[str] = []
    for role in world.people if IS_CAMPAIGN else WALKING:
        client = opened(world.people[role])
        mine = role in REACHING
        for address in [each for each in every if (mine and "/mds/" in each) or walks(role, each, 3)]:
            answer = client.get(address)
            content = body(answer).decode(errors="replace")
            assert answer.status_code < 500 or answer.status_code == 503, (role, address, answer.status_code)
            for word, allowed in world.words.items():
                if word in content:
                    shown.setdefault(word, set()).add(role)
                    if role not in allowed:
                        wrong.append(f"{role} sees {word} at {address}")
    assert wrong == []
    # The words are really there for those who may read them: a walk that reaches nothing proves nothing.
    lettered = {word for word in world.words if word.startswith("WORD")}
    assert (lettered - shown.keys() if IS_CAMPAIGN else set()) == set()
    assert {"officer", "checks"} <= shown["47,101"]
    assert {"desk", "region", "checks"} <= shown["58,123"]
    assert "brings" in shown["WORDBROUGHT"]
    assert "checks" in shown["WORDREMARK"]


def test_what_is_sent_to_another_countrys_address_changes_nothing_and_tells_nothing(world: World) -> None:
    every = [each for each in addresses(world) if "/mds/" in each]
    before = _state(world)
    for role in ("stranger", "away", "lapsed"):
        client = opened(world.people[role])
        for address in [each for each in every if walks(role, each)]:
            answer = client.post(address, {"text": "x", "key": "x", "do": "take", "reason": "x", "name": "x"})
            names_a_row = any(each in address for kind in ROWS for each in world.values[kind])
            assert answer.status_code in (302, 404, 405, 422) or not names_a_row, (role, address, answer.status_code)
            content = body(answer).decode(errors="replace")
            seen = [word for word, allowed in world.words.items() if word in content and role not in allowed]
            assert seen == [], (role, address)
    assert _state(world) == before


def _state(found: World) -> Any:
    rows = [found.draft, found.standing, found.brought, *found.questions, *found.consents]
    told = []
    for row in rows:
        row.refresh_from_db()
        told.append((row.state, getattr(row, "version", None)))
    return told


def test_what_may_not_be_known_is_refused_as_what_does_not_exist(world: World) -> None:
    client, unknown, tried = opened(world.people["away"]), str(uuid.uuid4()), 0
    every = [each for kind in ROWS for each in world.values[kind]]
    for address in addresses(world):
        key = next((each for each in every if each in address), None)
        if key is None:
            continue
        there, missing = client.get(address), client.get(address.replace(key, unknown))
        tried += 1
        assert there.status_code == missing.status_code, address
        assert body(there).decode().replace(key, "") == body(missing).decode().replace(unknown, ""), address
    assert tried > 60


@pytest.mark.parametrize("role", ["nobody", "signed-in", "stranger", "away", "lapsed"] if IS_CAMPAIGN else ["stranger"])
def test_what_is_not_theirs_changes_no_byte_of_what_they_see(role: str, person: Any, organisation: Any) -> None:
    """Lists, counts, searches and feeds of somebody, before there are figures of others and after."""
    found = World(people=watch_world.people(person, organisation))
    found.values = {"delivery": [], "question": [], "consent": [], "file": []}
    # How many mails wait is said to whoever runs an installation, on an address of its own.
    every = [each for each in addresses(found) if "x" not in each.split("/") and each != "/health"]
    client = opened(found.people[role])
    before = {each: _plain(client.get(each)) for each in every}
    notices = {"/en/account/notices/"}  # an observatory is told that its consent has begun and ended
    watch_world.made(found)
    if role == "stranger":  # its own delivery is no secret to it
        from concord_site.mds.models import Delivery

        Delivery.objects.filter(area="PER").delete()
    mine = opened(found.people[role])
    later = {each: _plain(mine.get(each)) for each in every}
    changed = sorted(each for each in every if before[each] != later[each])
    if role == "lapsed":
        allowed = ("/mds/", "/home", "/account", "/en/")
        assert all(any(part in each for part in allowed) or each in notices for each in changed), changed
    else:
        assert changed == []


def _plain(answer: Any) -> tuple[int, str]:
    """A page without what differs each time: tokens, moments, the number of a request."""
    text = body(answer).decode(errors="replace")
    text = re.sub(r'(csrfmiddlewaretoken" value|nonce|content)="[^"]*"', r'\1=""', text)
    return answer.status_code, re.sub(
        r"\d{2}:\d{2}(:\d{2})?(\.\d+)?|[0-9a-f]{16,}|\"[a-z_]*seconds[a-z_]*\": ?[\d.]+", "", text
    )


# ---- programs --------------------------------------------------------------------------------------------------------
def program(who: Any, scope: str, area: str = "KEN") -> str:
    """A key; one that follows countries is made as its page would make it."""
    if not scope.startswith("watch:"):
        return keys.make(name="p", days=30, by=who, now=timezone.now(), scope=scope, area=area)[1]
    made, secret = keys.make(name="p", days=30, by=who, now=timezone.now())
    ApiKey.objects.filter(pk=made.pk).update(scope="read watch:read watch:write")
    return secret


def paths(found: World) -> list[str]:
    """Every address of the interface that tells of figures, for every row."""
    described = Client().get("/api/v1/openapi.json").json()["paths"]
    wanted = [each.removeprefix("/api/v1") for each, ways in described.items() if "get" in ways]
    made = []
    for route in wanted:
        if not route.startswith(("/deliveries", "/figures")):
            continue
        names = re.findall(r"{(\w+)}", route)
        kind = "question" if "/questions/{" in route else "delivery"
        values = {"id": found.values[kind], "structure": [STOCK], "file": found.values["file"], "name": ["x.csv"]}
        for chosen in itertools.product(*(values[name] for name in names)):
            path = route
            for name, value in zip(names, chosen, strict=True):
                path = path.replace(f"{{{name}}}", value)
            made.append(path)
    return [*made, *(f"{each}?format=csv" for each in made if each.endswith(STOCK)), "/figures/countries?format=csv"]


def test_a_program_reads_what_its_person_may_read_of_the_country_it_is_for(world: World) -> None:
    who = world.people
    lent = watch_world.observatories.give(
        area="KEN", organisation_id=who["lapsed"].memberships.get().organisation_id, may=("upload",),
        begins_on=watch_world.day(0), by=who["authority"],
    )  # fmt: skip
    programs = {
        "officer": program(who["officer"], "data:write"), "stranger": program(who["stranger"], "data:write", "PER"),
        "brings": program(who["brings"], "data:write"), "lapsed": program(who["lapsed"], "data:write"),
        "desk": program(who["desk"], "watch:read"), "region": program(who["region"], "watch:read"),
        "away": program(who["away"], "watch:read"), "signed-in": program(who["signed-in"], "read"),
        "translator": program(who["translator"], "watch:read"),  # whose person follows no country
    }  # fmt: skip
    observatories.end(consent_id=lent.pk, by=who["authority"])
    every, shown = paths(world), dict[str, set[str]]()
    assert len(every) > (60 if IS_CAMPAIGN else 30)
    wrong = []
    for role, secret in programs.items():
        for path in [each for each in every if role in ("officer", "desk") or walks(role, each)]:
            answer = Client().get(f"/api/v1{path}", HTTP_AUTHORIZATION=f"Bearer {secret}")
            assert answer.status_code < 500, (role, path, answer.content[:300])
            content = body(answer).decode(errors="replace")
            for word, allowed in world.words.items():
                if word in content:
                    shown.setdefault(word, set()).add(role)
                    wrong += [f"{role} reads {word} at {path}"] if role not in allowed else []
            if role in ("lapsed", "signed-in", "translator"):
                assert answer.status_code in (403, 404), (role, path, answer.status_code)
    assert wrong == []
    assert {"officer", "desk", "region"} <= shown["WORDQUESTION"]
    assert {"officer", "desk"} <= shown["58123"]
    assert "brings" in shown["WORDBROUGHT"]


def test_a_program_is_told_nothing_of_what_it_may_not_know(world: World) -> None:
    secret = program(world.people["away"], "watch:read")
    unknown = str(uuid.uuid4())
    for path in paths(world):
        key = next((each for kind in ("delivery", "question") for each in world.values[kind] if each in path), None)
        if key is not None:
            given = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
            there, missing = (
                Client().get(f"/api/v1{path}", **given),
                Client().get(f"/api/v1{path}".replace(key, unknown), **given),
            )
            assert there.status_code == missing.status_code, path
            assert there.content.replace(key.encode(), b"") == missing.content.replace(unknown.encode(), b""), path
