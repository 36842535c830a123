"""What every reader gives: one row for each value of a sheet, as typed, with the place of everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from concord.findings import Place
from concord.mds.profile import Profile
from concord.mds.readers.layouts import Layout

if TYPE_CHECKING:
    import polars as pl

#: Columns of :attr:`Records.frame` that hold texts as typed; null where the sheet has no such column.
ROLES = (
    "area",
    "area_code",
    "year",
    "occupation",
    "origin",
    "origin_code",
    "destination",
    "row_kind",
    "sex",
    "activity",
    "variable",
    "part",
    "flag",
    "note",
    "measure",
    "base",
)
#: Columns that say where a value stands and what kind of cell it is.
PLACES = ("row", "letter", "header", "kind", "year_kind")


#: Role → what our own structures call it, where that is another word.
_OURS = {"flag": "status"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A column: its header and letter."""

    header: str
    letter: str


@dataclass(frozen=True)
class Records:
    """The values of one sheet.

    Args:
        file, sheet: Names; ``sheet`` is None for a text table.
        frame: Columns :data:`ROLES` and ``value`` (texts), and :data:`PLACES`.
        marks: Role → the column that holds it; a role that stands across the columns has none.
        layout: The declared layout, where one was recognised.
        structure: The structure's id, where the file names it itself.
        decimal: The file's decimal sign, or None.
        assumed: Base of the origins, where no header says it.
        unread: Headers of columns that were not read.
        profile: What is said of this table alone; None where the file's profile holds.
    """

    file: str
    sheet: str | None
    frame: pl.DataFrame
    marks: Mapping[str, Mark]
    layout: Layout | None = None
    structure: str = ""
    decimal: str | None = None
    unread: tuple[Mark, ...] = ()
    header_row: int | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    profile: Profile | None = None

    @property
    def in_our_columns(self) -> bool:
        """Whether the table is one of ours: named as such, of a declared layout, or headed by our own names alone."""
        own = all(mark.header in (role, _OURS.get(role)) for role, mark in self.marks.items())
        return bool(self.structure or self.layout) or (bool(self.marks) and own)

    def place(self, row: int | None, role: str = "", *, letter: str = "", header: str = "") -> Place:
        """Where something stands: the role's own column, else the column given."""
        mark = self.marks.get(role)
        if mark is not None:
            header, letter = mark.header, mark.letter
        return Place(self.file, self.sheet, row, header or None, letter or None)
