"""Tables whose every count is changed by a key: of the cell, where the persons themselves are not at hand.

The same cell has the same key in each table and each release. Cells that happen to count the same persons under other
names have other keys; the cube of persons (:mod:`~concord.mds.protect.cube`) is better, where there are persons.
"""

from __future__ import annotations

from collections.abc import Sequence

from concord.findings import Finding, Findings, Place
from concord.mds.protect.attacking import Interval
from concord.mds.protect.cells import rows_of
from concord.mds.protect.declared import Rules
from concord.mds.protect.keys import changed, key_of, possible
from concord.mds.protect.protected import Lost, Proof, Protected
from concord.vocabulary.structures import Table, structure


def perturbed(tables: Sequence[Table], rules: Rules, *, secret: bytes) -> Protected:
    """The tables with every sent count changed; nothing is hidden, and parts need not add up to their totals."""
    shown: dict[int, dict[int, int]] = {}
    intervals: list[Interval] = []
    lost: dict[int, tuple[int, int]] = {}
    for row in rows_of(tables):
        if not row.sent or row.given is None:
            continue
        value = changed(row.given, key_of(secret, *row.series, *row.what), rules)
        shown.setdefault(row.table, {})[row.row] = value
        rows, persons = lost.get(row.table, (0, 0))
        lost[row.table] = rows + 1, persons + row.given
        if row.given:
            least, most = possible(value, rules)
            intervals.append(Interval(row.series, row.what, 0, ((0, row.table, row.row),), least, most))
    after = tuple(_with(table, shown.get(number, {})) for number, table in enumerate(tables))
    open_ones = tuple(each for each in intervals if each.narrower_than(rules.width))
    proof = Proof(
        f"{rules.id} {rules.version} {rules.digest}", 1, len(intervals), tuple(intervals), open_ones, rules.width
    )
    found = [
        Finding("mds.protect.changed", "note", Place(item=table.structure), {"most": rules.change_at_most})
        for number, table in enumerate(tables)
        if number in shown
    ]
    losses = tuple(Lost(tables[n].structure, rows, 0, 0, persons, 0) for n, (rows, persons) in lost.items())
    return Protected(after, rules, Findings(found), losses, proof, tuple(tables))


def _with(table: Table, shown: dict[int, int]) -> Table:
    """The table with changed counts, status ``estimated``, and without what measures and notes say besides."""
    import polars as pl

    if not shown:
        return table
    first, *others = structure(table.structure).of("measure")
    rows = range(table.frame.height)
    value = pl.Series("changed", [shown.get(row) for row in rows], dtype=pl.Int64)
    touched = value.is_not_null()
    cleared = [name for name in (*others, "note") if name in table.frame.columns]
    frame = table.frame.with_columns(
        pl.when(touched).then(value).otherwise(pl.col(first)).alias(first),
        *(pl.when(~touched).then(pl.col(name)).alias(name) for name in cleared),
        pl.when(touched).then(pl.lit("estimated")).otherwise(pl.col("status")).alias("status"),
    )
    return Table(table.structure, frame, table.provenance)
