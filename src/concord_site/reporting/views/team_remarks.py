"""Pages of the comments among a country's people: all threads, or the one at a question."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.errors import Invalid, NotFound
from concord.instrument.numbering import numbers
from concord_site.reporting.actions import team_remarks as actions
from concord_site.reporting.answering import addresses, rich
from concord_site.reporting.answering.book import Book
from concord_site.reporting.queries import team_places, team_remarks
from concord_site.reporting.queries.team_places import Place
from concord_site.reporting.queries.team_remarks import Thread
from concord_site.reporting.team_marks import remarks_href
from concord_site.reporting.views import team_parts as parts
from concord_site.reporting.views.page import read_or_send
from concord_site.shell import problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


@dataclass(frozen=True, slots=True)
class Row:
    """A thread with the question it stands at."""

    thread: Thread
    number: str
    label: str
    href: str
    id: str


@login_required
@read_or_send
def of_report(request: HttpRequest, pk: object) -> HttpResponse:
    """The comments on a report, for the people of its country."""
    return _remarks(request, team_places.at_report(pk, request.user))


@login_required
@read_or_send
def of_delegation(request: HttpRequest, pk: object) -> HttpResponse:
    """The comments in the sections asked of somebody."""
    return _remarks(request, team_places.at_delegation(pk, request.user))


def _remarks(request: HttpRequest, place: Place) -> HttpResponse:
    address = request.POST.get("at", request.GET.get("at"))
    if address is not None and not place.knows(address):
        raise NotFound("site.access.unknown")
    error = ""
    if request.method == "POST":
        try:
            return _done(request, place, address or "")
        except Invalid as refusal:
            error = problems.sentence(refusal)
    href = remarks_href(place)
    if address is not None:
        found = [team_remarks.remarks_of(place.submission, [address], by=request.user, href=href)[address]]
    else:
        found = team_remarks.threads(place, href=href)
    rows = [_row(place, each) for each in found]
    title = _("Comments")
    return parts.shown(
        request, "remarks_page", title, [*parts.report_crumbs(place), Crumb(title)], place=place, rows=rows,
        submission=place.submission, only=address, error=error, typed=request.POST.get("text", "") if error else "",
        may_write=place.may_write, href=href, tabs=parts.tabs(place, "remarks"), status=422 if error else 200,
        is_whole=place.only is None,
    )  # fmt: skip


def _done(request: HttpRequest, place: Place, address: str) -> HttpResponse:
    do = request.POST.get("do", "say")
    if do == "settle":
        actions.settle(place, address, now=timezone.now())
        messages.success(request, _("Settled. A further comment opens it again."))
    elif do == "reopen":
        actions.reopen(place, address)
    else:
        actions.say(place, address, request.POST.get("text", ""), now=timezone.now())
    back = parts.question_href(place, address) if do == "say" and request.POST.get("back") else ""
    stays = team_remarks.remarks_of(place.submission, [address], href=remarks_href(place))[address].href
    return redirect(back or stays)


def _row(place: Place, thread: Thread) -> Row:
    node = Book(place.instrument).node(thread.address) if thread.address else None
    if node is None:
        return Row(thread, "", _("The whole report"), "", "whole")
    return Row(
        thread, numbers(place.instrument).get(node.path, ""), rich.plain(node.label.best(language()).text),
        parts.question_href(place, thread.address), addresses.element(thread.address),
    )  # fmt: skip
