"""Queries as the secretariat works with them: written from a finding or a question, sent with the report, closed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.errors import NotFound, Refusal
from concord.instrument.answers import get, parse
from concord.instrument.model import Question
from concord.reporting.points import Point
from concord.reporting.review import node_at
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.text import Wording
from concord_site.reporting.actions import review as actions
from concord_site.reporting.answering.query_words import query_words
from concord_site.reporting.forms.review import QueryForm, WordForm
from concord_site.reporting.models.reviewing import Query, Reply
from concord_site.reporting.models.submissions import Submission
from concord_site.reporting.queries.review_filing import Opened
from concord_site.reporting.views import review_lines as shown
from concord_site.reporting.views.page import read_or_send
from concord_site.reporting.views.review import framed, opened
from concord_site.reporting.views.review_words import worded
from concord_site.shell import problems


@login_required
@read_or_send
def write(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """Write a query on a question, or on the whole report; a finding proposes its words in the report's language."""
    found = opened(request, year, area)
    if not found.may_write:
        raise NotFound("site.access.unknown")
    address = request.GET.get("address", "")
    line = line_at(found, address)
    if address and line is None and node_at(found.instrument, address) is None:
        raise NotFound("site.access.unknown")
    code = request.GET.get("finding", "")
    point = next((each for each in found.review.at(address) if each.finding.code == code), None)
    form = _form(request, found.submission.language, point)
    if form.is_valid() and _written(request, found, form, address, code if point else ""):
        return redirect(_back(found, address))
    title = _("Write a query")
    return framed(
        request, "write", found, title, inside=title, form=form, line=line, back=_back(found, address),
        point=shown.said_of(found, point, address) if point else None, language_of=found.submission.language,
        native=_native(found.submission.language), status=422 if form.is_bound else 200,
    )  # fmt: skip


def _form(request: HttpRequest, code: str, point: Point | None, **initial: Any) -> QueryForm:
    if point is not None:
        initial["text"] = point.asked(code)
    wording = Wording("", code if code in LANGUAGES else "en")
    return QueryForm(request.POST or None, initial=initial, language=wording.language, direction=wording.direction)


def _native(code: str) -> str:
    from concord.vocabulary.languages import NATIVE_NAMES

    return NATIVE_NAMES.get(code, code)


def line_at(found: Opened, address: str) -> shown.Line | None:
    """The question of an address with its answer; None for the whole."""
    node = node_at(found.instrument, address) if address else None
    if not isinstance(node, Question):
        return None
    return shown.line_of(found, node, address, get(parse(found.filing.answers), address))


def _back(found: Opened, address: str) -> str:
    """The question on the page of its section."""
    base = shown.desk_href(found, "review-filing")
    node = node_at(found.instrument, address) if address else None
    place = shown.sections_of(found.instrument).get(node.path) if node is not None else None
    anchor = shown.addresses.element(address) if address else "whole"
    is_finding = any(each.level != "note" for each in found.review.at(address))
    return f"{base}#{anchor}" if is_finding or place is None else f"{base}?view=section-{place}#{anchor}"


def _written(request: HttpRequest, found: Opened, form: QueryForm, address: str, finding: str) -> bool:
    given = form.cleaned_data
    try:
        made = actions.write_query(
            found.submission.pk, by=request.user, text=given["text"], weight=given["weight"], address=address,
            finding=finding, filing=found.filing.number,
        )  # fmt: skip
        if request.POST.get("go") == "send":
            actions.send_query(made.pk, by=request.user)
            messages.success(request, _("The query is sent."))
            return True
    except Refusal as refusal:
        form.add_error(None, problems.sentence(worded(refusal)))
        return False
    messages.success(request, _("The draft is kept. Only you see it until the report is sent back."))
    return True


# ---- all queries of a report -----------------------------------------------------------------------------------------
@login_required
@require_safe
def queries(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """The queries on a report, one's drafts first, then those on the country's other reports."""
    found = opened(request, year, area)
    drafts = [each for each in found.queries if each.state == Query.State.DRAFTED]
    sent = [each for each in found.queries if each.state != Query.State.DRAFTED]
    title = _("Queries on this report")
    return framed(
        request, "queries", found, title, inside=_("Queries"), drafts=[asked(found, each) for each in drafts],
        sent=[asked(found, each) for each in sent], others=found.drafts_of_others,
        may_send_back=bool(drafts) and found.submission.state in ("submitted", "under-review") and found.is_newest,
    )  # fmt: skip


def asked(found: Opened, query: Query) -> dict[str, Any]:
    """A query with its question, as a list shows it."""
    node = node_at(found.instrument, query.address) if query.address else None
    tag, words = query_words(query.state, query.weight)
    return {
        "query": query, "tag": tag, "words": words, "number": shown.number_of(found.instrument, node),
        "label": node.label.best(shown.language()) if node is not None else None,
        "entry": shown.entry_of(found.instrument, query.address) if query.address else "",
        "href": shown.reverse(
            "reporting:review-query", args=[found.submission.round.year, found.submission.area, query.pk]
        ),
        "replies": spoken(query), "text": Wording(query.text, query.language),
    }  # fmt: skip


def spoken(query: Query) -> list[tuple[Reply, Wording]]:
    """What was said to a query, oldest first."""
    rows = sorted(query.replies.all(), key=lambda each: (each.at, each.pk))
    return [(each, Wording(each.text, each.language)) for each in rows]


@login_required
@read_or_send
def query(request: HttpRequest, year: str, area: str, pk: object) -> HttpResponse:
    """One query: a draft to change, send or take away; a sent one to follow and close."""
    found = opened(request, year, area)
    row = next((each for each in found.queries if each.pk == pk), None)
    if row is None:
        raise NotFound("site.access.unknown")
    is_draft = row.state == Query.State.DRAFTED
    form: Any = (
        _form(request, row.language, None, text=row.text, weight=row.weight)
        if is_draft else WordForm(request.POST or None)
    )  # fmt: skip
    step = request.POST.get("go", "")
    needs_form = step in {"save", "send", "word"}
    if request.method == "POST" and (not needs_form or form.is_valid()) and _done(request, row, form, step):
        return redirect("reporting:review-queries", year=year, area=found.submission.area)
    may_work = found.may_write or _may_close(found)
    return framed(
        request, "query", found, _("Your draft") if is_draft else _("A query on this report"), inside=_("Query"),
        form=form if is_draft or may_work else None, asked=asked(found, row), is_draft=is_draft,
        line=line_at(found, row.address), may_work=may_work and row.state != Query.State.CLOSED,
        may_send=is_draft and found.submission.state == Submission.State.RETURNED, native=_native(row.language),
        status=422 if request.method == "POST" and form.errors else 200,
    )  # fmt: skip


def _may_close(found: Opened) -> bool:
    from concord_site.reporting.queries.review_filing import is_reviewer

    return is_reviewer(found.by)


def _done(request: HttpRequest, row: Query, form: Any, step: str) -> bool:
    """Take the step of a button; what is refused stands on the form."""
    given = getattr(form, "cleaned_data", {})
    try:
        if step in {"save", "send"}:
            actions.change_query(row.pk, by=request.user, text=given["text"], weight=given["weight"])
            if step == "send":
                actions.send_query(row.pk, by=request.user)
            messages.success(request, _("The query is sent.") if step == "send" else _("The draft is kept."))
        elif step == "remove":
            actions.remove_query(row.pk, by=request.user)
            messages.success(request, _("The draft is taken away."))
        elif step == "close":
            actions.close_query(row.pk, by=request.user)
            messages.success(request, _("The query is closed."))
        elif step == "word":
            actions.reply(row, given["text"], request.user, asks_again=given["asks_again"])
            messages.success(request, _("Your word stands under the query."))
        else:
            raise NotFound("site.access.unknown")
    except NotFound:
        raise
    except Refusal as refusal:
        if step in {"remove", "close"}:
            messages.error(request, problems.sentence(worded(refusal)))
            return True
        form.add_error(None, problems.sentence(worded(refusal)))
        return False
    return True


# ---- sending the report back -----------------------------------------------------------------------------------------
@login_required
@read_or_send
def send_back(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """What goes back to the country, before it goes."""
    found = opened(request, year, area)
    if not found.may_write:
        raise NotFound("site.access.unknown")
    drafts = [each for each in found.queries if each.state == Query.State.DRAFTED]
    standing = [each for each in found.queries if each.state == Query.State.OPEN]
    problem = ""
    if request.method == "POST":
        given = request.POST.get("filing", "")
        try:
            actions.send_back(
                found.submission.pk, by=request.user, filing=int(given) if given.isdigit() else None,
                queries=request.POST.getlist("query"),
            )  # fmt: skip
        except Refusal as refusal:
            problem = problems.sentence(worded(refusal))
        else:
            messages.success(request, _("The report is returned with its queries. The country is told."))
            return redirect("reporting:review-queue", year=year)
    title = _("Send the report back?")
    return framed(
        request, "send_back", found, title, inside=_("Send back"), drafts=[asked(found, each) for each in drafts],
        standing=[asked(found, each) for each in standing], others=found.drafts_of_others, problem=problem,
        status=409 if problem else 200,
    )  # fmt: skip
