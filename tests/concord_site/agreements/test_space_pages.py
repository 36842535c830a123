"""Pages of a dossier: a party gets its work done on them, and nobody else learns that they are there."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import get_language

from concord_site.accounts.models import Person
from concord_site.agreements import parts
from concord_site.agreements.actions import breaking_glass, publishing, writing
from concord_site.agreements.parts import PublicPart
from concord_site.agreements.queries import life, published, spaces
from concord_site.shell.models import OutboxMessage

from .conftest import link_in_the_mail

pytestmark = pytest.mark.django_db
PAGES = ("", "life/", "people/", "people/leave/", "publication/", "room/", "room/own/", "room/shared/minutes/new/",
         "journal/", "journal/own/", "journal/copy.json")  # fmt: skip


def _at(table: Any, page: str = "", language: str = "en") -> str:
    return f"/{language}/agreements/dossiers/{table.id}/{page}"


@pytest.fixture
def public_part() -> Any:
    """A part that can be made public, as another room would offer it."""

    def body(dossier: Any) -> Any:
        record = dossier.shared.record("text.version", "t")
        return dict(record.body) if record else None

    before = dict(parts._public)
    parts._public.clear()
    parts.register_public(PublicPart("text", "Text", body, order=1))
    parts.register_public(PublicPart("plan", "Plan", lambda _dossier: None, order=2))
    yield
    parts._public.clear()
    parts._public.update(before)


def test_every_page_of_a_dossier_answers_its_party_and_is_kept_by_no_browser(table, signed_in) -> None:
    client = signed_in(table.asha)
    for page in PAGES:
        answer = client.get(_at(table, page, "ar" if page == "life/" else "en"))
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store, private"), page
        if not page.endswith(".json") and page != "life/":
            assert "Invented example" in answer.content.decode(), page


def test_a_dossier_that_is_not_yours_is_byte_for_byte_one_that_does_not_exist(
    table, signed_in, person, organisation
) -> None:
    pages = (*PAGES, "room/shared/documents/x/", "publication/text.json")
    for stranger in (person("negotiator", organisation("ministry", "KEN")), person("secretariat-administrator")):
        client = signed_in(stranger)
        for page in pages:
            there, missing = client.get(_at(table, page)), client.get(_at(table, page).replace(table.id, "a" * 26))
            assert (there.status_code, missing.status_code) == (404, 404), page
            assert there.content.replace(table.id.encode(), b"a" * 26) == missing.content, page
            assert dict(there.headers) == dict(missing.headers), page
        for page in ("life/", "room/", "people/", "publication/", "room/own/take-away/", "journal/own/bring-back/"):
            assert client.post(_at(table, page), {"do": "message", "text": "x"}).status_code == 404, page


def test_somebody_who_has_not_signed_in_is_asked_to(table) -> None:
    for page in ("", "room/"):
        answer = Client().get(_at(table, page))
        assert answer.status_code == 302
        assert "/account/login/" in answer["Location"]


def test_a_seat_without_a_second_factor_opens_nothing(table, signed_in) -> None:
    from allauth.mfa.models import Authenticator

    from concord_site.accounts.models import Membership

    Membership.objects.filter(person=table.ben).delete()
    Authenticator.objects.filter(user=table.ben).delete()
    answer = signed_in(table.ben).get(_at(table))
    assert (answer.status_code, answer["Location"]) == (302, "/en/account/2fa/")


def test_an_agreement_is_begun_and_the_other_party_comes_by_its_link_with_a_new_account(
    person, organisation, signed_in, now
) -> None:
    asha = person("negotiator", organisation("ministry", "KEN"), name="Asha")
    client = signed_in(asha)
    said = {
        "title": "Nurses", "is_invented": "on", "own-name": "Inventland", "own-level": "ministry", "own-area": "KEN",
        "own-side": "origin", "other-name": "Hospital of Fictia", "other-level": "hospital", "other-area": "",
        "other-side": "destination",
    }  # fmt: skip
    assert client.post("/en/agreements/dossiers/begin/", {**said, "other-side": "origin"}).status_code == 422
    without = {**said, "own-name": "", "other-name": ""}
    nameless = client.post("/en/agreements/dossiers/begin/", without).content.decode()
    assert nameless.count('class="error-summary"') == 1
    for words in ("2 things must change", "Name of your party: Fill", "Name of the other party: Fill"):
        assert words in nameless
    begun = client.post("/en/agreements/dossiers/begin/", said)
    assert begun.status_code == 302
    dossier = spaces.dossiers_of(asha)[0]
    assert [str(party) for party in dossier.parties] == ["Inventland", "Hospital of Fictia"]
    invited = {"do": "invite-destination", "email": "Ben@Fictia.test", "name": "Ben", "language": "fr"}
    assert client.post(begun["Location"], invited).status_code == 302
    link, visitor = link_in_the_mail("ben@fictia.test"), Client()
    page = visitor.get(f"/en/agreements/invitations/{link}/")
    assert page.status_code == 200
    secret = "an unusual sentence 4711"
    short = visitor.post(f"/en/agreements/invitations/{link}/", {"name": "Ben", "password": "short", "again": "short"})
    assert short.status_code == 422
    taken = visitor.post(f"/en/agreements/invitations/{link}/", {"name": "Ben", "password": secret, "again": secret})
    assert taken.status_code == 302
    ben = Person.objects.get(email="ben@fictia.test")
    assert spaces.dossier(dossier.id, by=ben).mine.id == "destination"
    assert Client().get(f"/en/agreements/invitations/{link}/").status_code == 404
    assert visitor.get(f"/en/agreements/dossiers/{dossier.id}/")["Location"] == "/en/account/2fa/"


def test_a_link_for_somebody_else_offers_no_seat(table, person, signed_in, now) -> None:
    from concord_site.agreements.actions import inviting

    cara, dan = person(), person()
    inviting.invite(table.origin(), email=cara.email, name="Cara", language="en", by=table.asha, now=now)
    address = f"/en/agreements/invitations/{link_in_the_mail(cara.email)}/"
    assert b"This link is for another address" in signed_in(dan).get(address).content
    assert signed_in(dan).post(address).status_code == 403
    assert "/account/login/" in Client().get(address).content.decode()
    assert signed_in(cara).post(address)["Location"] == _at(table)


def test_the_room_takes_messages_minutes_tasks_and_documents_and_gives_them_back(table, signed_in) -> None:
    client, other = signed_in(table.asha), signed_in(table.ben)
    assert client.post(_at(table, "room/"), {"do": "message", "text": "We meet in May"}).status_code == 302
    task = {"do": "task", "title": "Send the draft", "kind": "task", "party": "destination", "due": "2020-01-01"}
    assert client.post(_at(table, "room/"), task).status_code == 302
    assert client.post(_at(table, "room/"), {**task, "kind": "date", "due": ""}).status_code == 422
    minutes = {"title": "First round", "on": "2026-05-04", "present": "All", "text": "Ceiling agreed", "version": 0}
    assert client.post(_at(table, "room/shared/minutes/new/"), minutes).status_code == 302
    sent = SimpleUploadedFile("draft.docx", b"PK the draft")
    assert client.post(_at(table, "room/"), {"do": "file", "file": sent}).status_code == 302
    page = other.get(_at(table, "room/")).content.decode()
    for word in ("We meet in May", "Send the draft", "Late", "First round", "Ceiling agreed", "draft.docx"):
        assert word in page
    key = table.destination().shared.records("file")[0].key
    file = other.get(_at(table, f"room/shared/documents/{key}/"))
    assert (file.content, file["Content-Disposition"]) == (b"PK the draft", 'attachment; filename="draft.docx"')
    assert other.get(_at(table, f"room/own/documents/{key}/")).status_code == 404


def test_what_is_written_in_ones_own_room_the_other_party_never_sees(table, signed_in) -> None:
    signed_in(table.asha).post(_at(table, "room/own/"), {"do": "message", "text": "our-last-word"})
    assert b"our-last-word" in signed_in(table.asha).get(_at(table, "room/own/")).content
    for page in PAGES:
        assert b"our-last-word" not in signed_in(table.ben).get(_at(table, page)).content


def test_two_who_correct_the_same_minutes_see_both_texts(table, signed_in) -> None:
    one, two = signed_in(table.asha), signed_in(table.ben)
    minutes = {"title": "Round", "on": "2026-05-04", "present": "", "text": "first", "version": 0}
    one.post(_at(table, "room/shared/minutes/new/"), minutes)
    key = table.origin().shared.records("minutes")[0].key
    address = _at(table, f"room/shared/minutes/{key}/")
    assert one.post(address, {**minutes, "text": "from Asha", "version": 1}).status_code == 302
    late = two.post(address, {**minutes, "text": "from Ben", "version": 1})
    assert late.status_code == 409
    page = late.content.decode()
    assert "from Asha" in page
    assert "from Ben" in page
    assert 'name="version" value="2"' in page
    assert two.post(address, {**minutes, "text": "both", "version": 2}).status_code == 302
    assert table.origin().shared.record("minutes", key).body["text"] == "both"


def test_a_message_is_taken_away_by_its_author_alone_and_comes_back_from_the_journal(table, signed_in) -> None:
    one, two = signed_in(table.asha), signed_in(table.ben)
    one.post(_at(table, "room/"), {"do": "message", "text": "too early"})
    gone = {"kind": "message", "key": table.origin().shared.records("message")[0].key}
    assert two.post(_at(table, "room/shared/take-away/"), gone).status_code == 404
    assert one.post(_at(table, "room/shared/take-away/"), gone).status_code == 302
    assert b"too early" not in one.get(_at(table, "room/")).content
    assert b"too early" in one.get(_at(table, "journal/")).content
    assert two.post(_at(table, "journal/shared/bring-back/"), gone).status_code == 302
    assert b"too early" in one.get(_at(table, "room/")).content


@pytest.mark.parametrize("kind", ["member", "party", "invitation", "dossier", "publication", "glass"])
def test_who_holds_keys_is_not_changed_through_room_or_journal(table, signed_in, kind) -> None:
    client = signed_in(table.asha)
    wanted = {"kind": kind, "key": "origin", "version": "1"}
    for page in ("room/shared/take-away/", "journal/shared/bring-back/", "room/own/take-away/"):
        assert client.post(_at(table, page), wanted).status_code == 404


def test_open_gates_take_a_reason_and_the_other_party_learns_the_phase_alone(table, signed_in) -> None:
    client = signed_in(table.asha)
    refused = client.post(_at(table, "life/"), {"do": "phase", "to": "national-position"})
    assert refused.status_code == 422
    assert "A labour market analysis stands" in refused.content.decode()
    for gate in ("analysis", "needs-stated"):
        client.post(_at(table, "life/"), {"do": "reason", "gate": gate, "reason": f"secret-reason-{gate}"})
    assert client.post(_at(table, "life/"), {"do": "phase", "to": "national-position"}).status_code == 302
    assert life.life_of(table.origin()).current.id == "national-position"
    assert b"secret-reason-analysis" in client.get(_at(table, "life/")).content
    theirs = signed_in(table.ben)
    assert b"National position" in theirs.get(_at(table)).content
    for page in PAGES:
        assert b"secret-reason" not in theirs.get(_at(table, page)).content
    assert life.life_of(table.destination()).current.id == "idea"


def test_the_status_of_the_text_is_a_dated_history_that_all_parties_share(table, signed_in) -> None:
    one, two = signed_in(table.asha), signed_in(table.ben)
    assert one.post(_at(table, "life/"), {"do": "status", "status": "announced", "on": "2025-03"}).status_code == 302
    assert two.post(_at(table, "life/"), {"do": "status", "status": "signed", "on": "2025-05-12"}).status_code == 302
    assert two.post(_at(table, "life/"), {"do": "status", "status": "suspended", "on": "2024"}).status_code == 422
    assert two.post(_at(table, "life/"), {"do": "status", "status": "in-force", "on": "soon"}).status_code == 422
    assert [step.status for step in life.history_of(table.origin()).steps] == ["announced", "signed"]
    assert publishing.is_signed(table.origin())


def test_leads_manage_their_people_on_the_page(table, signed_in, person, now) -> None:
    client, cara = signed_in(table.asha), person()
    invited = {"do": "invite", "email": cara.email, "name": "Cara", "language": "en"}
    assert client.post(_at(table, "people/"), invited).status_code == 302
    assert cara.email in client.get(_at(table, "people/")).content.decode()
    assert cara.email not in signed_in(table.ben).get(_at(table, "people/")).content.decode()
    signed_in(cara).post(f"/en/agreements/invitations/{link_in_the_mail(cara.email)}/")
    hers = signed_in(cara).get(_at(table, "people/")).content.decode()
    assert "Invite somebody of your party" not in hers
    assert signed_in(cara).post(_at(table, "people/"), {"do": "end", "key": table.asha.pk}).status_code == 200
    assert spaces.dossier(table.id, by=table.asha).role == "lead"
    client.post(_at(table, "people/"), {"do": "end", "key": cara.pk})
    assert signed_in(cara).get(_at(table)).status_code == 404


def test_a_further_party_comes_to_the_table_until_signature(table, signed_in) -> None:
    client = signed_in(table.asha)
    hospital = {"do": "party", "name": "Hospital of Fictia", "level": "hospital", "area": "", "side": "destination"}
    assert client.post(_at(table, "people/"), hospital).status_code == 302
    assert [party.id for party in table.origin().parties] == ["origin", "destination", "destination-2"]
    client.post(_at(table, "life/"), {"do": "status", "status": "signed", "on": "2025-05-12"})
    assert client.post(_at(table, "people/"), hospital).status_code == 422


def test_leaving_takes_a_tick_and_erases_the_way_in(table, signed_in) -> None:
    client = signed_in(table.asha)
    assert client.post(_at(table, "people/leave/"), {"do": "me"}).status_code == 409
    assert client.post(_at(table, "people/leave/"), {"do": "party", "reason": "No mandate"}).status_code == 422
    assert (
        client.post(_at(table, "people/leave/"), {"do": "party", "reason": "No mandate", "sure": "on"}).status_code
        == 302
    )
    assert client.get(_at(table)).status_code == 404
    assert b"has left" in signed_in(table.ben).get(_at(table)).content


def test_broken_glass_is_shown_to_the_party_on_its_pages_and_to_nobody_else(table, signed_in, person, now) -> None:
    cara, reason = person(name="Cara"), "Everybody of the party has left the ministry."
    breaking_glass.let_in(through=table.asha.email, person=cara.email, reason=reason, now=now)
    for page in ("", "people/"):
        assert reason in signed_in(table.asha).get(_at(table, page)).content.decode()
        assert reason not in signed_in(table.ben).get(_at(table, page)).content.decode()


def test_the_copy_to_take_along_holds_every_version_and_no_name_of_a_row(table, signed_in, now) -> None:
    for text in ("one", "two"):
        writing.put(table.origin().own, "need", "a", {"text": text}, by=table.asha, now=now, based_on=None)
    answer = signed_in(table.asha).get(_at(table, "journal/copy.json"))
    copy = json.loads(answer.content)
    assert [each["body"]["text"] for each in copy["own"] if each["kind"] == "need"] == ["one", "two"]
    assert copy["invented"] is True
    assert all("token" not in each["body"] for each in [*copy["own"], *copy["shared"]])


# ---- what becomes public --------------------------------------------------------------------------------------------
def test_nothing_is_public_before_signature_and_then_only_what_all_agree_to(table, signed_in, public_part, now) -> None:
    one, two = signed_in(table.asha), signed_in(table.ben)
    writing.put(table.origin().shared, "text.version", "t", {"text": "Article 1"}, by=table.asha, now=now, based_on=0)
    agree = {"do": "publish", "part": "text"}
    assert one.post(_at(table, "publication/"), agree).status_code == 422
    one.post(_at(table, "life/"), {"do": "status", "status": "signed", "on": "2025-05-12"})
    assert one.post(_at(table, "publication/"), {"do": "all"}).status_code == 302
    assert published.published_all() == ()
    assert "Waits for your party" in two.get(_at(table, "publication/")).content.decode()
    later = {"text": "Article 1, changed since"}
    writing.put(table.origin().shared, "text.version", "t", later, by=table.asha, now=now, based_on=1)
    assert b"changed since" not in two.get(_at(table, "publication/text.json")).content
    assert two.post(_at(table, "publication/"), {**agree, "do": "agree"}).status_code == 302
    found = published.published_all()[0]
    assert (found.slug, found.version, found.invented) == ("invented-agreement-on-nurses", 1, True)
    assert found.parts == {"text": {"text": "Article 1"}}
    assert [(each.part, each.is_agreed) for each in found.withheld] == [("plan", False)]
    assert [each["status"] for each in found.status] == ["signed"]
    assert [(each.side, str(each.name.best("en"))) for each in found.parties] == [
        ("origin", "Ministry of Health of Inventland"), ("destination", "Province of Fictia")
    ]  # fmt: skip


def test_an_agreement_to_other_words_counts_for_nothing(table, public_part, now) -> None:
    from concord.agreements.lifecycle import StatusStep
    from concord_site.agreements.actions import life as acting

    step = StatusStep.from_json({"status": "signed", "on": "2025"})
    acting.note_status(table.origin(), step, by=table.asha, now=now)
    publishing.publish(table.origin(), "text", {"text": "one"}, by=table.asha, now=now)
    stands = publishing.publish(table.destination(), "text", {"text": "two"}, by=table.ben, now=now)
    assert stands.agreed == {"destination"}
    assert published.published_all() == ()


def test_what_is_withheld_is_named_with_its_reason_and_an_earlier_page_stays(
    table, signed_in, public_part, now
) -> None:
    one, two = signed_in(table.asha), signed_in(table.ben)
    writing.put(table.origin().shared, "text.version", "t", {"text": "Article 1"}, by=table.asha, now=now, based_on=0)
    one.post(_at(table, "life/"), {"do": "status", "status": "signed", "on": "2025-05-12"})
    keeps = "the earlier versions of the public page keep it"
    assert keeps not in one.get(_at(table, "publication/")).content.decode()
    for client in (one, two):
        client.post(_at(table, "publication/"), {"do": "publish", "part": "text"})
    assert one.get(_at(table, "publication/")).content.decode().count(keeps) == 1
    withheld = {"do": "withhold", "part": "plan", "reason": "Prices of training places", "until": "2030-01-01"}
    assert one.post(_at(table, "publication/"), {**withheld, "reason": ""}).status_code == 422
    for client in (one, two):
        assert client.post(_at(table, "publication/"), withheld).status_code == 302
    found = published.published("invented-agreement-on-nurses")
    assert found.version == 2
    assert [(each.part, each.reason, str(each.until)) for each in found.withheld] == [
        ("plan", "Prices of training places", "2030-01-01")
    ]
    assert published.published("invented-agreement-on-nurses", version=1).withheld[0].is_agreed is False
    assert len(published.published_all()) == 1
    for client in (one, two):
        client.post(_at(table, "publication/"), {**withheld, "part": "text"})
    assert published.published("invented-agreement-on-nurses").parts == {}
    assert published.versions_with("invented-agreement-on-nurses")["text"] == (1, 2)


def test_parties_who_read_in_different_languages_agree_to_the_same_words(table, signed_in, public_part, now) -> None:
    parts.register_public(PublicPart("lessons", "Lessons", lambda _dossier: {"said": get_language()}, order=3))
    signed_in(table.asha).post(_at(table, "life/"), {"do": "status", "status": "signed", "on": "2025-05-12"})
    for who, language in ((table.asha, "ar"), (table.ben, "fr")):
        signed_in(who).post(_at(table, "publication/", language), {"do": "publish", "part": "lessons"})
    assert published.published_all()[0].parts == {"lessons": {"said": "en"}}


def test_a_sent_mail_of_this_room_leaves_no_row_behind(table, now) -> None:
    from concord_site.agreements.actions import clock
    from concord_site.shell import outbox

    class Way:
        def send(self, message: Any) -> None:
            self.last = message

    assert OutboxMessage.objects.filter(address=table.ben.email).count() == 1
    clock.tick(now=now)
    assert OutboxMessage.objects.filter(address=table.ben.email).count() == 1
    outbox.send_due(now=now + timedelta(minutes=1), transport=Way())
    clock.tick(now=now + timedelta(minutes=2))
    assert not OutboxMessage.objects.filter(address=table.ben.email).exists()


def test_a_form_without_its_token_is_refused_and_the_log_names_no_dossier(table, caplog) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(table.asha)
    for page in ("seen/", "life/", "text/own/languages/", "prepare/position/coherence/", "follow/account/own/"):
        assert client.post(f"/en/agreements/dossiers/{table.id}/{page}", {"do": "x"}).status_code == 403, page
    assert table.id not in caplog.text
