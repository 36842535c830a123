"""Checking, declaring and sending a report: what must change, what is worth a look, what stays confidential."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from concord.errors import Conflict, Refusal
from concord.instrument.model import NUMBERS, Question
from concord.instrument.numbering import numbers
from concord.reporting.submission import WORKFLOW
from concord.workflow import Facts
from concord_site.reporting.actions import reports as actions
from concord_site.reporting.actions.filling import digest
from concord_site.reporting.answering import addresses
from concord_site.reporting.answering.figures import moved_percent
from concord_site.reporting.forms.reports import DeclarationForm
from concord_site.reporting.models.submissions import Submission
from concord_site.reporting.queries import reports as queries
from concord_site.reporting.queries import team
from concord_site.reporting.queries.filling import Opened
from concord_site.reporting.queries.reports import ReportDesk
from concord_site.reporting.views.filling import overview
from concord_site.reporting.views.filling.shown import href_of, opened, shown
from concord_site.reporting.views.page import read_or_send
from concord_site.reporting.views.reports_words import state_of
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


def _desk(request: HttpRequest, pk: object) -> ReportDesk:
    return ReportDesk(pk, request.user)


@login_required
@read_or_send
def check(request: HttpRequest, pk: object) -> HttpResponse:
    """Every answer, what must change, what is to be looked at, what stays confidential; and the declaration."""
    desk = _desk(request, pk)
    if request.method == "POST":
        return _marked(request, desk)
    return _check(request, opened(desk), DeclarationForm(initial={"name": getattr(request.user, "name", "")}))


def _marked(request: HttpRequest, desk: ReportDesk) -> HttpResponse:
    """Keep which answers stay confidential."""
    actions.withhold(desk.pk, request.POST.getlist("withheld"), by=request.user)
    messages.success(request, _("Saved: what stays confidential."))
    return redirect(desk.href("check") + "#confidential")


def _check(request: HttpRequest, found: Opened, form: DeclarationForm, *, status: int = 200) -> HttpResponse:
    row: Submission = found.row
    listed, links = overview.listed(found, request)
    open_ones = overview.open_ones(found)
    to_look_at, notes = _soft(found)
    form.initial["seen"] = digest(found.book)
    steps = team.declared(row.area)
    is_speaker = _may_submit(request, row)
    against = [] if (said := _against(found)) and open_ones else said
    title = _("Check and send")
    return shown(
        request, "reports/check", title, found, [Crumb(title)], listed=listed, links=links, open_ones=open_ones,
        to_look_at=to_look_at, notes=notes, form=form, status=status, confidential=_confidential(found),
        is_open=found.may_answer, may_submit=is_speaker and not open_ones and not against, is_speaker=is_speaker,
        against=against, state=state_of(row), is_clearing=row.state == Submission.State.CLEARING,
        has_steps=bool(steps) and row.state != Submission.State.CLEARING,
        send_href=found.desk.href("send"), clearing_href=reverse("reporting:clearing", args=[row.pk]),
        open_colleagues=team.open_of(row),
        unexplained=_unexplained(found), preview_href=_preview(row),
    )  # fmt: skip


def _preview(row: Submission) -> str:
    """Where the country sees what of its report others will see, once it was sent and until it is published."""
    is_past = row.state in {Submission.State.PUBLISHED, Submission.State.CORRECTED, Submission.State.WITHDRAWN}
    if is_past or not row.filings.exists():
        return ""
    return reverse("reporting:publication-preview", args=[row.pk])


def _may_submit(request: HttpRequest, row: Submission) -> bool:
    is_state = row.state in {*queries.BEING_FILLED, Submission.State.CLEARING}
    return is_state and row.area in access.areas(request.user, "submit", Submission, state=row.state)


def _against(found: Opened) -> list[str]:
    """Refusals that stand against sending, in words."""
    facts = actions.facts(found, digest(found.book))
    known = Facts(actions.findings_of(found), found.today, facts)
    step = next(each for each in WORKFLOW.transitions if each.name == "submit")
    if found.row.state not in step.sources:
        return []
    codes = [code for guard in step.guards if (code := guard(found.row, known))]
    is_waiting = found.row.state == Submission.State.CLEARING
    return [
        problems.sentence(Conflict(code)) for code in codes
        if code != "reporting.submission.not-cleared" or is_waiting
    ]  # fmt: skip


def _soft(found: Opened) -> tuple[list[overview.Line], list[overview.Line]]:
    """What is to be looked at, and notes; each with its sentence."""
    made: dict[str, list[overview.Line]] = {"soft": [], "note": []}
    for address, findings in found.all_faults.items():
        node = found.book.node(address)
        if not isinstance(node, Question):
            continue
        for level, held in made.items():
            if said := [each for each in findings if each.level == level]:
                held.append(overview.line(found, address, node, said))
    return made["soft"], made["note"]


def _unexplained(found: Opened) -> list[overview.Line]:
    """Numbers that moved by more than the declared share without a reason."""
    rows = []
    for address, kept in found.book.kept.items():
        node = found.book.node(address)
        if not isinstance(node, Question) or node.kind not in NUMBERS or kept.reason or kept.value is None:
            continue
        if not found.state.is_asked(found.book.positional(address) or "-"):
            continue
        last = found.last(address)
        if last is not None and (percent := moved_percent(last.value, kept.value)) is not None:
            more, less = _("%(percent)s percent more than last time"), _("%(percent)s percent less than last time")
            said = more if percent > 0 else less
            rows.append(overview.Line(
                _number(found, node), node.label.best(language()), "", "", href_of(found, address),
                (said % {"percent": abs(percent)},), overview.entry_words(found, address),
            ))  # fmt: skip
    return rows


def _number(found: Opened, node: Any) -> str:
    """Number of a question."""
    return numbers(found.instrument).get(node.path, "")


@dataclass(frozen=True, slots=True)
class Mark:
    """A question whose answer may stay confidential."""

    key: str
    id: str
    number: str
    label: Any
    is_withheld: bool
    is_answered: bool


def _confidential(found: Opened) -> list[Mark]:
    answered = Counter(
        queries.key_of(node) for at, kept in found.book.kept.items()
        if kept.value is not None and isinstance(node := found.book.node(at), Question)
    )  # fmt: skip
    rows = []
    for each in queries.withholdable(found.instrument):
        key = queries.key_of(each)
        rows.append(Mark(
            key, f"w-{addresses.element(key)}", _number(found, each), each.label.best(language()),
            key in found.row.withheld, bool(answered[key]),
        ))  # fmt: skip
    return rows


@login_required
@require_POST
def send(request: HttpRequest, pk: object) -> HttpResponse:
    """Declare and send the report; or, where the country has steps, send it to be cleared."""
    desk = _desk(request, pk)
    row = desk.fetch()
    if row.state in queries.SENT and (there := row.filings.order_by("-number").first()) is not None:
        return redirect("reporting:receipt", pk=there.pk)
    form = DeclarationForm(request.POST)
    if not form.is_valid():
        return _check(request, opened(desk), form, status=422)
    given = form.cleaned_data
    try:
        made = actions.submit(
            pk, by=request.user, statement={"name": given["name"], "office": given["office"]}, language=language(),
            today=timezone.now().date(), seen=given["seen"],
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.code.startswith("site.access.unknown"):
            raise
        messages.error(request, problems.sentence(refusal))
        return redirect(desk.href("check"))
    return redirect("reporting:receipt", pk=made.pk)
