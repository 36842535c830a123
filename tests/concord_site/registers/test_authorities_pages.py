"""The register of authorities: honest when empty, history kept, and nothing shown before it is confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from concord.errors import Conflict, Invalid, NotAllowed
from concord.vocabulary.languages import LANGUAGES
from concord_site.registers import actions, queries
from concord_site.registers.models import Designation

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 21)
GIVEN: dict[str, Any] = {"office": {"en": "Workforce directorate"}, "act": "Note verbale 12", "today": TODAY}


@pytest.fixture
def authority(person: Callable[..., Any], organisation: Callable[..., Any]) -> Any:
    return person("national-authority", organisation("authority", "KEN"))


@pytest.fixture
def administrator(person: Callable[..., Any]) -> Any:
    return person("secretariat-administrator")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_are_there_in_every_language(language: str) -> None:
    client = Client()
    for page in (
        "authorities/",
        "authorities/KEN/",
        "authorities/?region=AFR",
        "authorities/?words=zzz",
        "authorities/?only=none",
    ):
        answer = client.get(f"/{language}/registers/{page}")
        assert answer.status_code == 200
        assert len(answer.content) < 100_000


def test_an_empty_register_says_that_nothing_is_known_and_what_is() -> None:
    html = Client().get("/en/registers/authorities/").content.decode()
    assert "No designation is known here yet" in html
    assert "194" in html
    assert "0 of 47 named here" in html
    assert "108" in html.partition('id="rounds"')[2]
    assert "No designation of Kenya is known here." in Client().get("/en/registers/authorities/KEN/").content.decode()


def test_what_is_no_member_state_has_no_page() -> None:
    assert Client().get("/en/registers/authorities/XYZ/").status_code == 404
    assert Client().get("/en/registers/authorities/TWN/").status_code == 404


def test_a_search_narrows_and_its_filters_can_be_taken_off() -> None:
    html = Client().get("/en/registers/authorities/?region=EUR&words=nor").content.decode()
    assert "Norway" in html
    assert "Kenya" not in html
    assert 'href="?words=nor"' in html


def test_a_proposal_is_seen_by_its_country_and_the_secretariat_alone(
    authority: Any, administrator: Any, signed_in: Any
) -> None:
    actions.propose(area="KEN", since="2024-05", by=authority, **GIVEN)
    page = "/en/registers/authorities/KEN/"
    assert "Workforce directorate" not in Client().get(page).content.decode()
    assert "Workforce directorate" in signed_in(authority).get(page).content.decode()
    assert "Workforce directorate" in signed_in(administrator).get(page).content.decode()


def test_only_the_countrys_own_authority_or_the_secretariat_proposes(
    authority: Any, person: Any, organisation: Any
) -> None:
    officer = person("country-officer", organisation("ministry", "KEN"))
    for by, area in ((authority, "NZL"), (officer, "KEN"), (None, "KEN")):
        with pytest.raises(NotAllowed):
            actions.propose(area=area, since="2024", by=by, **GIVEN)


def test_a_confirmed_designation_ends_the_one_before_it_and_keeps_it(authority: Any, administrator: Any) -> None:
    first = actions.propose(area="KEN", since="2012", by=authority, **GIVEN)
    actions.confirm(designation_id=first.pk, by=administrator)
    second = actions.propose(area="KEN", since="2024-05", by=authority, **{**GIVEN, "office": {"en": "New office"}})
    actions.confirm(designation_id=second.pk, by=administrator)
    rows = queries.history("KEN", None)
    assert [(row.state, row.since, row.until) for row in rows] == [
        ("current", "2024-05", ""),
        ("ended", "2012", "2024-05"),
    ]
    html = Client().get("/en/registers/authorities/KEN/").content.decode()
    assert "New office" in html
    assert "Workforce directorate" in html
    assert "1 of 47 named here" in Client().get("/en/registers/authorities/").content.decode()


def test_an_older_act_does_not_push_out_a_newer_one(authority: Any, administrator: Any) -> None:
    new = actions.propose(area="KEN", since="2024", by=authority, **GIVEN)
    actions.confirm(designation_id=new.pk, by=administrator)
    old = actions.propose(area="KEN", since="2012", by=authority, **GIVEN)
    with pytest.raises(Conflict) as refusal:
        actions.confirm(designation_id=old.pk, by=administrator)
    assert refusal.value.code == "registers.designation.before-current"


def test_an_authority_does_not_confirm_its_own(authority: Any) -> None:
    made = actions.propose(area="KEN", since="2024", by=authority, **GIVEN)
    with pytest.raises(NotAllowed):
        actions.confirm(designation_id=made.pk, by=authority)


@pytest.mark.parametrize(("area", "since", "code"), [
    ("KEN", "2031", "registers.designation.future"), ("XKX", "2024", "registers.designation.no-area"),
])  # fmt: skip
def test_what_cannot_be_is_refused(administrator: Any, area: str, since: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.propose(area=area, since=since, by=administrator, **GIVEN)
    assert refusal.value.code == code


def test_a_designation_can_end_without_another(authority: Any, administrator: Any) -> None:
    made = actions.propose(area="KEN", since="2024", by=authority, **GIVEN)
    actions.confirm(designation_id=made.pk, by=administrator)
    with pytest.raises(Invalid):
        actions.end(designation_id=made.pk, until="2020", reason="Closed", by=administrator, today=TODAY)
    actions.end(designation_id=made.pk, until="2025-01-31", reason="Closed", by=administrator, today=TODAY)
    assert queries.history("KEN", None)[0].state == "ended"


def test_the_database_holds_one_current_designation_a_country() -> None:
    Designation.objects.create(area="KEN", office={"en": "a"}, act="a", since="2020", state="current")
    with pytest.raises(IntegrityError), transaction.atomic():
        Designation.objects.create(area="KEN", office={"en": "b"}, act="b", since="2021", state="current")


def test_the_whole_way_through_pages(authority: Any, administrator: Any, signed_in: Any) -> None:
    client = signed_in(authority)
    form = {"office": "Directorate", "language": "fr", "act": "Décret 7", "since": "soon"}
    assert client.post("/fr/registers/authorities/KEN/designate/", form).status_code == 422
    assert client.post("/fr/registers/authorities/KEN/designate/", {**form, "since": "2024"}).status_code == 302
    made = Designation.objects.get()
    assert made.office == {"fr": "Directorate"}
    assert client.post(f"/fr/registers/designations/{made.pk}/confirm/").status_code == 403
    made.refresh_from_db()
    assert made.state == "proposed"
    signed_in(administrator).post(f"/fr/registers/designations/{made.pk}/confirm/")
    made.refresh_from_db()
    assert made.state == "current"
    assert (
        signed_in(administrator)
        .post(
            f"/fr/registers/designations/{made.pk}/end/", {"until": "2026-01", "how": "withdrawn", "reason": "Lettre 9"}
        )
        .status_code
        == 302
    )
    assert Client().get("/fr/registers/authorities/KEN/designate/").status_code == 302
