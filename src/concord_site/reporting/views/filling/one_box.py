"""One box, saved on change: what is given back is what changes on the page, its own marks and what hangs on it."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from concord.errors import Conflict
from concord.instrument.model import Question
from concord_site.reporting.actions import filling as actions
from concord_site.reporting.actions.filling import Saved
from concord_site.reporting.answering import addresses, boxes, grids, typed
from concord_site.reporting.answering.boxes import Box
from concord_site.reporting.answering.hanging import hanging
from concord_site.reporting.answering.saving import Outcome
from concord_site.reporting.answering.typed import Typed
from concord_site.reporting.queries.filling import Desk, Opened
from concord_site.reporting.views.filling.drawing import boxes_of, refused_before, sight
from concord_site.reporting.views.filling.here import Here, find
from concord_site.reporting.views.filling.shown import private
from concord_site.reporting.views.filling.typing import button, typed_on, way_of
from concord_site.shell.i18n import language

Pair = tuple[Question, Typed]


def sent(request: HttpRequest, desk: Desk, section: int, number: int) -> HttpResponse:
    """Keep one answer; the row is read once, while it is held."""
    only, place = request.POST.get("only", ""), (section, number, request.GET.get("in", ""))
    given: dict[str, Pair] = {}

    def read(found: Opened) -> Mapping[str, Pair]:
        here = find(found, *place)
        if not here.is_open:
            raise Conflict("reporting.filling.closed")
        every = typed_on(request, here)
        given.update({only: every[only]} if only in every else {})
        return given

    from django.utils import timezone

    saved = actions.save(
        desk, read, language=language(), today=timezone.now().date(), is_whole=False, way=way_of(request)
    )  # fmt: skip
    before, after = find(saved.before, *place), find(saved.after, *place)
    after.mine = frozenset(saved.outcome.rivals)
    body = _cell(request, after, saved.outcome, given, only) if after.page.kind == "grid" else "".join(
        _pieces(request, before, after, saved, given, only)
    )  # fmt: skip
    return private(HttpResponse(body, status=422 if saved.outcome.errors else 200))


def _pieces(
    request: HttpRequest, before: Here, after: Here, saved: Saved, given: Mapping[str, Pair], only: str
) -> list[str]:
    hung = _hung(after, only) if saved.outcome.accepted else frozenset()
    errors, held = saved.outcome.errors, {a: t for a, (_q, t) in given.items()}
    was = {box.address: box for box in boxes_of(before, {}, {}, only=hung)} if hung else {}
    every = {box.address: box for box in boxes_of(after, errors, held, only=hung | {only})}
    pieces = [_slot(request, after, at, every.get(at)) for at in sorted(hung) if was.get(at) != every.get(at)]
    if only in every:
        box = every[only]
        is_whole = bool(box.versions) or box.file or button(request)
        pieces += [_slot(request, after, only, box)] if is_whole else _marks(request, box, given.get(only))
    return pieces


def _hung(here: Here, only: str) -> frozenset[str]:
    """Addresses on the page of what hangs on an answer."""
    node = here.opened.book.node(only)
    if not isinstance(node, Question):
        return frozenset()
    found = hanging(here.opened.instrument, node, here.page.questions)
    return frozenset(addresses.join(here.scope, each.key) for each in found)


def _slot(request: HttpRequest, here: Here, address: str, box: Box | None) -> str:
    if box is None:
        return render_to_string("reporting/answering/gone.html", {"id": addresses.element(address), "oob": True})
    context = {"box": box, "save_url": here.href, "oob": True}
    return render_to_string("reporting/answering/question.html", context, request)


def _marks(request: HttpRequest, box: Box, pair: Pair | None) -> list[str]:
    """Error, time of saving and reason of one question; its box stays as it is under the hands of whoever types."""
    if pair is not None:
        box = boxes.seen(box, typed.mark(pair[1].parts, pair[1].status))
    return [
        render_to_string(f"reporting/answering/{part}.html", {"b": box, "oob": True}, request)
        for part in ("errors", "after", "moved")
    ]


def _cell(request: HttpRequest, here: Here, outcome: Outcome, given: Mapping[str, Pair], only: str) -> str:
    errors = {**refused_before(here), **outcome.errors}
    grid = grids.grid(sight(here, errors, {a: t for a, (_q, t) in given.items()}), here.page, here.scope)
    seen = {a: typed.mark(t.parts, t.status) for a, (_q, t) in given.items()}
    return render_to_string(
        "reporting/answering/grid_marks.html", {"grid": grid, "only": only, "seen": seen.get(only, ""),
        "cell": next((c for c in grid.cells() if c.address == only), None), "oob": True, "save_url": here.href,
        "is_taken": bool(button(request))}, request,
    )  # fmt: skip
