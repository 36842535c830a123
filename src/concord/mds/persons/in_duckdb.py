"""Rows of persons in DuckDB: what stands in the columns, which rows offend, which stand twice, and counts.

The face is that of :mod:`concord.mds.persons.typed_rows`, which :mod:`~concord.mds.persons.in_spark` has too. Names in
SQL are checked against the closed list of typed columns; values are parameters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from concord.errors import Invalid
from concord.intake.landing.arrays import numpy_of
from concord.mds.engines.duckdb import locked
from concord.mds.persons.columns import ROW, TYPED, is_text
from concord.mds.persons.conditions import Condition
from concord.mds.persons.sources import InFile, InParts, Source
from concord.mds.persons.sql import DUCKDB, counted_sql, doubles_sql, masked_sql, name
from concord.mds.persons.typed_parts import TypedParts
from concord.mds.persons.typed_rows import Doubles, Offended, Statistics

if TYPE_CHECKING:
    import polars as pl

#: From so many rows on, doubles are sought among sorted hashes instead of by grouping.
SORTED_FROM = 250_000
#: So many suspected doubles are looked up by their hashes; more are grouped.
LOOKED_UP = 100_000


class DuckRegister:
    """Typed rows in a connection.

    Args:
        connection: Of :func:`concord.mds.engines.duckdb.locked`.
        source: Where the rows are.
    """

    def __init__(self, connection: Any, source: Source) -> None:
        self._connection = connection
        self._source = source
        self._row, self._from = source.row, source.sql
        self.columns = source.columns & frozenset(TYPED)
        self._statistics: dict[str, Statistics] | None = None
        self._count: int | None = None
        self._alike: dict[tuple[str, ...], pl.DataFrame | None] = {}

    def _asked(self, query: str, values: Sequence[object]) -> Any:
        """A query over the rows; its parameters follow those of the source."""
        self._source.offer(query)
        return self._connection.sql(query, params=[*self._source.parameters, *values])

    def _all(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        self._source.offer(query)
        found = self._connection.execute(query, [*self._source.parameters, *values]).fetchall()
        return [tuple(row) for row in found]

    def _frame(self, query: str, values: Sequence[object] = ()) -> pl.DataFrame:
        import polars as pl

        frame = pl.from_arrow(self._asked(query, values).to_arrow_table())
        assert isinstance(frame, pl.DataFrame)
        return frame

    def statistics(self) -> dict[str, Statistics]:
        """What the rows say of themselves without being read; columns of which they say it."""
        if self._statistics is None:
            self._statistics = self._source.statistics()
        return self._statistics

    def constant(self) -> dict[str, str]:
        """Text columns that have one value in every row, and the value."""
        found = {}
        for column, said in self.statistics().items():
            values = {*said.least, *said.most}
            if is_text(column) and said.nulls == 0 and len(values) == 1 and len(said.least) == len(said.most):
                found[column] = str(values.pop())
        return found

    def count(self) -> int:
        """Rows."""
        if self._count is None:
            self._count = self._source.count()
        return self._count

    def filled(self, columns: Sequence[str]) -> dict[str, int]:
        """Rows in which each column says something."""
        asked = ", ".join(f"count({name(column)})" for column in columns)
        return dict(zip(columns, self._all(f"SELECT {asked} FROM {self._from}")[0], strict=True)) if columns else {}

    def distinct(self, column: str) -> frozenset[str]:
        """The different values of a text column, nulls apart."""
        found = self._all(f"SELECT {name(column)} FROM {self._from} GROUP BY 1")
        return frozenset(str(value) for (value,) in found if value is not None)

    def offending(self, conditions: Sequence[Condition], *, first: int) -> list[Offended]:
        """Rows that offend, by which conditions they offend; at most ``first`` of each are named."""
        if not conditions:
            return []
        inner, values = self._masked(conditions)
        query = f"SELECT mask, count(*), min(row, {int(first)}) FROM ({inner}) GROUP BY mask ORDER BY mask"
        return [Offended(int(mask), count, tuple(rows)) for mask, count, rows in self._all(query, values)]

    def few_offending(self, conditions: Sequence[Condition], *, most: int) -> pl.DataFrame | None:
        """Every row that offends (``row``, ``mask``), in order; None where they are more than ``most``."""
        import polars as pl

        if not conditions:
            return pl.DataFrame(schema={"row": pl.Int64, "mask": pl.UInt64})
        inner, values = self._masked(conditions)
        frame = self._frame(f"{inner} LIMIT {int(most) + 1}", values)
        return frame.cast({"row": pl.Int64}).sort("row") if frame.height <= most else None

    def all_offending(self, conditions: Sequence[Condition]) -> Iterator[pl.DataFrame]:
        """Every row that offends, with its mask, a part at a time."""
        import polars as pl

        inner, values = self._masked(conditions)
        for batch in self._asked(inner, values).to_arrow_reader(1 << 17):
            part = pl.from_arrow(batch)
            assert isinstance(part, pl.DataFrame)
            yield part

    def _masked(self, conditions: Sequence[Condition]) -> tuple[str, list[object]]:
        inner, values = masked_sql(conditions, self._row, self._from, DUCKDB)
        # Parameters stand in the order of the text: those of the mask, of the source, those of the condition.
        return _renumbered(inner, len(values), len(self._source.parameters)), values

    def values(self, rows: Sequence[int], columns: Sequence[str]) -> dict[int, dict[str, Any]]:
        """The values of some rows."""
        asked = ", ".join(name(column) for column in columns)
        within = f"{self._row} BETWEEN ? AND ? AND list_contains(?, {self._row})"
        query = f"SELECT {self._row} AS row, {asked} FROM {self._from} WHERE {within}"
        found = self._all(query, [min(rows), max(rows), list(rows)])
        return {row: dict(zip(columns, values, strict=True)) for row, *values in found}

    def doubles(self, columns: Sequence[str], *, first: int) -> Doubles:
        """Keys that stand more than once; a key with an empty part is none."""
        import polars as pl

        alike = self._twice(columns)
        if alike is None:
            return self._grouped(columns, first)
        keys = [column for column in columns if column in alike.columns]
        ends = [pl.col(ROW).min().alias("a"), pl.col(ROW).max().alias("b")]
        pairs = alike.group_by(keys).agg(*ends).sort("a", "b")
        return Doubles(pairs.height, alike.height, tuple(pairs.head(first).select("a", "b").iter_rows()))

    def all_doubles(self, columns: Sequence[str]) -> Sequence[int]:
        """Every row whose key stands more than once."""
        alike = self._twice(columns)
        if alike is not None:
            return alike[ROW].sort().to_list()
        inner = doubles_sql(columns, f"list({self._row}) AS r", self._from)
        return [row for (row,) in self._all(f"SELECT unnest(r) AS row FROM ({inner}) ORDER BY row")]

    def _twice(self, columns: Sequence[str]) -> pl.DataFrame | None:
        """The rows (and their keys, values that are the same in all rows apart) whose key stands more than once.

        None where they are better sought by grouping: few rows, or many doubles.
        """
        asked = tuple(columns)
        if asked not in self._alike:
            self._alike[asked] = self._sought(asked) if self.count() >= SORTED_FROM else None
        return self._alike[asked]

    def _sought(self, columns: Sequence[str]) -> pl.DataFrame | None:
        import polars as pl

        constant = self.constant()
        keys = [column for column in columns if column not in constant]
        suspected = self._suspected(keys)
        if len(suspected) > LOOKED_UP:
            return None
        full = " AND ".join(f"{name(column)} IS NOT NULL" for column in keys)
        within = f"hash({_names(keys)}) IN (SELECT unnest(CAST(? AS UBIGINT[])))"
        query = f'SELECT {_names(keys)}, {self._row} AS "{ROW}" FROM {self._from} WHERE {full} AND {within}'
        found = self._frame(query, [suspected.tolist()]).cast({ROW: pl.Int64})
        return found.filter(pl.len().over(keys) > 1)

    def _grouped(self, columns: Sequence[str], first: int) -> Doubles:
        asked = f"count(*) AS n, min({self._row}) AS a, max({self._row}) AS b"
        query = (
            f"WITH twice AS ({doubles_sql(columns, asked, self._from)}) "
            f"SELECT count(*), coalesce(sum(n), 0), min([a, b], {int(first)}) FROM twice"
        )
        keys_found, rows, pairs = self._all(query)[0]
        return Doubles(int(keys_found), int(rows), tuple((a, b) for a, b in pairs or ()))

    def _suspected(self, columns: Sequence[str]) -> Any:
        """Hashes that stand more than once; some may be of different keys, so that they are looked up afterwards."""
        from concord.mds.persons.hashes import twice

        whole = self.statistics()
        full = [f"{name(c)} IS NOT NULL" for c in columns if c not in whole or whole[c].nulls != 0]
        where = f" WHERE {' AND '.join(full)}" if full else ""
        query = f"SELECT hash({_names(columns)}) AS h FROM {self._from}{where}"
        count = self.count()
        reader = self._asked(query, []).to_arrow_reader(1 << 20)
        return twice((numpy_of(batch.column(0), "<u8") for batch in reader), count)

    def counted(self, keys: Sequence[str], *, where: str = "", with_fte: bool = False) -> pl.DataFrame:
        """Rows by keys, nulls as keys of their own.

        Args:
            keys: Typed columns and names of :data:`~concord.mds.persons.sql.DERIVED`.
            where: A name of :data:`~concord.mds.persons.sql.CHOSEN`; "" for all rows.
            with_fte: Also the sum of full-time equivalents, and how many rows say one.
        """
        import polars as pl

        constant = {column: value for column, value in self.constant().items() if column in keys}
        query = counted_sql(keys, where, self._from, self.columns, with_fte=with_fte, constant=constant)
        frame = self._frame(query).filter(pl.col("headcount") > 0)
        return frame.with_columns(pl.lit(value).alias(column) for column, value in constant.items())


def _names(columns: Sequence[str]) -> str:
    return ", ".join(name(column) for column in columns)


def _renumbered(query: str, values: int, leading: int) -> str:
    """Positional parameters by number: those of the source come first, and the values follow twice in the same order.

    In the text stand the values of the mask, the parameters of the source, and the values of the condition.
    """
    if not values:
        return query
    parts = query.split("?")
    own = range(leading + 1, leading + values + 1)
    numbers = [*own, *range(1, leading + 1), *own]
    return "".join(part + (f"${numbers[i]}" if i < len(numbers) else "") for i, part in enumerate(parts))


@contextmanager
def opened(path: Path, *, threads: int = 2, memory: str = "384MB") -> Iterator[DuckRegister]:
    """The typed rows of one Parquet file of our own.

    Raises:
        Invalid: ``mds.query.column`` where the file has none of the typed columns.
    """
    with locked(threads=threads, memory=memory, opens=(path,)) as connection:
        register = DuckRegister(connection, InFile(connection, path))
        if not register.columns:
            raise Invalid("mds.query.column", params={"column": "–", "structure": "–", "known": ", ".join(TYPED)})
        yield register


@contextmanager
def opened_parts(rows: TypedParts, folder: Path, *, threads: int = 2, memory: str = "384MB") -> Iterator[DuckRegister]:
    """The typed rows of a landed register; what does not fit into memory is kept in ``folder``."""
    with locked(threads=threads, memory=memory, spills=folder) as connection:
        yield DuckRegister(connection, InParts(connection, rows))
