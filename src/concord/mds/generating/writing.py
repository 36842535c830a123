"""Writes a register as CSV, XLSX or Parquet: whole or not at all, and the same bytes for the same wish."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from concord.errors import Invalid
from concord.mds.generating.marking import csvw, facts, metadata
from concord.mds.generating.sheet import write_sheet
from concord.mds.generating.styles import Style
from concord.mds.generating.tables import Register, register, tables
from concord.mds.generating.wish import Wish

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = ("csv", "xlsx", "parquet")
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Args:
        file: The register.
        rows: Rows below its headings.
        broken: The errors worked in, with physical rows and the keys of a finding.
        beside: Files that stand beside it: its description, the list of errors.
        facts: From what it was made.
    """

    file: Path
    rows: int
    broken: tuple[dict[str, Any], ...]
    beside: tuple[Path, ...]
    facts: dict[str, Any]


def format_of(path: Path, format: str | None = None) -> str:
    """The format of a file, from what was said or else from its name.

    Raises:
        Invalid: ``mds.generating.format`` when it is none of :data:`FORMATS`.
    """
    named = format or path.suffix.lower().removeprefix(".")
    if named not in FORMATS:
        raise Invalid("mds.generating.format", params={"format": named or "–", "known": ", ".join(FORMATS)})
    return named


def write(wish: Wish, path: Path, *, format: str | None = None, advance: Advance = lambda _: None) -> Written:
    """Write a register.

    Args:
        wish: What is wanted.
        path: The file; where it stands already it is replaced.
        format: ``csv``, ``xlsx`` or ``parquet``; by the file's name where it is not given.
        advance: Told how many more rows are done.

    Raises:
        Invalid: The wish or the format cannot be met, or a sheet cannot hold that many rows.
    """
    chosen = format_of(path, format)
    made = register(wish)
    writers: dict[str, Callable[..., None]] = {"csv": _csv, "xlsx": write_sheet, "parquet": _parquet}
    path.parent.mkdir(parents=True, exist_ok=True)
    with _whole(path) as part:
        writers[chosen](made, part, advance)
    return _described(made, path, chosen)


def _described(made: Register, path: Path, format: str) -> Written:
    first = 2 + (0 if format == "parquet" else len(made.style.above))
    errors = [each.as_json(made.style, first) for each in (*made.broken, *([made.total] if made.total else []))]
    beside: list[Path] = []
    if format == "csv":
        beside.append(_beside(path, f"{path.name}-metadata.json", csvw(made, path)))
    if made.plan.wish.broken:
        sheet = made.style.sheet if format == "xlsx" else None
        said = {"file": path.name, "sheet": sheet, **facts(made), "broken": errors}
        beside.append(_beside(path, f"{path.name}-broken.json", said))
    return Written(path, made.rows, tuple(errors), tuple(beside), facts(made))


def _beside(path: Path, name: str, value: object) -> Path:
    file = path.with_name(name)
    with _whole(file) as part:
        part.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return file


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file beside the wanted one that takes its name when all is written, and is gone when it is not."""
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        part.replace(path)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()


def _parquet(made: Register, part: Path, advance: Advance) -> None:
    import pyarrow.parquet as pq

    writer: Any = None
    for table in tables(made, typed=True):
        if writer is None:
            writer = pq.ParquetWriter(part, table.schema, compression="zstd", compression_level=1, store_schema=False)
        writer.write_table(table, row_group_size=len(table))
        advance(len(table))
    writer.add_key_value_metadata(metadata(made))
    writer.close()


def _csv(made: Register, part: Path, advance: Advance) -> None:
    style, wish, rows = made.style, made.plan.wish, made.plan.rows
    with part.open("wb") as stream:
        text = _Text(stream, style)
        text.lines(style.lines(style.above, wish=wish, rows=rows))
        text.row([column.header for column in style.columns])
        for table in tables(made, typed=False):
            text.table(table)
            advance(len(table))
        text.lines(style.lines(style.below, wish=wish, rows=rows))


class _Text:
    """A text table in a style's encoding, delimiter and line ends."""

    def __init__(self, stream: IO[bytes], style: Style) -> None:
        self.stream, self.style = stream, style
        if style.mark:
            self._bytes("\ufeff")

    def _bytes(self, text: str) -> None:
        self.stream.write(text.encode(self.style.encoding))

    def row(self, cells: list[str]) -> None:
        """One row."""
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=self.style.delimiter, lineterminator=self.style.line_end).writerow(cells)
        self._bytes(buffer.getvalue())

    def lines(self, lines: list[str]) -> None:
        """Lines of one cell each; an empty one is an empty row."""
        for line in lines:
            if line:
                self.row([line])
            else:
                self._bytes(self.style.line_end)

    def table(self, table: pa.Table) -> None:
        """The rows of a table."""
        import polars as pl

        frame = pl.from_arrow(table)
        assert isinstance(frame, pl.DataFrame)
        utf8 = self.style.encoding == "utf-8"
        target: IO[bytes] = self.stream if utf8 else io.BytesIO()
        separator, end = self.style.delimiter, self.style.line_end
        frame.write_csv(target, include_header=False, separator=separator, line_terminator=end)
        if not utf8:
            assert isinstance(target, io.BytesIO)
            self._bytes(target.getvalue().decode("utf-8"))
