"""A grid as a grid: a row for each of its rows, a column for each combination of its columns."""

from __future__ import annotations

from typing import Any

from concord.instrument.workbook.addresses import address
from concord.instrument.workbook.drawing import Drawing
from concord.instrument.workbook.fields import answer, fill, grey, last_words, rule
from concord.instrument.workbook.layout import GridSheet, in_one_cell
from concord.instrument.workbook.machine import Mapped
from concord.intake.columns import letter

#: Rows, from 0: codes, title, how to; then one row of labels for each list of columns, then the rows of the grid.
CODES, TITLE, ABOUT, LABELS = range(4)
FIRST_COLUMN = 2


def first_row(grid: GridSheet) -> int:
    """The first row of cells, from 0."""
    return LABELS + max((len(choices) for choices in grid.columns.values()), default=1)


def remember(drawing: Drawing, grid: GridSheet) -> None:
    """Remember where every cell will stand, before any sheet is drawn."""
    name = drawing.sheet_name(grid)
    columns = {code: letter(place) for place, code in enumerate(grid.columns, start=FIRST_COLUMN)}
    rows = {code: place for place, code in enumerate(grid.rows, start=first_row(grid) + 1)}
    for (row, column), question in grid.cells.items():
        drawing.place(question, "", name, f"${columns[column]}${rows[row]}")


def draw(drawing: Drawing, grid: GridSheet) -> None:
    """Draw a grid."""
    name = drawing.sheet_name(grid)
    sheet = drawing.add_sheet(name)
    _head(drawing, sheet, grid)
    _columns(drawing, sheet, grid)
    for row, (code, choice) in enumerate(grid.rows.items(), start=first_row(grid)):
        drawing.text(sheet, row, 0, code, "number")
        drawing.text(sheet, row, 1, drawing.choice(choice), "row-label")
        for column, its in enumerate(grid.columns, start=FIRST_COLUMN):
            _cell(drawing, sheet, name, (row, column), grid, (code, its))
    sheet.freeze_panes(first_row(grid), FIRST_COLUMN)
    sheet.repeat_rows(CODES, first_row(grid) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{letter(FIRST_COLUMN + len(grid.columns))}500"})


def _head(drawing: Drawing, sheet: Any, grid: GridSheet) -> None:
    sheet.set_column(0, 0, 9)
    sheet.set_column(1, 1, 34)
    drawing.text(sheet, CODES, 0, f"{grid.code} №", "code-row")
    drawing.text(sheet, CODES, 1, drawing.word("header-row"), "code-row")
    drawing.text(sheet, TITLE, 0, f"{grid.code}  {drawing.title(grid)}", "title")
    sheet.set_row(TITLE, 30)
    first = next(iter(grid.cells.values()), None)
    said = [drawing.hint(grid.group), drawing.only_if(grid.group)]
    if first is not None:
        said += [drawing.hint(first), drawing.what_to_write(first), drawing.unit(first)]
        listed = drawing.listed(drawing.statuses[status] for status in first.about.statuses)
        said.append(drawing.word("grid-statuses", statuses=listed) if listed else "")
    columns = min(len(grid.columns), 8)
    drawing.above(sheet, ABOUT, said, columns=FIRST_COLUMN + columns, width=40 + 14 * columns)


def _columns(drawing: Drawing, sheet: Any, grid: GridSheet) -> None:
    last: tuple[str, ...] = ()
    has_last = any(last_words(drawing, question) for question in grid.cells.values())
    for place, (code, choices) in enumerate(grid.columns.items()):
        column = FIRST_COLUMN + place
        sheet.set_column(column, column, 15)
        drawing.text(sheet, CODES, column, code, "code-row")
        said = tuple(drawing.choice(choice) for choice in choices)
        for depth, text in enumerate(said):
            repeated = depth < len(said) - 1 and last[: depth + 1] == said[: depth + 1]
            drawing.text(sheet, LABELS + depth, column, "" if repeated else text, "column")
            if has_last:
                aside = _aside(grid, place)
                sheet.set_column(aside, aside, 13)
                head = drawing.word("colon", label=drawing.word("header-last"), text=text)
                drawing.text(sheet, LABELS + depth, aside, text if depth or repeated else head, "last")
        last = said


def _aside(grid: GridSheet, place: int) -> int:
    """The column, from 0, of last round's answers beside the grid."""
    return FIRST_COLUMN + len(grid.columns) + 1 + place


def _cell(drawing: Drawing, sheet: Any, name: str, at: tuple[int, int], grid: GridSheet, key: tuple[str, str]) -> None:
    question = grid.cells.get(key)
    if question is None:
        return
    row, column = at
    slot, where = in_one_cell(question), f"{letter(column)}{row + 1}"
    fill(drawing, sheet, at, slot, answer(drawing, slot, (), drawing.answers), with_status=True)
    checked = rule(drawing, slot, first=where, with_statuses=True)
    if checked:
        sheet.data_validation(row, column, row, column, checked)
    grey(drawing, sheet, name, question, where)
    drawing.mapped.append(Mapped(name, where, address(question), slot.part))
    said = last_words(drawing, question)
    if said:
        drawing.text(sheet, row, _aside(grid, column - FIRST_COLUMN), said, "last")
