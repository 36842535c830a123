"""Instruments for programs: what is open, the same findings as everywhere, bounded bodies, no fault whatever comes."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from concord.instrument import library
from concord_site.accounts.api_keys import actions
from concord_site.accounts.api_keys.models import ApiKey
from concord_site.reporting import api
from concord_site.reporting.interface import schemas
from concord_site.shell.interface import bodies
from concord_site.shell.interface.schemas import Page

pytestmark = pytest.mark.django_db
ONE = "/api/v1/instruments/nri-2027/versions/newest"
PROBLEM = "application/problem+json"


@pytest.fixture
def client() -> Client:
    return Client()


def post(client: Client, body: Any, **headers: Any) -> Any:
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(f"{ONE}/answers", data, content_type="application/json", **headers)


def valid(kind: Any, response: Any) -> Any:
    assert response.status_code == 200, response.content[:400]
    return TypeAdapter(kind).validate_python(response.json())


# --- Reading ----------------------------------------------------------------------------------------------------------
def test_the_list_has_every_declared_instrument(client: Client) -> None:
    found = valid(Page[schemas.Summary], client.get("/api/v1/instruments"))
    assert {each.id for each in found.items} >= set(library.ids())
    only = valid(Page[schemas.Summary], client.get("/api/v1/instruments", {"round": "2027", "use": "national"}))
    assert [each.id for each in only.items] == ["nri-2027"]
    assert client.get(only.items[0].address).status_code == 200


def test_a_list_comes_in_parts(client: Client) -> None:
    whole = client.get("/api/v1/instruments", {"every": "true"}).json()
    part = client.get("/api/v1/instruments", {"every": "true", "limit": 1, "offset": 1}).json()
    assert part["items"] == whole["items"][1:2]
    assert part["count"] == whole["count"]


def test_a_version_comes_whole_with_every_question_rule_and_choice(client: Client) -> None:
    found = valid(schemas.Whole, client.get(ONE))
    asked = library.load("nri-2027")
    assert found.digest == asked.digest
    paths: list[str] = []

    def walk(nodes: list[schemas.NodeOut]) -> None:
        for node in nodes:
            paths.append(node.path)
            walk(node.children)

    walk(found.children)
    assert paths == ["/".join(node.path) for node in asked.nodes()]
    assert {each.name: each.count for each in found.lists} == {k: len(v.choices) for k, v in asked.lists.items()}
    named = client.get(ONE, {"lists": "names"}).json()
    assert all(each["choices"] == [] for each in named["lists"])


def test_versions_map_differences_and_burden_fit_their_schemas(client: Client) -> None:
    valid(Page[schemas.Summary], client.get("/api/v1/instruments/nri-2027"))
    assert valid(schemas.MapOut, client.get(f"{ONE}/map/nri-2024")).counts
    assert valid(schemas.DifferenceOut, client.get(f"{ONE}/differences/nri-2024")).changes
    burden = valid(schemas.BurdenOut, client.get(f"{ONE}/burden", {"language": "fr"}))
    assert burden.whole.questions == sum(each.questions for each in burden.sections)


@pytest.mark.parametrize(
    ("form", "begins"),
    [("xlsx", b"PK"), ("csv", b"PK"), ("fhir", b"{"), ("html", b"<!DOCTYPE"), ("answers-xlsx", b"PK")],
)
def test_a_version_is_downloaded_in_a_form(client: Client, form: str, begins: bytes) -> None:
    response = client.get(f"{ONE}/files/{form}")
    assert response.status_code == 200
    assert response.content.startswith(begins)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_printed_form_is_in_the_language_asked_for(client: Client) -> None:
    asked = client.get(f"{ONE}/files/html", {"language": "ar"})
    accepted = client.get(f"{ONE}/files/html", headers={"accept-language": "ar"})
    assert b'<html lang="ar" dir="rtl">' in asked.content
    assert asked.content == accepted.content
    assert ".ar.html" in asked["Content-Disposition"]


def test_what_has_not_changed_is_not_sent_again(client: Client) -> None:
    first = client.get(ONE)
    again = client.get(ONE, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(ONE, {"lists": "names"}, headers={"if-none-match": first["ETag"]})
    assert other.status_code == 200


def test_what_is_open_may_be_read_from_any_site_and_kept(client: Client) -> None:
    response = client.get(ONE)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert response["Cache-Control"].startswith("public, max-age=")
    assert "Accept-Language" in response["Vary"]


def test_a_draft_is_not_there_for_programs(client: Client, person: Any) -> None:
    from concord_site.reporting.models import InstrumentVersion

    writer = person("secretariat-desk")
    InstrumentVersion.objects.create(instrument="secret", number="1", title={"en": "Secret"}, written_by=writer)
    assert b"ecret" not in client.get("/api/v1/instruments", {"every": "true"}).content
    unknown = client.get("/api/v1/instruments/nowhere")
    for address in ("/api/v1/instruments/secret", "/api/v1/instruments/secret/versions/1"):
        response = client.get(address)
        assert (response.status_code, response.content) == (404, unknown.content)


# --- Problems ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/nothing", 404, "site.access.unknown"),
        ("/api/v1/instruments/nowhere", 404, "site.access.unknown"),
        ("/api/v1/instruments/nri-2027/versions/0", 404, "site.access.unknown"),
        (f"{ONE}/map/nowhere", 404, "site.access.unknown"),
        (f"{ONE}/files/odt", 422, "site.api.request-invalid"),
        ("/api/v1/instruments?limit=1000", 422, "site.api.request-invalid"),
        ("/api/v1/instruments?language=de", 422, "site.api.language"),
    ],
)
def test_a_problem_has_its_status_code_and_words(client: Client, address: str, status: int, code: str) -> None:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (status, PROBLEM)
    told = response.json()
    assert (told["status"], told["code"]) == (status, code)
    assert told["title"] != code
    assert told["hint"]


def test_a_method_that_is_not_taken_is_a_problem(client: Client) -> None:
    response = client.delete("/api/v1/instruments")
    assert (response.status_code, response["Content-Type"], response["Allow"]) == (405, PROBLEM, "GET")
    assert client.post("/api/v1/openapi.json").status_code == 405


# --- Checking answers -------------------------------------------------------------------------------------------------
def test_answers_are_checked_by_the_same_rules_and_said_in_the_same_words(client: Client) -> None:
    from concord.findings import as_json
    from concord.reporting.instrument_trial import tried

    answers = {"authority_designated": "perhaps", "nobody": 1}
    body = {"answers": answers, "complete": False, "today": "2026-11-21"}
    found = valid(schemas.CheckedOut, post(client, body))
    done = tried(library.load("nri-2027"), answers, today=timezone.now().date().replace(2026, 11, 21), complete=False)
    assert [(each.code, each.item, each.message) for each in found.findings] == [
        (said["code"], said["item"], said["message"]) for said in (as_json(each, "en") for each in done.findings)
    ]
    assert found.asked == list(done.state.asked)
    assert found.counts["hard"] >= 2


def test_what_is_needed_and_missing_is_said_only_of_a_whole_set(client: Client) -> None:
    draft = post(client, {"answers": {}, "complete": False}).json()
    whole = post(client, {"answers": {}}).json()
    assert (draft["counts"]["hard"], draft["findings"]) == (0, [])
    assert {each["item"] for each in whole["findings"]} <= set(whole["required"])
    assert whole["counts"]["hard"] == len(whole["required"])


def test_why_is_said_where_it_is_asked_for(client: Client) -> None:
    told = valid(schemas.CheckedOut, post(client, {"answers": {}, "complete": False, "why": True}))
    assert set(told.why) == set(told.asked)


def test_no_more_findings_are_given_than_anybody_reads(client: Client) -> None:
    told = post(client, {"answers": {f"nobody_{n}": n for n in range(250)}, "complete": False}).json()
    assert (len(told["findings"]), told["more"]) == (100, 150)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("", 422, "site.api.request-invalid"),
        ("{", 400, "site.api.body-unreadable"),
        ('{"answers": {"a": 1, "a": 2}}', 400, "site.api.body-unreadable"),
        ('{"answers": {"a": NaN}}', 400, "site.api.body-unreadable"),
        (b"\xff\xfe\x00", 400, "site.api.body-unreadable"),
        ('{"answers": ' + "[" * 40 + "]" * 40 + "}", 400, "site.api.body-too-deep"),
        ('{"answers": ' + "[" * 300_000, 400, "site.api.body-too-deep"),
        ('{"answers": {"a": "' + "x" * 1_000_001 + '"}}', 413, "site.api.body-too-large"),
        ('{"answers": {"a": "' + "x" * 3_000_000 + '"}}', 413, "site.api.body-too-large"),
        ('{"answers": [1]}', 422, "site.api.request-invalid"),
        ('{"answers": {}, "more": 1}', 422, "site.api.request-invalid"),
        ("[]", 422, "site.api.request-invalid"),
        ('{"answers": {}, "today": "yesterday"}', 422, "site.api.request-invalid"),
        ('{"answers": {"authority_designated": ' + "9" * 5000 + "}}", 400, "site.api.body-unreadable"),
    ],
)
def test_a_body_that_is_not_as_it_must_be_is_refused(client: Client, body: str | bytes, status: int, code: str) -> None:
    response = post(client, body)
    assert (response.status_code, response["Content-Type"], response.json()["code"]) == (status, PROBLEM, code)


def test_brackets_inside_strings_are_no_depth() -> None:
    assert bodies.read(b'{"a": "[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\"[[[["}')


def test_nothing_of_what_was_sent_is_kept_or_cached(client: Client) -> None:
    response = post(client, {"answers": {"authority_office": "A canary"}, "complete": False})
    assert response["Cache-Control"] == "no-store, private"
    assert b"A canary" not in response.content


def test_too_many_in_a_minute_have_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.CHECKING, "anonymous", 2)
    statuses = [post(client, {"answers": {}}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    last = post(client, {"answers": {}})
    assert 0 < int(last["Retry-After"]) <= 60
    assert last.json()["code"] == "site.api.too-many"
    elsewhere = post(client, {"answers": {}}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200


# --- Keys -------------------------------------------------------------------------------------------------------------
@pytest.fixture
def key(person: Any) -> tuple[Any, str]:
    return actions.make(name="A test", days=30, by=person(), now=timezone.now())


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


def test_a_key_has_its_own_number_of_requests(
    client: Client, key: tuple[Any, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.CHECKING, "anonymous", 0)
    assert post(client, {"answers": {}}).status_code == 429
    assert post(client, {"answers": {}}, headers=bearer(key[1])).status_code == 200


@pytest.mark.parametrize(
    "given", ["Bearer nonsense", "Bearer concord_nonsense", "Basic abc", "", "Bearer", "Bearer concord_" + "x" * 5000]
)
def test_a_key_that_is_not_known_is_refused(client: Client, given: str) -> None:
    response = client.get("/api/v1/instruments", headers={"authorization": given})
    assert (response.status_code, response.json()["code"]) == (401, "site.api.key-refused")
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_an_ended_or_expired_key_and_one_of_a_closed_account_are_refused(
    client: Client, key: tuple[Any, str], person: Any
) -> None:
    made, secret = key
    assert client.get("/api/v1/instruments", headers=bearer(secret)).status_code == 200
    ApiKey.objects.filter(pk=made.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get("/api/v1/instruments", headers=bearer(secret)).status_code == 401
    ApiKey.objects.filter(pk=made.pk).update(expires_at=timezone.now() + timedelta(days=1))
    actions.end(made.pk, by=made.person, now=timezone.now())
    assert client.get("/api/v1/instruments", headers=bearer(secret)).status_code == 401
    other, its_secret = actions.make(name="x", days=30, by=person(), now=timezone.now())
    type(other.person).objects.filter(pk=other.person_id).update(state="closed", is_active=False)
    assert client.get("/api/v1/instruments", headers=bearer(its_secret)).status_code == 401


def test_a_browser_s_sign_in_counts_for_nothing(person: Any, signed_in: Any) -> None:
    from concord_site.reporting.models import InstrumentVersion

    desk = person("secretariat-desk")
    InstrumentVersion.objects.create(instrument="secret", number="1", title={"en": "Secret"}, written_by=desk)
    browser = signed_in(desk)
    assert browser.get("/api/v1/instruments/secret").status_code == 404
    assert b"ecret" not in browser.get("/api/v1/instruments?every=true").content


# --- Whatever is sent -------------------------------------------------------------------------------------------------
NAMES = [question.key for question in library.load("nri-2024").questions]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=40),
    st.sampled_from(["yes", "no", "2024", "2024-02-30", "14:61", "1,234", "٣٤", "OK", "😀", "\x00"]),
    st.sampled_from([{"status": "not-known"}, {"status": "nonsense"}, {"status": 1}, {"file": 1}, {}, []]),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=9)), inner, max_size=4),
    ),
    max_leaves=12,
)
ANSWERS = st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=12)), VALUES, max_size=12)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=ANSWERS, complete=st.booleans(), why=st.booleans(), language=st.sampled_from(["en", "ar", "zh", "xx"]))
def test_no_set_of_answers_makes_a_fault(
    client: Client, monkeypatch: pytest.MonkeyPatch, answers: Any, complete: bool, why: bool, language: str
) -> None:
    monkeypatch.setattr(api.CHECKING, "anonymous", 10**9)
    response = client.post(
        f"/api/v1/instruments/nri-2024/versions/newest/answers?language={language}",
        json.dumps({"answers": answers, "complete": complete, "why": why}),
        content_type="application/json",
    )
    assert response.status_code in (200, 422), response.content[:300]
    if response.status_code == 200:
        TypeAdapter(schemas.CheckedOut).validate_python(response.json())


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.one_of(st.binary(max_size=60), st.text(max_size=60), VALUES.map(json.dumps)))
def test_no_body_makes_a_fault(client: Client, monkeypatch: pytest.MonkeyPatch, body: Any) -> None:
    monkeypatch.setattr(api.CHECKING, "anonymous", 10**9)
    assert post(client, body).status_code in (200, 400, 422)
