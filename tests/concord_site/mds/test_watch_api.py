"""Programs follow countries, ask and answer about figures, and read by when they are asked for, as people do."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from concord_site.accounts.api_keys import actions as keys
from concord_site.accounts.api_keys.models import ApiKey
from concord_site.mds import due
from concord_site.mds.actions import observatories
from concord_site.mds.models import Delivery
from concord_site.shell import suppliers

from . import small_files, watch_ground

pytestmark = pytest.mark.django_db(transaction=True)
STOCK = "mds-stock-by-training"
DIMS = {"year": 2023, "occupation": "2221", "origin": "UGA", "row_kind": "origin"}
HERE = "/api/v1"


def key(who: Any, scope: str, area: str = "KEN") -> str:
    return keys.make(name="program", days=30, by=who, now=timezone.now(), scope=scope, area=area)[1]


def following(who: Any, *scopes: str) -> str:
    """A key that follows the countries of its person."""
    made, secret = keys.make(name="program", days=30, by=who, now=timezone.now())
    ApiKey.objects.filter(pk=made.pk).update(scope=" ".join(("read", *(scopes or ("watch:read", "watch:write")))))
    return secret


def ask(secret: str, method: str, path: str, body: Any = None) -> Any:
    data = json.dumps(body) if body is not None else None
    return getattr(Client(), method)(
        f"{HERE}{path}", data, content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {secret}"
    )


@pytest.fixture
def standing(officer: Any) -> Delivery:
    return watch_ground.confirmed("KEN", officer, subject="Register of nurses")


@pytest.fixture
def region(person: Any, organisation: Any) -> Any:
    return person("regional-office", organisation("regional-office", region="AFR"))


def test_the_countries_are_told_as_on_the_page(standing: Delivery, desk: Any, region: Any) -> None:
    watch_ground.placed("PER")
    told = ask(following(desk), "get", "/figures/countries").json()
    lines = {each["area"]: each for each in told["items"]}
    assert (told["count"], told["of"]) == (2, len([each for each in told["items"] if each["is_member_state"]]))
    assert lines["KEN"]["years"][STOCK] == [2023]
    assert lines["KEN"]["deliveries"] == [str(standing.pk)]
    assert lines["AFG"]["state"] == "none"
    own = ask(following(region), "get", "/figures/countries?language=fr").json()
    assert "PER" not in {each["area"] for each in own["items"]}
    some = ask(following(desk), "get", "/figures/countries?state=confirmed&region=AFR").json()
    assert [each["area"] for each in some["items"]] == ["KEN"]
    assert b"KEN,Kenya" in ask(following(desk), "get", "/figures/countries?format=csv").content
    refused = ask(following(desk), "get", "/figures/countries?as_of=2999-01-01")
    assert (refused.status_code, refused.json()["code"]) == (422, "site.figures.day")


def test_a_question_is_asked_answered_and_settled(standing: Delivery, desk: Any, officer: Any) -> None:
    watcher, country = following(desk), key(officer, "data:write")
    asked = ask(watcher, "post", "/figures/questions",
                {"delivery": str(standing.pk), "structure": STOCK, "dims": DIMS, "text": "Why?"}).json()  # fmt: skip
    assert asked["figure"]["value"] == 120
    assert asked["now"] == asked["figure"]
    listed = ask(country, "get", "/figures/questions?state=open").json()["items"]
    assert [each["id"] for each in listed] == [asked["id"]]
    here = f"/figures/questions/{asked['id']}"
    answered = ask(country, "post", f"{here}/messages", {"text": "So it is."}).json()
    assert (answered["state"], [each["side"] for each in answered["messages"]]) == (
        "answered", ["secretariat", "country"],
    )  # fmt: skip
    refused = ask(country, "post", f"{here}/settle")
    assert (refused.status_code, refused.json()["code"]) == (403, "site.cell.not-yours")
    assert ask(watcher, "post", f"{here}/messages", {"text": "Of which year?", "asks_again": True}).json()[
        "state"
    ] == "open"  # fmt: skip
    assert ask(watcher, "post", f"{here}/settle").json()["state"] == "closed"
    assert ask(country, "post", f"{here}/messages", {"text": "x"}).status_code == 409
    assert ask(watcher, "post", f"{here}/reopen", {"text": "One more thing."}).json()["state"] == "open"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"text": " "}, 422, "site.cell.no-text"),
        ({"text": "x" * 4_001}, 422, "site.cell.long"),
        ({"text": "x", "structure": STOCK, "dims": {"year": 2023}}, 422, "site.cell.no-figure"),
        ({"text": "x", "structure": "no-such", "dims": DIMS}, 404, "site.access.unknown"),
    ],
)
def test_what_cannot_be_asked_is_refused(standing: Delivery, desk: Any, body: Any, status: int, code: str) -> None:
    refused = ask(following(desk), "post", "/figures/questions", {"delivery": str(standing.pk), **body})
    assert (refused.status_code, refused.json()["code"]) == (status, code)


def test_the_secretariat_reads_confirmed_tables_and_changes_none(standing: Delivery, desk: Any, officer: Any) -> None:
    draft = watch_ground.delivering.begin(area="KEN", by=officer)
    secret = following(desk)
    assert ask(secret, "get", f"/deliveries/{standing.pk}").json()["files"] == []
    rows = ask(secret, "get", f"/deliveries/{standing.pk}/tables/{STOCK}").json()
    assert len(rows["rows"]) == 4
    assert "stock.csv" not in json.dumps(rows)
    assert (
        "stock.csv"
        in ask(key(officer, "data:read"), "get", f"/deliveries/{standing.pk}/tables/{STOCK}").content.decode()
    )
    assert ask(secret, "get", f"/deliveries/{draft.pk}").status_code == 404
    for method, path, body in (
        ("post", "/withdraw", {"reason": "x"}), ("post", "/reading", None),
        ("put", "/explanations", {"key": "k", "text": "x"}),
    ):  # fmt: skip
        assert ask(secret, method, f"/deliveries/{standing.pk}{path}", body).status_code == 403
    assert ask(secret, "post", "/deliveries", {}).status_code == 403


def test_a_key_that_follows_ends_with_its_persons_role(standing: Delivery, desk: Any) -> None:
    secret = following(desk)
    assert ask(secret, "get", "/figures/questions").status_code == 200
    desk.memberships.update(ends_at=timezone.now())
    for path in ("/figures/countries", "/figures/questions", "/figures/consents", f"/deliveries/{standing.pk}"):
        assert ask(secret, "get", path).status_code == 403


def test_a_key_that_reads_asks_nothing(standing: Delivery, desk: Any, officer: Any) -> None:
    body = {"delivery": str(standing.pk), "text": "Why?"}
    for secret in (following(desk, "watch:read"), key(officer, "data:read"), key(officer, "read", "")):
        refused = ask(secret, "post", "/figures/questions", body)
        assert (refused.status_code, refused.json()["code"]) == (403, "site.api.scope")


def test_by_when_figures_are_asked_for(standing: Delivery, officer: Any) -> None:
    day = timezone.now().date() - dt.timedelta(days=3)
    suppliers.register("mds.due", "tests", lambda area, on: [due.Due("2027", day)])
    try:
        told = ask(key(officer, "data:read"), "get", "/figures/due").json()["items"]
        assert [(each["round"], each["days_late"], each["is_missing"]) for each in told] == [("2027", 3, True)]
        begun = ask(key(officer, "data:write"), "post", "/deliveries", {"subject": "Nurses"}).json()
        assert begun["round"] == "2027"
    finally:
        suppliers.withdraw("mds.due", "tests")


def test_consents_are_read_by_both_sides(authority: Any, desk: Any, organisation: Any) -> None:
    body = organisation("observatory", region="AFR", name="Observatory of the region")
    observatories.give(
        area="KEN", organisation_id=body.pk, may=("upload",), begins_on=timezone.now().date(), by=authority
    )
    for secret in (key(authority, "data:read"), following(desk)):
        told = ask(secret, "get", "/figures/consents").json()["items"]
        assert [(each["area"], each["observatory"], each["may"], each["holds"]) for each in told] == [
            ("KEN", "Observatory of the region", ["upload"], True)
        ]


def test_what_is_generated_says_so(officer: Any) -> None:
    row = watch_ground.delivering.begin(area="KEN", by=officer, is_example=True)
    watch_ground.delivering.add(delivery_id=row.pk, chunks=[small_files.GOOD], name="a.csv", by=officer)
    watch_ground.reading_files.run(delivery_id=row.pk, by=officer)
    rows = ask(key(officer, "data:read"), "get", f"/deliveries/{row.pk}/tables/{STOCK}").json()
    assert rows["is_example"] is True
    assert any("no facts" in each for each in rows["notes"])
    assert "Generated data" in rows["citation"]
