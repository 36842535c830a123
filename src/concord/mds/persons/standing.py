"""Where a register stands until it is counted: on this computer, or in a cluster that its rows do not leave.

Harmonising (:mod:`~concord.mds.persons.harmonising`) knows this face alone: the head, the distinct texts of a column,
which rows have a text, and that the rows are written in standard columns somewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from concord.errors import Invalid
from concord.intake.landing.pieces import Head
from concord.mds.engines.address import DUCKDB, Engine
from concord.mds.harmonise.settle import ROWS_NAMED
from concord.mds.persons import in_duckdb, in_spark
from concord.mds.persons.generated import is_generated
from concord.mds.persons.landed import Landed
from concord.mds.persons.texts import Texts
from concord.mds.persons.typed import Coded, Progress
from concord.mds.persons.typed_parts import TypedParts
from concord.mds.persons.typed_rows import Typed

if TYPE_CHECKING:
    import polars as pl

#: Threads and memory of the engine on this computer.
THREADS, MEMORY = 2, "384MB"


class Stands(Protocol):
    """A register as it was sent."""

    @property
    def file(self) -> str:
        """Name of the file, or of the folder or table."""
        ...

    @property
    def sheet(self) -> str | None:
        """Name of the sheet, where there are sheets."""
        ...

    @property
    def head(self) -> Head:
        """Headers and letters."""
        ...

    @property
    def count(self) -> int:
        """Rows."""
        ...

    @property
    def is_generated(self) -> bool:
        """Whether it says of itself that nobody stands behind it."""
        ...

    def texts(self, letter: str) -> Texts:
        """The distinct texts of a column."""
        ...

    def first_rows(self, letter: str, texts: Sequence[str]) -> dict[str, list[int]]:
        """The first rows that have one of the texts."""
        ...

    def rows_with(self, letter: str, texts: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Every row (``row``, ``text``) that has one of the texts, in order, a part at a time."""
        ...

    def typed(
        self,
        columns: Sequence[Coded],
        constants: Mapping[str, Any],
        *,
        only_year: int | None,
        progress: Progress | None = None,
    ) -> Typed:
        """The rows in standard columns; see :class:`~concord.mds.persons.typed_parts.TypedParts`."""
        ...


@dataclass(frozen=True, slots=True)
class Here:
    """A register that has landed on this computer.

    Args:
        landed: The rows as typed.
        folder: Where it may write what does not fit into memory, and typed rows for Spark.
        engine: Who counts them.
    """

    landed: Landed
    folder: Path
    engine: Engine = DUCKDB

    def __post_init__(self) -> None:
        if not self.engine.is_here:
            raise Invalid("mds.engine.file-here", params={"file": self.landed.file, "engine": self.engine.master})

    @property
    def file(self) -> str:
        """Name of the file."""
        return self.landed.file

    @property
    def sheet(self) -> str | None:
        """Name of the sheet."""
        return self.landed.sheet

    @property
    def head(self) -> Head:
        """Headers and letters."""
        return self.landed.head

    @property
    def count(self) -> int:
        """Rows."""
        return self.landed.count

    @property
    def is_generated(self) -> bool:
        """Whether it says of itself that nobody stands behind it."""
        return is_generated(self.landed.texts)

    def texts(self, letter: str) -> Texts:
        """The distinct texts of a column."""
        return self.landed.texts[letter]

    def first_rows(self, letter: str, texts: Sequence[str]) -> dict[str, list[int]]:
        """The first rows that have one of the texts."""
        return self.landed.first_rows(letter, texts, ROWS_NAMED)

    def rows_with(self, letter: str, texts: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Every row (``row``, ``text``) that has one of the texts."""
        return self.landed.rows_with(letter, texts)

    def typed(
        self,
        columns: Sequence[Coded],
        constants: Mapping[str, Any],
        *,
        only_year: int | None,
        progress: Progress | None = None,
    ) -> Typed:
        """The rows in standard columns, made when they are asked for; in a file of our own where Spark reads them."""
        rows = TypedParts(self.landed, columns, constants, only_year=only_year)
        if self.engine.kind == "spark":
            path = self.folder / "rows.parquet"
            return Typed(rows.write(path, progress), partial(in_spark.opened, self.engine, path))
        if progress is not None:
            progress("harmonising", rows.count)
        return Typed(rows.count, partial(in_duckdb.opened_parts, rows, self.folder, threads=THREADS, memory=MEMORY))
