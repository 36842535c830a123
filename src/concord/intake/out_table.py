"""What a table to be written is: columns, rows, and what stands beside it so that it can be cited."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from concord.errors import Invalid

Kind = Literal["text", "integer", "decimal", "percent", "date"]
Row = Sequence[object] | Mapping[str, object]
_LINES = ("title", "source", "licence", "vintage", "citation", "language")


@dataclass(frozen=True, slots=True)
class OutColumn:
    """A column to write.

    Args:
        header: Its header.
        key: Its key in rows that are mappings; the header where it is left out.
        kind: What it holds; decides number format and alignment, never the value.
        width: Width in characters (XLSX).
        codes: Name of the code list its cells are chosen from (XLSX), a key of ``codes``.
    """

    header: str
    key: str = ""
    kind: Kind = "text"
    width: int = 18
    codes: str = ""

    @property
    def name(self) -> str:
        """The key of its cells in rows that are mappings."""
        return self.key or self.header


@dataclass(frozen=True, slots=True)
class Meta:
    """What stands beside a table, so that it can be cited away from here.

    Args:
        title: What it is.
        source: Who says so.
        licence: What others may do with it.
        citation: How to cite it.
        vintage: Which edition of the source.
        notes: Further lines: marks explained, what is missing.
        language: Language of the table, such as ``en`` or ``ar``; Arabic sheets run from right to left.
        created: When it was made; the same date gives the same bytes.
        labels: Names of these lines in that language, by field name.
    """

    title: str = ""
    source: str = ""
    licence: str = ""
    citation: str = ""
    vintage: str = ""
    notes: tuple[str, ...] = ()
    language: str = "en"
    created: date = date(2000, 1, 1)
    labels: Mapping[str, str] = field(default_factory=dict)

    def lines(self) -> list[tuple[str, str]]:
        """Name and text of each line that has one; no lines where nothing is said but the language."""
        said = [(name, getattr(self, name)) for name in _LINES]
        said += [("note", note) for note in self.notes]
        lines = [(self.labels.get(name, name), " ".join(text.split())) for name, text in said if text]
        return lines if len(lines) > 1 else []


def columns_of(columns: Iterable[str | OutColumn]) -> list[OutColumn]:
    """Columns, of which some may be given by header alone."""
    return [column if isinstance(column, OutColumn) else OutColumn(column) for column in columns]


def cells_of(row: Row, columns: Sequence[OutColumn]) -> list[object]:
    """The cells of a row in the order of the columns.

    Raises:
        Invalid: The row has more or fewer cells than there are columns.
    """
    if isinstance(row, Mapping):
        return [row.get(column.name) for column in columns]
    if len(row) != len(columns):
        raise Invalid("intake.out.ragged", params={"cells": len(row), "columns": len(columns)})
    return list(row)


def plain_number(value: float) -> str:
    """The shortest decimal form that reads as the same number, without an exponent.

    Raises:
        Invalid: It is infinite or not a number.
    """
    if not math.isfinite(value):
        raise Invalid("intake.out.not-a-number")
    return format(Decimal(repr(value)), "f")
