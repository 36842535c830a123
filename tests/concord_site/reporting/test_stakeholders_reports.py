"""A stakeholder's report: its own stakeholder's alone, moderated with reasons, and never the word of a country."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.reporting.actions import publishing, stakeholder_reports, stakeholders
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.stakeholders import StakeholderReport
from concord_site.reporting.queries import published
from concord_site.reporting.queries import stakeholder_reports as queries

from . import stakeholder_ground as ground

pytestmark = pytest.mark.django_db
TODAY = ground.TODAY


@pytest.fixture
def desk(person: Callable[..., Any]) -> Any:
    return person("secretariat-desk")


@pytest.fixture
def second_desk(person: Callable[..., Any]) -> Any:
    return person("secretariat-administrator")


@pytest.fixture
def authority(person: Callable[..., Any], organisation: Callable[..., Any]) -> Any:
    return person("national-authority", organisation("authority", "KEN"))


@pytest.fixture
def union(desk: Any) -> Any:
    """A person who acts for a registered union, in an open round."""
    ground.open_round()
    return ground.registered(desk)[1]


def test_a_draft_is_seen_by_its_own_stakeholder_alone(
    union: Any, desk: Any, authority: Any, signed_in: Any, second_desk: Any
) -> None:
    row = stakeholder_reports.begin("2027", area="KEN", by=union, today=TODAY)
    other = ground.registered(desk, contact_email="b@other.test", name="Other body")[1]
    assert queries.own(row.pk, union) == row
    for stranger in (other, authority, desk, second_desk, None):
        with pytest.raises(NotFound):
            queries.own(row.pk, stranger)
    with pytest.raises(NotFound):
        queries.moderated(row.pk, desk)
    assert queries.asked_of(authority) == []


def test_what_is_incomplete_is_not_sent(union: Any) -> None:
    row = stakeholder_reports.begin("2027", area="KEN", by=union, today=TODAY)
    with pytest.raises(Conflict) as refusal:
        stakeholder_reports.submit(row.pk, by=union, language="en", today=TODAY)
    assert refusal.value.code == "reporting.stakeholder.not-complete"


def test_a_country_sees_it_when_asked_comments_and_the_comment_stands_beside_what_is_published(
    union: Any, desk: Any, authority: Any, person: Any, organisation: Any
) -> None:
    row = ground.sent(union)
    assert queries.asked_of(authority) == []
    stakeholder_reports.let_through(row.pk, by=desk, today=TODAY)
    [asked] = queries.asked_of(authority)
    uganda = person("national-authority", organisation("authority", "UGA"))
    officer = person("country-officer", organisation("ministry", "KEN"))
    with pytest.raises(NotFound):
        queries.asked(asked.pk, uganda)
    with pytest.raises((NotAllowed, NotFound)):
        stakeholder_reports.comment(asked.pk, text="We differ.", language="en", by=officer)
    with pytest.raises(Conflict) as refusal:
        stakeholder_reports.publish(row.pk, by=desk, today=TODAY)
    assert refusal.value.code == "reporting.stakeholder.not-yet"
    stakeholder_reports.comment(asked.pk, text="We differ.", language="en", by=authority)
    made = stakeholder_reports.publish(row.pk, by=desk, today=TODAY)
    assert (made.use, made.area, made.reference) == ("stakeholder", "KEN", "SR-2027-1-1")
    assert made.who["name"] == "Union of Nurses Abroad"
    assert (made.comment["text"], made.comment["area"]) == ("We differ.", "KEN")
    stakeholder_reports.comment(asked.pk, text="We still differ.", language="en", by=authority)
    made.refresh_from_db()
    assert made.comment["text"] == "We still differ."


def test_publishing_waits_the_declared_days_and_then_comes_by_itself(union: Any, desk: Any) -> None:
    row = ground.sent(union)
    stakeholder_reports.let_through(row.pk, by=desk, today=TODAY)
    row.refresh_from_db()
    assert row.comment_until == TODAY + dt.timedelta(days=30)
    at_the_end = timezone.make_aware(dt.datetime.combine(row.comment_until, dt.time(12)))
    assert stakeholder_reports.publish_due(now=at_the_end) == 0
    assert stakeholder_reports.publish_due(now=at_the_end + dt.timedelta(days=1)) == 1
    assert stakeholder_reports.publish_due(now=at_the_end + dt.timedelta(days=2)) == 0
    assert Publication.objects.get().use == "stakeholder"


def test_nothing_confidential_and_no_name_that_is_not_to_be_told_is_published(union: Any, desk: Any) -> None:
    row = ground.sent(union, publish="no_name", practices_text="A secret tale of Asha Invented")
    stakeholder_reports.let_through(row.pk, by=desk, today=TODAY)
    stakeholder_reports.publish_due(now=timezone.now() + dt.timedelta(days=4000))
    made = Publication.objects.get()
    kept = f"{made.answers}{made.who}{made.reasons}{made.calculated}{made.comment}"
    for secret in ("Union of Nurses Abroad", "asha@union.test", "Asha Invented", "secret tale", "Fees of nurses"):
        assert secret not in kept
    assert made.who["type"] == "professional"
    html = Client().get(f"/en/reporting/stakeholders/reports/{made.reference}/").content.decode()
    assert "Union of Nurses Abroad" not in html
    assert "not of a country" in html


def test_a_report_whose_sender_wishes_no_publication_is_read_and_kept(union: Any, desk: Any) -> None:
    row = ground.sent(union, publish="no")
    with pytest.raises(Conflict) as refusal:
        stakeholder_reports.let_through(row.pk, by=desk, today=TODAY)
    assert refusal.value.code == "reporting.stakeholder.not-wished"
    stakeholder_reports.keep(row.pk, by=desk)
    row.refresh_from_db()
    assert row.state == "kept"
    assert not Publication.objects.exists()


def test_a_refusal_has_a_reason_and_its_appeal_is_decided_by_another_person(
    union: Any, desk: Any, second_desk: Any
) -> None:
    row = ground.sent(union)
    for reason, text in (("no-such", "x"), ("advertising", " ")):
        with pytest.raises(Invalid):
            stakeholder_reports.refuse(row.pk, reason=reason, text=text, by=desk)
    stakeholder_reports.refuse(row.pk, reason="advertising", text="Page 2 sells a course.", by=desk)
    stakeholder_reports.appeal(row.pk, text="It does not.", by=union)
    with pytest.raises(Conflict) as refusal:
        stakeholder_reports.let_through(row.pk, by=desk, today=TODAY)
    assert refusal.value.code == "reporting.stakeholder.same-person"
    stakeholder_reports.let_through(row.pk, by=second_desk, today=TODAY)
    row.refresh_from_db()
    assert row.state == "commenting"


def test_an_appeal_is_heard_once(union: Any, desk: Any, second_desk: Any) -> None:
    row = ground.sent(union)
    stakeholder_reports.refuse(row.pk, reason="advertising", text="It sells.", by=desk)
    stakeholder_reports.appeal(row.pk, text="It does not.", by=union)
    stakeholder_reports.refuse(row.pk, reason="advertising", text="It does.", by=second_desk)
    with pytest.raises(Conflict) as refusal:
        stakeholder_reports.appeal(row.pk, text="Again.", by=union)
    assert refusal.value.code == "reporting.stakeholder.no-appeal"


def test_what_is_corrected_or_withdrawn_stays_listed(union: Any, desk: Any) -> None:
    row = ground.sent(union, area="")
    stakeholder_reports.let_through(row.pk, by=desk, today=TODAY)
    later = timezone.now() + dt.timedelta(days=4000)
    stakeholder_reports.publish_due(now=later)
    second = stakeholder_reports.begin_correction(row.pk, by=union)
    assert second.answers.count() == row.answers.count()
    stakeholder_reports.submit(second.pk, by=union, language="en", today=TODAY)
    stakeholder_reports.let_through(second.pk, by=desk, today=TODAY)
    stakeholder_reports.publish_due(now=later)
    states = dict(Publication.objects.values_list("reference", "state"))
    assert states == {"SR-2027-1-1": "corrected", "SR-2027-1-2": "published"}
    stakeholder_reports.withdraw(second.pk, text="We were wrong.", by=union)
    html = Client().get("/en/reporting/stakeholders/reports/").content.decode()
    assert "SR-2027-1-1" in html
    assert "SR-2027-1-2" in html
    page = Client().get("/en/reporting/stakeholders/reports/SR-2027-1-2/").content.decode()
    assert "We were wrong." in page
    assert "Money for registers" not in page


def test_a_country_cannot_withdraw_what_a_stakeholder_says_of_it(union: Any, desk: Any, authority: Any) -> None:
    row = ground.sent(union)
    stakeholder_reports.let_through(row.pk, by=desk, today=TODAY)
    stakeholder_reports.publish_due(now=timezone.now() + dt.timedelta(days=4000))
    made = Publication.objects.get()
    with pytest.raises(NotAllowed):
        publishing.withdraw(made.pk, reason="We do not like it.", by=authority)
    with pytest.raises((NotAllowed, NotFound, Conflict)):
        stakeholder_reports.withdraw(row.pk, text="We do not like it.", by=authority)


def test_a_cited_report_leads_to_its_own_page_and_stands_at_every_country_it_concerns(
    union: Any, desk: Any, administrator: Any, signed_in: Any
) -> None:
    row = ground.sent(union)
    stakeholder_reports.let_through(row.pk, by=desk, today=TODAY)
    stakeholder_reports.publish_due(now=timezone.now() + dt.timedelta(days=4000))
    made = Publication.objects.get()
    answer = Client().get(f"/en/reporting/published/reports/{made.reference}/")
    assert answer["Location"] == f"/en/reporting/stakeholders/reports/{made.reference}/"
    Publication.objects.update(who={**made.who, "concerns": ["UGA", "KEN"]}, area="")
    for area in ("KEN", "UGA"):
        assert [each.pk for each in published.stakeholders("2027", area)] == [made.pk]
    assert published.stakeholders("2027", "NOR") == []
    withdrawing = f"/en/reporting/published/reports/{made.reference}/withdraw/"
    assert signed_in(administrator).get(withdrawing)["Location"] == f"/en/reporting/stakeholders/desk/reports/{row.pk}/"
    assert signed_in(union).get(withdrawing)["Location"] == f"/en/reporting/stakeholders/own/reports/{row.pk}/"


def test_a_suspended_stakeholder_sends_and_publishes_nothing(union: Any, desk: Any) -> None:
    row = ground.sent(union)
    stakeholder_reports.let_through(row.pk, by=desk, today=TODAY)
    stakeholders.suspend(row.stakeholder_id, reason="undeclared-interest", text="See the letter.", by=desk)
    assert stakeholder_reports.publish_due(now=timezone.now() + dt.timedelta(days=4000)) == 0
    with pytest.raises(Conflict):
        stakeholder_reports.begin("2027", area="UGA", by=union, today=TODAY)


def test_the_pages_work_from_the_first_answer_to_the_published_report(
    union: Any, desk: Any, authority: Any, signed_in: Any
) -> None:
    browser = signed_in(union)
    home = browser.get("/en/reporting/stakeholders/own/")
    assert home.status_code == 200
    begun = browser.post("/en/reporting/stakeholders/own/", {"year": "2027", "area": "KEN", "language": "en"})
    row = StakeholderReport.objects.get()
    assert begun.headers["Location"] == reverse("reporting:stakeholder-report", args=[row.pk])
    for page in ("", "check/", "why/", "1/1/"):
        answer = browser.get(f"/en/reporting/stakeholders/own/reports/{row.pk}/{page}")
        assert answer.status_code == 200, page
        assert len(answer.content) < 100_000
    ground.fill(row)
    ready = browser.get(f"/en/reporting/stakeholders/own/reports/{row.pk}/check/").content.decode()
    assert "Send the report" in ready
    browser.post(f"/en/reporting/stakeholders/own/reports/{row.pk}/do/", {"do": "send"})
    moderator = signed_in(desk)
    assert "Union of Nurses Abroad" in moderator.get("/en/reporting/stakeholders/desk/").content.decode()
    href = f"/en/reporting/stakeholders/desk/reports/{row.pk}/"
    assert "asha@union.test" in moderator.get(href).content.decode()
    moderator.post(href, {"do": "let-through", "text": ""})
    country = signed_in(authority)
    asked = row.asked.get()
    assert country.get("/en/reporting/stakeholders/asked/").status_code == 200
    shown = country.get(f"/en/reporting/stakeholders/asked/{asked.pk}/").content.decode()
    assert "asha@union.test" not in shown
    country.post(f"/en/reporting/stakeholders/asked/{asked.pk}/", {"text": "We differ.", "language": "en"})
    moderator.post(href, {"do": "publish"})
    public = Client().get("/ar/reporting/stakeholders/reports/SR-2027-1-1/").content.decode()
    assert "We differ." in public
    told = Client().get("/en/reporting/stakeholders/reports/SR-2027-1-1/report.json").json()
    assert told["use"] == "stakeholder"
    assert browser.get(f"/en/reporting/stakeholders/own/reports/{row.pk}/").status_code == 200


def test_strangers_find_no_page_of_a_stakeholder(union: Any, desk: Any, authority: Any, signed_in: Any) -> None:
    row = ground.sent(union)
    pages = [
        f"own/reports/{row.pk}/", f"own/reports/{row.pk}/check/", f"own/reports/{row.pk}/export.json",
        f"own/{row.stakeholder_id}/", "desk/", f"desk/{row.stakeholder_id}/", f"desk/reports/{row.pk}/",
    ]  # fmt: skip
    for page in pages:
        href = f"/en/reporting/stakeholders/{page}"
        assert Client().get(href).status_code in (302, 404)
        assert signed_in(authority).get(href).status_code in (403, 404), page
