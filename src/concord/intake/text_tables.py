"""Tables written as text: all encodings, delimiters and quotes in use, physical rows kept across quoted line ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice

from concord.intake import delimiters, encodings
from concord.intake.delimiters import SAMPLE_LINES, Dialect
from concord.intake.encodings import Encoding
from concord.intake.layout import Built, Plan, Raw, build
from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.source import Source

LONGEST_CELL = 131_072
# The last rows of old and new spreadsheets: a file that ends exactly there may have been cut.
CUT_AT = (65_536, 1_048_576)


def read(
    source: Source,
    limits: Limits,
    remarks: Remarks,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> tuple[Built | None, dict[str, object]]:
    """The table of a text file, and the facts of how it was read.

    Args:
        source: The bytes and the name.
        limits: What is too much.
        remarks: Where to say what was found.
        encoding: The encoding, where the uploader has said it.
        delimiter: The delimiter, where the uploader has said it.
        sheet: Name of the entry, where the text came in an archive.
    """
    found = encodings.detect(source.data, encoding)
    facts: dict[str, object] = {"encoding": found.name, "encoding_confidence": found.confidence}
    if not encodings.remark_on(found, source.data, remarks):
        return None, facts
    refuse_zeros(source, found, remarks)
    with decoded(source, found) as stream:
        sample = list(islice(stream, SAMPLE_LINES))
    dialect = delimiters.detect(sample, source.name.rpartition(".")[2].lower(), remarks, delimiter)
    facts |= {"delimiter": dialect.delimiter, "quote": dialect.quote, "line_end": _line_end(sample)}
    plan = Plan(source.name, sheet, _as_text, remarks, column_limit=limits.columns, row_limit=limits.text_rows)
    with decoded(source, found) as stream:
        records = _Records(stream, dialect, remarks, sheet)
        built = build(records, plan)
    facts["lines"] = records.line
    if built is not None and not dialect.delimiter:
        remarks.add("intake.text.one-column", "note", sheet=sheet)
    if records.line in CUT_AT:
        remarks.add("intake.rows.cut", "soft", sheet=sheet, row=records.line, count=records.line)
    return built, facts


def decoded(source: Source, encoding: Encoding) -> io.TextIOWrapper:
    """The text as a stream, line ends as they are."""
    return io.TextIOWrapper(source.open(encoding.mark), encoding=encoding.decoder, errors="strict", newline="")


def _as_text(cells: Sequence[object]) -> tuple[list[str], None]:
    return [str(cell) for cell in cells] if not isinstance(cells, (list, tuple)) else list(cells), None


def _line_end(lines: Sequence[str]) -> str:
    first = lines[0] if lines else ""
    return "crlf" if first.endswith("\r\n") else "cr" if first.endswith("\r") else "lf"


def refuse_zeros(source: Source, encoding: Encoding, remarks: Remarks) -> None:
    """A zero byte is never part of a text: the file is something else, or it is broken."""
    if encoding.name.startswith(("utf-16", "utf-32")):
        return
    at = source.data.find(b"\x00")
    if at >= 0:
        row, column = encodings.place_of(source.data, encoding, at)
        raise remarks.stop("intake.text.zero-byte", row=row, offset=at, column_byte=column)


class _Records:
    """The records of a text with the physical row each begins on."""

    def __init__(self, stream: io.TextIOWrapper, dialect: Dialect, remarks: Remarks, sheet: str | None) -> None:
        self._stream = stream
        self._dialect = dialect
        self._remarks = remarks
        self._sheet = sheet
        self.line = 0

    def __iter__(self) -> Iterator[Raw]:
        csv.field_size_limit(LONGEST_CELL)
        lines: Iterator[str] = iter(self._stream)
        skipped = 0
        if self._dialect.stated:
            next(lines, None)
            skipped = 1
        reader = csv.reader(lines, **self._dialect.options())
        start = skipped + 1
        try:
            for record in reader:
                yield start, record
                start = skipped + reader.line_num + 1
        except csv.Error as error:
            raise self._broken(str(error), start, skipped + reader.line_num) from error
        finally:
            self.line = skipped + reader.line_num

    def _broken(self, problem: str, start: int, line: int) -> Exception:
        if "unexpected end of data" in problem:
            return self._remarks.stop("intake.text.quote-not-closed", sheet=self._sheet, row=start)
        if "field limit" in problem:
            return self._remarks.stop("intake.text.cell-too-long", sheet=self._sheet, row=start, limit=LONGEST_CELL)
        return self._remarks.stop("intake.text.quote-stray", sheet=self._sheet, row=max(start, line))
