"""Where DuckDB finds typed rows: in one Parquet file of our own, or made of a landed register while it asks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from concord.mds.persons.columns import ROW, TYPED
from concord.mds.persons.typed_parts import TypedParts
from concord.mds.persons.typed_rows import Statistics


class Source(Protocol):
    """Typed rows, as queries name them."""

    @property
    def columns(self) -> frozenset[str]:
        """What there is."""
        ...

    @property
    def sql(self) -> str:
        """What stands after ``FROM``, once in a query."""
        ...

    @property
    def parameters(self) -> Sequence[object]:
        """The parameters in it, which are the first of a query."""
        ...

    @property
    def row(self) -> str:
        """The physical row, in SQL."""
        ...

    def offer(self, query: str) -> None:
        """Make ready what a query asks for."""
        ...

    def count(self) -> int:
        """Rows."""
        ...

    def statistics(self) -> dict[str, Statistics]:
        """What is known of columns without a row being read."""
        ...


class InFile:
    """A Parquet file; rows without a column ``row`` are numbered from 1."""

    def __init__(self, connection: Any, path: Path) -> None:
        self._connection = connection
        self.parameters: Sequence[object] = (str(path.absolute()),)
        there = self._names()
        self.row = ROW if ROW in there else "file_row_number + 1"
        self.sql = "read_parquet(?)" if ROW in there else "read_parquet(?, file_row_number = true)"
        if "birth_date" in there and "birth_year" not in there:
            self.sql = f"(SELECT *, year(birth_date) AS birth_year FROM {self.sql})"
            there.append("birth_year")
        self.columns = frozenset(there)

    def _names(self) -> list[str]:
        described = self._connection.execute("SELECT * FROM read_parquet(?) LIMIT 0", self.parameters).description
        return [str(each[0]) for each in described]

    def offer(self, query: str) -> None:
        """Nothing: the engine opens the file."""

    def count(self) -> int:
        """Rows."""
        return int(self._connection.execute(f"SELECT count(*) FROM {self.sql}", self.parameters).fetchall()[0][0])

    def statistics(self) -> dict[str, Statistics]:
        """What the file itself says of its columns."""
        query = (
            "SELECT path_in_schema, sum(stats_null_count), bool_and(stats_null_count IS NOT NULL), "
            "list(stats_min_value), list(stats_max_value), bool_and(stats_min_value IS NOT NULL) "
            "FROM parquet_metadata(?) GROUP BY 1"
        )
        found = self._connection.execute(query, self.parameters).fetchall()
        return {
            column: Statistics(int(nulls) if counted else None, tuple(least) if ranged else (), tuple(most))
            for column, nulls, counted, least, most, ranged in found
            if column in self.columns and column in TYPED
        }


class InParts:
    """A landed register: of each query only the columns that it names are made, while it is asked."""

    sql, row = "typed", ROW

    def __init__(self, connection: Any, rows: TypedParts) -> None:
        self._connection, self._rows = connection, rows
        self.parameters: Sequence[object] = ()
        self.columns = frozenset(rows.columns)

    def offer(self, query: str) -> None:
        """The columns that the query names, to be read once."""
        self._connection.register(self.sql, self._rows.reader(self._rows.named(query) or [ROW]))

    def count(self) -> int:
        """Rows."""
        return self._rows.count

    def statistics(self) -> dict[str, Statistics]:
        """What was decided of the texts of each column."""
        return self._rows.statistics()
