"""Boxes, slots and pages as they are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from concord.instrument.burden import Already
from concord.instrument.model import Group, Question
from concord.instrument.numbering import numbers
from concord.vocabulary.text import Wording
from concord_site.reporting.answering import addresses, boxes, grids, pages, progress, reading, rich, saving
from concord_site.reporting.answering.boxes import Box, Sight
from concord_site.reporting.answering.typed import Typed
from concord_site.reporting.queries.filling import Opened
from concord_site.reporting.views.filling import lists
from concord_site.reporting.views.filling.here import Here, next_href, walk
from concord_site.reporting.views.filling.shown import section_title, shown
from concord_site.shell import suppliers
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb

Errors = Mapping[str, tuple[str, ...]]


def refused_before(here: Here) -> Errors:
    """Sentences for what was refused before and still stands in its boxes."""
    wanted = dict(here.questions())
    return saving.again(here.opened.book, wanted, today=here.opened.today, language=language())


def sight(here: Here, errors: Errors, held: Mapping[str, Typed], *, only: frozenset[str] | None = None) -> Sight:
    """Everything the boxes of a page are drawn from, or those of some addresses."""
    found = here.opened
    desk = found.desk
    return Sight(
        found.book, found.state, language(), numbers(found.instrument), found.last,
        errors, {a: each for a, each in held.items() if a in errors}, not here.is_open, here.mine,
        lambda positional: _reasons(found, positional),
        _article_href, lambda file: desk.href("file", file), _known(here, only),
        (lambda address: desk.history_href(address)) if desk.has_history else (lambda _address: ""),
    )  # fmt: skip


def _known(here: Here, only: frozenset[str] | None) -> Mapping[str, Already]:
    """What the data set knows already, asked for where a question that is drawn may need it."""
    drawn = (each for each in here.page.questions if only is None or addresses.join(here.scope, each.key) in only)
    return here.opened.known if any(each.about.known for each in drawn) else {}


def _reasons(found: Opened, positional: str) -> tuple[str, ...]:
    """Why a question is asked; not said at a desk of some sections, since it may tell an answer of another one."""
    if found.desk.only is not None:
        return ()
    return reading.reasons(found.instrument, found.state, positional, language())


def _article_href(number: str) -> str:
    try:
        return reverse("programme:paragraph", kwargs={"number": number})
    except NoReverseMatch:
        return ""


def boxes_of(here: Here, errors: Errors, held: Mapping[str, Typed], *, only: frozenset[str] | None = None) -> list[Box]:
    """The boxes of what is asked on the page now; a calculation without a result is left out.

    Args:
        here: The page.
        errors: Sentences by lasting address.
        held: What was typed.
        only: Addresses to be drawn; all where left out.
    """
    seen = sight(here, errors, held, only=only)
    drawn = [
        boxes.box(seen, each, here.scope)
        for each in here.page.questions
        if (only is None or addresses.join(here.scope, each.key) in only)
        and progress.is_shown(here.opened.book, here.opened.state, each, here.scope)
    ]
    return [each for each in drawn if each.question.kind != "calculate" or each.told]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place on the page: a heading, a question with what stands at it, or an empty place where one may appear."""

    id: str = ""
    heading: Wording | None = None
    box: Box | None = None
    beside: tuple[str, ...] = ()


def _slots(here: Here, drawn: Mapping[str, Box], beside: Mapping[str, list[str]]) -> list[Slot]:
    found: list[Slot] = []
    for item in here.page.items:
        if isinstance(item, Group):
            if item.label and _has_drawn(here, item, drawn):
                found.append(Slot(heading=item.label.best(language())))
        else:
            address = addresses.join(here.scope, item.key)
            box = drawn.get(address)
            found.append(
                Slot(addresses.element(address), box=box, beside=tuple(beside.get(address, ())) if box else ())
            )
    return found


def _has_drawn(here: Here, group: Group, drawn: Mapping[str, Box]) -> bool:
    return any(addresses.join(here.scope, each.key) in drawn for each in pages.questions_in(group.children))


def _beside(request: HttpRequest, here: Here) -> dict[str, list[str]]:
    """What other parts show at the questions of a page: remarks, queries, who is here."""
    found: dict[str, list[str]] = {}
    for supplier in suppliers.each("filling.beside"):
        for address, markup in (supplier(request, here) or {}).items():
            if markup:
                found.setdefault(address, []).append(markup)
    return found


def crumbs(here: Here) -> list[Crumb]:
    """The step of the section."""
    return [Crumb(_("Section %(number)s") % {"number": here.section.number})]


def _heading(here: Here) -> Wording | None:
    """The label of the page's own group, where it says more than the section's."""
    group = here.page.group
    if group is None or not group.label or group.repeats or group.label == here.section.label:
        return None  # an entry's list is named above it
    return group.label.best(language())


def _entry(here: Here) -> str:
    """Which entry of which list the page is of."""
    if not here.scope:
        return ""
    repeat, entry = here.scope[-1]
    ids = here.opened.book.entries_in(here.scope[:-1], repeat)
    node = here.opened.book.node(addresses.join(here.scope[:-1], repeat))
    name = rich.plain(node.label.best(language()).text) if node is not None else ""
    return _("%(list)s: entry %(number)s of %(count)s") % {
        "list": name or repeat, "number": ids.index(entry) + 1, "count": len(ids)
    }  # fmt: skip


def shown_page(
    request: HttpRequest, here: Here, errors: Errors, *, status: int = 200,
    held: Mapping[str, tuple[Question, Typed]] | None = None, may_leave: bool = False, follows: list[str] | None = None,
) -> HttpResponse:  # fmt: skip
    """A page of questions, a grid, or a list; or the word that it is not asked."""
    every = walk(here.opened, here.section)
    place = every.index((here.page, here.scope)) + 1 if (here.page, here.scope) in every else 0
    title = section_title(here.section)
    beside = _beside(request, here)
    context: dict[str, Any] = {
        "here": here, "section": here.section, "place": place, "places": len(every),
        "sections": len(pages.sections(here.opened.instrument)), "save_url": here.href, "is_open": here.is_open,
        "heading": _heading(here), "entry": _entry(here), "may_leave": may_leave, "follows": len(follows or ()),
        "back": here.opened.desk.href(), "onward": "" if here.is_open else next_href(here, 1),
        "beside_page": beside.get("", []),
    }  # fmt: skip
    if not place:
        context |= {"onward": next_href(here, 1), "is_open": False}
        return shown(request, "filling/left_out", title, here.opened, crumbs(here), **context)
    if here.page.kind == "list":
        context |= lists.context(request, here)
        return shown(request, "filling/list", title, here.opened, crumbs(here), **context)
    typed_now = {a: each for a, (_q, each) in (held or {}).items()}
    if here.page.kind == "grid":
        return _grid_page(request, here, errors, typed_now, status, title, context, beside)
    drawn = {box.address: box for box in boxes_of(here, errors, typed_now)}
    context |= {
        "slots": _slots(here, drawn, beside),
        "errors": [(box.first, rich.plain(box.label.text), box.errors) for box in drawn.values() if box.errors],
    }
    return shown(request, "filling/page", title, here.opened, crumbs(here), status=status, **context)


def _grid_page(
    request: HttpRequest, here: Here, errors: Errors, typed_now: Mapping[str, Typed], status: int, title: str,
    context: dict[str, Any], beside: Mapping[str, list[str]],
) -> HttpResponse:  # fmt: skip
    grid = grids.grid(sight(here, errors, typed_now), here.page, here.scope)
    context |= {
        "grid": grid, "beside_grid": [each for at, held in beside.items() if at for each in held],
        "errors": [(each.id, each.words, each.errors) for each in grid.cells() if each.errors],
    }  # fmt: skip
    return shown(request, "filling/grid", title, here.opened, crumbs(here), status=status, **context)
