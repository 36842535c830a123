"""What the pages of the room share: crumbs, the Member State of an address, a designation as a page shows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from concord.errors import NotFound
from concord.vocabulary import areas
from concord.vocabulary.text import Text, Wording
from concord_site.accounts.models import Person
from concord_site.registers import queries
from concord_site.registers.models import Designation
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def today() -> dt.date:
    """The day in UTC."""
    return timezone.now().date()


def page(
    request: HttpRequest, template: str, title: str, crumbs: list[Crumb], *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of the room."""
    trail = [Crumb(_("Home"), f"/{language()}/"), *crumbs]
    return render(request, f"registers/{template}.html", {"title": title, "crumbs": trail, **context}, status=status)


def register_crumb() -> Crumb:
    """The register itself."""
    return Crumb(_("National authorities"), reverse("registers:authorities"))


def desk_crumb() -> Crumb:
    """The desk's page."""
    return Crumb(_("Designations at the desk"), reverse("registers:desk"))


def country_crumb(area: str) -> Crumb:
    """A country's page."""
    return Crumb(areas.area(area).name(language()), reverse("registers:authority", kwargs={"area": area}))


def member(code: str) -> areas.Area:
    """The Member State of an address.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    for each in areas.member_states(today()):
        if each.id == code:
            return each
    raise NotFound("site.access.unknown")


def form_status(form: Any) -> int:
    """422 for what was sent and not taken."""
    return 422 if form.is_bound else 200


@dataclass(frozen=True, slots=True)
class Shown:
    """A designation as a page shows it; ``tag`` is a kind of tag and ``words`` what it says."""

    row: Designation
    office: Wording
    stands: str
    tag: str
    words: str


def shown(row: Designation, *, on: dt.date | None = None) -> Shown:
    """A designation with how it stands today, or on a day."""
    stands = queries.stands(row, on or today()) if row.state == Designation.State.CURRENT else row.state
    tag, words = _words(stands)
    return Shown(row, Text(row.office).best(language()), stands, tag, words)


def _words(stands: str) -> tuple[str, str]:
    return {
        "proposed": ("going", _("Waiting for verification")),
        "refused": ("look", pgettext("a designation", "Returned")),
        "cancelled": ("open", pgettext("a designation", "Taken back")),
        "in-force": ("done", _("In force")),
        "ends-soon": ("look", _("In force, coming to its end")),
        "review-soon": ("look", _("In force, to be reviewed soon")),
        "review-passed": ("look", _("In force, review date passed")),
        "expired": ("look", pgettext("a designation", "Expired")),
        "ended": ("open", _("Ended")),
    }[stands]


def me(request: HttpRequest) -> Person:
    """Whoever is signed in; the pages that ask this are behind ``login_required``."""
    assert isinstance(request.user, Person)
    return request.user
