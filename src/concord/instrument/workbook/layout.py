"""Where each answer stands in an answer workbook: pages of questions, grids and tables, and the number of each line.

The plan follows from the instrument alone, in the same way when a workbook is written and when it is read; languages
change the words on the sheets and nothing else. A line is found again by its number (``3.5``, ``3.6.2``), a column of
a grid or a table by its code (``7.3 a``), wherever people have moved them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from concord.instrument.model import Choice, Group, Instrument, Node, Question
from concord.instrument.words.ranges import most_choices

#: Longer lists are not laid out choice by choice: they are chosen from in a few cells.
MOST_LINES = 40
MOST_COLUMNS = 12
#: Cells in which choices of a longer list are chosen.
CELLS_OF_LONG = 20
#: Rows for entries of a repeating block, unless its count says more.
ENTRIES = 30

Part = Literal["value", "pick", "place", "nth", "together"]
LineKind = Literal["heading", "note", "question", "cell", "pointer"]


@dataclass(frozen=True, slots=True)
class Slot:
    """What one cell holds of one answer.

    Args:
        question: The question.
        part: ``value`` the answer itself; ``pick`` yes or no for one choice; ``place`` the rank of one choice; ``nth``
            one of the choices of a long list; ``together`` several choices in one cell.
        choice: Name of the choice, for ``pick`` and ``place``.
        nth: From 1, for ``nth``.
        is_last: Whether it is the last ``nth``, which takes all further choices.
    """

    question: Question
    part: Part = "value"
    choice: str = ""
    nth: int = 0
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page; ``slot`` where there is a cell to fill."""

    kind: LineKind
    code: str
    node: Node
    slot: Slot | None = None
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of questions: a section, or what stands outside of all sections (``group`` is None)."""

    code: str
    group: Group | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class GridSheet:
    """A grid on a sheet of its own: rows by code, columns by code, a question in each cell."""

    code: str
    section: str
    group: Group
    rows: Mapping[str, Choice]
    columns: Mapping[str, tuple[Choice, ...]]
    cells: Mapping[tuple[str, str], Question]


@dataclass(frozen=True, slots=True)
class Table:
    """A repeating block on a sheet of its own: one row an entry; ``parent`` is the table of the block around it."""

    code: str
    section: str
    group: Group
    columns: Mapping[str, Slot]
    parent: str = ""
    entries: int = ENTRIES


Sheet = Page | GridSheet | Table


@dataclass(frozen=True)
class Plan:
    """All sheets in order, and the number of every question, grid and repeating block by its path."""

    sheets: tuple[Sheet, ...]
    numbers: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The sheets of questions."""
        return tuple(sheet for sheet in self.sheets if isinstance(sheet, Page))

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """Tables by code."""
        return {sheet.code: sheet for sheet in self.sheets if isinstance(sheet, Table)}

    @cached_property
    def grids(self) -> Mapping[str, GridSheet]:
        """Grids by code."""
        return {sheet.code: sheet for sheet in self.sheets if isinstance(sheet, GridSheet)}

    @cached_property
    def lines(self) -> Mapping[str, tuple[Page, Line]]:
        """Lines that have a number, by number."""
        return {line.code: (page, line) for page in self.pages for line in page.lines if line.code}

    def section_of(self, sheet: Sheet) -> str:
        """Number of the page that a sheet belongs to."""
        return sheet.code if isinstance(sheet, Page) else sheet.section


def slots_of(question: Question, instrument: Instrument, *, most: int, in_table: bool = False) -> tuple[Slot, ...]:
    """The cells that hold one answer; choices are laid out one by one where there are at most ``most``."""
    if question.kind not in ("many", "rank"):
        return (Slot(question),)
    choices = instrument.lists[question.choices].choices
    if len(choices) <= most and choices:
        part: Part = "pick" if question.kind == "many" else "place"
        return tuple(Slot(question, part, choice.name) for choice in choices)
    if in_table or question.kind == "rank":
        return (Slot(question, "together"),)
    cells = min(CELLS_OF_LONG, most_choices(question) or CELLS_OF_LONG)
    return tuple(Slot(question, "nth", nth=place, is_last=place == cells) for place in range(1, cells + 1))


def in_one_cell(question: Question) -> Slot:
    """The slot of a question that has one cell whatever its kind, as in a grid."""
    return Slot(question, "together" if question.kind in ("many", "rank") else "value")


def letters(place: int) -> str:
    """``a`` for 0, ``z`` for 25, ``aa`` for 26."""
    said = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        said = chr(97 + rest) + said
    return said
