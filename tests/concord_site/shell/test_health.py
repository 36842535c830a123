"""What the installation says of itself, and the headers of every answer."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

import concord_site
from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord_site.shell import health, problems, suppliers
from concord_site.shell.models import Job, Milestone

pytestmark = pytest.mark.django_db


def test_health_says_everything_promised_and_null_for_what_is_not_known() -> None:
    answer = Client().get("/health")
    known = answer.json()
    assert answer.status_code == 200
    promised = {
        "version",
        "database",
        "last_backup",
        "last_restore",
        "queue",
        "pending_migrations",
        "intake_protection",
    }
    assert promised <= set(known)
    assert {"engine", "version", "journal_mode", "synchronous"} <= set(known["database"])
    assert (known["last_backup"], known["last_restore"], known["pending_migrations"]) == (None, None, 0)
    assert "no-store" in answer["Cache-Control"]


def test_health_tells_backups_and_a_late_queue(now) -> None:
    Milestone.objects.create(name="backup", happened_at=now)
    Job.objects.create(name="t", title="t", asked_at=now - timedelta(hours=1))
    known = health.facts(now=now)
    assert known["last_backup"] == now.isoformat()
    assert (known["queue"]["oldest_seconds"], known["status"]) == (3600, "attention")


def test_rooms_add_their_facts() -> None:
    suppliers.register("health.facts", "tests", lambda: {"things": 3})
    try:
        assert Client().get("/health").json()["tests"] == {"things": 3}
    finally:
        suppliers.withdraw("health.facts", "tests")


def test_health_says_what_guards_the_reading_of_files() -> None:
    known = Client().get("/health").json()["intake_protection"]
    assert known is None or known["enforced_by"] in {"system", "interpreter", "none"}


def test_every_refusal_of_the_site_has_its_wording() -> None:
    site = Path(concord_site.__file__).parent
    found = (re.findall(r'"(site\.[a-z-]+(?:\.[a-z-]+)*)"', path.read_text()) for path in site.rglob("*.py"))
    used = {code for codes in found for code in codes} - {"site.pgdump"}
    files = (*packs.each("messages", "site.yaml"), *packs.each("messages", "site-*.yaml"))
    worded = {code for path in files for code in read_yaml(path)}
    assert used <= worded
    assert worded <= used


def test_health_is_a_page_for_a_browser() -> None:
    answer = Client().get("/health", headers={"accept": "text/html"})
    assert answer["Content-Type"].startswith("text/html")
    assert b"pending_migrations" in answer.content


EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def _addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> list[str]:
    found = []
    for pattern in patterns:
        text = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += _addresses(pattern.url_patterns, text)
        else:
            found.append("/" + "".join(_filled(text)).lstrip("/"))
    return found


def _filled(route: str) -> str:
    route = re.sub(r"\(\?P<\w+>[^)]*\)|\([^)]*\)", "1", route.replace("^", "").replace("$", "").replace("\\Z", ""))
    return re.sub(r"<(?:\w+:)?(\w+)>", "1", route)


ADDRESSES = sorted(
    {*_addresses(get_resolver().url_patterns), "/", "/en/", "/nothing-here", "/ar/nothing-here", "/files/1"}
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_answers_with_its_headers(address: str, client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get(address)
    for name, value in EXPECTED.items():
        assert answer[name] == value, (address, name)
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    if answer.get("Content-Disposition", "").startswith("attachment"):
        return
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_pages_of_somebody_are_not_kept_by_browsers(person, signed_in) -> None:
    client = signed_in(person("secretariat-administrator"))
    for address in ("/en/accounts/", "/en/accounts/sessions/", "/en/audit/", "/en/nothing", "/health"):
        assert "no-store" in client.get(address)["Cache-Control"], address


def test_over_https_browsers_are_told_to_stay(settings) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    answer = Client().get("/health", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_programs_get_problems_they_can_read() -> None:
    answer = Client().get("/files/none", headers={"accept": "application/json"})
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["code"], answer.status_code) == (404, "site.access.unknown", 404)
    assert problem["title"]
    assert problem["hint"]


def test_a_bug_gives_a_reference_and_no_trace(rf, caplog) -> None:
    answer = problems.server_error(rf.get("/en/", headers={"accept": "application/json"}))
    problem = json.loads(answer.content)
    assert answer.status_code == 500
    assert problem["reference"] in caplog.text
    assert "Traceback" not in answer.content.decode()


def test_the_log_of_a_bug_names_the_kind_of_page_and_not_which_one(rf, caplog) -> None:
    asked = rf.get("/en/agreements/dossiers/kept-to-itself/")
    asked.resolver_match = resolve(asked.path)
    problems.server_error(asked)
    assert "dossiers/<str:dossier_id>/" in caplog.text
    assert "kept-to-itself" not in caplog.text


def test_an_unknown_host_is_refused() -> None:
    assert Client().get("/health", headers={"host": "evil.test"}).status_code == 400
