"""The pages on which something is answered: a few questions, a grid, the entries of a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from concord.instrument.model import Question
from concord.instrument.numbering import numbers
from concord_site.reporting.actions import filling as actions
from concord_site.reporting.actions import filling_presence as presence
from concord_site.reporting.actions.filling import Saved
from concord_site.reporting.answering import addresses, boxes, figures, progress, rules
from concord_site.reporting.answering.typed import Typed
from concord_site.reporting.queries.filling import Desk, Opened
from concord_site.reporting.views.filling import lists, one_box
from concord_site.reporting.views.filling.drawing import refused_before, shown_page
from concord_site.reporting.views.filling.here import Here, find, is_answered, next_href, walk
from concord_site.reporting.views.filling.overview import Line
from concord_site.reporting.views.filling.shown import opened, page_href, section_title, shown
from concord_site.reporting.views.filling.typing import button, typed_on, way_of
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


def section(request: HttpRequest, desk: Desk, section: int) -> HttpResponse:
    """A section begins at its first page that is not answered yet."""
    found = opened(desk)
    of = found.section(section)
    if found.awaits_confirmation(section) and found.is_open(section):
        return redirect(desk.href("confirm", section))
    every = walk(found, of)
    if not every or not found.may_see(section):
        return redirect(desk.href())
    waiting = (each for each in every if not is_answered(found, *each))
    page, scope = next(waiting, every[0])
    return redirect(page_href(found, page, scope))


def confirm(request: HttpRequest, desk: Desk, section: int) -> HttpResponse:
    """The short mode: a section's answers of last time as a whole, to be confirmed or opened."""
    found = opened(desk)
    of = found.section(section)
    if not found.is_open(section) or section not in found.short.confirm:
        return redirect(desk.href())
    if request.method == "POST":
        has_changed = request.POST.get("changed", "") == "yes"
        actions.confirm(desk, section, has_changed=has_changed, language=language(), today=found.today)
        return redirect(desk.href("section", section))
    title = section_title(of)
    return shown(
        request, "filling/confirm", title, found, [Crumb(_("Section %(number)s") % {"number": section})], section=of,
        lines=[_line_of_last(found, each) for each in found.short.confirm[section]],
        anew=found.short.anew.get(section, 0), last=found.last, sections=len(found.sections),
    )  # fmt: skip


def _line_of_last(found: Opened, address: str) -> Line:
    """A carried answer, as it would arrive."""
    node = found.book.node(address)
    assert isinstance(node, Question)
    held = found.instrument.lists.get(node.choices)
    value = found.last.value(address)
    scope, _key = addresses.split(address)
    return Line(
        numbers(found.instrument).get(node.path, ""), node.label.best(language()),
        figures.shown_value(node, value, held.choices if held else (), language()),
        boxes.unit_words(node.about.unit, language()), "", (), ".".join(place for _repeat, place in scope),
    )  # fmt: skip


def page(request: HttpRequest, desk: Desk, section: int, number: int) -> HttpResponse:
    """Show a page, or keep what was sent of it.

    Args:
        request: ``?in=`` names the entries around, joined by points.
        desk: Who stands there; a section it does not know is answered as if there were none.
        section: Number of the section.
        number: Number of the page in it.
    """
    is_one = request.method == "POST" and request.POST.get("only") and request.htmx  # type: ignore[attr-defined]
    if is_one and not request.POST.get("settle"):
        return one_box.sent(request, desk, section, number)
    found = opened(desk)
    here = find(found, section, number, request.GET.get("in", ""))
    if not found.may_see(section):
        return redirect(desk.href())
    if request.method != "POST":
        presence.note(found, here.page.id)
        return shown_page(request, here, refused_before(here))
    if not here.is_open:
        messages.error(request, _("You see the answers here and change nothing."))
        return redirect(here.href)
    return lists.sent(request, here) if here.page.kind == "list" else _sent(request, here)


def _sent(request: HttpRequest, here: Here) -> HttpResponse:
    if (address := request.POST.get("settle", "")) and address in dict(here.questions()):
        keep = request.POST.get(f"c:{address}", "kept")
        actions.settle(here.opened.desk, address, keep=keep, today=here.opened.today, language=language())
        return redirect(here.href + f"#{addresses.element(address)}-slot")
    return _whole(request, here, typed_on(request, here))


def _whole(request: HttpRequest, here: Here, sent: dict[str, tuple[Question, Typed]]) -> HttpResponse:
    go = request.POST.get("go", "")
    stays, desk, today = button(request), here.opened.desk, here.opened.today
    if stays in sent:  # what was typed elsewhere on the page is not said to be taken over
        actions.save(desk, {stays: sent.pop(stays)}, language=language(), today=today, way=way_of(request))
    page = "" if stays or go == "back" else here.page.id
    saved = actions.save(desk, sent, language=language(), today=today, page=page)
    if stays:
        return redirect(here.href + f"#{addresses.element(stays)}-slot")
    after = Here(saved.after, here.section, here.page, here.scope, frozenset(saved.outcome.rivals))
    if go in {"back", "later"}:
        return redirect(next_href(after, -1 if go == "back" else 1))
    return _onward(request, after, saved, sent)


def _onward(request: HttpRequest, after: Here, saved: Saved, sent: dict[str, tuple[Question, Typed]]) -> HttpResponse:
    """The next page, or this one again with what must change and what follows from the answers."""
    errors = dict(saved.outcome.errors)
    missing = {address: said for address, said in _missing(after).items() if address in sent}
    follows = [address for address, question in after.questions() if _follows(after, address, question, sent)]
    if errors or saved.outcome.rivals or missing:
        wrong = {**missing, **errors}
        return shown_page(request, after, wrong, status=422, held=sent, may_leave=not errors, follows=follows)
    if follows:
        return shown_page(request, after, {}, follows=follows)
    return redirect(next_href(after, 1))


def _missing(here: Here) -> dict[str, tuple[str, ...]]:
    """Answers that are needed and not there, on this page."""
    found = {}
    for address, _question in here.questions():
        findings = [each for each in here.opened.all_faults.get(address, ()) if rules.is_hard(each)]
        if findings and here.opened.book.of(address).value is None:
            found[address] = rules.sentences(findings, language())
    return found


def _follows(here: Here, address: str, question: Question, sent: Mapping[str, Any]) -> bool:
    """Whether a question has just appeared: it was not on the page that was sent, so that nobody has left it out."""
    is_new = address not in sent and here.opened.book.of(address).value is None
    if here.opened.book.positional(address) in here.opened.state.readonly:
        return False
    return is_new and progress.is_shown(here.opened.book, here.opened.state, question, here.scope)
