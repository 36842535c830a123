"""Reminders: exactly once for each kind and day, whoever's clock comes first and wherever it dies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from concord_site.shell import outbox, post

from ..at_once import together
from . import rounds_made as made


class Sent(post.Transport):
    """Keeps what would have gone out."""

    def __init__(self) -> None:
        self.messages: list[Any] = []

    def send(self, message: Any) -> None:
        """Keep it."""
        self.messages.append(message)


@pytest.fixture
def desk(person: Callable[..., Any]) -> Any:
    """Somebody of the secretariat's desk."""
    return person("secretariat-desk")


@pytest.fixture
def authority(person: Callable[..., Any], organisation: Callable[..., Any]) -> Any:
    """The authority of Kenya."""
    return person("national-authority", organisation("authority", area="KEN"), language="fr")


def _due_in(desk: Any, days: int, *areas: str) -> Any:
    from concord_site.reporting.actions import rounds_countries

    row = made.opened(desk, opens=-60, due=days)
    rounds_countries.invite(round_id=row.pk, areas=areas or ["KEN"], by=desk, at=made.noon(-40))
    return row


def _tick(days: int = 0) -> int:
    from concord_site.reporting.actions import rounds_reminders

    return rounds_reminders.tick(now=made.noon(days))["reminders"]


def _mails() -> list[Any]:
    from concord_site.shell.models import OutboxMessage

    return list(OutboxMessage.objects.filter(key__startswith="notices:").order_by("pk"))


@pytest.mark.django_db
def test_a_reminder_is_written_once_however_often_the_clock_ticks(desk: Any, authority: Any) -> None:
    from concord_site.reporting.models.rounds import Reminder

    _due_in(desk, 30)
    before = len(_mails())
    assert [_tick(), _tick(), _tick()] == [1, 0, 0]
    assert Reminder.objects.get().people == 1
    assert len(_mails()) == before + 1
    assert _mails()[-1].person == authority


@pytest.mark.django_db
def test_nobody_is_reminded_who_was_not_invited_or_whose_report_is_in(desk: Any, authority: Any) -> None:
    row = _due_in(desk, 30, "KEN", "NOR")
    made.walked(row, "KEN", ("started", -10), ("submitted", -2))
    assert _tick() == 1  # Norway alone; the other 192 were not invited


@pytest.mark.django_db
def test_more_time_moves_the_reminders(desk: Any, authority: Any) -> None:
    from concord_site.reporting.actions import rounds_countries

    row = _due_in(desk, 30)
    until = row.due_on + dt.timedelta(20)
    rounds_countries.extend(round_id=row.pk, areas=["KEN"], until=until, reason="asked", by=desk)
    assert _tick() == 0
    assert _tick(20) == 1


@pytest.mark.django_db
def test_a_quiet_tick_costs_a_few_queries(desk: Any, django_assert_max_num_queries: Any) -> None:
    _due_in(desk, 45)
    with django_assert_max_num_queries(4):
        assert _tick() == 0


@pytest.mark.django_db
def test_by_hand_once_a_day_and_not_where_the_report_is_in(desk: Any, authority: Any) -> None:
    from concord_site.reporting.actions import rounds_reminders

    row = _due_in(desk, 45, "KEN", "NOR")
    made.walked(row, "NOR", ("submitted", -1))
    first = rounds_reminders.remind(round_id=row.pk, areas=["KEN", "NOR"], by=desk)
    assert [each.participation.area for each in first] == ["KEN"]
    assert rounds_reminders.remind(round_id=row.pk, areas=["KEN"], by=desk) == []


@pytest.mark.django_db
def test_a_crash_between_writing_and_the_mail_leaves_nothing_half_done(
    desk: Any, authority: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concord_site.accounts import notices
    from concord_site.reporting.actions import rounds_reminders
    from concord_site.reporting.models.rounds import Reminder

    _due_in(desk, 30)
    before = len(_mails())

    def dies(*_given: Any, **_more: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(rounds_reminders.notices, "tell", dies)
        with pytest.raises(KeyboardInterrupt):
            _tick()
    assert notices.tell is rounds_reminders.notices.tell
    assert Reminder.objects.count() == 0
    assert _tick() == 1
    assert len(_mails()) == before + 1


@pytest.mark.django_db
def test_a_mail_goes_only_to_who_may_still_fill_the_report_and_carries_no_country(desk: Any, authority: Any) -> None:
    from concord_site.reporting.models.submissions import Submission

    row = _due_in(desk, 30)
    begun = Submission.objects.create(round=row, area="KEN", instrument="x", digest="0" * 64)
    way = Sent()
    outbox.send_due(now=made.noon(1), transport=way)
    invitations = len(way.messages)
    assert _tick() == 1
    begun.state = Submission.State.SUBMITTED  # sent by the country before the mail went out
    begun.save(update_fields=["state"])
    outbox.send_due(now=made.noon(1), transport=way)
    assert len(way.messages) == invitations
    begun.state = Submission.State.DRAFT
    begun.save(update_fields=["state"])
    assert _tick(9) == 1
    outbox.send_due(now=made.noon(9), transport=way)
    said = way.messages[-1].as_string()
    assert len(way.messages) == invitations + 1
    assert "Kenya" not in said


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("file_database")
def test_two_clocks_at_once_write_one_reminder(desk: Any, authority: Any) -> None:
    from concord_site.reporting.models.rounds import Reminder

    _due_in(desk, 30)
    before = len(_mails())
    assert together(_tick, _tick) == [None, None]
    assert Reminder.objects.count() == 1
    assert len(_mails()) == before + 1
