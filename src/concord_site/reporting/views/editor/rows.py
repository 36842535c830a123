"""The sections of a draft, and the rows of one of them, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES
from concord.vocabulary.text import Wording
from concord_site.reporting import wording
from concord_site.reporting.editing import blocks, cells, mapping
from concord_site.reporting.editing.blocks import Block
from concord_site.reporting.editing.book import Line
from concord_site.reporting.queries import found, shares
from concord_site.reporting.views.editor.desk import Desk, desk_of, show, title_of
from concord_site.reporting.views.editor.words import choice_words, label_of, names_of, numbers_of, way_to, when_of

#: Beyond it the groups of a section have pages of their own.
ROWS_ON_A_PAGE = 45


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row of the list."""

    block: Block
    number: str
    label: Wording
    kind: str
    when: str
    mode: str
    list: str
    found: tuple[found.Shown, ...]
    is_first: bool = False
    is_last: bool = False
    count: int = 0
    hard: int = 0

    @property
    def line(self) -> Line:
        """Its line."""
        return self.block.line

    @property
    def depth(self) -> int:
        """How many groups stand around it."""
        return self.block.depth


@login_required
@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """The sections of a draft, or the rows of one of them."""
    desk = desk_of(request, pk)
    wanted = request.GET.get("in", "")
    group = blocks.find(desk.book, int(wanted)) if wanted.isdigit() else None
    if group is None or not group.is_group:
        return show(
            request, desk, "overview", title_of(desk.version), rows=_rows(desk, blocks.tree(desk.book.survey.lines)),
            kinds=_kinds(), where="", languages=_languages(desk),
        )  # fmt: skip
    label = label_of(desk.book, group.line)
    return show(
        request, desk, "section", label.text, *way_to(desk, group), group=group, wording=label,
        rows=_rows(desk, group.children, is_deep=True), base=group.depth + 1, kinds=_kinds(), where=group.line.id,
    )  # fmt: skip


def _rows(desk: Desk, children: tuple[Block, ...], *, is_deep: bool = False) -> list[RowShown]:
    """Blocks of one level in order; with ``is_deep`` also what is in them, where that is not too much for one page."""
    numbers = numbers_of(desk)
    by_line = desk.findings_of(each.line for each in blocks.walk(children))
    labels, named = choice_words(desk.book), names_of(desk.book)
    every = _flat(children) if is_deep and len(tuple(blocks.walk(children))) <= ROWS_ON_A_PAGE else _level(children)
    return [_row(desk, each, numbers, by_line, labels, named, *ends) for each, *ends in every]


def _level(children: tuple[Block, ...]) -> list[tuple[Block, bool, bool]]:
    """Blocks, and whether each is the first and the last of its group; empty lines are left out."""
    kept = [each for each in children if each.line["type"] or each.line.name or each.line["label"]]
    return [(each, place == 0, place == len(kept) - 1) for place, each in enumerate(kept)]


def _flat(children: tuple[Block, ...]) -> list[tuple[Block, bool, bool]]:
    made: list[tuple[Block, bool, bool]] = []
    for row in _level(children):
        made.append(row)
        made.extend(_flat(row[0].children))
    return made


def _row(
    desk: Desk, block: Block, numbers: Mapping[int, str], by_line: Mapping[int, list[found.Shown]],
    labels: Mapping[str, Mapping[str, Any]], named: Mapping[str, str], is_first: bool, is_last: bool,
) -> RowShown:  # fmt: skip
    line = block.line
    link = mapping.link(line["x_same_as"], desk.version.previous)
    within = tuple(blocks.walk(block.children))
    return RowShown(
        block, numbers.get(line.id, ""), label_of(desk.book, line), wording.kind(cells.kind(line)) or line["type"],
        when_of(line["relevant"], labels, named), link.mode if link else "", cells.list_of(line),
        tuple(by_line.get(line.id, ())), is_first, is_last, sum(not each.is_group for each in within),
        sum(1 for each in within for one in by_line.get(each.line.id, ()) if one.finding.level == "hard"),
    )  # fmt: skip


def _kinds() -> list[tuple[str, str]]:
    return [(each, wording.kind(each)) for each in cells.KINDS]


def _languages(desk: Desk) -> list[tuple[str, shares.Share]]:
    rows = [line.cells for sheet in desk.book.pages for line in sheet.lines]
    return [(NATIVE_NAMES[each.language], each) for each in shares.shares_of(rows, desk.book.language, LANGUAGES)]
