"""Comments at the questions of a page that is filled: the supplier ``filling.beside`` of a country's people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from concord.instrument.numbering import numbers
from concord_site.reporting.answering import rich
from concord_site.reporting.models.submissions import Submission
from concord_site.reporting.queries import team_remarks
from concord_site.reporting.queries.team_places import Place, areas
from concord_site.shell.i18n import language


def remarks_href(place: Place) -> str:
    """Where the comments of a report are read and written."""
    if place.delegation is not None:
        return reverse("reporting:delegation-remarks", args=[place.delegation.pk])
    return reverse("reporting:remarks", args=[place.submission.pk])


def beside(request: HttpRequest, here: Any) -> Mapping[str, str]:
    """Ready markup by lasting address; nothing for whoever may not read the comments of this country.

    On a grid a comment names its question, and one link stands for all its cells.
    """
    row, desk, by = here.opened.row, here.opened.desk, request.user
    if not isinstance(row, Submission):
        return {}
    delegation = desk.delegation if getattr(desk, "is_delegate", False) else None
    if delegation is None and row.area not in areas(by):
        return {}
    may_write = desk.may_remark if delegation is not None else row.area in areas(by, "create")
    place = Place(row, by, desk.only, may_write, delegation)
    asked, is_grid = dict(here.questions()), here.page.kind == "grid"
    first = next(iter(asked), "")
    found = team_remarks.remarks_of(row, asked, by=by, href=remarks_href(place))
    style = {"": render_to_string("reporting/team/style.html")}  # the frame of a page that is filled knows no parts
    return style | {
        at: _drawn(thread, asked[at], numbers(here.opened.instrument), may_write, is_grid)
        for at, thread in found.items()
        if thread.said or (may_write and (not is_grid or at == first))
    }


def _drawn(thread: Any, question: Any, said: Mapping[Any, str], may_write: bool, is_grid: bool) -> str:
    label = rich.plain(question.label.best(language()).text) if is_grid and thread.said else ""
    number = said.get(question.path, "")
    context = {"thread": thread, "may_write": may_write, "number": number, "label": label}
    return render_to_string("reporting/team/remarks.html", context)
