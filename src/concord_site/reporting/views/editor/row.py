"""One row of a draft: wording, answer, when it is asked, the last round, where it comes from."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from concord.errors import NotFound
from concord_site.reporting import wording
from concord_site.reporting.actions import drafts as actions
from concord_site.reporting.editing import blocks, cells, mapping
from concord_site.reporting.editing import book as books
from concord_site.reporting.editing import choices as listed
from concord_site.reporting.editing.blocks import Block
from concord_site.reporting.editing.book import Book, Line
from concord_site.reporting.forms.rows import RowForm
from concord_site.reporting.queries import instruments
from concord_site.reporting.views.editor.clashes import clash
from concord_site.reporting.views.editor.desk import Desk, at, desk_of, inside, show, since_of
from concord_site.reporting.views.editor.words import choice_words, label_of, names_of, numbers_of, way_to, when_of
from concord_site.reporting.views.page import read_or_send


@login_required
@read_or_send
def row(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """One question or group: wording, answer, when it is asked, the last round, where it comes from."""
    desk = desk_of(request, pk, "edit" if request.method == "POST" else "see")
    block = blocks.find(desk.book, row)
    if block is None:
        raise NotFound("reporting.draft.row-gone")
    old = instruments.other(desk.version.previous, request.user)
    form = _row_form(request, desk, _as_read(request, desk, block.line))
    if request.method == "POST" and form.is_valid():
        answer = _saved(request, desk, block, form.cells())
        if answer is not None:
            return answer
    label = label_of(desk.book, block.line)
    return show(
        request, desk, "row", label.text, *way_to(desk, block), form=form, block=block, line=block.line, wording=label,
        found=desk.findings_of([block.line]).get(row, []), where=block.parent, list_href=_list_href(desk, block.line),
        when=when_of(block.line["relevant"], choice_words(desk.book), names_of(desk.book)), groups=_places(desk, block),
        number=numbers_of(desk).get(row, ""), old=old,
        suggestions=mapping.suggestions(block.line, desk.book.language, old) if old and not block.is_group else (),
        mode_words=[(each, wording.mode(each), wording.mode_explained(each)) for each in mapping.MODES],
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _before(book: Book, line: Line) -> dict[str, str]:
    """What stands before a row, which is what its condition may speak of; an expression may speak of everything."""
    named = names_of(book)
    earlier = [each.name for each in book.survey.lines[: max(0, book.row_number(line) - 2)]]
    return {name: named[name] for name in earlier if name in named}


def _as_read(request: HttpRequest, desk: Desk, line: Line) -> Line:
    """The row as the page had it that was sent: what its sender left alone is told from what somebody else changed."""
    since = since_of(request)
    if not since or since == desk.step:
        return line
    step = instruments.step(desk.version, since)
    return (books.unpacked(bytes(step.content)).line(line.id) if step else None) or line


def _row_form(request: HttpRequest, desk: Desk, line: Line) -> RowForm:
    names = _before(desk.book, line)
    return RowForm(
        request.POST or None, line=line, default=desk.book.language, names=names,
        lists=[*listed.lists(desk.book), *_house_lists()], labels=choice_words(desk.book), auto_id="f-%s",
    )  # fmt: skip


def _house_lists() -> tuple[str, ...]:
    return ("areas.csv", "member-states.csv", "occupations.csv")


def _saved(request: HttpRequest, desk: Desk, block: Block, mine: dict[str, str]) -> HttpResponse | None:
    try:
        actions.save_row(
            version_id=desk.version.pk, row_id=block.line.id, mine=mine, by=request.user, since=since_of(request)
        )
    except actions.Clashed as clashed:
        return clash(request, desk, clashed, mine, reverse("reporting:draft-do", kwargs={"pk": desk.version.pk}),
                      {"do": f"settle:{block.line.id}"})  # fmt: skip
    messages.success(request, _("Saved."))
    if request.POST.get("then") == "next" and (after := _after(desk, block)) is not None:
        return redirect("reporting:draft-row", pk=desk.version.pk, row=after)
    if request.POST.get("then") == "stay":
        return redirect("reporting:draft-row", pk=desk.version.pk, row=block.line.id)
    return redirect(f"{inside(desk, block.parent)}#row-{block.line.id}")


def _after(desk: Desk, block: Block) -> int | None:
    ids = [each.line.id for each in blocks.walk(blocks.tree(desk.book.survey.lines)) if each.line["type"]]
    here = ids.index(block.line.id)
    return ids[here + 1] if here + 1 < len(ids) else None


def _places(desk: Desk, block: Block) -> list[tuple[int, str, bool]]:
    """Groups a row can be moved into: id, wording with its depth, whether it stands there now."""
    inside = {each.line.id for each in blocks.walk([block])}
    return [
        (each.line.id, "– " * each.depth + label_of(desk.book, each.line).text, each.line.id == block.parent)
        for each in blocks.groups(desk.book) if each.line.id not in inside and not each.line["x_rows"]
    ]  # fmt: skip


def _list_href(desk: Desk, line: Line) -> str:
    name = cells.list_of(line)
    return at(desk, "draft-list", name=name) if name in listed.lists(desk.book) else ""
