"""Two reviewers at one moment, each with a connection of their own: one wins, the other is told, no query is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection

from concord.errors import Conflict, Refusal
from concord_site.reporting.actions import review as actions
from concord_site.reporting.models import Query, Step, Submission

from . import filed_reports as reports

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def patiently(act: Callable[[], object]) -> None:
    """A database in memory does not wait for the other connection, as a file does: try again."""
    for _ in range(2_000):
        try:
            act()
        except OperationalError:
            time.sleep(0.005)
            continue
        return


def together(*acts: Callable[[], object]) -> list[Refusal | None]:
    """Start some acts at once; what each was refused with."""
    gate, found = threading.Barrier(len(acts)), dict.fromkeys(range(len(acts)), None)

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            patiently(act)
        except Refusal as refusal:
            found[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [found[place] for place in range(len(acts))]


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
