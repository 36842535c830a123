"""Mail: one row for each recipient, written with the act that causes it and sent afterwards.

Promises. *Nothing is lost*: the row is committed with the act. *Nothing is sent that may no longer be known*: at
sending it is asked again whether the recipient may do what the message is about. *Nothing is doubled* by writing twice
(``key`` is unique) or by two senders (a row is leased to one). One gap cannot be closed by anybody: a sender that dies
after the mail server took the message and before the row says so. Such a message is sent **at most twice**, under the
same Message-ID so that mail programs show it once; after that it waits as ``failed`` for a person.

A message carries links, never data, and its links begin with the installation's own ``address``.

A room whose mails depend on what may be known at the moment of sending words them then: it writes rows without a body
under keys that begin with its own word (``notices:…``), and offers ``outbox.body`` under that word, called with the
row.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from concord.errors import Invalid, NotAllowed
from concord_site.shell import access, jobs, post, suppliers
from concord_site.shell.models import Guarded, OutboxMessage

log = logging.getLogger("concord.outbox")

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
MOST_UNCERTAIN = 2
_TAKEN = ("state", "attempts", "leased_until", "lease", "problem", "uncertain")


def link(path: str) -> str:
    """An absolute link to a page of this site, from the installation's own address.

    Raises:
        Invalid: ``site.outbox.link`` when ``path`` is not a path of this site.
    """
    if not path.startswith("/") or path.startswith("//") or "\\" in path:
        raise Invalid("site.outbox.link")
    post.require_clean(path)
    return f"{settings.CONCORD.address}{path}"


def write(
    *,
    key: str,
    subject: str,
    body: str,
    person: Any = None,
    address: str = "",
    language: str = "en",
    about: Guarded | None = None,
    action: str = "see",
    is_secret: bool = False,
) -> OutboxMessage:
    """Put a message for one recipient in the outbox, within the caller's transaction.

    Args:
        key: Names the occasion and the recipient; writing the same key again changes nothing.
        subject: One line; refused if it holds a line break.
        body: Plain text with links from :func:`link`.
        person: The recipient; ``address`` is then theirs. Without a person, ``address`` is needed.
        address: For people who have no account yet.
        language: Language of the wording, two letters.
        about: The thing the message is about; the recipient must still be allowed ``action`` on it at sending.
        action: See ``about``.
        is_secret: The body holds a link that signs in or resets; it is wiped from the row once the message is sent.

    Raises:
        Invalid: ``site.outbox.header`` when subject or address hold a line break or control character.
    """
    to = person.email if person is not None else address
    for value in (subject, to):
        post.require_clean(value)
    with transaction.atomic():
        row, is_new = OutboxMessage.objects.get_or_create(
            key=key,
            defaults={
                "person": person, "address": to, "language": language, "subject": subject, "body": body,
                "is_secret": is_secret,
                "subject_kind": about._meta.label if about is not None else "",
                "subject_id": str(about.pk) if about is not None else "",
                "subject_action": action if about is not None else "",
            },
        )  # fmt: skip
        if is_new:
            deliver.enqueue()
    return row


@jobs.task()
def deliver() -> int:
    """Send what is due; called by the queue after each message and by every tick."""
    return send_due(now=timezone.now())


def send_due(*, now: datetime, most: int = 200, transport: post.Transport | None = None) -> int:
    """Send up to ``most`` messages that are due at ``now``.

    Returns:
        How many were sent.
    """
    way = transport or post.transport(settings.CONCORD.mail, settings.CONCORD.folder)
    sent = 0
    for _ in range(most):
        row = _lease(now)
        if row is None:
            break
        sent += _send(row, way, now)
    return sent


def _lease(now: datetime) -> OutboxMessage | None:
    """Take the next message for ourselves, so that no other sender has it until the lease ends."""
    due = Q(state=OutboxMessage.State.WAITING, due_at__lte=now)
    left_by_another = Q(state=OutboxMessage.State.SENDING, leased_until__lt=now)
    with transaction.atomic():
        rows = OutboxMessage.objects.select_for_update(skip_locked=True).filter(due | left_by_another)
        row = rows.order_by("due_at", "pk").first()
        if row is None:
            return None
        if row.state == OutboxMessage.State.SENDING:
            row.uncertain += 1  # its sender died: it may have gone out
            if row.uncertain >= MOST_UNCERTAIN:
                row.state, row.problem, row.lease = OutboxMessage.State.FAILED, "uncertain", ""
                row.save(update_fields=_TAKEN)
                return _lease(now)
        row.state, row.attempts = OutboxMessage.State.SENDING, row.attempts + 1
        row.lease, row.leased_until = secrets.token_hex(16), now + LEASE
        row.save(update_fields=_TAKEN)
    return row


def _send(row: OutboxMessage, way: post.Transport, now: datetime) -> int:
    if not _is_still_allowed(row):
        _mark(row, OutboxMessage.State.REFUSED, problem="permission", **_wiped(row))
        return 0
    try:
        body = _body(row)
        if body is None:
            _mark(row, OutboxMessage.State.REFUSED, problem="permission", **_wiped(row))
            return 0
        way.send(_compose(row, body))
    except post.Bounced as problem:
        _mark(row, OutboxMessage.State.FAILED, problem=str(problem))
    except post.NotNow as problem:
        _postpone(row, now, str(problem))
    except Invalid as problem:
        _mark(row, OutboxMessage.State.FAILED, problem=problem.code)
    except Exception as problem:
        # Unknown whether it was taken: the lease runs out and decides.
        log.exception("message %s: unknown outcome", row.pk)
        OutboxMessage.objects.filter(pk=row.pk, lease=row.lease).update(problem=type(problem).__name__)
    else:
        _mark(row, OutboxMessage.State.SENT, sent_at=now, **_wiped(row))
        return 1
    return 0


def _is_still_allowed(row: OutboxMessage) -> bool:
    if row.person is not None and row.person.email != row.address:
        return False
    if not row.subject_kind:
        return True
    model = apps.get_model(row.subject_kind)
    thing = model._base_manager.filter(pk=row.subject_id).first()
    return thing is not None and access.may(thing, row.person, row.subject_action)


def _body(row: OutboxMessage) -> str | None:
    """The words; of a kind of mail that is worded only now (supplier ``outbox.body``), None where nothing is left."""
    worded = suppliers.named("outbox.body").get(row.key.partition(":")[0])
    return row.body if worded is None else worded(row)


def _compose(row: OutboxMessage, body: str) -> Any:
    name = hashlib.sha256(f"{settings.CONCORD.address}\0{row.key}".encode()).hexdigest()[:32]
    return post.compose(
        sender=settings.CONCORD.sender, address=row.address, subject=row.subject, body=body, language=row.language,
        message_id=f"<{name}@{settings.CONCORD.host}>",
    )  # fmt: skip


def _wiped(row: OutboxMessage) -> dict[str, str]:
    return {"body": ""} if row.is_secret else {}


def _mark(row: OutboxMessage, state: str, **values: Any) -> None:
    """Say how it ended, if the message is still ours."""
    OutboxMessage.objects.filter(pk=row.pk, lease=row.lease).update(state=state, lease="", leased_until=None, **values)


def _postpone(row: OutboxMessage, now: datetime, problem: str) -> None:
    if row.attempts >= MOST_ATTEMPTS:
        _mark(row, OutboxMessage.State.FAILED, problem=problem)
        return
    wait = timedelta(minutes=2**row.attempts)
    _mark(row, OutboxMessage.State.WAITING, problem=problem, due_at=now + wait)


def try_again(pk: object, *, by: Any, now: datetime) -> OutboxMessage:
    """Put a failed message back in the queue, by the hand of an administrator."""
    with transaction.atomic():
        row = access.get(OutboxMessage, pk, by, "manage", lock=True)
        if row.person is not None and not row.person.is_active:
            raise NotAllowed("site.outbox.closed-account")
        row.state, row.attempts, row.uncertain, row.problem, row.due_at = OutboxMessage.State.WAITING, 0, 0, "", now
        row.save(update_fields=["state", "attempts", "uncertain", "problem", "due_at"])
        deliver.enqueue()
    return row
