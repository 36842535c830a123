"""Draws the workbook of a template: one sheet of data, one of instructions, one of checks, and the lists."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Collection, Mapping, Sequence
from typing import IO, Any

from concord.intake.columns import letter
from concord.intake.neutral import writable
from concord.intake.out_xlsx import write_text
from concord.intake.workbook_remarks import OWN_CODES_SHEET
from concord.mds.readers import words
from concord.mds.template_checks import checked_rows, sums, wrong_total
from concord.mds.template_columns import TemplateColumn
from concord.mds.template_words import choices, said, sheet_name
from concord.vocabulary.languages import direction

#: Rows that have lists, checks and no lock.
ROWS = 20_000
EARLIEST, LATEST = 1950, 2100
_WIDTHS = {"count": 12, "year": 8, "day": 13, "text": 16}


class Book:
    """The workbook of one template.

    Args:
        id: The structure's id, which is the name of the sheet of data: it is how the table is known again.
        language: Of heads, lists and notes.
        columns: The columns.
        notes: Lines of the sheet of instructions.
        title: What the table is.
        used: Code list → codes that stand first in it.
    """

    def __init__(
        self,
        id: str,
        language: str,
        columns: Sequence[TemplateColumn],
        notes: Sequence[str],
        title: str,
        *,
        used: Mapping[str, Collection[str]],
    ) -> None:
        self.id = id
        self.language = language
        self.columns = columns
        self.notes = notes
        self.title = title
        self.lists: dict[str, list[tuple[str, str]]] = {
            column.codes: sorted(choices(column.codes, language), key=lambda each: each[0] not in first)
            for column in columns
            if column.codes
            for first in (used.get(column.codes, ()),)
        }

    def write(self, stream: IO[bytes], *, years: Sequence[int], last: Sequence[Mapping[str, object]]) -> None:
        """Write it; the same input gives the same bytes."""
        import xlsxwriter

        with tempfile.TemporaryDirectory(prefix="concord-") as folder:
            options = {"tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
            with xlsxwriter.Workbook(stream, options) as book:
                self._properties(book)
                self._formats(book)
                self._data(book, last)
                self._instructions(book)
                if any(column.holds == "count" for column in self.columns):
                    self._checks(book, years)
                self._codes(book)

    def _properties(self, book: Any) -> None:
        about = {"title": writable(self.title), "author": "Concord", "created": dt.datetime(2000, 1, 1)}
        book.set_properties(about)

    def _formats(self, book: Any) -> None:
        order = 2 if direction(self.language) == "rtl" else 1
        head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "locked": True}
        self.head = book.add_format({**head, "reading_order": order})
        self.open = book.add_format({"locked": False})
        self.number = book.add_format({"locked": False, "num_format": "#,##0"})
        self.day = book.add_format({"locked": False, "num_format": "yyyy-mm-dd"})
        grey = {"locked": True, "font_color": "#595959", "bg_color": "#F2F2F2", "num_format": "#,##0"}
        self.grey = book.add_format(grey)
        self.wrong = book.add_format({"bg_color": "#F8D7DA", "font_color": "#7A1420", "bold": True})
        self.fine = book.add_format({"bg_color": "#DFF0E3", "font_color": "#14532D"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top", "reading_order": order})
        self.bold = book.add_format({"bold": True, "text_wrap": True, "reading_order": order})

    def _sheet(self, book: Any, name: str) -> Any:
        sheet = book.add_worksheet(name)
        if direction(self.language) == "rtl":
            sheet.right_to_left()
        return sheet

    def _data(self, book: Any, last: Sequence[Mapping[str, object]]) -> None:
        sheet = self._sheet(book, self.id[:31])
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{writable(self.title)[:200].replace('&', '&&')}&R&P / &N")
        for at, column in enumerate(self.columns):
            shown = {"count": self.number, "day": self.day}.get(column.holds, self.open)
            sheet.set_column(at, at, max(_WIDTHS[column.holds], 22 if column.codes else 0), shown)
            write_text(sheet, 0, at, column.header, self.head)
            self._validate(sheet, at, column)
        if last:
            self._last(sheet, last)
        self._mark(sheet)
        allowed = ("insert_rows", "delete_rows", "sort", "autofilter", "format_cells", "format_columns", "format_rows")
        sheet.protect("", dict.fromkeys(allowed, True))

    def _validate(self, sheet: Any, at: int, column: TemplateColumn) -> None:
        rule: dict[str, Any] = {"error_type": "warning", "ignore_blank": True}
        if column.codes:
            where = letter(2 * list(self.lists).index(column.codes) + 1)
            last = len(self.lists[column.codes]) + 1
            rule |= {"validate": "list", "source": f"='{OWN_CODES_SHEET}'!${where}$2:${where}${last}"}
            rule["error_message"] = said("errors", "list", self.language)[:255]
        elif column.holds == "count":
            rule |= {"validate": "integer", "criteria": ">=", "value": 0}
            rule["error_message"] = said("errors", "count", self.language)[:255]
        elif column.holds == "year":
            rule |= {"validate": "integer", "criteria": "between", "minimum": EARLIEST, "maximum": LATEST}
            rule["error_message"] = said("errors", "year", self.language)[:255]
        else:
            return
        sheet.data_validation(1, at, ROWS, at, rule)

    def _last(self, sheet: Any, last: Sequence[Mapping[str, object]]) -> None:
        """The rows of last time with their numbers beside, under a head that is known not to be read."""
        beside = len(self.columns)
        sheet.set_column(beside, beside, 14, self.grey)
        write_text(sheet, 0, beside, words.header_of("nothing", self.language), self.head)
        for row, reported in enumerate(last, start=1):
            for at, column in enumerate(self.columns):
                if column.holds != "count" and column.name not in ("status", "note"):
                    self._cell(sheet, row, at, column, reported.get(column.name))
            number = reported.get("headcount")
            if isinstance(number, int | float):
                sheet.write_number(row, beside, number, self.grey)

    def _cell(self, sheet: Any, row: int, at: int, column: TemplateColumn, value: object) -> None:
        if value is None or value == "":
            return
        if isinstance(value, int):
            sheet.write_number(row, at, value, self.open)
            return
        offered = dict(self.lists.get(column.codes, ()))
        write_text(sheet, row, at, offered.get(str(value), str(value)), self.open)

    def _mark(self, sheet: Any) -> None:
        """Cells that are no whole numbers, and totals that do not add up, turn red where they stand."""
        for at, column in enumerate(self.columns):
            if column.holds == "count":
                cell = f"${letter(at)}2"
                no_count = f"=AND(ISNUMBER({cell}),OR({cell}<0,{cell}<>INT({cell})))"
                rule = {"type": "formula", "criteria": no_count, "format": self.wrong}
                sheet.conditional_format(1, at, ROWS, at, rule)
                total = wrong_total(self.columns, self.lists, rows=ROWS)
                if total:
                    rule = {"type": "formula", "criteria": total, "format": self.wrong}
                    sheet.conditional_format(1, at, ROWS, at, rule)

    def _instructions(self, book: Any) -> None:
        sheet = self._sheet(book, sheet_name("notes", self.language))
        sheet.set_column(0, 0, 110)
        sheet.hide_gridlines(2)
        write_text(sheet, 0, 0, self.title, self.bold)
        for row, line in enumerate(self.notes, start=1):
            write_text(sheet, row, 0, line, self.wrapped)
        sheet.protect("")

    def _checks(self, book: Any, years: Sequence[int]) -> None:
        """Sums of the rows beside the row of their total, for each year and occupation."""
        rows = checked_rows(self.columns, self.lists, years)
        if not rows:
            return
        sheet = self._sheet(book, sheet_name("checks", self.language))
        title = said("checks", "title", self.language)
        for at, name in enumerate(("year", "occupation", "sum", "total", "difference")):
            write_text(sheet, 0, at, f"{title}: {said('checks', name, self.language)}", self.head)
        sheet.set_column(0, 0, 10, self.open)
        sheet.set_column(1, 1, 40, self.open)
        sheet.set_column(2, 4, 16)
        sheet.freeze_panes(1, 0)
        for row, (year, occupation) in enumerate(rows, start=1):
            if year:
                sheet.write_number(row, 0, year, self.open)
            write_text(sheet, row, 1, occupation, self.open)
            parts, whole = sums(self.columns, self.lists, row + 1, self.id[:31], rows=ROWS)
            sheet.write_formula(row, 2, parts, None, 0)
            sheet.write_formula(row, 3, whole, None, 0)
            sheet.write_formula(row, 4, f'=IF(D{row + 1}=0,"",D{row + 1}-C{row + 1})', None, "")
        last = len(rows)
        differs = {"type": "formula", "criteria": '=AND($E2<>"",$E2<>0)', "format": self.wrong}
        agrees = {"type": "formula", "criteria": "=AND($D2<>0,$E2=0)", "format": self.fine}
        sheet.conditional_format(1, 2, last, 4, differs)
        sheet.conditional_format(1, 2, last, 4, agrees)
        sheet.protect("")

    def _codes(self, book: Any) -> None:
        """Two columns a list, code and what is offered for it, on a sheet that is not offered for unhiding."""
        if not self.lists:
            return
        sheet = book.add_worksheet(OWN_CODES_SHEET)
        sheet.very_hidden()
        for place, (name, listed) in enumerate(self.lists.items()):
            write_text(sheet, 0, 2 * place, name)
            write_text(sheet, 0, 2 * place + 1, f"{name} (name)")
            for row, (code, offered) in enumerate(listed, start=1):
                write_text(sheet, row, 2 * place, code)
                write_text(sheet, row, 2 * place + 1, offered)
