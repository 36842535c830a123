"""Several people at one report at the same moment: nothing is lost, nothing is overwritten unseen, one filing is made.

Runs on SQLite, and by ``test_on_postgres`` on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from concord_site.reporting.actions import filling
from concord_site.reporting.answering import typed
from concord_site.reporting.models.rounds import Step
from concord_site.reporting.models.submissions import Change, Filing, Submission, SubmissionAnswer
from concord_site.reporting.queries import filling as queries
from concord_site.reporting.queries.reports import ReportDesk

from ..at_once import together
from .reports import TODAY, begun, opened_round, submitted, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_database", "small")]


def _writer(report: Submission, by: Any, key: str, value: Any, revision: int) -> Callable[[], Any]:
    def act() -> None:
        desk = ReportDesk(report.pk, by)
        node = queries.opened(desk, today=TODAY, language="en").book.node(key)
        sent = {key: (node, typed.of_value(node, value, revision=revision))}
        filling.save(desk, sent, language="en", today=TODAY)  # type: ignore[arg-type]

    return act


def test_two_officers_who_write_one_answer_at_once_lose_neither_text(
    report: Submission, authority: Any, officer: Any
) -> None:
    write(ReportDesk(report.pk, authority), gate="no", count=1)
    wrong = together(_writer(report, authority, "count", 10, 1), _writer(report, officer, "count", 20, 1))
    assert wrong == [None, None]
    row = SubmissionAnswer.objects.get(address="count")
    assert {row.value, row.rival["value"]} == {10, 20}
    assert {each.value for each in Change.objects.filter(address="count")} == {1, 10, 20}


def test_many_answers_at_once_are_all_kept(report: Submission, authority: Any, officer: Any) -> None:
    acts = [
        _writer(report, authority, "gate", "no", 0), _writer(report, officer, "count", 20, 0),
        _writer(report, authority, "remarks", "One", 0),
    ]  # fmt: skip
    assert together(*acts) == [None] * 3
    assert SubmissionAnswer.objects.filter(submission=report).exclude(value=None).count() == 3


def test_a_report_that_two_begin_at_once_is_one(authority: Any, officer: Any) -> None:
    round = opened_round()
    assert together(lambda: begun(authority, round), lambda: begun(officer, round)) == [None, None]
    assert Submission.objects.count() == 1
    assert Step.objects.filter(what="started").count() == 1


def test_a_report_that_is_sent_twice_at_once_gives_one_filing(report: Submission, authority: Any) -> None:
    write(ReportDesk(report.pk, authority), gate="no")
    assert together(lambda: submitted(report, authority), lambda: submitted(report, authority)) == [None, None]
    assert Filing.objects.count() == 1
    assert Step.objects.filter(what="submitted").count() == 1


def test_an_answer_written_while_the_report_is_sent_is_in_it_or_refused(
    report: Submission, authority: Any, officer: Any
) -> None:
    write(ReportDesk(report.pk, authority), gate="no", count=1)
    wrong = together(lambda: submitted(report, authority), _writer(report, officer, "count", 20, 1))
    filing, kept = Filing.objects.get(), SubmissionAnswer.objects.get(address="count").value
    assert filing.answers["count"] == kept
    assert [each is None for each in wrong] == [True, kept != 1]
