"""Taking figures of monitoring over into the benefit account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from concord.errors import Refusal
from concord_site.agreements.following import offers
from concord_site.agreements.following.views import keeping
from concord_site.agreements.views import framing
from concord_site.shell import problems


@login_required
@require_POST
def take_over(request: HttpRequest, dossier_id: str, side: str) -> HttpResponse:
    """Take over the figures that were chosen; the journal brings back what stood before."""
    dossier, _context = framing.frame(request, dossier_id, "account")
    chosen, seen = request.POST.getlist("quantity"), request.POST.get("seen", "")
    try:
        taken = offers.take_over(dossier, side, chosen, seen=seen, by=request.user, now=timezone.now())
    except Refusal as refusal:
        if refusal.code == "site.access.unknown":
            raise
        messages.error(request, problems.sentence(refusal))
    else:
        if taken:
            messages.success(request, _("Taken over. The page “Journal and recovery” brings back what stood before."))
        else:
            messages.info(request, _("Nothing was chosen, so nothing was changed."))
    return redirect(keeping.address("account" if side == "shared" else "account-own", dossier))
