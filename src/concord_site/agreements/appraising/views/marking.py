"""One element: what it asks, what is suggested, a sample wording, and the mark of a person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.agreements import elements
from concord.agreements.appraisal_marks import Marking
from concord.agreements.elements import label_of_level, label_of_mark
from concord.agreements.sample_wordings import sample
from concord.errors import Conflict, NotFound
from concord.texts.clauses import by_id
from concord_site.agreements.appraising import actions, naming, shown
from concord_site.agreements.appraising.forms import MarkForm
from concord_site.agreements.appraising.queries import Desk
from concord_site.agreements.appraising.views import common
from concord_site.agreements.queries.spaces import Record
from concord_site.agreements.views import page as show
from concord_site.agreements.views import read_or_send
from concord_site.shell.i18n import language


@login_required
@read_or_send
def mark(request: HttpRequest, dossier_id: str, side: str, element: str) -> HttpResponse:
    """Mark an element, change the mark or take it away."""
    desk, context = common.opened(request, dossier_id, side)
    known = _known(element)
    record = desk.record(known.id)
    if request.method == "POST" and request.POST.get("do") == "remove":
        actions.unmark(desk, known.id, by=request.user, now=timezone.now())
        messages.success(request, _("The mark is taken away. The page “Journal and recovery” brings it back."))
        return redirect(common.home(desk))
    suggestion = desk.suggestions.of(known.id)
    first = tuple(dict.fromkeys(each.clause for each in suggestion.passages))
    form = MarkForm(
        request.POST if request.method == "POST" else None, element=known.id, clauses=desk.clauses, first=first,
        initial=_initial(record), prefix=None,
    )  # fmt: skip
    theirs: Record | None = None
    if form.is_bound and form.is_valid():
        try:
            actions.mark(desk, form.marking(), by=request.user, now=timezone.now(), based_on=form.based_on())
        except Conflict as refusal:
            found = refusal.params.get("theirs")
            theirs = found if isinstance(found, Record) else None
            sent = request.POST.copy()
            sent["version"] = str(theirs.version if theirs else 0)
            form.data = sent
        else:
            messages.success(request, _("The mark is kept."))
            return redirect(_after(request, desk, known.id))
    label = shown.best(known.label)
    status = 409 if theirs else 422 if form.is_bound and form.errors else 200
    return show(
        request, "agreements/appraising/element.html", common.below(context, common.home(desk), label.text),
        status=status, element=known, articles=shown.articles(known), form=form, record=record,
        passages=shown.passages(suggestion, by_id(desk.clauses)), suggested=shown.suggested(suggestion),
        quality=desk.suggestions.quality, sample=sample(known.id).best(desk.language),
        spoken=desk.language, theirs=theirs, theirs_lines=_lines(desk, theirs) if theirs else (),
        near=_near(desk, known.id), text_name=naming.text_name(desk.text), note=elements.catalogue().note,
    )  # fmt: skip


def _known(id: str) -> elements.Element:
    try:
        return elements.element(id)
    except NotFound:
        raise NotFound("site.access.unknown") from None


def _initial(record: Record | None) -> dict[str, Any]:
    if record is None:
        return {"version": 0}
    said = Marking.from_json(record.body)
    return {
        "mark": said.mark, "level": said.level, "clauses": list(said.clauses),
        "note": said.note.best(language()).text, "version": record.version,
    }  # fmt: skip


def _after(request: HttpRequest, desk: Desk, id: str) -> str:
    """The next element that nobody has marked where that was asked for, else the list."""
    if request.POST.get("do") == "next":
        fresh = Desk(desk.dossier, desk.side, desk.text.key)
        order = [each.id for each in elements.catalogue().elements]
        later = (*order[order.index(id) + 1 :], *order[: order.index(id)])
        marked = {each.element for each in fresh.marks_of(desk.text)}
        found = next((each for each in later if each not in marked), "")
        if found:
            return common.address(desk, "appraisal-element", element=found)
    return f"{common.home(desk)}#{id}"


def _near(desk: Desk, id: str) -> list[tuple[str, str]]:
    """The element before and the one after."""
    order = elements.catalogue().elements
    at = next(place for place, each in enumerate(order) if each.id == id)
    found = [order[place] for place in (at - 1, at + 1) if 0 <= place < len(order)]
    return [
        (shown.best(each.label).text, common.address(desk, "appraisal-element", element=each.id)) for each in found
    ]  # fmt: skip


def _lines(desk: Desk, theirs: Record) -> list[tuple[str, str]]:
    """What somebody else marked meanwhile."""
    if theirs.is_removed:
        return [(_("Mark"), _("taken away"))]
    said, known = Marking.from_json(theirs.body), by_id(desk.clauses)
    cited = "; ".join(naming.clause_title(known[id]) for id in said.clauses if id in known)
    return [
        (_("Mark"), label_of_mark(said.mark, language())), (_("How specific"), label_of_level(said.level, language())),
        (_("Clauses"), cited or "–"), (_("Note"), said.note.best(language()).text or "–"),
    ]  # fmt: skip
