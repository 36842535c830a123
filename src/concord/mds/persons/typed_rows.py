"""What every engine can say of rows of persons in standard columns: the questions that rules and tables ask.

Rules (:mod:`~concord.mds.persons.checking`) and tables (:mod:`~concord.mds.persons.tabulating`) know this face alone,
so that the same of both run wherever the rows stand. Of rows only counts, distinct values, numbers of offending rows
and the few values of the first of them are ever said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from concord.mds.persons.conditions import Condition

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Offended:
    """Rows that offend one or several conditions at once.

    Args:
        mask: Bit ``i`` stands for condition ``i``.
        count: Rows.
        rows: The first of them.
    """

    mask: int
    count: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Doubles:
    """Keys that stand more than once.

    Args:
        keys: How many.
        rows: How many rows have one of them.
        pairs: First and last row of the first keys.
    """

    keys: int
    rows: int
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is known of a column without a rule being asked.

    Args:
        nulls: Empty cells, or None where it is not known.
        least, most: Of each group of rows, as text; empty where some group does not say.
    """

    nulls: int | None
    least: tuple[str, ...]
    most: tuple[str, ...]


class TypedRows(Protocol):
    """Rows of persons in standard columns, in some engine."""

    @property
    def columns(self) -> frozenset[str]:
        """The typed columns that are there."""
        ...

    def statistics(self) -> dict[str, Statistics]:
        """What is known of columns beforehand; columns of which something is."""
        ...

    def constant(self) -> dict[str, str]:
        """Text columns that are known to have one value in every row, and the value."""
        ...

    def count(self) -> int:
        """Rows."""
        ...

    def filled(self, columns: Sequence[str]) -> dict[str, int]:
        """Rows in which each column says something."""
        ...

    def distinct(self, column: str) -> frozenset[str]:
        """The different values of a text column, nulls apart."""
        ...

    def offending(self, conditions: Sequence[Condition], *, first: int) -> list[Offended]:
        """Rows that offend, by which conditions they offend; at most ``first`` of each are named."""
        ...

    def few_offending(self, conditions: Sequence[Condition], *, most: int) -> pl.DataFrame | None:
        """Every row that offends (``row``, ``mask``), in order; None where they are more than ``most``."""
        ...

    def all_offending(self, conditions: Sequence[Condition]) -> Iterator[pl.DataFrame]:
        """Every row that offends, with its mask, a part at a time."""
        ...

    def values(self, rows: Sequence[int], columns: Sequence[str]) -> dict[int, dict[str, Any]]:
        """The values of some rows."""
        ...

    def doubles(self, columns: Sequence[str], *, first: int) -> Doubles:
        """Keys that stand more than once; a key with an empty part is none."""
        ...

    def all_doubles(self, columns: Sequence[str]) -> Sequence[int]:
        """Every row whose key stands more than once, in order."""
        ...

    def counted(self, keys: Sequence[str], *, where: str = "", with_fte: bool = False) -> pl.DataFrame:
        """Rows (``headcount``) by keys, nulls as keys of their own.

        Args:
            keys: Typed columns and names of :data:`~concord.mds.persons.sql.DERIVED`.
            where: A name of :data:`~concord.mds.persons.sql.CHOSEN`; "" for all rows.
            with_fte: Also the sum of full-time equivalents, and how many rows say one.
        """
        ...


@dataclass(frozen=True, slots=True)
class Typed:
    """Typed rows that have been written.

    Args:
        count: Rows.
        opened: The rows, in the engine that was asked for.
    """

    count: int
    opened: Callable[[], AbstractContextManager[TypedRows]]
