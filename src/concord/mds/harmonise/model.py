"""What goes into harmonising and what comes out: the call's own words, and rows in standard columns with places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from concord.findings import Finding, Place
from concord.mds.citation import SUBMITTED
from concord.mds.harmonise.definitions import Definitions
from concord.mds.harmonise.settle import Change
from concord.mds.profile import NOTHING_SAID, Profile
from concord.mds.readers.records import Mark

if TYPE_CHECKING:
    import polars as pl
__all__ = ["SUBMITTED", "Asked", "Harmonised"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the call says besides the file: who reports, for which year, and the officer's profile."""

    area: str | None = None
    year: int | None = None
    profile: Profile = NOTHING_SAID


@dataclass
class Harmonised:
    """Rows of all sheets in standard columns, with their places.

    Args:
        frame: ``structure, area, year, occupation, activity, origin, row_kind, sex, number, status, note, source``, and
            the places ``file, sheet, row, letter, header``; ``tolerance`` as the layout declares it.
        marks: (file, sheet) → role → column, for findings about a row's other cells.
        definitions: (file, sheet) → what its counts are of, and who said it.
    """

    frame: pl.DataFrame
    findings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    marks: dict[tuple[str, str | None], Mapping[str, Mark]] = field(default_factory=dict)
    definitions: dict[tuple[str, str | None], Definitions] = field(default_factory=dict)

    def place(self, row: Mapping[str, Any], role: str = "value") -> Place:
        """Where a row's cell of a role stands: the value's own cell unless the role has a column."""
        mark = self.marks.get((row["file"], row["sheet"]), {}).get(role)
        header, letter = (mark.header, mark.letter) if mark else (row["header"], row["letter"])
        return Place(row["file"], row["sheet"], row["row"], header or None, letter or None)
