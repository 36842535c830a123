"""Both sexes together are the same figure whether a file names a sex or none: years are compared across the two."""

from __future__ import annotations

import pytest

from concord.mds.beside import Beside
from concord.mds.checks import check_tables
from concord.vocabulary.structures import Table, table


def _told(year: int, stock: int, sex: str | None) -> Table:
    import polars as pl

    made = table("mds-stock-by-training", area=["KEN"], year=[year], occupation=["2221"], row_kind=["total"],
                 headcount=[stock])  # fmt: skip
    return Table(made.structure, made.frame.with_columns(pl.lit(sex, dtype=pl.String).alias("sex")))


@pytest.mark.parametrize(("before", "now"), [(None, "T"), ("T", None), ("T", "T"), (None, None)])
def test_a_jump_is_seen_whichever_way_both_sexes_are_said(before: str | None, now: str | None) -> None:
    beside = Beside(previous=(_told(2023, 5150, before),))
    found = check_tables([_told(2024, 10300, now)], as_of=2026, beside=beside, when="upload")
    assert {each.code for each in found} == {"mds.stock.jump-since"}


def test_a_part_is_not_compared_with_the_whole() -> None:
    beside = Beside(previous=(_told(2023, 5150, None),))
    assert not check_tables([_told(2024, 10300, "F")], as_of=2026, beside=beside, when="upload")
