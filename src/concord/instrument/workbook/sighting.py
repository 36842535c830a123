"""Finds lines, grids and tables on the sheets of a workbook by their numbers, wherever they have been moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from concord.instrument.workbook.cells import RawSheet
from concord.instrument.workbook.filled import Unknown
from concord.instrument.workbook.layout import GridSheet, Line, Plan, Slot, Table, in_one_cell
from concord.instrument.workbook.table_sheet import COUNTED
from concord.instrument.workbook.values import Typed
from concord.instrument.workbook.wordings import fold, said_as


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line of a page: its cells, those of the columns that are there."""

    line: Line
    section: str
    answer: Typed
    status: Typed | None
    remark: Typed | None


@dataclass(frozen=True, slots=True)
class SeenCell:
    """A cell of a grid."""

    slot: Slot
    section: str
    typed: Typed


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """A row of a table: the numbers of the entry and of the one around it, and its cells."""

    table: Table
    number: Typed
    parent: Typed | None
    cells: Mapping[Slot, Typed]


@dataclass(slots=True)
class Sighting:
    """What was found on one sheet."""

    lines: list[SeenLine] = field(default_factory=list)
    cells: list[SeenCell] = field(default_factory=list)
    entries: list[SeenEntry] = field(default_factory=list)
    sections: set[str] = field(default_factory=set)
    tables: set[tuple[str, ...]] = field(default_factory=set)
    unknown: list[Unknown] = field(default_factory=list)

    @property
    def is_ours(self) -> bool:
        """Whether the sheet holds any place for answers."""
        return bool(self.sections)


def look(sheet: RawSheet, plan: Plan) -> Sighting:
    """What of the plan stands on a sheet."""
    found = Sighting()
    _pages(sheet, plan, found)
    for row in sheet.rows:
        texts = sheet.folded(row)
        for table in plan.tables.values():
            if _heads(texts, table.code, table.columns):
                found.sections.add(table.section)
                found.tables.add((*table.group.repeat, table.group.key))
                found.entries.extend(_entries(sheet, row, texts, table))
        for grid in plan.grids.values():
            if _heads(texts, grid.code, grid.columns):
                found.sections.add(grid.section)
                found.cells.extend(_cells(sheet, row, texts, grid))
    return found


def _pages(sheet: RawSheet, plan: Plan, found: Sighting) -> None:
    columns: dict[str, int] = {}
    for row in sheet.rows:
        texts = sheet.folded(row)
        header = _header(texts)
        if header:
            columns = header
        elif columns:
            _line(sheet, row, texts, columns, plan, found)


def _header(texts: Mapping[int, str]) -> dict[str, int]:
    """Columns by name where the row is the heading of a page, else nothing."""
    found: dict[str, int] = {}
    for name in ("number", "answer", "status", "remarks"):
        said = said_as(f"header-{name}")
        column = next((column for column, text in texts.items() if text in said), None)
        if column is not None:
            found[name] = column
    return found if {"number", "answer"} <= set(found) else {}


def _line(
    sheet: RawSheet, row: int, texts: Mapping[int, str], columns: Mapping[str, int], plan: Plan, found: Sighting
) -> None:
    known = plan.lines.get(texts.get(columns["number"], ""))
    answer = sheet.at(row, columns["answer"])
    status, remark = (sheet.at(row, columns[name]) if name in columns else None for name in ("status", "remarks"))
    if known is not None:
        page, line = known
        found.sections.add(page.code)
        if line.kind != "pointer":
            found.lines.append(SeenLine(line, page.code, answer, status, remark))
        return
    found.unknown += [Unknown(cell.where, cell.text) for cell in (answer, status) if cell]


def _heads(texts: Mapping[int, str], code: str, columns: Mapping[str, object]) -> bool:
    said = set(texts.values())
    return fold(f"{code} №") in said and (not columns or any(fold(each) in said for each in columns))


def _places(texts: Mapping[int, str]) -> dict[str, int]:
    return {text: column for column, text in reversed(list(texts.items()))}


def _cells(sheet: RawSheet, head: int, texts: Mapping[int, str], grid: GridSheet) -> Iterator[SeenCell]:
    places = _places(texts)
    numbers = places[fold(f"{grid.code} №")]
    for row in sheet.rows:
        code = sheet.at(row, numbers).text.strip()
        if row <= head or code not in grid.rows:
            continue
        for its in grid.columns:
            question = grid.cells.get((code, its))
            if fold(its) in places and question is not None:
                yield SeenCell(in_one_cell(question), grid.section, sheet.at(row, places[fold(its)]))


def _entries(sheet: RawSheet, head: int, texts: Mapping[int, str], table: Table) -> Iterator[SeenEntry]:
    places = _places(texts)
    numbers = places[fold(f"{table.code} №")]
    parents = places.get(fold(f"{table.parent} №")) if table.parent else None
    columns = {slot: places[fold(code)] for code, slot in table.columns.items() if fold(code) in places}
    counted = fold(COUNTED)
    begun = next((row for row in sheet.rows if row > head and sheet.folded(row).get(numbers) == counted), None)
    for row in sheet.rows:
        number = sheet.at(row, numbers)
        if row <= (begun or head) or (begun is None and not number.text.strip().isdecimal()):
            continue
        cells = {slot: sheet.at(row, column) for slot, column in columns.items()}
        parent = sheet.at(row, parents) if parents is not None else None
        if number or any(cells.values()):
            yield SeenEntry(table, number, parent, cells)
