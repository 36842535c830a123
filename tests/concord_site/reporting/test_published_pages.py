"""Pages of published reports: what stands, what became of it, who did not report, and how it compares."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from concord_site.reporting.actions import publishing
from concord_site.reporting.models import Publication, Submission

from .filed_reports import OLD, again, answers, filed, opened

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
BASE = "/en/reporting/published/"


@pytest.fixture
def published(administrator: Any) -> Callable[..., Publication]:
    """Publish a report."""

    def make(area: str = "KEN", *, year: str = "2027", **more: Any) -> Publication:
        if year == "2024":
            more.setdefault("instrument", OLD)
            more["round"] = opened("2024", state="closed")
        report = filed(area, state="accepted", **more)
        return publishing.publish(report, by=administrator, today=TODAY)

    return make


def page(client: Client, address: str, status: int = 200) -> Any:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    assert len(answer.content) < 250_000
    return html.fromstring(answer.content.decode())


def words(found: Any) -> str:
    return " ".join(found.text_content().split())


def test_without_a_publication_the_page_says_what_will_stand_here(client: Client) -> None:
    filed("KEN", state="accepted")
    assert "No report has been published yet" in words(page(client, BASE))
    assert client.get(f"{BASE}2027/").status_code == 404


def test_countries_are_listed_and_found_by_name_region_and_state(client: Client, published: Any) -> None:
    published("KEN")
    published("NOR")
    assert "2 of 194 Member States" in words(page(client, BASE))
    for query, there in (("?q=Kenya", False), ("?q=Norway", True), ("?region=EUR", True), ("?state=withdrawn", False)):
        rows = page(client, f"{BASE}2027/{query}").xpath("//table//th[@scope='row']")
        assert ("Norway" in [words(each) for each in rows]) is there, query
    assert "192 Member States without a published report" in words(page(client, BASE))


def test_a_report_shows_codes_anchors_the_mark_and_the_language_of_texts(client: Client, published: Any) -> None:
    published("KEN", language="fr", withheld=["comments"])
    found = page(client, f"{BASE}2027/KEN/")
    assert found.xpath("//div[@id='q-agreements-any']//data/@value") == ["yes"]
    assert "Generated, not real" in words(found)
    assert found.xpath("//div[@id='q-lessons']//*[@lang='fr']")
    assert "Kept confidential by the country" in words(found.xpath("//div[@id='q-comments']")[0])
    assert found.xpath("//details[@id='section-1']/summary")
    assert len(client.get(f"{BASE}2027/KEN/").content) < 100_000


def test_corrected_and_withdrawn_editions_stay_listed(client: Client, published: Any, administrator: Any) -> None:
    first = published("KEN")
    second = Submission.objects.create(
        round=first.round, area="KEN", instrument=first.instrument, number=first.number,
        digest=first.instrument_digest, edition=2, state="accepted", is_example=True,
        reason="A figure was entered twice.",
    )  # fmt: skip
    again(second)
    made = publishing.publish(second, by=administrator, today=TODAY)
    found = words(page(client, f"{BASE}2027/KEN/"))
    assert first.reference in found
    assert "A figure was entered twice." in found
    assert "replaced by a corrected one" in words(page(client, f"{BASE}2027/KEN/1/"))
    publishing.withdraw(made.pk, reason="Not the country's word.", by=administrator)
    found = words(page(client, f"{BASE}2027/KEN/2/"))
    assert "Not the country's word." in found
    assert "no longer shown" in found
    assert client.get(f"{BASE}reports/{made.reference}/report.json").status_code == 404


@pytest.mark.parametrize("form", ["pdf", "docx", "json", "csv"])
def test_a_report_is_a_file_in_the_language_of_the_address(form: str, client: Client, published: Any) -> None:
    made = published("KEN")
    for language in ("en", "ar"):
        answer = client.get(f"/{language}/reporting/published/reports/{made.reference}/report.{form}")
        assert answer.status_code == 200
        assert f"NR-2027-KEN-1-{language}.{form}" in answer["Content-Disposition"]
        again_ = client.get(answer.request["PATH_INFO"], headers={"if-none-match": answer["ETag"]})
        assert again_.status_code == 304


def test_all_answers_are_one_table(client: Client, published: Any) -> None:
    published("KEN")
    read = json.loads(client.get(f"{BASE}2027/answers.json").content)
    assert {each["area"] for each in read["rows"] if each["status"] != "no-report"} == {"KEN"}
    assert sum(each["status"] == "no-report" for each in read["rows"]) == 193
    assert read["generated"] is True
    for form in ("csv", "xlsx", "parquet"):
        assert client.get(f"{BASE}2027/answers.{form}").status_code == 200
    assert client.get(f"{BASE}2027/answers.exe").status_code == 404


def test_a_question_is_counted_drawn_and_answered_by_country(client: Client, published: Any) -> None:
    published("KEN")
    published("NOR", withheld=["agreements_any"])
    found = page(client, f"{BASE}2027/questions/agreements_any/")
    said = words(found)
    assert "Of 2 published reports, 1 have an answer." in said
    assert "Kept confidential by the country: 1" in said
    assert found.xpath("//section[@id='map']//svg") or found.xpath("//*[@id='map']//svg")
    assert "192 Member States" in said
    assert page(client, f"{BASE}2027/questions/").xpath("//a[@href='agreements_any/']")
    for key in ("difficulties?choice=law", "hours/", "lessons/", "agreement_partners/"):
        page(client, f"{BASE}2027/questions/{key.replace('?', '/?')}")
    page(client, f"{BASE}2027/questions/nothing/", 404)


def test_a_report_stands_beside_the_last_one_and_others(client: Client, published: Any) -> None:
    published("KEN")
    published("KEN", year="2024")
    published("NOR")
    found = page(client, f"{BASE}2027/KEN/compare/?with=last&section=1")
    assert "2027" in words(found.xpath("//table/thead")[0])
    assert "2024" in words(found.xpath("//table/thead")[0])
    found = page(client, f"{BASE}2027/KEN/compare/?with=NOR&section=2")
    assert "Norway" in words(found.xpath("//table/thead")[0])
    page(client, f"{BASE}2027/KEN/compare/?with=XXX&with=&section=99&only=different")


def test_the_feed_tells_of_publications_alone(client: Client, published: Any) -> None:
    made = published("KEN")
    filed("NOR", state="accepted")
    feed = ElementTree.parse(io.BytesIO(client.get(f"{BASE}feed.atom").content)).getroot()
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert [made.reference in ElementTree.tostring(each, encoding="unicode") for each in entries] == [True]
    assert "Generated, not real" in ElementTree.tostring(entries[0], encoding="unicode")


def test_search_and_country_pages_know_published_reports(client: Client, published: Any) -> None:
    published("KEN")
    assert "National report 2027: Kenya" in client.get("/en/search/?q=Kenya").content.decode()
    assert "/en/reporting/published/2027/KEN/" in client.get("/en/countries/KEN/").content.decode()
    assert "generated, not real" in client.get("/en/countries/KEN/").content.decode()


def test_a_preview_is_for_those_who_may_read_what_was_sent(
    client: Client, signed_in: Any, administrator: Any, person: Any
) -> None:
    report = filed("KEN", state="accepted", withheld=["code_change"])
    address = f"{BASE}preview/{report.pk}/"
    assert client.get(address).status_code == 302
    assert signed_in(person("national-authority", area="NOR")).get(address).status_code == 404
    officer = signed_in(person("national-authority", area="KEN"))
    assert "Preview. Nothing has been published." in officer.get(address).content.decode()
    answer = signed_in(administrator).post(f"{address}publish/")
    assert answer.status_code == 302
    assert Publication.objects.get().withheld == ["code_change", "code_change_text"]


def test_withdrawing_asks_for_a_reason(signed_in: Any, administrator: Any, published: Any) -> None:
    made, browser = published("KEN"), signed_in(administrator)
    address = f"{BASE}reports/{made.reference}/withdraw/"
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.post(address, {"reason": "By mistake."}).status_code == 302
    made.refresh_from_db()
    assert made.state == "withdrawn"


def test_the_interface_gives_what_the_pages_give(client: Client, published: Any) -> None:
    made = published("KEN", withheld=["comments"], answers=answers())
    listed = client.get("/api/v1/published?round=2027").json()
    assert [each["reference"] for each in listed["items"]] == [made.reference]
    whole = client.get("/api/v1/published/2027/KEN").json()
    statuses = {each["question"]: each["status"] for each in whole["items"]}
    assert statuses["comments"] == "withheld"
    assert whole["is_example"] is True
    one = client.get("/api/v1/published/2027/questions/agreements_any?language=fr").json()
    assert one["counts"]["yes"] == 1
    assert one["choices"]["yes"] == "Oui"
    assert "KEN" not in one["without_report"]
    assert client.get("/api/v1/published/2027/NOR").status_code == 404
