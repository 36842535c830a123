"""An appraisal beside others: drafts of the same text, the other appraisal of it, a real agreement's facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.agreements.account_words import Speech
from concord.agreements.appraisal import Appraisal, Row
from concord.agreements.appraisal_facts import FromFacts, from_facts
from concord.agreements.appraisal_tables import DOMAIN, strengths
from concord.agreements.comparison import Compared, compare
from concord.agreements.elements import label_of_level, label_of_mark
from concord.vocabulary import areas
from concord_site.agreements.appraising import naming, shown
from concord_site.agreements.appraising.queries import Desk
from concord_site.agreements.appraising.views import common
from concord_site.agreements.views import page as show
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Link


@dataclass(frozen=True, slots=True)
class Cell:
    """What one text has of one element."""

    head: str
    tag: str
    words: str
    more: str = ""


@login_required
@require_safe
def beside(request: HttpRequest, dossier_id: str, side: str) -> HttpResponse:
    """Every element in every text that has marks; nothing is summed."""
    desk, context = common.opened(request, dossier_id, side)
    text = desk.text
    drafts = _drafts(desk)
    asked = next((each for each in from_facts() if each.id == request.GET.get("known")), None)
    only = request.GET.get("show") == "differing"
    groups = list(_groups(desk, drafts, asked, only)) if len(drafts) + bool(asked) > 1 else []
    return show(
        request, "agreements/appraising/beside.html", common.below(context, common.home(desk), _("Beside others")),
        drafts=[name for name, _of in drafts], groups=groups, only=only,
        known=[(each.id, shown.best(each.title), each is asked) for each in from_facts()], asked=asked,
        views=[Link(_("Every element"), _here(desk, asked, False), not only),
               Link(_("Where they differ"), _here(desk, asked, True), only)],
        text=text.key if common.query(desk) else "",
    )  # fmt: skip


def _here(desk: Desk, asked: FromFacts | None, only: bool) -> str:
    said = [f"text={desk.text.key}"] if common.query(desk) else []
    said += [f"known={asked.id}"] if asked else []
    said += ["show=differing"] if only else []
    return "?" + "&".join(said)


def _drafts(desk: Desk) -> list[tuple[str, Appraisal]]:
    """Texts with marks in their order up to the one that is open; in one's own space also what all parties marked."""
    found: list[tuple[str, Appraisal]] = []
    for each in desk.sources:
        if desk.marks_of(each) or each.key == desk.text.key:
            found.append((naming.text_name(each), desk.appraisal_of(each)))
        if each.key == desk.text.key:
            break
    if desk.side == "own" and desk.text.side == "shared":
        together = Desk(desk.dossier, "shared", desk.text.key)
        if together.marks_of(desk.text):
            found.append((_("As all parties marked it"), together.appraisal()))
    return found


def _groups(desk: Desk, drafts: list[tuple[str, Appraisal]], asked: FromFacts | None, only: bool) -> Any:
    several = len(drafts) > 1
    compared = compare([of for _name, of in drafts]).elements if several else None
    for number, group in enumerate(drafts[-1][1].by_group()):
        lines = []
        for row in group.rows:
            both = next(each for each in compared if each.element.id == row.element.id) if compared else None
            if only and both is not None and not both.differs:
                continue
            lines.append(_line(row, both, drafts, asked))
        if lines:
            yield {"id": group.id, "label": shown.best(group.label), "lines": lines, "first": number == 0}


def _line(
    row: Row, both: Compared | None, drafts: list[tuple[str, Appraisal]], asked: FromFacts | None
) -> dict[str, Any]:
    rows = both.rows if both is not None else (row,)
    cells = [_cell(name, each) for (name, _of), each in zip(drafts, rows, strict=True)]
    if asked is not None:
        cells.append(_fact(asked, row.element.id))
    moved = both is not None and both.change != "same" and both.change != "unclear"
    return {"element": row.element, "cells": cells, "change": naming.change(both.change) if both and moved else ""}


def _cell(name: str, row: Row) -> Cell:
    said = language()
    if row.mark is None:
        return Cell(name, "open", _("Not marked"))
    level = label_of_level(row.level, said) if row.level and row.level != "absent" else ""
    more = "; ".join(filter(None, (level, strengths(row, Speech(said, DOMAIN)))))
    return Cell(name, naming.TAGS[row.mark], label_of_mark(row.mark, said), more)


def _fact(of: FromFacts, element: str) -> Cell:
    name = ", ".join((*(areas.area(code).name(language()) for code in of.areas), of.when))
    fact = of.facts.get(element)
    if fact is None:
        return Cell(name, "open", _("Not known here"))
    return Cell(name, "unverified" if fact.read_in == "report" else "going", _("Known"), shown.best(fact.says).text)
