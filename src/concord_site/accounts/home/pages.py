"""The page itself; people land on it when they have signed in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from concord.errors import NotAllowed
from concord_site.accounts.home import actions, gathering
from concord_site.accounts.models import Person
from concord_site.accounts.notices import showing
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


@never_cache
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits, what changed, where to begin."""
    person, now = request.user, timezone.now()
    if not isinstance(person, Person):
        raise NotAllowed("site.access.forbidden")
    since = actions.looked(person, now=now)
    waiting = gathering.waiting(person, today=now.date(), language=language())
    changes = gathering.changes(person, since=since, language=language())
    dues = [due for group in waiting for due in group.lines]
    return render(request, "accounts/home.html", {
        "title": _("Your page"), "crumbs": [Crumb(_("Your page"))], "person": person, "since": since,
        "waiting": waiting, "changes": changes, "entries": gathering.entries(person), "count": len(dues),
        "late": sum(due.is_late for due in dues), "changed": sum(len(group.lines) for group in changes),
        "unread": showing.unread(person),
    })  # fmt: skip
