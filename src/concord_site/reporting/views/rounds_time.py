"""More time, as a country asks for it: a page of its own, and the desk's word."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from concord.errors import NotFound, Refusal
from concord.vocabulary import formats
from concord_site.reporting.actions import rounds_time as actions
from concord_site.reporting.forms.rounds import AskTimeForm
from concord_site.reporting.models.rounds import Participation
from concord_site.reporting.queries import rounds as queries
from concord_site.reporting.queries import rounds_desk, rounds_time
from concord_site.reporting.queries.rounds_time import Time
from concord_site.reporting.views.page import page, read_or_send
from concord_site.reporting.views.rounds_country import fetched
from concord_site.reporting.views.rounds_desk import crumbs
from concord_site.shell import problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


@login_required
@read_or_send
def ask(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """Ask for more time for one's own country."""
    found = fetched(request, year, area)
    if not rounds_time.may_ask(found, request.user):
        raise NotFound("site.access.unknown")
    time = rounds_time.time_of(found, request.user, today=queries.day(timezone.now()))
    if request.method != "POST" and not time.may_ask:
        return redirect(_way(found) + "#time")
    form = AskTimeForm(request.POST or None)
    if form.is_valid():
        try:
            actions.ask(participation_id=found.pk, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("The secretariat was asked for more time."))
            return redirect(_way(found) + "#time")
    return _page(request, found, time, form)


def _page(request: HttpRequest, found: Participation, time: Time, form: AskTimeForm) -> HttpResponse:
    name = rounds_desk.named(found.area, language(), found.round.opens_on)[0].text
    lead = _("The report is due on %(day)s.") % {"day": formats.date(time.due, language())}
    title = _("Ask for more time")
    return page(
        request, "rounds/form", title, crumbs(found.round, Crumb(name, _way(found)), Crumb(title)),
        row=found.round, country=name, lead=lead, form=form, send=title, back=_way(found),
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _way(found: Participation) -> str:
    return reverse("reporting:round-country", kwargs={"year": found.round.year, "area": found.area})


@login_required
@require_POST
def settle(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """Take the wish back, for the country; decline it, for the desk."""
    found = fetched(request, year, area)
    try:
        if request.POST.get("do") == "decline":
            actions.decline(participation_id=found.pk, reason=request.POST.get("reason", ""), by=request.user)
            messages.success(request, _("The country was told that there is no more time."))
        else:
            actions.take_back(participation_id=found.pk, by=request.user)
            messages.success(request, _("The wish was taken back."))
    except Refusal as refusal:
        if refusal.code.startswith("site.access."):
            raise
        messages.error(request, problems.sentence(refusal))
    return redirect(_way(found) + "#time")
