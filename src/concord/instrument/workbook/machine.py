"""The sheet for programs: what the workbook is, which cell holds which answer, and the lists that cells offer.

It is very hidden, not secret. Reading uses the facts and the list of answers held; places are found by the numbers on
the sheets, so that moved rows and columns do no harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from concord.intake.columns import letter
from concord.intake.out_xlsx import write_text
from concord.intake.workbook_remarks import OWN_CODES_SHEET

FORMAT = "concord-answers/1"
_MARK = re.compile(r"concord-answers:([^:\s]+):([^:]*):([0-9a-f]+)")
_FIRST_LIST = 9


@dataclass(frozen=True, slots=True)
class Facts:
    """What a workbook says it is."""

    instrument: str
    version: str
    digest: str
    language: str = ""
    area: str = ""
    round: str = ""
    sections: tuple[str, ...] = ()
    held: frozenset[str] = frozenset()

    @property
    def mark(self) -> str:
        """The identification in one word, as it stands on the first sheet."""
        return f"concord-answers:{self.instrument}:{self.version}:{self.digest}"


@dataclass(frozen=True, slots=True)
class Mapped:
    """One cell of the map: sheet, cell, address (``[n]`` for the entry of a row), part and choice."""

    sheet: str
    cell: str
    address: str
    part: str
    choice: str = ""


@dataclass(slots=True)
class Lists:
    """Lists that cells offer, each in a column of its own on the machine sheet."""

    columns: dict[tuple[str, ...], str] = field(default_factory=dict)

    def place(self, items: Iterable[str]) -> str:
        """Where a list stands, as ``'concord-codes'!$J$2:$J$5``."""
        listed = tuple(items)
        where = self.columns.setdefault(listed, letter(_FIRST_LIST + len(self.columns)))
        return f"'{OWN_CODES_SHEET}'!${where}$2:${where}${len(listed) + 1}"


def write(book: Any, facts: Facts, mapped: Sequence[Mapped], lists: Lists) -> None:
    """Write the machine sheet."""
    sheet = book.add_worksheet(OWN_CODES_SHEET)
    sheet.very_hidden()
    for row, (key, value) in enumerate(_lines(facts)):
        write_text(sheet, row, 0, key)
        write_text(sheet, row, 1, value)
    for column, name in enumerate(("sheet", "cell", "address", "part", "choice"), start=2):
        write_text(sheet, 0, column, name)
    for row, each in enumerate(mapped, start=1):
        for column, text in enumerate((each.sheet, each.cell, each.address, each.part, each.choice), start=2):
            write_text(sheet, row, column, text)
    write_text(sheet, 0, 7, "held")
    for row, address in enumerate(sorted(facts.held), start=1):
        write_text(sheet, row, 7, address)
    for place, listed in enumerate(lists.columns):
        write_text(sheet, 0, _FIRST_LIST + place, f"list {place + 1}")
        for row, item in enumerate(listed, start=1):
            write_text(sheet, row, _FIRST_LIST + place, item)


def _lines(facts: Facts) -> list[tuple[str, str]]:
    return [
        ("key", "value"),
        ("format", FORMAT),
        ("instrument", facts.instrument),
        ("version", facts.version),
        ("digest", facts.digest),
        ("language", facts.language),
        ("area", facts.area),
        ("round", facts.round),
        ("sections", " ".join(facts.sections)),
    ]


def facts_of(cells: Mapping[tuple[int, int], str]) -> Facts | None:
    """The facts on a machine sheet, cells by row and column from 1; None where it is not one."""
    found = {cells[1 + row, 1]: cells.get((1 + row, 2), "") for row in range(12) if (1 + row, 1) in cells}
    if found.get("format") != FORMAT:
        return None
    held = frozenset(text for (row, column), text in cells.items() if column == 8 and row > 1 and text)
    return Facts(
        instrument=found.get("instrument", ""),
        version=found.get("version", ""),
        digest=found.get("digest", ""),
        language=found.get("language", ""),
        area=found.get("area", ""),
        round=found.get("round", ""),
        sections=tuple(found.get("sections", "").split()),
        held=held,
    )


def facts_in(texts: Iterable[str]) -> Facts | None:
    """The facts in the identification on the first sheet, where the machine sheet is gone."""
    for text in texts:
        found = _MARK.search(text)
        if found:
            return Facts(found[1], found[2], found[3])
    return None
