"""The way of a designation: entered, corrected, verified by four eyes, replaced, expired, ended; nothing in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.accounts.home import gathering
from concord_site.accounts.models import Notice
from concord_site.accounts.notices import showing
from concord_site.audit.models import Entry
from concord_site.registers import actions, queries
from concord_site.registers.actions import clock
from concord_site.registers.actions import contacts as contact_actions
from concord_site.registers.models import AuthorityContact, Designation
from concord_site.shell import suppliers
from concord_site.shell.models import PrivateFile

from ..at_once import together

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
GIVEN: dict[str, Any] = {"office": {"en": "Workforce directorate"}, "act": "Note verbale 12", "today": TODAY}
PDF = b"%PDF-1.7 the scanned letter"


@pytest.fixture
def authority(person: Callable[..., Any], organisation: Callable[..., Any]) -> Any:
    return person("national-authority", organisation("authority", "KEN"))


@pytest.fixture
def desk(person: Callable[..., Any]) -> Any:
    return person("secretariat-desk")


@pytest.fixture
def other(person: Callable[..., Any]) -> Any:
    return person("secretariat-administrator")


def _propose(by: Any, since: str = "2024-05", area: str = "KEN", **more: Any) -> Designation:
    return actions.propose(area=area, since=since, by=by, **{**GIVEN, **more})


def _published(by: Any, other: Any, since: str = "2024-05", **more: Any) -> Designation:
    return actions.confirm(designation_id=_propose(by, since, **more).pk, by=other)


# ---- four eyes, and two at once


def test_whoever_entered_a_letter_does_not_verify_it(desk: Any, other: Any) -> None:
    made = _propose(desk)
    with pytest.raises(NotAllowed) as refusal:
        actions.confirm(designation_id=made.pk, by=desk)
    assert refusal.value.code == "registers.designation.four-eyes"
    assert actions.confirm(designation_id=made.pk, by=other).state == "current"


def test_whoever_corrected_it_does_not_verify_it_either(authority: Any, desk: Any, other: Any) -> None:
    made = _propose(authority)
    actions.revise(designation_id=made.pk, version=1, by=desk, today=TODAY, act="Note verbale 13")
    with pytest.raises(NotAllowed):
        actions.confirm(designation_id=made.pk, by=desk)
    actions.confirm(designation_id=made.pk, by=other)


def test_of_two_who_verify_one_is_told_that_it_is_done(authority: Any, desk: Any, other: Any) -> None:
    made = _propose(authority)
    actions.confirm(designation_id=made.pk, by=desk)
    with pytest.raises(Conflict) as refusal:
        actions.confirm(designation_id=made.pk, by=other)
    assert refusal.value.code == "site.access.state"
    assert Entry.objects.filter(action="registers.designation.confirmed").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("file_database")
def test_two_who_verify_two_acts_of_one_country_at_once_leave_one_in_force(
    authority: Any, desk: Any, other: Any
) -> None:
    first, second = [_propose(authority, since) for since in ("2024-05", "2025-02")]
    ends = together(
        lambda: actions.confirm(designation_id=first.pk, by=desk),
        lambda: actions.confirm(designation_id=second.pk, by=other),
    )
    refused = [each for each in ends if each is not None]
    assert Designation.objects.filter(state="current").count() == 1
    assert all(getattr(each, "code", each) == "registers.designation.before-current" for each in refused)
    assert Designation.objects.filter(state__in=("current", "ended")).count() == 2 - len(refused)


def test_nobody_decides_on_what_was_changed_after_they_read_it(authority: Any, desk: Any, other: Any) -> None:
    made = _propose(authority)
    actions.revise(designation_id=made.pk, version=1, by=authority, today=TODAY, act="Other words")
    for act in (actions.confirm, lambda **given: actions.refuse(reason="No", **given)):
        with pytest.raises(Conflict) as refusal:
            act(designation_id=made.pk, by=other, version=1)
        assert refusal.value.code == "registers.designation.changed"


def test_who_edits_what_another_has_changed_sees_both_and_loses_nothing(
    authority: Any, desk: Any, signed_in: Any
) -> None:
    made = _propose(authority)
    actions.revise(designation_id=made.pk, version=1, by=desk, today=TODAY, act="The desk's words")
    form = {"version": 1, "office": "My office", "language": "en", "act": "My words", "since": "2024"}
    answer = signed_in(authority).post(f"/en/registers/designations/{made.pk}/correct/", form)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "The desk&#x27;s words" in html
    assert "My words" in html
    assert 'name="version" value="2"' in html
    made.refresh_from_db()
    assert made.act == "The desk's words"


def test_what_is_published_while_it_is_edited_is_not_edited_in_place(
    authority: Any, other: Any, signed_in: Any
) -> None:
    made = _propose(authority)
    actions.confirm(designation_id=made.pk, by=other)
    with pytest.raises(Conflict):
        actions.revise(designation_id=made.pk, version=1, by=authority, today=TODAY, act="Other words")
    form = {"version": 1, "office": "My office", "language": "en", "act": "My words", "since": "2024"}
    assert signed_in(authority).post(f"/en/registers/designations/{made.pk}/correct/", form).status_code == 409


# ---- dates


@pytest.mark.parametrize(("given", "code"), [
    ({"since": "2024-05-21", "runs_until": "2024-05-20"}, "registers.designation.ends-before-it-begins"),
    ({"since": "2024-05-21", "review_on": "2020"}, "registers.designation.ends-before-it-begins"),
    ({"since": "2027"}, "registers.designation.future"),
])  # fmt: skip
def test_dates_that_cannot_be_are_refused(authority: Any, given: dict[str, str], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        _propose(authority, **given)
    assert refusal.value.code == code
    assert not Designation.objects.exists()


def test_an_overlap_is_refused_and_named_and_nothing_changes(authority: Any, desk: Any, other: Any) -> None:
    first = _published(authority, other, "2012")
    actions.end(designation_id=first.pk, until="2022-06-30", reason="Letter 4", by=desk, today=TODAY)
    second = _propose(authority, "2020-01")
    with pytest.raises(Conflict) as refusal:
        actions.confirm(designation_id=second.pk, by=other)
    assert refusal.value.code == "registers.designation.overlaps"
    assert refusal.value.params == {"since": "2012", "until": "2022-06-30"}
    second.refresh_from_db()
    assert second.state == "proposed"


def test_an_older_act_with_its_end_becomes_history_and_ends_nothing(authority: Any, other: Any) -> None:
    current = _published(authority, other, "2018")
    past = _published(authority, other, "2012", runs_until="2017")
    assert (past.state, past.until) == ("expired", "2017")
    current.refresh_from_db()
    assert current.state == "current"


def test_the_register_can_be_asked_as_of_a_day(authority: Any, other: Any) -> None:
    _published(authority, other, "2012-03-01", office={"en": "First office"})
    _published(authority, other, "2024-05-21", office={"en": "Second office"})

    def office(on: dt.date) -> str:
        for region in queries.register(None, language="en", on=on):
            for entry in region.entries:
                if entry.area.id == "KEN":
                    return str(entry.designation.office["en"]) if entry.designation else ""
        raise AssertionError

    assert office(dt.date(2012, 2, 28)) == ""
    assert office(dt.date(2018, 1, 1)) == "First office"
    assert office(dt.date(2024, 5, 21)) == "Second office"
    html = Client().get("/en/registers/authorities/?on=2018-01-01&only=named").content.decode()
    assert "1 of 47 named here" in html
    assert Client().get("/en/registers/authorities/?on=2009-01-01").status_code == 422


def test_an_act_is_spoken_of_before_it_ends_once_and_expires_the_day_after(
    authority: Any, desk: Any, other: Any
) -> None:
    made = _published(authority, other, "2024-05", runs_until="2026-12-31")
    clock.tick(now=NOW - dt.timedelta(days=30))
    assert not Notice.objects.filter(what="designation-ending").exists()
    for _again in range(2):
        clock.tick(now=NOW)
    assert Notice.objects.filter(what="designation-ending").count() == 3
    assert clock.tick(now=dt.datetime(2027, 1, 1, tzinfo=dt.UTC)) == {"expired": 1, "warned": 0}
    made.refresh_from_db()
    assert (made.state, made.until, made.ended_how) == ("expired", "2026-12-31", "expired")
    assert queries.act_in_force([made], dt.date(2027, 1, 1)) is None
    assert queries.act_in_force([made], dt.date(2026, 12, 31)) == made


def test_a_review_that_has_passed_does_not_end_an_act(authority: Any, other: Any) -> None:
    made = _published(authority, other, "2024-05", review_on="2026-01")
    clock.tick(now=NOW)
    made.refresh_from_db()
    assert made.state == "current"
    assert "review date passed" in Client().get("/en/registers/authorities/KEN/").content.decode()


# ---- refused, corrected, taken back, ended


def test_a_returned_designation_is_corrected_and_waits_again(authority: Any, desk: Any, other: Any) -> None:
    made = _propose(authority)
    with pytest.raises(Invalid):
        actions.refuse(designation_id=made.pk, reason=" ", by=desk)
    actions.refuse(designation_id=made.pk, reason="The letter names a person.", by=desk)
    assert showing.unread(authority) == 1
    corrected = actions.revise(designation_id=made.pk, version=2, by=authority, today=TODAY, act="Note 13")
    assert corrected.state == "proposed"
    assert showing.unread(authority) == 0, "what was corrected is settled"
    actions.confirm(designation_id=made.pk, by=desk, version=3)


def test_what_is_returned_or_taken_back_is_seen_by_its_country_and_the_secretariat_alone(
    authority: Any, desk: Any, person: Any, organisation: Any, signed_in: Any
) -> None:
    first, second = _propose(authority), _propose(authority, "2025")
    actions.refuse(designation_id=first.pk, reason="A canary in the reason", by=desk)
    actions.cancel(designation_id=second.pk, reason="A canary in the reason", by=authority)
    stranger = person("national-authority", organisation("authority", "NZL"))
    for client in (Client(), signed_in(stranger)):
        assert "Workforce" not in client.get("/en/registers/authorities/KEN/").content.decode()
        for each in (first, second):
            assert client.get(f"/en/registers/designations/{each.pk}/").status_code in (302, 404)
            assert client.get(f"/en/registers/designations/{each.pk}/letter/").status_code in (302, 404)
        for page in ("authorities.csv?show=history", "authorities.json?show=history", "authorities/"):
            assert "Workforce" not in client.get(f"/en/registers/{page}").content.decode()
    assert "canary" in signed_in(desk).get(f"/en/registers/designations/{first.pk}/").content.decode()


def test_the_end_of_an_act_puts_its_people_before_the_desk(
    authority: Any, desk: Any, other: Any, signed_in: Any
) -> None:
    made = _published(authority, other)
    assert not queries.waiting_for_decision(desk, today=TODAY).to_review
    actions.end(designation_id=made.pk, until="2026-10", reason="Letter 9", by=desk, today=TODAY)
    assert [each.pk for each in queries.waiting_for_decision(desk, today=TODAY).to_review] == [made.pk]
    page = f"/en/registers/designations/{made.pk}/people/"
    assert authority.name in signed_in(desk).get(page).content.decode()
    assert "End the role of" not in signed_in(desk).get(page).content.decode()
    assert "End the role of" in signed_in(other).get(page).content.decode()
    assert signed_in(authority).get(page).status_code in (403, 404, 409)
    assert signed_in(desk).post(page).status_code == 302
    assert not queries.waiting_for_decision(desk, today=TODAY).to_review


# ---- letter and contacts


def test_a_scanned_letter_is_read_by_its_country_and_the_secretariat_alone(
    authority: Any, desk: Any, other: Any, person: Any, organisation: Any, signed_in: Any
) -> None:
    form = {
        "office": "Directorate", "language": "en", "act": "Note 7", "since": "2024",
        "scan": SimpleUploadedFile("letter.exe", PDF),
    }  # fmt: skip
    assert signed_in(authority).post("/en/registers/authorities/KEN/designate/", form).status_code == 302
    made = Designation.objects.get()
    assert made.scan is not None
    assert made.scan.name == "letter.pdf"
    actions.confirm(designation_id=made.pk, by=other)
    page = f"/en/registers/designations/{made.pk}/letter/"
    for reader in (authority, desk, other):
        answer = signed_in(reader).get(page)
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Disposition"].startswith("attachment")
    stranger = person("national-authority", organisation("authority", "NZL"))
    region = person("regional-office", organisation("regional-office", region="AFR"))
    for client in (signed_in(stranger), signed_in(region)):
        assert client.get(page).status_code == 404
        assert client.get(f"/files/{made.scan_id}").status_code == 404
    assert Client().get(page).status_code == 302


def test_what_is_no_scan_is_refused_and_nothing_is_kept(authority: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        _propose(authority, scan=("letter.pdf", b"MZ a program"))
    assert refusal.value.code == "registers.designation.scan"
    assert not PrivateFile.objects.exists()
    assert not Designation.objects.exists()


def test_contact_persons_are_never_public(
    authority: Any, desk: Any, person: Any, organisation: Any, signed_in: Any
) -> None:
    contact_actions.add(area="KEN", by=authority, name="Canary Name", email="canary@concord.test", language="en")
    page = "/en/registers/authorities/KEN/"
    stranger = person("national-authority", organisation("authority", "NZL"))
    region = person("regional-office", organisation("regional-office", region="AFR"))
    for client in (Client(), signed_in(stranger), signed_in(region)):
        for address in (page, "/en/registers/authorities.json?show=history", "/en/registers/authorities/"):
            assert "anary" not in client.get(address).content.decode()
    for reader in (authority, desk):
        assert "Canary Name" in signed_in(reader).get(page).content.decode()
    pk = AuthorityContact.objects.get().pk
    with pytest.raises(NotFound):
        contact_actions.remove(contact_id=pk, by=stranger)
    assert not any("anary" in str(entry.text) for entry in Entry.objects.all())


def test_a_contact_needs_a_way_and_two_who_correct_it_do_not_overwrite_each_other(authority: Any, desk: Any) -> None:
    with pytest.raises(Invalid):
        contact_actions.add(area="KEN", by=authority, name="A", language="en")
    made = contact_actions.add(area="KEN", by=authority, name="A", telephone="+254 1", language="en")
    contact_actions.change(contact_id=made.pk, version=1, by=desk, telephone="+254 2")
    with pytest.raises(Conflict):
        contact_actions.change(contact_id=made.pk, version=1, by=authority, telephone="+254 3")
    assert contact_actions.remove(contact_id=made.pk, by=authority) == "KEN"
    assert not AuthorityContact.objects.exists()


# ---- hook, home, pages


def test_whoever_offered_to_hear_of_it_is_called_within_the_act(authority: Any, other: Any) -> None:
    heard: list[dict[str, Any]] = []

    def hear(**told: Any) -> None:
        heard.append(told)
        raise RuntimeError

    made = _propose(authority)
    suppliers.register("designation.confirmed", "test", hear)
    try:
        with pytest.raises(RuntimeError):
            actions.confirm(designation_id=made.pk, by=other)
    finally:
        suppliers.withdraw("designation.confirmed", "test")
    made.refresh_from_db()
    assert made.state == "proposed", "all or nothing"
    assert heard[0]["designation"].pk == made.pk
    assert heard[0]["by"] == other


def test_the_home_page_says_what_waits_for_whom(authority: Any, desk: Any, other: Any, signed_in: Any) -> None:
    made = _propose(desk)

    def titles(who: Any) -> list[str]:
        groups = gathering.waiting(who, today=TODAY, language="en")
        return [due.line.title for group in groups for due in group.lines]

    assert titles(other) == ["Verify the designation of Kenya"]
    assert titles(desk) == []
    assert "Verify the designation of Kenya" in signed_in(other).get("/en/accounts/home/").content.decode()
    actions.refuse(designation_id=made.pk, reason="No", by=other)
    assert titles(desk) == ["Correct the designation of Kenya"]
    assert titles(authority) == ["Correct the designation of Kenya"]


def test_the_desk_verifies_many_and_is_told_of_those_that_are_refused(
    authority: Any, desk: Any, other: Any, signed_in: Any
) -> None:
    first, own = _propose(desk, area="KEN"), _propose(other, area="NZL")
    client = signed_in(other)
    html = client.get("/en/registers/designations/").content.decode()
    assert f'value="{first.pk}:1"' in html
    assert f'value="{own.pk}:1"' not in html
    chosen = [f"{first.pk}:1", f"{own.pk}:1", "x:y"]
    html = client.post("/en/registers/designations/confirm/", {"chosen": chosen}, follow=True).content.decode()
    assert "1 designation is verified." in html
    assert "does not verify it" in html
    assert signed_in(authority).get("/en/registers/designations/").status_code == 403


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_the_way_is_there(language: str, authority: Any, desk: Any, other: Any, signed_in: Any) -> None:
    made, client = _propose(authority), signed_in(desk)
    pages = [
        "designations/", "designations/list/", f"designations/{made.pk}/", f"designations/{made.pk}/correct/",
        f"designations/{made.pk}/refuse/", f"designations/{made.pk}/take-back/", "authorities/KEN/contacts/",
        "authorities/KEN/designate/", "authorities/KEN/",
    ]  # fmt: skip
    for page in pages:
        answer = client.get(f"/{language}/registers/{page}")
        assert answer.status_code == 200, page
        assert len(answer.content) < 100_000
    actions.confirm(designation_id=made.pk, by=other)
    assert client.get(f"/{language}/registers/designations/{made.pk}/end/").status_code == 200
    assert client.get(f"/{language}/registers/designations/{made.pk}/people/").status_code == 302


@pytest.mark.parametrize("format", ["csv", "json", "xlsx"])
def test_the_register_is_downloaded_as_of_a_day_and_as_history(format: str, authority: Any, other: Any) -> None:
    _published(authority, other, "2012", office={"en": "First office"}, letter_reference="secret reference")
    _published(authority, other, "2024-05", office={"en": "Second office"})
    for query, first, second in (
        ("", False, True), ("?on=2018-01-01", True, False), ("?show=history", True, True),
    ):  # fmt: skip
        content = Client().get(f"/en/registers/authorities.{format}{query}").content
        if format != "xlsx":
            assert (b"First office" in content, b"Second office" in content) == (first, second)
            assert b"secret reference" not in content
    assert Client().get("/en/registers/authorities.csv?on=soon").status_code == 302


def test_a_day_of_the_test_is_later_than_its_acts() -> None:
    assert timezone.now().date() >= dt.date(2026, 11, 21)
