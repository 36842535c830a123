"""Sections asked of colleagues elsewhere: the link, what it opens, what it never opens, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.accounts import queries as accounts
from concord_site.accounts.models import Notice, Person
from concord_site.audit.models import Entry
from concord_site.reporting.actions import team_delegations as actions
from concord_site.reporting.actions import team_remarks
from concord_site.reporting.models import Submission
from concord_site.reporting.queries import team_delegations as queries
from concord_site.reporting.queries import team_home, team_places
from concord_site.shell.models import OutboxMessage

from . import team_ground

pytestmark = pytest.mark.django_db
GOOD = "four words walk by 88"


@pytest.fixture
def ground(person, organisation):
    return team_ground.made(person, organisation)


def ask(ground, now, **changed: Any):
    values = {
        "sections": [2], "email": "Statistics@concord.test", "office": "Statistics office",
        "message": "Please give the figure.", "due_on": now.date() + timedelta(days=9), "language": "fr", **changed,
    }  # fmt: skip
    return actions.invite(ground.submission.pk, by=ground.officer, now=now, **values)


def link_of(row: OutboxMessage) -> str:
    return next(line for line in row.body.splitlines() if line.startswith("http://concord.test")).removeprefix(
        "http://concord.test"
    )


@dataclass
class Colleague:
    """A delegate who is signed in."""

    row: Any
    client: Any
    person: Any

    def get(self, path: str = "") -> Any:
        return self.client.get(f"/en/reporting/delegations/{self.row.pk}/{path}")

    def post(self, path: str, given: dict[str, str]) -> Any:
        return self.client.post(f"/en/reporting/delegations/{self.row.pk}/{path}", given)


@pytest.fixture
def colleague(ground, person, signed_in, now):
    who = person(email="statistics@concord.test")
    ask(ground, now)
    token = link_of(OutboxMessage.objects.get()).split("/")[-2]
    row = actions.take_up(token, by=who, now=now)
    return Colleague(row, signed_in(who), who)


# ---- asking ---------------------------------------------------------------------------------------------------------
def test_a_colleague_gets_a_link_in_the_language_chosen_and_no_data(ground, now) -> None:
    row = ask(ground, now)
    message = OutboxMessage.objects.get()
    assert (message.address, message.language, message.is_secret) == ("statistics@concord.test", "fr", True)
    token = link_of(message).split("/")[-2]
    assert (row.token_digest, len(row.token_digest)) == (queries.digest_of(token), 64)
    for words in ("Statistics office", "Please give", "Kenya", "KEN", "2027", "people"):
        assert words not in message.body + message.subject
    assert not Entry.objects.filter(text__contains="statistics").exists()


def test_what_cannot_be_asked_is_refused(ground, now) -> None:
    for changed, code in (
        ({"sections": []}, "sections"), ({"sections": [9]}, "sections"), ({"email": ground.officer.email}, "own"),
        ({"due_on": now.date() - timedelta(days=1)}, "past"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refusal:
            ask(ground, now, **changed)
        assert refusal.value.code == f"reporting.delegation.{code}"
    ask(ground, now)
    with pytest.raises(Conflict):
        ask(ground, now, sections=[1, 2])
    assert ask(ground, now, sections=[1]).sections == [1]
    Submission.objects.update(state="submitted")
    with pytest.raises(Conflict):
        ask(ground, now, sections=[3])


def test_readers_and_strangers_ask_nobody(ground, person, organisation, signed_in) -> None:
    address = f"/en/reporting/reports/{ground.submission.pk}/colleagues/"
    given = {"sections": "2", "email": "a@concord.test", "office": "x", "language": "en"}
    assert signed_in(ground.reader).get(address).status_code == 200
    for who in (
        ground.reader,
        person("secretariat-desk"),
        person("national-authority", organisation("authority", "NZL")),
    ):
        assert signed_in(who).post(address, given).status_code in {403, 404}
    assert OutboxMessage.objects.count() == 0


# ---- the link -------------------------------------------------------------------------------------------------------
def test_the_link_opens_an_account_and_then_exactly_these_sections(ground, now) -> None:
    row = ask(ground, now)
    client, address = Client(), link_of(OutboxMessage.objects.get())
    page = client.get(address)
    assert page.status_code == 200
    assert page["Cache-Control"].startswith("no-store") or "no-cache" in page["Cache-Control"]
    given = {"name": "Ada Counts", "password": GOOD, "again": GOOD}
    assert client.post(address, {**given, "password": "short", "again": "short"}).status_code == 422
    answer = client.post(address, given)
    assert answer.status_code == 302
    assert f"%2Freporting%2Fdelegations%2F{row.pk}%2F" in answer.url
    row.refresh_from_db()
    who = Person.objects.get(email="statistics@concord.test")
    assert (row.state, row.person, row.token_digest, who.state) == ("open", who, "", "active")
    assert accounts.needs_second_factor(who), "a report is protected: a second step is needed"
    assert client.get(address).status_code == 404, "the link is spent"
    assert not who.memberships.exists()


def test_without_a_second_step_nothing_opens(ground, person, signed_in, now) -> None:
    who = person(email="statistics@concord.test", has_second_factor=False)
    ask(ground, now)
    address = link_of(OutboxMessage.objects.get())
    client = signed_in(who)
    assert client.post(address).status_code == 302
    row = queries.own(who)[0]
    answer = client.get(f"/en/reporting/delegations/{row.pk}/")
    assert (answer.status_code, "2fa" in answer.url) == (302, True)
    TOTP.activate(who, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert client.get(f"/en/reporting/delegations/{row.pk}/").status_code == 200


def test_somebody_with_an_account_signs_in_and_nobody_else_can_use_the_link(ground, person, signed_in, now) -> None:
    ask(ground, now)
    token = link_of(OutboxMessage.objects.get()).split("/")[-2]
    other = person()
    with pytest.raises(NotAllowed):
        actions.take_up(token, by=other, now=now)
    page = signed_in(other).get(f"/en/reporting/delegations/link/{token}/").content.decode()
    assert "You are signed in under another address" in page
    person(email="statistics@concord.test")
    assert "next=" in Client().get(f"/en/reporting/delegations/link/{token}/").content.decode()
    with pytest.raises(Conflict):
        actions.take_up_anew(token, name="x", password=GOOD, now=now)


def test_old_forged_replaced_and_withdrawn_links_are_refused(ground, now) -> None:
    row = ask(ground, now)
    first = link_of(OutboxMessage.objects.get()).split("/")[-2]
    actions.remind(row.pk, by=ground.officer, now=now)
    second = link_of(OutboxMessage.objects.exclude(body__contains=first).get()).split("/")[-2]
    assert queries.invited(second, now=now) == row
    for bad, at in ((first, now), ("", now), (second + "x", now), (second, now + timedelta(days=31))):
        with pytest.raises(NotFound) as refusal:
            queries.invited(bad, now=at)
        assert refusal.value.code == "reporting.delegation.link"
    actions.end(row.pk, reason="", by=ground.officer, now=now)
    with pytest.raises(NotFound):
        queries.invited(second, now=now)


# ---- what it opens, and nothing else --------------------------------------------------------------------------------
def test_a_delegate_answers_their_section(ground, colleague) -> None:
    page = colleague.get().content.decode()
    assert "Health personnel" in page
    assert "Please give the figure." in page
    assert colleague.get("2/1/").status_code == 200
    answer = colleague.post("2/1/", {"a:people_count": "12", "r:people_count": "0", "go": "on"})
    assert answer.status_code in {200, 302, 422}
    assert "Which laws" not in page


def test_nothing_else_of_the_report_is_there_for_a_delegate(ground, colleague) -> None:
    team_ground.answer(ground, laws_any="yes", laws_which="The act of 2019")
    place = team_places.at_report(ground.submission.pk, ground.officer)
    from django.utils import timezone

    team_remarks.say(place, "laws_any", "For officers alone", now=timezone.now())
    for path in ("1/", "1/1/", "3/", "3/1/", "9/1/"):
        assert colleague.get(path).status_code == 404, path
        assert colleague.post(path, {"a:laws_any": "no"}).status_code in {404, 405}, path
    pk = ground.submission.pk
    for path in (
        f"reports/{pk}/", f"reports/{pk}/check/", f"reports/{pk}/colleagues/", f"reports/{pk}/comments/",
        f"reports/{pk}/clearance/", "clearance/", "handover/", f"reports/{pk}/2/1/", f"reports/{pk}/history/",
        f"reports/{pk}/export.json", f"reports/{pk}/workbook-en.xlsx",
    ):  # fmt: skip
        assert colleague.client.get(f"/en/reporting/{path}").status_code in {403, 404}, path
    shown = "".join(
        colleague.get(path).content.decode()
        for path in ("", "check/", "comments/", "2/1/", "comments/?at=people_count")
    )
    assert "Does the law change the number?" in shown, "asked because of an answer in another section"
    told = ("Laws and policies", "such laws", "Support to others", "act of 2019", "For officers alone")
    for words in (*told, ground.chief.name):
        assert words not in shown, words
    assert colleague.get("comments/?at=laws_any").status_code == 404
    assert colleague.get("comments/?at=").status_code == 404


def test_a_delegate_comments_in_their_section_and_the_officers_read_it(ground, colleague, now) -> None:
    assert colleague.post("comments/", {"at": "people_count", "text": "From the register"}).status_code == 302
    place = team_places.at_report(ground.submission.pk, ground.officer)
    team_remarks.say(place, "people_count", "Thank you", now=now)
    assert "Thank you" in colleague.get("comments/").content.decode()
    assert Notice.objects.filter(what="remark", person=ground.officer).exists()
    assert Notice.objects.filter(what="remark", person=colleague.person).exists()


def test_what_is_taken_back_is_gone_at_the_next_request(ground, colleague, now) -> None:
    assert colleague.get("2/1/").status_code == 200
    actions.end(colleague.row.pk, reason="done here", by=ground.chief, now=now)
    for path in ("", "2/1/", "check/", "comments/"):
        assert colleague.get(path).status_code == 404
    assert colleague.post("hand-in/", {}).status_code == 404
    assert queries.own(colleague.person) == []
    assert not accounts.needs_second_factor(colleague.person)


def test_handing_in_locks_the_sections_and_tells_those_who_asked(ground, colleague, now) -> None:
    assert colleague.post("hand-in/", {}).status_code == 302
    colleague.row.refresh_from_db()
    assert colleague.row.state == "handed-in"
    assert {each.person for each in Notice.objects.filter(what="section-handed-in")} == {ground.chief, ground.officer}
    assert "hand-in/" not in colleague.get().content.decode()
    colleague.post("2/1/", {"a:people_count": "77", "r:people_count": "0", "go": "on"})
    assert not ground.submission.answers.filter(address="people_count").exists()
    actions.open_again(colleague.row.pk, by=ground.officer)
    assert "hand-in/" in colleague.get().content.decode()


def test_a_delegate_of_two_countries_sees_both_apart(ground, colleague, person, organisation, now) -> None:
    other = team_ground.made(person, organisation, area="NZL", round=ground.round)
    actions.invite(
        other.submission.pk, sections=[3], email=colleague.person.email, office="x", message="", due_on=None,
        language="en", by=other.officer, now=now,
    )  # fmt: skip
    token = link_of(OutboxMessage.objects.order_by("pk").last()).split("/")[-2]
    second = actions.take_up(token, by=colleague.person, now=now)
    page = colleague.client.get("/en/reporting/delegations/").content.decode()
    assert "Kenya" in page
    assert "New Zealand" in page
    assert colleague.get("2/1/").status_code == 200
    assert colleague.get("3/1/").status_code == 404
    assert colleague.client.get(f"/en/reporting/delegations/{second.pk}/3/1/").status_code == 200
    assert colleague.client.get(f"/en/reporting/delegations/{second.pk}/2/1/").status_code == 404
    assert len(team_home.waiting(colleague.person)) == 2


def test_another_delegate_cannot_open_it(colleague, person, signed_in) -> None:
    assert signed_in(person()).get(f"/en/reporting/delegations/{colleague.row.pk}/").status_code == 404


# ---- following it ---------------------------------------------------------------------------------------------------
def test_officers_see_the_state_remind_extend_and_take_back(ground, colleague, signed_in, now) -> None:
    client = signed_in(ground.officer)
    address = f"/en/reporting/reports/{ground.submission.pk}/colleagues/"
    page = client.get(address).content.decode()
    assert "Statistics office" in page
    one = f"{address}{colleague.row.pk}/"
    assert client.get(one).status_code == 200
    assert client.post(one, {"do": "remind"}).status_code == 302
    assert client.post(one, {"do": "remind"}).status_code == 302
    assert Notice.objects.filter(what="section-delegated", person=colleague.person).count() == 1, "once a day"
    assert client.post(one, {"do": "extend", "due_on": "2001-01-01"}).status_code == 422
    later = now.date() + timedelta(days=40)
    assert client.post(one, {"do": "extend", "due_on": later.isoformat()}).status_code == 302
    assert client.post(one, {"do": "end", "reason": "answered here"}).status_code == 302
    colleague.row.refresh_from_db()
    assert (colleague.row.due_on, colleague.row.state, colleague.row.reason) == (later, "ended", "answered here")
    assert client.post(one, {"do": "end"}).status_code == 302, "once is enough"


def test_a_delegate_is_reminded_some_days_before_once(ground, colleague, now) -> None:
    assert actions.remind_of_days(now=now) == 0
    for _each in range(2):
        assert actions.remind_of_days(now=now + timedelta(days=7)) == 1
    assert Notice.objects.filter(what="section-delegated").count() == 1


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_pages_in_other_languages(language, ground, colleague, signed_in) -> None:
    officer = signed_in(ground.officer)
    pk = ground.submission.pk
    for client, path in (
        (officer, f"reports/{pk}/colleagues/"), (officer, f"reports/{pk}/colleagues/{colleague.row.pk}/"),
        (colleague.client, "delegations/"), (colleague.client, f"delegations/{colleague.row.pk}/"),
        (colleague.client, f"delegations/{colleague.row.pk}/check/"),
    ):  # fmt: skip
        answer = client.get(f"/{language}/reporting/{path}")
        assert answer.status_code == 200, path
        assert answer.content.decode().count("<h1") == 1, path
