"""People, organisations and roles: who may invite whom, and what everyone sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import signing
from django.core.management import CommandError, call_command
from django.test import Client

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.accounts import actions, demonstration, invitations, queries
from concord_site.accounts.models import Membership, Organisation, Person
from concord_site.audit import log
from concord_site.audit.models import Entry
from concord_site.shell import outbox
from concord_site.shell.models import OutboxMessage

pytestmark = pytest.mark.django_db
GOOD = "four words walk by 88"


@pytest.fixture
def authority(organisation):
    return organisation("authority", "KEN")


@pytest.fixture
def chief(person, authority):
    return person("national-authority", authority)


def invite(organisation, by, now, **changed):
    values = {
        "email": "New.Person@concord.test",
        "name": "New Person",
        "role": "country-officer",
        "language": "fr",
        **changed,
    }
    return actions.invite(organisation_id=organisation.pk, by=by, now=now, **values)


def link_of(row: OutboxMessage) -> str:
    return next(line for line in row.body.splitlines() if line.startswith("http://concord.test")).removeprefix(
        "http://concord.test"
    )


def test_an_invited_person_chooses_a_password_and_has_the_role(authority, chief, now) -> None:
    membership = invite(authority, chief, now)
    who = membership.person
    assert (who.email, who.state, who.is_active, who.seats()) == (
        "new.person@concord.test",
        "invited",
        False,
        who.seats()[:1],
    )
    message = OutboxMessage.objects.get()
    assert (message.address, message.language, message.is_secret) == (who.email, "fr", True)
    client, address = Client(), link_of(message)
    assert client.get(address).status_code == 200
    assert client.post(address, {"password": GOOD, "again": GOOD}).status_code == 302
    who.refresh_from_db()
    assert (who.state, who.check_password(GOOD)) == ("active", True)
    assert [seat.role for seat in who.seats()][-1] == "country-officer"
    assert client.get(address).status_code == 404, "the link is spent"


def test_a_weak_password_is_refused_in_words_and_the_link_stays_good(authority, chief, now) -> None:
    invite(authority, chief, now)
    address = link_of(OutboxMessage.objects.get())
    for given in ({"password": "password1234", "again": "password1234"}, {"password": GOOD, "again": "other"}):
        answer = Client().post(address, given)
        assert answer.status_code in {200, 422}
        assert b"error" in answer.content
    assert Client().get(address).status_code == 200


def test_an_old_forged_or_replaced_link_is_refused(authority, chief, now, monkeypatch) -> None:
    membership = invite(authority, chief, now)
    first = invitations.token(membership.person)
    actions.invite_again(membership.pk, by=chief)
    for bad in (first, first[:-2] + "xx", signing.dumps({"person": membership.person_id}, salt="other"), "nothing"):
        with pytest.raises(NotFound) as refusal:
            invitations.open_token(bad)
        assert refusal.value.code == "site.invitation.used"
    person = Person.objects.get(pk=membership.person_id)
    good = invitations.token(person)
    assert invitations.open_token(good) == person
    monkeypatch.setattr(invitations, "GOOD_FOR", timedelta(seconds=-1))
    with pytest.raises(NotFound):
        invitations.open_token(good)


def test_an_authority_appoints_within_itself_only(authority, chief, organisation, now) -> None:
    with pytest.raises(NotFound):
        invite(organisation("authority", "NZL"), chief, now)
    with pytest.raises(NotFound):
        invite(organisation("secretariat"), chief, now, role="secretariat-administrator")
    assert OutboxMessage.objects.count() == 0


def test_a_role_of_another_kind_of_organisation_cannot_be_given(authority, chief, now) -> None:
    for role in ("secretariat-administrator", "anonymous", "api-key", "emperor"):
        with pytest.raises(Invalid) as refusal:
            invite(authority, chief, now, role=role)
        assert refusal.value.code == "site.organisation.unknown-role"


def test_an_officer_invites_nobody(authority, person, now) -> None:
    with pytest.raises(NotAllowed):
        invite(authority, person("country-officer", authority), now)


def test_nobody_appoints_themselves_or_ends_their_own_role(authority, chief, now) -> None:
    with pytest.raises(NotAllowed) as refusal:
        invite(authority, chief, now, email=chief.email)
    assert refusal.value.code == "site.membership.own"
    with pytest.raises(NotAllowed):
        actions.end_membership(chief.memberships.get().pk, by=chief, reason="x", now=now)


def test_the_same_role_twice_is_a_conflict(authority, chief, now) -> None:
    invite(authority, chief, now)
    with pytest.raises(Conflict):
        invite(authority, chief, now + timedelta(seconds=1))
    assert Membership.objects.filter(person__email="new.person@concord.test").count() == 1


def test_somebody_who_has_an_account_gets_the_role_and_a_link_not_an_invitation(authority, chief, person, now) -> None:
    known = person()
    invite(authority, chief, now, email=known.email)
    message = OutboxMessage.objects.get()
    assert (message.person, message.is_secret) == (known, False)
    assert "invitation" not in message.body


def test_the_last_administrator_stays(person, organisation, now) -> None:
    body = organisation("secretariat")
    first, second = person(actions.ADMINISTRATOR, body), person(actions.ADMINISTRATOR, body)
    actions.end_membership(second.memberships.get().pk, by=first, reason="x", now=now)
    with pytest.raises(NotFound):
        actions.end_membership(first.memberships.get().pk, by=second, reason="x", now=now)
    third = person(actions.ADMINISTRATOR, body)
    Person.objects.filter(pk=third.pk).update(state="closed", is_active=False)
    with pytest.raises(NotAllowed):
        actions.end_membership(first.memberships.get().pk, by=first, reason="x", now=now)


def test_a_role_ends_once(authority, chief, person, now) -> None:
    row = person("country-officer", authority).memberships.get()
    actions.end_membership(row.pk, by=chief, reason="x", now=now)
    with pytest.raises(Conflict):
        actions.end_membership(row.pk, by=chief, reason="x", now=now + timedelta(seconds=1))


def test_a_closed_account_cannot_sign_in_and_keeps_its_entries(person, signed_in, now) -> None:
    administrator, who = person(actions.ADMINISTRATOR), person("secretariat-desk")
    client = signed_in(who)
    log.record("tests.thing.done", by=who)
    actions.close_account(who.pk, by=administrator, now=now)
    assert client.get("/en/accounts/").status_code == 302
    who.refresh_from_db()
    assert (who.state, who.has_usable_password(), [seat.role for seat in who.seats()]) == (
        "closed",
        False,
        ["anonymous"],
    )
    assert Entry.objects.filter(actor=f"person:{who.pk}").exists()


def test_everyone_edits_their_own_profile_only(person, signed_in) -> None:
    who = person(has_second_factor=False)
    answer = signed_in(who).post(
        "/en/accounts/", {"name": "Changed", "language": "ar", "email": "evil@concord.test", "pk": "1"}
    )
    assert answer.status_code == 302
    who.refresh_from_db()
    assert (who.name, who.language) == ("Changed", "ar")
    assert "evil" not in who.email


def test_members_are_seen_by_those_who_manage_and_by_nobody_else(
    authority, chief, person, organisation, signed_in
) -> None:
    person("country-officer", authority, name="Officer Known")
    page = signed_in(chief).get(f"/en/accounts/organisations/{authority.pk}/")
    assert b"Officer Known" in page.content
    stranger = signed_in(person("national-authority", organisation("authority", "NZL")))
    assert stranger.get(f"/en/accounts/organisations/{authority.pk}/").status_code == 404
    assert stranger.post(f"/en/accounts/organisations/{authority.pk}/", {}).status_code == 404
    ordinary = signed_in(person("contributor", authority))
    assert b"Officer Known" not in ordinary.get(f"/en/accounts/organisations/{authority.pk}/").content


def test_inviting_through_the_page(authority, chief, signed_in) -> None:
    client, address = signed_in(chief), f"/en/accounts/organisations/{authority.pk}/"
    given = {"email": "a@concord.test", "name": "A", "role": "country-officer", "language": "es"}
    assert client.post(address, given).status_code == 302
    again = client.post(address, given)
    assert again.status_code == 422
    assert "already has that role" in again.content.decode()
    row = Membership.objects.get(person__email="a@concord.test")
    assert client.get(f"/en/accounts/roles/{row.pk}/end/").status_code == 200
    assert client.post(f"/en/accounts/roles/{row.pk}/invite-again/").status_code == 302
    assert client.post(f"/en/accounts/roles/{row.pk}/end/", {"reason": "left"}).status_code == 302
    row.refresh_from_db()
    assert row.ends_at is not None


def test_organisations_are_added_by_administrators_only(person, signed_in) -> None:
    given = {"name": "Ministry", "what": "ministry", "area": "KEN"}
    assert signed_in(person(actions.ADMINISTRATOR)).post("/en/accounts/organisations/", given).status_code == 302
    assert signed_in(person("secretariat-desk")).post("/en/accounts/organisations/", given).status_code == 403
    assert Organisation.objects.filter(what="ministry").count() == 1


def test_demonstration_people_can_sign_in_and_are_the_same_again(settings, now) -> None:
    with pytest.raises(NotAllowed):
        actions.create_demonstration_people(now=now)
    settings.CONCORD = replace(settings.CONCORD, demonstration=True)
    made = actions.create_demonstration_people(now=now)
    again = actions.create_demonstration_people(now=now)
    assert [(p.email, p.password, p.totp_secret) for p in made] == [(p.email, p.password, p.totp_secret) for p in again]
    assert {p.role for p in made} >= {
        "secretariat-desk",
        "secretariat-administrator",
        "national-authority",
        "statistician",
    }
    assert all(person.is_example for person in Person.objects.all())
    assert all(organisation.is_example for organisation in Organisation.objects.all())
    for each in made:
        client = Client()
        client.post("/en/account/login/", {"login": each.email, "password": each.password})
        assert (
            demonstration.code_of(Person.objects.get(email=each.email)).encode()
            in client.get("/en/account/2fa/authenticate/").content
        )
        client.post("/en/account/2fa/authenticate/", {"code": demonstration.code(each.totp_secret)})
        assert client.get("/en/accounts/").status_code == 200, each.email


def test_codes_of_real_people_are_never_shown(person, settings) -> None:
    who = person("secretariat-desk")
    assert demonstration.code_of(who) == ""
    settings.CONCORD = replace(settings.CONCORD, demonstration=True)
    Person.objects.filter(pk=who.pk).update(is_example=False)
    who.refresh_from_db()
    assert demonstration.code_of(who) == ""


def test_an_installation_starts_with_one_invited_administrator(capsys) -> None:
    call_command("invite_administrator", "first@concord.test")
    address = capsys.readouterr().out.split("http://concord.test")[1].strip()
    assert Client().post(address, {"password": GOOD, "again": GOOD}).status_code == 302
    assert [seat.role for seat in Person.objects.get().seats()][-1] == actions.ADMINISTRATOR
    with pytest.raises(CommandError):
        call_command("invite_administrator", "second@concord.test")


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_pages_of_accounts_in_every_language(language: str, chief, authority, signed_in) -> None:
    client = signed_in(chief)
    pages = ("accounts/", "accounts/sessions/", "accounts/organisations/", f"accounts/organisations/{authority.pk}/",
             "account/2fa/", "account/password/change/", "account/email/", "account/logout/")  # fmt: skip
    for address in pages:
        answer = client.get(f"/{language}/{address}", follow=True)
        assert answer.status_code == 200, address
        text = answer.content.decode()
        assert f'<html lang="{language}' in text
        assert text.count("<h1") == 1, address
        assert " style=" not in text, address


def test_people_in_a_role_are_those_who_hold_it_now(person, now) -> None:
    here, gone = person("statistician"), person("statistician")
    gone.memberships.update(ends_at=now - timedelta(days=1))
    assert queries.people_in_role("statistician") == [here]
    assert outbox.link("/en/").startswith("http://concord.test")
