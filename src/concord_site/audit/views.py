"""The log, for the secretariat's administrators."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.errors import NotFound
from concord_site.audit import log, queries
from concord_site.audit.models import Entry
from concord_site.shell import access
from concord_site.shell.parts.values import Crumb


@login_required
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """Entries, newest first; looking at them is itself an entry."""
    if not access.visible(Entry, request.user).exists():
        raise NotFound("site.access.unknown")
    wanted = {name: request.GET.get(name, "")[:100] for name in ("action", "subject", "actor")}
    before = request.GET.get("before", "")
    lines = queries.entries(
        request.user, before=int(before) if before.isascii() and before.isdigit() else None, **wanted
    )
    log.record("audit.log.read", by=request.user, details={key: value for key, value in wanted.items() if value})
    verdict = log.verify() if "verify" in request.GET else None
    crumbs = [Crumb(_("Your account"), reverse("accounts:profile")), Crumb(_("The log"))]
    older = lines[-1].sequence if len(lines) == queries.PAGE else None
    return render(
        request,
        "audit/entries.html",
        {"title": _("The log"), "crumbs": crumbs, "lines": lines, "wanted": wanted, "older": older, "verdict": verdict},
    )
