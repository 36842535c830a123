"""What crosses from the reading process: the head of a table, then pieces of it, each a run of rows by columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from concord.intake.sheets import Aside

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table.

    Args:
        headers: As typed, in order; may be empty or repeated.
        letters: Letters of the columns.
        header_rows: Physical rows of the header.
        aside: Titles above it.
    """

    headers: tuple[str, ...]
    letters: tuple[str, ...]
    header_rows: tuple[int, ...]
    aside: tuple[Aside, ...] = ()

    @property
    def header_row(self) -> int | None:
        """Physical row of the last header row, or None."""
        return self.header_rows[-1] if self.header_rows else None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of rows.

    Args:
        rows: Physical row of each, ascending (``uint32``).
        columns: For each column its texts as typed: a dictionary array where texts repeat, else plain strings.
    """

    rows: np.ndarray[tuple[int], np.dtype[np.uint32]]
    columns: tuple[pa.Array, ...]

    def __len__(self) -> int:
        return len(self.rows)
