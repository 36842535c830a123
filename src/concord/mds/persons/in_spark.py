"""Rows of persons in Spark: the same answers to the same questions as :mod:`concord.mds.persons.in_duckdb`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from concord.errors import Invalid
from concord.mds.engines import spark as engine
from concord.mds.engines.address import Engine
from concord.mds.persons.columns import BY_NAME, ROW, TYPED, arrow_type, is_number, is_text
from concord.mds.persons.conditions import Condition
from concord.mds.persons.sql import SPARK, counted_sql, doubles_sql, masked_sql, name
from concord.mds.persons.typed_rows import Doubles, Offended, Statistics

if TYPE_CHECKING:
    import polars as pl

VIEW = "concord_rows"
#: Rows that are handed on at a time.
PART = 100_000


class SparkRegister:
    """Typed rows in a session of Spark.

    Args:
        session: A session of :func:`concord.mds.engines.spark.session`; it holds one register at a time.
        rows: A frame of Spark with ``row`` and typed columns.
    """

    def __init__(self, session: Any, rows: Any) -> None:
        self._session = session
        there = list(rows.columns)
        if "birth_date" in there and "birth_year" not in there:
            rows = rows.selectExpr("*", "year(birth_date) AS birth_year")
            there.append("birth_year")
        rows.createOrReplaceTempView(VIEW)
        self.columns = frozenset(there) & frozenset(TYPED)
        self._count: int | None = None
        self._statistics: dict[str, Statistics] | None = None
        self._distinct: dict[str, frozenset[str]] = {}

    def _sql(self, query: str, values: Sequence[object] = ()) -> Any:
        return self._session.sql(query, args=list(values)) if values else self._session.sql(query)

    def _all(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._sql(query, values).collect()]

    def statistics(self) -> dict[str, Statistics]:
        """Empty cells of every column, and the least and greatest of numbers: the rows are looked at once for all."""
        if self._statistics is None:
            columns = sorted(self.columns)
            numbers = [column for column in columns if is_number(column)]
            asked = ["count(*)", *(f"count({name(column)})" for column in columns)]
            asked += [f"{of}({name(column)})" for column in numbers for of in ("min", "max")]
            (found,) = self._all(f"SELECT {', '.join(asked)} FROM {VIEW}")
            self._count, filled, ends = int(found[0]), found[1 : len(columns) + 1], found[len(columns) + 1 :]
            spans = {column: ends[2 * at : 2 * at + 2] for at, column in enumerate(numbers)}
            self._statistics = {
                column: Statistics(self._count - count, *_span(spans.get(column, (None, None))))
                for column, count in zip(columns, filled, strict=True)
            }
        return self._statistics

    def constant(self) -> dict[str, str]:
        """Nothing: what it would spare is done where the rows are."""
        return {}

    def count(self) -> int:
        """Rows."""
        if self._count is None:
            self._count = int(self._all(f"SELECT count(*) FROM {VIEW}")[0][0])
        return self._count

    def filled(self, columns: Sequence[str]) -> dict[str, int]:
        """Rows in which each column says something."""
        said = self.statistics() if columns else {}
        return {column: self.count() - (said[column].nulls or 0) for column in columns}

    def distinct(self, column: str) -> frozenset[str]:
        """The different values of a text column, nulls apart; the rows are looked at once for all columns of codes."""
        if column not in self._distinct:
            codes = [each for each in sorted(self.columns) if each in BY_NAME and BY_NAME[each].codelist]
            asked = codes if column in codes else [column]
            found = self._all(f"SELECT {', '.join(f'collect_set({name(each)})' for each in asked)} FROM {VIEW}")[0]
            self._distinct |= {each: frozenset(values) for each, values in zip(asked, found, strict=True)}
        return self._distinct[column]

    def offending(self, conditions: Sequence[Condition], *, first: int) -> list[Offended]:
        """Rows that offend, by which conditions they offend; at most ``first`` of each are named."""
        if not conditions:
            return []
        inner, values = _masked(conditions)
        counts = self._all(f'SELECT "mask", count(*) FROM ({inner}) GROUP BY "mask" ORDER BY "mask"', values)
        numbered = f'SELECT "mask", "row", row_number() OVER (PARTITION BY "mask" ORDER BY "row") AS n FROM ({inner})'
        rows: dict[int, list[int]] = {}
        for mask, row in self._all(f'SELECT "mask", "row" FROM ({numbered}) WHERE n <= {int(first)}', values):
            rows.setdefault(mask, []).append(row)
        return [Offended(int(mask), count, tuple(sorted(rows[mask]))) for mask, count in counts]

    def few_offending(self, conditions: Sequence[Condition], *, most: int) -> pl.DataFrame | None:
        """Every row that offends (``row``, ``mask``), in order; None where they are more than ``most``."""
        if not conditions:
            return _masks([])
        inner, values = _masked(conditions)
        found = self._all(f"{inner} LIMIT {int(most) + 1}", values)
        return _masks(sorted(found)) if len(found) <= most else None

    def all_offending(self, conditions: Sequence[Condition]) -> Iterator[pl.DataFrame]:
        """Every row that offends, with its mask, a part at a time."""
        inner, values = _masked(conditions)
        rows = map(tuple, self._sql(inner, values).toLocalIterator())
        while part := list(islice(rows, PART)):
            yield _masks(part)

    def values(self, rows: Sequence[int], columns: Sequence[str]) -> dict[int, dict[str, Any]]:
        """The values of some rows."""
        asked = ", ".join(name(column) for column in columns)
        within = f'"{ROW}" IN ({", ".join("?" for _ in rows)})'
        found = self._all(f'SELECT "{ROW}", {asked} FROM {VIEW} WHERE {within}', rows)
        return {row: dict(zip(columns, values, strict=True)) for row, *values in found}

    def doubles(self, columns: Sequence[str], *, first: int) -> Doubles:
        """Keys that stand more than once; a key with an empty part is none."""
        asked = f'count(*) AS n, min("{ROW}") AS a, max("{ROW}") AS b'
        twice = self._sql(doubles_sql(columns, asked, VIEW)).persist()
        try:
            keys, rows = twice.selectExpr("count(*)", "coalesce(sum(n), 0)").collect()[0]
            pairs = twice.select("a", "b").orderBy("a", "b").limit(first).collect() if keys else []
        finally:
            twice.unpersist()
        return Doubles(int(keys), int(rows), tuple((a, b) for a, b in pairs))

    def all_doubles(self, columns: Sequence[str]) -> Sequence[int]:
        """Every row whose key stands more than once, in order."""
        inner = doubles_sql(columns, f'collect_list("{ROW}") AS found', VIEW)
        return [row for (row,) in self._all(f"SELECT r FROM (SELECT explode(found) AS r FROM ({inner})) ORDER BY r")]

    def counted(self, keys: Sequence[str], *, where: str = "", with_fte: bool = False) -> pl.DataFrame:
        """Rows by keys, nulls as keys of their own; see :class:`~concord.mds.persons.typed_rows.TypedRows`."""
        import polars as pl

        query = counted_sql(keys, where, VIEW, self.columns, with_fte=with_fte, constant={})
        schema = {key: _polars(key) for key in keys} | {"headcount": pl.Int64}
        schema |= {"fte": pl.Float64, "fte_known": pl.Int64} if with_fte else {}
        frame = pl.DataFrame(self._all(query), schema=schema, orient="row")
        return frame.filter(pl.col("headcount") > 0)


def _span(ends: Sequence[object]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    least, most = ends
    return ((), ()) if least is None else ((str(least),), (str(most),))


def _masked(conditions: Sequence[Condition]) -> tuple[str, list[object]]:
    inner, values = masked_sql(conditions, f'"{ROW}"', VIEW, SPARK)
    return inner, [*values, *values]


def _masks(rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(rows, schema={"row": pl.Int64, "mask": pl.UInt64}, orient="row")


def _polars(key: str) -> Any:
    """The type of a column of counts, as DuckDB gives it."""
    import polars as pl

    if key not in TYPED or is_text(key):
        return pl.String
    return pl.Int16 if is_number(key) and str(arrow_type(key)) == "int16" else pl.Float64


@contextmanager
def opened(asked: Engine, path: Path) -> Iterator[SparkRegister]:
    """The typed rows of one Parquet file of our own, or of a folder of them.

    Args:
        asked: Which Spark; it must see the file.
        path: The file; rows without a column ``row`` are numbered from 1, through all files in order of their names.

    Raises:
        Invalid: ``mds.query.column`` where the file has none of the typed columns.
    """
    place = str(path.absolute())
    with engine.session(asked) as session, engine.answers(place):
        rows = engine.read(session, place)
        if ROW not in rows.columns:
            rows = engine.placed(session, place, (), first=1)
        register = SparkRegister(session, rows)
        if not register.columns:
            raise Invalid("mds.query.column", params={"column": "–", "structure": "–", "known": ", ".join(TYPED)})
        yield register
