"""A sheet written again, cell for cell, from what the reading process read: values alone, never a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from concord.declarations.messages import fill
from concord.findings import Finding, Level
from concord.intake.columns import Column, Kind, index_of
from concord.intake.out_xlsx import EXACT, LONGEST_TEXT, write_text
from concord.intake.sheets import Sheet
from concord.mds.finding_files import sentence
from concord.mds.marked_copy.marks import Marks

#: How a mark looks without its colour: frame, pattern and weight differ too.
STYLES: dict[Level, dict[str, object]] = {
    "hard": {"pattern": 1, "bg_color": "#F9B4B4", "border": 5, "border_color": "#991B1B", "bold": True},
    "soft": {"pattern": 14, "fg_color": "#F59E0B", "bg_color": "#FEF3C7", "border": 8, "border_color": "#92400E"},
    "note": {"pattern": 18, "fg_color": "#3B82F6", "bg_color": "#DBEAFE", "border": 4, "border_color": "#1E3A8A"},
}
#: What stands where a formula gave an error: it is no value, and is not read as one.
ERROR = "#ERROR"
#: Comments of one sheet; programs grow slow with more. Cells beyond are marked all the same.
COMMENTS = 3_000
_COMMENT_LENGTH = 2_000
_WIDEST = 48
_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}")
_JOINT = " / "
_MERGED = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")


class Formats:
    """The workbook's formats, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, Level | None, bool], Any] = {}

    def of(self, number: str, level: Level | None, *, head: bool = False) -> Any:
        """The format of a number format and a mark."""
        known = (number, level, head)
        if known not in self._made:
            said: dict[str, object] = {"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"} if head else {}
            said |= STYLES[level] if level else {}
            said |= {"num_format": number} if number else {}
            self._made[known] = self._book.add_format(said) if said else None
        return self._made[known]


class SheetCopy:
    """Writes one sheet of the copy, row by row.

    Args:
        out: The sheet to write, of XlsxWriter.
        sheet: The sheet as it was read; of a text table with its numbers typed (:mod:`.numbering`).
    """

    def __init__(self, out: Any, formats: Formats, sheet: Sheet, marks: Marks, *, language: str) -> None:
        self.out = out
        self.formats = formats
        self.sheet = sheet
        self.marks = marks
        self.language = language
        self.commented = 0

    def write(self) -> None:
        """All rows in order: titles, headers, data, notes; then what the findings say at their cells."""
        for row, cells in self._rows():
            head = row in self.sheet.header_rows
            for column, kind, text, percent in cells:
                self._cell(row, column, kind, text, percent=percent, head=head)
        self._bare_marks()
        for (row, column), findings in self.marks.said.items():
            self._comment(row, column, findings)
        for each in self.sheet.columns:
            self.out.set_column(index_of(each.letter), index_of(each.letter), self._width(each))
        if self.sheet.header_rows:
            self.out.freeze_panes(self.sheet.header_rows[-1], 0)
            self.out.repeat_rows(self.sheet.header_rows[0] - 1, self.sheet.header_rows[-1] - 1)

    def _rows(self) -> Iterator[tuple[int, list[tuple[int, Kind, str, bool]]]]:
        """Physical rows in order, each with its cells: column, kind, text, whether shown as percent."""
        pieces = sorted(
            [(row, "head", at) for at, row in enumerate(self.sheet.header_rows)]
            + [(aside.row, "aside", at) for at, aside in enumerate(self.sheet.aside)]
        )
        filled = self._filled()
        merged = {row for row, _ in filled}
        columns = [(index_of(column.letter), column) for column in self.sheet.columns]
        beside = iter(pieces)
        waiting = next(beside, None)
        for index, row in enumerate(self.sheet.rows):
            while waiting is not None and waiting[0] < row:
                yield waiting[0], self._beside(waiting[1], waiting[2])
                waiting = next(beside, None)
            cells = [(at, *_of(column, index), column.percent) for at, column in columns]
            if row in merged:
                cells = [(at, *filled.get((row, at), (kind, text)), percent) for at, kind, text, percent in cells]
            yield row, cells
        while waiting is not None:
            yield waiting[0], self._beside(waiting[1], waiting[2])
            waiting = next(beside, None)

    def _filled(self) -> dict[tuple[int, int], tuple[Kind, str]]:
        """What merged cells of one column say, at each of them: the copy fills them where the sender merged them."""
        filled: dict[tuple[int, int], tuple[Kind, str]] = {}
        for area in self.sheet.merged:
            found = _MERGED.fullmatch(area)
            if found is None or found[1] != found[3]:
                continue
            first, last = int(found[2]), int(found[4])
            column = next((column for column in self.sheet.columns if column.letter == found[1]), None)
            held = [(index, row) for index, row in enumerate(self.sheet.rows) if first <= row <= last]
            said = [_of(column, index) for index, _ in held if column is not None and column.text(index)]
            filled |= {(row, index_of(found[1])): said[0] for _, row in held if said}
        return filled

    def _beside(self, what: str, at: int) -> list[tuple[int, Kind, str, bool]]:
        first = index_of(self.sheet.columns[0].letter) if self.sheet.columns else 0
        if what == "aside":
            return [(first + n, "text", text, False) for n, text in enumerate(self.sheet.aside[at].cells) if text]
        return [
            (index_of(column.letter), "text", _header_part(column.header, at, len(self.sheet.header_rows)), False)
            for column in self.sheet.columns
        ]

    def _cell(self, row: int, column: int, kind: Kind, text: str, *, percent: bool, head: bool) -> None:
        level = self.marks.level.get((row, column))
        at = (row - 1, column)
        match self._kind(kind, text):
            case "number":
                number = int(text) if _INTEGER.fullmatch(text) else float(text)
                shown = self.formats.of("0.0#####%" if percent else "", level, head=head)
                self.out.write_number(*at, number, shown)
            case "date":
                day = datetime.fromisoformat(text)
                pattern = "yyyy-mm-dd hh:mm:ss" if "T" in text else "yyyy-mm-dd"
                self.out.write_datetime(*at, day, self.formats.of(pattern, level, head=head))
            case "boolean":
                self.out.write_boolean(*at, text == "true", self.formats.of("", level, head=head))
            case "empty":
                if level is not None:
                    self.out.write_blank(*at, None, self.formats.of("", level))
            case "error":
                write_text(self.out, *at, ERROR, self.formats.of("", level, head=head))
            case _:
                write_text(self.out, *at, _cut(text), self.formats.of("", level, head=head))

    @staticmethod
    def _kind(kind: Kind, text: str) -> Kind:
        """How a cell is written: what a spreadsheet would change stays text."""
        if kind == "number" and not _same_number(text):
            return "text"
        if kind == "date" and not _is_day(text):
            return "text"
        return "empty" if kind == "text" and not text else kind

    def _bare_marks(self) -> None:
        """Marks at cells that hold nothing and stand in no row that was written."""
        columns = {index_of(column.letter) for column in self.sheet.columns}
        written = {*self.sheet.header_rows, *(aside.row for aside in self.sheet.aside)}
        rows = self.sheet.rows if isinstance(self.sheet.rows, range) else set(self.sheet.rows)
        for (row, column), level in sorted(self.marks.level.items()):
            if (row not in rows or column not in columns) and row not in written:
                self.out.write_blank(row - 1, column, None, self.formats.of("", level))

    def _comment(self, row: int, column: int, findings: Sequence[Finding]) -> None:
        self.commented += 1
        if self.commented > COMMENTS:
            return
        said = []
        for finding in findings:
            words = sentence(finding, self.language)
            level = level_name(finding.level, self.language)
            said.append(" ".join(part for part in (f"[{level}]", words.message, words.hint) if part))
        text = "\n\n".join(said)[:_COMMENT_LENGTH]
        lines = sum(len(part) // 44 + 1 for part in text.split("\n"))
        options = {"author": "Concord", "width": 320, "height": min(400, 26 + 17 * lines), "font_size": 9}
        self.out.write_comment(row - 1, column, text, options)

    def _width(self, column: Column) -> int:
        texts = [column.header, *(column.text(index) for index in range(min(len(column), 60)))]
        return max(8, min(_WIDEST, 2 + max(len(text) for text in texts)))


def level_name(level: Level, language: str) -> str:
    """How grave a finding is, in words."""
    code = {"hard": "mds.marked.hard", "soft": "mds.marked.soft", "note": "mds.marked.note"}[level]
    return fill(code, {}, language).message


def _of(column: Column, index: int) -> tuple[Kind, str]:
    return column.kind(index), column.text(index)


def _header_part(header: str, at: int, rows: int) -> str:
    """What a header of two rows says in one of them."""
    if rows < 2 or _JOINT not in header:
        return header if at == rows - 1 else ""
    above, _, below = header.partition(_JOINT)
    return above if at == 0 else below


def _same_number(text: str) -> bool:
    """Whether a spreadsheet's number says exactly this."""
    if _INTEGER.fullmatch(text):
        return abs(int(text)) < EXACT
    try:
        number = float(text)
    except ValueError:
        return False
    from concord.intake.out_table import plain_number

    return abs(number) < EXACT and plain_number(number).rstrip("0").rstrip(".") == text.rstrip("0").rstrip(".")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text[:10]).year >= 1900 and datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def _cut(text: str) -> str:
    """The text as far as a cell holds it, with a sign where it goes on; the original is kept as it is."""
    if len(text) < LONGEST_TEXT // 2:
        return text
    return text if len(text.encode("utf-16-le")) // 2 < LONGEST_TEXT - 1 else f"{text[: LONGEST_TEXT // 2 - 2]}…"
