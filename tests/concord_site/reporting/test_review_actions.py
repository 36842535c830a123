"""The review's steps: who may take them, what stands against them, what they leave in the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.accounts.models import Notice
from concord_site.audit.models import Entry
from concord_site.reporting.actions import review as actions
from concord_site.reporting.models import Query, Reply, Review, Step, Submission
from concord_site.reporting.queries import review as queries

from . import filed_reports as reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(person: Callable[..., Any]) -> Any:
    return person("secretariat-desk")


@pytest.fixture
def officer(person: Callable[..., Any], organisation: Callable[..., Any]) -> Any:
    return person("country-officer", organisation("ministry", area="KEN"))


def logged(action: str) -> int:
    return Entry.objects.filter(action=action).count()


def steps_of(found: Submission) -> list[str]:
    rows = Step.objects.filter(participation__area=found.area).order_by("at", "pk")
    return list(rows.values_list("what", flat=True))


# ---- taking up, sending back, accepting
def test_whoever_takes_a_report_up_reviews_it(reviewer: Any) -> None:
    found = actions.take_up(reports.filed("KEN").pk, by=reviewer, filing=1)
    assert (found.state, found.review.reviewer) == ("under-review", reviewer)
    entry = Entry.objects.get(action="reporting.review.taken-up")
    assert '"role":"secretariat-desk"' in entry.text


def test_a_report_goes_back_with_the_drafts_of_its_reviewer_in_one_step(reviewer: Any, officer: Any) -> None:
    found = reports.filed("KEN")
    query = actions.write_query(found.pk, by=reviewer, text="How was this counted?", address="hours")
    assert query.state == "drafted"
    actions.send_back(found.pk, by=reviewer, filing=1)
    found.refresh_from_db()
    query.refresh_from_db()
    assert (found.state, query.state, query.question) == ("returned", "open", "hours")
    assert steps_of(found) == ["submitted", "queried"]
    assert logged("reporting.review.returned") == 1
    assert Notice.objects.filter(what="report-returned", person=officer).count() == 1


def test_a_report_does_not_go_back_without_a_query(reviewer: Any) -> None:
    found = reports.filed("KEN")
    with pytest.raises(Conflict) as refused:
        actions.send_back(found.pk, by=reviewer)
    assert refused.value.code == "reporting.submission.no-queries"
    assert Submission.objects.get(pk=found.pk).state == "submitted"


def test_a_draft_of_a_colleague_is_not_sent_with_ones_own(reviewer: Any, person: Callable[..., Any]) -> None:
    colleague, found = person("secretariat-desk"), reports.filed("KEN")
    actions.write_query(found.pk, by=reviewer, text="Mine")
    theirs = actions.write_query(found.pk, by=colleague, text="Theirs")
    actions.send_back(found.pk, by=reviewer, queries=[*found.queries.values_list("pk", flat=True)])
    theirs.refresh_from_db()
    assert theirs.state == "drafted"
    actions.send_query(theirs.pk, by=colleague)
    assert found.queries.filter(state="open").count() == 2


def test_an_open_query_stands_against_acceptance_and_an_answered_one_is_closed_by_it(
    reviewer: Any, officer: Any
) -> None:
    found = reports.filed("KEN", state="under-review")
    query = reports.asked(found)
    with pytest.raises(Conflict) as refused:
        actions.accept(found.pk, by=reviewer)
    assert refused.value.code == "reporting.submission.open-queries"
    actions.reply(query, "It is right: a new register.", officer)
    actions.accept(found.pk, by=reviewer)
    query.refresh_from_db()
    found.refresh_from_db()
    assert (found.state, query.state, bool(found.accepted_at)) == ("accepted", "closed", True)
    assert steps_of(found) == ["submitted", "answered", "accepted"]


def test_a_comment_stands_against_nothing(reviewer: Any) -> None:
    found = reports.filed("KEN")
    reports.asked(found, weight="note")
    assert actions.accept(found.pk, by=reviewer).state == "accepted"


def test_a_draft_of_anybody_stands_against_acceptance(reviewer: Any, person: Callable[..., Any]) -> None:
    found = reports.filed("KEN")
    actions.write_query(found.pk, by=person("secretariat-desk"), text="Not sent yet")
    with pytest.raises(Conflict) as refused:
        actions.accept(found.pk, by=reviewer)
    assert refused.value.code == "reporting.review.drafts-left"


def test_of_two_who_decide_the_second_is_told_what_happened(reviewer: Any, person: Callable[..., Any]) -> None:
    found, colleague = reports.filed("KEN"), person("secretariat-desk")
    actions.write_query(found.pk, by=colleague, text="One thing")
    actions.send_back(found.pk, by=colleague, filing=1)
    with pytest.raises(Conflict) as refused:
        actions.accept(found.pk, by=reviewer, filing=1)
    assert refused.value.code == "reporting.review.moved-on"
    assert refused.value.params["state"] == "returned"


def test_a_step_on_an_older_filing_is_refused(reviewer: Any) -> None:
    found = reports.filed("KEN")
    reports.again(found)
    with pytest.raises(Conflict) as refused:
        actions.accept(found.pk, by=reviewer, filing=1)
    assert refused.value.code == "reporting.review.new-filing"


def test_an_acceptance_is_taken_back_with_a_reason_alone(reviewer: Any) -> None:
    found = reports.filed("KEN", state="accepted")
    with pytest.raises(Invalid) as refused:
        actions.reopen_review(found.pk, by=reviewer, reason="  ")
    assert refused.value.code == "reporting.review.no-reason"
    assert actions.reopen_review(found.pk, by=reviewer, reason="A table was overlooked.").state == "under-review"


@pytest.mark.parametrize("role", ["country-officer", "national-authority", "regional-office", "statistician"])
def test_nobody_else_takes_a_step(role: str, person: Callable[..., Any], organisation: Callable[..., Any]) -> None:
    found = reports.filed("KEN")
    what = {"regional-office": "regional-office", "statistician": "secretariat"}.get(role, "ministry")
    home = organisation(what, area="KEN" if what == "ministry" else "", region="AFR" if "region" in role else "")
    somebody = person(role, home)
    for step in (actions.take_up, actions.accept, actions.send_back):
        with pytest.raises((NotAllowed, NotFound, Conflict)):
            step(found.pk, by=somebody)
    with pytest.raises((NotAllowed, NotFound)):
        actions.write_query(found.pk, by=somebody, text="?")
    assert Submission.objects.get(pk=found.pk).state == "submitted"


def test_a_report_is_assigned_to_people_of_the_desk_alone(reviewer: Any, officer: Any) -> None:
    found = reports.filed("KEN")
    assert actions.assign(found.pk, reviewer.pk, by=reviewer).reviewer == reviewer
    with pytest.raises(Invalid) as refused:
        actions.assign(found.pk, officer.pk, by=reviewer)
    assert refused.value.code == "reporting.review.not-a-reviewer"
    assert actions.assign(found.pk, None, by=reviewer).reviewer is None


# ---- queries
def test_a_draft_is_seen_and_changed_by_its_author_alone(reviewer: Any, person: Callable[..., Any]) -> None:
    found = reports.filed("KEN")
    query = actions.write_query(found.pk, by=reviewer, text="First words")
    with pytest.raises(NotAllowed) as refused:
        actions.change_query(query.pk, by=person("secretariat-desk"), text="Other words")
    assert refused.value.code == "reporting.review.not-yours"
    assert actions.change_query(query.pk, by=reviewer, text="Better words").text == "Better words"
    actions.remove_query(query.pk, by=reviewer)
    assert not Query.objects.exists()


def test_a_country_never_sees_a_draft(reviewer: Any, officer: Any) -> None:
    found = reports.filed("KEN")
    query = actions.write_query(found.pk, by=reviewer, text="Not sent")
    assert queries.at(found) == {}
    assert queries.asked(found) == []
    with pytest.raises(NotFound):
        actions.reply(query, "How do you know?", officer)


def test_words_that_were_sent_stay_as_they_are(reviewer: Any) -> None:
    query = reports.asked(reports.filed("KEN", state="returned"), by=reviewer)
    with pytest.raises(Conflict) as refused:
        actions.change_query(query.pk, by=reviewer, text="Other words")
    assert refused.value.code == "reporting.review.query-sent"


@pytest.mark.parametrize("address", ["nowhere", "agreements[1]/nowhere", "[]", "hours/hours"])
def test_a_query_stands_at_a_question_of_the_instrument(address: str, reviewer: Any) -> None:
    with pytest.raises(Invalid) as refused:
        actions.write_query(reports.filed("KEN").pk, by=reviewer, text="?", address=address)
    assert refused.value.code == "reporting.review.no-such-address"


def test_a_country_answers_in_words_and_the_reviewer_is_told(reviewer: Any, officer: Any) -> None:
    found = reports.filed("KEN", state="returned")
    Review.objects.create(submission=found, reviewer=reviewer)
    query = reports.asked(found, by=reviewer)
    said = actions.reply(query, "It is right.", officer, is_for_publication=True)
    query.refresh_from_db()
    assert (query.state, said.side, said.submission) == ("answered", "country", found)
    assert queries.open_queries(found) == 0
    assert Notice.objects.filter(what="query-answered", person=reviewer).count() == 1
    assert [each["reply"] for each in queries.for_publication(found)] == ["It is right."]
    assert logged("reporting.query.answered") == 1


def test_a_word_of_the_secretariat_is_never_for_publication_and_may_open_a_query_again(
    reviewer: Any, officer: Any
) -> None:
    query = reports.asked(reports.filed("KEN", state="under-review"))
    actions.reply(query, "It is right.", officer)
    said = actions.reply(query, "In which year?", reviewer, asks_again=True, is_for_publication=True)
    query.refresh_from_db()
    assert (said.side, said.is_for_publication, query.state) == ("secretariat", False, "open")


def test_another_answer_settles_a_query(reviewer: Any) -> None:
    found = reports.filed("KEN", state="returned", answers=reports.answers(hours=900))
    query, other = reports.asked(found), reports.asked(found, address="consultations")
    reports.again(found, answers=reports.answers(hours=20))
    assert actions.settle_changed(found, by=None) == 1
    query.refresh_from_db()
    other.refresh_from_db()
    assert (query.state, other.state) == ("answered", "open")


def test_what_a_country_changes_while_it_works_counts_before_it_is_sent(officer: Any) -> None:
    found = reports.filed("KEN", state="returned", answers={"hours": 900})
    reports.asked(found)
    row = found.answers.create(address="hours", value=900)
    assert queries.open_queries(found) == 1
    row.value = 20
    row.save()
    assert queries.open_queries(found) == 0


def test_another_country_can_neither_read_nor_answer(
    person: Callable[..., Any], organisation: Callable[..., Any]
) -> None:
    query = reports.asked(reports.filed("KEN", state="returned"))
    stranger = person("country-officer", organisation("ministry", area="UGA"))
    with pytest.raises(NotFound):
        actions.reply(query, "Hello", stranger)


# ---- the short mode: what was asked about the last report
def test_queries_on_the_last_report_are_answered_in_the_next(officer: Any) -> None:
    old = reports.opened("2024", state="closed")
    last = reports.filed("KEN", round=old, state="published", instrument=reports.OLD)
    query = reports.asked(last, state="closed", address="contact_name")
    comment = reports.asked(last, state="open", weight="note", address="", text="Thank you.")
    new = Submission.objects.create(
        round=reports.opened(), area="KEN", instrument=reports.NEW, digest="0" * 64, mode="short"
    )
    assert {each.query.pk for each in queries.of_last_report(new)} == {query.pk, comment.pk}
    said = actions.reply(query, "The office has moved.", officer, new, is_for_publication=True)
    query.refresh_from_db()
    assert (said.submission, query.state) == (new, "closed")
    assert [len(each.own) for each in queries.of_last_report(new)] == [0, 1] or queries.of_last_report(new)[0].own
    published = queries.for_publication(new)
    assert [(each["round"], each["reply"]) for each in published] == [("2024", "The office has moved.")]
    assert queries.for_publication(last) == []


def test_a_closed_query_is_not_answered_with_its_own_report(officer: Any) -> None:
    query = reports.asked(reports.filed("KEN", state="returned"), state="closed")
    with pytest.raises(Conflict) as refused:
        actions.reply(query, "One thing more", officer)
    assert refused.value.code == "reporting.review.query-closed"
    assert not Reply.objects.exists()


def test_a_country_is_reminded_once_a_day(reviewer: Any, officer: Any) -> None:
    found = reports.filed("KEN", state="returned")
    reports.asked(found)
    assert actions.remind(found.pk, by=reviewer) == 1
    assert actions.remind(found.pk, by=reviewer) == 0
    assert found.review.reminded_at.date() == timezone.now().date()
