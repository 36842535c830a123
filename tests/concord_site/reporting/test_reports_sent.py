"""Sending a national report: guards, one filing, a receipt anybody can compare, and what comes after a return."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from concord.errors import Refusal
from concord.instrument import answers as library_answers
from concord_site.audit.models import Entry as LogEntry
from concord_site.reporting.models.reviewing import Query
from concord_site.reporting.models.rounds import Step
from concord_site.reporting.models.submissions import ClearanceStep, Filing, Submission, SubmissionAnswer
from concord_site.reporting.queries.reports import ReportDesk

from .answering_by_form import sent_by
from .reports import TODAY, answers, at, begun, opened_round, page_of, send, submitted, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]
DECLARED = {"name": "Tala Maro", "office": "Ministry of Health", "is_declared": "on"}


def declare(client: Client, report: Submission, **more: str) -> Any:
    """Press the button of the check page."""
    page = page_of(client, at(report, "check/"))
    form = page.xpath("//form[contains(@action,'send')]")
    data = {**sent_by(form[0]), **DECLARED} if form else DECLARED
    return client.post(at(report, "send/"), {**data, **more})


# ---- sending ---------------------------------------------------------------------------------------------------------
def test_a_report_is_sent_and_gives_a_receipt(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    write(ReportDesk(report.pk, authority), gate="no", count=12)
    client = signed_in(authority)
    answer = declare(client, report)
    filing = Filing.objects.get()
    assert answer["Location"] == f"/en/reporting/receipts/{filing.pk}/"
    assert filing.answers == {"gate": "no", "count": 12}
    assert filing.digest == library_answers.digest(library_answers.parse(filing.answers))
    assert (filing.reference, filing.number, filing.statement["office"]) == ("NR-2027-KEN-1.1", 1, "Ministry of Health")
    report.refresh_from_db()
    assert report.state == "submitted"
    assert [each.what for each in Step.objects.order_by("pk")] == ["started", "submitted"]
    assert LogEntry.objects.filter(action="reporting.submission.submitted").count() == 1
    text = client.get(answer["Location"]).content.decode()
    assert filing.digest in text
    assert filing.reference in text


def test_what_would_be_published_is_a_link_away_once_the_report_is_sent(
    report: Submission, authority: Any, person: Callable[..., Any], signed_in: Callable[..., Client]
) -> None:
    write(ReportDesk(report.pk, authority), gate="no", count=12)
    preview = f"/en/reporting/published/preview/{report.pk}/"
    client = signed_in(authority)
    assert preview not in page_of(client, at(report, "check/")).xpath("//a/@href")
    submitted(report, authority)
    assert preview in page_of(client, at(report, "check/")).xpath("//a/@href")
    desk = signed_in(person("secretariat-desk"))
    assert preview in page_of(desk, "/en/reporting/review/2027/KEN/").xpath("//a/@href")
    assert client.get(preview).status_code == desk.get(preview).status_code == 200
    Submission.objects.update(state="accepted")
    for path in (at(report), at(report, "check/")):
        assert preview in page_of(client, path).xpath("//a/@href")


def test_the_receipt_is_a_file_in_six_languages(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    write(ReportDesk(report.pk, authority), gate="no")
    filing = submitted(report, authority)
    for code in ("en", "ar"):
        answer = signed_in(authority).get(f"/en/reporting/receipts/{filing.pk}/{code}.pdf")
        assert answer.content.startswith(b"%PDF")
        assert f"{filing.reference}-{code}.pdf" in answer["Content-Disposition"]


def test_sent_twice_it_is_one_filing(report: Submission, authority: Any, signed_in: Callable[..., Client]) -> None:
    write(ReportDesk(report.pk, authority), gate="no")
    client = signed_in(authority)
    first, second = declare(client, report), declare(client, report)
    assert first["Location"] == second["Location"]
    assert submitted(report, authority).pk == Filing.objects.get().pk
    assert Step.objects.filter(what="submitted").count() == 1


def test_a_report_with_something_missing_is_not_sent(report: Submission, authority: Any) -> None:
    write(ReportDesk(report.pk, authority), gate="yes")
    with pytest.raises(Refusal) as refused:
        submitted(report, authority)
    assert refused.value.code == "workflow.step.hard-findings"
    assert not Filing.objects.exists()


def test_a_report_with_two_texts_for_one_answer_is_not_sent(report: Submission, authority: Any) -> None:
    write(ReportDesk(report.pk, authority), gate="no", count=12)
    rival = {"value": 13, "by": "Rami Adan", "at": timezone.now().isoformat()}
    SubmissionAnswer.objects.filter(address="count").update(rival=rival)
    with pytest.raises(Refusal) as refused:
        submitted(report, authority)
    assert refused.value.code == "reporting.submission.conflicts"


def test_an_officer_prepares_and_the_authority_sends(
    report: Submission, authority: Any, officer: Any, signed_in: Callable[..., Client]
) -> None:
    write(ReportDesk(report.pk, officer), gate="no")
    assert not page_of(signed_in(officer), at(report, "check/")).xpath("//form[contains(@action,'send')]")
    with pytest.raises(Refusal) as refused:
        submitted(report, officer)
    assert refused.value.code == "site.access.forbidden"
    assert submitted(report, authority).number == 1


def test_a_country_with_steps_of_its_own_sends_nothing_before_they_are_taken(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    ClearanceStep.objects.create(area="KEN", title="Director", person=authority, declared_by=authority)
    write(ReportDesk(report.pk, authority), gate="no")
    with pytest.raises(Refusal) as refused:
        submitted(report, authority)
    assert refused.value.code == "reporting.submission.not-cleared"
    page = page_of(signed_in(authority), at(report, "check/"))
    assert "Send it to be cleared" in page.text_content()
    assert not page.xpath("//form[contains(@action,'send')]")


def test_answers_that_changed_since_they_were_declared_are_not_sent(
    report: Submission, authority: Any, officer: Any, signed_in: Callable[..., Client]
) -> None:
    write(ReportDesk(report.pk, authority), gate="no", count=12)
    client = signed_in(authority)
    data = sent_by(page_of(client, at(report, "check/")).xpath("//form[contains(@action,'send')]")[0])
    write(ReportDesk(report.pk, officer), count=13)
    answer = client.post(at(report, "send/"), {**data, **DECLARED}, follow=True)
    assert "Answers have changed since you looked at them" in answer.content.decode()
    assert not Filing.objects.exists()


def test_without_the_declaration_nothing_is_sent(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    write(ReportDesk(report.pk, authority), gate="no")
    answer = signed_in(authority).post(at(report, "send/"), {"name": "Tala Maro", "office": "Ministry of Health"})
    assert answer.status_code == 422
    assert not Filing.objects.exists()


def test_a_report_after_the_day_is_taken_and_said_to_be_late(authority: Any) -> None:
    report = begun(authority, opened_round(due_on=TODAY - dt.timedelta(days=3)))
    write(ReportDesk(report.pk, authority), gate="no")
    assert submitted(report, authority).is_late


# ---- confidential ----------------------------------------------------------------------------------------------------
def test_what_stays_confidential_is_marked_where_the_questionnaire_allows_it(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    write(ReportDesk(report.pk, authority), gate="no", remarks="Not for everybody")
    client = signed_in(authority)
    assert len(page_of(client, at(report, "check/")).xpath("//input[@name='withheld']")) == 2
    client.post(at(report, "check/"), {"withheld": ["remarks", "count", "nothing"]})
    report.refresh_from_db()
    assert report.withheld == ["remarks"]
    assert submitted(report, authority).withheld == ["remarks"]


# ---- after a return --------------------------------------------------------------------------------------------------
def test_a_returned_report_opens_again_shows_its_queries_and_is_sent_as_a_second_filing(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    write(ReportDesk(report.pk, authority), gate="no", count=12)
    submitted(report, authority)
    client = signed_in(authority)
    with pytest.raises(Refusal) as refused:
        write(ReportDesk(report.pk, authority), count=13)
    assert refused.value.code == "reporting.report.not-open"
    assert not page_of(client, at(report, "1/1/")).xpath("//form[@data-answers]")
    Submission.objects.update(state="returned")
    Query.objects.create(
        submission=report, address="count", question="count", text="Is this the whole country?", state="open",
        sent_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(Refusal) as refused:
        submitted(report, authority)
    assert refused.value.code == "reporting.submission.unanswered-queries"
    assert "Is this the whole country?" in page_of(client, at(report, "1/1/")).text_content()
    assert "query waits" in page_of(client, at(report)).text_content()
    send(client, at(report, "1/1/"), a__count="14", go="on")
    second = submitted(report, authority)
    assert (second.number, second.answers["count"], second.reference) == (2, 14, "NR-2027-KEN-1.2")
    assert Filing.objects.get(number=1).answers["count"] == 12
    assert answers(report, authority)["count"] == 14


# ---- receipts --------------------------------------------------------------------------------------------------------
def test_a_receipt_is_its_countrys_and_anybody_can_compare_one(
    report: Submission, authority: Any, person: Callable[..., Any], client: Client, signed_in: Callable[..., Client]
) -> None:
    write(ReportDesk(report.pk, authority), gate="no")
    filing = submitted(report, authority)
    assert signed_in(person("secretariat-administrator")).get(f"/en/reporting/receipts/{filing.pk}/").status_code == 404
    spaced = " ".join(filing.digest[place : place + 8].upper() for place in range(0, 64, 8))
    right = client.post("/en/reporting/receipts/", {"reference": filing.reference, "digest": spaced})
    assert "The receipt is right" in right.content.decode()
    said = set()
    for reference, digest in ((filing.reference, "0" * 64), ("NR-2027-UGA-1.1", filing.digest), ("NR", "0" * 64)):
        wrong = client.post("/en/reporting/receipts/", {"reference": reference, "digest": digest})
        said.add("do not fit together" in wrong.content.decode())
    assert said == {True}
