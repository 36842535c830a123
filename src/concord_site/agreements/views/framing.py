"""What every page of a dossier shares: the dossier, the part, who will read what is written, and the way back.

::

    @login_required
    @read_or_send
    def needs(request, dossier_id):
        dossier, context = views.frame(request, dossier_id, "needs")
        return views.page(request, "agreements/preparing/needs.html", context, needs=…)

A page's template extends ``agreements/dossier_base.html`` and fills the block ``content``.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from concord_site.agreements import parts
from concord_site.agreements.actions.writing import Opened
from concord_site.agreements.queries import spaces
from concord_site.agreements.queries.spaces import Dossier
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def frame(request: HttpRequest, dossier_id: str, part_id: str = "") -> tuple[Dossier, dict[str, Any]]:
    """The dossier of an address, for whoever is signed in, and what its pages' template needs.

    Args:
        request: Of a signed-in person.
        dossier_id: Of the address.
        part_id: The registered part the page belongs to; empty for the dossier's own first page.

    Returns:
        The dossier, and a context with ``dossier``, ``part``, ``title`` and ``crumbs``.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = spaces.dossier(dossier_id, by=request.user)
    part = parts.part(part_id) if part_id else None
    crumbs = [
        Crumb(_("Home"), f"/{language()}/"), Crumb(_("Agreements in preparation"), reverse("agreements:dossiers")),
        Crumb(str(found), reverse("agreements:dossier", kwargs={"dossier_id": found.id})),
    ]  # fmt: skip
    title = str(part.title) if part is not None else str(found)
    if part is not None:
        crumbs.append(Crumb(title))
    else:
        crumbs[-1] = Crumb(str(found))
    return found, {"dossier": found, "part": part, "title": title, "crumbs": crumbs}


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200, **more: Any
) -> HttpResponse:
    """A page of a dossier; browsers and proxies keep no copy of it."""
    answer = render(request, template, {**context, **more}, status=status)
    answer["Cache-Control"] = "no-store, private"
    return answer


def download(opened: Opened) -> HttpResponse:
    """A file of a space as a download: never shown in place, never kept by browser or proxy."""
    answer = HttpResponse(opened.content, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, opened.name) or "attachment"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "no-store, private"
    return answer
