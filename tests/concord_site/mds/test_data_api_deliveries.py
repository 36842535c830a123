"""A program takes its country's figures from a file to confirmed tables, and meets the same rules as the page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from concord_site.accounts.api_keys import actions as keys
from concord_site.mds.actions import delivering
from concord_site.mds.models import Delivery
from concord_site.shell import jobs

from . import small_files

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "/api/v1/deliveries"


def key(who: Any, scope: str = "data:write", area: str = "KEN") -> str:
    return keys.make(name="program", days=30, by=who, now=timezone.now(), scope=scope, area=area)[1]


def ask(secret: str, method: str, path: str, body: Any = None, *, raw: bytes | None = None) -> Any:
    given = {"HTTP_AUTHORIZATION": f"Bearer {secret}"} if secret else {}
    if raw is not None:
        return getattr(Client(), method)(path, raw, content_type="application/octet-stream", **given)
    data = json.dumps(body) if body is not None else None
    return getattr(Client(), method)(path, data, content_type="application/json", **given)


def sent(secret: str, content: bytes, name: str = "stock.csv", **more: Any) -> str:
    begun = ask(secret, "post", HERE, {"subject": "Register of nurses", **more}).json()
    here = f"{HERE}/{begun['id']}"
    answer = ask(secret, "put", f"{here}/files/{name}", raw=content)
    assert answer.status_code == 200, answer.content
    return here


def read(secret: str, here: str) -> Any:
    assert ask(secret, "post", f"{here}/reading").status_code == 200
    jobs.run_waiting()
    return ask(secret, "get", f"{here}/state").json()


def test_a_program_takes_a_file_to_confirmed_tables(officer: Any) -> None:
    secret = key(officer)
    here = sent(secret, small_files.UNKNOWN)
    state = read(secret, here)
    while asked := [each for each in ask(secret, "get", f"{here}/questions").json()["questions"] if each["must"]]:
        choice = {each["id"]: each["choices"][0]["value"] for each in asked}
        assert ask(secret, "post", f"{here}/answers", {"answers": choice}).status_code == 200
        state = read(secret, here)
    assert (state["state"], state["reading"]) == ("checked", "done")
    said = ask(secret, "get", f"{here}/findings").json()
    soft = [each for each in said["findings"] if each["level"] == "soft"]
    assert said["counts"]["soft"] == len(soft) > 0
    declared = {"name": "A. Mwangi", "office": "Ministry of Health", "version": said["version"]}
    refused = ask(secret, "post", f"{here}/confirm", declared)
    assert (refused.status_code, refused.json()["code"]) == (409, "site.delivery.unexplained")
    for each in soft:
        told = ask(secret, "put", f"{here}/explanations", {"key": each["key"], "text": "Not asked before 2020."})
    assert told.json()["counts"]["unexplained"] == 0
    assert ask(secret, "get", f"{here}/explanations").json()["items"][0]["text"] == "Not asked before 2020."
    again = ask(secret, "get", f"{here}/findings").json()["findings"]
    assert {each["explanation"] for each in again if each["key"] in {one["key"] for one in soft}} == {
        "Not asked before 2020."
    }
    table = ask(secret, "get", f"{here}/tables").json()["items"][0]
    rows = ask(secret, "get", f"{here}/tables/{table['structure']}").json()
    assert rows["columns"] == table["columns"]
    assert len(rows["rows"]) == table["rows"]
    for form, start in (("csv", b"# structure"), ("xlsx", b"PK")):
        content = ask(secret, "get", f"{here}/tables/{table['structure']}?format={form}").content
        assert content.startswith(start)
    declared["version"] = told.json()["version"]
    done = ask(secret, "post", f"{here}/confirm", declared).json()
    assert (done["state"], done["brought_by"]) == ("confirmed", "")
    back = ask(secret, "post", f"{here}/withdraw", {"reason": "Counted twice."}).json()
    assert back["state"] == "withdrawn"


def test_findings_carry_place_value_sentence_and_remedy(officer: Any) -> None:
    secret = key(officer)
    here = sent(secret, small_files.NEGATIVE)
    read(secret, here)
    every = ask(secret, "get", f"{here}/findings?language=fr").json()["findings"]
    found = next(each for each in every if each["row"] == 3)
    assert found["level"] == "hard"
    assert (found["file"], found["row"], found["value"]) == ("stock.csv", 3, "-30")
    assert found["column"]["letter"] == "F"
    assert found["message"]
    assert found["hint"]
    assert ask(secret, "get", f"{here}/findings.csv").content.count(b"\n") >= 2
    refused = ask(secret, "post", f"{here}/confirm", {"name": "A", "office": "B", "version": 99})
    assert refused.status_code == 409


def test_a_marked_copy_is_made_on_request(officer: Any) -> None:
    secret = key(officer)
    here = sent(secret, small_files.NEGATIVE)
    read(secret, here)
    file = ask(secret, "get", here).json()["files"][0]["id"]
    assert ask(secret, "get", f"{here}/marked/{file}").status_code == 202
    jobs.run_waiting()
    made = ask(secret, "get", f"{here}/marked/{file}")
    assert (made.status_code, made.content[:2]) == (200, b"PK")


def test_a_file_of_the_same_name_takes_its_place_and_one_is_taken_out(officer: Any) -> None:
    secret = key(officer)
    here = sent(secret, small_files.GOOD)
    ask(secret, "put", f"{here}/files/stock.csv", raw=small_files.LATER)
    files = ask(secret, "get", here).json()["files"]
    assert [each["is_used"] for each in files] == [False, True]
    out = ask(secret, "delete", f"{here}/files/stock.csv").json()
    assert [each["is_used"] for each in out["files"]] == [False, False]
    refused = ask(secret, "post", f"{here}/reading")
    assert (refused.status_code, refused.json()["code"]) == (409, "site.delivery.no-files")


def test_the_limits_of_the_page_hold(officer: Any, settings: Any) -> None:
    from dataclasses import replace

    settings.CONCORD = replace(settings.CONCORD, upload_megabytes=1)
    secret = key(officer)
    here = sent(secret, small_files.GOOD)
    refused = ask(secret, "put", f"{here}/files/large.csv", raw=b"a" * 1_000_001)
    assert (refused.status_code, refused.json()["code"]) == (422, "site.file.too-large")
    refused = ask(secret, "put", f"{here}/files/empty.csv", raw=b"")
    assert (refused.status_code, refused.json()["code"]) == (422, "site.delivery.empty-file")
    assert len(ask(secret, "get", here).json()["files"]) == 1


def test_answers_that_are_not_asked_for_change_nothing(officer: Any) -> None:
    secret = key(officer)
    here = sent(secret, small_files.GOOD)
    early = ask(secret, "post", f"{here}/answers", {"answers": {"decimal": ","}})
    assert (early.status_code, early.json()["code"]) == (409, "site.delivery.not-read")
    read(secret, here)
    refused = ask(secret, "post", f"{here}/answers", {"answers": {"moon": "blue"}})
    assert (refused.status_code, refused.json()["code"]) == (422, "site.data.nothing-to-answer")
    moved = ask(secret, "post", f"{here}/answers", {"profile": {"base": "training"}, "version": 1})
    assert (moved.status_code, moved.json()["code"]) == (409, "site.delivery.moved-on")
    assert Delivery.objects.get().profile == {}


def test_a_key_reaches_its_own_country_alone(officer: Any, stranger: Any) -> None:
    foreign = delivering.begin(area="PER", by=stranger)
    secret = key(officer)
    for path in ("", "/state", "/questions", "/findings", "/findings.csv", "/explanations", "/tables", "/tables/x"):
        answer = ask(secret, "get", f"{HERE}/{foreign.pk}{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "site.access.unknown"), path
    missing = ask(secret, "get", f"{HERE}/{'0' * 8}-0000-4000-8000-{'0' * 12}")
    assert missing.content == ask(secret, "get", f"{HERE}/{foreign.pk}").content
    assert ask(secret, "put", f"{HERE}/{foreign.pk}/files/a.csv", raw=b"x").status_code == 404
    assert ask(secret, "get", HERE).json() == {"items": []}


@pytest.mark.parametrize(("scope", "allowed"), [("read", False), ("reports:submit", False), ("data:read", True)])
def test_a_key_does_what_it_was_made_for(scope: str, allowed: bool, authority: Any) -> None:
    secret = key(authority, scope)
    assert (ask(secret, "get", HERE).status_code == 200) is allowed
    refused = ask(secret, "post", HERE, {})
    assert (refused.status_code, refused.json()["code"]) == (403, "site.api.scope")


def test_a_key_ends_with_its_persons_role(officer: Any) -> None:
    secret = key(officer)
    officer.memberships.update(ends_at=timezone.now())
    assert ask(secret, "get", HERE).status_code == 403
    assert ask("", "get", HERE).status_code == 403
    assert not Delivery.objects.exists()
