"""The numbers of a sheet, and the status of each row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from concord.findings import Finding
from concord.mds.harmonise import values
from concord.mds.harmonise.defined import definitions_of, multiply_of
from concord.mds.harmonise.model import Asked
from concord.mds.harmonise.settle import ROWS_NAMED, Change, Settled, named_rows, settle
from concord.mds.readers.records import Records

if TYPE_CHECKING:
    import polars as pl


def numbers(records: Records, frame: pl.DataFrame, asked: Asked) -> Settled:
    """The number in every cell, or the status that a mark stands for."""
    import polars as pl

    sign = asked.profile.decimal or records.decimal
    decimal: Any = sign if sign in (".", ",") else None
    multiply = multiply_of(records, asked)
    settled = settle(
        records,
        frame,
        ("value", "kind", "letter"),
        lambda key: values.value(key["value"], key["kind"], decimal, multiply=multiply),
        role="value",
        schema={"number": pl.Float64, "cell_status": pl.String},
    )
    settled.findings += _contradictions(records, settled.frame)
    if multiply != 1:
        unit = records.layout.unit if records.layout is not None else definitions_of(records, asked).unit.value
        settled.changes = [_unit_change(records, settled.frame, unit, multiply)]
    return settled


def _unit_change(records: Records, frame: pl.DataFrame, unit: str, multiply: int) -> Change:
    first = frame.row(0, named=True) if frame.height else {"row": None, "header": None, "letter": None}
    return Change(
        unit, f"persons (× {multiply})", frame.height, records.file, records.sheet,
        first["header"], first["letter"], first["row"],
    )  # fmt: skip


def _contradictions(records: Records, frame: pl.DataFrame) -> list[Finding]:
    """A number beside a flag that says there is none to show."""
    import polars as pl

    found = []
    for status, code, level in (
        ("missing", "mds.flag.number-beside-missing", "hard"),
        ("not-applicable", "mds.flag.number-beside-missing", "hard"),
        ("suppressed", "mds.flag.number-beside-suppressed", "soft"),
    ):
        rows = frame.filter((pl.col("flagged") == status) & pl.col("number").is_not_null())
        if rows.height:
            held = rows["row"].head(ROWS_NAMED).to_list()
            params = {"count": rows.height, "rows": named_rows(held, rows.height), "status": status}
            place = records.place(held[0], "flag")
            found.append(Finding(code, level, place, params))  # type: ignore[arg-type]  # one of the three levels
    return found


def finished(records: Records, frame: pl.DataFrame) -> pl.DataFrame:
    """The standard columns: a hidden number is dropped, a missing one is never a zero."""
    import polars as pl

    hidden = pl.any_horizontal(pl.col("flagged", "cell_status") == "suppressed").fill_null(False)
    number = pl.when(hidden).then(None).otherwise(pl.col("number"))
    without = pl.col("flagged").is_in(["missing", "not-applicable", "suppressed"])
    said = pl.coalesce(pl.when(without).then("flagged"), "cell_status", pl.lit("missing"))
    known = pl.coalesce(
        "flagged", "cell_status", pl.lit(records.layout.status if records.layout is not None else "normal")
    )
    status = pl.when(hidden).then(pl.lit("suppressed")).when(pl.col("number").is_null()).then(said).otherwise(known)
    tolerance = records.layout.total_tolerance if records.layout is not None else 0
    return frame.select(
        "structure",
        pl.col("settled_area").alias("area"),
        "year",
        pl.col("settled_occupation").alias("occupation"),
        pl.col("settled_activity").alias("activity"),
        pl.col("settled_origin").alias("origin"),
        pl.col("settled_kind").alias("row_kind"),
        pl.col("settled_sex").alias("sex"),
        number.alias("number"),
        status.alias("status"),
        pl.when(pl.col("note").fill_null("") != "").then(pl.col("note")).alias("note"),
        "source",
        pl.lit(records.file).alias("file"),
        pl.lit(records.sheet, dtype=pl.String).alias("sheet"),
        "row",
        "letter",
        "header",
        pl.lit(tolerance, dtype=pl.Int64).alias("tolerance"),
    )
