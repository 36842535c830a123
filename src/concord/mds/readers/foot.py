"""What stands under a table without being a row of it: a source, a legend of marks, a remark."""

from __future__ import annotations

from dataclasses import replace

from concord.findings import Finding, Place
from concord.intake.columns import KINDS, Column, ColumnBuilder
from concord.intake.sheets import Aside, Sheet
from concord.mds.readers import words
from concord.mds.readers.places import is_one

#: A table of fewer columns shows no foot: a row of one cell may be half of its data.
FEWEST_COLUMNS = 3
#: What is shorter may be the name of something whose numbers are not known.
SHORTEST_REMARK = 12
_CODES = {name: number for number, name in enumerate(KINDS)}


def without_foot(sheet: Sheet) -> tuple[Sheet, list[Finding]]:
    """The sheet without the remarks under its last row of data, which are set aside as notes and told of.

    A row is a remark where its first cell alone is filled, with more than a name, that is neither a place nor a total.
    """
    rows = len(sheet)
    last = rows
    while last and (text := _alone(sheet, last - 1)) and _is_remark(text):
        last -= 1
    if last in (0, rows):
        return sheet, []
    notes = tuple(Aside(sheet.rows[at], "note", (_alone(sheet, at),)) for at in range(last, rows))
    columns = tuple(_cut(column, last) for column in sheet.columns)
    numbers = [sheet.rows[at] for at in range(last)]
    place = Place(sheet.file, sheet.name, sheet.rows[last])
    params = {"rows": ", ".join(str(note.row) for note in notes[:10]), "count": len(notes)}
    kept = replace(sheet, columns=columns, rows=numbers, aside=(*sheet.aside, *notes))
    return kept, [Finding("intake.row.below-table", "note", place, params)]


def _alone(sheet: Sheet, at: int) -> str:
    """The text of a row's first cell where no other cell of it is filled, else ""."""
    if len(sheet.columns) < FEWEST_COLUMNS:
        return ""
    first, *others = (column.text(at).strip() for column in sheet.columns)
    return "" if any(others) else first


def _is_remark(text: str) -> bool:
    return len(text) >= SHORTEST_REMARK and " " in text and words.row_kind(text) is None and not is_one(text)


def _cut(column: Column, last: int) -> Column:
    builder = ColumnBuilder()
    texts = column.texts()[:last]
    builder.extend(texts, [_CODES[column.kind(at)] for at in range(last)] if column.kinds else None)
    made = builder.column(column.header, column.letter)
    formulas = frozenset(at for at in column.formulas if at < last)
    return replace(made, formulas=formulas, percent=column.percent)
