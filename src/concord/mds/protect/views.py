"""Views of the table in detail: what is published in place of the full cross, in which nearly every cell is small.

A view is divided by a few divisions; the others are not divided (``T``, ``_T``). All views stand in one table of the
same structure, and the plain total of each series among them: its rows are not to be added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from concord.mds.protect.cells import DIVISIONS
from concord.vocabulary.structures import Table

if TYPE_CHECKING:
    import polars as pl

#: Women and men by age, by sector, by area: tied by sex, so that nothing but their common margin is known of them.
USUAL: tuple[tuple[str, ...], ...] = (("sex", "age_band"), ("sex", "sector"), ("sex", "subnational"))
KEYS = ("area", "year", "occupation", "activity")


def views(detail: Table, wanted: Sequence[Sequence[str]] = USUAL) -> Table:
    """The table in detail, divided in the wanted ways, with every narrower way and the total.

    Args:
        detail: Structure ``mds-stock-detail``, the full cross.
        wanted: Each view's divisions, of ``sex``, ``age_band``, ``sector`` and ``subnational``.

    Returns:
        The same structure; a division of which the register says nothing at all stays undivided.
    """
    import polars as pl

    said = [name for name, all_of in DIVISIONS.items() if _says(detail, name, all_of)]
    ways = sorted({tuple(name for name in DIVISIONS if name in way and name in said) for way in _with_narrower(wanted)})
    frames = []
    for way in sorted(ways, key=lambda each: (len(each), each)):
        rest = {name: pl.lit(all_of) for name, all_of in DIVISIONS.items() if name not in way}
        counted = detail.frame.group_by([*KEYS, *way], maintain_order=True).agg(
            *(_whole(name) for name in ("headcount", "fte")),
            *(pl.col(name).first() for name in ("source", "source_file")),
            pl.when(pl.col("headcount").is_null().any())
            .then(pl.lit("missing"))
            .otherwise(pl.col("status").first())
            .alias("status"),
        )
        frames.append(counted.with_columns(**rest))
    columns = [name for name in detail.frame.columns if name not in ("note", "source_row")]
    frame = pl.concat([each.select(columns) for each in frames])
    frame = frame.with_columns(
        pl.lit(None, dtype=detail.frame.schema[name]).alias(name) for name in ("note", "source_row")
    ).select(detail.frame.columns)
    return Table(detail.structure, frame.sort([*KEYS, *DIVISIONS]), detail.provenance)


def _whole(name: str) -> pl.Expr:
    """The sum, nothing where a part is not known."""
    import polars as pl

    return pl.when(pl.col(name).is_null().any()).then(None).otherwise(pl.col(name).sum()).alias(name)


def _says(detail: Table, name: str, all_of: str) -> bool:
    return any(value not in (None, all_of) for value in detail.frame[name].unique().to_list())


def _with_narrower(wanted: Sequence[Sequence[str]]) -> set[frozenset[str]]:
    """The views, each of their divisions alone, and none at all."""
    ways = {frozenset(way) for way in wanted}
    return ways | {frozenset({name}) for way in ways for name in way} | {frozenset()}
