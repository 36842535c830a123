"""A country's own reports: what is due, beginning one, its task list, declaring and sending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.errors import NotFound, Refusal
from concord.reporting import places
from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES
from concord_site.reporting.actions import reports as actions
from concord_site.reporting.forms.reports import BeginForm
from concord_site.reporting.models.rounds import Round
from concord_site.reporting.models.submissions import Submission
from concord_site.reporting.queries import reports as queries
from concord_site.reporting.queries import review, rounds, rounds_time, team
from concord_site.reporting.queries.filling import Opened
from concord_site.reporting.queries.reports import ReportDesk
from concord_site.reporting.views import reports_beside as reports_beside
from concord_site.reporting.views import team_parts
from concord_site.reporting.views.filling import files, tasks
from concord_site.reporting.views.filling.shown import opened, private, shown
from concord_site.reporting.views.page import page as room_page
from concord_site.reporting.views.page import read_or_send
from concord_site.reporting.views.reports_words import HERE_FOR, State, state_of
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Link


def _desk(request: HttpRequest, pk: object) -> ReportDesk:
    return ReportDesk(pk, request.user)


# ---- what is due, and what was sent ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Row:
    """One report of the list."""

    report: queries.Report
    country: str
    state: State
    href: str
    receipts: tuple[Link, ...]


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The reports of the countries one works for: what is due, what was sent, in which state, round by round."""
    rows = [_row(each) for each in queries.reports(request.user, today=timezone.now().date())]
    title = _("National reports")
    return private(
        room_page(
            request, "reports/list", title, [Crumb(title)], rows=rows, asked=team.own(request.user),
            several=len({each.report.area for each in rows}) > 1,
        )
    )  # fmt: skip


def _row(each: queries.Report) -> Row:
    href = ""
    if each.submission is not None:
        href = reverse("reporting:report", args=[each.submission.pk])
    elif each.may_begin:
        href = reverse("reporting:report-begin", args=[each.round.year, each.area])
    receipts = tuple(Link(one.reference, reverse("reporting:receipt", args=[one.pk])) for one in each.filings)
    return Row(each, places.name(each.area, language()), state_of(each.submission), href, receipts)


@login_required
@read_or_send
def begin(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """Begin a country's report in a round."""
    found = access.visible(Round, request.user).filter(year=year).first()
    if found is None or area not in access.areas(request.user, "create", Submission, state=Submission.State.DRAFT):
        raise NotFound("site.access.unknown")
    last, title = queries.before(found, area), _("Begin the national report")
    form = BeginForm(request.POST or None, has_last=last is not None, initial={"language": language()})
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            made = actions.begin(
                found, area, by=request.user, today=timezone.now().date(), mode=given.get("mode", "whole"),
                language=given["language"],
            )  # fmt: skip
            return redirect("reporting:report", pk=made.pk)
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
    name = places.name(area, language())
    return private(
        room_page(
            request, "reports/begin", title, [Crumb(_("Reports"), reverse("reporting:reports")), Crumb(title)],
            form=form, round=found, country=name, last=last, status=422 if form.is_bound else 200,
        )
    )  # fmt: skip


# ---- the task list ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is at the report, and where."""

    name: str
    initials: str
    section: int
    is_me: bool
    is_now: bool = True

    @property
    def id(self) -> str:
        """Names the person on the page."""
        return f"{self.name}-{self.section}"


def people(found: Opened, me: Any) -> list[Present]:
    """Who is where now."""
    since = timezone.now() - HERE_FOR
    return [
        Present(each.person.name, initials(each.person.name), _section_number(each.page), each.person_id == me.pk)
        for each in queries.present(found.row, since=since)
    ]


def _section_number(page: str) -> int:
    number = page.partition(".")[0]
    return int(number) if number.isdigit() else 0


def initials(name: str) -> str:
    """Up to two letters for a name."""
    words = [word for word in name.split() if word[:1].isalpha()]
    chosen = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0].upper() for word in chosen)


@login_required
@require_safe
def report(request: HttpRequest, pk: object) -> HttpResponse:
    """The sections in any order, each with its state, who is where, and what was asked of colleagues."""
    found = opened(_desk(request, pk))
    row: Submission = found.row
    present = people(found, request.user)
    given = team.by_section(row)
    by_section: dict[int, tuple[Present, ...]] = {}
    for each in present:
        by_section[each.section] = (*by_section.get(each.section, ()), each)
    notes = {number: _given(held) for number, held in given.items()}
    rows = tasks.rows(found, notes=notes, people=by_section)
    time = rounds_time.time_of(rounds.participation(row.round, row.area), request.user, today=found.today)
    due = time.due
    return shown(
        request, "reports/tasks", _("National report %(round)s") % {"round": row.round.year}, found, [],
        **tasks.summary(found, rows), present=present, colleagues=[each for held in given.values() for each in held],
        state=state_of(row), due=due, time=time, days=(due - found.today).days,
        filings=list(row.filings.order_by("-number")),
        is_open=found.may_answer, tabs=_tabs(request, row, "report"), waiting=files.waiting(found),
        is_changed=row.digest != found.instrument.digest, country=places.name(row.area, language()),
        workbooks=_workbooks(found), queries=_queries(found), may_upload=found.may_answer,
        xform=found.desk.href("form"), check_href=found.desk.href("check"),
        upload_href=found.desk.href("upload"), answers_out=_answers_out(found),
    )  # fmt: skip


def _given(held: list[Any]) -> str:
    names = sorted({each.office or getattr(each.person, "name", "") or each.email for each in held})
    done = all(each.state == "handed-in" for each in held)
    return (_("Handed in by %(names)s") if done else _("Given to %(names)s")) % {"names": ", ".join(names)}


def _tabs(request: HttpRequest, row: Submission, here: str) -> list[Link]:
    return team_parts.tabs(team.Place(row, request.user), here)


def _workbooks(found: Opened) -> list[Link]:
    return [Link(NATIVE_NAMES[code], found.desk.href("workbook", code), code == language()) for code in LANGUAGES]


def _answers_out(found: Opened) -> list[Link]:
    return [each for each in tasks.export_links(found) if not each.href.endswith(".xlsx")]


def _queries(found: Opened) -> int:
    return review.open_queries(found.row) if found.row.state == Submission.State.RETURNED else 0
