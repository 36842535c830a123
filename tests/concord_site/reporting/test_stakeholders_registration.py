"""Registration: open to every stakeholder, confirmed by mail, decided with reasons, persons never in public."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotFound, Unavailable
from concord.reporting import stakeholders as library
from concord_site.accounts.models import Membership, Organisation
from concord_site.reporting.actions import stakeholders as actions
from concord_site.reporting.models.stakeholders import Stakeholder, StakeholderEntry
from concord_site.reporting.queries import stakeholders as queries
from concord_site.shell.models import OutboxMessage

from . import stakeholder_ground as ground

pytestmark = pytest.mark.django_db
FORM = {**{key: value for key, value in ground.GIVEN.items() if key != "is_example"}, "is_true": "on"}
AT = "/en/reporting/stakeholders/"


@pytest.fixture
def desk(person: Callable[..., Any]) -> Any:
    return person("secretariat-desk")


@pytest.fixture
def second(person: Callable[..., Any]) -> Any:
    return person("secretariat-administrator")


def sent(**changes: Any) -> Stakeholder:
    return actions.register(**{**ground.GIVEN, **changes})


def confirmed(**changes: Any) -> Stakeholder:
    return actions.confirm(queries.token(sent(**changes)))


def test_anybody_registers_by_the_page_and_confirms_by_the_link(desk: Any, signed_in: Any) -> None:
    client = Client()
    assert client.get(AT + "register/").status_code == 200
    assert client.post(AT + "register/", {**FORM, "does": ""}).status_code == 422
    assert client.post(AT + "register/", FORM).headers["Location"] == AT + "register/sent/"
    assert client.get(AT + "register/sent/").status_code == 200
    found = Stakeholder.objects.get()
    assert list(queries.waiting(desk)) == []
    with pytest.raises(NotFound):
        queries.registration(found.pk, desk)
    [mail] = OutboxMessage.objects.filter(address="asha@union.test")
    [token] = re.findall(rf"{AT}mine/([^/\s]+)/", mail.body)
    assert queries.of_token(token).pk == found.pk
    link = f"{AT}mine/{token}/"
    assert mail.is_secret
    assert "Confirm my address" in client.get(link).content.decode()
    assert list(queries.waiting(desk)) == []  # opening the link confirms nothing: mail programs open links too
    client.post(link, {"do": "confirm"})
    assert [each.pk for each in queries.waiting(desk)] == [found.pk]
    assert "Union of Nurses Abroad" in signed_in(desk).get(AT + "desk/").content.decode()


def test_the_page_says_the_same_whether_or_not_somebody_is_registered(desk: Any) -> None:
    ground.registered(desk)
    answer = Client().post(AT + "register/", {**FORM, "name": "Somebody else"})
    assert answer.headers["Location"] == AT + "register/sent/"
    assert Stakeholder.objects.count() == 1
    assert not Stakeholder.objects.filter(name="Somebody else").exists()


def test_an_old_forged_or_replaced_link_is_refused(desk: Any) -> None:
    found = sent()
    old = queries.token(found)
    again = sent(name="Union, corrected")
    assert again.pk == found.pk
    with pytest.raises(NotFound):
        actions.confirm(old)
    with pytest.raises(NotFound):
        actions.confirm("forged")
    days = library.rules().confirm_days + 1
    Stakeholder.objects.update(sent_at=timezone.now() - dt.timedelta(days=days))
    found.refresh_from_db()
    with pytest.raises(NotFound):
        actions.confirm(queries.token(found))
    assert actions.sweep(now=timezone.now()) == 1


def test_visitors_cannot_flood_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(library.rules().visitors_an_hour):
        Stakeholder.objects.create(name="x", type="ngo", contact_email=f"{number}@x.test")
    with pytest.raises(Unavailable):
        sent()


def test_who_is_registered_stands_in_the_register_without_its_contact_and_gets_an_account(desk: Any) -> None:
    found, person = ground.registered(desk)
    html = Client().get(AT).content.decode()
    assert "Union of Nurses Abroad" in html
    number = StakeholderEntry.objects.get().number
    page = Client().get(f"{AT}entries/{number}/").content.decode()
    assert "Fees of its members." in page
    for secret in ("asha@union.test", "Asha Invented"):
        assert secret not in html + page
    assert found.organisation.what == "stakeholder"
    assert Membership.objects.get(person=person).role == "stakeholder"
    assert person.email == "asha@union.test"


def test_somebody_who_reports_for_themselves_has_no_name_in_public(desk: Any) -> None:
    ground.registered(desk, type="person", name="Asha Invented", website="https://asha.test")
    row = StakeholderEntry.objects.get()
    assert (row.name, row.website) == ("", "")
    for page in (AT, f"{AT}entries/{row.number}/", "/ar/reporting/stakeholders/"):
        assert "Asha" not in Client().get(page).content.decode()


def test_a_refusal_needs_a_declared_reason_and_a_text_and_can_be_appealed_against_once(desk: Any, second: Any) -> None:
    found = confirmed()
    for reason, text in (("nothing", "x"), ("incomplete", ""), ("own-wish", "x")):
        with pytest.raises(Invalid):
            actions.refuse(found.pk, reason=reason, text=text, by=desk)
    actions.refuse(found.pk, reason="incomplete", text="Who pays?", by=desk)
    token = queries.token(found)
    page = Client().get(f"{AT}mine/{token}/").content.decode()
    assert "Who pays?" in page
    Client().post(f"{AT}mine/{token}/", {"do": "appeal", "text": "Our members do."})
    found.refresh_from_db()
    assert found.state == "appealed"
    with pytest.raises(Conflict) as refusal:
        actions.accept(found.pk, by=desk)
    assert refusal.value.code == "reporting.stakeholder.same-person"
    actions.refuse(found.pk, reason="incomplete", text="Which members?", by=second)
    with pytest.raises(Conflict):
        actions.appeal(token=token, text="Again.")
    assert not StakeholderEntry.objects.exists()


def test_an_appeal_that_is_granted_registers(desk: Any, second: Any) -> None:
    found = confirmed()
    actions.refuse(found.pk, reason="incomplete", text="Who pays?", by=desk)
    actions.appeal(token=queries.token(found), text="Our members do.")
    actions.accept(found.pk, by=second)
    assert StakeholderEntry.objects.get().state == "current"


def test_a_suspension_shows_in_the_register_and_can_be_appealed_against(desk: Any, second: Any) -> None:
    found, person = ground.registered(desk)
    actions.suspend(found.pk, reason="breaks-rules", text="Two letters without answer.", by=desk)
    assert StakeholderEntry.objects.get().is_suspended
    actions.appeal(pk=found.pk, text="We answered.", by=person)
    actions.refuse(found.pk, reason="breaks-rules", text="Not found.", by=second)
    found.refresh_from_db()
    assert found.state == "suspended"
    actions.reinstate(found.pk, text="The letter was found.", by=desk)
    assert not StakeholderEntry.objects.get().is_suspended


def test_an_ended_registration_stays_listed_and_opens_nothing(desk: Any, signed_in: Any) -> None:
    found, person = ground.registered(desk)
    actions.end(found.pk, reason="gone", text="Dissolved.", by=desk)
    row = StakeholderEntry.objects.get()
    assert (row.state, row.until is not None) == ("ended", True)
    assert Organisation.objects.get(pk=found.organisation_id).state == "closed"
    assert queries.own(person) == []
    assert "Union of Nurses Abroad" in Client().get(AT).content.decode()


def test_a_stakeholder_keeps_its_own_statement_and_nobody_elses(desk: Any, signed_in: Any) -> None:
    found, person = ground.registered(desk)
    other, _who = ground.registered(desk, contact_email="b@other.test", name="Other body")
    browser = signed_in(person)
    given = {"do": "edit", "does": "More.", "funding": "A grant.", "conflicts": "", "website": ""}
    assert browser.post(f"{AT}own/{found.pk}/", given).status_code == 302
    assert StakeholderEntry.objects.get(name=found.name).interest["funding"] == "A grant."
    assert browser.get(f"{AT}own/{other.pk}/").status_code == 404
    with pytest.raises(NotFound):
        actions.edit(other.pk, by=person, does="x")


def test_the_decisions_of_the_desk_work_by_its_pages(desk: Any, signed_in: Any) -> None:
    found = confirmed()
    browser = signed_in(desk)
    href = f"{AT}desk/{found.pk}/"
    assert browser.get(href).status_code == 200
    assert browser.post(href, {"do": "refuse", "reason": "", "text": ""}).status_code == 422
    assert browser.post(href, {"do": "accept", "text": "Welcome."}).status_code == 302
    assert browser.post(href, {"do": "suspend", "reason": "breaks-rules", "text": "x"}).status_code == 302
    assert browser.post(href, {"do": "reinstate", "text": "y"}).status_code == 302
    assert browser.post(href, {"do": "end", "reason": "gone", "text": "z"}).status_code == 302
    steps = list(found.decisions.order_by("pk").values_list("what", flat=True))
    assert steps == ["registered", "suspended", "reinstated", "ended"]


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_public_pages_are_there_when_nothing_is(language: str) -> None:
    for page in ("", "register/", "reports/", "?type=ngo&area=KEN&words=zzz"):
        answer = Client().get(f"/{language}/reporting/stakeholders/{page}")
        assert answer.status_code == 200
        assert len(answer.content) < 100_000
    for page in ("entries/ST-0001/", "reports/SR-2027-1-1/"):
        assert Client().get(f"/{language}/reporting/stakeholders/{page}").status_code == 404
