"""What the pages of a country's people have in common: their frame, their crumbs, names of reports and sections."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from concord.reporting import places
from concord_site.reporting.answering import addresses, pages, rich
from concord_site.reporting.models.submissions import Submission
from concord_site.reporting.queries.team_places import Place, section_titles
from concord_site.reporting.views.page import address as address_of
from concord_site.reporting.views.page import page as room_page
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Link


def shown(
    request: HttpRequest, template: str, title: str, crumbs: list[Crumb], *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page for some people of one country; nobody's cache keeps it."""
    response = room_page(request, f"team/{template}", title, crumbs, status=status, **context)
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response


def name_of(submission: Submission) -> str:
    """A report in words: country and round."""
    return _("%(country)s, report for %(round)s") % {
        "country": area_name(submission.area), "round": submission.round.year
    }  # fmt: skip


def area_name(code: str) -> str:
    """A country in the reader's language; the invented one says that it is."""
    return places.name(code, language())


def report_crumbs(place: Place) -> list[Crumb]:
    """The way to a report: of a delegate, to the sections asked of them."""
    if place.delegation is not None:
        return [
            Crumb(_("Asked of you"), reverse("reporting:own-delegations")),
            Crumb(name_of(place.submission), reverse("reporting:delegation", args=[place.delegation.pk])),
        ]
    return [Crumb(name_of(place.submission), address_of("reporting:report", pk=place.submission.pk))]


def tabs(place: Place, here: str) -> list[Link]:
    """The pages of a report's people among themselves."""
    pk = place.submission.pk
    if place.delegation is not None:
        return []
    every = [
        ("report", _("Answers"), address_of("reporting:report", pk=pk)),
        ("delegations", _("Colleagues"), reverse("reporting:delegations", args=[pk])),
        ("remarks", _("Comments"), reverse("reporting:remarks", args=[pk])),
        ("clearing", _("Clearance"), reverse("reporting:clearing", args=[pk])),
    ]
    return [Link(label, href, key == here) for key, label, href in every if href]


def titles(place: Place, numbers: Any = None) -> list[tuple[int, str]]:
    """Numbers and titles of sections as plain words."""
    found = section_titles(place.instrument, numbers)
    return [(number, title_of(label)) for number, label in found]


def title_of(label: Any) -> str:
    """The title of a section as plain words."""
    return rich.plain(label.best(language()).text) or _("Questions")


def question_href(place: Place, address: str) -> str:
    """The page on which a question stands, for whoever stands there; empty where there is none."""
    scope, key = addresses.split(address)
    node = place.instrument.by_key.get((addresses.keys(scope), key))
    page = pages.places(place.instrument).get(node.path) if node is not None else None
    if page is None:
        return ""
    name, pk = ("report-page", place.submission.pk)
    if place.delegation is not None:
        name, pk = "delegation-page", place.delegation.pk
    href = address_of(f"reporting:{name}", pk=pk, section=page.section, number=page.number)
    within = f"?in={'.'.join(entry for _repeat, entry in scope)}" if scope else ""
    return f"{href}{within}#{addresses.element(address)}-slot" if href else ""
