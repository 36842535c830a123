"""The secretariat's queue: every Member State of a round, what waits, for how long, how much there is to look at."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.errors import NotFound
from concord.intake import OutColumn, write_csv
from concord.vocabulary import areas
from concord_site.reporting.forms.review import NarrowForm
from concord_site.reporting.models.rounds import Round
from concord_site.reporting.queries import review_desk, review_filing
from concord_site.reporting.queries.review_desk import Narrow, Row
from concord_site.reporting.views import review_words as said
from concord_site.reporting.views.page import page
from concord_site.reporting.views.review_words import private
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Chip, Crumb, Link

#: Countries on one page of the queue.
ON_A_PAGE = 100


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every round that can be looked at; where there is one alone, its queue."""
    if not review_desk.may_read(request.user):
        raise NotFound("site.access.unknown")
    rounds = review_desk.rounds(request.user)
    if len(rounds) == 1:
        return redirect("reporting:review-queue", year=rounds[0].year)
    title = _("Review of reports")
    return private(page(request, "review/rounds", title, [Crumb(title)], rounds=rounds))


@login_required
@require_safe
def queue(request: HttpRequest, year: str) -> HttpResponse:
    """Every Member State of a round: what waits, for how long, how much there is to look at."""
    round, rows = asked(request, year)
    form, narrow, chips = narrowed_by(request, rows)
    fitting = review_desk.narrowed(rows, narrow, request.user)
    first = _first(request)
    counts: dict[str, int] = {state: sum(each.state == state for each in rows) for state in review_desk.STATES}
    waiting = sum(counts[state] for state in review_desk.WITH_US)
    title = _("Review of the reports of %(year)s") % {"year": year}
    return private(page(
        request, "review/queue", title, [Crumb(_("Review of %(year)s") % {"year": year})],
        round=round, form=form, chips=chips, rows=[_shown(each, year) for each in fitting[first : first + ON_A_PAGE]],
        matches=len(fitting), sent=sum(each.is_sent for each in rows), members=len(rows), waiting=waiting,
        counts=[(words, counts[state], f"?state={state}") for state, words in _states() if counts[state]],
        pages=_pages(request, len(fitting), first), may_act=review_filing.is_reviewer(request.user),
        reviewers=review_desk.reviewers(), query=request.GET.urlencode(),
        is_example=any(each.is_example for each in rows),
    ))  # fmt: skip


def asked(request: HttpRequest, year: str) -> tuple[Round, list[Row]]:
    """The round of an address and its countries; not there for those without a place at the desk."""
    if not review_desk.may_read(request.user):
        raise NotFound("site.access.unknown")
    round = review_filing.round_of(year, request.user)
    return round, review_desk.queue(round, request.user, today=timezone.now().date(), language=language())


def narrowed_by(request: HttpRequest, rows: list[Row]) -> tuple[NarrowForm, Narrow, list[Chip]]:
    """The form, what it narrows to, and the filters that are set."""
    known = areas.regions()
    present = {each.region for each in rows}
    regions = [(each, str(known.name(each, language()))) for each in known.codes if each in present]
    reviewers = sorted({(str(each.reviewer), each.reviewer_name) for each in rows if each.reviewer}, key=lambda e: e[1])
    form = NarrowForm(request.GET or None, regions=regions, reviewers=reviewers)
    given = form.cleaned_data if form.is_valid() else {}
    chosen = {key: value for key, value in given.items() if value}
    return form, Narrow(**chosen), _chips(form, chosen)


def _chips(form: NarrowForm, chosen: Mapping[str, Any]) -> list[Chip]:
    found = []
    for key, value in chosen.items():
        if key == "sort":
            continue
        choices = dict(getattr(form.fields[key], "choices", ()))
        label = str(choices.get(value, form.fields[key].label if value is True else value))
        rest = {other: "on" if held is True else held for other, held in chosen.items() if other != key}
        found.append(Chip(label, f"?{urlencode(rest)}"))
    return found


def _states() -> list[tuple[str, str]]:
    words = said.state_words()
    return [(state, words[state]) for state in review_desk.STATES]


def _shown(row: Row, year: str) -> dict[str, Any]:
    return {
        "row": row, "words": said.state_words()[row.state], "tag": said.STATE_TAGS.get(row.state, ""),
        "href": reverse("reporting:review-filing", args=[year, row.area]) if row.is_sent else "",
        "waiting": said.days_words(row.waiting), "is_long": (row.waiting or 0) > 14,
    }  # fmt: skip


def _first(request: HttpRequest) -> int:
    given = request.GET.get("page", "1")
    return (max(1, int(given)) - 1) * ON_A_PAGE if given.isdigit() and len(given) < 4 else 0


def _pages(request: HttpRequest, count: int, first: int) -> list[Link]:
    if count <= ON_A_PAGE:
        return []
    rest = {key: str(value) for key, value in request.GET.items() if key != "page"}
    return [
        Link(str(number), f"?{urlencode({**rest, 'page': str(number)})}", (number - 1) * ON_A_PAGE == first)
        for number in range(1, -(-count // ON_A_PAGE) + 1)
    ]


@login_required
@require_safe
def queue_csv(request: HttpRequest, year: str) -> HttpResponse:
    """The queue, as it is narrowed, as a table."""
    _round, rows = asked(request, year)
    _form, narrow, _chips = narrowed_by(request, rows)
    fitting = review_desk.narrowed(rows, narrow, request.user)
    columns = [OutColumn(name) for name in (
        "area", "country", "region", "state", "edition", "filing", "filed", "late", "hard", "soft", "notes",
        "queries_open", "queries_answered", "reviewer", "days_waiting", "generated",
    )]  # fmt: skip
    table = [
        (
            each.area, each.name, each.region, each.state, each.edition if each.is_sent else None,
            each.filing or None, each.filed_at.date() if each.filed_at else None,
            each.is_late if each.is_sent else None,
            *(each.counts.get(level) if each.counts else None for level in ("hard", "soft", "note")),
            each.open, each.answered, each.reviewer_name, each.waiting, each.is_example,
        )
        for each in fitting
    ]  # fmt: skip
    stream = io.BytesIO()
    write_csv(stream, columns, table)
    response = HttpResponse(stream.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="review-{year}.csv"'
    return private(response)
