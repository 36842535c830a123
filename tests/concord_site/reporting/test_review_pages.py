"""The review's pages: the queue, one filing, queries on both sides, several reports at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from concord.vocabulary import areas
from concord_site.reporting.actions import review as actions
from concord_site.reporting.actions import review_counts
from concord_site.reporting.models import Query, Submission
from concord_site.shell import suppliers

from . import filed_reports as reports

pytestmark = pytest.mark.django_db
AT = "/en/reporting/review/2027/"


@pytest.fixture
def reviewer(person: Callable[..., Any]) -> Any:
    return person("secretariat-desk", name="Amara Diallo")


@pytest.fixture
def desk(reviewer: Any, signed_in: Callable[..., Client]) -> Client:
    return signed_in(reviewer)


@pytest.fixture
def officer(person: Callable[..., Any], organisation: Callable[..., Any]) -> Any:
    return person("country-officer", organisation("ministry", area="KEN"))


@pytest.fixture
def country(officer: Any, signed_in: Callable[..., Client]) -> Client:
    return signed_in(officer)


def page_of(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    assert len(answer.content) < 100_000
    return html.fromstring(answer.content.decode())


def text_of(page: html.HtmlElement) -> str:
    return " ".join(page.xpath("//main")[0].text_content().split())


def countries(page: html.HtmlElement) -> list[str]:
    return [
        " ".join(each.text_content().split()) for each in page.xpath('//table[contains(@class, "queue")]/tbody//th')
    ]


# ---- the queue
def test_the_queue_has_what_was_sent_and_shows_the_rest_when_asked(desk: Client) -> None:
    reports.filed("KEN", days=20)
    reports.filed("UGA", days=2, state="accepted")
    Submission.objects.create(round=reports.opened(), area="GHA", instrument=reports.NEW, digest="0" * 64)
    assert countries(page_of(desk, AT)) == ["Kenya", "Uganda"]
    assert countries(page_of(desk, f"{AT}?state=with-us")) == ["Kenya"]
    assert "Ghana" in countries(page_of(desk, f"{AT}?state=none"))
    page = page_of(desk, f"{AT}?state=none&words=ghana")
    assert "Nothing sent" in text_of(page)
    assert not page.xpath('//table[contains(@class, "queue")]//a')


def test_a_queue_of_every_member_state_asks_the_database_no_more_than_one_of_few(desk: Client) -> None:
    reports.filed("KEN")

    def asked() -> int:
        desk.get(f"{AT}?state=all")
        with CaptureQueriesContext(
            connection,
        ) as found:
            page_of(desk, f"{AT}?state=all")
        return len(found)

    few, template = asked(), Submission.objects.get()
    filing = template.filings.get()
    more = [each.id for each in areas.member_states(timezone.now().date()) if each.id != "KEN"][:60]
    for area in more:
        made = Submission.objects.create(
            round=template.round, area=area, state="submitted", instrument=template.instrument, digest=template.digest
        )
        made.filings.create(number=1, answers={"hours": 4}, language="en", digest=filing.digest, reference=f"T-{area}")
        made.queries.create(text="?", state="open", sent_at=timezone.now())
    assert asked() == few


def test_findings_are_counted_by_the_clock_and_once_a_day(desk: Client) -> None:
    found = reports.filed("KEN", answers=reports.answers(hours="many"))
    assert "not counted yet" in text_of(page_of(desk, AT))
    now = timezone.now()
    assert review_counts.sweep(now) == {"counted": 1}
    assert review_counts.sweep(now) == {"counted": 0}
    found.review.refresh_from_db()
    assert found.review.counts["hard"] == 1
    assert "not counted yet" not in text_of(page_of(desk, AT))
    reports.again(found)
    assert review_counts.sweep(now) == {"counted": 1}


def test_the_queue_is_a_table_too(desk: Client) -> None:
    reports.filed("KEN", days=4, is_late=True)
    answer = desk.get(f"{AT}queue.csv?words=kenya")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert (row["area"], row["late"], row["days_waiting"], row["generated"]) == ("KEN", "true", "4", "true")


def test_a_regional_office_has_its_region_and_takes_no_step(
    person: Callable[..., Any], organisation: Callable[..., Any], signed_in: Callable[..., Client]
) -> None:
    reports.filed("KEN")
    reports.filed("FRA")
    office = signed_in(person("regional-office", organisation("regional-office", region="AFR")))
    page = page_of(office, AT)
    assert countries(page) == ["Kenya"]
    assert not page.xpath('//*[@name="act"]')
    assert not page_of(office, f"{AT}KEN/").xpath('//*[contains(@class, "side-steps")]')
    page_of(office, f"{AT}FRA/", 404)
    assert office.post(f"{AT}several/", {"act": "accept", "area": "KEN"}).status_code in (403, 404)


@pytest.mark.parametrize("where", ["", "KEN/", "KEN/log/", "KEN/queries/", "KEN/write/", "KEN/send-back/", "queue.csv"])
def test_the_desk_is_not_there_for_a_country_nor_for_a_stranger(
    where: str, country: Client, person: Callable[..., Any], signed_in: Callable[..., Client]
) -> None:
    reports.filed("KEN")
    for client in (country, signed_in(person())):
        assert client.get(AT + where).status_code == 404
    assert Client().get(AT + where).status_code == 302


# ---- one filing
def test_a_filing_is_read_as_it_was_sent_and_never_as_it_is_being_changed(desk: Client) -> None:
    found = reports.filed("KEN", state="returned", answers=reports.answers(hours=77))
    found.answers.create(address="hours", value=4321)
    found.remarks.create(address="hours", text="A word among colleagues")
    for view in ("", "?view=section-12"):
        text = text_of(page_of(desk, f"{AT}KEN/{view}"))
        assert "4,321" not in text
        assert "colleagues" not in text
    assert "77" in text_of(page_of(desk, f"{AT}KEN/?view=section-12"))


def test_a_report_that_was_not_sent_is_not_there(desk: Client) -> None:
    Submission.objects.create(round=reports.opened(), area="KEN", instrument=reports.NEW, digest="0" * 64)
    page_of(desk, f"{AT}KEN/", 404)


def test_findings_stand_at_their_questions_beside_last_time_and_the_others(desk: Client) -> None:
    for area in ("UGA", "TZA", "RWA", "BDI", "ETH", "SOM", "DJI", "ERI", "SDN"):
        reports.filed(area, answers=reports.answers(hours=20))
    reports.filed("KEN", answers=reports.answers(hours=880), last_instrument=reports.OLD,
                  last=reports.answers(reports.OLD, "b"))  # fmt: skip
    page = page_of(desk, f"{AT}KEN/")
    line = page.get_element_by_id("q-hours")
    assert "far above the answers of 9 other countries" in " ".join(line.text_content().split())
    (href,) = {
        each.get("href") for each in line.xpath('.//*[contains(@class, "point")]//a') if "peers" in each.get("href")
    }
    assert "Uganda" in text_of(page_of(desk, href))
    section = page_of(desk, f"{AT}KEN/?view=section-1")
    assert "Last report" in text_of(section)


def test_what_differs_from_the_filing_before_is_shown(desk: Client) -> None:
    found = reports.filed("KEN", answers=reports.answers(hours=40))
    reports.again(found, answers=reports.answers(hours=30, contact_name=None))
    text = text_of(page_of(desk, f"{AT}KEN/?view=difference"))
    assert "25 percent less" in text
    assert "taken out" in text
    assert "A newer filing has been sent" in text_of(page_of(desk, f"{AT}KEN/?filing=1"))


def test_a_report_in_which_everything_is_strange_is_cut_into_pages_that_are_not_heavy(desk: Client) -> None:
    strange = reports.answers()
    for place, area in enumerate(("UGA", "TZA", "RWA", "BDI", "ETH", "SOM", "DJI", "ERI", "SDN")):
        reports.filed(area, answers={k: v + place if isinstance(v, int) else v for k, v in strange.items()})
    reports.filed("KEN", answers={k: v * 10_000 if isinstance(v, int) else v for k, v in strange.items()})
    seen = []
    for where in ("", "?page=2", "?view=section-7", "?view=section-7&page=2"):
        page = page_of(desk, f"{AT}KEN/{where}")
        seen.append({each.get("id") for each in page.xpath('//*[contains(@class, "with-finding")]')})
    assert len(seen[0]) > 40
    assert not seen[2] & seen[3]


def test_known_figures_come_from_the_data_set_with_their_source(desk: Client) -> None:
    cells = {f"inflow_doctors_2026_{way}": 500 for way in ("temporary", "permanent")}
    reports.filed("KEN", answers=reports.answers(**cells))
    suppliers.register(
        "instrument.known-figures", "test",
        lambda area: [("mds-inflow-by-training", 10, 2026, "221", "A data set")] if area == "KEN" else [],
    )  # fmt: skip
    try:
        text = text_of(page_of(desk, f"{AT}KEN/"))
    finally:
        suppliers.withdraw("instrument.known-figures", "test")
    assert "1,000 here, 10 in the data set for 2026 (A data set)" in text


def test_persons_are_compared_per_head_with_the_inhabitants_that_are_known(desk: Client) -> None:
    for area in ("UGA", "TZA", "RWA", "BDI", "ETH", "SOM", "DJI", "ERI", "SDN"):
        reports.filed(area, answers=reports.answers(returns_number=400))
    reports.filed("KEN", answers=reports.answers(returns_number=4_000_000))
    line = page_of(desk, f"{AT}KEN/").get_element_by_id("q-returns_number")
    assert "per 10,000 inhabitants, lies far above 9 other countries" in " ".join(line.text_content().split())
    (href,) = {each for each in line.xpath(".//a/@href") if "peers" in each}
    table = page_of(desk, href).xpath("//main//table")[0].text_content()
    assert "Per 10,000 inhabitants" in table
    assert "400" in table


# ---- queries on the secretariat's side
def test_a_query_begins_with_words_in_the_language_of_the_report(desk: Client) -> None:
    for place in range(9):
        reports.filed(["UGA", "TZA", "RWA", "BDI", "ETH", "SOM", "DJI", "ERI", "SDN"][place],
                      answers=reports.answers(hours=20))  # fmt: skip
    reports.filed("KEN", language="fr", answers=reports.answers(hours=880))
    page = page_of(desk, f"{AT}KEN/")
    links = page.get_element_by_id("q-hours").xpath('.//a[contains(@href, "finding=")]')
    (write,) = {each.get("href") for each in links}
    box = page_of(desk, write).get_element_by_id("id_text")
    assert box.get("lang") == "fr"
    assert "880" in box.text
    assert "countries" not in box.text
    sent = desk.post(write, {"text": box.text, "weight": "change", "go": "save"})
    assert sent.status_code == 302
    query = Query.objects.get()
    assert (query.state, query.language, query.address, query.finding) == (
        "drafted", "fr", "hours", "reporting.review.far-above",
    )  # fmt: skip


def test_a_report_is_sent_back_with_what_is_ticked(desk: Client, reviewer: Any) -> None:
    found = reports.filed("KEN")
    one = actions.write_query(found.pk, by=reviewer, text="First", address="hours")
    two = actions.write_query(found.pk, by=reviewer, text="Second", address="hours")
    page = page_of(desk, f"{AT}KEN/send-back/")
    assert len(page.xpath('//*[@name="query"]')) == 2
    assert desk.post(f"{AT}KEN/send-back/", {"filing": "1", "query": str(one.pk)}).status_code == 302
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.state, two.state) == ("open", "drafted")
    assert "Your drafts are kept" in text_of(page_of(desk, f"{AT}KEN/"))
    assert (
        desk.post(f"{AT}KEN/queries/{two.pk}/", {"text": "Second", "weight": "change", "go": "send"}).status_code == 302
    )
    assert found.queries.filter(state="open").count() == 2


def test_without_a_query_nothing_goes_back_and_the_page_says_why(desk: Client) -> None:
    reports.filed("KEN")
    answer = desk.post(f"{AT}KEN/send-back/", {"filing": "1"})
    assert answer.status_code == 409
    assert "error-summary" in answer.content.decode()


def test_accepting_an_older_filing_is_refused_with_words(desk: Client) -> None:
    found = reports.filed("KEN")
    reports.again(found)
    answer = desk.post(f"{AT}KEN/do/", {"step": "accept", "filing": "1"}, follow=True)
    assert "sent this report again" in answer.content.decode()
    found.refresh_from_db()
    assert found.state == "submitted"


def test_the_log_tells_every_step_and_nothing_of_the_country_s_own(desk: Client, reviewer: Any, officer: Any) -> None:
    found = reports.filed("KEN")
    actions.take_up(found.pk, by=reviewer)
    query = actions.write_query(found.pk, by=reviewer, text="Why?")
    actions.send_back(found.pk, by=reviewer)
    actions.reply(query, "Because.", officer)
    text = text_of(page_of(desk, f"{AT}KEN/log/"))
    for words in (
        "Report sent: filing 1",
        "Taken up for review Amara Diallo",
        "Returned with queries",
        "Query answered",
    ):
        assert words in text
    assert officer.name not in text


def test_another_s_draft_is_neither_shown_nor_opened(desk: Client, person: Callable[..., Any]) -> None:
    found = reports.filed("KEN")
    query = actions.write_query(found.pk, by=person("secretariat-desk"), text="A secret thought")
    for where in ("", "queries/", "log/", "send-back/"):
        assert "secret thought" not in text_of(page_of(desk, f"{AT}KEN/{where}"))
    page_of(desk, f"{AT}KEN/queries/{query.pk}/", 404)


# ---- several at once
def test_only_reports_without_findings_are_accepted_at_once_and_the_others_say_why(desk: Client) -> None:
    clean = reports.filed("KEN", answers=reports.answers())
    reports.filed("UGA", answers=reports.answers(hours="many"))
    asked = reports.filed("TZA", answers=reports.answers())
    reports.asked(asked)
    done = reports.filed("RWA", state="accepted")
    query = {"act": "accept", "scope": "all", "query": ""}
    page = html.fromstring(desk.post(f"{AT}several/", query).content.decode())
    assert [each.get("value") for each in page.xpath('//*[@name="area"]')] == ["KEN"]
    assert len(page.xpath('//dl[@class="lines"]/*[@class="line"]')) == 3
    assert Submission.objects.filter(state="accepted").count() == 1
    desk.post(f"{AT}several/", {"act": "accept", "area": ["KEN", "UGA", "TZA"], "confirmed": "1"})
    states = dict(Submission.objects.values_list("area", "state"))
    assert states == {"KEN": "accepted", "UGA": "submitted", "TZA": "submitted", "RWA": "accepted"}
    clean.refresh_from_db()
    assert clean.accepted_at
    assert not done.filings.filter(number=2).exists()


def test_reports_are_taken_up_and_assigned_together(desk: Client, reviewer: Any, person: Callable[..., Any]) -> None:
    colleague = person("secretariat-desk")
    for area in ("KEN", "UGA"):
        reports.filed(area)
    desk.post(f"{AT}several/", {"act": "take-up", "area": ["KEN", "UGA"], "confirmed": "1"})
    desk.post(f"{AT}several/", {"act": "assign", "area": ["UGA"], "confirmed": "1", "person": str(colleague.pk)})
    found = dict(Submission.objects.values_list("area", "review__reviewer"))
    assert found == {"KEN": reviewer.pk, "UGA": colleague.pk}


# ---- the country's side
def test_a_country_answers_in_words_on_its_page(country: Client) -> None:
    found = reports.filed("KEN", state="returned")
    query = reports.asked(found)
    where = f"/en/reporting/reports/{found.pk}/queries/"
    page = page_of(country, where)
    assert "Please check this number" in text_of(page)
    (box,) = page.xpath("//textarea")
    sent = {
        "query": str(query.pk),
        box.get("name"): "It is right.",
        box.get("name").replace("text", "is_for_publication"): "on",
    }
    assert country.post(where, sent).status_code == 302
    said = query.replies.get()
    assert (said.text, said.is_for_publication, said.side) == ("It is right.", True, "country")
    assert "Every query is answered" in text_of(page_of(country, where))


def test_an_empty_answer_is_shown_at_its_query(country: Client) -> None:
    found = reports.filed("KEN", state="returned")
    query = reports.asked(found)
    answer = country.post(f"/en/reporting/reports/{found.pk}/queries/", {"query": str(query.pk)})
    assert answer.status_code == 422
    assert html.fromstring(answer.content.decode()).xpath('//*[@class="error-summary"]')


def test_a_country_s_page_is_its_own(
    desk: Client, person: Callable[..., Any], organisation: Callable[..., Any], signed_in: Callable[..., Client]
) -> None:
    found = reports.filed("KEN", state="returned")
    reports.asked(found)
    where = f"/en/reporting/reports/{found.pk}/queries/"
    stranger = signed_in(person("country-officer", organisation("ministry", area="UGA")))
    for client in (desk, stranger):
        assert client.get(where).status_code == 404
    reader = signed_in(person("country-reader", organisation("ministry", area="KEN")))
    assert not page_of(reader, where).xpath("//textarea")


def test_in_its_next_report_a_country_answers_what_was_asked_about_the_last(country: Client) -> None:
    last = reports.filed("KEN", round=reports.opened("2024", state="closed"), state="published", instrument=reports.OLD)
    query = reports.asked(last, state="closed", address="contact_name", text="Is this still right?")
    new = Submission.objects.create(
        round=reports.opened(), area="KEN", instrument=reports.NEW, digest="0" * 64, mode="short"
    )
    where = f"/en/reporting/reports/{new.pk}/queries/"
    page = page_of(country, where)
    assert "On your report of 2024" in text_of(page)
    (box,) = page.xpath("//textarea")
    assert country.post(where, {"query": str(query.pk), box.get("name"): "Yes."}).status_code == 302
    assert query.replies.get().submission == new
    assert "Answered in this report" in text_of(page_of(country, where))


@pytest.mark.parametrize("language", ["ar", "fr", "zh"])
def test_pages_stand_in_other_languages(language: str, desk: Client, country: Client, reviewer: Any) -> None:
    found = reports.filed("KEN", state="under-review")
    query = actions.write_query(found.pk, by=reviewer, text="Why?", address="hours")
    at = AT.replace("/en/", f"/{language}/")
    for where in (
        "",
        "KEN/",
        "KEN/?view=section-7",
        "KEN/write/",
        "KEN/send-back/",
        "KEN/log/",
        f"KEN/queries/{query.pk}/",
    ):
        assert page_of(desk, at + where).get("lang") == language
    assert page_of(country, f"/{language}/reporting/reports/{found.pk}/queries/").get("lang") == language
