"""A sheet's cells as they stand, each with what it looks like: what the search for tables walks over.

Of long sheets the first and the last rows are walked over; the rows between them are of the table that is open there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from concord.intake.columns import index_of
from concord.intake.flags import western
from concord.intake.profile import DATE, MARK, NUMERIC, classify
from concord.intake.sheets import Sheet

#: Rows walked over at the head and at the foot of a sheet.
HEAD, FOOT = 3_000, 300
#: Columns of one merged range that are looked at.
WIDEST = 500
_YEAR = re.compile(r"(?:19|20)\d\d")
_SPAN = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")

EMPTY, WORD, NUMBER, YEAR, DAY, SIGN = "", "word", "number", "year", "day", "sign"


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell: its text without blanks around it, and what it looks like.

    ``look`` is "" (empty), ``word``, ``number``, ``year`` (a whole number from 1900 to 2099), ``day`` (a date) or
    ``sign`` (a mark in place of a number, a truth value, an error).
    """

    text: str
    look: str

    @property
    def is_value(self) -> bool:
        """Whether it looks like data rather than like a name: a number, a date, or a mark in place of one."""
        return self.look in (NUMBER, DAY, SIGN)


NOTHING = Spot("", EMPTY)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet.

    Args:
        index: Position among the sheet's rows.
        row: Physical row.
        spots: Its cells, as many as the sheet has columns.
        spans: Column → text, for cells that a merged range covers without being its first.
        bold: Columns with a bold cell.
        jumped: Whether rows before it were not walked over.
    """

    index: int
    row: int
    spots: tuple[Spot, ...]
    spans: Mapping[int, str] = field(default_factory=dict)
    bold: frozenset[int] = frozenset()
    jumped: bool = False

    def filled(self, left: int = 0, right: int | None = None) -> list[int]:
        """Columns from ``left`` to ``right`` (included) with something in them."""
        last = len(self.spots) - 1 if right is None else min(right, len(self.spots) - 1)
        return [at for at in range(left, last + 1) if self.spots[at].look]

    def said(self, at: int) -> str:
        """The text of a cell, or of the merged range that covers it."""
        return self.spots[at].text or self.spans.get(at, "")

    def text(self, left: int = 0, right: int | None = None) -> str:
        """Its filled cells in one line."""
        return " ".join(self.spots[at].text for at in self.filled(left, right))


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A sheet as cells with places: the raw sheet, and the rows that are walked over."""

    sheet: Sheet
    lines: tuple[Line, ...]
    width: int

    @property
    def name(self) -> str:
        """Name of the sheet, "" for a text table."""
        return self.sheet.name or ""


def grid_of(sheet: Sheet, bold: Iterable[str] = ()) -> Grid:
    """The grid of a raw sheet (:mod:`concord.mds.proposing.cells`)."""
    width = len(sheet.columns)
    spans = _spans(sheet.merged)
    strong: dict[int, set[int]] = {}
    for place in bold:
        found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", place)
        if found:
            strong.setdefault(int(found.group(2)), set()).add(index_of(found.group(1)))
    lines = []
    count = len(sheet)
    walked = range(count) if count <= HEAD + FOOT else [*range(HEAD), *range(count - FOOT, count)]
    for index in walked:
        row = sheet.rows[index]
        spots = tuple(_spot(sheet, index, at) for at in range(width))
        covered = {at: text for at, text in _covered(sheet, spans.get(row, ())).items() if at < width}
        jumped = index == count - FOOT and count > HEAD + FOOT
        lines.append(Line(index, row, spots, covered, frozenset(strong.get(row, ())), jumped))
    return Grid(sheet, tuple(lines), width)


def _spot(sheet: Sheet, index: int, at: int) -> Spot:
    column = sheet.columns[at]
    text = column.text(index).strip()
    return spot(text, column.kind(index)) if text else NOTHING


def spot(text: str, kind: str = "text") -> Spot:
    """What a cell of this text and kind looks like."""
    plain = western(text)
    if kind == "text":
        return Spot(text, _look(plain))
    if kind == "number":
        return Spot(text, YEAR if _YEAR.fullmatch(plain) else NUMBER)
    return Spot(text, DAY if kind == "date" else SIGN)


def _look(text: str) -> str:
    if _YEAR.fullmatch(text):
        return YEAR
    name = classify(text)
    if name in NUMERIC:
        return NUMBER
    if name == MARK:
        # A code of letters may read as a mark: NA is Namibia, and a head may be called "n".
        return WORD if text.isalpha() and len(text) > 1 else SIGN
    return DAY if name == DATE else WORD if text else EMPTY


def _spans(merged: Iterable[str]) -> dict[int, list[tuple[int, int, int]]]:
    """Physical row → (first row, first column, last column) of the merged ranges that cover it."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    for reference in merged:
        parts = _SPAN.fullmatch(reference.replace("$", ""))
        if parts is None:
            continue
        left, top, right, bottom = index_of(parts[1]), int(parts[2]), index_of(parts[3]), int(parts[4])
        for row in range(top, min(bottom, top + HEAD) + 1):
            found.setdefault(row, []).append((top, left, min(right, left + WIDEST)))
    return found


def _covered(sheet: Sheet, spans: Iterable[tuple[int, int, int]]) -> dict[int, str]:
    found: dict[int, str] = {}
    for top, left, right in spans:
        if left >= len(sheet.columns):
            continue
        index = _index_of_row(sheet, top)
        text = sheet.columns[left].text(index).strip() if index is not None else ""
        found.update(dict.fromkeys(range(left, right + 1), text))
    return found


def _index_of_row(sheet: Sheet, row: int) -> int | None:
    from bisect import bisect_left

    at = bisect_left(sheet.rows, row)
    return at if at < len(sheet.rows) and sheet.rows[at] == row else None
