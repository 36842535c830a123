"""Tables written as text: all encodings, delimiters and quotes in use, physical rows kept across quoted line ends."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import islice

from concord.intake import delimiters, encodings
from concord.intake.delimiters import SAMPLE_LINES, Dialect
from concord.intake.encodings import Encoding
from concord.intake.layout import Built, Plan, build
from concord.intake.limits import Limits
from concord.intake.quotes import LONGEST_CELL as LONGEST_CELL
from concord.intake.quotes import Records
from concord.intake.remarks import Remarks
from concord.intake.source import Source

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
        records = records_of(stream, dialect, remarks, sheet)
        built = build(iter(records), plan)
    facts["lines"] = records.line
    if built is not None and not dialect.delimiter:
        remarks.add("intake.text.one-column", "note", sheet=sheet)
    if records.line in CUT_AT:
        remarks.add("intake.rows.cut", "soft", sheet=sheet, row=records.line, count=records.line)
    return built, facts


def decoded(source: Source, encoding: Encoding) -> io.TextIOWrapper:
    """The text as a stream, line ends as they are."""
    return io.TextIOWrapper(source.open(encoding.mark), encoding=encoding.decoder, errors="strict", newline="")


def records_of(
    stream: io.TextIOWrapper, dialect: Dialect, remarks: Remarks, sheet: str | None, *, says: bool = True
) -> Records:
    """The records of a text, without the line that names the delimiter."""
    lines: Iterator[str] = iter(stream)
    if dialect.stated:
        next(lines, None)
    return Records(lines, dialect, remarks, sheet, line=int(dialect.stated), says=says)


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
