"""One filing on the secretariat's desk: its findings at their questions, its log, and the steps that are taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from concord.errors import NotFound, Refusal
from concord.reporting import places
from concord_site.reporting.actions import review as actions
from concord_site.reporting.forms.review import ReopenForm
from concord_site.reporting.models.submissions import Submission
from concord_site.reporting.queries import review_desk, review_filing, review_log
from concord_site.reporting.queries.review_filing import Opened
from concord_site.reporting.views import review_lines as shown
from concord_site.reporting.views import review_words as said
from concord_site.reporting.views.page import page, read_or_send
from concord_site.reporting.views.review_words import private, queue_crumb, worded
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Link

#: Questions on one page; a longer section has several.
ON_A_PAGE = 60


def opened(request: HttpRequest, year: str, area: str) -> Opened:
    """The filing of an address: the newest one, or ``?filing=``."""
    given = request.GET.get("filing", "")
    return review_filing.opened(
        year, area.upper(), request.user, today=timezone.now().date(), language=language(),
        number=int(given) if given.isdigit() and len(given) < 4 else None,
    )  # fmt: skip


def framed(
    request: HttpRequest, template: str, found: Opened, title: str, *, status: int = 200, inside: str = "", **more: Any
) -> HttpResponse:  # fmt: skip
    """A page of one filing, under its breadcrumb and with its marks."""
    year, area = found.submission.round.year, found.submission.area
    name = places.name(area, language())
    crumbs = [queue_crumb(year), Crumb(name, shown.desk_href(found, "review-filing"))]
    crumbs = [*crumbs, Crumb(inside)] if inside else [crumbs[0], Crumb(name)]
    return private(page(
        request, f"review/{template}", title, crumbs, status=status, found=found, submission=found.submission,
        filing=found.filing, year=year, area=area, name=name, is_example=found.submission.is_example,
        state_words=said.state_words()[found.submission.state], state_tag=said.STATE_TAGS[found.submission.state],
        **more,
    ))  # fmt: skip


@login_required
@require_safe
def filing(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """What was sent: findings at their questions, or a section, or what differs from the filing before."""
    found = opened(request, year, area)
    every = shown.parts(found)
    view = request.GET.get("view", "findings")
    section = next((each for each in every if view == f"section-{each.number}"), None)
    parts = [section] if section is not None else shown.with_findings(every)
    parts, pages = _paged(request, parts)
    differing = list(shown.differing(found)) if found.before is not None else []
    title = _("Report of %(country)s for %(year)s") % {
        "country": places.name(area.upper(), language()),
        "year": year,
    }
    return framed(
        request, "filing", found, title, view=view,
        parts=[] if view == "difference" else parts, pages=pages, sections=every, section=section,
        whole=[] if section is not None else shown.elsewhere(
            found, (line.address for part in every for line in part.lines)
        ),
        differing=differing, counts=found.review.counts(), tabs=_tabs(found, every, view, len(differing)),
        whole_queries=found.at.get("", []), drafts=[each for each in found.queries if each.state == "drafted"],
        moved=found.review.changes.counts(), **_steps(found),
    )  # fmt: skip


def _paged(request: HttpRequest, parts: list[shown.Part]) -> tuple[list[shown.Part], list[Link]]:
    """The lines of one page, each still in its section, and the links to the others."""
    count = sum(len(each.lines) for each in parts)
    given = request.GET.get("page", "1")
    first = (max(1, int(given)) - 1) * ON_A_PAGE if given.isdigit() and len(given) < 4 else 0
    if count <= ON_A_PAGE:
        return parts, []
    kept, passed = [], 0
    for each in parts:
        held = each.lines[max(0, first - passed) : max(0, first + ON_A_PAGE - passed)]
        kept += [replace(each, lines=held)] if held else []
        passed += len(each.lines)
    rest = {key: str(value) for key, value in request.GET.items() if key != "page"}
    links = [
        Link(str(number), f"?{urlencode({**rest, 'page': str(number)})}", (number - 1) * ON_A_PAGE == first)
        for number in range(1, -(-count // ON_A_PAGE) + 1)
    ]
    return kept, links


def _steps(found: Opened) -> dict[str, Any]:
    """Which steps are offered now."""
    may = found.is_newest and review_filing.is_reviewer(found.by)
    state = found.submission.state
    with_us = may and state in review_desk.WITH_US
    return {
        "may_take_up": may and state == Submission.State.SUBMITTED, "may_decide": with_us,
        "may_reopen": may and state == Submission.State.ACCEPTED, "may_assign": may,
        "may_remind": may and state == Submission.State.RETURNED,
        "reviewers": review_desk.reviewers() if may else [],
    }  # fmt: skip


def _tabs(found: Opened, every: list[shown.Part], view: str, differing: int) -> list[Link]:
    base = shown.desk_href(found, "review-filing")
    count = sum(each.findings for each in every)
    number = f"&filing={found.filing.number}" if not found.is_newest else ""
    tabs = [Link(f"{_('Findings')} {count}", f"{base}?view=findings{number}", view == "findings")]
    if found.before is not None:
        label = f"{_('Since the filing before')} {differing}"
        tabs.append(Link(label, f"{base}?view=difference{number}", view == "difference"))
    asked = sum(each.state != "drafted" for each in found.queries)
    tabs.append(Link(f"{_('Queries')} {asked}", shown.desk_href(found, "review-queries")))
    tabs.append(Link(_("Log"), shown.desk_href(found, "review-log")))
    return tabs


@login_required
@require_safe
def peers(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """One number among those of other countries, as far as the reader may see them."""
    found = opened(request, year, area)
    address = request.GET.get("address", "")
    verdict = found.review.verdicts.get(address)
    if verdict is None:
        raise NotFound("site.access.unknown")
    point = next((each for each in found.review.at(address) if each.verdict is not None), None)
    line = next(
        (each for part in shown.parts(found) for each in part.lines if each.address == address), None
    )  # fmt: skip
    title = _("One number among those of other countries")
    return framed(request, "peers", found, title, inside=_("Other countries"), verdict=verdict, line=line, point=point)


@login_required
@require_safe
def log(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """Every step of a report: who, when, what."""
    found = opened(request, year, area)
    lines = review_log.history(found.submission, request.user)
    title = _("Everything that happened to this report")
    return framed(request, "log", found, title, inside=_("Log"), lines=lines, tabs=_tabs(found, [], "log", 0)[1:])


# ---- steps -----------------------------------------------------------------------------------------------------------
@login_required
@require_POST
def do(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """Take up, accept, assign, remind: one button each."""
    found = review_filing.submission_of(year, area.upper(), request.user)
    given = request.POST.get("filing", "")
    number = int(given) if given.isdigit() else None
    steps = {
        "take-up": lambda: (actions.take_up(found.pk, by=request.user, filing=number), _("You review this report."))[1],
        "accept": lambda: (actions.accept(found.pk, by=request.user, filing=number), _("The report is accepted."))[1],
        "assign": lambda: _assigned(request, found),
        "remind": lambda: (actions.remind(found.pk, by=request.user), _("The country is reminded of its queries."))[1],
    }
    step = steps.get(request.POST.get("step", ""))
    if step is None:
        raise NotFound("site.access.unknown")
    try:
        messages.success(request, step())
    except Refusal as refusal:
        messages.error(request, problems.sentence(worded(refusal)))
    return redirect("reporting:review-filing", year=year, area=found.area)


def _assigned(request: HttpRequest, found: Submission) -> str:
    person = request.POST.get("person", "")
    actions.assign(found.pk, person or None, by=request.user)
    return _("The reviewer is noted.") if person else _("Nobody is noted as its reviewer.")


@login_required
@read_or_send
def reopen(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """Take an acceptance back, with a reason."""
    found = opened(request, year, area)
    access.get(Submission, found.submission.pk, request.user, "review")
    form = ReopenForm(request.POST or None)
    if form.is_valid():
        try:
            actions.reopen_review(found.submission.pk, by=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, problems.sentence(worded(refusal)))
        else:
            messages.success(request, _("The report is under review again."))
            return redirect("reporting:review-filing", year=year, area=found.submission.area)
    title = _("Open the review again?")
    return framed(
        request, "reopen", found, title, inside=_("Open again"), form=form, status=422 if form.is_bound else 200
    )  # fmt: skip
