"""One protected cube of persons: every margin counted once, changed by keys, and asked ever after.

A query is answered by looking up a row of the cube, never by adding rows up. Whoever asks for women, for nurses, for
women among nurses, gets rows of one table; the persons themselves and their counts are not needed any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from concord.errors import Invalid, NotFound
from concord.mds.protect.declared import Rules
from concord.mds.protect.keys import KEYS, changed, key_of

if TYPE_CHECKING:
    import polars as pl

#: Stands for all codes of a dimension.
ALL = "_T"
#: What is not known of a person.
UNKNOWN = "_U"


@dataclass(frozen=True)
class Cube:
    """Changed counts of all margins.

    Args:
        dimensions: Its dimensions, in order.
        frame: One row for each cell that is not shown as 0: the dimensions and ``persons``; :data:`ALL` where it is not
            divided. A cell without a row is 0, whether it counts nobody or few.
        rules: By which rules.
    """

    dimensions: tuple[str, ...]
    frame: pl.DataFrame
    rules: Rules

    def ask(self, **said: str) -> int:
        """The count of one cell; a dimension that is not said is not divided.

        Raises:
            NotFound: ``mds.query.column`` for a dimension that the cube does not have.
        """
        import polars as pl

        for name in said:
            if name not in self.dimensions:
                known = ", ".join(self.dimensions)
                raise NotFound("mds.query.column", params={"column": name, "structure": "cube", "known": known})
        wanted = [pl.col(name) == said.get(name, ALL) for name in self.dimensions]
        found = self.frame.filter(*wanted)["persons"]
        return int(found.item()) if len(found) else 0


def cube(
    persons: pl.DataFrame, dimensions: Sequence[str], rules: Rules, *, secret: bytes, person: str = "person"
) -> Cube:
    """The protected cube of rows of persons.

    Args:
        persons: One row for each person and cell of the finest kind.
        dimensions: Columns by which it is divided; the cube has all 2^n sets of them.
        rules: Of the method ``cell-key``.
        secret: Of the installation: with another one, everything comes out otherwise.
        person: The column of ids.

    Raises:
        Invalid: ``mds.protect.method``, ``mds.protect.secret``.
    """
    import polars as pl

    if rules.method != "cell-key":
        raise Invalid("mds.protect.method", params={"id": rules.id, "method": rules.method})
    ids = persons[person].unique().to_list()
    keys = pl.DataFrame(
        {person: ids, "key": [key_of(secret, each) for each in ids]}, schema_overrides={"key": pl.Int64}
    )
    rows = persons.select(person, *(pl.col(name).cast(pl.String).fill_null(UNKNOWN) for name in dimensions))
    counted = rows.join(keys, on=person, nulls_equal=True)
    margins = [
        _margin(counted, dimensions, kept) for n in range(len(dimensions) + 1) for kept in combinations(dimensions, n)
    ]
    whole = pl.concat(margins)
    shown = [changed(count, key % KEYS, rules) for count, key in whole.select("count", "key").iter_rows()]
    frame = whole.select(*dimensions, pl.Series("persons", shown, dtype=pl.Int64))
    frame = frame.filter(pl.col("persons") > 0).sort(dimensions)
    return Cube(tuple(dimensions), frame, rules)


def _margin(counted: pl.DataFrame, dimensions: Sequence[str], kept: Sequence[str]) -> pl.DataFrame:
    import polars as pl

    sums = (pl.len().cast(pl.Int64).alias("count"), pl.col("key").sum())
    found = counted.group_by(list(kept)).agg(sums) if kept else counted.select(sums)
    rest: Mapping[str, pl.Expr] = {name: pl.lit(ALL) for name in dimensions if name not in kept}
    return found.with_columns(**rest).select(*dimensions, "count", "key")
