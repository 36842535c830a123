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
from concord.mds.engines.duckdb import locked
from concord.mds.persons.columns import ROW, TYPED, is_text
from concord.mds.persons.conditions import Condition
from concord.mds.persons.sql import DUCKDB, counted_sql, doubles_sql, masked_sql, name
from concord.mds.persons.typed_rows import Doubles, Offended, Statistics

if TYPE_CHECKING:
    import polars as pl

#: From so many rows on, doubles are sought among sorted hashes instead of by grouping.
SORTED_FROM = 250_000
#: So many suspected doubles are looked up by their hashes; more are grouped.
LOOKED_UP = 100_000


class DuckRegister:
    """One Parquet file of typed rows."""

    def __init__(self, connection: Any, path: Path) -> None:
        self._connection = connection
        self._path = str(path.absolute())
        there = self._names()
        self._row = ROW if ROW in there else "file_row_number + 1"
        self._from = "read_parquet(?)" if ROW in there else "read_parquet(?, file_row_number = true)"
        if "birth_date" in there and "birth_year" not in there:
            self._from = f"(SELECT *, year(birth_date) AS birth_year FROM {self._from})"
            there.append("birth_year")
        self.columns = frozenset(there) & frozenset(TYPED)
        self._statistics: dict[str, Statistics] | None = None

    def _names(self) -> list[str]:
        described = self._connection.execute("SELECT * FROM read_parquet(?) LIMIT 0", [self._path]).description
        return [str(each[0]) for each in described]

    def _all(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query whose first parameter is the file."""
        found: list[tuple[Any, ...]] = self._connection.execute(query, [self._path, *values]).fetchall()
        return found

    def statistics(self) -> dict[str, Statistics]:
        """What the file itself says of its columns, without a row being read; columns of which it says it."""
        if self._statistics is None:
            query = (
                "SELECT path_in_schema, sum(stats_null_count), bool_and(stats_null_count IS NOT NULL), "
                "list(stats_min_value), list(stats_max_value), bool_and(stats_min_value IS NOT NULL) "
                "FROM parquet_metadata(?) GROUP BY 1"
            )
            found = self._all(query)
            self._statistics = {
                column: Statistics(int(nulls) if counted else None, tuple(least) if ranged else (), tuple(most))
                for column, nulls, counted, least, most, ranged in found
                if column in self.columns
            }
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
        return int(self._all(f"SELECT count(*) FROM {self._from}")[0][0])

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
        table = self._connection.sql(f"{inner} LIMIT {int(most) + 1}", params=[self._path, *values]).to_arrow_table()
        frame = pl.from_arrow(table)
        assert isinstance(frame, pl.DataFrame)
        return frame.cast({"row": pl.Int64}).sort("row") if frame.height <= most else None

    def all_offending(self, conditions: Sequence[Condition]) -> Iterator[pl.DataFrame]:
        """Every row that offends, with its mask, a part at a time."""
        import polars as pl

        inner, values = self._masked(conditions)
        reader = self._connection.sql(inner, params=[self._path, *values]).to_arrow_reader(1 << 17)
        for batch in reader:
            part = pl.from_arrow(batch)
            assert isinstance(part, pl.DataFrame)
            yield part

    def _masked(self, conditions: Sequence[Condition]) -> tuple[str, list[object]]:
        inner, values = masked_sql(conditions, self._row, self._from, DUCKDB)
        # Parameters stand in the order of the text: those of the mask, the file, those of the condition.
        return _renumbered(inner, len(values)), values

    def values(self, rows: Sequence[int], columns: Sequence[str]) -> dict[int, dict[str, Any]]:
        """The values of some rows."""
        asked = ", ".join(name(column) for column in columns)
        within = f"{self._row} BETWEEN ? AND ? AND list_contains(?, {self._row})"
        query = f"SELECT {self._row} AS row, {asked} FROM {self._from} WHERE {within}"
        found = self._all(query, [min(rows), max(rows), list(rows)])
        return {row: dict(zip(columns, values, strict=True)) for row, *values in found}

    def doubles(self, columns: Sequence[str], *, first: int) -> Doubles:
        """Keys that stand more than once; a key with an empty part is none."""
        if self.count() < SORTED_FROM:
            return self._grouped(columns, first, "", [])
        alike = self.constant()
        suspected = self._suspected([column for column in columns if column not in alike])
        if not len(suspected):
            return Doubles(0, 0, ())
        if len(suspected) > LOOKED_UP:
            return self._grouped(columns, first, "", [])
        hashed = [column for column in columns if column not in alike]
        where = f" AND hash({_names(hashed)}) IN (SELECT unnest(CAST(? AS UBIGINT[])))"
        return self._grouped(columns, first, where, [suspected.tolist()])

    def all_doubles(self, columns: Sequence[str]) -> Sequence[int]:
        """Every row whose key stands more than once."""
        inner = doubles_sql(columns, f"list({self._row}) AS r", self._from)
        return [row for (row,) in self._all(f"SELECT unnest(r) AS row FROM ({inner}) ORDER BY row")]

    def _grouped(self, columns: Sequence[str], first: int, where: str, values: Sequence[object]) -> Doubles:
        asked = f"count(*) AS n, min({self._row}) AS a, max({self._row}) AS b"
        query = (
            f"WITH twice AS ({doubles_sql(columns, asked, self._from, where)}) "
            f"SELECT count(*), coalesce(sum(n), 0), min([a, b], {int(first)}) FROM twice"
        )
        keys_found, rows, pairs = self._all(query, values)[0]
        return Doubles(int(keys_found), int(rows), tuple((a, b) for a, b in pairs or ()))

    def _suspected(self, columns: Sequence[str]) -> Any:
        """Hashes that stand more than once; some may be of different keys, so that they are looked up afterwards."""
        from concord.mds.persons.hashes import twice

        whole = self.statistics()
        full = [f"{name(c)} IS NOT NULL" for c in columns if c not in whole or whole[c].nulls != 0]
        where = f" WHERE {' AND '.join(full)}" if full else ""
        query = f"SELECT hash({_names(columns)}) AS h FROM {self._from}{where}"
        count = self.count()
        reader = self._connection.sql(query, params=[self._path]).to_arrow_reader(1 << 20)
        return twice((batch.column(0).to_numpy(zero_copy_only=False) for batch in reader), count)

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
        table = self._connection.sql(query, params=[self._path]).to_arrow_table()
        frame = pl.from_arrow(table)
        assert isinstance(frame, pl.DataFrame)
        frame = frame.filter(pl.col("headcount") > 0)
        return frame.with_columns(pl.lit(value).alias(column) for column, value in constant.items())


def _names(columns: Sequence[str]) -> str:
    return ", ".join(name(column) for column in columns)


def _renumbered(query: str, values: int) -> str:
    """Positional parameters by number: the file is the first, and the values follow twice in the same order."""
    if not values:
        return query
    parts = query.split("?")
    # values + 1 + values marks: those of the mask, the file, those of the condition.
    numbers = [*range(2, values + 2), 1, *range(2, values + 2)]
    return "".join(part + (f"${numbers[i]}" if i < len(numbers) else "") for i, part in enumerate(parts))


@contextmanager
def opened(path: Path, *, threads: int = 2, memory: str = "384MB") -> Iterator[DuckRegister]:
    """The typed rows of one file of our own.

    Raises:
        Invalid: ``mds.query.column`` where the file has none of the typed columns.
    """
    with locked(threads=threads, memory=memory, opens=(path,)) as connection:
        register = DuckRegister(connection, path)
        if not register.columns:
            raise Invalid("mds.query.column", params={"column": "–", "structure": "–", "known": ", ".join(TYPED)})
        yield register
