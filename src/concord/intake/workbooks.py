"""Excel workbooks: values by calamine, and beside them what the markup says of each cell and each sheet."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast

from concord.intake import compound, old_workbooks, packages, unseen, workbook_remarks
from concord.intake.columns import BOOLEAN, DATE, EMPTY, ERROR, NUMBER, TEXT, Column, index_of
from concord.intake.layout import Built, Plan, Raw, build
from concord.intake.limits import Limits, exceeds
from concord.intake.remarks import Remarks
from concord.intake.sheet_scan import MarkupRefused, Scan, Scanner
from concord.intake.sheets import Sheet
from concord.intake.source import Source
from concord.intake.unseen import SheetPart, Workbook

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

# What calamine needs for a cell, in bytes; a value far from the others makes it reserve all between.
CELL_BYTES = 32
EXACT_INTEGERS = 1e15


def read(source: Source, limits: Limits, remarks: Remarks) -> tuple[list[Built], dict[str, object]]:
    """The sheets of a workbook that hold anything, and the facts of how it was read."""
    data = source.whole()
    package = packages.inspect(data, limits, remarks, keep=unseen.is_small_part)
    facts = unseen.on_parts(package, remarks)
    workbook = unseen.workbook_of(package, remarks)
    scans = scanned(data, limits, remarks, workbook)
    _check_size(workbook, scans, limits, remarks)
    facts["date_system"] = 1904 if workbook.date_1904 else 1900
    facts["sheets"] = len(workbook.sheets)
    workbook_remarks.on_workbook(workbook, scans, unseen.table_filters(package), remarks)
    built = list(_sheets(source, data, workbook, scans, limits, remarks))
    if not built:
        remarks.add("intake.table.empty", "hard")
    return built, facts


def scanned(data: bytes, limits: Limits, remarks: Remarks, workbook: Workbook) -> dict[str, Scan]:
    """A pass over the markup of every sheet: part → what it says."""
    parts = {sheet.part for sheet in workbook.sheets}
    scanners: dict[str, Scanner] = {}

    def watch(name: str) -> Scanner | None:
        if name in parts:
            scanners[name] = Scanner(workbook.percent | workbook.invisible)
        return scanners.get(name)

    try:
        packages.inspect(data, limits, remarks, keep=lambda _: False, watch=watch)
    except MarkupRefused as error:
        raise remarks.stop("intake.package.markup") from error
    return {name: scanner.scan for name, scanner in scanners.items()}


def _check_size(workbook: Workbook, scans: dict[str, Scan], limits: Limits, remarks: Remarks) -> None:
    rows = sum(scan.rows for scan in scans.values())
    for sheet in workbook.sheets:
        scan = scans.get(sheet.part)
        if scan is None:
            continue
        if exceeds(scan.last_column + 1, limits.columns):
            raise remarks.stop(
                "intake.limit.columns", sheet=sheet.name, columns=scan.last_column + 1, limit=limits.columns
            )
        reserved = scan.last_row * (scan.last_column + 1) * CELL_BYTES
        if limits.memory_bytes is not None and reserved > 0.7 * limits.memory_bytes:
            raise remarks.stop("intake.limit.far-cell", sheet=sheet.name, row=scan.last_row)
    # Each sheet's header is not a row of data; notes and titles are few.
    if limits.workbook_rows is not None and rows > limits.workbook_rows + 20 * len(scans):
        raise remarks.stop("intake.limit.rows", limit=limits.workbook_rows)


def _sheets(
    source: Source, data: bytes, workbook: Workbook, scans: dict[str, Scan], limits: Limits, remarks: Remarks
) -> Iterator[Built]:
    book = opened(data, limits, remarks)
    left = limits.workbook_rows
    for part in workbook.sheets:
        scan = scans.get(part.part)
        if scan is None or scan.rows == 0:
            continue
        if part.name == workbook_remarks.OWN_FINDINGS_SHEET:
            remarks.add("intake.workbook.own-findings", "note", sheet=part.name)
            continue
        built = _sheet(source, book, part, scan, limits, left, remarks, workbook.percent)
        if built is not None:
            left = None if left is None else max(0, left - len(built.sheet))
            yield built


def opened(data: bytes, limits: Limits, remarks: Remarks) -> CalamineWorkbook:
    """The workbook as calamine has it; one of 1997 is looked through first, as the markup of the others has been."""
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    if data.startswith(compound.MAGIC):
        old_workbooks.check(data, limits, remarks)
    with refusing_markup(remarks):
        return CalamineWorkbook.from_filelike(BytesIO(data))


@contextmanager
def refusing_markup(remarks: Remarks, sheet: str | None = None) -> Iterator[None]:
    """Whatever calamine stumbles over is one finding: the markup is not that of a workbook."""
    from python_calamine import CalamineError

    try:
        yield
    except (CalamineError, OSError, ValueError, KeyError) as error:
        raise remarks.stop("intake.package.markup", sheet=sheet) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # calamine is Rust: where it gives up, this is no Exception
            raise
        raise remarks.stop("intake.package.markup", sheet=sheet) from error


def _sheet(
    source: Source,
    book: CalamineWorkbook,
    part: SheetPart,
    scan: Scan,
    limits: Limits,
    left: int | None,
    remarks: Remarks,
    percent: frozenset[str],
) -> Built | None:
    with refusing_markup(remarks, part.name):
        sheet = book.get_sheet_by_name(part.name)
        start, end = sheet.start or (0, 0), sheet.end or (0, 0)
        # Cells out of order could stand further right than the last cell of their row.
        width = max(1, scan.last_column + 1, end[1] + 1)
        rows = _rows(sheet.iter_rows(), start[1], width)
    plan = Plan(
        source.name,
        part.name,
        convert,
        remarks,
        hidden=part.hidden,
        column_limit=limits.columns,
        row_limit=left,
        width=width,
    )
    built = build(rows, plan)
    if built is None:
        return None
    built.sheet = _with_markup(built, scan, percent)
    workbook_remarks.on_sheet(built, scan, remarks)
    return built


def _rows(rows: Any, left: int, width: int) -> Iterator[Raw]:
    pad = [""] * left
    for number, row in enumerate(rows, start=1):
        cells = pad + row if left else row
        yield number, cells + [""] * (width - len(cells)) if len(cells) < width else cells[:width]


def convert(cells: Sequence[object]) -> tuple[list[str], list[int] | None]:
    """Values as calamine gives them to texts and kinds; no kinds where all are text."""
    types = set(map(type, cells))
    if types <= {str}:
        return list(cast("Sequence[str]", cells)), None
    if types == {float}:
        return [_number(cell) for cell in cast("Sequence[float]", cells)], [NUMBER] * len(cells)
    pairs = [_converted(cell) for cell in cells]
    return [text for text, _ in pairs], [kind for _, kind in pairs]


def _converted(cell: object) -> tuple[str, int]:
    match cell:
        case str():
            return cell, TEXT if cell else EMPTY
        case bool():
            return ("true" if cell else "false"), BOOLEAN
        case float():
            return _number(cell), NUMBER
        case int():
            return str(cell), NUMBER
        case datetime():
            midnight = cell.time() == time()
            return (cell.date().isoformat() if midnight else cell.isoformat()), DATE
        case date():
            return cell.isoformat(), DATE
        case time() | timedelta():
            return str(cell), TEXT
        case _:
            return "", EMPTY


def _number(value: float) -> str:
    """The number in plain form, without an exponent, exactly."""
    if value.is_integer() and abs(value) < EXACT_INTEGERS:
        return str(int(value))
    shown = repr(value)
    if "e" not in shown and "n" not in shown:
        return shown
    from decimal import Decimal

    return format(Decimal(shown), "f")


def _with_markup(built: Built, scan: Scan, percent: frozenset[str]) -> Sheet:
    """The sheet with formulas, errors, percent formats and merged ranges marked."""
    sheet = built.sheet
    by_row = {row: index for index, row in enumerate(sheet.rows)} if scan.formulas or scan.errors else {}
    columns = []
    for column in sheet.columns:
        place = index_of(column.letter)
        formulas = frozenset(by_row[row] for row in scan.formulas.get(place, ()) if row in by_row)
        errors = [by_row[row] for row in scan.errors.get(place, ()) if row in by_row]
        is_percent = any(scan.styled[style][place] for style in percent) and built.kinds[place][NUMBER] > 0
        columns.append(_marked(column, formulas, errors, is_percent))
    last = sheet.rows[-1] if len(sheet) else 0
    merged = tuple(ref for ref in scan.merged if (sheet.header_row or 0) < _first_row(ref) <= last)
    return replace(sheet, columns=tuple(columns), merged=merged, _by_header={})


def _marked(column: Column, formulas: frozenset[int], errors: list[int], percent: bool) -> Column:
    if not formulas and not errors and not percent:
        return column
    kinds = bytearray(column.kinds)
    if errors:
        if not kinds:
            kinds = bytearray(TEXT if a < b else EMPTY for a, b in itertools.pairwise(column.ends))
        for index in errors:
            kinds[index] = ERROR
    return replace(column, kinds=bytes(kinds), formulas=formulas, percent=percent)


def _first_row(reference: str) -> int:
    number = reference.partition(":")[0].replace("$", "").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(number) if number.isdigit() else 0
