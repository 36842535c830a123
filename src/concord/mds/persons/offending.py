"""Every row that has to change or be explained, as a table for the sender: where and why, never what it says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from concord.mds.persons.checking import Checked
from concord.mds.persons.harmonising import Rows
from concord.mds.persons.standing import Stands
from concord.mds.persons.typed_rows import TypedRows
from concord.mds.rules import rules

if TYPE_CHECKING:
    import polars as pl

COLUMNS = ("row", "column", "code")


def offending(landed: Stands, rows: Rows, checked: Checked, register: TypedRows) -> Iterator[pl.DataFrame]:
    """The table, part by part: ``row`` (physical), ``column`` (role) and ``code`` of the finding."""
    import polars as pl

    first = {rule.id: rule.columns[0] for rule in rules("register")}
    for letter in dict.fromkeys(each.letter for each in rows.unsettled):
        wrong = [each for each in rows.unsettled if each.letter == letter]
        said = pl.DataFrame(
            {"text": [w.text for w in wrong], "column": [w.role for w in wrong], "code": [w.code for w in wrong]}
        )
        for found in landed.rows_with(letter, [each.text for each in wrong]):
            yield found.join(said, on="text", how="left").select(pl.col("row").cast(pl.Int64), "column", "code")
    for part in checked.all_rows(register):
        column = pl.col("rule").replace_strict(first, default=None, return_dtype=pl.String)
        yield part.select(pl.col("row").cast(pl.Int64), column.alias("column"), pl.col("rule").alias("code"))
    for rule in rules("register"):
        if rule.predicate == "unique" and rule.id in checked.counts:
            found_rows = pl.Series("row", register.all_doubles(rule.columns), dtype=pl.Int64)
            yield pl.DataFrame([found_rows]).with_columns(
                pl.lit(rule.columns[1]).alias("column"), pl.lit(rule.id).alias("code")
            )


def write_offending(path: Path, landed: Stands, rows: Rows, checked: Checked, register: TypedRows) -> None:
    """Write the table as CSV; the file appears whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            stream.write((",".join(COLUMNS) + "\n").encode())
            for frame in offending(landed, rows, checked, register):
                stream.write(frame.write_csv(include_header=False).encode())
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
