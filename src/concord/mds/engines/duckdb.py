"""DuckDB over our own Parquet, with every door to the file system and the network closed.

The process that serves people holds secrets, so the engine may open nothing by itself: external access is off, the
configuration is locked, and a released file reaches it as an Arrow data set that we opened (rule 7 of the security
page). So do the rows of a register of persons. Rows that stand as Parquet already (generated ones) may be larger than
memory: there the engine itself may open exactly the files of our own that are named when the connection is made, and
nothing else. Names in SQL come from declarations; values are parameters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from concord.errors import Invalid
from concord.vocabulary.structures import structure

if TYPE_CHECKING:
    import polars as pl

#: Columns to keep and the values they may have; a column that is absent is not filtered.
Filters = Mapping[str, Sequence[object]]


@contextmanager
def locked(
    *, threads: int = 2, memory: str = "512MB", opens: Sequence[Path] = (), spills: Path | None = None
) -> Iterator[Any]:
    """A connection in memory that can neither open a file or address nor change its own settings.

    Args:
        threads: How many it may use.
        memory: What it may use.
        opens: Files of our own that it may read all the same.
        spills: The folder of what does not fit into memory; by default beside the first of these files.
    """
    import duckdb

    connection = duckdb.connect(":memory:", config={"threads": threads, "memory_limit": memory})
    try:
        beside = spills or (opens[0].absolute().parent if opens else None)
        if opens:
            allowed = ", ".join(_quoted(str(path.absolute())) for path in opens)
            connection.execute(f"SET allowed_paths=[{allowed}]")
            connection.execute("SET enable_external_file_cache=false")
        if beside is not None:
            connection.execute("SET preserve_insertion_order=false")
            connection.execute(f"SET temp_directory={_quoted(str(beside / 'spill'))}")
        connection.execute("SET enable_external_access=false")
        connection.execute("SET lock_configuration=true")
        yield connection
    finally:
        connection.close()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def select(path: Path, id: str, filters: Filters) -> pl.DataFrame:
    """Rows of one released Parquet file of structure ``id``, in order of its dimensions.

    Raises:
        Invalid: ``mds.query.column`` when a filter names a column that the structure does not declare.
    """
    import polars as pl
    import pyarrow.dataset as dataset

    where, values = _where(id, filters)
    names = ", ".join(f'"{name}"' for name in structure(id).names)
    order = ", ".join(f'"{name}" NULLS FIRST' for name in (*structure(id).of("dimension"), *_places(id)))
    query = f"SELECT {names} FROM released {where} ORDER BY {order}"
    with locked() as connection:
        connection.register("released", dataset.dataset(str(path), format="parquet"))
        rows = connection.sql(query, params=values).to_arrow_table()
    frame = pl.from_arrow(rows)
    assert isinstance(frame, pl.DataFrame)
    return frame


def _places(id: str) -> tuple[str, ...]:
    return tuple(name for name in ("source", "source_file", "source_row") if name in structure(id).names)


def _where(id: str, filters: Filters) -> tuple[str, list[object]]:
    known = structure(id).names
    unknown = [name for name in filters if name not in known]
    if unknown:
        raise Invalid("mds.query.column", params={"column": unknown[0], "structure": id, "known": ", ".join(known)})
    clauses = [f'list_contains(?, "{name}")' for name in known if name in filters]
    values: list[object] = [list(filters[name]) for name in known if name in filters]
    return (f"WHERE {' AND '.join(clauses)}" if clauses else "", values)
