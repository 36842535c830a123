"""What notices offer: the clock's work, the wording of their mails, the counted link of the top strip."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from concord_site.shell import suppliers
from concord_site.shell.navigation import Entry
from concord_site.shell.navigation import register as register_entries


def register() -> None:
    """Register everything; again replaces it."""
    from concord_site.accounts.notices.actions import mailing

    suppliers.register("tick.work", "accounts.notices", mailing.gather)
    suppliers.register("outbox.body", mailing.PREFIX, mailing.body)
    register_entries(
        "accounts.notices",
        Entry("account", "accounts:notices", _("Notices"), order=5, audience="person", count=_unread),
    )


def _unread(request: HttpRequest) -> int:
    from concord_site.accounts.models import Person
    from concord_site.accounts.notices import showing

    return showing.unread(request.user) if isinstance(request.user, Person) else 0
