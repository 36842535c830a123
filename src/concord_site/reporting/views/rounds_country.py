"""A country's way through a round: for the desk with what can be done, for its own people what concerns them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.errors import NotFound, Refusal
from concord.reporting import calendar, deadlines, places
from concord.reporting.standing import Standing
from concord.vocabulary import areas, formats
from concord.vocabulary.languages import native_name
from concord.vocabulary.text import Text
from concord_site.registers.models import Designation
from concord_site.reporting.actions import rounds as round_actions
from concord_site.reporting.actions import rounds_countries as actions
from concord_site.reporting.forms import rounds as forms
from concord_site.reporting.models.rounds import Letter, Participation, Round
from concord_site.reporting.models.submissions import Submission
from concord_site.reporting.queries import rounds as queries
from concord_site.reporting.queries import rounds_desk, rounds_letters, rounds_time
from concord_site.reporting.views.page import address, page, read_or_send
from concord_site.reporting.views.rounds import calendar_file, days
from concord_site.reporting.views.rounds_desk import crumbs, step_words
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Event
from concord_site.shell.templatetags.tags_small import desk_words


def fetched(request: HttpRequest, year: str, area: str, action: str = "see") -> Participation:
    """A country in a round, through the access door.

    Raises:
        NotFound: ``site.access.unknown``, also for a country that is in the round but not for this person.
    """
    row = queries.round(year, request.user)
    found = access.visible(Participation, request.user).filter(round=row, area=area).first()
    if found is None:
        raise NotFound("site.access.unknown")
    return access.get(Participation, found.pk, request.user, action) if action != "see" else found


@login_required
@require_safe
def country(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """Its whole way: where it stands, dates, letters, extensions, authority, note."""
    return _country_page(request, fetched(request, year, area))


def _country_page(request: HttpRequest, found: Participation, *, status: int = 200, **forms_: Any) -> HttpResponse:
    row, today = found.round, queries.day(timezone.now())
    name, region = rounds_desk.named(found.area, language(), row.opens_on)
    may_edit = access.may(found, request.user, "edit")
    due = queries.due_on(found, today)
    here = queries.standings(row, today, with_invented=True).get(found.area, Standing(found.area))
    told = rounds_letters.record_of(found.area, request.user)
    initial = {"language": found.language, "short_mode": found.short_mode, "note": found.note}
    return page(
        request, "rounds/country", name.text, crumbs(row, Crumb(name.text)), status=status,
        row=row, part=found, name=name, region=str(areas.regions().name(region, language())) if region else "",
        here=here, state=desk_words(here.state), due=due, is_extended=due > row.due_on, today=today,
        days_over=abs(here.days_left or 0), events=_events(found, here, due, today), may_edit=may_edit,
        extensions=found.extensions.order_by("-granted_at"), authority=_authorities(found.area, request.user),
        told=told,
        drafts=rounds_letters.drafts(request.user, round=row, area=found.area),
        may_write=_may_write(found.area, request.user), language_name=native_name(found.language),
        reminders=_reminders(found, due, here), is_own=_is_own(found, request.user),
        report=_report(found, request.user), review=address("reporting:review-queue", year=row.year),
        time=rounds_time.time_of(found, request.user, today=today),
        decline_form=forms.DeclineForm(auto_id="decline_%s"),
        register=address("registers:authority", area=found.area),
        form=forms_.get("form") or forms.CountryForm(initial=initial),
        extend_form=forms_.get("extend_form") or forms.ExtendForm(auto_id="extend_%s", initial=_wished(found)),
    )  # fmt: skip


def _wished(found: Participation) -> dict[str, Any]:
    """The day that the country asked for, while that waits."""
    asked = found.time_requests.filter(state="open").first()
    return {"until": asked.until, "reason": asked.reason} if asked is not None else {}


def _report(found: Participation, by: Any) -> str:
    """Where the country's own people go on with its report; empty for everybody else."""
    if not _is_own(found, by):
        return ""
    rows = access.visible(Submission, by).filter(round=found.round, area=found.area)
    begun = rows.order_by("-edition").first()
    return address("reporting:report", pk=begun.pk) if begun is not None else address("reporting:reports")


def _is_own(found: Participation, by: Any) -> bool:
    return found.area in access.areas(by, "see", Participation, state="recorded")


def _may_write(area: str, by: Any) -> bool:
    from concord.errors import NotAllowed

    try:
        access.permit(Letter, by, "create", state=Letter.State.DRAFTED, area=area)
    except NotAllowed:
        return False
    return True


def _events(found: Participation, here: Standing, due: Any, today: Any) -> list[Event]:
    """The way so far, and the due date while it is to come."""
    events = [
        (queries.day(each.at), Event(step_words(each.what), formats.date(queries.day(each.at), language())))
        for each in found.steps.exclude(what="designated").order_by("at", "pk")
    ]
    if "designated" in here.reached:  # as the register tells it
        on = here.reached["designated"]
        events.append((on, Event(step_words("designated"), formats.date(on, language()))))
    if not here.is_in:
        events.append((due, Event(_("Report due"), formats.date(due, language()), is_to_come=due >= today)))
    return [each for _day, each in sorted(events, key=lambda one: one[0])]


@dataclass(frozen=True, slots=True)
class Authority:
    """A designation as this page shows it."""

    row: Designation
    office: Any
    since: str
    until: str


def _authorities(area: str, by: Any) -> list[Authority]:
    rows = access.visible(Designation, by).filter(area=area).order_by("-since", "-pk")
    return [
        Authority(
            each, Text(each.office).best(language()), formats.date(each.since, language()),
            formats.date(each.until, language()) if each.until else "",
        )
        for each in rows
    ]  # fmt: skip


def _reminders(found: Participation, due: Any, here: Standing) -> list[tuple[str, bool, int]]:
    """Reminders that were written, and those still to come while the report is not in: day, whether written, people."""
    written = {each.on: each for each in found.reminders.order_by("on")}
    shown = [(formats.date(on, language()), True, each.people) for on, each in written.items()]
    if here.is_in or found.round.state != Round.State.OPEN or not here.is_invited:
        return shown
    today = queries.day(timezone.now())
    planned = deadlines.schedule(round_actions.plan(found.round), due, since=found.round.opens_on)
    to_come = [each for each in planned if each.on > today and each.on not in written]
    return [*shown, *((formats.date(each.on, language()), False, 0) for each in to_come[:3])]


@login_required
@read_or_send
def describe(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """Keep language, mode and note of a country."""
    found = fetched(request, year, area, "edit")
    form = forms.CountryForm(request.POST or None)
    if not form.is_valid():
        return _country_page(request, found, form=form, status=422) if form.is_bound else _back(found)
    try:
        actions.describe(participation_id=found.pk, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, problems.sentence(refusal))
        return _country_page(request, found, form=form, status=422)
    messages.success(request, _("Kept."))
    return _back(found)


def _back(found: Participation) -> HttpResponse:
    return redirect("reporting:round-country", year=found.round.year, area=found.area)


@login_required
@read_or_send
def extend(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """Give one country more time."""
    found = fetched(request, year, area, "manage")
    form = forms.ExtendForm(request.POST or None, auto_id="extend_%s")
    if not form.is_valid():
        return _country_page(request, found, extend_form=form, status=422) if form.is_bound else _back(found)
    given = form.cleaned_data
    try:
        actions.extend(
            round_id=found.round_id, areas=[area], until=given["until"], reason=given["reason"], by=request.user
        )
    except Refusal as refusal:
        form.add_error(None, problems.sentence(refusal))
        return _country_page(request, found, extend_form=form, status=422)
    messages.success(request, _("The country has more time. It can be taken back below."))
    return _back(found)


@login_required
@read_or_send
def take_back(request: HttpRequest, year: str, area: str, pk: int) -> HttpResponse:
    """Take one extension back."""
    found = fetched(request, year, area, "manage")
    if request.method == "POST":
        reason = request.POST.get("reason", "").strip() or _("Taken back on the desk")
        try:
            actions.take_back(extension_ids=found.extensions.filter(pk=pk).values_list("pk", flat=True),
                              reason=reason, by=request.user)  # fmt: skip
        except Refusal as refusal:
            messages.error(request, problems.sentence(refusal))
        else:
            messages.success(request, _("The extension was taken back. It stays in the history."))
    return _back(found)


@login_required
@require_safe
def dates(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """A country's own dates as iCalendar, for those who may see its participation."""
    found = fetched(request, year, area)
    today = queries.day(timezone.now())
    known = {each.id for each in areas.areas()}
    invented = "" if area in known else places.name(area, language())
    events = calendar.of_area(
        days(found.round), area, queries.due_on(found, today), language(), name=invented,
        revision=found.extensions.count() + found.extensions.exclude(ended_at=None).count(),
    )  # fmt: skip
    name = calendar.name_of(found.round.year, language(), area=area, name=invented)
    path = reverse("reporting:round-country", kwargs={"year": year, "area": area})
    return calendar_file(events, name, f"code-{year}-{area}.ics", path)


__all__ = ["country", "dates", "describe", "extend", "take_back"]
