"""Sheets, and cells with places: what a reading hands to those who know what the columns mean."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from concord.intake.columns import Column, Kind, Value, index_of

if TYPE_CHECKING:
    import polars as pl

    from concord.findings import Place

Hidden = Literal["", "hidden", "very-hidden"]
AsideReason = Literal["title", "note", "header-again", "not-a-table"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Args:
        value: Text, int, float, date, datetime, bool, or None where it is empty or an error.
        text: As typed; of a number or date its exact plain form.
        row: Physical row, from 1.
        letter: Column letter.
        header: Column header.
        kind: ``text``, ``number``, ``date``, ``boolean``, ``error`` or ``empty``.
        formula: Whether a formula calculated it.
    """

    value: Value
    text: str
    row: int
    letter: str
    header: str
    kind: Kind
    formula: bool


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that is not part of the table: a title above it, a note below it, the header said again."""

    row: int
    reason: AsideReason
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its filled cells in one line."""
        return " ".join(cell.strip() for cell in self.cells if cell.strip())


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One table of a file.

    Args:
        file: Name of the file.
        name: Name of the sheet; None for a text table.
        hidden: "" where everybody sees it, else ``hidden`` or ``very-hidden``.
        header_rows: Physical rows of the header, one or two; empty where none was found.
        columns: The columns; all of one length.
        rows: Physical row of each row of data.
        aside: Rows that are not data, in order.
        merged: Merged ranges inside the data, such as ``A5:A9``.
    """

    file: str
    name: str | None
    hidden: Hidden
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    rows: Sequence[int]
    aside: tuple[Aside, ...] = ()
    merged: tuple[str, ...] = ()
    _by_header: dict[str, int] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for index, column in enumerate(self.columns):
            self._by_header.setdefault(column.header, index)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def header_row(self) -> int | None:
        """Physical row of the last header row, or None."""
        return self.header_rows[-1] if self.header_rows else None

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers in order."""
        return tuple(column.header for column in self.columns)

    def column(self, key: str | int) -> Column:
        """A column by its header, its letter (where no header reads so) or its position from 0.

        Raises:
            KeyError: No such column.
        """
        if isinstance(key, int):
            return self.columns[key]
        if key in self._by_header:
            return self.columns[self._by_header[key]]
        position = index_of(key) if key.isascii() and key.isalpha() and key.isupper() else -1
        for column in self.columns:
            if position >= 0 and column.letter == key:
                return column
        raise KeyError(key)

    def cell(self, index: int, key: str | int) -> Cell:
        """One cell of the row of data number ``index`` (from 0)."""
        column = self.column(key)
        return Cell(
            value=column.value(index),
            text=column.text(index),
            row=self.rows[index],
            letter=column.letter,
            header=column.header,
            kind=column.kind(index),
            formula=index in column.formulas,
        )

    def cells(self) -> Iterator[Cell]:
        """All cells, row by row. For large sheets take columns or the frame."""
        for index in range(len(self)):
            for position in range(len(self.columns)):
                yield self.cell(index, position)

    def records(self) -> Iterator[dict[str, str]]:
        """Each row of data as a mapping from header to text; a repeated header keeps its first column."""
        texts = [self.columns[index].texts() for index in self._by_header.values()]
        headers = list(self._by_header)
        return (dict(zip(headers, row, strict=True)) for row in zip(*texts, strict=True))

    def place(self, index: int, key: str | int | None = None) -> Place:
        """Where the row of data number ``index`` stands in the file, or one cell of it."""
        from concord.findings import Place

        if key is None:
            return Place(self.file, self.name, self.rows[index])
        column = self.column(key)
        return Place(self.file, self.name, self.rows[index], column.header or None, column.letter)

    def frame(self, *, row: str = "source_row") -> pl.DataFrame:
        """The sheet as a Polars frame of texts, without copying cells; the physical row is the column ``row``.

        Columns are named by header; an empty or repeated header by its letter in brackets, such as ``[C]``.
        """
        import polars as pl

        series = {row: pl.Series(row, self.rows, dtype=pl.UInt32)}
        for column in self.columns:
            name = column.header if column.header and column.header not in series else f"[{column.letter}]"
            series[name] = _series(name, column)
        return pl.DataFrame(list(series.values()))


def _series(name: str, column: Column) -> pl.Series:
    import polars as pl
    import pyarrow as pa

    ends = column.ends if column.ends.typecode == "Q" else array("Q", column.ends)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(column.blob)]
    strings = pa.Array.from_buffers(pa.large_string(), len(column), buffers)
    strings.validate(full=True)
    series = pl.from_arrow(strings)
    assert isinstance(series, pl.Series)
    return series.alias(name)
