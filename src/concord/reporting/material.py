"""What the chapters of a report provide and the outline puts in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from concord.documents.figures import Figure
from concord.documents.model import STATUSES, Block, Column, RowsUsed, Status, Value
from concord.documents.sentences import Saying


@dataclass(frozen=True)
class Rows:
    """The rows of a table with their sources; ``columns`` where they depend on the facts."""

    rows: tuple[tuple[Value, ...], ...]
    sources: tuple[RowsUsed, ...] = ()
    columns: tuple[Column, ...] = ()
    last_is_total: bool = False
    small: bool = False


@dataclass(frozen=True)
class Drawn:
    """A drawn figure with its sources; ``legend`` stands beside it, ``table_id`` holds the same values."""

    figure: Figure
    sources: tuple[RowsUsed, ...] = ()
    legend: Figure | None = None
    table_id: str = ""
    width: float = 1.0


@dataclass(frozen=True)
class Material:
    """What chapters say: values for sentences by chapter, tables, figures, whole pieces, and flags about the facts."""

    values: Mapping[str, Mapping[str, Saying]] = field(default_factory=dict)
    tables: Mapping[str, Rows] = field(default_factory=dict)
    figures: Mapping[str, Drawn] = field(default_factory=dict)
    pieces: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()

    def __or__(self, other: Material) -> Material:
        return Material(
            {**self.values, **other.values},
            {**self.tables, **other.tables},
            {**self.figures, **other.figures},
            {**self.pieces, **other.pieces},
            self.flags | other.flags,
        )


def drawn_statuses(figure: Figure) -> tuple[Status, ...]:
    """The statuses that occur in a figure and need explaining; a map's legend explains its own."""
    if figure.entries:
        return ()
    return tuple(status for status in STATUSES if status in figure.table.present)
