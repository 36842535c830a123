"""Run inside the limited reading process: every cell of a file with its place, no row taken for anything yet.

:mod:`concord.intake` looks for the one table of a sheet. Here the cells are handed back as they stand, with merged
ranges and bold cells, so that several tables, totals and headings inside them can be found and shown.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import PurePosixPath
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
from concord.intake.columns import ColumnBuilder, letter
from concord.intake.delimiters import SAMPLE_LINES, Dialect
from concord.intake.limits import Limits, exceeds
from concord.intake.remarks import Remarks
from concord.intake.sheet_scan import MarkupRefused, Scan
from concord.intake.sheets import Hidden, Sheet
from concord.intake.signatures import EXTENSIONS, Signature
from concord.intake.source import Source
from concord.intake.tables import Hints, Tables
from concord.mds.proposing import well_formed
from concord.mds.proposing.bold import BoldScanner, bold_styles

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

READ = frozenset({"text", "xlsx", "xls", "ods", "zip", "parquet"})
PIECE = 4096
#: Rows of a text table that a proposal is made from; what is read afterwards has no such end.
SAMPLE = 100_000
MOST_MERGED = 2_000
Rows = Iterator[tuple[int, Sequence[object]]]


def main() -> None:
    """Answer as :func:`concord.intake.child.main` does, with the same locks, reading raw cells."""
    from concord.intake import child

    child.main(read)


def read(source: Source, limits: Limits, remarks: Remarks, hints: Hints, *, most: int | None = None) -> Tables:
    """The cells of all sheets; what is wrong with the file is in ``remarks``.

    Args:
        source: The bytes and the name.
        limits: What is too much.
        remarks: Where to say what was found.
        hints: What the uploader has said of it.
        most: How many rows of a text table are read; the rest is left, and the fact ``sampled`` says so.
    """
    return tables.read(source, limits, remarks, hints, accepts=_accepts, reads=partial(_sheets, most=most))


def _accepts(signature: Signature, limits: Limits, remarks: Remarks) -> bool:
    kind = signature.kind
    if kind not in READ or kind not in ("xls", "ods"):
        return signatures.remark_on(signature, remarks, parquet=limits.parquet)
    if not signature.agrees:
        shown = f".{signature.extension}" if signature.extension.isascii() and signature.extension else "–"
        expected = ", ".join(f".{extension}" for extension in EXTENSIONS[kind])
        remarks.add("intake.file.name-and-content-differ", "hard", extension=shown, kind=kind, expected=expected)
    return signature.agrees


def _sheets(
    kind: str, source: Source, limits: Limits, remarks: Remarks, hints: Hints, found: Tables, *, most: int | None
) -> None:
    if kind == "text":
        found.sheets = [_text(source, limits, remarks, hints, found.facts, most)]
    elif kind == "zip":
        found.sheets = list(_zip(source, limits, remarks, hints, found.facts, most))
    elif kind == "parquet":
        found.sheets = list(_parquet(source, limits, remarks))
    elif kind == "xlsx":
        found.sheets = list(_xlsx(source, limits, remarks, found.facts))
    else:
        if kind == "ods":
            _check_ods(source.whole(), limits, remarks)
        found.sheets = list(_opened(source, source.whole(), {}, limits, remarks))
    found.sheets = [sheet for sheet in found.sheets if len(sheet)]
    if not found.sheets and not remarks.hard:
        remarks.add("intake.table.empty", "hard")


def _check_ods(data: bytes, limits: Limits, remarks: Remarks) -> None:
    """Count what is in it, and see that its markup ends where it says."""
    try:
        packages.inspect(data, limits, remarks, keep=lambda _: False, watch=well_formed.watched)
    except MarkupRefused as error:
        raise remarks.stop("intake.package.markup") from error


def _text(
    source: Source, limits: Limits, remarks: Remarks, hints: Hints, facts: dict[str, object], most: int | None
) -> Sheet:
    encoding = encodings.detect(source.data, hints.encoding)
    facts |= {"encoding": encoding.name, "encoding_confidence": encoding.confidence}
    if not encodings.remark_on(encoding, source.data, remarks):
        return _sheet("", "", iter(()), source.name)
    text_tables.refuse_zeros(source, encoding, remarks)
    with text_tables.decoded(source, encoding) as stream:
        sample = list(islice(stream, SAMPLE_LINES))
    extension = PurePosixPath(source.name).suffix.lower().removeprefix(".")
    dialect = delimiters.detect(sample, extension, remarks, hints.delimiter)
    facts["delimiter"] = dialect.delimiter
    with text_tables.decoded(source, encoding) as stream:
        records = _limited(_records(stream, dialect, remarks), limits, remarks)
        made = _sheet("", "", records if most is None else islice(records, most), source.name)
        facts["sampled"] = next(records, None) is not None
    return made


def _records(stream: io.TextIOWrapper, dialect: Dialect, remarks: Remarks) -> Rows:
    """Records with the physical row each begins on."""
    records = text_tables.records_of(stream, dialect, remarks, None)
    yield from records
    if records.line in text_tables.CUT_AT:
        remarks.add("intake.rows.cut", "soft", row=records.line, count=records.line)


def _limited(rows: Rows, limits: Limits, remarks: Remarks) -> Rows:
    for count, (number, row) in enumerate(rows, start=1):
        if exceeds(count, limits.text_rows):
            raise remarks.stop("intake.limit.rows", limit=limits.text_rows, row=number)
        if exceeds(len(row), limits.columns):
            raise remarks.stop("intake.limit.columns", columns=len(row), limit=limits.columns)
        yield number, row


def _zip(
    source: Source, limits: Limits, remarks: Remarks, hints: Hints, facts: dict[str, object], most: int | None
) -> Iterator[Sheet]:
    """Text tables in one archive, each a sheet under its entry's name."""
    package = packages.inspect(source.whole(), limits, remarks, keep=lambda name: not name.startswith("__macosx/"))
    for name in package.names:
        entry = Source(name, package.part(name))
        suffix = PurePosixPath(name.lower()).suffix.removeprefix(".")
        if suffix not in EXTENSIONS["text"] or signatures.identify(entry.data, name).kind != "text":
            raise remarks.stop("intake.package.other-content")
        own: dict[str, object] = {}
        sheet = _text(entry, limits, remarks, hints, own, most)
        facts["sampled"] = bool(facts.get("sampled")) or bool(own.get("sampled"))
        yield replace(sheet, name=name, file=source.name, _by_header={})


def _parquet(source: Source, limits: Limits, remarks: Remarks) -> Iterator[Sheet]:
    from concord.intake import parquet

    for built in parquet.read(source, limits, remarks)[0]:
        sheet = built.sheet
        head = [column.header for column in sheet.columns]
        rows = zip(*(column.texts() for column in sheet.columns), strict=True)
        numbered: Rows = zip((1, *sheet.rows), (head, *rows), strict=True)
        yield _sheet("", "", iter(numbered), source.name)


def _xlsx(source: Source, limits: Limits, remarks: Remarks, facts: dict[str, object]) -> Iterator[Sheet]:
    data = source.whole()
    package = packages.inspect(data, limits, remarks, keep=unseen.is_small_part)
    unseen.on_parts(package, remarks)
    workbook = unseen.workbook_of(package, remarks)
    scans, bold = _scanned(data, limits, remarks, workbook, bold_styles(package.part("xl/styles.xml")))
    _check_size({part.name: scans[part.part] for part in workbook.sheets if part.part in scans}, limits, remarks)
    workbook_remarks.on_workbook(workbook, scans, unseen.table_filters(package), remarks)
    shown = {part.name: scans[part.part] for part in workbook.sheets if part.part in scans and scans[part.part].rows}
    for name, scan in shown.items():
        _on_formulas(name, scan, remarks)
    facts["bold"] = {part.name: bold[part.part] for part in workbook.sheets if bold.get(part.part)}
    hidden = {part.name: part.hidden for part in workbook.sheets}
    for sheet in _opened(source, data, hidden, limits, remarks):
        merged = tuple(shown[sheet.name].merged) if sheet.name in shown else ()
        yield replace(sheet, merged=merged[:MOST_MERGED], _by_header={})


def _scanned(
    data: bytes, limits: Limits, remarks: Remarks, workbook: unseen.Workbook, styles: frozenset[str]
) -> tuple[dict[str, Scan], dict[str, list[str]]]:
    parts = {sheet.part for sheet in workbook.sheets}
    scanners: dict[str, BoldScanner] = {}

    def watch(name: str) -> BoldScanner | None:
        if name in parts:
            scanners[name] = BoldScanner(workbook.percent | workbook.invisible, styles)
        return scanners.get(name)

    try:
        packages.inspect(data, limits, remarks, keep=lambda _: False, watch=watch)
    except MarkupRefused as error:
        raise remarks.stop("intake.package.markup") from error
    return {n: each.scan for n, each in scanners.items()}, {n: each.bold for n, each in scanners.items()}


def _check_size(scans: Mapping[str, Scan], limits: Limits, remarks: Remarks) -> None:
    """Refuse sheets (by name) that need more than there may be."""
    for name, scan in scans.items():
        if exceeds(scan.last_column + 1, limits.columns):
            raise remarks.stop("intake.limit.columns", sheet=name, columns=scan.last_column + 1, limit=limits.columns)
        reserved = scan.last_row * (scan.last_column + 1) * workbooks.CELL_BYTES
        if limits.memory_bytes is not None and reserved > 0.7 * limits.memory_bytes:
            raise remarks.stop("intake.limit.far-cell", sheet=name, row=scan.last_row)
    if exceeds(sum(scan.rows for scan in scans.values()), limits.workbook_rows and limits.workbook_rows + 1000):
        raise remarks.stop("intake.limit.rows", limit=limits.workbook_rows)


def _on_formulas(name: str, scan: Scan, remarks: Remarks) -> None:
    kinds: tuple[tuple[str, Level, Mapping[int, Iterable[int]]], ...] = (
        ("intake.cell.error", "hard", scan.errors),
        ("intake.cell.formula-without-value", "hard", scan.without_value),
        ("intake.cell.formula", "note", scan.formulas),
    )
    for code, level, found in kinds:
        for place in sorted(found):
            remarks.cells(code, level, found[place], sheet=name, letter=letter(place))


def _opened(
    source: Source, data: bytes, hidden: Mapping[str, Hidden], limits: Limits, remarks: Remarks
) -> Iterator[Sheet]:
    book = workbooks.opened(data, limits, remarks)
    for about in book.sheets_metadata:
        if not str(about.typ).endswith("WorkSheet"):
            continue
        state = hidden.get(about.name) or _state(str(about.visible))
        if not hidden and state:
            remarks.add(f"intake.workbook.{state}-sheet", "soft", sheet=about.name, count=0)
        yield _worksheet(book, about.name, state, limits, remarks, source.name)


def _state(visible: str) -> Hidden:
    return "very-hidden" if visible.endswith("VeryHidden") else "hidden" if visible.endswith("Hidden") else ""


def _worksheet(book: CalamineWorkbook, name: str, state: Hidden, limits: Limits, remarks: Remarks, file: str) -> Sheet:
    with workbooks.refusing_markup(remarks, name):
        sheet = book.get_sheet_by_name(name)
        left = (sheet.start or (0, 0))[1]
        if exceeds(sheet.total_width, limits.columns):
            raise remarks.stop("intake.limit.columns", sheet=name, columns=sheet.total_width, limit=limits.columns)
        # The rows above the first filled one are given too, as empty ones; the columns to the left are not.
        rows: Rows = ((at, [""] * left + list[object](row)) for at, row in enumerate(sheet.iter_rows(), start=1))
        made = _sheet(name, state, rows, file)
        spans = getattr(sheet, "merged_cell_ranges", None) or ()
    merged = tuple(f"{letter(c)}{r + 1}:{letter(d)}{s + 1}" for (r, c), (s, d) in list(spans)[:MOST_MERGED])
    return replace(made, merged=merged, _by_header={})


def _sheet(name: str, hidden: Hidden, rows: Rows, file: str) -> Sheet:
    """The rows, column by column; of blank rows one after another the first alone, of those at the end none."""
    builders: list[ColumnBuilder] = []
    numbers: list[int] = []
    kept_rows = _without_blank_runs(rows)
    while kept := list(islice(kept_rows, PIECE)):
        width = max([len(builders), *(len(cells) for _, cells in kept)])
        while len(builders) < width:
            builders.append(ColumnBuilder())
            builders[-1].extend([""] * len(numbers))
        padded = [list(cells) + [""] * (width - len(cells)) for _, cells in kept]
        for builder, column in zip(builders, zip(*padded, strict=True), strict=False):
            builder.extend(*workbooks.convert(column))
        numbers += [at for at, _ in kept]
    columns = tuple(builder.column("", letter(place)) for place, builder in enumerate(builders))
    return Sheet(file, name or None, hidden, (), columns, numbers)


def _without_blank_runs(rows: Rows) -> Rows:
    waiting: tuple[int, Sequence[object]] | None = None
    begun = False
    for at, cells in rows:
        if any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in cells):
            if waiting is not None and begun:
                yield waiting
            yield at, cells
            waiting, begun = None, True
        elif waiting is None:
            waiting = (at, ())
