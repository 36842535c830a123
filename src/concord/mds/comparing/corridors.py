"""Corridors of which anybody speaks: which countries, which occupations, and the one to show first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from concord.mds.comparing.declared import MirrorRules, mirror_rules
from concord.mds.comparing.figures import HIDDEN, measure_of, partner_of
from concord.vocabulary.structures import Table

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Corridor:
    """A corridor and who speaks of it.

    Args:
        destination_says, origin_says: Whether that country has a row on it.
        persons: The largest figure published about it; None where none is published.
    """

    origin: str
    destination: str
    occupation: str
    destination_says: bool
    origin_says: bool
    persons: float | None = None


def corridors(tables: Mapping[str, Table], *, rules: MirrorRules | None = None) -> tuple[Corridor, ...]:
    """Every corridor with a row, those with both sides first, then the largest published figure first."""
    import polars as pl

    rules = rules or mirror_rules()
    frames = [
        _frame(tables[id], id, side)
        for side, ids in (("destination", rules.destination), ("origin", rules.origin))
        for id in ids
        if id in tables and len(tables[id])
    ]
    if not frames:
        return ()
    whole = pl.concat(frames).filter(pl.col("origin") != pl.col("destination"))
    grouped = whole.group_by("origin", "destination", "occupation").agg(
        (pl.col("side") == "destination").any().alias("theirs"),
        (pl.col("side") == "origin").any().alias("ours"),
        pl.col("persons").max(),
    )
    both = pl.col("theirs") & pl.col("ours")
    ordered = grouped.sort(
        both, "persons", "origin", "destination", "occupation", descending=[True, True, False, False, False],
        nulls_last=True,
    )  # fmt: skip
    return tuple(Corridor(o, d, code, theirs, ours, number) for o, d, code, theirs, ours, number in ordered.rows())


def _frame(table: Table, id: str, side: str) -> pl.DataFrame:
    import polars as pl

    own, other = ("destination", "origin") if side == "destination" else ("origin", "destination")
    rows = table.frame.filter((pl.col("row_kind") == "origin") & pl.col(partner_of(id)).is_not_null())
    shown = pl.when(pl.col("status") != HIDDEN).then(pl.col(measure_of(id))).cast(pl.Float64)
    frame = rows.select(
        pl.col("area").alias(own),
        pl.col(partner_of(id)).alias(other),
        "occupation",
        pl.lit(side).alias("side"),
        shown.alias("persons"),
    )
    return frame.select("origin", "destination", "occupation", "side", "persons")
