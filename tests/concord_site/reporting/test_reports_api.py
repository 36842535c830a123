"""A country's own reports for programs: its key reaches its reports alone, and meets the same rules as its people."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from concord_site.accounts.api_keys import actions as keys

from . import team_ground

pytestmark = pytest.mark.django_db
HERE = "/api/v1/reports"


@pytest.fixture
def ground(person: Any, organisation: Any) -> team_ground.Ground:
    return team_ground.made(person, organisation)


def key(who: Any, scope: str = "reports:submit", area: str = "KEN") -> str:
    return keys.make(name="program", days=30, by=who, now=timezone.now(), scope=scope, area=area)[1]


def ask(secret: str, method: str, path: str, body: Any = None) -> Any:
    given = {"HTTP_AUTHORIZATION": f"Bearer {secret}"} if secret else {}
    data = json.dumps(body) if body is not None else ""
    return getattr(Client(), method)(path, data or None, content_type="application/json", **given)


def test_a_program_takes_a_report_from_its_beginning_to_its_receipt(ground: team_ground.Ground) -> None:
    secret = key(ground.chief)
    begun = ask(secret, "post", HERE, {"round": "2027"}).json()
    assert begun["id"] == str(ground.submission.pk)
    assert ask(secret, "get", HERE).json()["items"][0]["area"] == "KEN"
    here = f"{HERE}/{begun['id']}"
    assert ask(secret, "post", f"{here}/check").json()["hard"] == 2
    written = ask(
        secret,
        "patch",
        f"{here}/answers",
        {"answers": {"laws_any": "no", "people_count": 12}, "digest": begun["digest"]},
    ).json()
    assert written["changed"] == 2
    assert ask(secret, "get", f"{here}/answers").json()["answers"] == {"laws_any": "no", "people_count": 12}
    sent = {"name": "A. Mwangi", "office": "Ministry of Health", "digest": written["digest"]}
    receipt = ask(secret, "post", f"{here}/submit", sent).json()
    assert receipt["digest"] == written["digest"]
    assert ask(secret, "post", f"{here}/submit", sent).json() == receipt
    assert ask(secret, "get", f"{here}/receipts").json() == {"items": [receipt]}
    assert ask(secret, "get", here).json()["state"] == "submitted"


def test_answers_are_written_all_or_none(ground: team_ground.Ground) -> None:
    here, secret = f"{HERE}/{ground.submission.pk}/answers", key(ground.officer, "reports:write")
    refused = ask(secret, "patch", here, {"answers": {"laws_any": "no", "people_count": -3}})
    assert (refused.status_code, refused.json()["code"]) == (422, "reporting.filling.broken")
    assert ask(secret, "get", here).json()["answers"] == {}


def test_nothing_is_written_over_answers_that_the_program_has_not_seen(ground: team_ground.Ground) -> None:
    here, secret = f"{HERE}/{ground.submission.pk}/answers", key(ground.officer, "reports:write")
    seen = ask(secret, "get", here).json()["digest"]
    team_ground.answer(ground, ground.chief, people_count=7)
    refused = ask(secret, "patch", here, {"answers": {"people_count": 8}, "digest": seen})
    assert (refused.status_code, refused.json()["code"]) == (409, "reporting.report.moved")
    assert ask(secret, "get", here).json()["answers"] == {"people_count": 7}


def test_null_takes_an_answer_back(ground: team_ground.Ground) -> None:
    here, secret = f"{HERE}/{ground.submission.pk}/answers", key(ground.officer, "reports:write")
    ask(secret, "patch", here, {"answers": {"people_count": 7, "laws_any": "no"}})
    assert ask(secret, "patch", here, {"answers": {"people_count": None}}).json()["changed"] == 1
    assert ask(secret, "get", here).json()["answers"] == {"laws_any": "no"}


def test_what_a_program_wrote_is_in_the_history_with_its_way(ground: team_ground.Ground) -> None:
    secret = key(ground.officer, "reports:write")
    ask(secret, "patch", f"{HERE}/{ground.submission.pk}/answers", {"answers": {"people_count": 7}})
    change = ground.submission.changes.get(address="people_count")
    assert (change.way, change.by, change.value) == ("api", ground.officer, 7)


@pytest.mark.parametrize(
    ("scope", "refused"),
    [("reports:read", {"patch", "post", "submit"}), ("reports:write", {"submit"}), ("reports:submit", set())],
)
def test_a_key_does_what_it_was_made_for(ground: team_ground.Ground, scope: str, refused: set[str]) -> None:
    here, secret = f"{HERE}/{ground.submission.pk}", key(ground.chief, scope)
    body = {"name": "x", "office": "y", "digest": "0" * 64}
    answers = {
        "get": ask(secret, "get", here),
        "patch": ask(secret, "patch", f"{here}/answers", {"answers": {}}),
        "post": ask(secret, "post", HERE, {"round": "2027"}),
        "submit": ask(secret, "post", f"{here}/submit", body),
    }
    assert {name for name, answer in answers.items() if answer.status_code == 403} == refused


def test_no_other_country_and_nobody_without_a_key_learns_of_a_report(
    ground: team_ground.Ground, person: Any, organisation: Any
) -> None:
    stranger = key(person("national-authority", organisation("authority", "GHA")), area="GHA")
    unknown = f"{HERE}/00000000-0000-4000-8000-000000000000"
    assert ask(stranger, "get", HERE).json() == {"items": []}
    there = f"{HERE}/{ground.submission.pk}"
    for method, tail, body in (
        ("get", "", None), ("get", "/answers", None), ("get", "/receipts", None), ("post", "/check", None),
        ("patch", "/answers", {"answers": {}}), ("post", "/submit", {"name": "x", "office": "y", "digest": "0" * 64}),
    ):  # fmt: skip
        answer, missing = ask(stranger, method, there + tail, body), ask(stranger, method, unknown + tail, body)
        assert answer.status_code == missing.status_code == 404
        assert answer.content == missing.content
        assert ask("", method, there + tail, body).status_code == 403


def test_rounds_are_open_to_everybody(ground: team_ground.Ground) -> None:
    found = ask("", "get", "/api/v1/rounds").json()["items"]
    assert [(each["year"], each["state"]) for each in found] == [("2027", "open")]
