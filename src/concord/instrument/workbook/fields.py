"""Cells to fill: what stands in them already, what Excel lets into them, and when they turn grey."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from concord.instrument.model import FILES, Node, Question
from concord.instrument.workbook import validation
from concord.instrument.workbook.addresses import Scope, address, is_answered
from concord.instrument.workbook.conditions import Cells, not_asked
from concord.instrument.workbook.drawing import Drawing
from concord.instrument.workbook.labels import labels_of
from concord.instrument.workbook.layout import Slot
from concord.instrument.workbook.showing import Shown, cell, in_words, status_of
from concord.intake.out_xlsx import write_text

_LONGEST_FORMULA = 8_000
_EXACT = 10**15


def answer(drawing: Drawing, slot: Slot, scope: Scope, entry: Mapping[str, Any]) -> Any:
    """The answer to a slot's question in an entry; its address is kept as one that was held."""
    value = entry.get(slot.question.key)
    if is_answered(value) and slot.question.kind not in FILES:
        drawing.held.add(address(slot.question, scope))
    return value


def fill(drawing: Drawing, sheet: Any, at: tuple[int, int], slot: Slot, value: Any, *, with_status: bool) -> None:
    """A cell to fill, with what is answered already; ``with_status``: non-answers stand in the same cell."""
    shown = cell(slot, value, drawing.instrument, drawing.language)
    if shown is None and with_status and status_of(value) and _is_first(drawing, slot):
        shown = drawing.statuses.get(status_of(value), status_of(value))
    kind = {"value": slot.question.kind, "place": "integer"}.get(slot.part, "text")
    is_file = slot.question.kind in FILES and not (with_status and slot.question.about.statuses)
    is_locked = is_file or _is_fixed(slot.question)
    put(sheet, at, shown, drawing.styles["last"] if is_locked else drawing.styles.field(kind))


def _is_first(drawing: Drawing, slot: Slot) -> bool:
    """Whether a non-answer is written in this cell: of several cells of one answer in the first."""
    if slot.part not in ("pick", "place"):
        return True
    return slot.choice == drawing.instrument.lists[slot.question.choices].choices[0].name


def put(sheet: Any, at: tuple[int, int], value: Shown, style: Any) -> None:
    """A value in a cell: numbers and days as such, texts inert."""
    match value:
        case None | "":
            sheet.write_blank(*at, None, style)
        case int() | float() if abs(value) < _EXACT:
            sheet.write_number(*at, value, style)
        case dt.datetime() | dt.date():
            sheet.write_datetime(*at, value, style)
        case _:
            write_text(sheet, *at, str(value), style)


def _is_fixed(question: Question) -> bool:
    return question.rules.readonly.strip().casefold() in ("yes", "true", "true()")


def last_words(drawing: Drawing, question: Question, scope: Scope = ()) -> str:
    """Last round's answer in words, or empty."""
    value = drawing.last.get(address(question, scope))
    return in_words(question, value, drawing.instrument, drawing.language) if is_answered(value) else ""


def rule(drawing: Drawing, slot: Slot, *, first: str = "", with_statuses: bool = False) -> dict[str, Any] | None:
    """The data validation of a slot's cells.

    Args:
        drawing: The workbook.
        slot: What the cells hold.
        first: The first of the cells, for rules that are formulas.
        with_statuses: Whether non-answers are written in the same cells.
    """
    question = slot.question
    more = [drawing.statuses[status] for status in question.about.statuses] if with_statuses else []
    if question.kind in FILES or slot.part == "together" or slot.is_last:
        return None
    if slot.part == "place":
        if more:
            return None
        most = len(drawing.instrument.lists[question.choices].choices)
        return {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": most}
    items = _offered(drawing, slot)
    if items:
        place = drawing.lists.place([*items, *more])
        return validation.of_list(f"={place}", drawing.language)
    statuses = drawing.lists.place(more) if more else ""
    return validation.of_question(question, drawing.instrument, drawing.language, cell=first, statuses=statuses)


def _offered(drawing: Drawing, slot: Slot) -> list[str]:
    """What a cell's list offers."""
    if slot.part == "pick":
        return [drawing.word("yes"), drawing.word("no")]
    if slot.question.kind == "acknowledge":
        return [drawing.word("yes")]
    return list(labels_of(drawing.instrument, slot.question.choices, drawing.language).values())


def cell_on(drawing: Drawing, sheet: str, question: Question, choice: str) -> str | None:
    """How a formula on a sheet names an answer's cell; cells elsewhere get a name of their own."""
    found = drawing.places.get((question.path, choice))
    if found is None or found[0] == sheet:
        return found[1] if found else None
    if found not in drawing.defined:
        drawing.defined[found] = f"answer_{len(drawing.defined) + 1}"
        drawing.book.define_name(drawing.defined[found], f"='{found[0]}'!{found[1]}")
    return drawing.defined[found]


def grey(drawing: Drawing, sheet: Any, name: str, node: Node, area: str, *, cells: Cells | None = None) -> None:
    """Grey an area of a sheet out where the node is surely not asked."""
    find = cells or (lambda question, choice: cell_on(drawing, name, question, choice))
    formula = not_asked(node, drawing.instrument, drawing.language, find, drawing.numbers)
    if formula and len(formula) < _LONGEST_FORMULA:
        look = {"type": "formula", "criteria": f"={formula}", "format": drawing.styles["grey"]}
        sheet.conditional_format(area, look)
