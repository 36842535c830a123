"""What is not published reaches nobody else: every address is opened as every role, and none shows what is not theirs.

Each thing that is somebody's carries a word of its own. The words are looked for in every page, file, feed, search,
refusal and answer of the interface; addresses come from the router itself, so that a new page is walked too.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from ..looks import IS_CAMPAIGN, walks
from . import team_ground

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = team_ground.TODAY
#: Addresses that are not pages of the installation's own making, or that end what the walk needs.
LEFT_OUT = (
    "account/", "static/", "trials/", "instruments/", "programme/", "data/", "countries/", "analysis/",
    "agreements/dossiers/",
)  # fmt: skip
VALUES: dict[str, tuple[str, ...]] = {
    "area": ("KEN", "FRA", "PER"), "year": ("2027",), "round": ("2027",), "lang": ("en",), "language": ("en",),
    "format": ("json", "csv"), "form": ("json", "csv"), "kind": ("csv",), "section": ("1", "2"), "number": ("1",),
    "key": ("people_notes", "people_count"), "id": ("nri-2027", "small"),
}  # fmt: skip


#: In which addresses the key of a row stands.
PLACES = {
    "Submission": "reports/", "Delegation": "delegations/", "Filing": "receipts/", "Query": "queries/",
    "Letter": "letters/",
}  # fmt: skip
#: Roles whose pages differ; the others of a country see what its reader or its chief sees.
WALKING = ("nobody", "chief", "stranger", "delegate", "desk", "region")
#: Those who together may read every word: they walk every address of the room in every run.
REACHING = ("chief", "delegate", "desk")


@dataclass
class World:
    """Things with their words, people by role, and keys of rows by type of converter."""

    people: dict[str, Any] = field(default_factory=dict)
    words: dict[str, frozenset[str]] = field(default_factory=dict)  # word → who may see it
    uuids: dict[str, list[str]] = field(default_factory=dict)  # by what addresses call the kind
    numbers: set[int] = field(default_factory=set)
    references: list[str] = field(default_factory=list)

    def keep(self, word: str, *who: str) -> str:
        """A word that only some may see."""
        self.words[word] = frozenset(who)
        return word

    def known(self, row: Any) -> Any:
        """A row whose key is tried in addresses."""
        if isinstance(row.pk, uuid.UUID):
            self.uuids.setdefault(PLACES[type(row).__name__], []).append(str(row.pk))
        else:
            self.numbers.add(int(row.pk))
        return row


COUNTRY = ("chief", "officer", "clearing", "reader")
SECRETARIAT = ("desk", "administrator", "statistician")


@pytest.fixture
def world(person: Any, organisation: Any) -> World:
    found = World()
    ground = team_ground.made(person, organisation)
    found.people = {
        "nobody": None, "signed-in": person(), "chief": ground.chief, "officer": ground.officer,
        "clearing": ground.clearing, "reader": ground.reader,
        "stranger": person("national-authority", organisation("authority", "GHA")),
        "desk": person("secretariat-desk"), "administrator": person("secretariat-administrator"),
        "statistician": person("statistician"), "translator": person("translator"), "operator": person("operator"),
        "stakeholder": person("stakeholder"), "recruiter": person("recruiter"), "negotiator": person("negotiator"),
        "reviewer": person("reviewer"), "region": person("regional-office"), "delegate": person(),
    }  # fmt: skip
    _draft(found, ground)
    _filed(found, ground)
    _published(found, ground)
    return found


def _draft(found: World, ground: team_ground.Ground) -> None:
    """Kenya's report while it is filled: its own people alone, and the delegate in the second section."""
    from concord_site.reporting import models

    team_ground.answer(ground, support_what=found.keep("WORDANSWER", *COUNTRY))
    team_ground.answer(ground, people_notes=found.keep("WORDDELEGATED", *COUNTRY, "delegate"))
    report = found.known(ground.submission)
    remark = found.keep("WORDREMARK", *COUNTRY)
    found.known(models.Remark.objects.create(submission=report, address="support_what", text=remark, by=ground.officer))
    delegated = models.Delegation.objects.create(
        submission=report, sections=[2], email="colleague@other.example", state="open",
        office=found.keep("WORDOFFICE", *COUNTRY, "delegate"), message="", person=found.people["delegate"],
        invited_by=ground.officer,
    )  # fmt: skip
    found.known(delegated)
    title = found.keep("WORDCLEARANCE", *COUNTRY)
    found.known(models.ClearanceStep.objects.create(area="KEN", title=title, person=ground.clearing))
    part = models.Participation.objects.get(round=ground.round, area="KEN")
    part.note = found.keep("WORDNOTE", *SECRETARIAT)
    part.save()
    found.known(part)


def _filed(found: World, ground: team_ground.Ground) -> None:
    """France's report as it was sent, under review, with a query that is not sent yet."""
    from concord_site.reporting import models

    report = models.Submission.objects.create(
        round=ground.round, area="FRA", state="under-review", instrument=ground.submission.instrument, number="1",
        version=ground.submission.version, digest="0" * 64, submitted_at=timezone.now(),
    )  # fmt: skip
    answer = found.keep("WORDFILED", *SECRETARIAT)
    filing = models.Filing.objects.create(
        submission=report, number=1, language="en", digest="1" * 64, reference="NR-2027-FRA-1.1",
        answers={"laws_any": "no", "people_count": 4711, "people_notes": answer},
    )  # fmt: skip
    query = models.Query.objects.create(
        submission=report, address="people_count", question="people_count", state="drafted",
        text=found.keep("WORDQUERY", "desk", "administrator"), by=found.people["desk"],
    )  # fmt: skip
    letter = models.Letter.objects.create(
        area="FRA", what="other", subject=found.keep("WORDLETTER", "desk", "administrator"), state="drafted"
    )
    for row in (report, filing, query, letter):
        found.known(row)
    found.references.append(filing.reference)


def _published(found: World, ground: team_ground.Ground) -> None:
    """Peru's report, published without one answer that it keeps to itself."""
    from concord_site.reporting import models

    withheld = found.keep("WORDWITHHELD", *SECRETARIAT)
    report = models.Submission.objects.create(
        round=ground.round, area="PER", state="published", instrument=ground.submission.instrument, number="1",
        version=ground.submission.version, digest="0" * 64, submitted_at=timezone.now(), withheld=["people_notes"],
    )  # fmt: skip
    answers = {"laws_any": "no", "people_count": 12, "support_what": "WORDPUBLIC"}
    filing = models.Filing.objects.create(
        submission=report, number=1, language="en", digest="2" * 64, reference="NR-2027-PER-1.1",
        answers={**answers, "people_notes": withheld}, withheld=["people_notes"],
    )  # fmt: skip
    published = models.Publication.objects.create(
        reference="NR-2027-PER-1", round=ground.round, area="PER", instrument=report.instrument, number="1",
        version=report.version, instrument_digest=report.digest, language="en", answers=answers,
        withheld=["people_notes"], digest="3" * 64, submitted_on=dt.date(2027, 5, 1),
    )  # fmt: skip
    for row in (report, filing, published):
        found.known(row)
    found.references += [filing.reference, published.reference]


# ---- addresses ------------------------------------------------------------------------------------------------------
def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the router, with the route in front of it."""
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, route)
        else:
            yield route, each


def addresses(found: World) -> list[str]:
    """An address of every pattern for every row that fits it."""
    made: set[str] = set()
    for route, pattern in patterns(get_resolver()):
        if any(part in route for part in LEFT_OUT):
            continue
        converters = pattern.pattern.converters if hasattr(pattern.pattern, "converters") else {}
        made |= set(_filled(route, _converters(route, converters), found))
    return sorted(made)


def _converters(route: str, own: dict[str, Any]) -> dict[str, str]:
    named = {name: kind or "str" for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", route)}
    regular = dict.fromkeys(re.findall(r"\(\?P<(\w+)>", route), "regex")
    return {**named, **regular}


def _filled(route: str, names: dict[str, str], found: World) -> Iterator[str]:
    choices = [[(name, value) for value in _candidates(name, kind, route, found)] for name, kind in names.items()]
    for chosen in itertools.islice(itertools.product(*choices), 12 if IS_CAMPAIGN else 3):
        path = route
        for name, value in chosen:
            path = re.sub(rf"\(\?P<{name}>(?:[^()]|\([^()]*\))*\)", value, path)
            path = re.sub(rf"<(?:\w+:)?{name}>", value, path)
        path = re.sub(r"[\^$\\]", "", path)
        yield "/" + path if not path.startswith("/") else path


def _candidates(name: str, kind: str, route: str, found: World) -> tuple[str, ...]:
    if name in VALUES:
        return VALUES[name]
    keys = [each for place, keys in found.uuids.items() if place in route for each in keys]
    if kind == "uuid":
        return tuple(keys) or (str(uuid.uuid4()),)
    if kind == "int" or name == "pk":
        return tuple(map(str, sorted(found.numbers)[:3]))
    return tuple(found.references) if name == "reference" else ("x",)


def opened(who: Any) -> Client:
    client = Client(raise_request_exception=True)
    if who is not None:
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content


def test_every_address_shows_every_role_only_what_is_theirs(world: World) -> None:
    every = [each for each in addresses(world) if "<" not in each and "(" not in each]
    every += [f"/en/reporting/review/2027/{area}/?view=section-2" for area in ("FRA", "PER")]
    every += ["/en/search/?q=WORD", "/api/v1/reports", "/api/v1/published"]
    assert len(every) > 200
    shown: dict[str, set[str]] = {}
    wrong: list[str] = []
    for role in world.people if IS_CAMPAIGN else WALKING:
        client = opened(world.people[role])
        mine = role in REACHING
        for address in [each for each in every if (mine and "/reporting/" in each) or walks(role, each, 3)]:
            answer = client.get(address)
            content = body(answer)
            assert answer.status_code < 500, (role, address, answer.status_code)
            for word, allowed in world.words.items():
                if word.encode() in content:
                    shown.setdefault(word, set()).add(role)
                    if role not in allowed:
                        wrong.append(f"{role} sees {word} at {address}")
    assert wrong == []
    # The words are really there for those who may read them: a walk that reaches nothing proves nothing.
    assert {word for word in world.words if not shown.get(word)} == set()
    assert "chief" in shown["WORDANSWER"]
    assert "delegate" in shown["WORDDELEGATED"]
    assert "desk" in shown["WORDFILED"]


def test_what_may_not_be_known_is_refused_as_what_does_not_exist(world: World) -> None:
    client = opened(world.people["stranger"])
    unknown = str(uuid.uuid4())
    tried = 0
    for route, pattern in patterns(get_resolver()):
        if "<uuid:" not in route or "trials/" in route or any(part in route for part in LEFT_OUT):
            continue
        names = _converters(route, getattr(pattern.pattern, "converters", {}))
        if len([kind for kind in names.values() if kind == "uuid"]) != 1:
            continue
        for path in _filled(route, names, world):
            key = next((each for keys in world.uuids.values() for each in keys if each in path), None)
            if key is None or "<" in path:
                continue
            there, missing = client.get(path), client.get(path.replace(key, unknown))
            tried += 1
            assert there.status_code == missing.status_code, path
            if there.status_code == 404:
                assert there.content.replace(key.encode(), b"") == missing.content.replace(unknown.encode(), b""), path
    assert tried > 20
