"""A marked copy: the sender's own table written again as a workbook, wrong cells marked, with a list of findings first.

It is made of the cells that the limited reading process handed back, never of the file itself: no formula, macro, link
or hidden author comes through. The sheets and the places of the cells are the sender's, so a finding's row and column
are those of the copy, and the corrected copy can be sent again: its first sheet (:data:`SHEET`) is not read.

Public face: :func:`write` (a reading and its findings into a stream), :func:`save` (a file on the officer's computer).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any

from concord.errors import Invalid
from concord.findings import Finding, Findings
from concord.intake import Limits, Reading
from concord.intake.sheets import Sheet
from concord.intake.workbook_remarks import OWN_CODES_SHEET
from concord.mds.finding_files import keep
from concord.mds.marked_copy import listing
from concord.mds.marked_copy.cells import Formats, SheetCopy
from concord.mds.marked_copy.listing import SHEET
from concord.mds.marked_copy.marks import marks
from concord.mds.marked_copy.numbering import with_numbers
from concord.mds.marked_copy.titles import titles_of
from concord.mds.readers.registry import opened
from concord.vocabulary.languages import direction

#: Cells beyond which rows are written straight to disk instead of being held in memory.
IN_MEMORY = 300_000
#: Paper, as workbooks number it.
A4 = 9

__all__ = ["SHEET", "is_own", "only", "save", "write"]


def is_own(sheet: str | None) -> bool:
    """Whether a sheet's name is that of a copy's list of findings, which nobody reads as a table."""
    return sheet == SHEET


def write(stream: IO[bytes], reading: Reading, findings: Iterable[Finding], language: str = "en") -> None:
    """Write the marked copy of one file.

    Args:
        stream: Where to; opened for bytes.
        reading: The file as it was read; one that was refused gives the list of findings alone.
        findings: All that was found; what is about other files is left out.
        language: Of the list and the comments; in Arabic all sheets run from right to left.

    Raises:
        Invalid: ``mds.marked.other-file`` where every finding is about another file.
    """
    import xlsxwriter

    about = _about(reading, findings)
    sheets = [sheet for sheet in reading.sheets if not is_own(sheet.name)]
    decimal = reading.decimal
    large = sum(len(sheet) * len(sheet.columns) for sheet in sheets) > IN_MEMORY
    with tempfile.TemporaryDirectory(prefix="concord-") as folder:
        options = {"constant_memory": large, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(stream, options) as book:
            book.set_properties({"author": "Concord"})
            formats = Formats(book)
            first = _added(book, SHEET, language)
            titles = titles_of([sheet.name for sheet in sheets], reading.name, SHEET)
            listing.write(book, first, formats, about, reading.name, titles, language)
            for sheet in sheets:
                out = _added(book, titles[sheet.name], language)
                _hide(out, sheet)
                SheetCopy(out, formats, with_numbers(sheet, decimal), marks(sheet, about), language=language).write()


def save(
    path: Path, out: Path, findings: Iterable[Finding], language: str = "en", *, limits: Limits | None = None
) -> Path:
    """Read a file again in the limited process and write its marked copy; what ``check --marked-copy`` calls.

    Args:
        path: The file that was checked.
        out: The workbook to write; it appears whole or not at all.
        limits: By default none, as for an officer's own file on the officer's own computer.
    """
    if out.suffix.lower() != ".xlsx":
        raise Invalid("mds.marked.suffix", params={"suffix": out.suffix or "–"})
    reading = opened(path, path.name, limits=limits or Limits.none())
    return keep(out, lambda stream: write(stream, reading, findings, language))


def only(paths: Sequence[Path]) -> Path:
    """The one file of a call of which a copy is asked for.

    Raises:
        Invalid: ``mds.marked.one-file`` where there is another number of them, or a folder.
    """
    if len(paths) != 1 or paths[0].is_dir():
        raise Invalid("mds.marked.one-file", params={"count": len(paths)})
    return paths[0]


def _about(reading: Reading, findings: Iterable[Finding]) -> Findings:
    listed = list(findings)
    about = [each for each in listed if each.where.file in (None, reading.name)]
    if listed and not about:
        files = sorted({each.where.file for each in listed if each.where.file})
        raise Invalid("mds.marked.other-file", params={"files": ", ".join(files), "file": reading.name})
    return Findings(about)


def _added(book: Any, name: str, language: str) -> Any:
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&F · &A&R&P / &N")
    if direction(language) == "rtl":
        sheet.right_to_left()
    return sheet


def _hide(out: Any, sheet: Sheet) -> None:
    """A hidden sheet stays as hidden as it was."""
    if sheet.hidden == "very-hidden" or sheet.name == OWN_CODES_SHEET:
        out.very_hidden()
    elif sheet.hidden:
        out.hide()
