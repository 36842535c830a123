"""Run inside the limited reading process: a form's cells as they stand, no row taken for a title or a note.

:mod:`concord.intake` looks for the one table of a sheet; a form's sheets have their header in the first filled row, and
every row below it counts, so that here the cells are handed back as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from concord.findings import Level
from concord.intake import (
    delimiters,
    encodings,
    packages,
    signatures,
    tables,
    text_tables,
    unseen,
    workbook_remarks,
    workbooks,
)
from concord.intake.columns import DATE, ColumnBuilder, letter
from concord.intake.delimiters import SAMPLE_LINES
from concord.intake.limits import Limits, exceeds
from concord.intake.remarks import Remarks
from concord.intake.sheet_scan import Scan
from concord.intake.sheets import Hidden, Sheet
from concord.intake.signatures import Signature
from concord.intake.source import Source
from concord.intake.tables import Hints, Tables

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

READ = frozenset({"text", "xlsx", "xls", "zip"})


def main() -> None:
    """Answer as :func:`concord.intake.child.main` does, with the same locks, reading raw cells."""
    from concord.intake import child

    child.main(read)


def read(source: Source, limits: Limits, remarks: Remarks, hints: Hints) -> Tables:
    """The sheets of a form; what is wrong with the file is in ``remarks``."""
    return tables.read(source, limits, remarks, hints, accepts=_accepts, reads=_sheets)


def _accepts(signature: Signature, limits: Limits, remarks: Remarks) -> bool:
    if signature.kind in READ:
        return signature.agrees or _remarked(signature, remarks)
    signatures.remark_on(signature, remarks)
    if not remarks.hard:
        remarks.add("intake.file.not-a-table", "hard", kind=signature.kind)
    return False


def _sheets(kind: str, source: Source, limits: Limits, remarks: Remarks, hints: Hints, found: Tables) -> None:
    found.sheets = list(_READERS[kind](source, limits, remarks, hints))


def _remarked(signature: Signature, remarks: Remarks) -> bool:
    if signature.kind == "xls":
        remarks.add(
            "intake.file.name-and-content-differ", "hard", extension=f".{signature.extension}", kind="xls",
            expected=".xls",
        )  # fmt: skip
        return False
    return signatures.remark_on(signature, remarks)


def _text(source: Source, limits: Limits, remarks: Remarks, hints: Hints) -> Iterator[Sheet]:
    found = encodings.detect(source.data, hints.encoding)
    if not encodings.remark_on(found, source.data, remarks):
        return
    text_tables.refuse_zeros(source, found, remarks)
    with text_tables.decoded(source, found) as stream:
        text = stream.read()
    dialect = delimiters.detect(text.splitlines(keepends=True)[:SAMPLE_LINES], "csv", remarks, hints.delimiter)
    records = _records(text, dialect.delimiter or ",", remarks)
    yield _sheet("", "", list(_limited(records, limits, remarks)), source.name)


def _records(text: str, delimiter: str, remarks: Remarks) -> Iterator[tuple[int, list[str]]]:
    """Records with the physical row each begins on."""
    csv.field_size_limit(text_tables.LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for record in reader:
            yield start, record
            start = reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            raise remarks.stop("intake.text.cell-too-long", row=start, limit=text_tables.LONGEST_CELL) from error
        reason = "quote-not-closed" if "unexpected end" in str(error) else "quote-stray"
        raise remarks.stop(f"intake.text.{reason}", row=start) from error


def _zip(source: Source, limits: Limits, remarks: Remarks, hints: Hints) -> Iterator[Sheet]:
    """Sheets as CSV in one archive, each under its file's name."""
    package = packages.inspect(source.whole(), limits, remarks, keep=lambda name: name.endswith(".csv"))
    for name in package.names:
        if name.lower().endswith(".csv"):
            entry = Source(name, package.part(name))
            for sheet in _text(entry, limits, remarks, hints):
                stem = name.rpartition("/")[2].rpartition(".")[0]
                yield replace(sheet, name=stem, file=source.name, _by_header={})


def _limited(
    rows: Iterator[tuple[int, list[str]]], limits: Limits, remarks: Remarks
) -> Iterator[tuple[int, Sequence[object]]]:
    for number, row in rows:
        if exceeds(number, limits.workbook_rows):
            raise remarks.stop("intake.limit.rows", limit=limits.workbook_rows)
        if exceeds(len(row), limits.columns):
            raise remarks.stop("intake.limit.columns", columns=len(row), limit=limits.columns)
        yield number, row


def _xlsx(source: Source, limits: Limits, remarks: Remarks, hints: Hints) -> Iterator[Sheet]:
    data = source.whole()
    package = packages.inspect(data, limits, remarks, keep=unseen.is_small_part)
    unseen.on_parts(package, remarks)
    workbook = unseen.workbook_of(package, remarks)
    scans = workbooks.scanned(data, limits, remarks, workbook)
    _check_size(scans, limits, remarks)
    workbook_remarks.on_workbook(workbook, scans, unseen.table_filters(package), remarks)
    for part in workbook.sheets:
        scan = scans.get(part.part)
        if scan is not None and scan.rows:
            _on_formulas(part.name, scan, remarks)
    hidden = {part.name: part.hidden for part in workbook.sheets}
    yield from _opened(source, data, hidden, limits, remarks)


def _check_size(scans: dict[str, Scan], limits: Limits, remarks: Remarks) -> None:
    for scan in scans.values():
        if exceeds(scan.last_column + 1, limits.columns):
            raise remarks.stop("intake.limit.columns", columns=scan.last_column + 1, limit=limits.columns)
        reserved = scan.last_row * (scan.last_column + 1) * workbooks.CELL_BYTES
        if limits.memory_bytes is not None and reserved > 0.5 * limits.memory_bytes:
            raise remarks.stop("intake.limit.far-cell", row=scan.last_row)


def _on_formulas(name: str, scan: Scan, remarks: Remarks) -> None:
    kinds: tuple[tuple[str, Level, Mapping[int, Iterable[int]]], ...] = (
        ("intake.cell.error", "hard", scan.errors),
        ("intake.cell.formula-without-value", "hard", scan.without_value),
        ("intake.cell.formula", "note", scan.formulas),
    )
    for code, level, found in kinds:
        for place in sorted(found):
            remarks.cells(code, level, found[place], sheet=name, letter=letter(place))


def _xls(source: Source, limits: Limits, remarks: Remarks, hints: Hints) -> Iterator[Sheet]:
    yield from _opened(source, source.whole(), {}, limits, remarks)


def _opened(
    source: Source, data: bytes, hidden: dict[str, Hidden], limits: Limits, remarks: Remarks
) -> Iterator[Sheet]:
    book = workbooks.opened(data, limits, remarks)
    for about in book.sheets_metadata:
        if str(about.typ).endswith("WorkSheet"):
            rows = _rows(book, about.name, limits, remarks)
            state = hidden.get(about.name) or _state(str(about.visible))
            yield _sheet(about.name, state, rows, source.name)


def _state(visible: str) -> Hidden:
    return "very-hidden" if visible.endswith("VeryHidden") else "hidden" if visible.endswith("Hidden") else ""


def _rows(book: CalamineWorkbook, name: str, limits: Limits, remarks: Remarks) -> list[tuple[int, Sequence[object]]]:
    with workbooks.refusing_markup(remarks, name):
        sheet = book.get_sheet_by_name(name)
    if exceeds(sheet.total_height, limits.workbook_rows):
        raise remarks.stop("intake.limit.rows", sheet=name, limit=limits.workbook_rows)
    if exceeds(sheet.total_width, limits.columns):
        raise remarks.stop("intake.limit.columns", sheet=name, columns=sheet.total_width, limit=limits.columns)
    left = (sheet.start or (0, 0))[1]
    # The rows above the first filled one are given too, as empty ones; the columns to the left are not.
    with workbooks.refusing_markup(remarks, name):
        return [(number, [""] * left + list[object](row)) for number, row in enumerate(sheet.iter_rows(), start=1)]


def _sheet(name: str, hidden: Hidden, rows: list[tuple[int, Sequence[object]]], file: str) -> Sheet:
    width = max((len(cells) for _, cells in rows), default=0)
    builders = [ColumnBuilder() for _ in range(width)]
    kept = [(number, cells) for number, cells in rows if any(cell not in ("", None) for cell in cells)]
    for _, cells in kept:
        texts, kinds = workbooks.convert(list(cells) + [""] * (width - len(cells)))
        for place, builder in enumerate(builders):
            builder.extend([texts[place]], None if kinds is None else [kinds[place]])
    columns = tuple(builder.column("", letter(place)) for place, builder in enumerate(builders))
    return Sheet(file, name, hidden, (), columns, [number for number, _ in kept])


#: A date is told apart, so that the author hears of it: expressions want ISO texts.
DATE_KIND = DATE
_READERS = {"text": _text, "xlsx": _xlsx, "xls": _xls, "zip": _zip}
