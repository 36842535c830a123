"""A part of a sealed dossier as everybody would see it: the public page itself, for members of the dossier alone."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.errors import NotFound
from concord_site.agreements import parts
from concord_site.agreements.actions import publishing
from concord_site.agreements.queries import spaces
from concord_site.agreements.queries.published import Published, PublishedParty
from concord_site.agreements.queries.spaces import Dossier
from concord_site.public.agreeing import dossier as of_published
from concord_site.shell.parts.values import Crumb


@login_required
@require_safe
def page(request: HttpRequest, dossier_id: str, part_id: str) -> HttpResponse:
    """The part, with nothing kept by browser or proxy.

    Raises:
        NotFound: ``site.access.unknown``: no such dossier for this person, no such part, or nothing in it to show.
    """
    found = spaces.dossier(dossier_id, by=request.user)
    part = next((each for each in parts.public_parts() if each.id == part_id), None)
    proposed = publishing.proposed(found, part_id)
    body = proposed if proposed is not None else part.body(found) if part is not None else None
    if part is None or body is None:
        raise NotFound("site.access.unknown")
    back = reverse("agreements:publication", kwargs={"dossier_id": found.id})
    crumbs = [
        Crumb(_("Home"), reverse("public:home")), Crumb(_("Agreements in preparation"), reverse("agreements:dossiers")),
        Crumb(str(found), reverse("agreements:dossier", kwargs={"dossier_id": found.id})),
        Crumb(_("What becomes public"), back), Crumb(str(part.title)),
    ]  # fmt: skip
    shown = of_published.context(_as_public(found, part_id, publishing.shown_to_all(found, dict(body))), newest=1)
    answer = render(request, "public/agreeing/published.html", {
        **shown, "crumbs": crumbs, "is_preview": True, "back": back, "box": None, "printed": (), "versions": (),
        "part_title": part.title, "data": reverse("agreements:preview", kwargs={
            "dossier_id": found.id, "part_id": part_id}),
    })  # fmt: skip
    answer["Cache-Control"] = "no-store, private"
    return answer


def _as_public(dossier: Dossier, part_id: str, body: dict[str, object]) -> Published:
    """The agreement as it would be published with this part alone."""
    parties = tuple(PublishedParty(each.area, each.name, each.level, each.side) for each in dossier.parties)
    return Published(
        "preview", 1, dossier.title, parties, tuple(publishing.history(dossier)), {part_id: body}, (), "",
        dossier.is_invented, timezone.now(),
    )  # fmt: skip
