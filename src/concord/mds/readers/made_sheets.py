"""Sheets made of columns of texts, for tables that a message or an export is settled into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from concord.intake.columns import ColumnBuilder, letter
from concord.intake.sheets import Sheet


def columns_of(sheet: Sheet) -> dict[str, list[str]]:
    """The texts of a sheet by header; a repeated header keeps its first column."""
    found: dict[str, list[str]] = {}
    for column in sheet.columns:
        found.setdefault(column.header, column.texts())
    return found


def sheet_of(
    file: str, name: str | None, columns: Mapping[str, Sequence[str]], rows: Sequence[int], letters: Mapping[str, str]
) -> Sheet:
    """A sheet of texts.

    Args:
        columns: Header → texts, all of one length.
        rows: The place of each row in the file.
        letters: Header → the letter of the column in the file; empty in a message, which has none.
    """
    made = []
    for at, (header, texts) in enumerate(columns.items()):
        builder = ColumnBuilder()
        builder.extend(list(texts))
        made.append(builder.column(header, letters.get(header, letter(at))))
    return Sheet(file, name, "", (), tuple(made), rows)
