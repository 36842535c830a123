"""Every text of one answer: who wrote which, when and by which way; an earlier one can be written again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.errors import NotFound, Refusal
from concord.instrument.model import Question
from concord.instrument.numbering import numbers
from concord_site.reporting.actions import filling
from concord_site.reporting.answering import rules
from concord_site.reporting.answering.figures import shown_value
from concord_site.reporting.queries import reports as queries
from concord_site.reporting.queries.filling import Opened
from concord_site.reporting.queries.reports import ReportDesk
from concord_site.reporting.views.filling import overview
from concord_site.reporting.views.filling.shown import href_of, opened, shown
from concord_site.reporting.views.page import read_or_send
from concord_site.reporting.views.reports_words import way_words, what_words
from concord_site.shell import problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


@dataclass(frozen=True, slots=True)
class Written:
    """One writing of an answer, in words."""

    pk: Any
    shown: str
    what: str
    way: str
    who: str
    at: dt.datetime
    may_restore: bool


@login_required
@read_or_send
def history(request: HttpRequest, pk: object) -> HttpResponse:
    """Who wrote which text of an answer when; an earlier one can be written again."""
    desk, address = ReportDesk(pk, request.user), request.GET.get("at", "")[:400]
    found = opened(desk)
    node = found.book.node(address)
    if not isinstance(node, Question) or found.book.positional(address) is None:
        raise NotFound("site.access.unknown")
    if request.method == "POST":
        try:
            filling.restore(
                desk, address, request.POST.get("change", "0"), language=language(), today=timezone.now().date()
            )
            messages.success(request, _("The earlier text stands again."))
        except Refusal as refusal:
            if refusal.code == "site.access.unknown":
                raise
            messages.error(request, problems.sentence(refusal))
        return redirect(href_of(found, address))
    title = _("Every text of this answer")
    return shown(
        request, "reports/history", title, found, [Crumb(title)], question=node.label.best(language()),
        number=numbers(found.instrument).get(node.path, ""), rows=_written(found, address, node),
        back=href_of(found, address), entry=overview.entry_words(found, address),
    )  # fmt: skip


def _written(found: Opened, address: str, node: Any) -> list[Written]:
    choices = rules.choices(found.state, found.book.positional(address) or "", node)
    stands, rows = found.book.of(address).value, []
    for each in queries.history(found.row, address):
        is_text = each.what in {"value", "settled", "rival"}
        words = shown_value(node, each.value, choices, language()) if is_text else _typed_words(each.value)
        may = found.may_answer and is_text and each.value != stands
        rows.append(Written(each.pk, words, what_words(each.what), way_words(each.way), each.by_name, each.at, may))
    return rows


def _typed_words(value: Any) -> str:
    if isinstance(value, dict):
        parts = value.get("parts", {})
        return " · ".join(str(each) for each in parts.values() if each) or str(value.get("status", ""))
    return str(value or "")
