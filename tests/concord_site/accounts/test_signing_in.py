"""Signing in: by invitation, with a second factor where something protected is seen, and over when a role is over."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import get_hasher
from django.core.exceptions import ValidationError
from django.test import Client

from concord_site.accounts import actions, demonstration
from concord_site.accounts.models import Membership, Person
from concord_site.accounts.passwords import NotBreached
from concord_site.audit.models import Entry
from concord_site.shell.models import OutboxMessage

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "an unusual sentence 4711"


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post("/en/account/login/", {"login": email, "password": password})


def words(answer) -> str:
    """What a person reads, without what differs in every form."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
    return re.sub(r'value="[^"]*@[^"]*"', "", text)


def test_a_person_signs_in_with_address_password_and_code(person) -> None:
    who, client = person("secretariat-desk"), Client()
    assert "/2fa/authenticate/" in sign_in(client, who.email.upper())["Location"]
    assert client.get("/en/accounts/").status_code == 302, "the password alone opens nothing"
    answer = client.post("/en/account/2fa/authenticate/", {"code": demonstration.code(SECRET)})
    assert answer["Location"] == "/en/accounts/home/"
    assert client.get("/en/accounts/").status_code == 200
    assert Entry.objects.filter(action="accounts.session.begun", actor=f"person:{who.pk}").exists()


def test_a_code_is_good_once(person) -> None:
    who, code = person("secretariat-desk"), demonstration.code(SECRET)
    for number, expected in enumerate((302, 200)):
        client = Client()
        sign_in(client, who.email)
        answer = client.post("/en/account/2fa/authenticate/", {"code": code})
        assert answer.status_code in ({302} if number == 0 else {200, 422}), expected


def test_the_same_words_for_unknown_and_wrong(person) -> None:
    who, closed = person("secretariat-desk"), person()
    Person.objects.filter(pk=closed.pk).update(state="closed", is_active=False)
    answers = [
        sign_in(Client(), email, "not the password") for email in (who.email, "nobody@concord.test", closed.email)
    ]
    assert len({answer.status_code for answer in answers}) == 1
    assert len({words(answer) for answer in answers}) == 1


def test_the_same_work_for_unknown_and_wrong(person, monkeypatch) -> None:
    who, hashed = person(), []
    hasher = type(get_hasher())
    encode = hasher.encode
    monkeypatch.setattr(
        hasher, "encode", lambda self, *args, **kwargs: (hashed.append(1), encode(self, *args, **kwargs))[1]
    )
    counts = []
    for email in (who.email, "nobody@concord.test"):
        hashed.clear()
        sign_in(Client(), email, "not the password")
        counts.append(len(hashed))
    assert counts[0] == counts[1] == 1


def test_asking_for_a_new_password_tells_nothing(person) -> None:
    who = person()
    answers = [
        Client().post("/en/account/password/reset/", {"email": email}) for email in (who.email, "nobody@concord.test")
    ]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0]["Location"] == answers[1]["Location"]
    assert OutboxMessage.objects.count() == 2


def test_links_in_mail_begin_with_our_own_address_whatever_the_browser_says(person) -> None:
    who = person()
    Client().post("/en/account/password/reset/", {"email": who.email}, headers={"host": "other.test"})
    body = OutboxMessage.objects.get().body
    assert "http://concord.test/" in body
    assert "other.test" not in body


def test_mail_about_a_change_holds_no_address_and_no_browser(person, signed_in) -> None:
    who = person()
    client = signed_in(who)
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    client.post(
        "/en/account/password/change/",
        {"oldpassword": PASSWORD, "password1": "four words walk by 88", "password2": "four words walk by 88"},
        headers={"user-agent": "Curious/1.0"},
    )
    body = OutboxMessage.objects.get().body
    assert "127.0.0.1" not in body
    assert "Curious" not in body


def test_too_many_attempts_are_held_off(person) -> None:
    who = person()
    codes = [sign_in(Client(), who.email, f"wrong {number}").status_code for number in range(15)]
    assert 429 in codes or "Too many" in words(sign_in(Client(), who.email, "wrong"))


def test_nobody_registers_by_themselves() -> None:
    Client().post("/en/account/signup/", {"email": "x@concord.test", "password1": PASSWORD, "password2": PASSWORD})
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    "role", ["secretariat-desk", "secretariat-administrator", "statistician", "translator", "operator"]
)
def test_a_role_that_sees_what_is_protected_needs_a_second_factor(role: str, person, organisation, signed_in) -> None:
    who = person(role, organisation("operator" if role == "operator" else "secretariat"), has_second_factor=False)
    client = signed_in(who)
    for address in ("/en/accounts/", "/en/audit/", "/en/accounts/organisations/"):
        assert client.get(address)["Location"].endswith("/2fa/")
    assert client.post("/en/accounts/", {"name": "x", "language": "en"}).status_code == 403
    assert client.get("/en/accounts/", headers={"accept": "application/json"}).status_code == 403
    assert client.get("/en/account/2fa/").status_code == 200


def test_somebody_without_a_role_needs_none(person, signed_in) -> None:
    assert signed_in(person(has_second_factor=False)).get("/en/accounts/").status_code == 200


def test_secrets_of_codes_are_not_in_the_database_as_they_are(person) -> None:
    who = person()
    assert SECRET not in str(Authenticator.objects.get(user=who).data)
    assert generate_totp_secret() != generate_totp_secret()


def test_when_a_role_is_ended_the_next_request_is_refused(person, organisation, signed_in, now) -> None:
    authority = organisation("authority", "KEN")
    chief, officer = person("national-authority", authority), person("country-officer", authority)
    client = signed_in(officer)
    assert client.get("/en/accounts/").status_code == 200
    actions.end_membership(officer.memberships.get().pk, by=chief, reason="left", now=now)
    answer = client.get("/en/accounts/")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]
    assert client.get("/en/accounts/").status_code == 302, "and stays refused"


def test_when_a_role_runs_out_by_its_date_the_next_request_is_refused(person, signed_in, now) -> None:
    who = person("secretariat-desk")
    client = signed_in(who)
    assert client.get("/en/accounts/").status_code == 200
    Membership.objects.update(ends_at=now - timedelta(hours=1))
    assert "/account/login/" in client.get("/en/accounts/")["Location"]
    refused = client.post("/en/accounts/", {"name": "x", "language": "en"})
    assert "/account/login/" in refused.get("Location", "/account/login/")
    who.refresh_from_db()
    assert who.name != "x"


def test_a_request_that_is_not_a_page_is_refused_in_words(person, signed_in, now) -> None:
    client = signed_in(person("secretariat-desk"))
    client.get("/en/accounts/")
    Membership.objects.update(ends_at=now - timedelta(hours=1))
    answer = client.post("/en/accounts/", {"name": "x", "language": "en"}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (403, "site.session.ended")


def test_open_sign_ins_are_listed_and_ended_one_by_one(person) -> None:
    who = person(has_second_factor=False)
    first, second = Client(headers={"user-agent": "Firefox"}), Client(headers={"user-agent": "Lynx"})
    for client in (first, second):
        assert sign_in(client, who.email).status_code == 302
    page = first.get("/en/accounts/sessions/").content.decode()
    assert "Firefox" in page
    assert "Lynx" in page
    other = UserSession.objects.get(user_agent="Lynx")
    assert first.post(f"/en/accounts/sessions/{other.pk}/end/").status_code == 302
    assert second.get("/en/accounts/").status_code == 302
    assert first.get("/en/accounts/").status_code == 200


def test_nobody_ends_somebody_elses_sign_in(person) -> None:
    who, other = person(has_second_factor=False), person(has_second_factor=False)
    client, theirs = Client(), Client()
    sign_in(client, who.email)
    sign_in(theirs, other.email)
    row = UserSession.objects.get(user=other)
    assert client.post(f"/en/accounts/sessions/{row.pk}/end/").status_code == 404
    assert theirs.get("/en/accounts/").status_code == 200


@pytest.mark.parametrize(
    "password",
    ["password", "Passw0rd123", "P@ssw0rd!", "qwertyuiop12", "iloveyou2026", "concord2026!", "MINISTRY-2027",
     "monkeymonkey", "letmein!!!!!", "aaaaaaaaaaaa", "ababababababab"],
)  # fmt: skip
def test_a_password_that_thieves_know_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        NotBreached().validate(password)


@pytest.mark.parametrize(
    "password", ["four words walk by", "зелёный чайник плывёт", "紫色の傘が三本あります", "Kx7-rq2-Pw9-vt4"]
)
def test_a_good_password_is_taken(password: str) -> None:
    NotBreached().validate(password)
