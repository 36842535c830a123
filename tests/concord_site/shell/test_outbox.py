"""The outbox: loses nothing, sends to nobody who may no longer know, doubles nothing but what nobody can help."""

from __future__ import annotations

import email
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.db import transaction
from django.utils import timezone

from concord.errors import Invalid, NotFound
from concord_site.shell import outbox, post
from concord_site.shell.models import Job, OutboxMessage

pytestmark = pytest.mark.django_db


@dataclass
class Recorder:
    """A transport that keeps what it took, and fails as told."""

    taken: list[EmailMessage] = field(default_factory=list)
    fails: list[Exception | None] = field(default_factory=list)
    after: bool = False

    def send(self, message: EmailMessage) -> None:
        problem = self.fails.pop(0) if self.fails else None
        if problem is not None and not self.after:
            raise problem
        self.taken.append(message)
        if problem is not None:
            raise problem


@pytest.fixture
def now():
    """A moment after everything of the test was written."""
    return timezone.now() + timedelta(seconds=30)


@pytest.fixture
def message(person):
    who = person("secretariat-desk")
    return outbox.write(key="k1", subject="A document waits", body=outbox.link("/en/"), person=who)


def state(row: OutboxMessage) -> str:
    row.refresh_from_db()
    return row.state


def test_a_message_is_written_with_the_act_or_not_at_all(person) -> None:
    who = person()
    with suppress(RuntimeError), transaction.atomic():
        outbox.write(key="k", subject="s", body="b", person=who)
        raise RuntimeError
    assert OutboxMessage.objects.count() == 0


def test_the_same_occasion_is_one_message_and_one_sending(message, now) -> None:
    outbox.write(key="k1", subject="A document waits", body="again", person=message.person)
    way = Recorder()
    assert outbox.send_due(now=now, transport=way) == 1
    assert outbox.send_due(now=now, transport=way) == 0
    assert len(way.taken) == 1
    assert state(message) == "sent"


def test_one_message_has_one_recipient(message, now) -> None:
    way = Recorder()
    outbox.send_due(now=now, transport=way)
    sent = way.taken[0]
    assert sent["To"] == message.person.email
    assert (sent["Cc"], sent["Bcc"]) == (None, None)


def test_permission_is_asked_again_at_sending(person, now) -> None:
    owner = person("secretariat-desk")
    job = Job.objects.create(name="t", title="t", owner=owner)
    allowed = outbox.write(key="own", subject="s", body="b", person=owner, about=job)
    other = outbox.write(key="other", subject="s", body="b", person=person("secretariat-desk"), about=job)
    gone = outbox.write(
        key="gone", subject="s", body="b", person=owner, about=Job.objects.create(name="x", title="x", owner=owner)
    )
    Job.objects.filter(name="x").delete()
    way = Recorder()
    assert outbox.send_due(now=now, transport=way) == 1
    assert (state(allowed), state(other), state(gone)) == ("sent", "refused", "refused")


def test_who_lost_the_role_in_the_meantime_gets_nothing(person, organisation, now) -> None:
    from concord_site.accounts.models import Organisation

    home = organisation("authority", "KEN")
    who = person("national-authority", home)
    row = outbox.write(
        key="k", subject="s", body="b", person=who, about=Organisation.objects.get(pk=home.pk), action="manage"
    )
    who.memberships.update(ends_at=now - timedelta(hours=1))
    way = Recorder()
    outbox.send_due(now=now, transport=way)
    assert (way.taken, state(row)) == ([], "refused")


def test_a_changed_address_is_not_written_to(message, now) -> None:
    message.person.email = "new@concord.test"
    message.person.save()
    way = Recorder()
    outbox.send_due(now=now, transport=way)
    assert (way.taken, state(message)) == ([], "refused")


def test_a_server_that_is_away_is_tried_again_later_and_not_forever(message, now) -> None:
    way = Recorder(fails=[post.NotNow("busy")] * outbox.MOST_ATTEMPTS)
    moment = now
    for attempt in range(outbox.MOST_ATTEMPTS):
        assert outbox.send_due(now=moment, transport=way) == 0
        assert outbox.send_due(now=moment, transport=way) == 0, "not before its time"
        assert state(message) == ("waiting" if attempt < outbox.MOST_ATTEMPTS - 1 else "failed")
        moment += timedelta(days=1)
    assert way.taken == []


def test_a_refused_address_is_not_tried_again(message, now) -> None:
    outbox.send_due(now=now, transport=Recorder(fails=[post.Bounced("no such mailbox")]))
    assert state(message) == "failed"


def test_a_sender_that_dies_between_sending_and_saying_so_sends_at_most_twice_under_one_id(message, now) -> None:
    way = Recorder(fails=[ConnectionResetError()] * 9, after=True)
    moment = now
    for _ in range(9):
        outbox.send_due(now=moment, transport=way)
        moment += outbox.LEASE + timedelta(seconds=1)
    assert len(way.taken) == 2
    assert len({sent["Message-ID"] for sent in way.taken}) == 1
    assert (state(message), message.problem) == ("failed", "uncertain")


def test_a_sender_that_dies_before_sending_loses_nothing(message, now) -> None:
    row = outbox._lease(now)
    assert row is not None, "and here the process ends"
    way = Recorder()
    assert outbox.send_due(now=now + timedelta(seconds=1), transport=way) == 0, "another sender does not take it"
    assert outbox.send_due(now=now + outbox.LEASE + timedelta(seconds=1), transport=way) == 1
    assert (state(message), len(way.taken)) == ("sent", 1)


def test_a_sender_that_wakes_up_late_does_not_overwrite_what_happened_since(message, now) -> None:
    late = outbox._lease(now)
    way = Recorder()
    outbox.send_due(now=now + outbox.LEASE + timedelta(seconds=1), transport=way)
    outbox._mark(late, OutboxMessage.State.FAILED, problem="late")
    assert state(message) == "sent"


@pytest.mark.parametrize("value", ["a\nBcc: b@evil.test", "a\rb", "a\x00b", "a\x85b", "a\u2028b", "a\u2029b", "a\x0bb"])
def test_header_line_breaks_are_refused(person, value: str) -> None:
    who = person()
    with pytest.raises(Invalid) as refusal:
        outbox.write(key="k", subject=value, body="b", person=who)
    assert refusal.value.code == "site.outbox.header"
    with pytest.raises(Invalid):
        outbox.write(key="k", subject="s", body="b", address=f"{value}@concord.test")
    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize("path", ["https://evil.test/", "//evil.test/", "/\\evil.test/", "en/", "/en/\nX: y"])
def test_links_lead_to_this_site_only(path: str) -> None:
    with pytest.raises(Invalid):
        outbox.link(path)
    assert outbox.link("/en/") == "http://concord.test/en/"


def test_a_one_time_link_is_wiped_once_it_is_sent(person, now) -> None:
    row = outbox.write(key="k", subject="s", body="http://concord.test/secret", person=person(), is_secret=True)
    outbox.send_due(now=now, transport=Recorder())
    row.refresh_from_db()
    assert (row.state, row.body) == ("sent", "")


def test_a_failed_message_is_tried_again_by_an_administrator_only(message, person, now) -> None:
    outbox.send_due(now=now, transport=Recorder(fails=[post.Bounced("no")]))
    with pytest.raises(NotFound):
        outbox.try_again(message.pk, by=person("secretariat-desk"), now=now)
    outbox.try_again(message.pk, by=person("secretariat-administrator"), now=now)
    way = Recorder()
    assert outbox.send_due(now=now, transport=way) == 1


def test_mail_into_a_folder_is_whole_and_once(message, now, settings) -> None:
    assert outbox.send_due(now=now) == 1
    written = list((settings.CONCORD.folder / "mail").iterdir())
    assert len(written) == 1
    parsed = email.message_from_bytes(written[0].read_bytes())
    assert parsed["Subject"] == "A document waits"
    assert "http://concord.test/en/" in parsed.get_payload()


def test_an_option_that_is_no_way_for_mail_is_refused(tmp_path) -> None:
    with pytest.raises(Invalid) as refusal:
        post.transport("pigeon://", tmp_path)
    assert refusal.value.code == "site.config.mail"
