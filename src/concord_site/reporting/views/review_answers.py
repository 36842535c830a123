"""Queries as a country has them: what is asked of its report and of its last one, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from concord.errors import NotFound, Refusal
from concord.instrument.answers import Answers, get, parse
from concord.instrument.model import Question
from concord.reporting import places
from concord.reporting.review import node_at
from concord.vocabulary.text import Wording
from concord_site.reporting.actions import review as actions
from concord_site.reporting.actions.review_queries import FILLED
from concord_site.reporting.answering import pages
from concord_site.reporting.forms.review import ReplyForm
from concord_site.reporting.models.reviewing import Query, Reply
from concord_site.reporting.models.submissions import Submission, SubmissionAnswer
from concord_site.reporting.queries import review as queries
from concord_site.reporting.queries.filling_asked import instrument_of
from concord_site.reporting.queries.review import Asked
from concord_site.reporting.views import review_lines as shown
from concord_site.reporting.views.page import address, page, read_or_send
from concord_site.reporting.views.review_words import private, worded
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


@dataclass(frozen=True, slots=True)
class Item:
    """A query on the country's page.

    Args:
        answer: What was sent.
        is_changed: Whether the answer is another now.
        change: Where the answer is changed; empty where it cannot be.
        form: To answer it; None where it cannot be answered.
    """

    asked: Asked
    label: Wording | None
    entry: str
    answer: str
    text: Wording
    replies: tuple[tuple[Reply, Wording, bool], ...]
    tag: str
    words: str
    is_changed: bool
    change: str
    form: ReplyForm | None


@login_required
@read_or_send
def report_queries(request: HttpRequest, pk: object) -> HttpResponse:
    """The queries on a report and on the country's last one; each is answered in words or by another answer."""
    found = _own(request, pk)
    sent = request.POST if request.method == "POST" else None
    here, last = queries.asked(found), queries.of_last_report(found)
    may_answer = found.area in access.areas(request.user, "edit", Query, state=Query.State.OPEN)
    changed = queries.changed_since(found, [each.query for each in here])
    forms = _forms(sent, found, here, last) if may_answer else {}
    if sent is not None and (row := _chosen(sent, [*here, *last])) is not None and may_answer:
        form = forms.get(row.query.pk)
        if form is not None and form.is_valid() and _answered(request, found, row, form, is_last=row in last):
            return redirect(f"{reverse('reporting:report-queries', args=[pk])}#query-{row.query.pk}")
    name, year = places.name(found.area, language()), found.round.year
    before = last[0].query.submission if last else None
    title = _("Queries on the report of %(country)s") % {"country": name}
    crumbs = [Crumb(f"{name} {year}", address("reporting:report", pk=found.pk)), Crumb(_("Queries"))]
    return private(page(
        request, "review/answers", title, crumbs, submission=found, name=name, year=year,
        here=[_item(found, each, forms, changed, may_change=found.state == "returned") for each in here],
        last=[_item(before, each, forms, set(), may_change=False, of=found) for each in last] if before else [],
        last_year=before.round.year if before else "", unsettled=len(queries.unsettled(found)),
        may_answer=may_answer, is_example=found.is_example, report=address("reporting:report", pk=found.pk),
        status=422 if sent is not None else 200,
    ))  # fmt: skip


def _own(request: HttpRequest, pk: object) -> Submission:
    """A report of one's own country; the secretariat has its own page for it."""
    found = access.visible(Submission, request.user).filter(pk__in=[pk]).select_related("round", "version").first()
    if found is None or found.area not in access.areas(request.user, "see", SubmissionAnswer, state="recorded"):
        raise NotFound("site.access.unknown")
    return found


def _forms(
    sent: Any, found: Submission, here: list[Asked], last: list[Asked]
) -> dict[Any, ReplyForm]:  # fmt: skip
    """A form for each query that can be answered; the one that was sent is filled."""
    wanted = [each for each in here if each.query.state in (Query.State.OPEN, Query.State.ANSWERED)]
    wanted += last if found.state in FILLED else []
    wording = Wording("", found.language)
    return {
        each.query.pk: ReplyForm(
            sent if sent is not None and sent.get("query") == str(each.query.pk) else None,
            prefix=f"q{each.query.pk.hex[:8]}", language=wording.language, direction=wording.direction,
        )
        for each in wanted
    }  # fmt: skip


def _chosen(sent: Any, rows: list[Asked]) -> Asked | None:
    return next((each for each in rows if str(each.query.pk) == sent.get("query")), None)


def _answered(request: HttpRequest, found: Submission, row: Asked, form: ReplyForm, *, is_last: bool) -> bool:
    given = form.cleaned_data
    try:
        actions.reply(
            row.query, given["text"], request.user, found if is_last else None,
            is_for_publication=given["is_for_publication"],
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, problems.sentence(worded(refusal)))
        return False
    messages.success(request, _("Your answer is kept and the secretariat is told."))
    return True


def _item(
    report: Submission, row: Asked, forms: dict[Any, ReplyForm], changed: set[Any], *, may_change: bool,
    of: Submission | None = None,
) -> Item:  # fmt: skip
    instrument, code = instrument_of(report), language()
    node = node_at(instrument, row.query.address) if row.query.address else None
    filing = next((each for each in report.filings.all() if each.number == row.query.filing), None)
    value = get(parse(filing.answers), row.query.address) if filing and isinstance(node, Question) else None
    is_changed = row.query.pk in changed
    tag, words = _state(row, is_changed=is_changed, is_last=of is not None)
    return Item(
        row, row.label.best(code) if node is not None else None,
        shown.entry_of(instrument, row.query.address) if row.query.address else "",
        shown.shown(instrument, node, value) if isinstance(node, Question) and not isinstance(value, Answers) else "",
        Wording(row.query.text, row.query.language),
        tuple((each, Wording(each.text, each.language), each in row.own) for each in row.replies), tag, words,
        is_changed, _page_of(report, node) if may_change and isinstance(node, Question) else "",
        forms.get(row.query.pk),
    )  # fmt: skip


def _state(row: Asked, *, is_changed: bool, is_last: bool) -> tuple[str, str]:
    if is_last:
        return ("done", _("Answered in this report")) if row.own else ("open", _("Not answered in this report"))
    if row.query.state == Query.State.CLOSED:
        return "done", _("Closed")
    if row.query.state == Query.State.ANSWERED:
        return "done", _("Answered")
    if row.query.weight == Query.Weight.NOTE:
        return "note", _("Comment: nothing has to be done")
    return ("done", _("The answer is changed")) if is_changed else ("look", _("Waits for you"))


def _page_of(report: Submission, question: Question) -> str:
    """The page on which a question is answered."""
    found = pages.places(instrument_of(report)).get(question.path)
    if found is None:
        return ""
    return address("reporting:report-page", pk=report.pk, section=found.section, number=found.number)
