"""The journal of a dossier for those who read it: who wrote what and when; bringing back; a copy to take along."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from concord.errors import NotFound
from concord_site.agreements.actions import writing
from concord_site.agreements.queries import taking
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.views import framing
from concord_site.agreements.views import kinds as kinds_named
from concord_site.shell.parts.values import Link

PAGE = 50
#: What is never brought back by hand: it says who has a key, or is the frame of the dossier itself.
FIXED = frozenset(
    {"member", "invitation", "party", "dossier", "glass", "publication", "publication-page", "publication.noted"}
)


@login_required
@require_safe
def page(request: HttpRequest, dossier_id: str, side: str = "shared") -> HttpResponse:
    """Newest first; what was taken away stands on top with a button."""
    dossier, context = framing.frame(request, dossier_id, "journal")
    space = dossier.space(side)
    kinds = sorted({line.kind for line in space.journal.lines} - FIXED)
    given = request.GET.get("most", "")
    most = min(int(given), 2000) if given.isascii() and given.isdigit() else PAGE
    recent = space.recent(most)
    return framing.page(
        request, "agreements/journal.html", context, side=side,
        views=[Link(_("Shared with all parties"), _href(dossier, "shared"), side == "shared"),
               Link(_("Your party alone"), _href(dossier, "own"), side == "own")],
        removed=[(each, kinds_named.words(each), kinds_named.name(kind))
                 for kind in kinds for each in space.removed(kind)],
        lines=[(each, kinds_named.words(each), kinds_named.name(each.kind)) for each in recent],
        more=most * 4 if len(space.journal.lines) > most else 0,
    )  # fmt: skip


def _href(dossier: Dossier, side: str) -> str:
    name = "agreements:journal" if side == "shared" else "agreements:journal-own"
    return reverse(name, kwargs={"dossier_id": dossier.id})


@login_required
@require_POST
def bring_back(request: HttpRequest, dossier_id: str, side: str) -> HttpResponse:
    """Bring back what was taken away, or an earlier version."""
    dossier, _context = framing.frame(request, dossier_id, "journal")
    kind, given = request.POST.get("kind", ""), request.POST.get("version", "")
    if kind in FIXED:
        raise NotFound("site.access.unknown")
    version = int(given) if given.isascii() and given.isdigit() else None
    writing.restore(
        dossier.space(side), kind, request.POST.get("key", ""), by=request.user, now=timezone.now(), version=version
    )
    messages.success(request, _("It is back."))
    return redirect(_href(dossier, side))


@login_required
@require_safe
def take(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Everything one can read of the dossier, with every version, as one file."""
    dossier, _context = framing.frame(request, dossier_id, "journal")
    text = json.dumps(taking.everything(dossier), ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="agreement-in-preparation.json"'
    answer["Cache-Control"] = "no-store, private"
    return answer
