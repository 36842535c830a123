"""What this room does by the clock: its sent mails are taken out of the outbox, which would tell who was invited."""

from __future__ import annotations

from datetime import datetime

from concord_site.agreements.actions.inviting import MAILS
from concord_site.shell.models import OutboxMessage


def tick(*, now: datetime) -> None:
    """Take away the rows of mails that went out; says nothing of how many."""
    OutboxMessage.objects.filter(key__startswith=MAILS, state=OutboxMessage.State.SENT, sent_at__lte=now).delete()
