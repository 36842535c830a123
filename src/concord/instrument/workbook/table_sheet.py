"""A repeating block as a table: one row an entry, a column a question; a block inside it names its entry there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from concord.instrument.model import FILES, Question
from concord.instrument.workbook.addresses import Scope, entries
from concord.instrument.workbook.drawing import Drawing
from concord.instrument.workbook.fields import answer, cell_on, fill, grey, last_words, put, rule
from concord.instrument.workbook.layout import Slot, Table
from concord.instrument.workbook.machine import Mapped
from concord.intake.columns import letter

#: Rows, from 0: codes, title, how to, labels, hints; then the entries.
CODES, TITLE, ABOUT, LABELS, HINTS, FIRST_ENTRY = range(6)
SPARE = 10
#: Stands above the numbers of entries: what is below it is an entry.
COUNTED = "1, 2, 3 …"
_WIDTHS = {"integer": 14, "decimal": 14, "range": 14, "date": 14, "year": 11, "month": 13, "time": 10, "long-text": 46}


def draw(drawing: Drawing, table: Table) -> None:
    """Draw a table."""
    _TableSheet(drawing, table).draw()


def first_column(table: Table) -> int:
    """The first column of answers: after the number of the entry, and of the entry around it."""
    return 2 if table.parent else 1


class _TableSheet:
    def __init__(self, drawing: Drawing, table: Table) -> None:
        self.drawing = drawing
        self.table = table
        self.name = drawing.sheet_name(table)
        self.sheet = drawing.add_sheet(self.name)
        group = table.group
        self.filled = list(entries(drawing.answers, (*group.repeat, group.key)))
        outer = entries(drawing.answers, group.repeat) if group.repeat else ()
        self.around = {scope: number for number, (scope, _) in enumerate(outer, start=1)}
        self.rows = max(table.entries, len(self.filled) + SPARE)
        self.first = first_column(table)

    def draw(self) -> None:
        self._head()
        for place, (code, slot) in enumerate(self.table.columns.items()):
            self._column(self.first + place, code, slot)
        for place in range(self.rows):
            scope, entry = self.filled[place] if place < len(self.filled) else ((), {})
            self._entry(place, scope, entry)
        self._last()
        self.sheet.freeze_panes(HINTS, self.first)
        self.sheet.repeat_rows(CODES, HINTS)
        self.sheet.ignore_errors(
            {"number_stored_as_text": f"A1:{letter(self.first + len(self.table.columns))}{self._end}"}
        )

    @property
    def _end(self) -> int:
        """The last row of entries, from 1."""
        return FIRST_ENTRY + self.rows

    def _head(self) -> None:
        drawing, sheet, table = self.drawing, self.sheet, self.table
        for column, code in enumerate((*((table.parent,) if table.parent else ()), table.code)):
            drawing.text(sheet, CODES, column, f"{code} №", "code-row")
            sheet.set_column(column, column, 10)
            header = drawing.word("header-entry")
            if code == table.parent:
                header = drawing.word("header-parent", code=table.parent)
            drawing.text(sheet, LABELS, column, header, "column")
            drawing.text(sheet, HINTS, column, COUNTED, "rule")
        drawing.text(sheet, TITLE, 0, f"{table.code}  {drawing.title(table)}", "title")
        sheet.set_row(TITLE, 30)
        said = [drawing.hint(table.group), drawing.only_if(table.group), drawing.word("one-row-each")]
        drawing.above(sheet, ABOUT, said, columns=self.first + min(5, len(table.columns)), width=110)

    def _column(self, column: int, code: str, slot: Slot) -> None:
        drawing, question = self.drawing, slot.question
        width = 12 if slot.part in ("pick", "place") else _WIDTHS.get(question.kind, 26)
        self.sheet.set_column(column, column, width)
        drawing.text(self.sheet, CODES, column, code, "code-row")
        drawing.text(self.sheet, LABELS, column, self._label(slot), "column")
        drawing.text(self.sheet, HINTS, column, self._hint(slot), "rule")
        where = f"{letter(column)}{FIRST_ENTRY + 1}"
        checked = rule(drawing, slot, first=where, with_statuses=True)
        if checked:
            self.sheet.data_validation(FIRST_ENTRY, column, self._end - 1, column, checked)
        if question.kind not in FILES:
            scope = "/".join(f"{key}[n]" for key in question.repeat)
            drawing.mapped.append(Mapped(self.name, where, f"{scope}/{question.key}", slot.part, slot.choice))
        area = f"{where}:{letter(column)}{self._end}"
        grey(drawing, self.sheet, self.name, question, area, cells=self._cell)

    def _cell(self, question: Question, choice: str) -> str | None:
        """A cell of the same entry, or one outside of the block."""
        for place, slot in enumerate(self.table.columns.values()):
            if slot.question.path == question.path and slot.choice == choice and slot.part in ("value", "pick"):
                return f"${letter(self.first + place)}{FIRST_ENTRY + 1}"
        return None if question.repeat else cell_on(self.drawing, self.name, question, choice)

    def _label(self, slot: Slot) -> str:
        drawing, question = self.drawing, slot.question
        label = drawing.label(question)
        if slot.choice:
            choice = drawing.instrument.lists[question.choices].choice(slot.choice)
            return f"{label}\n{drawing.choice(choice) if choice else slot.choice}"
        unit = drawing.unit(question)
        return f"{label} ({unit})" if unit else label

    def _hint(self, slot: Slot) -> str:
        drawing, question = self.drawing, slot.question
        if slot.part in ("pick", "place") and slot.choice != self._first_choice(question):
            return ""
        said = [drawing.hint(question)]
        if slot.part in ("pick", "place"):
            said.append(f"{drawing.word('yes')} / {drawing.word('no')}" if slot.part == "pick" else "1, 2, 3 …")
        elif slot.part == "value":
            said.append(drawing.what_to_write(question))
        elif slot.part == "together":
            said.append(drawing.word("several"))
        said.append(drawing.only_if(question))
        if question.about.statuses:
            listed = drawing.listed(drawing.statuses[status] for status in question.about.statuses)
            said.append(drawing.word("grid-statuses", statuses=listed))
        return "\n".join(part for part in said if part)

    def _first_choice(self, question: Question) -> str:
        return self.drawing.instrument.lists[question.choices].choices[0].name

    def _entry(self, place: int, scope: Scope, entry: Mapping[str, Any]) -> None:
        row = FIRST_ENTRY + place
        field = self.drawing.styles.field("integer")
        if self.table.parent:
            put(self.sheet, (row, 0), self.around.get(scope[:-1]), field)
        put(self.sheet, (row, self.first - 1), place + 1, field)
        for column, slot in enumerate(self.table.columns.values(), start=self.first):
            value = answer(self.drawing, slot, scope, entry) if scope else None
            fill(self.drawing, self.sheet, (row, column), slot, value, with_status=True)

    def _last(self) -> None:
        """Last round's entries in words, to the side of the table."""
        drawing, group = self.drawing, self.table.group
        start = self.first + len(self.table.columns) + 1
        shown: dict[Slot, int] = {}
        for column, slot in enumerate(s for s in self.table.columns.values() if s.part in ("value", "together")):
            shown[slot] = start + column
        keys = (*group.repeat, group.key)
        for number in range(1, self.rows + 1):
            scope = (*((key, 1) for key in keys[:-1]), (keys[-1], number))
            said = {column: last_words(drawing, slot.question, scope) for slot, column in shown.items()}
            if not any(said.values()):
                break
            if number == 1:
                self._last_head(shown)
            for column, text in said.items():
                drawing.text(self.sheet, FIRST_ENTRY + number - 1, column, text, "last")

    def _last_head(self, shown: Mapping[Slot, int]) -> None:
        for slot, column in shown.items():
            said = self.drawing.word("colon", label=self.drawing.word("header-last"), text=self._label(slot))
            self.drawing.text(self.sheet, LABELS, column, said, "last")
            self.sheet.set_column(column, column, 18)
