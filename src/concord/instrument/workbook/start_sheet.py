"""The first sheet: what this file is, how it is filled in, what is in it and who fills it in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from concord.instrument.model import STATUSES
from concord.instrument.workbook.drawing import Drawing
from concord.instrument.workbook.fields import put
from concord.instrument.workbook.layout import GridSheet, Page, Sheet, Table
from concord.instrument.workbook.machine import Facts
from concord.instrument.workbook.wordings import word

_HOW = ("how-cells", "how-status", "how-grey", "how-numbers", "how-check", "how-copies")


def draw(drawing: Drawing, facts: Facts, sheets: Sequence[Sheet], *, area: str) -> None:
    """Draw the first sheet.

    Args:
        drawing: The workbook.
        facts: What it is.
        sheets: The sheets that follow.
        area: The country's name, or empty.
    """
    sheet = drawing.add_sheet(drawing.word("sheet-start"), landscape=False)
    for column, width in enumerate((28, 62, 12, 34)):
        sheet.set_column(column, column, width)
    drawing.text(sheet, 0, 0, drawing.instrument.title.best(drawing.language).text, "title")
    sheet.set_row(0, 34)
    row = _generated(drawing, sheet)
    row = _lines(drawing, sheet, row, _about(drawing, facts, area))
    row = _heading(drawing, sheet, row + 1, "how")
    statuses = drawing.listed(drawing.statuses[status] for status in STATUSES)
    for name in _HOW:
        said = drawing.word(name, column=drawing.word("header-status"), statuses=statuses)
        sheet.merge_range(row, 0, row, 3, said, drawing.styles["plain"])
        sheet.set_row(row, 15 * (1 + len(said) // 140))
        row += 1
    _contents(drawing, sheet, row + 1, sheets)


def _generated(drawing: Drawing, sheet: Any) -> int:
    if not drawing.generated:
        return 2
    sheet.merge_range(1, 0, 1, 3, drawing.word("generated"), drawing.styles["generated"])
    return 3


def _about(drawing: Drawing, facts: Facts, area: str) -> list[tuple[str, str]]:
    said = drawing.instrument.about.best(drawing.language).text
    return [
        (drawing.word("country"), area or facts.area),
        (drawing.word("round"), facts.round),
        (drawing.word("instrument"), facts.instrument),
        (drawing.word("version"), facts.version),
        (drawing.word("about"), said),
        (drawing.word("identification"), facts.mark),
    ]


def _lines(drawing: Drawing, sheet: Any, row: int, lines: list[tuple[str, str]]) -> int:
    for label, text in lines:
        if text:
            drawing.text(sheet, row, 0, label, "strong")
            is_mark = text.startswith("concord-answers:")
            sheet.merge_range(row, 1, row, 3, text, drawing.styles["machine" if is_mark else "plain"])
            sheet.set_row(row, 15 * (1 + (0 if is_mark else len(text)) // 120))
            row += 1
    return row


def _heading(drawing: Drawing, sheet: Any, row: int, name: str) -> int:
    for column in range(4):
        drawing.text(sheet, row, column, drawing.word(name) if column == 0 else "", "section-line")
    return row + 1


def _contents(drawing: Drawing, sheet: Any, row: int, sheets: Sequence[Sheet]) -> None:
    row = _heading(drawing, sheet, row, "contents")
    for column, name in enumerate(("sheet", "question", "count", "who")):
        said = word(f"header-{name}", drawing.language) if name != "question" else ""
        drawing.text(sheet, row, column, said, "header")
    for place, each in enumerate(sheets, start=row + 1):
        name = drawing.names[each.code]
        sheet.write_url(place, 0, f"internal:'{name}'!A1", drawing.styles["link"], name)
        drawing.text(sheet, place, 1, drawing.title(each), "plain")
        sheet.write_number(place, 2, _count(each), drawing.styles["plain"])
        put(sheet, (place, 3), None, drawing.styles.field("text"))


def _count(sheet: Sheet) -> int:
    match sheet:
        case Page(lines=lines):
            return sum(line.kind == "question" for line in lines)
        case GridSheet(cells=cells):
            return len(cells)
        case Table(columns=columns):
            return len({slot.question.path for slot in columns.values()})
