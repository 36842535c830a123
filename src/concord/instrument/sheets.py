"""The sheets an instrument is written on: rows as they stand, with their places.

An instrument is authored, edited, downloaded and compared as sheets; :mod:`~concord.instrument.xlsform` makes the
model from them. A wording's column carries its language: ``label::fr``; without one it is in the default language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its physical number from 1, and its filled cells by normal column name (``label::fr``, ``relevant``)."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def __hash__(self) -> int:
        return hash((self.number, tuple(sorted(self.cells.items()))))

    def with_cells(self, **changes: str) -> Row:
        """The same row with some cells changed; an empty value empties the cell."""
        merged = {**self.cells, **changes}
        return replace(self, cells=MappingProxyType({key: value for key, value in merged.items() if value != ""}))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: normal column names in order, how the author wrote each, and the rows."""

    name: str
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)  # normal name → as written
    letters: Mapping[str, str] = field(default_factory=dict)  # normal name → column letter

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def with_rows(self, rows: Iterable[Row], *, header_row: int = 1) -> Sheet:
        """The same sheet with other rows, renumbered below the header; columns newly used are added at the end."""
        numbered = tuple(replace(row, number=header_row + place) for place, row in enumerate(rows, start=1))
        used = dict.fromkeys(key for row in numbered for key in row.cells)
        return replace(self, rows=numbered, columns=tuple(dict.fromkeys((*self.columns, *used))))


@dataclass(frozen=True, slots=True)
class Sheets:
    """All sheets of one instrument, and the files that came with it (``areas.csv``)."""

    file: str
    survey: Sheet
    choices: Sheet = field(default_factory=lambda: Sheet(CHOICES))
    settings: Sheet = field(default_factory=lambda: Sheet(SETTINGS))
    others: tuple[Sheet, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)

    def setting(self, name: str) -> str:
        """A cell of the settings' one row; empty where it is not set."""
        return self.settings.rows[0][name] if self.settings.rows else ""
