"""The history of a delivery: every file, reading, answer, explanation and decision, newest first."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from concord_site.mds.naming import name
from concord_site.mds.queries import deliveries, observatories
from concord_site.mds.queries import history as told
from concord_site.mds.views.page import own_page


@never_cache
@login_required
@require_safe
def history(request: HttpRequest, pk: object) -> HttpResponse:
    """What happened to a delivery, and its other versions."""
    row = deliveries.delivery(pk, request.user)
    is_own = observatories.is_own(row, request.user)
    others = [(each, name(each)) for each in told.versions(row, request.user)]
    return own_page(
        request, "history", _("History"), row, "history", steps=told.steps(row, is_own=is_own), others=others,
        readings=told.readings(row, request.user), is_own=is_own,
    )  # fmt: skip
