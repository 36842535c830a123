"""Publishing, correcting and withdrawing: each in one step, with its record; no more is shown than was decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.audit.models import Entry
from concord_site.reporting.actions import publishing
from concord_site.reporting.models import Publication, Reply, Step, Submission
from concord_site.shell import files
from concord_site.shell.models import PrivateFile

from .filed_reports import again, answers, asked, filed

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


@pytest.fixture
def authority(person: Callable[..., Any]) -> Any:
    """Kenya's authority."""
    return person("national-authority", area="KEN")


def accepted(area: str = "KEN", **more: Any) -> Submission:
    return filed(area, state="accepted", **more)


def test_publishing_takes_the_workflow_step_and_leaves_its_record(administrator: Any) -> None:
    report = accepted()
    made = publishing.publish(report, by=administrator, today=TODAY)
    report.refresh_from_db()
    assert (made.reference, made.state, report.state) == ("NR-2027-KEN-1", "published", "published")
    assert Step.objects.filter(submission=report, what="published").count() == 1
    assert Entry.objects.filter(action="reporting.submission.published").count() == 1
    assert made.is_example


def test_the_authority_publishes_its_own_report_and_no_other(authority: Any) -> None:
    own, other = accepted(), accepted("NOR")
    assert publishing.publish(own, by=authority, today=TODAY).area == "KEN"
    with pytest.raises(NotFound):
        publishing.publish(other, by=authority, today=TODAY)


@pytest.mark.parametrize("state", ["submitted", "under-review", "returned"])
def test_only_an_accepted_report_is_published(state: str, administrator: Any) -> None:
    with pytest.raises(Conflict) as refused:
        publishing.publish(filed("KEN", state=state), by=administrator, today=TODAY)
    assert refused.value.code == "site.access.state"
    assert not Publication.objects.exists()


def test_what_was_marked_when_sent_or_since_stays_hidden(administrator: Any) -> None:
    report = accepted(withheld=["comments"])
    again(report, withheld=["code_change"], answers=answers(code_change="yes"))
    made = publishing.publish(report, by=administrator, today=TODAY)
    assert set(made.withheld) == {"comments", "code_change", "code_change_text"}
    assert not {"comments", "code_change", "code_change_text"} & set(made.answers)


def test_a_country_that_said_no_is_not_published(administrator: Any) -> None:
    with pytest.raises(Conflict) as refused:
        publishing.publish(accepted(answers=answers(publish="no")), by=administrator, today=TODAY)
    assert refused.value.code == "reporting.publication.not-wanted"


def test_a_country_that_clears_once_more_publishes_itself(administrator: Any, authority: Any) -> None:
    report = accepted(answers=answers(publish="later"))
    with pytest.raises(Conflict) as refused:
        publishing.publish(report, by=administrator, today=TODAY)
    assert refused.value.code == "reporting.publication.after-clearance"
    assert publishing.publish(report, by=authority, today=TODAY).state == "published"


def test_replies_are_published_where_the_country_chose_and_the_question_is_shown(administrator: Any) -> None:
    report = accepted(withheld=["comments"])
    for question, is_for_publication in (("hours", True), ("plan", False), ("comments", True)):
        query = asked(report, state="closed", address=question, text=f"Why {question}?")
        Reply.objects.create(query=query, submission=report, side="country", text=f"So {question}.",
                             is_for_publication=is_for_publication)  # fmt: skip
        Reply.objects.create(query=query, side="secretariat", text="Internal.", is_for_publication=True)
    made = publishing.publish(report, by=administrator, today=TODAY)
    assert [(each["question"], each["answered"]) for each in made.replies] == [("hours", "So hours.")]


def test_a_file_that_is_an_answer_is_published_as_a_copy(administrator: Any) -> None:
    kept = files.put(b"%PDF-1.7 evidence", name="evidence.pdf", purpose="reporting.submission", area="KEN")
    given = answers(
        evidence=[{"evidence_title": "A study", "evidence_file": {"file": kept.pk, "name": "evidence.pdf"}}]
    )
    made = publishing.publish(accepted(answers=given), by=administrator, today=TODAY)
    shown = made.answers["evidence"][0]["evidence_file"]["file"]
    assert shown not in ("", kept.pk)
    assert PrivateFile.objects.get(pk=shown).state == "published"
    publishing.withdraw(made.pk, reason="By mistake.", by=administrator)
    assert PrivateFile.objects.get(pk=shown).state != "published"


def test_a_correction_begins_with_all_answers_and_takes_the_place_of_the_first(
    administrator: Any, authority: Any
) -> None:
    report = accepted()
    report.entries.create(entry="k7xabcde", block="agreements", place=0)
    report.answers.create(address="agreements[k7xabcde]/agreement_title", value="A title", revision=3)
    first = publishing.publish(report, by=administrator, today=TODAY)
    made = publishing.begin_correction(report, by=authority)
    assert (made.edition, made.state, made.previous_id) == (2, "draft", report.pk)
    assert [(each.block, each.entry) for each in made.entries.all()] == [("agreements", "k7xabcde")]
    assert [each.value for each in made.answers.all()] == ["A title"]
    with pytest.raises(Conflict) as refused:
        publishing.begin_correction(report, by=authority)
    assert refused.value.code == "reporting.publication.correction-begun"
    made.state, made.reason = "accepted", "A figure was entered twice."
    made.save()
    again(made)
    second = publishing.publish(made, by=administrator, today=TODAY)
    first.refresh_from_db()
    report.refresh_from_db()
    assert (first.state, first.reason, report.state) == ("corrected", "A figure was entered twice.", "corrected")
    assert (second.reference, second.state) == ("NR-2027-KEN-2", "published")
    assert Step.objects.filter(what="corrected", submission=report).exists()


def test_only_what_was_published_is_corrected_and_by_its_country_alone(authority: Any, administrator: Any) -> None:
    with pytest.raises(Conflict) as refused:
        publishing.begin_correction(accepted(), by=authority)
    assert refused.value.code == "reporting.publication.not-published"
    with pytest.raises(NotAllowed):
        publishing.begin_correction(Submission.objects.get(), by=administrator)


def test_a_withdrawn_report_stays_listed_with_its_reason(administrator: Any) -> None:
    report = accepted()
    made = publishing.publish(report, by=administrator, today=TODAY)
    with pytest.raises(Invalid) as refused:
        publishing.withdraw(made.pk, reason=" ", by=administrator)
    assert refused.value.code == "reporting.publication.no-reason"
    publishing.withdraw(made.pk, reason="Sent by an office without the power to.", by=administrator)
    made.refresh_from_db()
    report.refresh_from_db()
    assert (made.state, report.state) == ("withdrawn", "withdrawn")
    assert Step.objects.filter(what="withdrawn").exists()


def test_a_country_cannot_silence_a_stakeholder(administrator: Any, authority: Any) -> None:
    made = publishing.publish(accepted(), by=administrator, today=TODAY)
    said = Publication.objects.create(
        reference="SR-2027-1-1", use="stakeholder", round=made.round, area="KEN", instrument=made.instrument,
        instrument_digest=made.instrument_digest, language="en", digest="0" * 64, submitted_on=TODAY,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        publishing.withdraw(said.pk, reason="We do not like it.", by=authority)
    with pytest.raises(Conflict) as refused:
        publishing.withdraw(said.pk, reason="Not registered.", by=administrator)
    assert refused.value.code == "reporting.publication.of-stakeholder"
