"""The values of a sheet, one row each, with the texts beside them and the place of everything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from concord.intake.columns import Column, index_of
from concord.intake.sheets import Sheet
from concord.mds.readers.records import ROLES
from concord.mds.readers.roles import Roles
from concord.mds.readers.spread import Across

if TYPE_CHECKING:
    import polars as pl


def frame_of(sheet: Sheet, roles: Roles) -> pl.DataFrame:
    """The sheet's values in the columns of :class:`~concord.mds.readers.records.Records`."""
    import polars as pl

    held = {role: _filled(sheet, column) for role, column in roles.held.items()}
    if roles.parts:
        held["part"] = [" ".join(filter(None, texts)) for texts in zip(*(p.texts() for p in roles.parts), strict=True)]
    year = roles.held.get("year")
    base = {role: pl.Series(role, texts, dtype=pl.String) for role, texts in held.items()}
    base["row"] = pl.Series("row", sheet.rows, dtype=pl.Int64)
    base["year_kind"] = pl.Series("year_kind", _kinds(year, len(sheet)), dtype=pl.String)
    dims = pl.DataFrame(list(base.values()))
    pieces = [_piece(dims, each, len(sheet), roles.base) for each in roles.values]
    whole = pl.concat(pieces, how="vertical").sort("row", "position", maintain_order=True).drop("position")
    blank = pl.all_horizontal((pl.col(role).fill_null("") == "") for role in (*held, "value"))
    return whole.filter(~blank) if held else whole


def _piece(dims: pl.DataFrame, each: Across, rows: int, base: str) -> pl.DataFrame:
    import polars as pl

    column = each.column
    said: Mapping[str, str] = {"base": base, **each.says}
    missing = [role for role in ROLES if role not in dims.columns]
    return dims.with_columns(
        *(pl.lit(said.get(role) or None, dtype=pl.String).alias(role) for role in missing),
        pl.Series("value", column.texts(), dtype=pl.String),
        pl.Series("kind", _kinds(column, rows), dtype=pl.String),
        pl.lit(column.letter).alias("letter"),
        pl.lit(column.header).alias("header"),
        pl.lit(index_of(column.letter), dtype=pl.Int64).alias("position"),
    ).select(*ROLES, "value", "row", "letter", "header", "kind", "year_kind", "position")


def _kinds(column: Column | None, rows: int) -> list[str]:
    if column is None or not column.kinds:
        return ["text"] * rows
    return [column.kind(index) for index in range(rows)]


def _filled(sheet: Sheet, column: Column) -> list[str]:
    """A column's texts, with merged cells saying the same in all their rows."""
    texts = column.texts()
    for first, last, letters in map(_merged, sheet.merged):
        if letters == (column.letter, column.letter):
            held = [index for index, row in enumerate(sheet.rows) if first <= row <= last]
            said = next((texts[index] for index in held if texts[index]), "")
            for index in held:
                texts[index] = texts[index] or said
    return texts


def _merged(area: str) -> tuple[int, int, tuple[str, str]]:
    found = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", area)
    if found is None:
        return 0, -1, ("", "")
    left, first, right, last = found.groups()
    return int(first), int(last), (left, right)
