"""The piece of a sheet that a finding is about: its row, the rows beside it, the cell ringed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Any

from concord.findings import Finding
from concord.intake.sheets import Sheet

LONGEST = 60
#: So many first columns are shown where the one it is about is among them.
BESIDE = 3
#: Pieces of one reading; later findings have their place in words alone.
MOST = 150
#: Examples of a column's cells.
EXAMPLES = 3


def short(text: str) -> str:
    """A text that fits a cell."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


class Pieces:
    """Cuts pieces out of the sheets of one reading."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        self._sheets = {(each.file, each.name): each for each in sheets}
        self._left = MOST

    def of(self, finding: Finding) -> dict[str, Any] | None:
        """The piece of a finding that must or may be changed; None where it has no cell, or enough were cut."""
        where = finding.where
        sheet = self._sheets.get((where.file or "", where.sheet))
        if finding.level == "note" or sheet is None or where.row is None or not self._left:
            return None
        at = bisect_left(sheet.rows, where.row)
        if at >= len(sheet.rows) or sheet.rows[at] != where.row:
            return None
        self._left -= 1
        shown = _columns(sheet, where.letter)
        numbers = range(max(0, at - 1), min(len(sheet.rows), at + 2))
        return {
            "head": sheet.header_row,
            "columns": [(column.letter, short(column.header)) for column in shown],
            "rows": [
                (sheet.rows[index], [
                    (short(column.text(index)), index == at and column.letter == where.letter) for column in shown
                ])
                for index in numbers
            ],
        }  # fmt: skip


def _columns(sheet: Sheet, letter: str | None) -> list[Any]:
    """The first columns, or the first and the one it is about with its neighbours, in order."""
    every = list(sheet.columns)
    own = next((index for index, column in enumerate(every) if column.letter == letter), 0)
    kept = {0, own - 1, own, own + 1} if own >= BESIDE else set(range(BESIDE + 1))
    return [column for index, column in enumerate(every) if index in kept]


def seen(sheet: Sheet, roles: dict[str, str]) -> dict[str, Any]:
    """A sheet in which no table had to be found, in the form of a found one; ``roles``: header or letter → role."""
    return {
        "id": f"{sheet.name or ''}!A1", "file": sheet.file, "name": sheet.name or "", "hidden": sheet.hidden,
        "range": "", "rows": len(sheet), "header_rows": list(sheet.header_rows), "kind": "counts", "title": "",
        "read": not sheet.hidden, "totals": [],
        "aside": [{"row": each.row, "reason": each.reason, "text": short(each.text)} for each in sheet.aside[:30]],
        "aside_more": max(0, len(sheet.aside) - 30),
        "columns": [
            {
                "letter": column.letter, "header": column.header, "key": column.header or column.letter,
                "role": roles.get(column.header) or roles.get(column.letter) or "", "sure": 1, "reason": None,
                "examples": _examples(column),
            }
            for column in sheet.columns
        ],
    }  # fmt: skip


def _examples(column: Any) -> list[str]:
    found: dict[str, None] = {}
    for index in range(min(len(column), 200)):
        text = column.text(index).strip()
        if text:
            found[short(text)] = None
        if len(found) >= EXAMPLES:
            break
    return list(found)
