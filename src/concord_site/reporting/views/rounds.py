"""Pages of rounds that are open to everybody: the list, one round, its dates for a calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.reporting import calendar
from concord.reporting import rounds as declared
from concord.reporting.rounds import Count
from concord.reporting.rounds import Round as Declared
from concord.vocabulary.text import Wording
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.rounds import Participation, Round
from concord_site.reporting.queries import instruments
from concord_site.reporting.queries import rounds as queries
from concord_site.reporting.views import rounds_desk
from concord_site.reporting.views.page import address, page
from concord_site.shell import access, outbox
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Event

#: Counts of earlier rounds that the list shows.
SHOWN = ("national-reports", "designated-authorities", "stakeholder-reports")


def rounds_crumb() -> Crumb:
    """The step to the list."""
    return Crumb(_("Rounds"), reverse("reporting:rounds"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A round in the list: what is declared of it, and its row here where there is one."""

    declared: Declared
    title: Wording
    row: Round | None
    counts: tuple[Count | None, ...]


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every round: those that were, as far as known, and those of this installation."""
    own = {each.year: each for each in queries.rounds(request.user)}
    shown = [
        Shown(each, each.title.best(language()), own.get(each.id), tuple(each.count(name) for name in SHOWN))
        for each in reversed(declared.rounds())
    ]
    return page(
        request, "rounds/list", _("Rounds of reporting"), [Crumb(_("Rounds"))],
        current=[each for each in shown if each.row is not None], earlier=[each for each in shown if each.row is None],
        may_set_up=_may_set_up(request.user)
        and any(each.row is None and each.declared.status == "next" for each in shown),
        history=address("programme:rounds"),
    )  # fmt: skip


def _may_set_up(by: Any) -> bool:
    from concord.errors import NotAllowed

    try:
        access.permit(Round, by, "create", state=Round.State.PREPARING)
    except NotAllowed:
        return False
    return True


@require_safe
def shown(request: HttpRequest, year: str) -> HttpResponse:
    """One round: its desk for those who follow countries in it, else what everybody may know."""
    row = queries.round(year, request.user)
    if "public" not in request.GET and queries.reach(row, request.user):
        return rounds_desk.desk(request, row)
    return _public(request, row)


def _public(request: HttpRequest, row: Round) -> HttpResponse:
    """Dates, questionnaires and what is published; no count of anything that is not."""
    members = len(queries.members(row))
    published = access.visible(Publication, None).filter(round=row, use=Publication.Use.NATIONAL, state="published")
    known = declared.round_of(row.year)
    title = known.title.best(language())
    own = access.areas(request.user, "see", Participation, state="recorded")
    return page(
        request, "rounds/public", title.text, [rounds_crumb(), Crumb(row.year)],
        row=row, wording=title, dates=_dates(row), asks=_asks(row, request.user), members=members,
        published=published.count(), published_href=address("reporting:published-round", year=row.year),
        own=sorted(own & {each.area for each in _own(row, request.user, own)}),
        has_desk=bool(queries.reach(row, request.user)), report_year=known.report_year,
    )  # fmt: skip


def _own(row: Round, by: Any, areas: frozenset[str]) -> list[Participation]:
    return list(access.visible(Participation, by).filter(round=row, area__in=areas)) if areas else []


def _dates(row: Round) -> list[Event]:
    from concord.vocabulary import formats

    today = queries.day(timezone.now())
    days = [
        (_("The round opens"), row.opens_on), (_("Reports are due"), row.due_on),
        (_("Cut-off of the Director-General's report"), row.cut_off_on), (_("The round closes"), row.closes_on),
    ]  # fmt: skip
    known = sorted(((day, what) for what, day in days if day is not None), key=lambda each: each[0])
    return [Event(what, formats.date(day, language()), is_to_come=day > today) for day, what in known]


@dataclass(frozen=True, slots=True)
class Asks:
    """A questionnaire of a round."""

    use: str
    title: Wording
    href: str
    number: str


def _asks(row: Round, by: Any) -> list[Asks]:
    from concord.errors import NotFound

    found = []
    for each in sorted(row.instruments.all(), key=lambda one: one.use):
        try:
            version = instruments.version(each.instrument, by, each.number)
        except NotFound:
            continue
        href = reverse("reporting:version", kwargs={"id": version.id, "number": version.number})
        found.append(Asks(each.use, version.title.best(language()), href, version.number))
    return found


@require_safe
def dates(request: HttpRequest, year: str) -> HttpResponse:
    """The dates of a round as iCalendar, for everybody who may see the round."""
    row = queries.round(year, request.user)
    events = calendar.public(days(row), language())
    name = calendar.name_of(row.year, language())
    return calendar_file(events, name, f"code-{row.year}.ics", reverse("reporting:round", kwargs={"year": row.year}))


def days(row: Round) -> calendar.Dates:
    """A round's days as the library takes them."""
    return calendar.Dates(row.year, row.opens_on, row.due_on, row.closes_on, row.cut_off_on, row.is_example)


def calendar_file(events: tuple[calendar.Event, ...], name: str, file: str, path: str) -> HttpResponse:
    """An answer that calendar programs take."""
    stamp: dt.datetime = timezone.now()
    content = calendar.calendar(events, name=name, stamp=stamp, host=settings.CONCORD.host, link=outbox.link(path))
    answer = HttpResponse(content, content_type=calendar.MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
