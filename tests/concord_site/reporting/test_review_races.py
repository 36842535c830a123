"""Two reviewers at one moment, each with a connection of their own: one wins, the other is told, no query is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from concord.errors import Conflict
from concord_site.reporting.actions import review as actions
from concord_site.reporting.models import Query, Step, Submission

from ..at_once import together
from . import filed_reports as reports

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("file_database"),
    pytest.mark.slow,
]


def test_of_sending_back_and_accepting_at_once_one_wins(person: Callable[..., Any]) -> None:
    one, other, found = person("secretariat-desk"), person("secretariat-desk"), reports.filed("KEN")
    reports.asked(found, weight="note")
    refused = together(
        lambda: actions.send_back(found.pk, by=one, filing=1),
        lambda: actions.accept(found.pk, by=other, filing=1),
    )
    lost = [each for each in refused if each is not None]
    assert len(lost) == 1
    assert isinstance(lost[0], Conflict)
    assert lost[0].code == "reporting.review.moved-on"
    state = Submission.objects.get(pk=found.pk).state
    assert state == ("returned" if refused[0] is None else "accepted")
    assert Step.objects.filter(what__in=["queried", "accepted"]).count() == 1


def test_queries_that_two_write_and_one_sends_are_all_kept(person: Callable[..., Any]) -> None:
    one, other, found = person("secretariat-desk"), person("secretariat-desk"), reports.filed("KEN")
    actions.write_query(found.pk, by=one, text="Of the first", address="hours")
    refused = together(
        lambda: actions.send_back(found.pk, by=one, filing=1),
        lambda: actions.write_query(found.pk, by=other, text="Of the second", address="hours"),
    )
    assert refused == [None, None]
    states = dict(Query.objects.values_list("text", "state"))
    assert states == {"Of the first": "open", "Of the second": "drafted"}
